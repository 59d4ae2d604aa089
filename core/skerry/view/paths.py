"""Key paths: the name of a mounted node that is the same wherever the same page is built from the same state.

A path is a list of steps from the root. A step is ``[kind, key]`` for a node with a key and ``[kind, n]`` with a
one-based number among its unkeyed siblings of that kind, negative so that no key is like it.
"""

from __future__ import annotations

from typing import Any

from .each import Each
from .nodes import Element, Node, Parent
from .templates.instance import Instance

__all__ = ["find", "path_of", "path_text"]

Step = list[Any]


def path_of(node: Node) -> list[Step]:
    """The path of a mounted node."""
    steps: list[Step] = []
    while node.parent is not None:
        steps.append(_step(node, node.parent))
        node = node.parent
    return steps[::-1]


def path_text(node: Node) -> str:
    """The path as one line, for people, ids and event targets: ``div#main/Row#7/button.1``."""
    return "/".join(f"{name}.{-key}" if keyed is None else f"{name}#{key}" for name, key, keyed in _named(node))


def find(root: Parent, path: list[Step]) -> Element | None:
    """The element at a path under ``root``, or None where there is none now."""
    node: Node = root
    for step in path:
        if isinstance(node, Instance):
            node = node.expand()
        if not isinstance(node, Parent):
            return None
        match = next((child for child in node.children if _step(child, node) == step), None)
        if match is None:
            return None
        node = match
    if isinstance(node, Instance):
        node = node.expand()
    return node if isinstance(node, Element) else None


def _named(node: Node) -> list[tuple[str, Any, Any]]:
    found: list[tuple[str, Any, Any]] = []
    while node.parent is not None:
        name, key = _step(node, node.parent)
        found.append((name, key, node.key))
        node = node.parent
    return found[::-1]


def _step(node: Node, parent: Node) -> Step:
    name = _name(node)
    if node.key is not None:
        return [name, node.key]
    assert isinstance(parent, Parent)
    if type(parent) is Each and parent.naming is None:  # all its rows are of one kind without keys, and may be many
        try:
            return [name, -(parent.children.index(node) + 1)]
        except ValueError:  # it has left
            return [name, -len(parent.children)]
    ordinal = 0
    for sibling in parent.children:
        if sibling.key is None and _name(sibling) == name:
            ordinal += 1
        if sibling is node:
            break
    return [name, -ordinal]


def _name(node: Node) -> str:
    """A node's kind, in a text that is the same elsewhere."""
    if isinstance(node, Instance):
        return node.template.root.name
    name: str = getattr(node.kind, "__qualname__", node.kind)
    return name
