"""An observed set. ``x in s`` reads that one element; everything else reads the whole set."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any, SupportsIndex, TypeVar

from .adopt import ADOPTERS, Memo, Up, adopt_all, keep
from .reads import read_whole
from .tracking import CONTENT, READING, Found, gather, track
from .writes import begin, record, tell_found

__all__ = ["ObservedSet"]

T = TypeVar("T")

_WHOLE = (
    *("__or__", "__ror__", "__and__", "__rand__", "__sub__", "__rsub__", "__xor__", "__rxor__", "copy"),
    *("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"),
    *("union", "intersection", "difference", "symmetric_difference", "isdisjoint", "issubset", "issuperset"),
)


@read_whole(_WHOLE)
class ObservedSet(set[T]):
    """A set in the state. Calling the class makes a plain set."""

    __slots__ = ("_sk_store", "_sk_subs", "_sk_up")

    _sk_store: Any
    _sk_subs: Any
    _sk_up: Up

    def __new__(cls, items: Iterable[T] = ()) -> set[T]:  # type: ignore[misc]
        return set(items)

    # Reading

    def __contains__(self, value: object) -> bool:
        found = set.__contains__(self, value)
        if READING.current is not None:
            track(self, _element(value))
        return found

    def __iter__(self) -> Iterator[T]:
        if READING.current is not None:
            track(self, CONTENT)
        return set.__iter__(self)

    def __len__(self) -> int:
        if READING.current is not None:
            track(self, CONTENT)
        return set.__len__(self)

    def __repr__(self) -> str:
        return repr(self.copy())

    # Copies are plain

    def __copy__(self) -> set[T]:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> set[T]:
        plain = {copy.deepcopy(item, memo) for item in self}
        memo[id(self)] = plain
        return plain

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return set, (list(self),)

    __hash__ = None

    # Changing

    def _all(self) -> set[Any]:
        """All elements, read raw."""
        return set().union(self)

    def _change(self, remove: set[Any], insert: Iterable[Any]) -> None:
        """Take out some elements that are there and put in some that are not."""
        run = begin(self)
        added = set(adopt_all(insert, self))
        if not remove and not added:
            return
        set.difference_update(self, remove)
        set.update(self, added)
        record(self, "members", None, remove, added, run)
        subs = self._sk_subs
        if subs:
            found: Found = {}
            changed = remove | added
            gather(subs, changed if len(changed) < len(subs) else [k for k in subs if k in changed], found)
            gather(subs, (CONTENT,), found)
            tell_found(self, found)

    def add(self, value: T) -> None:
        self._change(set(), () if set.__contains__(self, value) else (value,))

    def discard(self, value: object) -> None:
        self._change(_present(self, (_element(value),)), ())

    def remove(self, value: T) -> None:
        found = _present(self, (_element(value),))
        self._change(found, ())
        if not found:
            raise KeyError(value)

    def pop(self) -> T:
        for value in set.__iter__(self):
            self._change({value}, ())
            return value
        raise KeyError("pop from an empty set")

    def clear(self) -> None:
        self._change(self._all(), ())

    def update(self, *others: Iterable[T]) -> None:
        self._change(set(), {v for v in set().union(*others) if not set.__contains__(self, v)})

    def difference_update(self, *others: Iterable[Any]) -> None:
        self._change(_present(self, set().union(*others)), ())

    def intersection_update(self, *others: Iterable[Any]) -> None:
        self._change(self._all() - self._all().intersection(*others), ())

    def symmetric_difference_update(self, other: Iterable[T]) -> None:
        values = set(other)
        self._change(_present(self, values), [value for value in values if not set.__contains__(self, value)])

    def __ior__(self, other: Any) -> Any:  # type: ignore[misc]
        return self._in_place(other, self.update)

    def __iand__(self, other: Any) -> Any:  # type: ignore[misc]
        return self._in_place(other, self.intersection_update)

    def __isub__(self, other: Any) -> Any:  # type: ignore[misc]
        return self._in_place(other, self.difference_update)

    def __ixor__(self, other: Any) -> Any:  # type: ignore[misc]
        return self._in_place(other, self.symmetric_difference_update)

    def _in_place(self, other: Any, change: Callable[[Any], None]) -> Any:
        if not isinstance(other, (set, frozenset)):
            return NotImplemented
        change(other)
        return self


def _present(target: set[Any], values: Iterable[Any]) -> set[Any]:
    return {value for value in values if set.__contains__(target, value)}


def _element(value: Any) -> Any:
    """A set looks an unhashable set up as the frozen set that equals it."""
    return frozenset(value) if isinstance(value, set) and type(value).__hash__ is None else value


def _adopt_set(value: set[Any], store: Any, up: Up, memo: Memo) -> Any:
    made: Any = set.__new__(ObservedSet)
    made._sk_store, made._sk_up, made._sk_subs = store, up, None
    memo[id(value)] = (made, value)
    set.update(made, adopt_all(value, made, memo))
    return made


def _fill(value: Any, memo: Memo) -> None:
    items = adopt_all(set.__iter__(value), value, memo)
    set.clear(value)
    set.update(value, items)


ADOPTERS[set] = _adopt_set
ADOPTERS[ObservedSet] = keep(_fill)
