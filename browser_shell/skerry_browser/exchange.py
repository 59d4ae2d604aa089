"""One request of a library that knows no browser, and its whole answer: suspended while it waits, or blocking."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final
from urllib.parse import urlsplit

from skerry.host import Request
from skerry.net.response import within
from skerry.scheduler import current_run
from skerry.session import CURRENT_SESSION

from .host import PageHost
from .network import fetch, refusal, transfer_of

__all__ = ["ITS_OWN", "UNPACKED", "blocking", "suspended"]

ITS_OWN: Final = frozenset(("host", "connection", "content-length", "accept-encoding", "user-agent"))
"""Headers that the browser writes itself."""

UNPACKED: Final = frozenset(("content-encoding", "content-length"))
"""Headers of an answer that are true no longer: the browser has unpacked it."""


def suspended(request: Request, seconds: float | None) -> Any:
    """The answer, awaited while the handler is suspended."""
    session, run = CURRENT_SESSION.get(), current_run()
    if session is not None and run is not None:
        session.scheduler.suspend(run)
    host = session.host if session is not None else None
    wait = host.wait if isinstance(host, PageHost) else PageHost.wait_for
    result = wait(asyncio.ensure_future(_whole(request, seconds)))
    if run is not None and run.cancelled:
        raise asyncio.CancelledError(f"{run.name} was cancelled")
    return result


async def _whole(request: Request, seconds: float | None) -> Any:
    response = await within(seconds, lambda: fetch(request), request)
    chunks = []
    rest = response.chunks()
    try:
        while (chunk := await within(seconds, lambda: anext(rest, None), request)) is not None:
            chunks.append(chunk)
    finally:
        response.close()
    return response.status, response.url, response.headers, b"".join(chunks)


def blocking(request: Request) -> Any:
    """The answer, for which everything waits. The handler starts in another way from now on, so that it can be suspended."""
    session, run = CURRENT_SESSION.get(), current_run()
    if session is not None and run is not None and run.handler is not None:
        session.bindings.mark_blocking(run.handler)
    if session is not None and isinstance(session.host, PageHost):
        where = urlsplit(request.url).hostname or "this site"
        session.host.blocks(f"A {request.method} request to {where}", "await sk.fetch(...)")
    asked = transfer_of(request)
    head = json.loads(asked.block())
    if "failed" in head:
        raise refusal(request, head)
    return head["status"], head["url"], head["headers"], asked.content.to_bytes()
