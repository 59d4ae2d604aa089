"""What all components share: keyword arguments to attributes and listeners, with an error for each that is none."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from typing import Any, Final

from ..errors import RenderError, nearest
from ..events import EVENTS
from ..handlers import handler_named, listener

__all__ = ["EVENTS", "Style", "attributes", "flag", "length", "named", "one_of"]

Style = Mapping[str, Any]
"""CSS properties by name: ``{"max-width": "20rem", "--sk-accent": "teal"}``."""

GLOBALS: Final = frozenset("id title role tabindex hidden lang dir draggable inert spellcheck translate autofocus name".split())
_PREFIXES: Final = ("aria_", "data_")


def attributes(
    own: str, class_: str, style: Style | None, rest: Mapping[str, Any], /, **attrs: Any
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The attributes and the listeners of a component's element.

    own: the component's class of the stylesheet. class_, style: the author's. rest: the keyword arguments that the
    component does not name: events, ``aria_*``, ``data_*`` and what every element of HTML takes. attrs: the component's.
    Raises ``RenderError`` that names the component, the argument and the nearest right name.
    """
    if class_:
        attrs["class"] = f"{own} {class_}" if own else class_
    elif own:
        attrs["class"] = own
    if style:
        attrs["style"] = {**attrs.get("style", {}), **style}
    return attrs, _sort(rest, attrs) if rest else None


def _sort(rest: Mapping[str, Any], attrs: dict[str, Any]) -> dict[str, Any] | None:
    on: dict[str, Any] = {}
    for name, value in rest.items():
        if name in EVENTS:
            if value is not None:
                event, value = EVENTS[name], named(value)
                on[event] = [*on[event], *_several(value)] if event in on else value
        elif name == "on_enter":
            if value is not None:
                on["keydown"] = [listener(value, keys="Enter"), *_several(on.get("keydown"))]
        elif name in GLOBALS:
            attrs[name] = value
        elif name.startswith(_PREFIXES):
            attrs[name.replace("_", "-")] = _aria(name, value)
        else:
            raise _unknown(name)
    return on or None


def named(on: Any) -> Any:
    """What an author gave for an event, with the app's functions in the place of their names."""
    if isinstance(on, str):
        return handler_named(on)
    return [named(one) for one in on] if isinstance(on, (list, tuple)) else on


def _several(on: Any) -> list[Any]:
    return [] if on is None else list(on) if isinstance(on, (list, tuple)) else [on]


def _aria(name: str, value: Any) -> Any:
    """ARIA's states are words: ``aria-expanded="false"`` is not the same as no attribute."""
    return str(value).lower() if isinstance(value, bool) and name.startswith("aria_") else value


def _unknown(name: str) -> RenderError:
    from . import __all__ as components

    frame = sys._getframe(2)
    while frame.f_code.co_name not in components and frame.f_back is not None:
        frame = frame.f_back
    code = frame.f_code
    own = [arg for arg in inspect.getargs(code).args if not arg.startswith("_")]
    known = [*own, "validate", *EVENTS, "on_enter", *GLOBALS]
    events = " Events are named on_click, on_change, on_key_down and so on." if name.startswith("on") else ""
    return RenderError(f"sk.{code.co_name}() has no argument {name!r}.{nearest(name, known)}{events} It takes: {', '.join(own)}")


def one_of(component: str, name: str, value: Any, known: Mapping[str, Any] | tuple[str, ...]) -> Any:
    """The value, checked to be one of those known. Raises ``RenderError`` with the nearest right one."""
    if value not in known:
        hint = nearest(str(value), known)
        raise RenderError(f"sk.{component}({name}={value!r}): {name} is one of {', '.join(map(repr, known))}.{hint}")
    return value


def length(value: str | float | None) -> str | None:
    """A CSS length: a number counts pixels, ``none, xs, s, m, l, xl`` are the design's own steps, other text is CSS."""
    if value is None or value == "":
        return None
    if isinstance(value, (int, float)):
        return f"{value}px"
    return f"var(--sk-space-{value})" if value in ("none", "xs", "s", "m", "l", "xl") else value


def flag(value: Any) -> bool | None:
    """True, or None so that the attribute is absent."""
    return True if value else None
