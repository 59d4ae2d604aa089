"""Changes made in C, past every method: ``heapq.heappush(state.queue, x)``.

A list that a run was handed gets a fingerprint (length, first and last item). It is compared at every commit and before
each change of our own; where it differs, what C put in is taken into the state and the list's readers are told. Such a
change cannot be undone. The lists that were handed out last are remembered, up to a limit, for as long as somebody has them.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from weakref import ref

from .adopt import PLAIN, adopt_all
from .log import RUN
from .tracking import BOTH, Found, gather
from .writes import record, tell_found

__all__ = ["compare", "hand_out", "reconcile", "refresh"]

LIMIT: Final = 64


def hand_out(items: list[Any]) -> None:
    """A run reads this list as a value, and might pass it to C code."""
    store = items._sk_store  # type: ignore[attr-defined]
    if store is None or id(items) in store.handed or RUN.get() is None:
        return
    handed = store.handed
    if len(handed) >= LIMIT:
        _compare_entry(handed.pop(next(iter(handed))))
    number = id(items)
    handed[number] = [ref(items, partial(handed.pop, number)), *_fingerprint(items)]


def _fingerprint(items: list[Any]) -> tuple[int, Any, Any]:
    size = list.__len__(items)
    return (size, list.__getitem__(items, 0), list.__getitem__(items, -1)) if size else (0, None, None)


def refresh(items: Any) -> None:
    """After a change of our own."""
    entry = items._sk_store.handed.get(id(items))
    if entry is not None:
        entry[1:] = _fingerprint(items)


def compare(items: Any) -> None:
    """Before a change of our own."""
    entry = items._sk_store.handed.get(id(items))
    if entry is not None:
        _compare_entry(entry)


def reconcile(store: Any) -> list[Any]:
    """Compare all that was handed out; the lists that differed."""
    return [entry[0]() for entry in list(store.handed.values()) if _compare_entry(entry)]


def _compare_entry(entry: list[Any]) -> bool:
    there, size, first, last = entry
    items = there()
    if items is None:
        return False
    now = _fingerprint(items)
    if now[0] == size and now[1] is first and now[2] is last:
        return False
    if not all(type(item) in PLAIN for item in list.__iter__(items)):
        list.__setitem__(items, slice(None), adopt_all(list.__iter__(items), items))
    entry[1:] = _fingerprint(items)
    record(items, "touch", None, None, None, RUN.get())
    tell_all(items)
    return True


def tell_all(target: Any) -> None:
    """Invalidate everyone who has read anything of this object."""
    subs = target._sk_subs
    if subs:
        found: Found = {}
        gather(subs, [*subs, *BOTH], found)
        tell_found(target, found)
