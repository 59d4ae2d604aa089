"""State: classes whose fields, lists, dicts, sets, deques and dataclasses are observed at any depth.

    tracking    who reads what: observers, subscriptions
    log         mutations, the kinds of them, undo and redo
    paths       where an object is, found from below
    adopt       taking values in; aliasing
    writes      what every write goes through
    bypass      changes made in C
    lists, mappings, sets, deques, objects    the observed types
    computed, refs, classes                   what people use
    rollback, store                           one session's state
    fields                                    what is said of one field
    codec, encoding, decoding, hints, saving  state as JSON, and back
    pieces                                    state as JSON, a little at a time
    earlier, fitting, migrating               what earlier versions of a class have kept
"""

from .classes import STATE_CLASSES, reset, state
from .codec import register_codec
from .computed import computed
from .deques import ObservedDeque
from .fields import field
from .lists import ObservedList, follow
from .log import MISSING, RUN, Mutation, Run, RunCancelled
from .mappings import ObservedDefaultDict, ObservedDict, StateDict
from .objects import UnknownFieldError
from .refs import Ref, equals, path_of, read, ref, touch, write
from .rollback import redo, undo
from .sets import ObservedSet
from .store import Store
from .tracking import Observer, forget, observe, unobserve, untracked

__all__ = [
    "MISSING",
    "RUN",
    "STATE_CLASSES",
    "Mutation",
    "ObservedDefaultDict",
    "ObservedDeque",
    "ObservedDict",
    "ObservedList",
    "ObservedSet",
    "Observer",
    "Ref",
    "Run",
    "RunCancelled",
    "StateDict",
    "Store",
    "UnknownFieldError",
    "computed",
    "equals",
    "field",
    "follow",
    "forget",
    "observe",
    "path_of",
    "read",
    "reset",
    "redo",
    "ref",
    "register_codec",
    "state",
    "touch",
    "undo",
    "unobserve",
    "untracked",
    "write",
]
