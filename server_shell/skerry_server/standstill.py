"""Handlers that hold up everybody: all sessions share one loop, and what blocks it is named in the log, once for each line."""

from __future__ import annotations

import asyncio
import linecache
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

__all__ = ["Standstill"]

_ADVICE: Final = (
    "All sessions wait meanwhile. Await what takes time, as with sk.fetch, or let a thread do it: await asyncio.to_thread(...); "
    "in a long loop, `yield` or `await asyncio.sleep(0)` lets the others have their turn"
)


class Standstill:
    """Looks from a thread of its own whether the loop goes on.

    owns: whether a file is one of the app's. tell: takes a text, in that thread. patience: seconds of unbroken Python that nobody
    is told of.
    """

    def __init__(self, owns: Callable[[str], bool], tell: Callable[[str], None], patience: float) -> None:
        self._owns = owns
        self._tell = tell
        self._patience = patience
        self._beat = time.monotonic()
        self._next: asyncio.TimerHandle | None = None
        self._stopped = threading.Event()
        self._told: set[tuple[str, int]] = set()
        self._watched = 0
        self._thread = threading.Thread(target=self._watch, name="skerry standstill", daemon=True)

    def start(self) -> None:
        """Watch the loop that runs here."""
        self._watched = threading.get_ident()
        self._alive()
        self._thread.start()

    def stop(self) -> None:
        if self._next is not None:
            self._next.cancel()
        self._stopped.set()
        self._thread.join()

    def _alive(self) -> None:
        self._beat = time.monotonic()
        self._next = asyncio.get_running_loop().call_later(self._patience / 4, self._alive)

    def _watch(self) -> None:
        while not self._stopped.wait(self._patience / 2):
            if time.monotonic() - self._beat > self._patience:
                self._look()

    def _look(self) -> None:
        """Say where the loop's thread stands, if that is in the app."""
        frame = sys._current_frames().get(self._watched)
        while frame is not None and not self._owns(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is None:
            return
        place = frame.f_code.co_filename, frame.f_lineno
        if place not in self._told:
            self._told.add(place)
            self._tell(f"{_where(frame)} has held up this server for more than {self._patience:g} s. {_ADVICE}")


def _where(frame: FrameType) -> str:
    code, line = frame.f_code, frame.f_lineno
    source = linecache.getline(code.co_filename, line, frame.f_globals).strip()
    return f"{code.co_qualname} ({code.co_filename}, line {line}: {source:.80})"
