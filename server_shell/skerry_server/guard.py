"""For whom a server is: names by which it may be asked for, and pages that may ask it."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from skerry.cpython import is_foreign, is_one_of

from .problems import Problem, problem_response

__all__ = ["Guard"]


class Guard:
    """Refuses requests that are not meant for this server.

    hosts: the names that it answers to; none: all. origins: other sites whose pages may ask, ``*`` for all.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = (), origins: Sequence[str] = ()) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Headers(scope=scope)) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await problem_response(Problem(403, refusal))(scope, receive, send)
        else:
            await WebSocketClose(1008, refusal[:100])(scope, receive, send)

    def _refusal(self, headers: Headers) -> str | None:
        host = headers.get("host", "")
        if self._hosts and not is_one_of(host, self._hosts):
            return f"This server is for {', '.join(self._hosts)} only, not for {host!r:.80}."
        origin = headers.get("origin")
        if is_foreign(origin, host) and not {"*", origin} & set(self._origins):
            return f"Pages of {origin:.80} may not ask this server. --allow-origin ORIGIN permits a site."
        return None
