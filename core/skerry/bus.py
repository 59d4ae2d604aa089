"""Named application events: many callbacks to one name.

    @sk.subscribe("user_joined")
    def greet(name, email):
        ...

    sk.publish("user_joined", "Ada", "ada@example.org")

A ``Bus`` is a list of subscriptions and the order in which a name calls them. It knows no sessions and runs nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from .errors import HandlerError

__all__ = ["Bus", "Subscription"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One callback of one name. ``pattern`` may hold ``*``, ``?`` and ``[...]``; a higher priority is called sooner."""

    pattern: str
    callback: Callable[..., Any]
    priority: int = 0
    once: bool = False
    number: int = field(default=0, compare=False)

    def answers(self, name: str) -> bool:
        """Whether this name calls it."""
        return self.pattern == name or fnmatchcase(name, self.pattern)


class Bus:
    """The subscriptions of one app."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []
        self._numbers = itertools.count(1)

    def __len__(self) -> int:
        return len(self._subscriptions)

    def subscribe(self, pattern: str, callback: Callable[..., Any], *, priority: int = 0, once: bool = False) -> Subscription:
        """Have a callback called whenever the name is published. Raises ``HandlerError`` for what cannot be called."""
        if not isinstance(pattern, str) or not pattern:
            raise HandlerError(f'a name of the bus is a text, as in @sk.subscribe("user_joined"), not {pattern!r:.60}')
        if not callable(callback):
            raise HandlerError(f"subscribe({pattern!r}): a callback is a function, not {callback!r:.60}")
        made = Subscription(pattern, callback, priority, once, next(self._numbers))
        self._subscriptions.append(made)
        return made

    def unsubscribe(self, callback: Callable[..., Any], pattern: str | None = None) -> int:
        """Remove a callback from a name, or from all; how many subscriptions that were."""
        before = len(self._subscriptions)
        self._subscriptions = [
            one for one in self._subscriptions if one.callback != callback or pattern not in (None, one.pattern)
        ]
        return before - len(self._subscriptions)

    def take(self, name: str) -> list[Subscription]:
        """The subscriptions that a name calls, in the order of priority and then of registration.

        Those that are called once only are no longer subscribed afterwards.
        """
        found = sorted((one for one in self._subscriptions if one.answers(name)), key=lambda one: (-one.priority, one.number))
        spent = {one.number for one in found if one.once}
        if spent:
            self._subscriptions = [one for one in self._subscriptions if one.number not in spent]
        return found
