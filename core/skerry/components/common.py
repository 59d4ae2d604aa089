"""What all components share: keyword arguments to attributes and listeners, with an error for each that is none."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from typing import Any, Final

from ..errors import RenderError, nearest
from ..handlers.listener import listener

__all__ = ["Style", "attributes", "flag", "length", "one_of"]

Style = Mapping[str, Any]
"""CSS properties by name: ``{"max-width": "20rem", "--sk-accent": "teal"}``."""

EVENTS: Final[dict[str, str]] = {
    "on_animation_end": "animationend", "on_blur": "blur", "on_cancel": "cancel", "on_change": "change", "on_click": "click",
    "on_close": "close", "on_copy": "copy", "on_cut": "cut", "on_double_click": "dblclick", "on_drag": "drag",
    "on_drag_end": "dragend", "on_drag_enter": "dragenter", "on_drag_leave": "dragleave", "on_drag_over": "dragover",
    "on_drag_start": "dragstart", "on_drop": "drop", "on_ended": "ended", "on_error": "error", "on_focus": "focus",
    "on_input": "input", "on_key_down": "keydown", "on_key_up": "keyup", "on_load": "load", "on_mouse_down": "mousedown",
    "on_mouse_enter": "mouseenter", "on_mouse_leave": "mouseleave", "on_mouse_move": "mousemove", "on_mouse_up": "mouseup",
    "on_paste": "paste", "on_pause": "pause", "on_play": "play", "on_pointer_cancel": "pointercancel",
    "on_pointer_down": "pointerdown", "on_pointer_enter": "pointerenter", "on_pointer_leave": "pointerleave",
    "on_pointer_move": "pointermove", "on_pointer_up": "pointerup", "on_reset": "reset", "on_right_click": "contextmenu",
    "on_scroll": "scroll", "on_select": "select", "on_submit": "submit", "on_time_update": "timeupdate", "on_toggle": "toggle",
    "on_transition_end": "transitionend", "on_wheel": "wheel",
}  # fmt: skip
"""Argument -> name of the DOM event. ``on_enter`` is a key down of Enter alone."""

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
                on[EVENTS[name]] = value
        elif name == "on_enter":
            if value is not None:
                on["keydown"] = listener(value, keys="Enter")
        elif name in GLOBALS:
            attrs[name] = value
        elif name.startswith(_PREFIXES):
            attrs[name.replace("_", "-")] = _aria(name, value)
        else:
            raise _unknown(name)
    return on or None


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
    known = [*own, *EVENTS, "on_enter", *GLOBALS]
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
