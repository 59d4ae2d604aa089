"""An observed list. Every mutating method comes down to one of three changes: set, splice, whole."""

from __future__ import annotations

import copy
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from operator import index as as_index
from typing import Any, Final, SupportsIndex, TypeVar

from .adopt import ADOPTERS, PLAIN, Memo, Up, adopt, adopt_all, keep
from .bypass import compare, hand_out, refresh
from .log import RUN
from .reads import read_whole
from .sets import ObservedSet
from .tracking import BOTH, CONTENT, READING, SHAPE, SPLICES, Found, gather, gather_range, observe, tell_splice, track, unobserve
from .writes import begin, record, same, tell_found, tell_keys

__all__ = ["LOOKED_AFTER", "ObservedList", "follow", "handing", "look_after", "look_after_all"]

T = TypeVar("T")

_WHOLE = (
    *("__reversed__", "__contains__", "index", "count", "copy", "__add__", "__mul__", "__rmul__", "__repr__"),
    *("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"),
)


@read_whole(_WHOLE)
class ObservedList(list[T]):
    """A list in the state. Calling the class makes a plain list, so copies made by ``type(x)(...)`` are plain."""

    __slots__ = ("__weakref__", "_sk_store", "_sk_subs", "_sk_up")

    _sk_store: Any
    _sk_subs: Any
    _sk_up: Up

    def __new__(cls, items: Iterable[T] = ()) -> list[T]:  # type: ignore[misc]
        return list(items)

    # Reading

    def __getitem__(self, index: Any) -> Any:
        current = READING.current
        if type(index) is slice:
            if current is not None:
                track(self, CONTENT)
            part = list.__getitem__(self, index)
            look_after_all(part)
            return part
        if current is not None:
            self._track_index(int(as_index(index)))  # an index may be a bool
        value = list.__getitem__(self, index)
        if type(value) in LOOKED_AFTER:
            look_after(value)
        return value

    def _track_index(self, i: int) -> None:
        size = list.__len__(self)
        if 0 <= i < size:
            track(self, i)
            return
        track(self, SHAPE)  # which item -1 is, or whether there is one, depends on the length
        if -size <= i < 0:
            track(self, i + size)

    def __iter__(self) -> Iterator[T]:
        if READING.current is not None:
            track(self, CONTENT)
        return handing(list.__iter__(self), list.__iter__(self))

    def __len__(self) -> int:
        if READING.current is not None:
            track(self, SHAPE)
        return list.__len__(self)

    def __radd__(self, other: Any) -> Any:
        if READING.current is not None:
            track(self, CONTENT)
        return NotImplemented  # the plain list does the rest itself: a new one for +, itself extended for +=

    __hash__ = None

    # The three changes

    def _begin(self, key: Any = None) -> Any:
        run = begin(self, key)
        if self._sk_store.handed:
            compare(self)
        return run

    def _set(self, i: int, value: Any) -> None:
        """i: an index that is there, from 0."""
        run = self._begin(i)
        old = list.__getitem__(self, i)
        if same(old, value):
            return
        if type(value) not in PLAIN:
            value = adopt(value, self._sk_store, weakref.ref(self))
        list.__setitem__(self, i, value)
        refresh(self)
        record(self, "set", i, old, value, run)
        if self._sk_subs:
            tell_splice(self._sk_subs, i, 1, 1)
            tell_keys(self, i, CONTENT)

    def _splice(self, start: int, stop: int, values: Iterable[Any]) -> list[Any]:
        """Replace the items from start up to stop; the items that were there."""
        run = self._begin()
        items = adopt_all(values, self)
        size = list.__len__(self)
        old = list.__getitem__(self, slice(start, stop)) if stop > start else []
        if not old and not items:
            return old
        list.__setitem__(self, slice(start, start + len(old)), items)
        refresh(self)
        record(self, "splice", start, old, items, run)
        if self._sk_subs:
            tell_splice(self._sk_subs, start, len(old), len(items))
        self._tell_from(start, len(items) - len(old), start + len(items), size)
        return old

    def _tell_from(self, start: int, growth: int, stop: int, size: int) -> None:
        """A splice told: without growth up to ``stop``; with it every index from ``start`` on means another item."""
        subs = self._sk_subs
        if not subs:
            return
        found: Found = {}
        if growth:
            gather_range(subs, start, size + max(growth, 0), found)
            gather(subs, BOTH, found)
        else:
            gather_range(subs, start, stop, found)
            gather(subs, (CONTENT,), found)
        tell_found(self, found)

    def _whole(self, change: Callable[[], None]) -> None:
        """A change of order or of scattered items: the log keeps all items before and after."""
        run = self._begin()
        old = list.copy(self)
        try:
            change()
        finally:  # a comparison that raises in the middle of sort() leaves a partly sorted list
            refresh(self)
            new = list.copy(self)
            if len(old) != len(new) or any(a is not b for a, b in zip(old, new, strict=True)):
                record(self, "whole", None, old, new, run)
                self._tell_from(0, len(new) - len(old), len(new), len(old))

    # Mutating methods

    def __setitem__(self, index: Any, value: Any) -> None:
        if type(index) is not slice:
            self._set(_there(index, list.__len__(self), "list assignment index out of range"), value)
            return
        start, stop, step = index.indices(list.__len__(self))
        if step == 1:
            self._splice(start, max(start, stop), value)
        else:
            items = adopt_all(value, self)
            self._whole(lambda: list.__setitem__(self, index, items))

    def __delitem__(self, index: Any) -> None:
        if type(index) is not slice:
            i = _there(index, list.__len__(self), "list assignment index out of range")
            self._splice(i, i + 1, ())
            return
        start, stop, step = index.indices(list.__len__(self))
        if step == 1:
            self._splice(start, max(start, stop), ())
        else:
            self._whole(lambda: list.__delitem__(self, index))

    def append(self, value: T) -> None:
        size = list.__len__(self)
        self._splice(size, size, (value,))

    def extend(self, values: Iterable[T]) -> None:
        items = list(values)
        size = list.__len__(self)
        self._splice(size, size, items)

    def __iadd__(self, values: Iterable[T]) -> Any:  # type: ignore[override,misc]
        self.extend(values)
        return self

    def __imul__(self, times: SupportsIndex) -> ObservedList[T]:
        count = as_index(times)
        if count <= 0:
            self.clear()
        else:
            self.extend(list.copy(self) * (count - 1))
        return self

    def insert(self, index: SupportsIndex, value: T) -> None:
        size = list.__len__(self)
        i = as_index(index)
        i = max(0, i + size) if i < 0 else min(i, size)
        self._splice(i, i, (value,))

    def pop(self, index: SupportsIndex = -1) -> T:
        size = list.__len__(self)
        i = _there(index, size, "pop index out of range" if size else "pop from empty list")
        value: T = self._splice(i, i + 1, ())[0]
        return value

    def remove(self, value: T) -> None:
        i = list.index(self, value)
        self._splice(i, i + 1, ())

    def clear(self) -> None:
        self._splice(0, list.__len__(self), ())

    def sort(self, *, key: Any = None, reverse: bool = False) -> None:
        self._whole(lambda: list.sort(self, key=key, reverse=reverse))

    def reverse(self) -> None:
        self._whole(lambda: list.reverse(self))

    # Copies are plain

    def __copy__(self) -> list[T]:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> list[T]:
        plain: list[T] = []
        memo[id(self)] = plain
        plain.extend(copy.deepcopy(item, memo) for item in self)
        return plain

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return list, (), None, iter(self)


