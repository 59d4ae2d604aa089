"""Where the next node of a build goes. What is built is written down here, and by whom it is read is not known here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ..errors import RenderError
from .closures import Closures

if TYPE_CHECKING:
    from .nodes import Element, Node, Scope
    from .templates.instance import Instance

__all__ = ["BUILD", "Build", "Maker", "check_keys", "enter", "leave"]

Maker = Callable[[Callable[..., Any], str, tuple[Any, ...], dict[str, Any]], Any]
"""Calls a component's function with what was written to it (skerry.session.values)."""


class Build:
    """Where the next node goes: the open list of children, those around it, and the scope that is running."""

    __slots__ = ("children", "closures", "listeners", "maker", "scope", "stack")

    def __init__(self) -> None:
        self.children: list[Node] | None = None
        self.listeners: list[Element | Instance] = []
        self.stack: list[list[Node] | None] = []
        self.scope: Scope | None = None
        self.maker: Maker | None = None
        self.closures: Closures = {}


BUILD: Final = Build()


def enter(children: list[Node]) -> None:
    BUILD.stack.append(BUILD.children)
    BUILD.children = children


def leave(parent: Node | None) -> None:
    """Close the innermost open list; ``parent`` is whose children they are, None where an error closes it."""
    children = BUILD.children
    BUILD.children = BUILD.stack.pop()
    if parent is not None and children is not None and len(children) > 1:
        check_keys(parent, children)


def check_keys(parent: Node, nodes: list[Node]) -> None:
    """Raise ``RenderError`` where two siblings of one kind have the same key."""
    seen: set[Any] = set()
    for node in nodes:
        if node.key is not None:
            token = (node.kind, node.key)
            if token in seen:
                raise RenderError(
                    f"Inside {parent!r}, two siblings are {node!r}: the key {node.key!r} is there twice. "
                    "Give siblings of one kind different keys, such as the id of what they show."
                )
            seen.add(token)
