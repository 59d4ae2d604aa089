"""A loop whose time only passes when a test says so, and a host on it.

``time.sleep`` in a handler suspends that handler alone, as stack switching does in a browser (skerry.cpython.stacks).
"""

from __future__ import annotations

import asyncio
import os
import selectors
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..cpython import can_switch, on_own_stack, switch_out
from ..errors import SecretError
from ..host import RawResponse, Request
from ..net import redact
from ..state import RUN
from .network import FakeNetwork

__all__ = ["ManualHost", "ManualLoop"]


class ManualLoop(asyncio.SelectorEventLoop):
    """An event loop with a clock of its own, in seconds from 0. ``advance`` runs what is due and then stops.

    pause: asked before time moves on; where it says yes, ``advance`` returns early.
    """

    def __init__(self, pause: Callable[[], bool] = lambda: False) -> None:
        self._pause = pause
        self._now = 0.0
        self._until = 0.0
        super().__init__(_JumpingSelector(self._jump))

    def time(self) -> float:
        return self._now

    def advance(self, seconds: float = 0.0) -> None:
        """Let this much time pass: timers fire in their order, and all that they make ready runs."""
        self._until = self._now + seconds
        outer = asyncio._get_running_loop()  # of an app during whose work this one is let go of
        asyncio._set_running_loop(None)
        try:
            self.run_forever()
        finally:
            asyncio._set_running_loop(outer)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Code that is called from outside finds the loop as the running one, as it does in a page."""
        inside = self.is_running()
        if not inside:
            asyncio._set_running_loop(self)
        try:
            yield
        finally:
            if not inside:
                asyncio._set_running_loop(None)

    def block(self, seconds: float) -> None:
        """Let time pass in which nothing else can run."""
        self._now += seconds
        self._until = max(self._until, self._now)

    def _jump(self, timeout: float | None) -> None:
        """Nothing is ready and the next timer is ``timeout`` away: go there, or stop at the end of the advance."""
        if self._pause():
            self.stop()
        elif timeout is None or self._now + timeout > self._until:
            self._now = self._until
            self.stop()
        else:
            self._now += timeout


class _JumpingSelector(selectors.DefaultSelector):
    """Never waits: what would be waited for is passed to ``jump`` instead."""

    def __init__(self, jump: Callable[[float | None], None]) -> None:
        super().__init__()
        self._jump = jump

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and (timeout is None or timeout > 0):
            self._jump(timeout)
        return ready


class ManualHost:
    """A ``skerry.host.Host`` for tests: time from a ``ManualLoop``, bytes that repeat, files from a dict.

    responses: what ``sk.fetch`` is answered with (skerry.testing.network). secrets: what ``sk.secret`` gives, None for one that
    the person refuses; without it, the environment's variables.
    """

    def __init__(
        self,
        loop: ManualLoop,
        files: Mapping[str, bytes] | None = None,
        responses: Any = None,
        secrets: Mapping[str, str | None] | None = None,
    ) -> None:
        self._loop = loop
        self.network = FakeNetwork(responses)
        self._secrets = os.environ if secrets is None else secrets
        self._files = files if files is not None else {}
        self._uploads: dict[str, bytes] = {}
        self._counter = 0
        self._sleeping: dict[Any, asyncio.Future[None]] = {}
        self.logs: list[tuple[str, str]] = []
        self.said_by: list[str] = []

    def now(self) -> float:
        return self._loop.time()

    def spawn(self, coro: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(on_own_stack(coro))
        task.add_done_callback(lambda _: coro.close())  # one that is cancelled before it begins
        return task

    def starts_all_on_loop(self) -> bool:
        return False

    def can_suspend(self) -> bool:
        return can_switch()

    def sleep(self, seconds: float) -> None:
        if not can_switch():
            self._loop.block(seconds)
            return
        run = RUN.get()
        future = self._loop.create_future()
        timer = self._loop.call_later(seconds, _wake, future)
        self._sleeping[run] = future
        try:
            switch_out(future)
        finally:
            timer.cancel()
            self._sleeping.pop(run, None)

    def interrupt(self, run: object) -> None:
        future = self._sleeping.get(run)
        if future is not None and not future.done():
            future.cancel()

    def random_bytes(self, n: int) -> bytes:
        self._counter += 1
        return self._counter.to_bytes(n, "big")

    def put_file(self, name: str, content: bytes, kind: str) -> dict[str, Any]:
        """Take a file that a person chose; what an event says of it. Its id gives the bytes to ``read_file``."""
        number = f"uploads/{len(self._uploads)}"
        self._uploads[number] = content
        return {"id": number, "name": name, "size": len(content), "type": kind, "last_modified": 0.0}

    def read_file(self, name: str) -> bytes:
        if name in self._uploads:
            return self._uploads[name]
        if name not in self._files:
            raise FileNotFoundError(f"{name!r} is not among the app's files: {sorted(self._files)}")
        return self._files[name]

    async def read_slice(self, name: str, start: int, end: int) -> bytes:
        return self.read_file(name)[start:end]

    def held(self, name: str) -> ManualHost:
        return self

    async def fetch(self, request: Request) -> RawResponse:
        return await self.network.fetch(request)

    async def secret(self, name: str, prompt: str, again: bool) -> str | None:
        if name not in self._secrets:
            raise SecretError(
                f"{name} is not set: {prompt!r} cannot be asked here, so set the environment variable {name}, "
                f"or in a test App(..., secrets={{{name!r}: 'value'}})"
            )
        return self._secrets[name]

    def log(self, level: str, text: str, handler: str = "") -> None:
        self.logs.append((level, redact(text)))
        self.said_by.append(handler)


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
