"""Bringing mounted nodes to what a new render built, as operations.

New nodes take over the ids of those that they replace. Within a list of siblings, nodes with keys are matched by kind
and key, the others by kind and order. The list is then walked from its end to its start, so that "before which node"
is always known and already in its final place; a run of new nodes becomes one insertion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from ..protocol import INSERT, LISTENERS, MANY, MOVE, REMOVE, TEXT, VALUES
from ..protocol import Tree as WireTree
from ..state import forget
from .again import again, is_mounted
from .attributes import alike, attribute_ops, same_attributes, wire_attributes
from .each import Each
from .fast import LEAVING, SHAPES
from .memo import same_call, same_value
from .nodes import CHANGED, Element, Node, Parent, Scope, Slot, Text, TwoWay
from .order import stays
from .templates.instance import Instance, Place
from .where import dom_nodes, dom_parent, first, first_of, following

if TYPE_CHECKING:
    from .tree import Tree

__all__ = ["Differ"]


class Differ:
    """Writes operations to its tree and keeps the tree's elements that listen."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._next_id = 1

    # Entrances

    def insert(self, root: Scope) -> None:
        """Mount a root."""
        self._insert(root, [root], 0)

    def replace_children(self, scope: Scope, children: list[Node]) -> None:
        """Bring a mounted scope to the output of its newest run."""
        old, scope.children = scope.children, children
        self._children(scope, old, children, None)

    def _each(self, old: Each, node: Each, tail: int | None) -> None:
        """A list was shown again at its place: it may be another list, or another way of showing the items."""
        old.become(node, self)

    # What a list of items asks for

    def insert_rows(self, each: Each, rows: list[Node], before: int) -> None:
        """Mount new rows, in front of what has this id."""
        self._insert(each, rows, before)

    def remove_all(self, nodes: list[Node]) -> None:
        """Take siblings away. Where they are many, letting go of them takes longer than that, and waits."""
        tops: list[int] = []
        rows = True
        for node in nodes:
            if type(node) is Scope:
                inside = node.children
                if len(inside) == 1 and type(inside[0]) in _SOLID:  # as most rows are
                    tops.append(inside[0].id)
                    continue
            else:
                rows = False
            tops += dom_nodes(node)
        if tops:
            self._tree.ops.append([REMOVE, *tops])
        tree = self._tree
        wait = len(tops) >= MANY and not tree.lasting and LEAVING not in tree.slow
        if wait and rows:
            tree.depart(nodes)  # type: ignore[arg-type]
        else:
            tree.leave(self.let_go(nodes))

    def let_go(self, nodes: Iterable[Node]) -> list[Element | Instance]:
        """Unmount what is in the page no more; give what has listened."""
        left: list[Element | Instance] = []
        for node in nodes:
            self._unmount(node, left)
        return left

    def move_row(self, each: Each, row: Node, before: int) -> None:
        """Put a row elsewhere among its siblings."""
        self._move(row, each, before)

    def rerun_row(self, row: Scope, fresh: Scope, tail: int) -> None:
        """Show a row with other arguments, or by another function."""
        row.dirty = row.dirty or not same_value(row.fn, fresh.fn)
        row.fn = fresh.fn
        self._scope(row, fresh, tail)

    # Lists of siblings

    def _children(self, parent: Parent, old: list[Node], new: list[Node], tail: int | None) -> None:
        """Bring the mounted siblings ``old`` to ``new``, which is ``parent.children`` already.

        tail: the id before which the list ends; None where it is not known yet.
        """
        if old is new or not (old or new):
            return
        if len(old) == len(new) and _aligned(old, new):
            self._pairs(parent, old, new, tail)
            return
        places, gone, reordered = _match(old, new)
        if gone:
            self.remove_all(gone)
        staying = stays(places) if reordered else None
        index = len(new) - 1
        while index >= 0:
            place = places[index]
            if place < 0:
                start = index
                while start > 0 and places[start - 1] < 0:
                    start -= 1
                tail = self._tail(parent, tail)
                self._insert(parent, new[start : index + 1], tail)
                tail = first_of(new[start : index + 1]) or tail
                index = start
            else:
                before = old[place]
                if type(before) in _TRANSPARENT:
                    tail = self._tail(parent, tail)
                self._same(before, new, index, parent, tail)
                if staying is not None and index not in staying:
                    tail = self._tail(parent, tail)
                    self._move(new[index], parent, tail)
                tail = first(new[index]) or tail
            index -= 1

    def _pairs(self, parent: Parent, old: list[Node], new: list[Node], tail: int | None) -> None:
        """Bring siblings up to date of which each continues the one at its place: as in most builds."""
        index = len(new)
        while index:
            index -= 1
            before = old[index]
            node: Any = new[index]
            kind = type(before)
            if kind in _TRANSPARENT:
                tail = self._tail(parent, tail)
                self._same(before, new, index, parent, tail)
                tail = first(new[index]) or tail
            else:
                node.parent = parent
                if before is not node:
                    _SAME[kind](self, before, node, tail)
                tail = node.id

    def _tail(self, parent: Parent, tail: int | None) -> int:
        if tail is not None:
            return tail
        if isinstance(parent, Element):
            return 0
        return parent.id if type(parent) is Place else following(parent)

    # One pair

    def _same(self, old: Node, new: list[Node], index: int, parent: Parent, tail: int | None) -> None:
        node = new[index]
        if old is node:
            node.parent = parent
            return
        if type(old) in _READERS:  # they stay: it is they that have read
            new[index] = old
            old.parent = parent
        else:
            node.parent = parent
        _SAME[type(old)](self, old, node, tail)

    def _text(self, old: Text, node: Text, tail: int | None) -> None:
        node.id = old.id
        if old.value != node.value:
            self._tree.ops.append([TEXT, node.id, node.value])

    def _instance(self, old: Instance, node: Instance, tail: int | None) -> None:
        tree = self._tree
        if node.template is not old.template and not node.fit(old.template):
            assert node.parent is not None
            self._insert(node.parent, [node], old.id)
            self.remove_all([old])
            return
        node.id = old.id
        if not node.variant:
            node.variant = tree.variants.of(node)
        changed: list[Any] = [node.variant] if node.variant != old.variant else []
        before = old.values
        if before != node.values or not (node.template.plain or alike(before, node.values)):
            changed = changed or [0]
            for number, value in enumerate(node.values):
                if value is not before[number] and not alike(value, before[number]):
                    changed += number, value
        if changed:
            tree.ops.append([VALUES, node.id, *changed])
        if node.handlers:
            if old.handlers != node.handlers and not all(map(same_value, old.handlers, node.handlers)):
                tree.retire(old)
            tree.listen(node)
        if not node.children:
            return
        for there, place in zip(old.children, node.children, strict=True):
            assert isinstance(there, Place) and isinstance(place, Place)
            place.id, place.parent = there.id, node
            self._children(place, there.children, place.children, place.id)

    def _element(self, old: Element, node: Element, tail: int | None) -> None:
        tree = self._tree
        node.id = old.id
        children_first = node.tag == "select"  # its value can be set once its options are there
        if children_first:
            self._children(node, old.children, node.children, 0)
        other = not same_attributes(old.attrs, node.attrs)
        if other:
            if node.two_way is not None:
                _keep_typed(old, node, node.two_way)
            tree.ops.extend(attribute_ops(node.id, old.attrs, node.attrs))
        if node.listeners and (CHANGED in node.listeners or (other and "change" in node.listeners)):
            tree.shown.append((old, node))
        if old.listeners or node.listeners or old.two_way or node.two_way:
            self._listeners(old, node)
        if children_first:
            return
        before, inside = old.children, node.children
        if len(before) == len(inside) == 1 and type(before[0]) is type(inside[0]) is Text and before[0].key == inside[0].key:
            inside[0].parent = node
            self._text(before[0], inside[0], 0)  # what most elements have inside
        else:
            self._children(node, before, inside, 0)

    def _listeners(self, old: Element, node: Element) -> None:
        tree = self._tree
        if node.specs != old.specs:
            tree.ops.append([LISTENERS, node.id, node.specs or []])
        if old.specs and not _same_listeners(old.listeners, node.listeners):
            tree.retire(old)
        if node.specs:
            tree.listen(node)
        else:
            tree.listening.pop(node.id, None)

    def _scope(self, old: Scope, node: Scope, tail: int | None) -> None:
        """A component was called again at its place: run it if it must, and show its new content."""
        old.content = node.content
        if old.dirty or not same_call(old.args, old.kwargs, node.args, node.kwargs):
            old.args, old.kwargs = node.args, node.kwargs
            children = self._tree.run(old)
            if children is not None:
                before, old.children = old.children, children
                self._children(old, before, children, tail)
                return
        if old.slot is not None:
            before, old.slot.children = old.slot.children, old.content
            self._children(old.slot, before, old.content, None)

    def _slot(self, old: Slot, node: Slot, tail: int | None) -> None:
        node.children = node.owner.content
        self._children(node, old.children, node.children, tail)

    # Coming, going, moving

    def _insert(self, parent: Node, nodes: list[Node], before: int) -> None:
        first = self._next_id
        trees: list[WireTree] = []
        above = None if nodes[0] is parent else parent
        for node in nodes:
            self._mount(node, above, trees)
        if trees:
            self._tree.ops.append([INSERT, dom_parent(parent), before, first, trees])

    def _mount(self, node: Node, parent: Node | None, out: list[WireTree]) -> None:
        """Give a new node and all inside it their ids, run its scopes, and write its tree to ``out``."""
        node.parent = parent
        _MOUNT[type(node)](self, node, out)

    def _mount_element(self, node: Element, out: list[WireTree]) -> None:
        node.id = self._take_id()
        wire: list[Any] = [node.tag, wire_attributes(node.attrs) or 0, node.specs or 0]
        if node.specs:
            self._tree.listen(node)
        for child in node.children:
            child.parent = node
            _MOUNT[type(child)](self, child, wire)
        out.append(wire)

    def _mount_text(self, node: Text, out: list[WireTree]) -> None:
        node.id = self._take_id()
        out.append(node.value)

    def _mount_instance(self, node: Instance, out: list[WireTree]) -> None:
        template = node.template
        node.id = self._next_id
        self._next_id += template.size
        if not node.variant:
            node.variant = self._tree.variants.of(node)
        if node.handlers:
            self._tree.listen(node)
        wire: list[Any] = [node.variant, *node.values]
        for number, place in enumerate(node.children, node.id + 1):
            place.id, place.parent = number, node
            inside: list[WireTree] = []
            assert isinstance(place, Place)
            for child in place.children:
                self._mount(child, place, inside)
            wire.append(inside)
        out.append(wire)

    def _mount_each(self, node: Each, out: list[WireTree]) -> None:
        node.mount(self._tree)
        for row in node.children:
            row.parent = node
            self._mount_scope(row, out)  # type: ignore[arg-type]

    def _mount_scope(self, scope: Scope, out: list[WireTree]) -> None:
        if scope.children:
            self._tree.settle()  # it was in the page before
        scope.tree = self._tree
        above = scope.parent
        while above is not None and type(above) is not Scope:
            above = above.parent
        scope.depth = 0 if above is None else above.depth + 1
        children = self._tree.run(scope)
        scope.children = [_broken(scope)] if children is None else children
        inside: list[WireTree] = []
        for child in scope.children:
            child.parent = scope
            _MOUNT[type(child)](self, child, inside)
        if len(inside) == 1 and type(inside[0]) is list and type(inside[0][0]) is int:
            out += inside  # a template has no shape to be learnt
        else:
            out += inside if SHAPES in self._tree.slow else self._tree.shapes.shorten(scope.fn, inside)

    def _mount_slot(self, slot: Slot, out: list[WireTree]) -> None:
        owner = slot.owner
        if any(is_mounted(node) for node in owner.content):
            owner.content = [again(node) for node in owner.content]
        slot.children = owner.content
        for child in slot.children:
            self._mount(child, slot, out)

    def _take_id(self) -> int:
        node = self._next_id
        self._next_id = node + 1
        return node

    def _unmount(self, node: Node, left: list[Any]) -> None:
        """Let go of a node and all inside it. left: gets those that have listened."""
        kind = type(node)
        if kind in _READERS:
            node.tree = None  # type: ignore[attr-defined]
            forget(node)  # type: ignore[arg-type]
            if kind is Scope and node.effects:  # type: ignore[attr-defined]
                node.end_effects()  # type: ignore[attr-defined]
        elif (kind is Element and node.specs) or (kind is Instance and node.handlers):  # type: ignore[attr-defined]
            left.append(node)
        if kind is not Text and node.children:  # type: ignore[attr-defined]
            for child in node.children:  # type: ignore[attr-defined]
                self._unmount(child, left)

    def _move(self, node: Node, parent: Node, before: int) -> None:
        target = dom_parent(parent)
        for top in dom_nodes(node):
            self._tree.ops.append([MOVE, target, before, top])


