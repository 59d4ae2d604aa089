"""Content that is shown again elsewhere: a slot of a component that was built anew shows its caller's nodes in a new place."""

from __future__ import annotations

from .each import Each
from .nodes import Element, Node, Scope, Slot, Text
from .templates.instance import Instance, Place

__all__ = ["again", "is_mounted"]


def is_mounted(node: Node) -> bool:
    """Whether a node is in the page already."""
    return bool(node.id) or (isinstance(node, Scope | Each) and node.tree is not None)


def again(node: Node) -> Node:
    """A node like this one that is not mounted."""
    if isinstance(node, Text):
        return Text(node.value, node.key)
    if isinstance(node, Each):
        return Each(node.items, node.fn, node.naming, node.kwargs)
    if isinstance(node, Scope):
        scope = Scope(node.fn, node.args, node.kwargs, node.key)
        scope.content = [again(child) for child in node.content]
        return scope
    if isinstance(node, Slot):
        return Slot(node.owner)
    if isinstance(node, Instance):
        instance = Instance(node.template, node.given, node.values)
        instance.variant = node.variant
        places = [place for place in node.children if isinstance(place, Place)]
        instance.children = [Place([again(child) for child in place.children]) for place in places]
        return instance
    assert isinstance(node, Element)
    element = Element(node.tag, node.key, node.attrs, node.listeners, node.two_way)
    element.specs = node.specs
    element.children = [again(child) for child in node.children]
    return element