def follow(items: list[T], follower: Any) -> Iterator[T]:
    """The items of a list for one who follows it: an observer with a method ``spliced(start, gone, new)``, which is called before
    ``invalidate`` where a change is a splice. Any other list is only read."""
    if type(items) is ObservedList:
        token = observe(follower)
        track(items, CONTENT)
        track(items, SPLICES)
        unobserve(token)
        return list.__iter__(items)
    return iter(items)


# Handing out: what C code might take apart or change, past every method, is noted as it leaves its holder.

LOOKED_AFTER: Final = frozenset({ObservedList, ObservedSet})


def look_after(value: Any) -> Any:
    """Note a value that is handed out: a set where someone reads (see ``tracking``), a list to a run (see ``bypass``)."""
    if READING.current is None:
        if type(value) is ObservedList:
            hand_out(value)
    elif type(value) is ObservedSet:
        READING.handed.append(value)
    return value


def look_after_all(values: Collection[Any]) -> None:
    if READING.current is None and RUN.get() is None:
        return
    if not LOOKED_AFTER.isdisjoint(map(type, values)):
        for value in values:
            look_after(value)


def handing(values: Iterator[T], preview: Iterator[T]) -> Iterator[T]:
    """An iterator that notes each value as it gives it; preview: the same once more, to see whether that is needed."""
    if READING.current is None and RUN.get() is None:
        return values
    return values if LOOKED_AFTER.isdisjoint(map(type, preview)) else map(look_after, values)


def _there(index: SupportsIndex, size: int, message: str) -> int:
    i = as_index(index)
    if i < 0:
        i += size
    if not 0 <= i < size:
        raise IndexError(message)
    return i


def _adopt_list(value: list[Any], store: Any, up: Up, memo: Memo) -> Any:
    made: Any = list.__new__(ObservedList)
    made._sk_store, made._sk_up, made._sk_subs = store, up, None
    memo[id(value)] = (made, value)
    list.extend(made, adopt_all(value, made, memo))
    return made


def _fill(value: Any, memo: Memo) -> None:
    list.__setitem__(value, slice(None), adopt_all(list.__iter__(value), value, memo))


ADOPTERS[list] = _adopt_list
ADOPTERS[ObservedList] = keep(_fill)
