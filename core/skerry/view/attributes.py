"""Attributes, properties and styles: how they go to the page, and the difference between two renders."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any, Final

from ..errors import RenderError
from ..protocol import ATTRIBUTE, PROPERTY, STYLE, Op, json_text, snapshot, stand_in
from .nodes import SafeHTML

__all__ = [
    "SIMPLE",
    "VOID",
    "alike",
    "attribute_ops",
    "attribute_text",
    "check_properties",
    "keep_from_sending",
    "same_attributes",
    "wire_attributes",
]

VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""Elements that have no end tag and nothing inside."""

SIMPLE: Final = frozenset({str, int, bool, type(None)})
"""Types of what any attribute but ``.innerHTML`` can be as it is."""


def wire_attributes(attrs: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a new element as its tree in a patch carries them."""
    wire: dict[str, Any] = {}
    for name, value in attrs.items():
        if name[0] == ".":
            wire[name] = value
        elif name == "style":
            style = {prop: str(v) for prop, v in (value or {}).items() if v is not None}
            if style:
                wire[name] = style
        else:
            text = attribute_text(value)
            if text is not None:
                wire[name] = text
    return wire


def attribute_text(value: Any) -> str | None:
    """The text of an attribute, or None where it is absent: True is present and empty, False and None absent.

    A whole number is written without a point, as HTML and SVG show it.
    """
    if value is None or value is False:
        return None
    if type(value) is float and value.is_integer():
        return str(int(value))
    return "" if value is True else str(value)


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same to the page, in which 1 and True are not, wherever they stand."""
    kind = type(one)
    if kind is not type(other):
        return False
    if kind is dict:
        return one.keys() == other.keys() and all(alike(value, other[name]) for name, value in one.items())
    if kind is list or kind is tuple:
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def same_attributes(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the page has nothing to do."""
    if old is new:
        return True
    return old == new and all(type(value) is str or alike(value, old[name]) for name, value in new.items())


def attribute_ops(node: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Op]:
    """The operations that turn the attributes ``old`` of a mounted element into ``new``."""
    ops: list[Op] = []
    for name in old:
        if name not in new:
            ops.extend(_difference(node, name, old[name], None))
    for name, value in new.items():
        before = old.get(name)
        if name[0] == "." and name not in old:
            ops.append([PROPERTY, node, name[1:], value])
        elif before is not value and not alike(before, value):
            ops.extend(_difference(node, name, before, value))
    return ops


def _difference(node: int, name: str, old: Any, new: Any) -> list[Op]:
    if name[0] == ".":
        return [[PROPERTY, node, name[1:], new]]
    if name == "style":
        return _style_ops(node, old or {}, new or {})
    text = attribute_text(new)
    return [] if text == attribute_text(old) else [[ATTRIBUTE, node, name, text]]


def _style_ops(node: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Op]:
    ops: list[Op] = [[STYLE, node, prop, None] for prop in old if old[prop] is not None and new.get(prop) is None]
    for prop, value in new.items():
        if value is not None and str(value) != str(old.get(prop)):
            ops.append([STYLE, node, prop, str(value)])
    return ops


def check_properties(attrs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The attributes as the page can have them: while the element is built, when its author can be told what it cannot.

    A property is a copy, so that a list which changes in place is seen to have changed. Raises ``RenderError``.
    """
    changed: dict[str, Any] = {}
    for name, value in attrs.items():
        if type(value) in SIMPLE and name != ".innerHTML":
            continue
        if name == ".innerHTML" and value is not None and not isinstance(value, SafeHTML):
            raise RenderError("'.innerHTML' takes only text that the sanitizer made: use sk.html(text)")
        new = _property(name, value) if name[0] == "." else value if name == "style" else _attribute(name, value)
        if new is not value:
            changed[name] = new
    return {**attrs, **changed} if changed else attrs


def _property(name: str, value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return value
    try:
        return snapshot(value)
    except (TypeError, ValueError, RecursionError) as error:
        given = f"the property {name!r} was given {value!r:.60}"
        raise RenderError(f"{given}: a property takes what JSON can carry ({error})") from None


def _attribute(name: str, value: Any) -> Any:
    """Text or a number for anything that is neither; JSON for the lists and dicts of ``data-`` attributes."""
    if isinstance(value, Enum):
        return value.value if type(value.value) in SIMPLE else _attribute(name, value.value)
    if isinstance(value, (str, float)):
        return float(value) if isinstance(value, float) else value
    data = name.startswith("data-")
    try:
        found = snapshot(value) if data else stand_in(value)
    except (TypeError, ValueError, RecursionError) as error:
        if hasattr(type(value), "__array__") or (data and isinstance(value, (list, tuple, dict))):
            raise RenderError(f"the attribute {name!r} was given {value!r:.60}: {error}") from None
        return str(value)
    if not isinstance(found, (list, dict)):
        return found
    if not data:
        raise RenderError(f"the attribute {name!r} was given {type(value).__name__}: an attribute takes one text or number")
    return json_text(found)


def keep_from_sending(attrs: dict[str, Any], on: Collection[str] | None) -> None:
    """A form that listens to ``submit`` is Python's: where the page's scripts do not come, the browser sends it nowhere, unless it
    says where. on: what it listens to."""
    if on and "submit" in on and "action" not in attrs:
        attrs.setdefault("method", "dialog")
