"""Indexes for tests: folders, and servers on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeAlias

import pytest

from skerry_toolchain.packages.index import Index
from skerry_toolchain.packages.settings import Settings
from skerry_toolchain.packages.store import Store

from ...wheels import make_index

MakeIndex: TypeAlias = Callable[..., Index]


@pytest.fixture
def index_of(tmp_path: Path) -> MakeIndex:
    """``index_of({filename: content})``: an index of files in a folder."""

    def make(wheels: dict[str, bytes], **settings: object) -> Index:
        url = make_index(tmp_path / "simple", wheels)
        return Index(Settings(index_url=url, **settings), Store(tmp_path / "store"))  # type: ignore[arg-type]

    return make


class _Handler(BaseHTTPRequestHandler):
    answers: dict[str, tuple[int, str, bytes]]
    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Authorization", "")))
        status, kind, content = self.answers.get(self.path, (404, "text/plain", b""))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


class Server:
    """Answers by path, and what was asked for, with its password."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str, bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        handler = type("Handler", (_Handler,), {"answers": self.answers, "asked": self.asked})
        self.indexes: list[Index] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def index(self, store: Path, user: str = "") -> Index:
        """One that asks this server, and is closed with it."""
        self.indexes.append(Index(Settings(index_url=f"http://{user}{self.host}/simple"), Store(store)))
        return self.indexes[-1]

    def lists(self, name: str, files: list[dict[str, object]]) -> None:
        page = {"meta": {"api-version": "1.1"}, "name": name, "files": files}
        self.answers[f"/simple/{name}/"] = (200, "application/vnd.pypi.simple.v1+json", json.dumps(page).encode())


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    for index in made.indexes:
        index.close()
    made.server.shutdown()
    made.server.server_close()