# Matching


def _match(old: list[Node], new: list[Node]) -> tuple[list[int], list[Node], bool]:
    """For each new node the place of the old one that it continues (-1: none), the old nodes that are gone, and
    whether those that stay may have changed their order."""
    size = min(len(old), len(new))
    start = 0
    while start < size and _alike(old[start], new[start]):
        start += 1
    end = 0
    while end < size - start and _alike(old[-1 - end], new[-1 - end]):
        end += 1
    places = list(range(start))
    middle = _match_middle(old, new[start : len(new) - end], start, len(old) - end)
    places += middle
    places += range(len(old) - end, len(old))
    kept = set(middle)
    gone = [old[i] for i in range(start, len(old) - end) if i not in kept]
    return places, gone, any(place >= 0 for place in middle)


def _match_middle(old: list[Node], new: list[Node], start: int, end: int) -> list[int]:
    if start == end or not new:
        return [-1] * len(new)
    where: dict[Any, int] = {}
    for token, place in zip(_tokens(old[start:end]), range(start, end), strict=True):
        where[token] = place
    return [where.pop(token, -1) for token in _tokens(new)]


def _tokens(nodes: list[Node]) -> list[Any]:
    """What identifies each node among its siblings: its kind with its key, or with its number among the unkeyed."""
    counts: dict[Any, int] = {}
    tokens: list[Any] = []
    for node in nodes:
        kind = node.kind
        if node.key is None:
            counts[kind] = ordinal = counts.get(kind, 0) + 1
            tokens.append((kind, None, ordinal))
        else:
            tokens.append((kind, node.key))
    return tokens


