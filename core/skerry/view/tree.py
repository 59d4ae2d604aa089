"""A mounted tree: the scopes that are dirty, the elements that listen, and the operations not yet sent.

``flush()`` runs the dirty scopes, outermost first, and gives the operations that bring the page up to date. The work
is proportional to what changed: only scopes that read something that changed run, and only their output is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from ..protocol import COMMAND, VALUES, Op
from ..state import forget
from . import build
from .diff import Differ
from .each import Each
from .fast import COMPONENTS, FIELDS
from .nodes import EVERY_NAME, Element, Node, Parent, Scope
from .paths import path_text
from .shapes import Shapes
from .templates.fields import values_changed
from .templates.instance import Instance
from .templates.variants import Variants

__all__ = ["Tree"]


_MOST_BUILDS = 5


class Tree:
    """What is mounted for one session.

    specs: gives the numbers of the listener specs of an element (see ``DEFINE`` in the protocol); raises what is
    wrong with a handler. on_dirty: called when the first scope becomes dirty after a flush. on_error: told of a scope
    whose function raised. prefix: begins the ids that ``unique_id()`` makes in the document. slow: the fast paths that are closed;
    it is set before anything is mounted.
    maker: calls components' functions where handlers may have written to them. stale: set while a scope is run, it is run
    once more. gone: elements that listened and have left the page, for the session to take. leaving: what has left the page and is
    still to be let go of, with the number of the last patch that has it. lasting: whether something lasts for as long as a scope is
    shown, so that no scope can wait to be let go of. shown: pairs of an element that listens to change as it was and as it is,
    where its attributes have changed, for the session to take. retired: what listened until another took its place, or nothing, by
    the number of the last patch that has it, and by id.
    """

    def __init__(
        self,
        specs: Callable[[Element], list[int] | None],
        on_dirty: Callable[[], None],
        on_error: Callable[[Scope | Each, BaseException], None],
        prefix: str = "sk",
    ) -> None:
        self.root: Scope | None = None
        self.ops: list[Op] = []
        self.listening: dict[int, Element | Instance] = {}
        self.retired: dict[int, dict[int, Element | Instance]] = {}
        self.number = 0
        self.gone: list[Element | Instance] = []
        self.lasting = False
        self.leaving: list[tuple[int, list[Scope]]] = []
        self.maker: build.Maker | None = None
        self.stale = False
        self.shown: list[tuple[Element, Element]] = []
        self.prefix = prefix
        self.slow: frozenset[str] = frozenset()
        self.variants = Variants(specs, self.define)
        self.shapes = Shapes(self.define)
        self._insides: dict[int, int] = {}
        self._heard: dict[int, list[int]] = {}
        self._dirty: list[Scope | Each] = []
        self._commands: dict[str, dict[str, Any]] = {}
        self._pending_commands: list[Op] = []
        self._specs = specs
        self._on_dirty = on_dirty
        self._on_error = on_error
        self._differ = Differ(self)

    # Building

    def mount(self, root: Scope) -> None:
        """Show ``root`` in place of what was mounted before."""
        if self.root is not None:
            self._differ.remove_all([self.root])
        self.root = root
        self._differ.insert(root)

    def unmount(self) -> None:
        """Let go of everything; nothing is sent."""
        if self.root is not None:
            self._differ.remove_all([self.root])
            self.root = None
        self.settle()
        self.ops.clear()

    def update(self, scope: Scope | Each) -> None:
        """Run a mounted scope again and bring the page to its new output."""
        if isinstance(scope, Each):
            scope.update(self._differ)
            return
        if scope.changed_fields and self._follow_fields(scope, scope.changed_fields):
            return
        children = self.run(scope)
        if children is not None:
            self._differ.replace_children(scope, children)

    def _follow_fields(self, scope: Scope, fields: dict[str, Any]) -> bool:
        """Whether all that has changed are values of the scope's template; the page is told of them then."""
        if FIELDS in self.slow:
            return False
        try:
            changed = values_changed(scope, fields)
        except Exception:  # what a value cannot be shown as, the run will say
            return False
        if changed is None:
            return False
        scope.dirty = False
        scope.changed_fields = None
        if changed:
            self.ops.append([VALUES, scope.children[0].id, 0, *changed])
        return True

    def run(self, scope: Scope) -> list[Node] | None:
        """What the scope builds now, its reads recorded anew; None where its function raised."""
        scope.dirty = False
        scope.changed_fields = None
        if scope.sources:
            forget(scope)
        slot = scope.slot
        scope.slot = None
        try:
            children = self._build(scope)
            builds = 1
            while self.stale and builds < _MOST_BUILDS:
                children = self._build(scope)
                builds += 1
        except BaseException as error:  # also the interrupt that ends an endless loop
            scope.slot = slot
            scope.again = EVERY_NAME
            self._on_error(scope, error)
            return None
        return children

    def _build(self, scope: Scope) -> list[Node]:
        self.stale = False
        scope.slot = None
        children, listeners = build.run(scope)
        for element in listeners:
            if isinstance(element, Instance):
                element.variant = self.variants.of(element)
            else:
                element.specs = self._specs(element)
        return children

    # What scopes say

    def complain(self, scope: Scope | Each, error: BaseException) -> None:
        """Something about a scope is wrong, and it is shown all the same."""
        self._on_error(scope, error)

    def mark(self, scope: Scope | Each) -> None:
        self._dirty.append(scope)
        if len(self._dirty) == 1:
            self._on_dirty()

    def command(self, name: str, args: dict[str, Any]) -> None:
        """A command said by a render: sent after its operations, unless it is what was said last."""
        if self._commands.get(name) != args:
            self._commands[name] = args
            self._pending_commands.append([COMMAND, name, args])

    def scope_id(self, scope: Scope) -> str:
        """A short text that names a scope by its path, for ids in the document."""
        digest = blake2b(path_text(scope).encode(), digest_size=6).hexdigest()
        return f"{self.prefix}-{digest}"

    # What the differ says

    def define(self, op: Op) -> None:
        """An operation that tells the page of a listener's spec, before what uses it."""
        self.ops.append(op)

    def listen(self, element: Element | Instance) -> None:
        self.listening[element.id] = element

    def retire(self, element: Element | Instance) -> None:
        """Keep what an element listened with, for events from pages that do not have the next patch yet."""
        self._batch(self.number).setdefault(element.id, element)

    def _batch(self, number: int) -> dict[int, Element | Instance]:
        """What gives way with the patch after this one."""
        batch = self.retired.get(number)
        if batch is None:
            batch = self.retired[number] = {}
        return batch

    def depart(self, scopes: list[Scope]) -> None:
        """These have left the page: they do not run any more, and are let go of when nothing else is to be done (``settle``)."""
        for scope in scopes:
            scope.tree = None
        self.leaving.append((self.number, scopes))

    def leave(self, elements: list[Element | Instance]) -> None:
        """Elements that listened are not there any more."""
        if elements:
            self._retire_all(elements, self._batch(self.number))
            self.gone += elements

    def _retire_all(self, elements: list[Element | Instance], batch: dict[int, Element | Instance]) -> None:
        listening, heard = self.listening, self._heard
        for element in elements:
            number = element.id
            listening.pop(number, None)
            if number not in batch:
                batch[number] = element
            if number in heard:
                for node in heard.pop(number):
                    del self._insides[node]

    # What the session asks

    @property
    def dirty(self) -> bool:
        return bool(self._dirty) or bool(self.ops) or bool(self._pending_commands)

    def flush(self, last: Callable[[], list[Op]] = list) -> list[Op]:
        """Run what is dirty and take the operations; an empty list where nothing changed.

        last: gives operations to put behind the others, asked once the tree is up to date.
        """
        self.refresh()
        ops = self.ops + self._pending_commands + last()
        self.ops, self._pending_commands = [], []
        if ops:
            self.number += 1
        elif self.retired:
            self._call_back()
        return ops

    def settle(self) -> list[Element | Instance]:
        """Let go of what has left the page, and give what of it has listened. Whoever asks for what listens has this done first."""
        left: list[Element | Instance] = []
        while self.leaving:
            number, scopes = self.leaving.pop()
            listened = self._differ.let_go(scopes)
            self._retire_all(listened, self._batch(number))
            left += listened
        return left

    def refresh(self) -> None:
        """Run what is dirty."""
        if self._dirty:
            if self.leaving:
                self.settle()
            if COMPONENTS in self.slow:
                self._invalidate_all()
        while self._dirty:
            dirty, self._dirty = self._dirty, []
            if len(dirty) > 1:
                dirty.sort(key=attrgetter("depth"))
            for place, scope in enumerate(dirty):
                if scope.dirty and scope.tree is self and not (self.leaving and _has_left(scope)):
                    try:
                        self.update(scope)
                    except BaseException:
                        self._dirty[:0] = dirty[place + 1 :]  # they are marked, so nobody would mark them again
                        raise

    def renew(self) -> None:
        """Have every scope run again as if for the first time: what lasts with one begins anew."""
        for node in self._mounted():
            if isinstance(node, Scope):
                node.end_effects()
                node.invalidate()

    def _invalidate_all(self) -> None:
        for node in self._mounted():
            if isinstance(node, (Scope, Each)):
                node.invalidate()

    def _mounted(self) -> Iterator[Node]:
        pending: list[Node] = [self.root] if self.root is not None else []
        while pending:
            node = pending.pop()
            yield node
            if isinstance(node, Parent):
                pending.extend(node.children)

    def _call_back(self) -> None:
        """The page is as it was, so no patch will tell it from the one before: what was retired since gives way at once."""
        self.retired.pop(self.number, None)

    def take_gone(self) -> set[int]:
        """The ids of what has listened and has left the page since this was last asked."""
        gone, self.gone = self.gone + self.settle(), []
        return {number for one in gone for number in _ids(one)}

    def element(self, node: int, number: int, inside: int = 0) -> Element | None:
        """The element with this id as it stood after patch ``number``, or None where it listened to nothing then.

        inside: the id of the template's instance that it stands in, where it does.
        """
        if self.leaving:
            self.settle()
        if inside in self.listening and node not in self._insides:
            self._insides[node] = inside
            self._heard.setdefault(inside, []).append(node)
        found = self._listening_at(inside or node, number)
        return found.listener(node) if isinstance(found, Instance) else found

    def current(self, node: int) -> Element | None:
        """The element with this id that listens now, of those that an event has come from."""
        self.settle()
        found = self.listening.get(self._insides.get(node, node))
        return found.listener(node) if isinstance(found, Instance) else found

    def all_listening(self) -> Iterator[Element]:
        """Every element that listens now."""
        self.settle()
        for found in self.listening.values():
            if isinstance(found, Instance):
                yield from found.listening()
            else:
                yield found

    def _listening_at(self, node: int, number: int) -> Element | Instance | None:
        for until, batch in self.retired.items():
            if number <= until and node in batch:
                return batch[node]
        return self.listening.get(node)

    def acknowledge(self, number: int) -> None:
        """The page has applied all patches up to ``number``: what was retired before it can go."""
        if self.leaving:
            self.settle()
        if self.retired:
            for until in [until for until in self.retired if until < number]:
                del self.retired[until]


def _ids(one: Element | Instance) -> Iterable[int]:
    return range(one.id, one.id + one.template.size) if isinstance(one, Instance) else (one.id,)


def _has_left(node: Node | None) -> bool:
    """Whether a node stands in one that has left the page."""
    while node is not None:
        if isinstance(node, Scope) and node.tree is None:
            return True
        node = node.parent
    return False
