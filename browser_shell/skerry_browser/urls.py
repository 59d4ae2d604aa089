"""``urllib.request`` in a page, which has no sockets: ``urlopen`` asks the browser instead.

A handler that can be suspended is, while it waits: the page stays alive, and cancelling the run hangs up. Elsewhere the
browser's old blocking request holds up the page, as ``time.sleep`` does there.
"""

from __future__ import annotations

import importlib.util
import io
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Final

from pyodide.ffi import can_run_sync  # type: ignore[import-not-found]

from skerry.errors import NetworkError
from skerry.host import Request

from .clients import MODULE, adapt_httpx
from .exchange import ITS_OWN, UNPACKED, blocking, suspended

__all__ = ["install_urls"]

_NAME: Final = "urllib.request"

def install_urls() -> None:
    """Have ``urllib.request`` and httpx use the browser, as soon as anything imports them: that takes a while."""
    for name, adapt in ((_NAME, _adapt), (MODULE, adapt_httpx)):
        if name in sys.modules:
            adapt(sys.modules[name])
        else:
            sys.meta_path.insert(0, _Finder(name, adapt))


class _Finder(MetaPathFinder):
    """Finds one module, once, where it is anyway, and has it adapted when it is there."""

    def __init__(self, name: str, adapt: Callable[[Any], None]) -> None:
        self._name = name
        self._adapt = adapt

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, self._adapt)
        return spec


class _Loader(Loader):
    def __init__(self, inner: Loader, adapt: Callable[[Any], None]) -> None:
        self._inner = inner
        self._adapt = adapt

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._inner.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__loader__ = module.__spec__.loader = self._inner
        self._inner.exec_module(module)
        self._adapt(module)


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
    headers = {name: value for name, value in given.items() if name not in ITS_OWN}
    request = Request(asked.get_method(), asked.full_url, headers, _body(asked.data))
    seconds = asked.timeout if isinstance(asked.timeout, (int, float)) else None
    try:
        status, url, found, content = suspended(request, seconds) if can_run_sync() else blocking(request)
    except NetworkError as error:
        reason = TimeoutError(str(error)) if isinstance(error, TimeoutError) else error
        raise URLError(reason) from error
    return _answer(status, url, found, content)


def _answer(status: int, url: str, headers: Any, content: bytes) -> Any:
    from http import HTTPStatus
    from http.client import HTTPMessage
    from urllib.response import addinfourl

    message = HTTPMessage()
    for name, value in headers:
        if name.lower() not in UNPACKED:
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
