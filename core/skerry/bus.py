"""Named application events: many callbacks to one name.

    @sk.subscribe("user_joined")
    def greet(name, email):
        ...

    sk.publish("user_joined", "Ada", "ada@example.org")

A ``Bus`` is a list of subscriptions and the order in which a name calls them. It runs nothing, and tells sessions apart: what one
of them has subscribed is its own, and what is called once is called once in each.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from weakref import WeakKeyDictionary

from .errors import HandlerError

__all__ = ["Bus", "Subscription"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One callback of one name. ``pattern`` may hold ``*``, ``?`` and ``[...]``; a higher priority is called sooner.

    session: whose it is; None for all of the app's.
    """

    pattern: str
    callback: Callable[..., Any]
    priority: int = 0
    once: bool = False
    number: int = field(default=0, compare=False)
    session: Any = field(default=None, compare=False, repr=False)

    def answers(self, name: str) -> bool:
        """Whether this name calls it."""
        return self.pattern == name or fnmatchcase(name, self.pattern)


class Bus:
    """The subscriptions of one app."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []
        self._spent: WeakKeyDictionary[Any, set[int]] = WeakKeyDictionary()  # session -> those that it has called once
        self._numbers = itertools.count(1)

    def __len__(self) -> int:
        return len(self._subscriptions)

    def subscribe(
        self, pattern: str, callback: Callable[..., Any], *, priority: int = 0, once: bool = False, session: Any = None
    ) -> Subscription:
        """Have a callback called whenever the name is published, in one session or in all.

        Raises ``HandlerError`` for what cannot be called.
        """
        if not isinstance(pattern, str) or not pattern:
            raise HandlerError(f'a name of the bus is a text, as in @sk.subscribe("user_joined"), not {pattern!r:.60}')
        if not callable(callback):
            raise HandlerError(f"subscribe({pattern!r}): a callback is a function, not {callback!r:.60}")
        made = Subscription(pattern, callback, priority, once, next(self._numbers), session)
        self._subscriptions.append(made)
        return made

    def unsubscribe(self, callback: Callable[..., Any], pattern: str | None = None, session: Any = None) -> int:
        """Remove a callback from a name, or from all; how many subscriptions that were. session: its own, and all of the app's."""
        return self._remove(
            lambda one: one.callback == callback and pattern in (None, one.pattern) and one.session in (None, session)
        )

    def leave(self, session: Any) -> None:
        """A session has ended: what it has subscribed is removed."""
        self._remove(lambda one: one.session is session)

    def _remove(self, goes: Callable[[Subscription], bool]) -> int:
        before = len(self._subscriptions)
        self._subscriptions = [one for one in self._subscriptions if not goes(one)]
        return before - len(self._subscriptions)

    def take(self, name: str, session: Any = None) -> list[Subscription]:
        """The subscriptions that a name calls in a session, in the order of priority and then of registration.

        Those that are called once only will not be among them again in this session.
        """
        spent = self._spent.setdefault(self if session is None else session, set())
        found = [
            one
            for one in self._subscriptions
            if one.session in (None, session) and one.number not in spent and one.answers(name)
        ]
        spent.update(one.number for one in found if one.once)
        if session is not None:
            self._remove(lambda one: one.session is session and one.number in spent)
        return sorted(found, key=lambda one: (-one.priority, one.number))
