"""An observed deque, with ``maxlen``. Changes are set, splice, rotate and whole, as in ``log``."""

from __future__ import annotations

import copy
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from operator import index as as_index
from reprlib import recursive_repr
from typing import Any, SupportsIndex, TypeVar

from .adopt import ADOPTERS, PLAIN, Memo, Up, adopt, adopt_all, keep
from .lists import LOOKED_AFTER, handing, look_after
from .log import splice_deque
from .reads import read_whole
from .tracking import BOTH, CONTENT, READING, SHAPE, Found, gather, gather_range, track
from .writes import begin, record, same, tell_found, tell_keys

__all__ = ["ObservedDeque"]

T = TypeVar("T")

_WHOLE = (
    *("__reversed__", "__contains__", "index", "count", "__add__", "__mul__", "__rmul__"),
    *("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"),
)


@read_whole(_WHOLE)
class ObservedDeque(deque[T]):
    """A deque in the state. Calling the class makes a plain deque."""

    __slots__ = ("_sk_store", "_sk_subs", "_sk_up")

    _sk_store: Any
    _sk_subs: Any
    _sk_up: Up

    def __new__(cls, items: Iterable[T] = (), maxlen: int | None = None) -> deque[T]:  # type: ignore[misc]
        return deque(items, maxlen)

    # Reading

    def __getitem__(self, index: SupportsIndex) -> T:  # type: ignore[override]
        if READING.current is not None:
            i, size = as_index(index), deque.__len__(self)
            if not 0 <= i < size:
                track(self, SHAPE)
            if -size <= i < size:
                track(self, i % size)
        value = deque.__getitem__(self, index)
        if type(value) in LOOKED_AFTER:
            look_after(value)
        return value

    def __iter__(self) -> Iterator[T]:
        if READING.current is not None:
            track(self, CONTENT)
        return handing(deque.__iter__(self), deque.__iter__(self))

    def __len__(self) -> int:
        if READING.current is not None:
            track(self, SHAPE)
        return deque.__len__(self)

    @recursive_repr("[...]")
    def __repr__(self) -> str:
        return repr(self.copy())

    __hash__ = None

    # The changes

    def _set(self, i: int, value: Any) -> None:
        run = begin(self, i)
        old = deque.__getitem__(self, i)
        if same(old, value):
            return
        if type(value) not in PLAIN:
            value = adopt(value, self._sk_store, weakref.ref(self))
        deque.__setitem__(self, i, value)
        record(self, "set", i, old, value, run)
        tell_keys(self, i, CONTENT)

    def _splice(self, start: int, remove: int, values: Iterable[Any]) -> list[Any]:
        run = begin(self)
        items = adopt_all(values, self)
        if not remove and not items:
            return []
        size = deque.__len__(self)
        old = [deque.__getitem__(self, start + i) for i in range(remove)]
        splice_deque(self, start, remove, items)
        record(self, "splice", start, old, items, run)
        growth = len(items) - remove
        self._tell(start, size + max(growth, 0) if growth else start + remove, growth != 0)
        return old

    def _whole(self, items: list[Any]) -> None:
        run = begin(self)
        old = list(deque.__iter__(self))
        if len(old) == len(items) and all(a is b for a, b in zip(old, items, strict=True)):
            return
        items = adopt_all(items, self)
        deque.clear(self)
        deque.extend(self, items)
        record(self, "whole", None, old, items, run)
        self._tell(0, max(len(old), len(items)), len(old) != len(items))

    def _tell(self, low: int, high: int, resized: bool) -> None:
        subs = self._sk_subs
        if subs:
            found: Found = {}
            gather_range(subs, low, high, found)
            gather(subs, BOTH if resized else (CONTENT,), found)
            tell_found(self, found)

    # Mutating methods

    def __setitem__(self, index: SupportsIndex, value: T) -> None:  # type: ignore[override]
        self._set(_there(index, deque.__len__(self)), value)

    def __delitem__(self, index: SupportsIndex) -> None:  # type: ignore[override]
        self._splice(_there(index, deque.__len__(self)), 1, ())

    def append(self, value: T) -> None:
        self.extend((value,))

    def extend(self, values: Iterable[T]) -> None:
        items = list(values)
        limit = self.maxlen
        if limit is not None:
            items = items[max(0, len(items) - limit) :]
            excess = deque.__len__(self) + len(items) - limit
            if excess > 0:
                self._splice(0, excess, ())
        self._splice(deque.__len__(self), 0, items)

    def appendleft(self, value: T) -> None:
        self.extendleft((value,))

    def extendleft(self, values: Iterable[T]) -> None:
        items = list(values)[::-1]
        limit = self.maxlen
        if limit is not None:
            del items[limit:]
            excess = deque.__len__(self) + len(items) - limit
            if excess > 0:
                self._splice(deque.__len__(self) - excess, excess, ())
        self._splice(0, 0, items)

    def __iadd__(self, values: Iterable[T]) -> ObservedDeque[T]:
        self.extend(values)
        return self

    def __imul__(self, times: SupportsIndex) -> ObservedDeque[T]:
        self._whole(list(deque.__mul__(self.copy(), as_index(times))))
        return self

    def insert(self, index: int, value: T) -> None:
        size = deque.__len__(self)
        if self.maxlen is not None and size >= self.maxlen:
            raise IndexError("deque already at its maximum size")
        i = as_index(index)
        i = max(0, i + size) if i < 0 else min(i, size)
        self._splice(i, 0, (value,))

    def pop(self) -> T:  # type: ignore[override]
        size = deque.__len__(self)
        if not size:
            raise IndexError("pop from an empty deque")
        value: T = self._splice(size - 1, 1, ())[0]
        return value

    def popleft(self) -> T:
        if not deque.__len__(self):
            raise IndexError("pop from an empty deque")
        value: T = self._splice(0, 1, ())[0]
        return value

    def remove(self, value: T) -> None:
        self._splice(deque.index(self, value), 1, ())

    def clear(self) -> None:
        self._whole([])

    def reverse(self) -> None:
        self._whole(list(deque.__reversed__(self)))

    def rotate(self, n: SupportsIndex = 1) -> None:
        run = begin(self)
        size = deque.__len__(self)
        steps = as_index(n) % size if size else 0
        if steps:
            deque.rotate(self, steps)
            record(self, "rotate", steps, None, None, run)
            self._tell(0, size, False)

    # Copies are plain

    def copy(self) -> Any:
        return deque(self, self.maxlen)

    def __copy__(self) -> Any:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> deque[T]:
        plain: deque[T] = deque(maxlen=self.maxlen)
        memo[id(self)] = plain
        plain.extend(copy.deepcopy(item, memo) for item in self)
        return plain

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return deque, ((), self.maxlen), None, iter(self)


def _there(index: SupportsIndex, size: int) -> int:
    i = as_index(index)
    if i < 0:
        i += size
    if not 0 <= i < size:
        raise IndexError("deque index out of range")
    return i


def _adopt_deque(value: deque[Any], store: Any, up: Up, memo: Memo) -> Any:
    made: Any = deque.__new__(ObservedDeque)
    deque.__init__(made, (), value.maxlen)
    made._sk_store, made._sk_up, made._sk_subs = store, up, None
    memo[id(value)] = (made, value)
    deque.extend(made, adopt_all(value, made, memo))
    return made


def _fill(value: Any, memo: Memo) -> None:
    items = adopt_all(deque.__iter__(value), value, memo)
    deque.clear(value)
    deque.extend(value, items)


ADOPTERS[deque] = _adopt_deque
ADOPTERS[ObservedDeque] = keep(_fill)
