"""What a shell passes in: clock, sleep, tasks, randomness, files, the network and secrets.

The core never touches any of these itself, so a test can hand it a clock that it advances by hand,
the page can hand it the browser's event loop, and a server its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

__all__ = ["CURRENT", "Host", "RawResponse", "Request", "Sleeper"]


@dataclass(frozen=True)
class Request:
    """What ``Host.fetch`` is to send.

    method: in capitals. url: absolute, or relative to the page. headers: names in lower case. body: None where there is none.
    What may hold a key is left out of its ``repr``.
    """

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


class RawResponse(Protocol):
    """An answer whose head has arrived, and whose body may still be on its way."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> list[tuple[str, str]]: ...

    @property
    def url(self) -> str:
        """Where the answer came from, after redirects."""
        ...

    def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives; called once. Raises ``NetworkError`` where it breaks off."""
        ...

    def close(self) -> None:
        """Let the rest go: what is still on its way is aborted. Doing it twice is harmless."""
        ...


class Host(Protocol):
    """The few things that differ between a page, a worker, a server and a test."""

    def now(self) -> float:
        """Monotonic time in seconds."""
        ...

    def spawn(self, coro: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a coroutine on the loop; sync code inside it may suspend where the host can."""
        ...

    def starts_all_on_loop(self) -> bool:
        """Whether every handler starts on the loop, where it can suspend: for hosts where that costs next to nothing."""
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
        """The bytes of one of the app's data files, or of a file that the person chose; ``FileNotFoundError`` where there is none.

        A chosen file may be one that takes time to read: this is suspended meanwhile, or ``HandlerError`` where that cannot be.
        """
        ...

    async def read_slice(self, name: str, start: int, end: int) -> bytes:
        """The bytes from ``start`` up to ``end`` of a file that the person chose; errors as in ``read_file``."""
        ...

    def held(self, name: str) -> Any:
        """What reads a file that the person chose (``skerry.events.FileSource``). When nobody has this, its bytes may go."""
        ...

    async def fetch(self, request: Request) -> RawResponse:
        """Send a request, and give the answer once its head is there. Cancelling this aborts the request.

        Raises ``NetworkError`` where there is no answer.
        """
        ...

    async def secret(self, name: str, prompt: str, again: bool) -> str | None:
        """A secret: a page asks its visitor, elsewhere it is an environment variable. None where the visitor gives none.

        again: what was given before is of no use. Raises ``SecretError`` where nobody can be asked.
        """
        ...

    def log(self, level: str, text: str, handler: str = "") -> None:
        """A line for the developer: level is ``debug``, ``info``, ``warning`` or ``error``. handler: who printed it, by name."""
        ...


class Sleeper(Protocol):
    """Whose ``sleep`` a handler's ``time.sleep`` is."""

    def sleep(self, seconds: float) -> None: ...


CURRENT: Final[ContextVar[Sleeper | None]] = ContextVar("skerry_host", default=None)
"""Set while a handler runs. A shell replaces ``time.sleep`` by one that asks this first."""
