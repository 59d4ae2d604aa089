"""``urllib.request`` in a page, which has no sockets: ``urlopen`` asks the browser instead.

A handler that can be suspended is, while it waits: the page stays alive, and cancelling the run hangs up. Elsewhere the
browser's old blocking request holds up the page, as ``time.sleep`` does there.
"""

from __future__ import annotations

import asyncio
import importlib.util
import io
import json
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Final

from pyodide.ffi import can_run_sync, to_js  # type: ignore[import-not-found]

from skerry.errors import NetworkError
from skerry.host import Request
from skerry.net.response import within
from skerry.scheduler import current_run
from skerry.session import CURRENT_SESSION

from .host import PageHost
from .network import fetch, head_of, page, refusal

__all__ = ["install_urls"]

_NAME: Final = "urllib.request"

_ITS_OWN: Final = frozenset(("host", "connection", "content-length", "accept-encoding", "user-agent"))
"""Headers that the browser writes itself."""

_UNPACKED: Final = frozenset(("content-encoding", "content-length"))
"""Headers of an answer that are true no longer: the browser has unpacked it."""


def install_urls() -> None:
    """Have ``urllib.request`` use the browser, as soon as anything imports it: it takes a while to import."""
    if _NAME in sys.modules:
        _adapt(sys.modules[_NAME])
    else:
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    """Finds one module, once, where it is anyway."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != _NAME:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    def __init__(self, inner: Loader) -> None:
        self._inner = inner

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._inner.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__loader__ = module.__spec__.loader = self._inner
        self._inner.exec_module(module)
        _adapt(module)


def _adapt(request: Any) -> None:
    """Take the place of what would open a socket."""

    def opened(self: Any, asked: Any) -> Any:
        return _open(asked)

    request.HTTPHandler.http_open = request.HTTPHandler.https_open = opened
    if hasattr(request, "HTTPSHandler"):
        request.HTTPSHandler.https_open = opened


def _open(asked: Any) -> Any:
    """A urllib request sent, and its whole answer. Raises ``URLError`` where there is none."""
    from urllib.error import URLError

    given = {name.lower(): value for name, value in asked.header_items()}
    headers = {name: value for name, value in given.items() if name not in _ITS_OWN}
    request = Request(asked.get_method(), asked.full_url, headers, _body(asked.data))
    seconds = asked.timeout if isinstance(asked.timeout, (int, float)) else None
    try:
        status, url, found, content = _suspended(request, seconds) if can_run_sync() else _blocking(request)
    except NetworkError as error:
        reason = TimeoutError(str(error)) if isinstance(error, TimeoutError) else error
        raise URLError(reason) from error
    return _answer(status, url, found, content)


def _suspended(request: Request, seconds: float | None) -> Any:
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


def _blocking(request: Request) -> Any:
    """The answer, for which everything waits. The handler starts in another way from now on, so that it can be suspended."""
    session, run = CURRENT_SESSION.get(), current_run()
    if session is not None and run is not None and run.handler is not None:
        session.bindings.mark_blocking(run.handler)
    asked = page().transfer(head_of(request), None if request.body is None else to_js(request.body))
    head = json.loads(asked.block())
    if "failed" in head:
        raise refusal(request, head)
    return head["status"], head["url"], head["headers"], asked.content.to_bytes()


def _answer(status: int, url: str, headers: Any, content: bytes) -> Any:
    from http import HTTPStatus
    from http.client import HTTPMessage
    from urllib.response import addinfourl

    message = HTTPMessage()
    for name, value in headers:
        if name.lower() not in _UNPACKED:
            message[name] = value
    answer: Any = addinfourl(io.BytesIO(content), message, url, status)
    answer.msg = answer.reason = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    answer.length = len(content)
    answer.version = 11
    answer.getheader = message.get
    answer.getheaders = message.items
    return answer


def _body(data: Any) -> bytes | None:
    if data is None or isinstance(data, bytes):
        return data
    if hasattr(data, "read"):
        content = data.read()
        return content.encode() if isinstance(content, str) else content
    return b"".join(data) if not isinstance(data, (bytearray, memoryview)) else bytes(data)
