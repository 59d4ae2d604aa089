"""``sk.each``: a component for each item of a list, where a change of the list costs what the change is worth.

A ``for`` loop reads the whole list, so it runs anew whenever that changes. This node follows the list instead: it is told of
each splice, and so knows which rows come and go without looking at the others.

    before          a b c d e      rows of a, b, c, d, e
    rows[1:3] = [x]                told: from 1, two out, one in
    after           a x d e        the rows of b and c go, one for x is made; those of a, d and e are not looked at
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import islice
from operator import gt
from typing import TYPE_CHECKING, Any, Final

from ..errors import RenderError
from ..state import follow, forget
from . import build
from .fast import LISTS
from .memo import same_call, same_value
from .nodes import Node, Parent, Scope
from .order import stays
from .where import first_of, following

if TYPE_CHECKING:
    from .diff import Differ
    from .tree import Tree

__all__ = ["Each", "each", "function_of", "naming_of"]

_MOST_SPLICES: Final = 100
"""More than so many changes at once, and the rows are compared as a whole."""


class Each(Parent):
    """Rows, each a scope, for the items of a list.

    fn: the component's function; kwargs: what it gets beside its item; naming: gives a row's key, None where the item is its key.
    As an observer it is told of changes of the list; ``children`` are the rows, in the list's order.
    """

    __slots__ = ("_again", "_splices", "_told", "dirty", "fn", "items", "kwargs", "naming", "sources", "tree")

    forbid_writes = True

    def __init__(
        self, items: Any, fn: Callable[..., Any], naming: Callable[[Any], Any] | None, kwargs: dict[str, Any]
    ) -> None:
        self.id = 0
        self.key = None
        self.parent: Node | None = None
        self.items = items if isinstance(items, list) else list(items)
        self.fn = fn
        self.naming = naming
        self.kwargs = kwargs
        self.children: list[Node] = []
        self.sources: Any = []
        self.dirty = False
        self.tree: Tree | None = None
        self._splices: list[tuple[int, int, int]] | None = []
        self._told = False
        self._again = False  # a comparison has failed, so that the rows' other arguments may still be those of before

    @property
    def kind(self) -> Any:
        return "#each"

    @property
    def depth(self) -> int:
        """How many scopes it stands in."""
        node = self.parent
        while node is not None and not isinstance(node, Scope):
            node = node.parent
        return 0 if node is None else node.depth + 1

    def __repr__(self) -> str:
        return f"each({getattr(self.fn, '__qualname__', self.fn)!s})"

    # What the differ asks

    def mount(self, tree: Tree) -> None:
        """Make the rows, which are still to be mounted."""
        self.tree = tree
        try:
            self.children = self._rows(self._read())
        except Exception as error:
            self._failed(error)
        self._check(self.children)

    def become(self, newer: Each, differ: Differ) -> None:
        """Show what a newer build says: another list perhaps, or other arguments for all rows."""
        again = not (same_value(self.fn, newer.fn) and same_call((), self.kwargs, (), newer.kwargs))
        self.items, self.fn, self.naming, self.kwargs = newer.items, newer.fn, newer.naming, newer.kwargs
        self._again = self._again or again
        self._splices = None
        self.update(differ)

    # What it is told

    def spliced(self, start: int, gone: int, new: int) -> None:
        """The list says what is about to be told: from ``start`` so many items out, and so many in."""
        self._told = True
        if self._splices is not None:
            self._splices.append((start, gone, new))
            if len(self._splices) > _MOST_SPLICES:
                self._splices = None

    def invalidate(self) -> None:
        """The list has changed, in a way of which it was told just now or else in any way."""
        if not self._told:
            self._splices = None
        self._told = False
        if not self.dirty and self.tree is not None:
            self.dirty = True
            self.tree.mark(self)

    def field_changed(self, target: Any, name: str) -> None:
        self.invalidate()

    def update(self, differ: Differ) -> None:
        """Show the list as it is now."""
        splices, self._splices = self._splices, []
        self.dirty = False
        try:
            if splices is None or (self.tree is not None and LISTS in self.tree.slow):
                self._compare(differ)
            else:
                self._apply(splices, differ)
        except Exception as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        """An item has no key, which is asked before the page is told anything: the rows are as they were, and the next change
        compares them all."""
        if self.naming is None or self.tree is None:
            raise error
        self._splices = None
        self.tree.complain(self, error)

    # Bringing the rows to the items

    def _apply(self, splices: list[tuple[int, int, int]], differ: Differ) -> None:
        """Do to the rows what was done to the list; gaps stand for items that came, until all is done."""
        rows: list[Any] = self.children
        out: list[Any] = []
        gaps: list[_Gap] = []
        done: list[tuple[int, list[Any], int]] = []
        for start, gone, new in splices:
            fresh = [_Gap() for _ in range(new)]
            before = rows[start : start + gone]
            rows[start : start + gone] = fresh
            out += before
            gaps += fresh
            done.append((start, before, new))
        out = [row for row in out if type(row) is Scope]
        if not gaps:
            differ.remove_all(out)
            return
        left = _Pool(zip(self._tokens_of(out), out, strict=True))
        arrived: list[tuple[int, bool]] = []
        others: list[tuple[int, Scope]] = []
        try:
            for place in _places(rows, gaps, splices):
                item = list.__getitem__(self.items, place)
                row = left.take(self._token(item))
                arrived.append((place, row is not None))
                rows[place] = self._row(item) if row is None else row
                if row is not None and row.args[0] is not item:
                    others.append((place, self._row(item)))  # of the same key
        except Exception:
            for start, before, new in reversed(done):
                rows[start : start + new] = before
            raise
        differ.remove_all(left.rest())
        self._show(arrived, differ)
        for place, other in reversed(others):
            differ.rerun_row(rows[place], other, self._before(place + 1))
        self._check([rows[place] for place, _ in arrived])

    def _compare(self, differ: Differ) -> None:
        """Bring the rows to the items, whatever has happened."""
        again = self._again
        old: list[Any] = self.children
        items = list(self._read())
        tokens = self._tokens(items)
        before = self._tokens_of(old)
        if not old or set(tokens).isdisjoint(before):
            self._begin_anew(items, differ)
            return
        known = _Pool(zip(before, range(len(old)), strict=True))
        rows: list[Any] = []
        places: list[int] = []
        stale: list[tuple[int, Scope]] = []
        for index, item in enumerate(items):
            place = known.take(tokens[index])
            row = self._row(item) if place is None else old[place]
            if place is not None and (again or row.args[0] is not item):
                stale.append((index, self._row(item)))
            rows.append(row)
            places.append(-1 if place is None else place)
        self._again = False
        self.children = rows
        differ.remove_all([old[place] for place in known.rest()])
        kept = stays(places) if _reordered(places) else None
        moved = [(index, place >= 0) for index, place in enumerate(places) if place < 0 or (kept is not None and index not in kept)]
        self._show(moved, differ)
        for index, fresh in reversed(stale):
            differ.rerun_row(rows[index], fresh, self._before(index + 1))
        self._check(rows)

    def _begin_anew(self, items: list[Any], differ: Differ) -> None:
        """None of the rows stands for one of the items."""
        gone, self.children = self.children, self._rows(items)
        self._again = False
        if gone:
            differ.remove_all(gone)
        if self.children:
            differ.insert_rows(self, self.children, self._before(len(self.children)))
        self._check(self.children)

    def _show(self, arrived: list[tuple[int, bool]], differ: Differ) -> None:
        """Insert and move rows, from the end to the start, so that what follows each is in its place; rows that are new and next to
        each other are one insertion. arrived: the rows' places, in order, and whether they only move."""
        rows = self.children
        index = len(arrived) - 1
        while index >= 0:
            place, moves = arrived[index]
            before = self._before(place + 1)
            if moves:
                differ.move_row(self, rows[place], before)
            else:
                stop = place + 1
                while index > 0 and arrived[index - 1] == (place - 1, False):
                    index, place = index - 1, place - 1
                differ.insert_rows(self, rows[place:stop], before)
            index -= 1

    def _before(self, place: int) -> int:
        """The id of what follows the row in front of this place."""
        return first_of(islice(self.children, place, None)) or following(self)

    # Items and rows

    def _read(self) -> Iterable[Any]:
        forget(self)
        self._splices = []
        return follow(self.items, self)

    def _row(self, item: Any) -> Scope:
        return Scope(self.fn, (item,), self.kwargs, None if self.naming is None else self.naming(item))

    def _rows(self, items: Iterable[Any]) -> list[Node]:
        if self.naming is not None:
            return [self._row(item) for item in items]
        fn, kwargs = self.fn, self.kwargs
        return [Scope(fn, (item,), kwargs) for item in items]

    def _token(self, item: Any) -> Hashable:
        """What a row stands for: the item's key, or the item itself."""
        return self._tokens((item,))[0]

    def _tokens(self, items: Iterable[Any]) -> list[Hashable]:
        """The same for several."""
        if self.naming is not None:
            return [self.naming(item) for item in items]
        return [self._value_token(item) if type(item) in _VALUES else id(item) for item in items]

    @staticmethod
    def _value_token(item: Any) -> Hashable:
        return item if type(item) is str else (type(item), item)

    def _tokens_of(self, rows: list[Any]) -> list[Hashable]:
        return [row.key for row in rows] if self.naming is not None else self._tokens([row.args[0] for row in rows])

    def _check(self, rows: list[Any]) -> None:
        """Say so where a key is there twice among new rows: they are all shown, but which is which cannot be told."""
        if self.naming is None or self.tree is None:
            return
        keys = Counter(row.key for row in rows)
        if len(keys) < len(rows):
            twice = keys.most_common(1)[0][0]
            error = RenderError(f"{self!r}: two items have the key {twice!r}. Give key= what no two items share, such as an id")
            self.tree.complain(self, error)


