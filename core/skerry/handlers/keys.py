"""Key combinations: ``"Enter"``, ``"Ctrl+Shift+K"``; ``"Character"`` is any key that types one, in any script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ..errors import HandlerError, nearest

__all__ = ["MODIFIERS", "normal_key", "normal_keys"]

MODIFIERS: Final = ("Mod", "Ctrl", "Alt", "Shift", "Meta")
"""In the order in which they are written. ``Mod`` is Cmd on Apple's machines and Ctrl elsewhere."""

_ALIASES: Final = {"control": "Ctrl", "option": "Alt", "cmd": "Meta", "command": "Meta", "win": "Meta"} | {
    name.lower(): name for name in MODIFIERS
}
_KEY_ALIASES: Final = {"space": " ", "esc": "Escape", "return": "Enter", "del": "Delete", "plus": "+"}
_NAMED: Final = """
    Enter Escape Tab Backspace Delete Insert Home End PageUp PageDown ArrowUp ArrowDown ArrowLeft ArrowRight
    CapsLock ContextMenu PrintScreen Pause Clear Copy Cut Paste Undo Redo Help Find Play MediaPlayPause
    MediaTrackNext MediaTrackPrevious Shift Control Alt Meta AltGraph Character
"""
_KEYS: Final = (*_NAMED.split(), *(f"F{n}" for n in range(1, 25)))
_BY_LOWER: Final = {key.lower(): key for key in _KEYS}


def normal_keys(value: Any) -> tuple[str, ...]:
    """One combination or several in their normal form, without doubles. Raises ``HandlerError``."""
    if isinstance(value, str) and value:
        return (normal_key(value),)
    listed = list(value) if isinstance(value, Iterable) else [value]
    if isinstance(value, str) or not all(isinstance(item, str) and item for item in listed):
        raise HandlerError(
            f'keys is a text or a list of texts such as "Enter" or "Ctrl+K", not {value!r:.80}'
        )
    return tuple(dict.fromkeys(normal_key(item) for item in listed))


def normal_key(text: str) -> str:
    """``"shift+ctrl+enter"`` -> ``"Ctrl+Shift+Enter"``. The key itself is named as the DOM names it.

    Raises ``HandlerError`` for a name that is no key's.
    """
    *modifiers, key = _parts(text)
    for name in modifiers:
        if name.lower() not in _ALIASES:
            hint = nearest(name.title(), MODIFIERS)
            raise HandlerError(
                f"keys: {name!r} in {text!r} is no modifier.{hint} There are {', '.join(MODIFIERS)}"
            )
    held = {_ALIASES[name.lower()] for name in modifiers}
    named = _key(key, text)
    if held and named == "Character":
        raise HandlerError(f'keys: {text!r}: "Character" stands alone; name the key that is pressed with a modifier')
    return "+".join([*(name for name in MODIFIERS if name in held), named])


def _parts(text: str) -> list[str]:
    """The parts between the plus signs; a plus at the end is the key ``+`` itself."""
    if text.endswith("+"):
        return [*(part.strip() for part in text[:-1].rstrip("+").split("+") if part.strip()), "+"]
    return [part.strip() or part for part in text.split("+")]


def _key(key: str, text: str) -> str:
    if len(key) == 1:
        return key
    known = _KEY_ALIASES.get(key.lower()) or _BY_LOWER.get(key.lower())
    if known is None:
        hint = nearest(key, [*_KEYS, "Space"])
        raise HandlerError(f"keys: {key!r} in {text!r} is no key's name.{hint}")
    return known
