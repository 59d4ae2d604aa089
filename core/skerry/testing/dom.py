"""A model of the page: what a browser's DOM would hold after the patches, as plain objects.

The shell's ``patch.js`` does the same to a real DOM; both run tests/vectors/patches.json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from .. import protocol
from ..errors import ProtocolError
from ..protocol import Message, Op
from ..protocol import Tree as WireTree

__all__ = ["Document", "ModelNode"]


class ModelNode:
    """An element, or a text (``tag == "#text"``)."""

    __slots__ = ("attrs", "children", "id", "parent", "props", "specs", "style", "tag", "text")

    def __init__(self, tag: str, node: int, text: str = "") -> None:
        self.tag = tag
        self.id = node
        self.text = text
        self.attrs: dict[str, str] = {}
        self.props: dict[str, Any] = {}
        self.style: dict[str, str] = {}
        self.specs: list[int] = []
        self.children: list[ModelNode] = []
        self.parent: ModelNode | None = None

    def walk(self) -> Iterator[ModelNode]:
        """This node and all inside it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def content(self) -> str:
        """All text inside, as ``textContent`` gives it."""
        if self.tag == "#text":
            return self.text
        return "".join(child.content for child in self.children)

    def __repr__(self) -> str:
        return repr(self.text) if self.tag == "#text" else f"<{self.tag} {self.attrs} {self.content!r:.40}>"


class Document:
    """The mount root and all under it, kept up to date by ``apply``."""

    def __init__(self) -> None:
        self.root = ModelNode("#root", 0)
        self.nodes: dict[int, ModelNode] = {0: self.root}
        self.specs: dict[int, dict[str, Any]] = {}
        self.commands: list[tuple[str, dict[str, Any]]] = []
        self.patch = 0

    def receive(self, message: Message) -> None:
        """Apply a patch message."""
        if message["p"] != self.patch + 1:
            raise ProtocolError(f"Patch {message['p']} came after patch {self.patch}")
        self.apply(message["o"])
        self.patch = message["p"]

    def apply(self, ops: list[Op]) -> None:
        for op in ops:
            _OPS[op[0]](self, *op[1:])

    def trees(self) -> list[WireTree]:
        """What stands under the root, in the tree format of the protocol."""
        return [_tree(child) for child in self.root.children]

    # Operations

    def _define(self, number: int, spec: dict[str, Any]) -> None:
        if number in self.specs:
            raise ProtocolError(f"Spec {number} was defined twice")
        self.specs[number] = spec

    def _insert(self, parent: int, before: int, first: int, trees: list[WireTree]) -> None:
        next_id = [first]
        above = self._node(parent)
        index = self._index(above, before)
        for offset, tree in enumerate(trees):
            node = self._make(tree, next_id)
            node.parent = above
            above.children.insert(index + offset, node)

    def _make(self, tree: WireTree, next_id: list[int]) -> ModelNode:
        number = next_id[0]
        next_id[0] += 1
        if number in self.nodes:
            raise ProtocolError(f"Node {number} is there already")
        if isinstance(tree, str):
            node = ModelNode("#text", number, tree)
        else:
            tag, attrs, specs, *children = tree
            node = ModelNode(tag, number)
            _set_attrs(node, attrs or {})
            node.specs = self._known(specs or [])
            for child in children:
                made = self._make(child, next_id)
                made.parent = node
                node.children.append(made)
        self.nodes[number] = node
        return node

    def _known(self, specs: list[int]) -> list[int]:
        for number in specs:
            if number not in self.specs:
                raise ProtocolError(f"Spec {number} is used before it is defined")
        return specs

    def _remove(self, number: int) -> None:
        node = self._detach(number)
        for gone in node.walk():
            del self.nodes[gone.id]

    def _move(self, parent: int, before: int, number: int) -> None:
        node = self._detach(number)
        above = self._node(parent)
        above.children.insert(self._index(above, before), node)
        node.parent = above

    def _text(self, number: int, text: str) -> None:
        self._node(number).text = text

    def _attribute(self, number: int, name: str, value: str | None) -> None:
        node = self._node(number)
        if value is None:
            del node.attrs[name]
        else:
            node.attrs[name] = value

    def _property(self, number: int, name: str, value: Any) -> None:
        self._node(number).props[name] = value

    def _style(self, number: int, prop: str, value: str | None) -> None:
        node = self._node(number)
        if value is None:
            del node.style[prop]
        else:
            node.style[prop] = value

    def _listeners(self, number: int, specs: list[int]) -> None:
        self._node(number).specs = self._known(specs)

    def _command(self, name: str, args: dict[str, Any]) -> None:
        self.commands.append((name, args))

    # Helpers

    def _node(self, number: int) -> ModelNode:
        try:
            return self.nodes[number]
        except KeyError:
            raise ProtocolError(f"There is no node {number}") from None

    def _index(self, above: ModelNode, before: int) -> int:
        if before == 0:
            return len(above.children)
        node = self._node(before)
        if node.parent is not above:
            raise ProtocolError(f"Node {before} is not a child of {above.id}")
        return above.children.index(node)

    def _detach(self, number: int) -> ModelNode:
        node = self._node(number)
        assert node.parent is not None
        node.parent.children.remove(node)
        return node


def _set_attrs(node: ModelNode, attrs: dict[str, Any]) -> None:
    for name, value in attrs.items():
        if name == "style":
            node.style.update(value)
        elif name[0] == ".":
            node.props[name[1:]] = value
        else:
            node.attrs[name] = value


def _tree(node: ModelNode) -> WireTree:
    if node.tag == "#text":
        return node.text
    attrs: dict[str, Any] = dict(node.attrs)
    attrs |= {f".{name}": value for name, value in node.props.items() if value is not None}
    if node.style:
        attrs["style"] = dict(node.style)
    return [node.tag, attrs or 0, node.specs or 0, *(_tree(child) for child in node.children)]


_OPS: Final[dict[str, Callable[..., None]]] = {
    protocol.DEFINE: Document._define,
    protocol.INSERT: Document._insert,
    protocol.REMOVE: Document._remove,
    protocol.MOVE: Document._move,
    protocol.TEXT: Document._text,
    protocol.ATTRIBUTE: Document._attribute,
    protocol.PROPERTY: Document._property,
    protocol.STYLE: Document._style,
    protocol.LISTENERS: Document._listeners,
    protocol.COMMAND: Document._command,
}