def each(
    items: Iterable[Any], component: Callable[..., Any], *, key: str | Callable[[Any], Any] | None = None, **arguments: Any
) -> None:
    """A component for each item: ``sk.each(state.boats, boat_row, key="id")``.

    items: a list of the state is followed: what comes, goes or moves in it costs as much as that, however long it is, where a
    ``for`` loop begins anew. Other lists are compared with those of the build before. component: a function, called with an item
    and these arguments; it is built again only when something that it read has changed. key: the name of an item's field, or a
    function of an item; items with the same key continue each other, also where they are other objects. Without it, an item is
    itself.

    Two items of one key are reported as an error. Raises ``RenderError`` where no page is being built.
    """
    build.current_scope("sk.each()")
    build.place(Each(items, function_of(component), naming_of(key), arguments))


def function_of(component: Any) -> Callable[..., Any]:
    """What builds an item's part: a component's own function, or the function that was given. Raises ``RenderError``."""
    if not callable(component):
        raise RenderError(f"sk.each() takes a function that builds an item's part, not {component!r:.60}")
    found: Callable[..., Any] = component.__wrapped__ if getattr(component, "is_component", False) else component
    return found


def naming_of(key: str | Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    """What gives an item's key. It is asked outside of the rows' own reading, so a key that is written later tells nobody."""
    if key is None:
        return None
    name: Callable[[Any], Any] = key if callable(key) else lambda item: _key_of(item, key)
    return lambda item: _checked(name(item), item)


def _key_of(item: Any, key: str) -> Any:
    try:
        return item[key] if isinstance(item, Mapping) else getattr(item, key)
    except (KeyError, AttributeError):
        raise RenderError(f"sk.each(key={key!r}): {item!r:.60} has no {key!r}") from None


def _checked(key: Any, item: Any) -> Any:
    try:
        hash(key)
    except TypeError:
        raise RenderError(
            f"sk.each(key=...): the key of {item!r:.60} is {key!r:.60}. A key is a value that does not change, such as a text"
        ) from None
    return key


class _Gap(Node):
    """Stands among the rows for an item whose row is still to be made."""

    __slots__ = ()

    def __init__(self) -> None: ...


class _Pool:
    """What is there, by what it stands for, to be taken once each; where several stand for the same, in order."""

    def __init__(self, pairs: Iterable[tuple[Hashable, Any]]) -> None:
        self._there: dict[Hashable, Any] = {}
        self._more: dict[Hashable, deque[Any]] = {}
        for token, one in pairs:
            if self._there.setdefault(token, one) is not one:
                self._more.setdefault(token, deque()).append(one)

    def take(self, token: Hashable) -> Any:
        """None where there is nothing left."""
        found = self._there.pop(token, None)
        if found is not None and self._more and (others := self._more.get(token)):
            self._there[token] = others.popleft()
        return found

    def rest(self) -> list[Any]:
        """What was not taken."""
        return [*self._there.values(), *(one for others in self._more.values() for one in others)]


_VALUES: Final = frozenset({str, int, float, bool, bytes, type(None)})


def _places(rows: list[Any], gaps: list[_Gap], splices: list[tuple[int, int, int]]) -> list[int]:
    """Where the gaps that are left stand, in order."""
    if len(splices) == 1:
        start = splices[0][0]
        return list(range(start, start + len(gaps)))
    if all(gone == new for _, gone, new in splices):  # nothing has shifted
        found = sorted({place for start, _, new in splices for place in range(start, start + new)})
        return [place for place in found if type(rows[place]) is _Gap]
    there = set(map(id, gaps))
    return [place for place, row in enumerate(rows) if id(row) in there]


def _reordered(places: list[int]) -> bool:
    there = [place for place in places if place >= 0]
    return any(map(gt, there, islice(there, 1, None)))
