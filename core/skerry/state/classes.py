"""``@state``: a class whose one instance per session holds the app's state."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar, dataclass_transform, overload

from ..errors import StateError, nearest
from .fields import copied, field, shared
from .hints import own_annotations
from .mappings import StateDict
from .migrating import check_migrate, check_version
from .objects import missing_attribute

__all__ = ["STATE_CLASSES", "reset", "state"]

C = TypeVar("C", bound=type)

STATE_CLASSES: Final[list[type]] = []
"""Every state class, in the order of definition. An app's loader takes those of its own modules."""

_NOT_A_FIELD: Final = re.compile(r"(\w+\.)*(ClassVar|InitVar)\b")
_TEXTS: Final = ("browser", "tab")
_PLACES: Final = (*_TEXTS, None)
_VALUES: Final = (int, str, float, bool, type(None), list, dict, set, deque, tuple)


@overload
def state(cls: C, /) -> C: ...


@overload
def state(*, persist: Literal["browser", "tab"] | None = None, version: int = 1) -> Callable[[C], C]: ...


@dataclass_transform(field_specifiers=(dataclasses.field, field))
def state(cls: Any = None, /, *, persist: str | None = None, version: int | None = None) -> Any:
    """Make a class a state class: a dataclass with one observed instance in each session.

    Mutable defaults are allowed, and copied for each instance. A class derived from ``StateDict`` is a dict state; its
    ``initial`` says what is in it at first.

    persist: ``"browser"`` keeps it for the next visits, ``"tab"`` for reloads of this tab; for each app and path apart.
    ``sk.field(persist=False)`` leaves a field out.

    version: which form of the class this is, 1 unless said. Raise it by one when fields change their name, type or meaning, and
    say in a class method how to go on with what an earlier version has kept::

        @classmethod
        def migrate(cls, old, version):       # old: {"title": "Shopping"}, version: 1
            old["name"] = old.pop("title")
            return old                        # the fields of today; those left out have their defaults

    Without ``migrate``, or where it raises, what was kept is set aside: the state begins with its defaults, and nothing is lost.
    """
    if persist not in _PLACES:
        known = ", ".join(map(repr, _PLACES))
        raise StateError(f"@state was given persist={persist!r}.{nearest(str(persist), _TEXTS)} It takes one of {known}")

    if version is not None:
        check_version(version, persist)

    def prepare(cls: Any) -> Any:
        made = _prepare(cls)
        made._sk_persist = persist
        made._sk_version = version or 1
        if persist is not None:
            check_migrate(made)
        return made

    return prepare if cls is None else prepare(cls)


def reset(instance: Any) -> None:
    """Give a state its defaults again, as in a new session."""
    cls = instance.__class__
    if "_sk_state" not in cls.__dict__:
        raise StateError(f"reset() was given {type(instance).__name__}, expected a state: the instance that a handler is given")
    fresh = cls()
    if isinstance(instance, dict):
        instance.clear()
        instance.update(fresh)
    else:
        for field in dataclasses.fields(cls):
            setattr(instance, field.name, getattr(fresh, field.name))


def _prepare(cls: Any) -> Any:
    if not isinstance(cls, type):
        raise StateError(f"@state was given {cls!r}, expected a class")
    if issubclass(cls, StateDict):
        _prepare_dict(cls)
    elif "__dataclass_params__" not in cls.__dict__:
        _copy_defaults(cls)
        cls = dataclasses.dataclass(cls)
    if getattr(getattr(cls, "__dataclass_params__", None), "frozen", False):
        raise StateError(f"{cls.__name__} is a frozen dataclass: state is there to be changed")
    if not hasattr(cls, "__getattr__"):
        cls.__getattr__ = _unknown
    cls._sk_state = True
    STATE_CLASSES.append(cls)
    return cls


def _prepare_dict(cls: Any) -> None:
    initial = getattr(cls, "initial", {})

    def make(kind: Any, *args: Any, **items: Any) -> Any:
        return StateDict.__new__(kind, copy.deepcopy(initial) | dict(*args, **items))

    cls.__new__ = make


def _unknown(self: Any, name: str) -> Any:
    cls = self.__class__
    if dataclasses.is_dataclass(cls) or name.startswith("__") or hasattr(cls, name):
        return missing_attribute(self, name)
    raise AttributeError(f"{cls.__name__} has no attribute {name!r}: it is a dict state, so read state[{name!r}]")


def _copy_defaults(cls: Any) -> None:
    """``log: list[str] = []`` means a new list for each instance."""
    annotations = own_annotations(cls)
    for name, value in list(cls.__dict__.items()):
        if name not in annotations:
            if not name.startswith("_"):
                _check_constant(cls, name, value)
        elif shared(value) and not _NOT_A_FIELD.match(_text(annotations[name])):
            setattr(cls, name, dataclasses.field(default_factory=copied(value)))


def _check_constant(cls: type, name: str, value: Any) -> None:
    if type(value) in _VALUES and not name.isupper():
        kind = "None" if value is None else type(value).__name__
        raise StateError(
            f"{cls.__name__}.{name} has no annotation, so it is not a field. Write {name}: {kind} = {value!r}, "
            "or give a constant a name in capitals"
        )


def _text(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else repr(annotation)
