"""An answer that comes piece by piece, as server-sent events; and waiting for what a client may not wait for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import Any, Final, TypeVar

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

__all__ = ["EventStream", "Gone", "sse", "while_there"]

T = TypeVar("T")

_KEEP_ALIVE: Final = 15.0
"""Seconds of silence after which a comment goes, so that nothing between here and the client takes the connection for dead."""


class Gone(Exception):
    """The client is not there any more."""


async def while_there(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """What the work comes to. Where the client goes first, the work is cancelled, and ``Gone`` raised."""
    gone, working = asyncio.create_task(_until_gone(receive)), asyncio.create_task(work)
    try:
        await asyncio.wait((gone, working), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Gone
        return working.result()
    finally:
        gone.cancel()
        working.cancel()
        await asyncio.wait((gone, working))
        if not gone.cancelled():
            gone.exception()
        if not working.cancelled():
            working.exception()


def sse(data: str, event: str = "") -> bytes:
    """One event. data: one line of JSON."""
    return f"{f'event: {event}{chr(10)}' if event else ''}data: {data}\n\n".encode()


class EventStream(Response):
    """Sends events as they come. When the client goes, they are closed, and with them what makes them."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes, None], headers: dict[str, str] | None = None) -> None:
        super().__init__(None, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no", **(headers or {})})
        del self.headers["content-length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await while_there(receive, self._send(send))
        except Gone:
            pass

    async def _send(self, send: Send) -> None:
        async with aclosing(self._events) as events:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            following: asyncio.Future[bytes | None] = asyncio.ensure_future(anext(events, None))
            try:
                while True:
                    done, _ = await asyncio.wait((following,), timeout=_KEEP_ALIVE)
                    piece = following.result() if done else b":\n\n"
                    if piece is None:
                        break
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                    if done:
                        following = asyncio.ensure_future(anext(events, None))
            finally:
                following.cancel()
                await asyncio.wait((following,))
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
