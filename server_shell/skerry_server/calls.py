"""One call by name, and the answers to it as they come."""

from __future__ import annotations

import asyncio
from typing import Final

from skerry.protocol import Message

__all__ = ["Call"]

_MOST_UNREAD: Final = 16
"""Values that wait for a client that is slower than the handler. Then the handler's session waits too."""


class Call:
    """A call that is under way. Whoever made it takes one answer after another; the last has no ``more``."""

    def __init__(self) -> None:
        self.answered = False
        self._answers: asyncio.Queue[Message] = asyncio.Queue(_MOST_UNREAD)
        self._closed = False

    async def put(self, answer: Message) -> None:
        """An answer has come. Waits while too many are unread."""
        if not answer.get("more"):
            self.answered = True
        if not self._closed:
            await self._answers.put(answer)

    async def next(self, seconds: float) -> Message:
        """The next answer. Raises ``TimeoutError`` where none comes in this time."""
        async with asyncio.timeout(seconds):
            return await self._answers.get()

    def close(self) -> None:
        """Nobody waits for answers any more."""
        self._closed = True
        while not self._answers.empty():
            self._answers.get_nowait()
