"""What one parameter of a handler is given: decided by its annotation, its name and its default.

The order: a value of its own as default keeps it; then the annotation (an event class, a state class); then
the name.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from .. import events
from ..errors import HandlerError
from ..events import Event
from . import complaints
from .annotations import Meaning, meanings

__all__ = ["RESERVED", "Need", "NeedKind", "Rules", "decide"]

NeedKind: TypeAlias = Literal["event", "state", "payload", "context", "session", "key", "parameter"]

RESERVED: Final[tuple[NeedKind, ...]] = ("event", "state", "payload", "context", "session", "key")
"""The names of parameters that are injected without an annotation."""


class Need(NamedTuple):
    """Something to inject: ``cls`` is the state class for kind ``state``, ``name`` the route parameter for
    kind ``parameter``."""

    kind: NeedKind
    cls: type | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What can be injected here.

    event: the class of the events that the handler is for; None where there is no event (a page function).
    states: the app's state classes. reserved: names that are injected. parameters: those of the page's route.
    """

    event: type[Event] | None
    states: tuple[type, ...] = ()
    reserved: tuple[NeedKind, ...] = RESERVED
    parameters: tuple[str, ...] = ()


def decide(parameter: inspect.Parameter, function: Any, rules: Rules) -> Need | None:
    """What to inject for a parameter, or None where it keeps its default.

    ``function`` is where the annotation's names are looked up. Raises ``HandlerError`` that says what is
    wrong with the parameter, without naming the handler.
    """
    has_value = parameter.default is not None and parameter.default is not parameter.empty
    if has_value and parameter.name not in rules.parameters:
        if parameter.name in rules.reserved:
            raise HandlerError(complaints.reserved_default(parameter))
        return None
    need = _by_annotation(parameter, function, rules) or _by_name(parameter, rules)
    if need is None:
        if parameter.default is None:
            return None
        raise HandlerError(complaints.unknown(parameter, rules))
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise HandlerError(complaints.positional(parameter))
    return need


# --- by annotation


def _by_annotation(parameter: inspect.Parameter, function: Any, rules: Rules) -> Need | None:
    allowed = meanings(parameter.annotation, function)
    event_classes = [cls for item in allowed if (cls := _event_class(item)) is not None]
    if event_classes:
        return _event(event_classes, rules)
    states = {id(cls): cls for item in allowed for cls in _state_classes(item, parameter.name, rules)}
    if len(states) > 1:
        raise HandlerError(complaints.several(list(states.values())))
    if states:
        return Need("state", next(iter(states.values())))
    _check_reserved(parameter.name, allowed, rules)
    return None


def _event(wanted: Sequence[type[Event]], rules: Rules) -> Need:
    if rules.event is None:
        raise HandlerError(complaints.no_event(rules))
    if not any(issubclass(rules.event, cls) for cls in wanted):
        raise HandlerError(complaints.other_event(wanted, rules.event))
    return Need("event")


def _event_class(item: Meaning) -> type[Event] | None:
    if isinstance(item, str):
        found = getattr(events, item, None) if item in events.__all__ else None
    else:
        found = item
    return found if isinstance(found, type) and issubclass(found, Event) else None


def _state_classes(item: Meaning, name: str, rules: Rules) -> list[type]:
    """The app's state classes that an annotation means: the class itself, or those that derive from it.

    A class of Python's own (``dict``) means a state class only where the parameter's name says so.
    """
    if isinstance(item, str):
        return [cls for cls in rules.states if cls.__name__ == item]
    exact = [cls for cls in rules.states if cls is item]
    if exact or (name in rules.reserved and name != "state"):
        return exact
    if name != "state" and getattr(item, "__module__", "") in ("builtins", "collections", "abc", "typing"):
        return []
    return [cls for cls in rules.states if any(base is item for base in cls.__mro__)]


def _check_reserved(name: str, allowed: Sequence[Meaning], rules: Rules) -> None:
    """``event: int`` and ``state: Helper`` are mistakes; names that cannot be resolved are not."""
    if name not in ("event", "state") or name not in rules.reserved or name in rules.parameters:
        return
    if allowed and not any(isinstance(item, str) for item in allowed):
        raise HandlerError(complaints.annotated(name, allowed, rules))


# --- by name


def _by_name(parameter: inspect.Parameter, rules: Rules) -> Need | None:
    name = parameter.name
    if name in rules.parameters:
        return Need("parameter", None, name)
    if name not in rules.reserved:
        return None
    if name != "state":
        return Need(name)
    if len(rules.states) != 1:
        raise HandlerError(complaints.which_state(rules))
    return Need("state", rules.states[0])
