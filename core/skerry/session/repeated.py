"""What is around an element: the items of the repeaters that it stands in."""

from __future__ import annotations

from typing import Any, Final

from ..view import Element, Scope
from ..view.nodes import Node

__all__ = ["CONTEXT", "REPEATED", "surroundings"]

CONTEXT: Final = ("url", "path", "params", "query", "hash", "target", "event", "error")
"""What each handler's context has; repeaters add names of their own."""

REPEATED: Final[list[Any]] = []
"""The functions of components that stand for one item. Their arguments end with the names, the item's key and the item."""


def surroundings(element: Element) -> dict[str, Any]:
    """For each repeater around an element, the item's key and the item under the names that it gives them."""
    found: list[tuple[tuple[str, str], Any, Any]] = []
    node: Node | None = element
    while node is not None:
        if isinstance(node, Scope) and node.fn in REPEATED:
            found.append(node.args[-3:])
        node = node.parent
    context: dict[str, Any] = {}
    for (key_name, value_name), key, value in reversed(found):
        context |= {key_name: key, value_name: value}
    return context
