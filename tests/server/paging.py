"""A page's end of a live connection, without a browser: it greets, sends events and keeps a model of the page."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.types import ASGIApp, Message

from skerry.testing.dom import Document, ModelNode
from skerry.testing.matching import match
from skerry.testing.person import Person
from skerry.testing.roles import text_of
from skerry_server.frames import Frames
from skerry_server.live import ADDRESS

from .asking import HOST

HELLO = {"t": "hello", "version": 1, "url": "/", "props": {}}


class Socket:
    """One WebSocket. ``closed`` is the code with which the server has ended it."""

    def __init__(self, app: ASGIApp, origin: str = f"http://{HOST}") -> None:
        scope = {
            "type": "websocket", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "scheme": "ws", "path": ADDRESS,
            "raw_path": ADDRESS.encode(), "query_string": b"", "root_path": "", "server": ("localhost", 8000), "client": ("127.0.0.1", 1),
            "headers": [(b"host", HOST.encode()), (b"origin", origin.encode())], "subprotocols": [], "state": {},
        }  # fmt: skip
        self.closed = 0
        self.broken = False
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._to_page: asyncio.Queue[str | bytes] = asyncio.Queue()
        self._to_app.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(app(scope, self._to_app.get, self._send))  # type: ignore[arg-type]

    def send(self, text: str) -> None:
        self._to_app.put_nowait({"type": "websocket.receive", "text": text})

    async def receive(self) -> str | bytes:
        """What comes next; the empty string once the server has closed it."""
        return await self._to_page.get()

    async def drop(self) -> None:
        """The connection breaks, and the server hears of it."""
        self.broken = True
        self._to_app.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await self.task

    async def _send(self, message: Message) -> None:
        if self.broken:
            raise OSError("the connection is broken")
        if message["type"] == "websocket.send":
            text = message.get("text")
            self._to_page.put_nowait(message["bytes"] if text is None else text)
        elif message["type"] == "websocket.close":
            self.closed = message.get("code", 1000)
            self._to_page.put_nowait("")


class Page:
    """A page. ``connect`` it, and again after a drop; ``until`` it shows something."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.frames = Frames()
        self.document = Document()
        self.token = ""
        self.socket: Socket | None = None
        self.answer: dict[str, Any] = {}
        self.bytes: dict[str, bytes] = {}
        self.errors: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.others: list[dict[str, Any]] = []
        self.person = Person(self.document, lambda message: self.send(message), asyncio.get_running_loop().call_later)

    async def connect(self, **hello: Any) -> Page:
        self.socket = Socket(self.app)
        first = {"t": "resume", "token": self.token, "got": self.frames.got} if self.token else {"t": "begin", "hello": {**HELLO, **hello}}
        self.socket.send(json.dumps(first))
        self.answer = json.loads(await self.socket.receive())
        if self.answer["t"] == "refused":
            return self
        self.token = self.answer.get("token", self.token)
        for frame in self.frames.again(self.answer["got"]):
            self.socket.send(self.frames.form(frame))
        return self

    async def drop(self) -> None:
        assert self.socket is not None
        socket, self.socket = self.socket, None
        await socket.drop()

    def send(self, *messages: dict[str, Any]) -> None:
        frame = self.frames.outgoing(json.dumps(messages))
        if self.socket is not None:
            self.socket.send(self.frames.form(frame))

    def click(self, name: str) -> None:
        self.person.click(self.find(name))

    def fill(self, label: str, value: str) -> None:
        self.person.fill(self.find(label), value)

    def find(self, name: str) -> ModelNode:
        (found,) = match(self.document.root.walk(), {"name": name}, self.document)
        return found

    @property
    def text(self) -> str:
        return text_of(self.document.root)

    async def until(self, text: str) -> None:
        """Take what comes until the page shows this."""
        while text not in self.text:
            await self.take()

    async def over(self) -> int:
        """Take what comes until the server has closed the connection; its code."""
        assert self.socket is not None
        while await self.socket.receive():
            pass
        return self.socket.closed

    async def take(self) -> None:
        assert self.socket is not None
        given = await self.socket.receive()
        if isinstance(given, bytes):
            head, _, rest = given.partition(b"\n")
            self.bytes[json.loads(head)[0]] = rest
            return
        assert given, f"the server has closed the connection: {self.socket.closed}"
        said = self.frames.incoming(given)
        for message in json.loads(said) if said else []:
            if message["t"] == "patch":
                self.document.receive(message)
            elif message["t"] == "error":
                self.errors.append(message)
            elif message["t"] == "answer":
                self.answers.append(message)
            else:
                self.others.append(message)


async def opened(app: ASGIApp, shows: str = "count 0") -> Page:
    """A page on a new connection, once it shows this."""
    page = await Page(app).connect()
    await page.until(shows)
    return page
