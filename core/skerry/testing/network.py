"""The network of a test: what is asked for is answered from a table, at once unless an answer takes its time."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import NetworkError, nearest
from ..host import Request

__all__ = ["FakeNetwork", "Reply"]


@dataclass
class Reply:
    """An answer.

    body: bytes, text, what JSON can carry (a dict, a list, a number), or a generator, also an async one, of chunks of bytes or
    text; an async one may sleep between them. url: where it came from, if not where it was asked for.
    """

    body: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""


class FakeNetwork:
    """Answers requests from ``responses``: a dict by address, or one function.

    A key is an address with its query, an address without one, or either after a method: ``"POST https://example.com/a"``.
    """

    def __init__(self, responses: Mapping[str, Any] | Callable[[Request], Any] | None = None) -> None:
        self._responses = responses if responses is not None else {}
        self.requests: list[Request] = []

    async def fetch(self, request: Request) -> FakeResponse:
        self.requests.append(request)
        found = self._responses if callable(self._responses) else self._found(self._responses, request)
        if callable(found):
            found = found(request)
        if inspect.isawaitable(found):
            found = await found
        if isinstance(found, BaseException):
            raise found
        return FakeResponse(request, found if isinstance(found, Reply) else Reply(found))

    def _found(self, responses: Mapping[str, Any], request: Request) -> Any:
        bare = request.url.partition("#")[0].partition("?")[0]
        for key in (f"{request.method} {request.url}", f"{request.method} {bare}", request.url, bare):
            if key in responses:
                return responses[key]
        return NetworkError(
            f"The test has no answer to {request.method} {request.url}: name it in App(..., responses={{...}}), "
            f"which has {sorted(responses) or 'none'}.{nearest(request.url, responses)}"
        )


class FakeResponse:
    """A ``skerry.host.RawResponse`` made of a ``Reply``."""

    def __init__(self, request: Request, reply: Reply) -> None:
        self.status = reply.status
        self.url = reply.url or request.url
        self.body, kind = _body(reply.body)
        self.headers = [("content-type", kind), *reply.headers.items()] if not _has_kind(reply) else [*reply.headers.items()]
        self.closed = False
        self._closing: asyncio.Future[None] | None = None

    async def chunks(self) -> AsyncIterator[bytes]:
        if inspect.isasyncgen(self.body):
            async for chunk in self.body:
                yield _bytes(chunk)
        else:
            for chunk in self.body:
                yield _bytes(chunk)

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        if inspect.isasyncgen(self.body) and not self.body.ag_running:
            self._closing = asyncio.ensure_future(self.body.aclose())
        elif inspect.isgenerator(self.body):
            self.body.close()


def _body(body: Any) -> tuple[Any, str]:
    """(chunks, their Content-Type)."""
    if isinstance(body, bytes):
        return [body], "application/octet-stream"
    if isinstance(body, str):
        return [body], "text/plain; charset=utf-8"
    if inspect.isasyncgen(body) or inspect.isgenerator(body):
        return body, "text/plain; charset=utf-8"
    return [json.dumps(body)], "application/json"


def _has_kind(reply: Reply) -> bool:
    return any(name.lower() == "content-type" for name in reply.headers)


def _bytes(chunk: Any) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else bytes(chunk)