def _aligned(old: list[Node], new: list[Node]) -> bool:
    """Whether each of as many siblings continues the one at its place."""
    for before, node in zip(old, new, strict=True):
        kind = type(before)
        if before.key != node.key or kind is not type(node):
            return False
        if kind is Element:
            if before.tag != node.tag:  # type: ignore[attr-defined]
                return False
        elif kind is not Text and before.kind != node.kind:
            return False
    return True


def _alike(old: Node, new: Node) -> bool:
    return bool(old.key == new.key and old.kind == new.kind)


def _keep_typed(old: Element, node: Element, two_way: TwoWay) -> None:
    """Leave a field's text as the person typed it where it says the same: "1." and "1.0" are one number."""
    shown, value = old.attrs.get(two_way.prop), node.attrs.get(two_way.prop)
    if shown is None or value is None or shown == value:
        return
    try:
        same = two_way.decode(shown) == two_way.decode(value)
    except (ValueError, TypeError):
        return
    if same:
        node.attrs = {**node.attrs, two_way.prop: shown}


def _same_listeners(old: Any, new: Any) -> bool:
    if old is new:
        return True
    if not old or not new or old.keys() != new.keys():
        return False
    return all(same_value(old[name], new[name]) for name in old)


def _broken(scope: Scope) -> Element:
    """What stands for a component that could not be built."""
    name = getattr(scope.fn, "__name__", "component")
    element = Element("div", None, {"class": "sk-broken", "role": "alert"}, None, None)
    element.children = [Text(f"{name} could not be shown")]
    return element


_READERS: Final = frozenset({Scope, Each})
"""Nodes that read state: they stay as long as they are shown."""

_TRANSPARENT: Final = frozenset({Scope, Slot, Each})
"""Nodes without anything in the DOM of their own."""

_SOLID: Final = frozenset({Element, Text, Instance})
"""Nodes with an id in the DOM of their own."""

_SAME: Final[dict[type, Callable[..., None]]] = {
    Text: Differ._text,
    Element: Differ._element,
    Instance: Differ._instance,
    Scope: Differ._scope,
    Slot: Differ._slot,
    Each: Differ._each,
}
_MOUNT: Final[dict[type, Callable[..., None]]] = {
    Text: Differ._mount_text,
    Element: Differ._mount_element,
    Instance: Differ._mount_instance,
    Scope: Differ._mount_scope,
    Slot: Differ._mount_slot,
    Each: Differ._mount_each,
}
