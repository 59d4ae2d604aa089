"""Requests to other servers, over httpx2. Sessions share connections, and nothing else: no cookies are kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

from skerry.errors import NetworkError
from skerry.host import Request
from skerry.net import broken_off, unreachable

if TYPE_CHECKING:
    import httpx2

__all__ = ["Fetching"]


class Fetching:
    """One client for all sessions; it is made for the first request."""

    def __init__(self) -> None:
        self._client: httpx2.AsyncClient | None = None

    async def fetch(self, request: Request) -> Answer:
        """Send a request; see ``skerry.host.Host.fetch``."""
        client = self._client or self._begin()
        import httpx2

        try:
            sent = client.build_request(request.method, request.url, headers=request.headers, content=request.body)
            return Answer(request, await client.send(sent, stream=True))
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            raise unreachable(request, reason(error)) from None

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _begin(self) -> httpx2.AsyncClient:
        try:
            import httpx2
        except ImportError:
            raise NetworkError("sk.fetch() on a server needs httpx2, which is not there: pip install 'skerry[server]'") from None
        none = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx2.AsyncClient(cookies=none, follow_redirects=True, timeout=None)
        return self._client


class Answer:
    """A ``skerry.host.RawResponse``."""

    def __init__(self, request: Request, response: httpx2.Response) -> None:
        self._request = request
        self._response = response
        self._closing: asyncio.Task[None] | None = None
        self.status = response.status_code
        self.headers = [*response.headers.multi_items()]
        self.url = str(response.url)

    async def chunks(self) -> AsyncIterator[bytes]:
        import httpx2

        try:
            async for chunk in self._response.aiter_bytes():
                yield chunk
        except (httpx2.RequestError, httpx2.StreamError) as error:
            raise broken_off(self._request, reason(error)) from None

    def close(self) -> None:
        if self._closing is None and not self._response.is_closed:
            with suppress(RuntimeError):  # no loop runs any more
                self._closing = asyncio.get_running_loop().create_task(self._response.aclose())


def reason(error: Exception) -> str:
    """What it says, or its name where it says nothing."""
    return str(error) or type(error).__name__
