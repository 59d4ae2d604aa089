"""The mutation log: what was changed where, by which run, and how to take it back.

A mutation is one of a few primitive kinds, the same for every container, so that undo and redo are two small tables:

    kind      target             key     old                  new
    set       fields, dict, list  name    value or MISSING     value or MISSING     (an index is never MISSING)
    splice    list, deque         start   the items taken out  the items put in
    whole     list, deque, dict   None    all items before     all items after      (sort, reverse, clear, ...)
    rotate    deque               steps   None                 None
    members   set                 None    elements taken out   elements put in
    touch     anything            key     None                 None                 (changed in place; not undoable)

Undo works on the raw containers; ``store`` says who must be told.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final, Protocol

from .tracking import Mark

__all__ = ["RUN", "Mutation", "Run", "RunCancelled"]

MISSING: Final = Mark("MISSING")


class Run(Protocol):
    """What the state must know of one run of a handler."""

    @property
    def name(self) -> str:
        """For people."""
        ...

    @property
    def cancelled(self) -> bool:
        """Its writes are refused."""
        ...

    @property
    def over(self) -> bool:
        """It has ended, though tasks that it has started may go on."""
        ...


RUN: Final[ContextVar[Any]] = ContextVar("skerry_run", default=None)
"""The run whose writes these are; None outside handlers."""


class RunCancelled(asyncio.CancelledError):
    """A run that was cancelled tried to write state."""


class Mutation:
    """One primitive change. The module's text has the table of kinds."""

    __slots__ = ("key", "kind", "new", "old", "place", "run", "serial", "target")

    def __init__(self, target: Any, kind: str, key: Any, old: Any, new: Any, run: Any, serial: int) -> None:
        self.target = target
        self.kind = kind
        self.key = key
        self.old = old
        self.new = new
        self.run = run
        self.serial = serial
        self.place: Any = None  # of a key taken out of a dict: where it stood (see ``mappings``)

    @property
    def path(self) -> str:
        """Where it was changed, as ``Counter.log[3].text``, by where the target is now."""
        from .paths import path_of_key  # paths knows every container; this module none

        return path_of_key(self.target, self.key if self.kind in ("set", "touch") else None)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path}: {self.old!r} -> {self.new!r}>"


def _put(target: Any, m: Mutation, value: Any) -> None:
    if isinstance(target, list):
        list.__setitem__(target, m.key, value)
    elif isinstance(target, deque):
        deque.__setitem__(target, m.key, value)
    elif isinstance(target, dict):
        _put_item(target, m, value)
    else:
        type(target)._sk_put(target, m.key, value)


def _put_item(target: dict[Any, Any], m: Mutation, value: Any) -> None:
    order = getattr(target, "_sk_order", None)
    if value is MISSING:
        dict.pop(target, m.key, None)
        if order is not None:
            m.place = order.pop(m.key, m.place)
        return
    if order is not None and m.key not in target:
        order[m.key] = m.serial if m.place is None else m.place
    dict.__setitem__(target, m.key, value)


def _splice(target: Any, start: int, remove: int, insert: list[Any]) -> None:
    if isinstance(target, list):
        list.__setitem__(target, slice(start, start + remove), insert)
    else:
        splice_deque(target, start, remove, insert)


def splice_deque(target: deque[Any], start: int, remove: int, insert: list[Any]) -> None:
    """Replace ``remove`` items from ``start``: turn the place to the left end, change it there, turn back."""
    deque.rotate(target, -start)
    for _ in range(remove):
        deque.popleft(target)
    deque.extendleft(target, reversed(insert))
    deque.rotate(target, start)


def _whole(target: Any, items: Any, order: Any) -> None:
    if isinstance(target, list):
        list.__setitem__(target, slice(None), items)
    elif isinstance(target, deque):
        deque.clear(target)
        deque.extend(target, items)
    else:
        dict.clear(target)
        dict.update(target, items)
        if hasattr(target, "_sk_order"):
            target._sk_order = order


def _members(target: set[Any], remove: Any, insert: Any) -> None:
    set.difference_update(target, remove)
    set.update(target, insert)


UNDO: Final[dict[str, Callable[[Any, Mutation], None]]] = {
    "set": lambda target, m: _put(target, m, m.old),
    "splice": lambda target, m: _splice(target, m.key, len(m.new), m.old),
    "whole": lambda target, m: _whole(target, m.old, m.place),
    "rotate": lambda target, m: deque.rotate(target, -m.key),
    "members": lambda target, m: _members(target, m.new, m.old),
    "touch": lambda target, m: None,
}
REDO: Final[dict[str, Callable[[Any, Mutation], None]]] = {
    "set": lambda target, m: _put(target, m, m.new),
    "splice": lambda target, m: _splice(target, m.key, len(m.old), m.new),
    "whole": lambda target, m: _whole(target, m.new, None),
    "rotate": lambda target, m: deque.rotate(target, m.key),
    "members": lambda target, m: _members(target, m.old, m.new),
    "touch": lambda target, m: None,
}
