"""Random pages for the tests of the view: descriptions, and the functions that build them.

A description is a text, or a tuple ``(kind, key, attrs, children)`` where kind is a tag, "scope" (a component that
builds the children itself), "card" (a component that shows the children through a slot), "filled" (a template with the children
in it) or "plain" (a template with two values).
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from skerry.testing.dom import Document
from skerry.view import Element, Scope, Tree, component, element, slot, template, text

from .markup import t

Description = Any

ATTRS = st.dictionaries(
    st.sampled_from(["class", "title", "hidden", ".value", ".checked"]),
    st.sampled_from(["a", "b", True, False, None, 3]),
    max_size=3,
) | st.fixed_dictionaries({"style": st.dictionaries(st.sampled_from(["color", "top", "--x"]), st.sampled_from("12"))})
KEYS = st.none() | st.integers(0, 6) | st.sampled_from("abc")


def _unique(children: list[Description]) -> list[Description]:
    """The children without those whose kind and key are there already."""
    seen: set[Any] = set()
    kept = []
    for child in children:
        name = child if isinstance(child, str) else (child[0], child[1])
        if isinstance(child, str) or child[1] is None or name not in seen:
            seen.add(name)
            kept.append(child)
    return kept


def _nodes(children: st.SearchStrategy[Description]) -> st.SearchStrategy[Description]:
    kinds = st.sampled_from(["div", "div", "p", "li", "scope", "card", "filled", "plain"])
    return st.tuples(kinds, KEYS, ATTRS, st.lists(children, max_size=6).map(_unique))


PAGES = st.lists(
    st.recursive(st.sampled_from(["x", "y", "zz", ""]), _nodes, max_leaves=24), max_size=7
).map(_unique)


def build(children: list[Description]) -> list[Any]:
    """The nodes that were built."""
    return [_build(child) for child in children]


def _build(child: Description) -> Any:
    if isinstance(child, str):
        return text(child)
    kind, key, attrs, inside = child
    if kind == "scope":
        return Part(inside, key=key)
    if kind == "card":
        with Card(key=key) as made:
            build(inside)
        return made
    if kind == "filled":
        with element("aside", key=key) as made:
            template(t('<section class={}><h2>{} of</h2>{}</section>', attrs.get("class"), len(inside), build(inside)))
        return made
    if kind == "plain":
        with element("main", key=key) as made:
            template(t('<dl title="a {}" style={}><dt>{}</dt></dl>', attrs.get("title"), attrs.get("style"), len(inside)))
        return made
    with element(kind, key=key, attrs=attrs) as made:
        build(inside)
    return made


@component
def Part(inside: list[Description]) -> None:
    build(inside)


@component
def Card() -> None:
    with element("section"):
        slot()


class World:
    """A tree whose root builds ``self.page``, and the model of the DOM that its patches make."""

    def __init__(self, page: list[Description], slow: frozenset[str] = frozenset()) -> None:
        self.page = page
        self.errors: list[Exception] = []
        self.ops: list[Any] = []
        self.document = Document()
        self.tree = Tree(lambda _: None, lambda: None, lambda _, error: self.errors.append(error))
        self.tree.slow = slow
        self.root = Scope(lambda: build(self.page), (), {})
        self.tree.mount(self.root)
        self.show()

    def show(self) -> None:
        self.ops = self.tree.flush()
        self.document.apply(self.ops)

    def become(self, page: list[Description]) -> None:
        self.page = page
        self.root.invalidate()
        self.show()


def elements(node: Any) -> list[Element]:
    found = [node] if isinstance(node, Element) else []
    return found + [e for child in getattr(node, "children", ()) for e in elements(child)]
