"""Tells every open page which version of the app is there now.

A page that connects is told the current version at once, so nothing is missed between two connections. Of several
changes that a page has not taken yet only the last one counts.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

__all__ = ["HEARTBEAT", "Hub", "News", "encode"]

HEARTBEAT: Final = 15.0
"""Seconds after which a silent connection gets a comment, so that a dead one is noticed."""


@dataclass(frozen=True, slots=True)
class News:
    """The version that is there now, and the files whose change made it (none for the first)."""

    version: str
    changed: tuple[str, ...] = ()


class Hub:
    """One news, many listeners. All calls on the event loop."""

    def __init__(self, version: str) -> None:
        self.news = News(version)
        self._listeners: set[asyncio.Event] = set()
        self._closed = False

    @property
    def listeners(self) -> int:
        """How many pages are connected."""
        return len(self._listeners)

    def tell(self, news: News) -> None:
        self.news = news
        self._wake()

    def close(self) -> None:
        """End all connections, so that the server can stop."""
        self._closed = True
        self._wake()

    async def listen(self, heartbeat: float = HEARTBEAT) -> AsyncIterator[News | None]:
        """The news now, and whenever there are others; None as a sign of life in between."""
        woken = asyncio.Event()
        self._listeners.add(woken)
        try:
            yield self.news
            while not self._closed:
                woken_in_time = await _within(woken, heartbeat)
                if self._closed:
                    return
                woken.clear()
                yield self.news if woken_in_time else None
        finally:
            self._listeners.discard(woken)

    def _wake(self) -> None:
        for woken in self._listeners:
            woken.set()


def encode(news: News | None) -> str:
    """News as a server-sent event; a comment for None."""
    if news is None:
        return ": still here\n\n"
    data = json.dumps({"version": news.version, "changed": news.changed})
    return f"event: version\ndata: {data}\n\n"


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
