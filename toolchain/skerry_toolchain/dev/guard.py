"""The header that apps run under in production too, and who may talk to the server."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from skerry.cpython import LOCAL, is_foreign, is_one_of

__all__ = ["CSP", "Guard"]

CSP: Final = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; media-src 'self' blob:"
)


class Guard:
    """Puts the policy on every answer, and refuses what comes from other sites.

    local: the server is for this machine alone, so a request for any other host name comes from a page that has made its
    own name lead here, and would read the app's source.
    """

    def __init__(self, app: ASGIApp, local: bool) -> None:
        self._app = app
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = CSP
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        refusal = self._refusal(Headers(scope=scope))
        app = self._app if refusal is None else PlainTextResponse(refusal, 403)
        await app(scope, receive, send_with_policy)

    def _refusal(self, headers: Headers) -> str | None:
        host = headers.get("host", "")
        if self._local and not is_one_of(host, LOCAL):
            names = ", ".join(LOCAL)
            return f"This server is for {names} only, not for {host!r}. `skerry run --host 0.0.0.0` opens it to others."
        origin = headers.get("origin")
        if is_foreign(origin, host):
            return f"A page of {origin} has no business here."
        return None
