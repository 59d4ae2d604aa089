"""Who reads what: observers, and the subscriptions that their reads leave on what they read.

Every observed object carries ``_sk_subs``: nothing at all until someone reads it under an observer, then a dict from
*key* to who has read it. A key is a field's name, an item's index, a dict's key, a set's element, or one of two
marks for the whole: ``SHAPE`` (how many, which keys) and ``CONTENT`` (everything, as iteration sees it).

    row._sk_subs   {"label": scope_7}                          one reader is stored bare
    log._sk_subs   {SHAPE: scope_1, 3: Many{scope_2, scope_9}}  several share a dict

An observer's ``sources`` is the same from the other side, flat to be small: ``[subs, key, subs, key, ...]``.
Reading is synchronous, so one module-level ``READING`` says who reads now.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol, TypeAlias

__all__ = ["COMPARED", "Observer", "forget", "observe", "unobserve", "untracked"]


class Observer(Protocol):
    """A scope, a computed value, a watch: whatever reads state and must know when that changes.

    sources: a list of its own, empty at first, which this module fills and empties.
    An observer with a true attribute ``forbid_writes`` may not write state while it reads; a text there says when that
    is, for the error.
    """

    sources: list[Any]

    def invalidate(self) -> None:
        """Something that was read has changed. Called at most once per mutation; cheap, and idempotent."""
        ...

    def field_changed(self, target: Any, name: str) -> None:
        """As ``invalidate``, where all that has changed is one field of one object, which was read."""
        ...


class Mark:
    """A key that no user's key can equal."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


SHAPE: Final = Mark("SHAPE")
CONTENT: Final = Mark("CONTENT")
SPLICES: Final = Mark("SPLICES")
BOTH: Final = (SHAPE, CONTENT)

COMPARED: Final[set[Hashable]] = set()
"""The names of fields with which somebody has compared a value, so that readers of one stand under ``(name, value)``, too."""


class Many(dict[int, Observer]):
    """Several readers of one key, by their ``id``, in the order in which they came."""

    __slots__ = ()


Subs: TypeAlias = dict[Hashable, Any]  # key -> Observer | Many
Found: TypeAlias = dict[int, Observer]


class _Reading:
    """current: who reads now; frozen: writing is forbidden (and when); handed: sets that were read, but not yet looked into; again:
    the names of fields that the current observer has read more than once of an object."""

    __slots__ = ("again", "current", "frozen", "handed")

    def __init__(self) -> None:
        self.current: Observer | None = None
        self.frozen: bool | str = False
        self.handed: list[Any] = []
        self.again: set[str] = set()


READING: Final = _Reading()


def observe(observer: Observer) -> tuple[Any, ...]:
    """Record reads for ``observer`` until ``unobserve`` is called with the token that this returns. Nestable."""
    token = (READING.current, READING.frozen, READING.handed, READING.again)
    READING.current = observer
    if READING.again:
        READING.again = set()
    READING.frozen = READING.frozen or getattr(observer, "forbid_writes", False)
    READING.handed = []
    return token


def unobserve(token: tuple[Any, ...]) -> None:
    """End what ``observe`` began."""
    if READING.handed:
        _settle(READING.current, READING.handed)
    if READING.again:
        READING.again.clear()
    READING.current, READING.frozen, READING.handed, READING.again = token


def _settle(observer: Observer | None, handed: list[Any]) -> None:
    """``set(tags)`` copies in C, past every method. So a set that was taken but not looked into counts as read whole."""
    if observer is None:
        return
    looked_into = set(map(id, observer.sources[::2]))
    for value in handed:
        if id(value._sk_subs) not in looked_into:
            track(value, CONTENT)


@contextmanager
def untracked() -> Iterator[None]:
    """Read without recording. Where writing was forbidden it still is."""
    current = READING.current
    READING.current = None
    try:
        yield
    finally:
        READING.current = current


def track(target: Any, key: Hashable) -> bool:
    """The current observer, which the caller knows to be there, reads ``key`` of ``target``: whether for the first time."""
    current = READING.current
    assert current is not None
    subs: Subs | None = target._sk_subs
    if subs is None:
        subs = {key: current}
        object.__setattr__(target, "_sk_subs", subs)
    else:
        held = subs.get(key)
        if held is None:
            subs[key] = current
        elif held is current or (type(held) is Many and id(current) in held):
            return False
        elif type(held) is not Many:
            subs[key] = Many(((id(held), held), (id(current), current)))
        else:
            held[id(current)] = current
    current.sources += (subs, key)
    return True


def tell_splice(subs: Subs, start: int, gone: int, new: int) -> None:
    """Say what happens to a list, ahead of telling that it has changed, to those who follow it."""
    held: Any = subs.get(SPLICES)
    if held is not None:
        followers: Iterable[Any] = held.values() if type(held) is Many else (held,)
        for follower in followers:
            follower.spliced(start, gone, new)


def forget(observer: Observer) -> None:
    """Drop all that ``observer`` has read."""
    sources = observer.sources
    if not sources:
        return
    pairs = iter(sources)
    for subs in pairs:
        key = next(pairs)
        held = subs.get(key)
        if held is observer:
            del subs[key]
        elif type(held) is Many:
            held.pop(id(observer), None)
            if not held:
                del subs[key]
    sources.clear()


def gather(subs: Subs, keys: Iterable[Hashable], found: Found) -> None:
    """Add the readers of ``keys`` to ``found``."""
    for key in keys:
        held = subs.get(key)
        if held is None:
            continue
        if type(held) is Many:
            found.update(held)
        else:
            found[id(held)] = held


def gather_range(subs: Subs, low: int, high: int, found: Found) -> None:
    """Add the readers of the indices from ``low`` up to ``high``, in time of the smaller of range and readers."""
    if high - low <= len(subs):
        gather(subs, range(low, high), found)
    else:
        gather(subs, [key for key in subs if type(key) is int and low <= key < high], found)


def tell(found: Found, on_change: Callable[[Observer], None] | None = None) -> None:
    """Invalidate each observer once."""
    for observer in found.values():
        observer.invalidate()
        if on_change is not None:
            on_change(observer)
