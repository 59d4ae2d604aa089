"""What every write goes through: may it be, is it a change at all, the log, and who must be told."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from enum import Enum
from threading import current_thread, get_ident
from typing import Any, Final

from ..errors import StateError
from .adopt import PLAIN
from .log import MISSING, RUN, Mutation, RunCancelled
from .paths import path_of_key
from .tracking import COMPARED, READING, Found, Many, Subs, gather, tell

__all__ = ["answers", "begin", "record", "same", "tell_field", "tell_keys"]

# Types where equal values cannot be told apart; Decimal("1.0") == Decimal("1.00") can.
_COMPARABLE: Final = frozenset({int, str, bool, bytes, date, timedelta})


def begin(target: Any, key: Hashable | None = None) -> Any:
    """The run that writes now. Raises where writing is not allowed."""
    store = target._sk_store
    if store is not None and store.thread != get_ident():
        raise StateError(
            f"{path_of_key(target, key)} was written in the thread {current_thread().name!r}, and an app's state belongs to "
            "the thread that the app runs in. Let a thread compute only, and write in the handler: "
            "value = await asyncio.to_thread(compute)"
        )
    if READING.frozen and target._sk_store is not None:
        when = READING.frozen if isinstance(READING.frozen, str) else "while the page is being rendered"
        raise StateError(
            f"{path_of_key(target, key)} was written {when}. Rendering only reads state: "
            "write it in a handler, or compute the value without storing it (@sk.computed keeps what was computed)."
        )
    run = RUN.get()
    if run is not None and run.cancelled:
        raise RunCancelled(f"{path_of_key(target, key)} was written by {run.name}, which was cancelled")
    return run


def same(old: Any, new: Any) -> bool:
    """Whether assigning ``new`` over ``old`` changes nothing that anyone could see.

    An unobservable object (a DataFrame) assigned over itself counts as changed: that is how its changes are told.
    """
    kind = type(new)
    if old is new:
        return kind in PLAIN or hasattr(kind, "_sk_store") or isinstance(new, (Enum, str, tuple))
    if kind is not type(old):
        return False
    if kind is float:
        return bool(old == new) and math.copysign(1, old) == math.copysign(1, new)
    return kind in _COMPARABLE and bool(old == new)


def record(target: Any, kind: str, key: Any, old: Any, new: Any, run: Any) -> Mutation | None:
    """Enter a change in its store's log; None for an object that has no store yet."""
    store = target._sk_store
    if store is None:
        return None
    store.serial += 1
    mutation = Mutation(target, kind, key, old, new, run, store.serial)
    store.log(mutation)
    return mutation


def tell_keys(target: Any, *keys: Hashable) -> None:
    """Invalidate the readers of some keys, each once."""
    subs = target._sk_subs
    if subs:
        found: Found = {}
        gather(subs, keys, found)
        tell_found(target, found)


def tell_field(target: Any, name: str, old: Any, new: Any) -> None:
    """Tell the readers of a field that it has another value, each once: those that have asked for a comparison with it (see
    ``answers``) as of any change, the others as of this one, unless the field has come or gone."""
    subs = target._sk_subs
    held = subs.get(name)
    found: Found | None = None
    if name in COMPARED:
        found = {}
        gather(subs, answers(subs, name, old, new), found)
    if held is not None:
        on_change = None if target._sk_store is None else target._sk_store.on_change
        for reader in (held,) if type(held) is not Many else tuple(held.values()):
            if found and id(reader) in found:
                continue
            if old is MISSING or new is MISSING:
                reader.invalidate()
            else:
                reader.field_changed(target, name)
            if on_change is not None:
                on_change(reader)
    if found:
        tell_found(target, found)


def answers(subs: Subs | None, name: Hashable, *values: Any) -> Iterable[Hashable]:
    """Whom ``equals`` has told of a field: the keys of those for whom its answer may be another, where the field had one of these
    values and has the other. Without values, or with one that is not plain, those of all who have asked."""
    if not subs:
        return ()
    if values and PLAIN.issuperset(map(type, values)):
        return [(name, value) for value in values]
    return [key for key in subs if type(key) is tuple and len(key) == 2 and key[0] == name]


def tell_found(target: Any, found: Found) -> None:
    if found:
        tell(found, target._sk_store.on_change if target._sk_store is not None else None)
