"""An app live in pages: the protocol's messages over a WebSocket, and beside it what a page needs.

    page                                            server
    {"t": "begin", "hello": {...}}            ->
                                              <-    {"t": "begun", "token": "...", "got": 0}
    {"t": "resume", "token": "...", "got": 7} ->                                                  over a new connection
                                              <-    {"t": "resumed", "got": 3}
                                              <-    {"t": "refused", "status": 410, "detail": "..."}
    frames (skerry_server.frames)             <->

Bytes that messages name go before them, as binary messages.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from skerry import protocol
from skerry.errors import ProtocolError
from skerry.protocol import Message

from .line import Line
from .problems import Problem, problem_data
from .visits import Visit, Visits

__all__ = ["ADDRESS", "Live"]

ADDRESS: Final = "/_skerry/live"

_PATIENCE: Final = 10.0
"""Seconds in which a page has to say who it is."""

_ACK_EVERY: Final = 8
"""Frames that are taken before they are acknowledged, where there is nothing else to send."""

_OF_A_HELLO: Final = ("version", "url", "props", "viewport", "timezone", "languages", "dark", "slow")
"""What is taken of a page's greeting. What a page was rendered from, and states that only a restart is given, are nothing that a
stranger may say."""

_KEPT: Final = ("browser", "tab")


class Live:
    """functions: a module with the JavaScript that the app's source names, as text."""

    def __init__(self, visits: Visits, functions: str) -> None:
        self._visits = visits
        self._functions = functions or "export default {};\n"

    def routes(self) -> list[BaseRoute]:
        return [
            WebSocketRoute(ADDRESS, self.connected),
            Route(f"{ADDRESS}/functions.js", self.functions, methods=["GET"]),
            Route(f"{ADDRESS}/files/{{name}}", self.file, methods=["PUT"]),
        ]

    async def functions(self, request: Request) -> Response:
        return Response(self._functions, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    async def file(self, request: Request) -> Response:
        """A person chose a file: its bytes."""
        visit = self._visits.find(request.headers.get("skerry-session", ""))
        with visit.used():
            await visit.host.chosen.take(request.path_params["name"], request.stream())
        return Response(status_code=204)

    async def connected(self, socket: WebSocket) -> None:
        await socket.accept()
        with suppress(WebSocketDisconnect, RuntimeError):
            try:
                async with asyncio.timeout(_PATIENCE):
                    first = _opening(await socket.receive_text())
                visit = await self._attached(socket, first)
            except TimeoutError:
                await socket.close(1008, "Nobody has said who this is")
            except ProtocolError as error:
                await _refuse(socket, Problem(400, str(error)))
            except Problem as problem:
                await _refuse(socket, problem)
            else:
                await self._listen(socket, visit)

    async def _attached(self, socket: WebSocket, first: Message) -> Visit:
        """The session that this connection is for."""
        if first["t"] == "resume":
            visit = self._visits.find(first["token"])
            if visit.line is None:
                raise Problem(410, "This session has no page.")
            with visit.used():
                await visit.line.attach(socket, {"t": "resumed"}, first["got"])
        else:
            line = Line()
            visit = await self._visits.begin(first["hello"], keep=True, line=line)
            with visit.used():
                await line.attach(socket, {"t": "begun", "token": visit.token}, 0)
        visit.wake()
        return visit

    async def _listen(self, socket: WebSocket, visit: Visit) -> None:
        """Until the connection ends."""
        line = visit.line
        assert line is not None
        with visit.used():
            try:
                while not visit.ended:
                    text = line.frames.incoming(await socket.receive_text())
                    if text:
                        _handle(visit, text)
                    if text is not None and line.frames.got % _ACK_EVERY == 0:
                        await line.acknowledge()
            except ProtocolError as error:
                visit.host.log("warning", f"{error}. Its connection was closed")
                await socket.close(1008, "This is no frame")
            finally:
                line.detach(socket)


def _handle(visit: Visit, text: str) -> None:
    try:
        messages = protocol.parse(text)
    except ProtocolError as error:
        visit.session.report(error)
        messages = []
    for message in messages:
        visit.handle(message)
    visit.wake()


def _opening(text: str) -> Message:
    """What a page says first. Raises ``ProtocolError``."""
    try:
        first: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise ProtocolError("What a page says first is JSON, and this is not") from None
    kind = first.get("t") if isinstance(first, dict) else None
    if kind == "resume" and isinstance(first.get("token"), str) and type(first.get("got")) is int:
        return {"t": kind, "token": first["token"], "got": first["got"]}
    if kind == "begin" and isinstance(first.get("hello"), dict):
        return {"t": kind, "hello": _greeting(first["hello"])}
    raise ProtocolError('A page says first {"t": "begin", "hello": {...}}, or {"t": "resume", "token": "...", "got": 0}')


def _greeting(given: Message) -> Message:
    hello: Message = {"t": protocol.HELLO, **{name: given[name] for name in _OF_A_HELLO if name in given}}
    protocol.check(hello)
    stored = given.get("stored")
    if isinstance(stored, dict):
        hello["stored"] = {where: stored[where] for where in _KEPT if where in stored}
    return hello


async def _refuse(socket: WebSocket, problem: Problem) -> None:
    await socket.send_json({"t": "refused", **problem_data(problem.status, problem.detail)})
    await socket.close(1008)
