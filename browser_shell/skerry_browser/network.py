"""The page's network and secrets: requests go through the browser's fetch (network.js), and end when Python lets go of them."""

from __future__ import annotations

import importlib
import json
from collections.abc import AsyncIterator
from typing import Any

from pyodide.ffi import JsException, to_js  # type: ignore[import-not-found]

from skerry.errors import NetworkError
from skerry.host import Request
from skerry.net import broken_off, unreachable

__all__ = ["PageResponse", "fetch", "page", "refusal", "secret", "transfer_of"]


class PageResponse:
    """A ``skerry.host.RawResponse`` whose body the browser receives."""

    def __init__(self, transfer: Any, request: Request, head: Any) -> None:
        self._transfer = transfer
        self._request = request
        self.status: int = head["status"]
        self.url: str = head["url"]
        self.headers: list[tuple[str, str]] = [(name, value) for name, value in head["headers"]]

    async def chunks(self) -> AsyncIterator[bytes]:
        while self._transfer is not None:
            chunk = await self._transfer.read()
            if chunk is None:
                return
            if isinstance(chunk, str):
                raise broken_off(self._request, chunk)
            yield chunk.to_bytes()

    def close(self) -> None:
        transfer, self._transfer = self._transfer, None
        if transfer is not None:
            transfer.close()


async def fetch(request: Request) -> PageResponse:
    """Send a request; see ``skerry.host.Host.fetch``."""
    if page().there("network") is None:
        try:
            await page().need("network")
        except JsException as error:
            raise _unreached(request, str(error)) from None
    transfer = transfer_of(request)
    try:
        head = json.loads(await transfer.start())
    except BaseException:
        transfer.close()
        raise
    if "failed" in head:
        raise refusal(request, head)
    return PageResponse(transfer, request, head)


async def secret(number: int, name: str, prompt: str, again: bool) -> str | None:
    """Ask the visitor of an app (secrets.js); see ``skerry.host.Host.secret``. When nobody waits any more, the dialog goes."""
    asking = page().ask(number, name, prompt, again)
    if asking is None:
        return None  # the app is on its way out
    try:
        answer: str | None = await asking.answer
    finally:
        asking.cancel()
    return answer


def page() -> Any:
    """The JavaScript module of what the page does for Python."""
    return importlib.import_module("_skerry_page")


def transfer_of(request: Request) -> Any:
    """The page's ``Transfer`` (network.js). Raises ``NetworkError`` where the page's code for it has not come yet."""
    code = page().there("network")
    if code is None:
        raise _unreached(request, "the page's code for it has not come yet")
    head = json.dumps({"method": request.method, "url": request.url, "headers": request.headers})
    return code.Transfer.new(head, None if request.body is None else to_js(request.body))


def _unreached(request: Request, reason: str) -> NetworkError:
    js = importlib.import_module("js")
    return unreachable(request, reason, page=js.location.origin, online=js.navigator.onLine)


def refusal(request: Request, head: Any) -> NetworkError:
    """The error of a ``Transfer`` that gave no answer."""
    return unreachable(request, head["failed"], page=head["page"], policy=head["policy"], online=head["online"])
