"""What is said about a parameter that cannot be filled. The parameter and the handler are named by the
caller."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from .. import events
from ..errors import nearest
from ..events import Event

if TYPE_CHECKING:
    from .injection import Rules

__all__ = [
    "annotated",
    "no_event",
    "other_event",
    "positional",
    "reserved_default",
    "several",
    "unknown",
    "which_state",
]

_MEANT_EVENT: Final = ("e", "ev", "evt", "_", "_e", "_event")


def reserved_default(parameter: inspect.Parameter) -> str:
    """``lambda key=key: ...``."""
    name = parameter.name
    return (
        f"it has the default {parameter.default!r:.40}, and {name!r} is a reserved name: its value is "
        f"injected. To carry a value of your own, use another name: {name}_={name}"
    )


def positional(parameter: inspect.Parameter) -> str:
    """``def f(event, /)``."""
    return "it is positional-only, and values are injected by name. Remove the '/' behind it"


def several(states: Sequence[type]) -> str:
    """An annotation that fits several state classes."""
    return f"its annotation fits several state classes: {_names(states)}. Annotate it with one of them"


def no_event(rules: Rules) -> str:
    """A page function that wants an event."""
    return f"it wants an event, and a page is built without one. Can be injected: {_injectable(rules)}"


def other_event(wanted: Sequence[type[Event]], given: type[Event]) -> str:
    """A handler for another kind of event."""
    return (
        f"it wants {_names(wanted)}, and the event here is {given.__name__}. "
        f"Annotate it with {given.__name__} or a base of it, or use the handler for another event"
    )


def annotated(name: str, allowed: Sequence[Any], rules: Rules) -> str:
    """``event: int``, ``state: Helper``."""
    if name == "event":
        hint = f"an event here is {rules.event.__name__ if rules.event else 'of an event class'}"
    else:
        states = _names(rules.states) or "none"
        hint = f"the app's state classes are: {states}. A state class stands under @sk.state"
    return f"it is annotated {_names(allowed)}, and {hint}"


def which_state(rules: Rules) -> str:
    """``state`` without an annotation, where there is not exactly one state class."""
    if not rules.states:
        return "the app has no state class. Put @sk.state above one"
    first = rules.states[0].__name__
    return f"the app has several state classes: {_names(rules.states)}. Say which, as in state: {first}"


def unknown(parameter: inspect.Parameter, rules: Rules) -> str:
    """A parameter that nothing fits."""
    names = [*rules.reserved, *rules.parameters]
    classes = [cls.__name__ for cls in rules.states] + (list(events.__all__) if rules.event else [])
    shown = "" if parameter.annotation is parameter.empty else _shown(parameter.annotation)
    meant = "event" if parameter.name in _MEANT_EVENT and "event" in names else parameter.name
    hint = nearest(meant, names) or nearest(shown.rpartition(".")[2], classes)
    given = f" (annotated {shown})" if shown else ""
    return f"nothing can be injected there{given}.{hint} Can be: {_injectable(rules)}. Or give it a default"


def _injectable(rules: Rules) -> str:
    classes = [*([rules.event] if rules.event else []), *rules.states]
    parts = [f"what is annotated {_names(classes)}"] if classes else []
    return ", ".join([*parts, f"the names {', '.join([*rules.reserved, *rules.parameters])}"])


def _shown(annotation: Any) -> str:
    if isinstance(annotation, str):
        return annotation
    return str(
        getattr(annotation, "__forward_arg__", None) or getattr(annotation, "__name__", None) or annotation
    )


def _names(classes: Sequence[Any]) -> str:
    return " or ".join(getattr(cls, "__name__", str(cls)) for cls in classes)
