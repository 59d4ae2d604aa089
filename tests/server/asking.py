"""A client of an ASGI application that reads an answer as it comes, and may go away before it is whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message

HOST = "localhost:8000"


class Asked:
    """A request that is under way. ``await`` it for the whole answer; ``piece()`` gives the next part of its body."""

    def __init__(self, app: ASGIApp, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        path, _, query = address.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "server": ("localhost", 8000),
            "client": ("127.0.0.1", 1), "state": {},
            "headers": [(name.lower().encode(), value.encode()) for name, value in {"host": HOST, **headers}.items()],
        }  # fmt: skip
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self._sent: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        self._gone = asyncio.Event()
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.task = asyncio.create_task(app(scope, self._receive, self._send))  # type: ignore[arg-type]

    def __await__(self) -> Any:
        yield from self.task.__await__()
        return self

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    async def piece(self) -> str:
        """The next part of the body; the empty string at its end."""
        return (await self._pieces.get() or b"").decode()

    def go_away(self) -> None:
        self._gone.set()

    async def _receive(self) -> Message:
        if self._sent:
            return self._sent.pop()
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        self.body += message["body"]
        if message["body"]:
            self._pieces.put_nowait(message["body"])
        if not message.get("more_body"):
            self._pieces.put_nowait(None)


class Client:
    """Asks one application. session: what the header says, unless a request says otherwise."""

    def __init__(self, app: ASGIApp, session: str = "") -> None:
        self.app = app
        self.session = session

    def ask(self, method: str, address: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Asked:
        """body: bytes as they are, else what JSON can carry."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        said = {"content-type": "application/json"} if sent else {}
        if self.session:
            said["skerry-session"] = self.session
        return Asked(self.app, method, address, sent, {**said, **(headers or {})})

    def call(self, name: str, body: Any = None, **headers: str) -> Asked:
        return self.ask("POST", f"/api/{name}", body, {key.replace("_", "-"): value for key, value in headers.items()})

    def stream(self, name: str, body: Any = None) -> Asked:
        return self.call(name, body, accept="text/event-stream")

    async def value(self, name: str, *args: Any) -> Any:
        """What a function gives. The call must go well."""
        asked = await self.call(name, list(args))
        assert asked.status == 200, asked.body
        return asked.json

    async def new_session(self) -> Client:
        """A client in a session of its own."""
        asked = await self.ask("GET", "/api", headers={"skerry-session": "new"})
        assert asked.status == 200, asked.body
        return Client(self.app, asked.headers["skerry-session"])
