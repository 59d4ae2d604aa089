"""Shapes that are learnt: the second time that a component's output has a structure, the page is told of it, and then of values.

Elements that are built by calls have no markup that could be read ahead, but what a component builds is nearly always alike. So the
trees of components are looked at as they go to the page:

    tree      ["li", {"class": "boat"}, [3], ["b", 0, 0, "Tern"], " sails"]
    key       (("li", ("class",), (3,), 2), ("b", (), (), 1), "", "")          what is alike
    values    ["boat", "Tern", " sails"]                                       what may differ
    shape     the same tree, sent once                                         ["S", 1, tree]
    short     [-1, 0, "Puffin", 0]                                             0: as in the shape

A tree within it that has been shortened already is one of the values, and an attribute's value that is no text stands in a list.
Ids are those of the whole tree, in preorder.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final

from ..protocol import SHAPE, Op
from ..protocol import Tree as WireTree
from .attributes import alike

__all__ = ["Shapes"]

_MOST: Final = 64
"""Structures of one component that are kept in mind; one that has more is not alike."""


class Shapes:
    """What one session's page has been told of. define: takes the operation that tells it of a new shape."""

    def __init__(self, define: Callable[[Op], None]) -> None:
        self._define = define
        self._count = 0
        self._known: dict[Any, dict[Hashable, list[Any] | None] | None] = {}

    def shorten(self, component: Any, trees: list[WireTree]) -> list[WireTree]:
        """The trees that a component has given, where they have been there before by their values."""
        component = getattr(component, "__code__", None) or type(component)  # one made at each build is another each time
        if component not in self._known:
            self._known[component] = None  # it may be the only time
            return trees
        return [self._short(component, tree) if type(tree) is list and type(tree[0]) is str else tree for tree in trees]

    def _short(self, component: Any, tree: list[Any]) -> WireTree:
        known = self._known[component]
        if known is None:
            known = self._known[component] = {}
        parts: list[Hashable] = []
        values: list[Any] = []
        _flatten(tree, parts, values)
        key = tuple(parts)
        if key not in known:
            if len(known) < _MOST:
                known[key] = None
            return tree
        shape = known[key]
        if shape is None:
            self._count += 1
            known[key] = [self._count, values]
            self._define([SHAPE, self._count, tree])
            return [-self._count, *[0] * len(values)]
        number, common = shape
        return [-number, *[0 if alike(v, c) else v for v, c in zip(values, common, strict=True)]]


def _flatten(tree: list[Any], parts: list[Hashable], values: list[Any]) -> None:
    tag, attributes, specs = tree[0], tree[1], tree[2]
    parts.append((tag, tuple(attributes) if attributes else (), tuple(specs) if specs else (), len(tree)))
    if attributes:
        values.extend(value if type(value) is str else [value] for value in attributes.values())
    for child in tree[3:]:
        if type(child) is str:
            parts.append("")
            values.append(child)
        elif type(child[0]) is str:
            _flatten(child, parts, values)
        else:
            parts.append("*")
            values.append(child)
