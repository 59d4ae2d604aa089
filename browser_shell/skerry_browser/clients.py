"""httpx in a page, which has no sockets: its transports ask the browser instead, as ``urllib.request`` does (urls.py).

Whatever is built on urllib3 (requests) needs nothing of this: urllib3 knows Pyodide.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

from pyodide.ffi import can_run_sync  # type: ignore[import-not-found]

from skerry.errors import NetworkError
from skerry.host import Request
from skerry.net.response import within

from .exchange import ITS_OWN, UNPACKED, blocking, suspended
from .network import fetch

__all__ = ["MODULE", "adapt_httpx"]

MODULE: Final = "httpx._transports.default"


def adapt_httpx(transports: Any) -> None:
    """Take the place of what would open a socket, in the module of httpx's own transports."""
    base: Any = transports.AsyncByteStream

    class Body(base):  # type: ignore[misc, unused-ignore]
        """The body of an answer, as it arrives."""

        def __init__(self, response: Any, request: Request, seconds: float | None) -> None:
            self._response = response
            self._request = request
            self._seconds = seconds

        async def __aiter__(self) -> AsyncIterator[bytes]:
            rest = self._response.chunks()
            while (chunk := await within(self._seconds, lambda: anext(rest, None), self._request)) is not None:
                yield chunk

        async def aclose(self) -> None:
            self._response.close()

    def made(self: Any, *_: Any, **__: Any) -> None:
        """No pool of connections, no certificates: both are the browser's."""

    def handle(self: Any, request: Any) -> Any:
        import httpx  # type: ignore[import-not-found, unused-ignore]

        asked = _asked(request, request.read())
        try:
            status, _url, headers, content = suspended(asked, _seconds(request)) if can_run_sync() else blocking(asked)
        except NetworkError as error:
            raise _error(httpx, error, request) from error
        return httpx.Response(status, headers=_plain(headers), content=content, request=request)

    async def handle_async(self: Any, request: Any) -> Any:
        import httpx

        asked = _asked(request, await request.aread())
        seconds = _seconds(request)
        try:
            response = await within(seconds, lambda: fetch(asked), asked)
        except NetworkError as error:
            raise _error(httpx, error, request) from error
        body = Body(response, asked, seconds)
        return httpx.Response(response.status, headers=_plain(response.headers), stream=body, request=request)

    def close(self: Any) -> None: ...

    async def aclose(self: Any) -> None: ...

    sync, later = transports.HTTPTransport, transports.AsyncHTTPTransport
    sync.__init__ = later.__init__ = made
    sync.handle_request, later.handle_async_request = handle, handle_async
    sync.close, later.aclose = close, aclose
    sync.__enter__ = lambda self: self
    sync.__exit__ = lambda self, *_: None
    later.__aenter__, later.__aexit__ = _aenter, _aexit


async def _aenter(self: Any) -> Any:
    return self


async def _aexit(self: Any, *_: object) -> None: ...


def _asked(request: Any, body: bytes) -> Request:
    headers = {name.lower(): value for name, value in request.headers.items() if name.lower() not in ITS_OWN}
    return Request(request.method, str(request.url), headers, body or None)


def _plain(headers: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in UNPACKED]


def _seconds(request: Any) -> float | None:
    found: float | None = (request.extensions.get("timeout") or {}).get("read")
    return found


def _error(httpx: Any, error: NetworkError, request: Any) -> Exception:
    kind = httpx.ReadTimeout if isinstance(error, TimeoutError) else httpx.ConnectError
    made: Exception = kind(str(error), request=request)
    return made
