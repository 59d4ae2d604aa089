"""The same part for each of many items, and handlers that know which."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import RenderError
from ..session.repeated import CONTEXT, REPEATED
from ..view import component

__all__ = ["repeater"]


def repeater(
    items: Mapping[Any, Any] | Iterable[Any],
    build: Callable[..., Any],
    *,
    key: str | Callable[[Any], Any] | None = None,
    key_name: str = "itemId",
    value_name: str = "item",
) -> None:
    """Build the same part for each item: ``sk.repeater(state.boats, row, key="id")``.

    items: a dict, whose keys are the items' keys, or a list. build: called with an item, and its key if it takes two. key: of a
    list's items, a field's name or a function of an item; without it, the index. Only the parts of items that have changed are
    built again. A handler inside finds in its ``context`` the item's key under ``key_name`` and the item under ``value_name``,
    and those of the repeaters around it, so one handler serves all.

    Raises ``RenderError`` where two items have one key.
    """
    for name in (key_name, value_name):
        if name in CONTEXT:
            raise RenderError(f"sk.repeater(): {name!r} is in each handler's context already, as something else. Take another name")
    pairs = list(items.items()) if isinstance(items, Mapping) else [(_key(key, one, n), one) for n, one in enumerate(items)]
    if not callable(build):
        raise RenderError(f"sk.repeater() takes a function that builds an item's part, not {build!r:.60}")
    _items(pairs, build, (key_name, value_name))


@component
def _items(pairs: list[tuple[Any, Any]], build: Callable[..., Any], names: tuple[str, str]) -> None:
    """A place of its own for one repeater's items, whose keys may be those of another beside it."""
    both = _takes_two(build)
    for item_key, value in pairs:
        _item(build, both, names, item_key, value, key=item_key)  # type: ignore[call-arg]


@component
def _item(build: Callable[..., Any], both: bool, names: tuple[str, str], item_key: Any, value: Any) -> None:
    if both:
        build(value, item_key)
    else:
        build(value)


REPEATED.append(inspect.unwrap(_item))


def _key(key: Any, item: Any, number: int) -> Any:
    if key is None:
        return number
    if callable(key):
        return key(item)
    try:
        return item[key] if isinstance(item, Mapping) else getattr(item, key)
    except (KeyError, AttributeError):
        raise RenderError(f"sk.repeater(key={key!r}): item {number}, {item!r:.60}, has no {key!r}") from None


def _takes_two(build: Callable[..., Any]) -> bool:
    try:
        parameters = inspect.signature(build).parameters.values()
    except (TypeError, ValueError):
        return False
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty]
    return len(places) > 1 or any(p.kind is p.VAR_POSITIONAL for p in parameters)
