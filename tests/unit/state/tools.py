"""A run, an observer, and what both halves of a comparison do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from skerry.state import RUN, forget, observe, unobserve


class Reader:
    """Reads something under observation, and counts how often it was told of a change since.

    raw: keep what was read as it is, instead of reading all that is in it.
    """

    def __init__(self, read: Callable[[], Any], raw: bool = False) -> None:
        self.sources: list[Any] = []
        self.told = 0
        self._read = read
        self._raw = raw
        self.value = self.look()

    def look(self) -> Any:
        """Read anew; forgets that it was told."""
        forget(self)
        token = observe(self)
        try:
            self.value = outcome(self._read, self._raw)
        finally:
            unobserve(token)
        self.told = 0
        return self.value

    def invalidate(self) -> None:
        self.told += 1

    def field_changed(self, target: Any, name: str) -> None:
        self.invalidate()


class FakeRun:
    """What the state must know of a run."""

    def __init__(self, name: str = "run") -> None:
        self.name = name
        self.cancelled = False


class running:
    """Writes inside are this run's."""

    def __init__(self, run: FakeRun) -> None:
        self.run = run

    def __enter__(self) -> FakeRun:
        self._token = RUN.set(self.run)
        return self.run

    def __exit__(self, *_: object) -> None:
        RUN.reset(self._token)


def outcome(act: Callable[[], Any], raw: bool = False) -> Any:
    """What an action gives, or the type of what it raises: equal for two objects that behave alike."""
    try:
        found = act()
    except Exception as error:
        return type(error)
    return found if raw else plain(found)


def plain(value: Any) -> Any:
    """A copy without observation, whatever of it is observed; iterators as lists."""
    if isinstance(value, dict):
        return {plain(k): plain(v) for k, v in dict.items(value)}
    if isinstance(value, list):
        return [plain(v) for v in list.__iter__(value)]
    if isinstance(value, (set, frozenset)):
        return set(value)
    if isinstance(value, tuple):
        return tuple(plain(v) for v in value)
    if hasattr(value, "__next__"):
        return [plain(v) for v in value]
    if hasattr(value, "popleft"):
        return ("deque", [plain(v) for v in value], value.maxlen)
    return value
