"""What one parameter of a handler is given: decided by its annotation, its name and its default."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from .. import events
from ..errors import HandlerError, nearest
from ..events import Event
from .annotations import Meaning, meanings
from .naming import describe

__all__ = ["Need", "NeedKind", "Rules", "RESERVED", "decide"]

NeedKind: TypeAlias = Literal["event", "state", "payload", "context", "session", "key", "parameter"]

RESERVED: Final[tuple[NeedKind, ...]] = ("event", "state", "payload", "context", "session", "key")
"""The names of parameters that are injected without an annotation."""


class Need(NamedTuple):
    """Something to inject: ``cls`` is the state class for kind ``state``, ``name`` the route parameter for kind
    ``parameter``."""

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


def decide(parameter: inspect.Parameter, function: Any, rules: Rules, handler: Any) -> Need | None:
    """What to inject for a parameter, or None where it keeps its default. Raises ``HandlerError``.

    ``function`` is where the annotation's names are looked up, ``handler`` what the error message is about.
    """
    reserved = parameter.name in rules.reserved or parameter.name in rules.parameters
    if parameter.default is not None and parameter.default is not parameter.empty:
        if reserved:
            raise _reserved_default(parameter, handler)
        return None
    need = _by_annotation(parameter, function, rules, handler) or _by_name(parameter, rules, handler)
    if need is None:
        if parameter.default is None:
            return None
        raise _cannot(parameter, rules, handler)
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise HandlerError(
            f"{describe(handler)}: parameter {parameter.name!r} is positional-only, and values are injected by name. "
            "Remove the '/' behind it"
        )
    return need


# --- by annotation ------------------------------------------------------------------------------------------------------


def _by_annotation(parameter: inspect.Parameter, function: Any, rules: Rules, handler: Any) -> Need | None:
    allowed = meanings(parameter.annotation, function)
    event_classes = [cls for item in allowed if (cls := _event_class(item)) is not None]
    if event_classes:
        return _event(parameter, event_classes, rules, handler)
    states = list(dict.fromkeys(cls for item in allowed for cls in _state_classes(item, rules.states)))
    if len(states) == 1:
        return Need("state", states[0])
    if states:
        raise HandlerError(
            f"{describe(handler)}: parameter {parameter.name!r} could be any of {_names(states)}. Annotate one of them"
        )
    _check_reserved_annotation(parameter, allowed, rules, handler)
    return None


def _event(parameter: inspect.Parameter, wanted: list[type[Event]], rules: Rules, handler: Any) -> Need:
    if rules.event is None:
        raise HandlerError(
            f"{describe(handler)}: parameter {parameter.name!r} wants an event, and a page is built without one. "
            f"Can be injected: {_injectable(rules)}"
        )
    if any(issubclass(rules.event, cls) for cls in wanted):
        return Need("event")
    raise HandlerError(
        f"{describe(handler)}: parameter {parameter.name!r} wants {_names(wanted)}, and the event here is "
        f"{rules.event.__name__}. Annotate it with {rules.event.__name__} or one of its bases"
    )


def _event_class(item: Meaning) -> type[Event] | None:
    if isinstance(item, str):
        found = getattr(events, item, None) if item in events.__all__ else None
    else:
        found = item
    return found if isinstance(found, type) and issubclass(found, Event) else None


def _state_classes(item: Meaning, states: Sequence[type]) -> list[type]:
    """The app's state classes that an annotation means: the class itself, or those that derive from it."""
    if isinstance(item, str):
        return [cls for cls in states if cls.__name__ == item]
    if item in states:
        return [item]
    return [cls for cls in states if isinstance(item, type) and issubclass(cls, item)]


def _check_reserved_annotation(
    parameter: inspect.Parameter, allowed: tuple[Meaning, ...], rules: Rules, handler: Any
) -> None:
    """``event: int`` and ``state: Helper`` are mistakes; names that cannot be resolved are not."""
    if parameter.name not in ("event", "state") or parameter.name not in rules.reserved:
        return
    known = [item for item in allowed if not isinstance(item, str)]
    if not known or len(known) < len(allowed):
        return
    if parameter.name == "event":
        wanted = rules.event.__name__ if rules.event else "an event class"
        hint = f"an event is {wanted} here"
    else:
        hint = f"the app's state classes are: {_names(rules.states) or 'none'}. A state class stands under @sk.state"
    raise HandlerError(f"{describe(handler)}: parameter {parameter.name!r} is annotated {_names(known)}; {hint}")


# --- by name ------------------------------------------------------------------------------------------------------------


def _by_name(parameter: inspect.Parameter, rules: Rules, handler: Any) -> Need | None:
    name = parameter.name
    if name in rules.parameters:
        return Need("parameter", None, name)
    if name not in rules.reserved:
        return None
    if name != "state":
        return Need(name)
    if len(rules.states) == 1:
        return Need("state", rules.states[0])
    if not rules.states:
        raise HandlerError(f"{describe(handler)} asks for 'state', and the app has no state class. Put one under @sk.state")
    raise HandlerError(
        f"{describe(handler)} asks for 'state', and the app has several state classes: {_names(rules.states)}. "
        f"Say which by annotation, as in state: {rules.states[0].__name__}"
    )


# --- errors -------------------------------------------------------------------------------------------------------------


def _reserved_default(parameter: inspect.Parameter, handler: Any) -> HandlerError:
    name, default = parameter.name, parameter.default
    return HandlerError(
        f"{describe(handler)}: parameter {name!r} has the default {default!r:.40}, and {name!r} is a reserved name whose "
        f"value is injected. To carry a value of your own, name the parameter otherwise: {name}_={name}"
    )


def _cannot(parameter: inspect.Parameter, rules: Rules, handler: Any) -> HandlerError:
    names = [*rules.reserved, *rules.parameters]
    annotation = parameter.annotation
    shown = "" if annotation is parameter.empty else f" ({_shown(annotation)})"
    classes = [cls.__name__ for cls in rules.states] + (list(events.__all__) if rules.event else [])
    hint = nearest(parameter.name, names) or nearest(_shown(annotation).rpartition(".")[2], classes)
    return HandlerError(
        f"{describe(handler)}: parameter {parameter.name!r}{shown} cannot be injected.{hint} "
        f"Can be injected: {_injectable(rules)}. Or give it a default"
    )


def _shown(annotation: Any) -> str:
    if isinstance(annotation, str):
        return annotation
    text = getattr(annotation, "__forward_arg__", None) or getattr(annotation, "__name__", None)
    return str(text or annotation)


def _injectable(rules: Rules) -> str:
    parts = []
    if rules.event is not None:
        parts.append(f"a parameter annotated {rules.event.__name__}")
    if rules.states:
        parts.append(f"one annotated {_names(rules.states)}")
    return ", ".join([*parts, f"the names {', '.join([*rules.reserved, *rules.parameters])}"])


def _names(classes: Sequence[Any]) -> str:
    return " or ".join(getattr(cls, "__name__", str(cls)) for cls in classes)
