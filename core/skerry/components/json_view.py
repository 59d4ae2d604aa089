"""Data as a tree that can be opened part by part."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence, Set
from typing import Any, Final

from ..protocol import stand_in
from ..session import current_session
from ..view import Element, unique_id
from ..view import element as place
from .common import Style, attributes

__all__ = ["json_view"]

_AT_ONCE: Final = 100


def json_view(
    value: Any,
    *,
    label: str = "Data",
    open: int = 1,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """Data as a tree: ``sk.json_view(response)``. Lists, dicts, dataclasses and what else JSON has; other values as they go to
    JSON.

    open: how many levels are open at first. Of a long list, the first hundred are shown, and more on demand.
    """
    attrs, on = attributes("sk-json", class_, style, rest, role="group", **{"aria-label": label})
    made = place("div", key=key, attrs=attrs, on=on)
    with made:
        _node("", value, open, unique_id(), ())
    return made


def _node(name: str, value: Any, open: int, id: str, above: tuple[int, ...]) -> None:
    entries = _entries(value)
    if entries is None or id_in(value, above):
        with place("div", key=name, attrs={"class": "sk-json-leaf"}):
            _name(name)
            text, kind = ("… (itself)", "null") if entries is not None else _text(value)
            place("span", text, attrs={"class": f"sk-json-{kind}"})
        return
    listed = not isinstance(value, Mapping) and not dataclasses.is_dataclass(value)
    ends = "[]" if listed else "{}"
    count = f"{len(entries)} {'item' if listed else 'key'}{'s' * (len(entries) != 1)}"
    with place("details", key=name, attrs={"class": "sk-json-branch", "open": open > 0 or None}):
        with place("summary"):
            _name(name)
            place("span", f"{ends[0]}{count}{ends[1]}" if entries else ends, attrs={"class": "sk-json-count"})
        memory = current_session().memory
        shown = memory.get(f"{id} {name}") or _AT_ONCE
        for inner, item in entries[:shown]:
            _node(inner, item, open - 1, f"{id} {name}", (*above, _identity(value)))
        if len(entries) > shown:
            _more(f"{id} {name}", shown, len(entries))


def _more(id: str, shown: int, count: int) -> None:
    def more() -> None:
        current_session().memory[id] = shown + 10 * _AT_ONCE

    text = f"Show {min(10 * _AT_ONCE, count - shown)} more of {count}"
    place("button", text, key="…more", attrs={"class": "sk-button sk-quiet", "type": "button"}, on={"click": more})


def _entries(value: Any) -> list[tuple[str, Any]] | None:
    """Names and values inside; None for what has no parts."""
    if isinstance(value, Mapping):
        return [(str(name), item) for name, item in value.items()]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, (Sequence, Set)) and not isinstance(value, (str, bytes, bytearray)):
        return [(str(number), item) for number, item in enumerate(value)]
    return None


def id_in(value: Any, above: tuple[int, ...]) -> bool:
    """Whether a value is inside itself."""
    return _identity(value) in above


def _identity(value: Any) -> int:
    return id(value)


def _name(name: str) -> None:
    if name:
        place("span", f"{name}: ", attrs={"class": "sk-json-name"})


def _text(value: Any) -> tuple[str, str]:
    """A value as text, and its kind for the stylesheet."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value], "null"
    if isinstance(value, (int, float)):
        return repr(value), "number"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 500 else f'"{value[:500]}… ({len(value)} characters)"', "text"
    if isinstance(value, (bytes, bytearray)):
        return f"{len(value)} bytes", "null"
    try:
        return _text(stand_in(value))
    except TypeError:
        return repr(value)[:200], "null"
