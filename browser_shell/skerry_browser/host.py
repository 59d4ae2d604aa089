"""The page as a host: the browser's event loop and clock, and the interpreter's own file system."""

from __future__ import annotations

import asyncio
import os
import time
import weakref
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any, Final, TypeVar

from pyodide.ffi import can_run_sync, run_sync  # type: ignore[import-not-found]

from skerry.host import CURRENT, RawResponse, Request
from skerry.net import redact
from skerry.protocol import Message, log
from skerry.session.streams import finish_lines
from skerry.state import RUN

from .files import HeldFile, forget, is_elsewhere, read_slice, read_whole
from .network import fetch, secret
from .standstill import Standstills

__all__ = ["FILES", "WORKING", "PageHost", "page_sleep"]

T = TypeVar("T")

FILES: Final = "/skerry"
"""The folder in which the page stores each app's data files, in a folder named by the app's number."""

WORKING: Final = "/home/pyodide"
"""The folder to which paths without a beginning are relative."""

_GRACE: Final = 5.0
"""Seconds from the moment when nobody has a chosen file any more until its bytes go."""

_real_sleep = time.sleep


class PageHost:
    """What one session in the page is given.

    number: the app's. wake: called when there is something to send. ``messages`` holds log lines to send.
    """

    def __init__(self, number: int, wake: Callable[[], None]) -> None:
        self.number = number
        self.messages: list[Message] = []
        self._wake = wake
        self._asleep: dict[object, asyncio.Future[Any]] = {}
        self._standstills = Standstills()
        self._held: weakref.WeakValueDictionary[str, HeldFile] = weakref.WeakValueDictionary()

    def now(self) -> float:
        return time.monotonic()

    def spawn(self, coro: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(coro)

    def starts_all_on_loop(self) -> bool:
        return False  # entering a handler so that it can suspend takes a quarter of a millisecond

    def can_suspend(self) -> bool:
        return bool(can_run_sync())

    def sleep(self, seconds: float) -> None:
        """Suspends on a future of ours, which ``interrupt`` can cancel; Pyodide's own sleep would run to its end."""
        if not can_run_sync():
            self._block(seconds)
            return
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        timer = loop.call_later(max(0.0, seconds), _end, future)
        run = RUN.get()
        self._asleep[run] = future
        try:
            self.wait_for(future)
        finally:
            timer.cancel()
            if self._asleep.get(run) is future:
                del self._asleep[run]

    def wait(self, future: asyncio.Future[T]) -> T:
        """What a future gives, for sync code, which is suspended meanwhile; ``interrupt`` cancels the future."""
        run = RUN.get()
        self._asleep[run] = future
        try:
            return self.wait_for(future)
        finally:
            if self._asleep.get(run) is future:
                del self._asleep[run]

    @staticmethod
    def wait_for(future: asyncio.Future[T]) -> T:
        """The same where no run waits."""
        value, error = run_sync(_outcome(future))
        if error is not None:
            raise error
        result: T = value
        return result

    def interrupt(self, run: object) -> None:
        future = self._asleep.get(run)
        if future is not None:
            future.cancel()

    def random_bytes(self, n: int) -> bytes:
        return os.urandom(n)

    def read_file(self, name: str) -> bytes:
        path = file_path(self.number, name)
        if is_elsewhere(path, name):
            return read_whole(self, name)
        with open(path, "rb") as file:
            return file.read()

    async def read_slice(self, name: str, start: int, end: int) -> bytes:
        path = file_path(self.number, name)
        if is_elsewhere(path, name):
            return await read_slice(self.number, name, start, end)
        with open(path, "rb") as file:
            file.seek(start)
            return file.read(end - start)

    def held(self, name: str) -> HeldFile:
        found = self._held.get(name)
        if found is None:
            found = self._held[name] = HeldFile(self)
            weakref.finalize(found, self._let_go, name).atexit = False
        return found

    def _let_go(self, name: str) -> None:
        """Nobody has a file any more; an event that is on its way may still name it."""
        with suppress(RuntimeError):
            asyncio.get_running_loop().call_later(_GRACE, self._forget, name)

    def _forget(self, name: str) -> None:
        if name not in self._held:
            forget(self.number, name, file_path(self.number, name))

    async def fetch(self, request: Request) -> RawResponse:
        return await fetch(request)

    async def secret(self, name: str, prompt: str, again: bool) -> str | None:
        return await secret(self.number, name, prompt, again)

    def log(self, level: str, text: str, handler: str = "") -> None:
        finish_lines()
        self.messages.append(log(level, redact(text), handler))
        self._wake()

    def blocks(self, what: str, instead: str) -> None:
        """Tell the developer that sync code is about to hold up the page (skerry_browser.standstill)."""
        if text := self._standstills.tell(what, instead):
            self.log("warning", text)

    def _block(self, seconds: float) -> None:
        if seconds > 0:
            self.blocks(f"time.sleep({seconds:g})", f"await asyncio.sleep({seconds:g})")
        _real_sleep(seconds)


def page_sleep(seconds: float) -> None:
    """What ``time.sleep`` is in a page: in a handler it suspends the handler."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    sleeper = CURRENT.get()
    if sleeper is None:
        _real_sleep(seconds)
    else:
        sleeper.sleep(seconds)


def file_path(number: int, name: str) -> str:
    """Where a data file of app ``number`` lies. Raises ``FileNotFoundError`` for a name that leads elsewhere."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        raise FileNotFoundError(f"{name!r} is no name of one of the app's files: it must stay inside the app's folder")
    return f"{FILES}/{number}/{pure}"


async def _outcome(future: asyncio.Future[Any]) -> tuple[Any, BaseException | None]:
    """What a future comes to, as a value.

    An error is not to pass through JavaScript: where two of them do so at once, Pyodide takes one for the other's, and the
    first becomes a ``RuntimeError`` about stack switching.
    """
    try:
        return await future, None
    except BaseException as error:
        return None, error


def _end(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
