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


ANCHOR: Final = "#place"
"""As a tag: what marks a place of nodes in a template."""


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
        self.templates: dict[int, tuple[WireTree, list[Any], list[Any]]] = {}
        self.shapes: dict[int, list[Any]] = {}
        self.instances: dict[int, Instance] = {}
        self.inside: dict[int, int] = {}
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
        return [_tree(child) for child in self.root.children if child.tag != ANCHOR]

    # Operations

    def _define(self, number: int, spec: dict[str, Any]) -> None:
        if number in self.specs:
            raise ProtocolError(f"Spec {number} was defined twice")
        self.specs[number] = spec

    def _template(self, number: int, tree: WireTree, holes: list[Any], listening: list[Any]) -> None:
        if number in self.templates:
            raise ProtocolError(f"Template {number} was defined twice")
        self.templates[number] = tree, holes, listening

    def _shape(self, number: int, tree: list[Any]) -> None:
        if number in self.shapes:
            raise ProtocolError(f"Shape {number} was defined twice")
        self.shapes[number] = tree

    def _values(self, number: int, variant: int, *changes: Any) -> None:
        if number not in self.instances:
            raise ProtocolError(f"Node {number} is no template's instance")
        instance = self.instances[number]
        if variant:
            instance.listen([(path, self._known(specs)) for path, *specs in self.templates[variant][2]])
        for hole, value in zip(changes[::2], changes[1::2], strict=True):
            instance.set(hole, value)

    def _insert(self, parent: int, before: int, first: int, trees: list[WireTree]) -> None:
        next_id = [first]
        above = self._above(parent)
        index = self._index(above, before)
        for offset, tree in enumerate(trees):
            node = self._make(tree, next_id)
            node.parent = above
            above.children.insert(index + offset, node)

    def _make(self, tree: WireTree, next_id: list[int]) -> ModelNode:
        if isinstance(tree, list) and isinstance(tree[0], int):
            if tree[0] > 0:
                return self._make_instance(tree, next_id)
            if -tree[0] not in self.shapes:
                raise ProtocolError(f"Shape {-tree[0]} is used before it is defined")
            tree = _with_values(self.shapes[-tree[0]], iter(tree[1:]))
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

    def _make_instance(self, tree: list[Any], next_id: list[int]) -> ModelNode:
        if tree[0] not in self.templates:
            raise ProtocolError(f"Template {tree[0]} is used before it is defined")
        static, holes, listening = self.templates[tree[0]]
        instance = Instance(static, holes, [(path, self._known(specs)) for path, *specs in listening])
        number = next_id[0]
        ids = [number, *range(number + 1, number + instance.size)]
        next_id[0] += instance.size
        for one, node in zip(ids, [instance.root, *instance.anchors, *instance.inner], strict=True):
            if one in self.nodes:
                raise ProtocolError(f"Node {one} is there already")
            node.id = one
            self.nodes[one] = node
        self.instances[number] = instance
        self.inside.update((node.id, number) for node in instance.inner)
        values = tree[1 : 1 + len(instance.holes)]
        for hole, value in enumerate(values):
            instance.set(hole, value)
        for anchor, trees in zip(instance.anchors, tree[1 + len(values) :], strict=True):
            assert anchor.parent is not None
            for child in trees:
                made = self._make(child, next_id)
                made.parent = anchor.parent
                anchor.parent.children.insert(anchor.parent.children.index(anchor), made)
        return instance.root

    def _known(self, specs: list[int]) -> list[int]:
        for number in specs:
            if number not in self.specs:
                raise ProtocolError(f"Spec {number} is used before it is defined")
        return specs

    def _remove(self, *numbers: int) -> None:
        for number in numbers:
            node = self._detach(number)
            for gone in node.walk():
                if gone.id:  # what stands inside a template and does not listen has none
                    del self.nodes[gone.id]
                    self.instances.pop(gone.id, None)
                    self.inside.pop(gone.id, None)

    def _move(self, parent: int, before: int, number: int) -> None:
        node = self._detach(number)
        above = self._above(parent)
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

    def _above(self, number: int) -> ModelNode:
        """What children stand in; a negative number is that of a place in a template, before which they stand."""
        node = self._node(abs(number))
        if number >= 0:
            return node
        assert node.parent is not None
        return node.parent

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


def _with_values(shape: WireTree, values: Iterator[Any]) -> WireTree:
    """The tree that a short one stands for: a shape, and for each value of it another, or 0 where it is the shape's own."""

    def value(own: Any) -> Any:
        new = next(values)
        return own if type(new) is int else new

    if isinstance(shape, str) or isinstance(shape[0], int):
        found: WireTree = value(shape)
        return found
    tag, attrs, specs, *children = shape
    own = {name: one[0] if isinstance(one := value(old), list) else one for name, old in (attrs or {}).items()}
    return [tag, own or 0, specs, *[_with_values(child, values) for child in children]]


class Instance:
    """A template in the model: its nodes, and where its values go.

    inner: the elements that listen, but for the root; anchors: what marks the places of nodes.
    """

    def __init__(self, tree: WireTree, holes: list[Any], listening: list[tuple[list[int], list[int]]]) -> None:
        self.root = self._make(tree)
        self.holes = [(self._at(path), name) for path, name in holes if name is not None]
        self.anchors = [self._at(path) for path, name in holes if name is None]
        self._listening = [self._at(path) for path, _ in listening]
        self.inner = [node for node in self._listening if node is not self.root]
        self.size = 1 + len(self.anchors) + len(self.inner)
        self.listen(listening)

    def listen(self, listening: list[tuple[list[int], list[int]]]) -> None:
        for node, (_, specs) in zip(self._listening, listening, strict=True):
            node.specs = specs

    def set(self, hole: int, value: Any) -> None:
        node, name = self.holes[hole]
        if name == "":
            node.text = value
        elif name == "style":
            node.style = dict(value or {})
        elif name[0] == ".":
            node.props[name[1:]] = value
        elif value is None:
            node.attrs.pop(name, None)
        else:
            node.attrs[name] = value

    def _make(self, tree: WireTree | int) -> ModelNode:
        if isinstance(tree, str):
            return ModelNode("#text", 0, tree)
        if isinstance(tree, int):
            return ModelNode(ANCHOR, 0)
        tag, attrs, _, *children = tree
        node = ModelNode(tag, 0)
        _set_attrs(node, attrs or {})
        for child in children:
            made = self._make(child)
            made.parent = node
            node.children.append(made)
        return node

    def _at(self, path: list[int]) -> ModelNode:
        node = self.root
        for step in path:
            node = node.children[step]
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
    return [node.tag, attrs or 0, node.specs or 0, *(_tree(child) for child in node.children if child.tag != ANCHOR)]


_OPS: Final[dict[str, Callable[..., None]]] = {
    protocol.DEFINE: Document._define,
    protocol.TEMPLATE: Document._template,
    protocol.SHAPE: Document._shape,
    protocol.VALUES: Document._values,
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
