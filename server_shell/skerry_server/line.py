"""The way from a session to its page: frames, and the connection that they go over, while there is one."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from skerry.view.blobs import PREFIX, taken

from .frames import Frame, Frames, Lent

__all__ = ["MOST_UNREAD", "Line"]

MOST_UNREAD: Final = 64 * 1024 * 1024
"""Bytes that are kept for a page that does not say that it has them. Then its session ends."""

_ADDRESS: Final = re.compile(rf'"({re.escape(PREFIX)}[0-9a-f]+)"')
_BROKEN: Final = (WebSocketDisconnect, RuntimeError, OSError)
"""What sending raises where the connection is gone."""


class Line:
    """One page. Where its connection drops, what is sent waits for the next one."""

    def __init__(self) -> None:
        self.frames = Frames()
        self._socket: WebSocket | None = None
        self._sending = asyncio.Lock()

    @property
    def connected(self) -> bool:
        return self._socket is not None

    async def attach(self, socket: WebSocket, first: dict[str, Any], got: int) -> None:
        """Go on over this connection: what the page is told first, then what it does not have. Raises ``ProtocolError``."""
        frames = self.frames.again(got)
        before, self._socket = self._socket, None
        if before is not None:
            with suppress(*_BROKEN):
                await before.close(4409, "The page has connected anew")
        async with self._sending:
            await socket.send_json({**first, "got": self.frames.got})
            for frame in frames:
                await self._put(socket, frame)
            self._socket = socket

    def detach(self, socket: WebSocket) -> None:
        """The connection is gone; another one may be there already."""
        if self._socket is socket:
            self._socket = None

    async def send(self, text: str) -> None:
        """Send messages, and before them the bytes that they name."""
        frame = self.frames.outgoing(text, tuple(_lent(text)) if PREFIX in text else ())
        async with self._sending:
            if self._socket is not None:
                await self._try(self._socket, frame)

    async def acknowledge(self) -> None:
        """Tell the page what has come, which other frames do too."""
        async with self._sending:
            if self._socket is not None:
                await self._try(self._socket, None)

    async def close(self, code: int = 1000) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            with suppress(*_BROKEN):
                await socket.close(code)

    async def _try(self, socket: WebSocket, frame: Frame | None) -> None:
        try:
            await self._put(socket, frame)
        except _BROKEN:
            self.detach(socket)

    async def _put(self, socket: WebSocket, frame: Frame | None) -> None:
        for one in frame.beside if frame is not None else ():
            await socket.send_bytes(one.packed())
        await socket.send_text(self.frames.form(frame))


def _lent(text: str) -> list[Lent]:
    """The bytes that messages name."""
    found = []
    for name in dict.fromkeys(_ADDRESS.findall(text)):
        held = taken(name)
        if held is not None:
            found.append(Lent(name, *held))
    return found
