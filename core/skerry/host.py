"""What a shell passes in: clock, sleep, tasks, randomness and files.

The core never touches any of these itself, so a test can hand it a clock that it advances by hand,
the page can hand it the browser's event loop, and a server its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any, Final, Protocol

__all__ = ["CURRENT", "Host", "Sleeper"]


class Host(Protocol):
    """The few things that differ between a page, a worker, a server and a test."""

    def now(self) -> float:
        """Monotonic time in seconds."""
        ...

    def spawn(self, coro: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a coroutine on the loop; sync code inside it may suspend where the host can."""
        ...

    def sleep(self, seconds: float) -> None:
        """What ``time.sleep`` means inside a sync handler.

        Suspends the handler where the host can switch stacks, and blocks elsewhere.
        Raises ``asyncio.CancelledError`` when the handler is cancelled meanwhile.
        """
        ...

    def can_suspend(self) -> bool:
        """Whether ``sleep``, called here and now, suspends the handler instead of blocking everything."""
        ...

    def interrupt(self, run: object) -> None:
        """Raise ``asyncio.CancelledError`` in the ``sleep`` that this run (``skerry.state.RUN``) is suspended in."""
        ...

    def random_bytes(self, n: int) -> bytes:
        """``n`` bytes fit for secrets."""
        ...

    def read_file(self, name: str) -> bytes:
        """The bytes of one of the app's data files; ``FileNotFoundError`` where there is none."""
        ...

    def log(self, level: str, text: str) -> None:
        """A line for the developer: level is ``debug``, ``info``, ``warning`` or ``error``."""
        ...


class Sleeper(Protocol):
    """Whose ``sleep`` a handler's ``time.sleep`` is."""

    def sleep(self, seconds: float) -> None: ...


CURRENT: Final[ContextVar[Sleeper | None]] = ContextVar("skerry_host", default=None)
"""Set while a handler runs. A shell replaces ``time.sleep`` by one that asks this first."""
