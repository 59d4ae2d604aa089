"""Where mounted nodes stand in the DOM, in which scopes, slots and the like have no nodes of their own."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from .nodes import Element, Node, Parent
from .templates.instance import Instance, Place

__all__ = ["dom_nodes", "dom_parent", "first", "first_of", "following", "parent_tag"]


def first(node: Node) -> int:
    """The id of the first thing in the DOM that a mounted node stands for; 0 where it stands for none."""
    if node.id and type(node) is not Place:
        return node.id
    return first_of(node.children) if isinstance(node, Parent) else 0


def first_of(nodes: Iterable[Node]) -> int:
    """The same of several, in order."""
    for node in nodes:
        found = first(node)
        if found:
            return found
    return 0


def following(node: Node) -> int:
    """The id of what follows a scope, a slot or the like in its DOM parent; 0 where nothing does."""
    while node.parent is not None:
        parent = node.parent
        assert isinstance(parent, Parent)
        found = _after(node, parent)
        if found or isinstance(parent, Element):
            return found
        if type(parent) is Place:
            return parent.id
        node = parent
    return 0


def _after(node: Node, parent: Parent) -> int:
    return first_of(islice(parent.children, parent.children.index(node) + 1, None))


def dom_parent(node: Node | None) -> int:
    """The id of the element that a node's children stand in; 0 for the root. Within a template it is that of the place before
    which they stand, negative."""
    while node is not None and not isinstance(node, Element):
        if type(node) is Place:
            return -node.id
        node = node.parent
    return 0 if node is None else node.id


def parent_tag(node: Node) -> str:
    """The tag of the element that a mounted scope, slot or the like stands in; empty at the root."""
    above = node.parent
    while above is not None and not isinstance(above, (Element, Place)):
        above = above.parent
    if isinstance(above, Place):
        assert isinstance(above.parent, Instance)
        return above.parent.tag_around(above)
    return above.tag if above is not None else ""


def dom_nodes(node: Node) -> list[int]:
    """The ids of the topmost things in the DOM that a mounted node stands for."""
    if node.id and type(node) is not Place:
        return [node.id]
    if not isinstance(node, Parent):
        return []
    children = node.children
    if len(children) == 1 and children[0].id and type(children[0]) is not Place:
        return [children[0].id]
    return [top for child in children for top in dom_nodes(child)]
