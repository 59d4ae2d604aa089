"""The server as a host: one for each session, on the server's event loop."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from collections.abc import Coroutine, Mapping
from typing import Any, Final

from skerry.cpython import app_sleep, can_switch, on_own_stack, switch_out
from skerry.errors import SecretError
from skerry.host import RawResponse, Request
from skerry.session.streams import finish_lines
from skerry.state import RUN

from .chosen import ChosenFile, ChosenFiles, is_chosen
from .fetching import Fetching
from .logs import say
from .own_files import is_relative, own_file

__all__ = ["ServerHost", "install_sleep"]

_real_sleep: Final = time.sleep


class ServerHost:
    """A ``skerry.host.Host``. files: the app's data files by name, read when asked for; chosen: those that a person chose. name:
    whose log lines these are."""

    def __init__(self, files: Mapping[str, bytes], chosen: ChosenFiles, fetching: Fetching, name: str) -> None:
        self.name = name
        self.chosen = chosen
        self._files = files
        self._fetching = fetching
        self._asleep: dict[object, asyncio.Future[None]] = {}

    def now(self) -> float:
        return time.monotonic()

    def spawn(self, coro: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(on_own_stack(coro))
        task.add_done_callback(lambda _: coro.close())  # one that is cancelled before it begins
        return task

    def starts_all_on_loop(self) -> bool:
        return True

    def can_suspend(self) -> bool:
        return can_switch()

    def sleep(self, seconds: float) -> None:
        """Suspends the handler, so that the other sessions go on; in a thread of its own, it blocks that."""
        if not can_switch():
            _real_sleep(seconds)
            return
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        timer = loop.call_later(seconds, _end, future)
        run = RUN.get()
        self._asleep[run] = future
        try:
            switch_out(future)
        finally:
            timer.cancel()
            if self._asleep.get(run) is future:
                del self._asleep[run]

    def interrupt(self, run: object) -> None:
        future = self._asleep.get(run)
        if future is not None:
            future.cancel()

    def random_bytes(self, n: int) -> bytes:
        return secrets.token_bytes(n)

    def read_file(self, name: str) -> bytes:
        if is_chosen(name):
            return self.chosen.read(name)
        if name not in self._files:
            raise FileNotFoundError(f"{name!r} is not among the app's files: {', '.join(sorted(self._files)) or 'there are none'}")
        return self._files[name]

    async def read_slice(self, name: str, start: int, end: int) -> bytes:
        return self.chosen.read(name, start, end) if is_chosen(name) else self.read_file(name)[start:end]

    def held(self, name: str) -> ChosenFile:
        return self.chosen.held(name)

    async def fetch(self, request: Request) -> RawResponse:
        if is_relative(request.url):
            return own_file(request, self._files)
        return await self._fetching.fetch(request)

    async def secret(self, name: str, prompt: str, again: bool) -> str | None:
        value = os.environ.get(name)
        if value is None:
            raise SecretError(f"{name} is not set: on a server, a secret is an environment variable. Set {name} and start it again")
        return value

    def log(self, level: str, text: str, handler: str = "") -> None:
        finish_lines()
        say(level, text, self.name, handler)


def install_sleep() -> None:
    """From now on ``time.sleep`` suspends a handler that calls it, and is Python's own everywhere else."""
    time.sleep = app_sleep


def _end(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
