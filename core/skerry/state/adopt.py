"""Taking values into the state: plain containers are copied into observed ones, dataclasses become observed in place.

Each observed object knows its store (``_sk_store``), its readers (``_sk_subs``, see ``tracking``) and what holds it
(``_sk_up``): the name of a root, a weak reference to one holder, or a tuple of such. Holders serve to find an object's
path when someone asks, and are never searched otherwise; one that no longer holds the object is skipped then.

Aliasing: an observed object assigned at a second place is kept, not copied, so it is one object with two holders, and
the readers of both places are told. A plain container that stands twice in one assigned value becomes one, too.
An object that belongs to another store (another visitor's session) is copied.
"""

from __future__ import annotations

import copy
import weakref
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from .tracking import untracked

__all__ = ["ADOPTERS", "PLAIN", "adopt", "adopt_all", "keep"]

Up: TypeAlias = Any  # str | weakref.ref | tuple of these | None
Memo: TypeAlias = dict[int, Any]
Adopter: TypeAlias = Callable[[Any, Any, Up, Memo], Any]  # (value, store, up, memo) -> what is stored

PLAIN: Final[frozenset[type]] = frozenset(
    {int, str, float, bool, type(None), bytes, complex, date, datetime, time, timedelta, Decimal, frozenset, range}
)
"""Types whose values never change and hold nothing that could."""

ADOPTERS: Final[dict[type, Adopter]] = {}
"""How to take in a value of exactly this type; the modules of the containers fill it."""

_class_adopters: list[Callable[[type], Adopter | None]] = []


def for_classes(find: Callable[[type], Adopter | None]) -> None:
    """Let ``find`` give adopters for types that are not in the table, such as dataclasses."""
    _class_adopters.append(find)


def adopt(value: Any, store: Any, up: Up, memo: Memo | None = None) -> Any:
    """What to store for ``value`` in a holder that ``up`` refers to; unobservable values come back as they are."""
    kind = type(value)
    if kind in PLAIN or store is None:
        return value
    adopter = ADOPTERS.get(kind) or kind.__dict__.get("_sk_adopter") or _for_class(kind)
    if adopter is None:
        return value
    if memo is None:
        memo = {}
    done = memo.get(id(value))
    if done is not None:
        add_up(done[0], up)
        return done[0]
    return adopter(value, store, up, memo)


def _for_class(kind: type) -> Adopter | None:
    """What takes in the values of a class; a class for which that has been made knows it itself from then on."""
    for find in _class_adopters:
        adopter = find(kind)
        if adopter is not None:
            return adopter
    return None


def adopt_all(values: Any, holder: Any, memo: Memo | None = None) -> list[Any]:
    """The items to store in ``holder`` for ``values``."""
    items = list(values)
    store = holder._sk_store
    if store is None or all(type(item) in PLAIN for item in items):
        return items
    up = weakref.ref(holder)
    if memo is None:
        memo = {}
    return [item if type(item) in PLAIN else adopt(item, store, up, memo) for item in items]


def add_up(target: Any, up: Up) -> None:
    """Note one more holder, and let go of those that are gone."""
    have = getattr(target, "_sk_up", None)
    if have is up or up is None or type(target) is tuple:
        return
    if have is None:
        object.__setattr__(target, "_sk_up", up)
        return
    held = have if type(have) is tuple else (have,)
    if any(one is up for one in held):  # identity: equality of weak references compares what they refer to
        return
    alive = tuple(one for one in held if type(one) is str or one() is not None)
    object.__setattr__(target, "_sk_up", (*alive, up) if alive else up)


def keep(fill: Callable[[Any, Memo], None]) -> Adopter:
    """The adopter of a type that is observed already; ``fill`` takes its items in where it had no store so far."""

    def adopt_observed(value: Any, store: Any, up: Up, memo: Memo) -> Any:
        if value._sk_store is store:
            add_up(value, up)
            return value
        if value._sk_store is None:
            object.__setattr__(value, "_sk_store", store)
            object.__setattr__(value, "_sk_up", up)
            fill(value, memo)
            return value
        with untracked():
            plain = copy.deepcopy(value)
        fresh = adopt(plain, store, up)
        memo[id(value)] = (fresh, value)
        return fresh

    return adopt_observed


def _adopt_tuple(value: tuple[Any, ...], store: Any, up: Up, memo: Memo) -> Any:
    """A tuple is a value; what it holds may be observed, and counts as held by the tuple's holder."""
    items = [adopt(item, store, up, memo) for item in value]
    if all(new is old for new, old in zip(items, value, strict=True)):
        return value
    make = getattr(type(value), "_make", type(value))
    return make(items)


ADOPTERS[tuple] = _adopt_tuple
for_classes(lambda kind: _adopt_tuple if issubclass(kind, tuple) and hasattr(kind, "_make") else None)
