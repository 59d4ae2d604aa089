"""What happens to the window as a whole: shortcuts, its size, its address, whether it is seen."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from ..errors import HandlerError, RenderError, nearest
from ..handlers import describe, listener
from ..session.places import on_navigate as follow
from ..view import element as place
from .semantic import several

__all__ = ["shortcut", "window"]

_EVENTS: Final = {
    "on_connection": ("online", "offline"), "on_hash_change": ("hashchange",), "on_key_down": ("keydown",), "on_key_up": ("keyup",),
    "on_pointer_up": ("pointerup",), "on_resize": ("resize",), "on_unload": ("pagehide",), "on_visibility": ("visibilitychange",),
}  # fmt: skip


def window(*, key: Any = None, **on: Any) -> None:
    """Listen to the window while this page or component is shown: ``sk.window(on_resize=arrange, on_hash_change=follow)``.

    on_resize, on_visibility (the tab is shown or hidden), on_hash_change, on_navigate (the app went to another address,
    of this page or away from it), on_connection (the network came or went), on_unload (the
    page goes away), on_key_down, on_key_up, on_pointer_up (also outside the app).
    """
    found: dict[str, Any] = {}
    if "on_navigate" in on:
        follow(on.pop("on_navigate"))
    for name, handler in on.items():
        if name not in _EVENTS:
            known = ["on_navigate", *_EVENTS]
            raise RenderError(f"sk.window() has no argument {name!r}.{nearest(name, known)} It takes: {', '.join(known)}")
        for event in _EVENTS[name]:
            found[event] = [dataclasses.replace(one, at="window") for one in several(handler)]
    if found or not on:
        _place(found, key)


def shortcut(keys: str | tuple[str, ...], handler: Any, *, key: Any = None, **options: Any) -> None:
    """Call a handler for a key combination, wherever the focus is: ``sk.shortcut("Ctrl+S", save)``.

    keys: one or several, ``"Mod+K"`` is Cmd on Apple's machines and Ctrl elsewhere. The browser's own meaning is prevented.
    Combinations that type something, such as "N", are left to the field in which they are typed. options: as of ``listener``.
    """
    made = listener(handler, **{"keys": keys, "prevent_default": True} | options)
    if not made.keys:
        raise HandlerError(f'sk.shortcut({keys!r}, {describe(made.handler)}) has no key: name one, such as "Ctrl+S"')
    _place({"keydown": [dataclasses.replace(made, at="window")]}, key)


def _place(on: dict[str, Any], key: Any) -> None:
    place("span", key=key, attrs={"hidden": True, "data-sk-window": True}, on=on)
