"""Handlers: what they are given, how they are run, and which of an app's functions are handlers by name."""

from .filling import filled, with_inputs
from .injection import RESERVED, Need, NeedKind
from .kinds import Kind, kind_of
from .listener import LEAVINGS, TRIGGER_MODES, Attached, Link, Listener, as_listener, as_listeners, elementless, listener, undecided
from .naming import describe, place
from .plan import Plan, Plans, annotated_with, left_to_callers, plan, plan_page
from .registry import NAMES, Registry, handler_named

__all__ = [
    "LEAVINGS",
    "NAMES",
    "RESERVED",
    "TRIGGER_MODES",
    "Attached",
    "Kind",
    "Link",
    "Listener",
    "Need",
    "NeedKind",
    "Plan",
    "Plans",
    "Registry",
    "annotated_with",
    "as_listener",
    "as_listeners",
    "describe",
    "elementless",
    "filled",
    "handler_named",
    "kind_of",
    "left_to_callers",
    "listener",
    "place",
    "plan",
    "plan_page",
    "undecided",
    "with_inputs",
]
