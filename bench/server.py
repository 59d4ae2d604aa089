"""A static host, as the usual ones are: compressed texts, entity tags, ten minutes of caching. It counts bytes and can be slow.

It runs in a process of its own, so that it does not wait for what measures.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import multiprocessing
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

__all__ = ["FAST", "SLOW", "Link", "Server"]

TYPES: Final = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".py": "text/x-python"}
COMPRESSED: Final = ("text/", "application/json", "application/wasm", "application/javascript", "image/svg")
CONTROL: Final = "/-control"


@dataclass(frozen=True, slots=True)
class Link:
    """Between host and visitor. rate: bytes a second, 0 is as fast as it goes; delay: seconds before an answer starts."""

    name: str
    rate: float = 0.0
    delay: float = 0.0


FAST: Final = Link("localhost")
SLOW: Final = Link("10 Mbit/s, 40 ms", 10_000_000 / 8, 0.04)


@dataclass(frozen=True, slots=True)
class _File:
    kind: str
    tag: str
    data: bytes
    packed: bytes | None


class _Site:
    """A folder's files in memory, compressed once; the link's state, shared by all connections."""

    def __init__(self, folder: Path) -> None:
        self.files = {f"/{path.relative_to(folder).as_posix()}": _read(path) for path in folder.rglob("*") if path.is_file()}
        self.lock = threading.Lock()
        self.link = FAST
        self.free = 0.0  # when the line is free again
        self.sent = 0
        self.requests = 0

    def find(self, path: str) -> _File | None:
        path = path.partition("?")[0]
        return self.files.get(path + "index.html" if path.endswith("/") else path)

    def wait_for_line(self, size: int) -> None:
        """Sleep until this many bytes have gone over the line, which all connections share."""
        with self.lock:
            self.sent += size
            if not self.link.rate:
                return
            self.free = max(self.free, time.monotonic()) + size / self.link.rate
            until = self.free
        time.sleep(max(0.0, until - time.monotonic()))


def _read(path: Path) -> _File:
    data = path.read_bytes()
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(data, 6) if kind.startswith(COMPRESSED) and len(data) > 512 else None
    return _File(kind, f'"{hashlib.sha256(data).hexdigest()[:16]}"', data, packed)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: _Site

    def do_GET(self) -> None:
        if self.path == CONTROL:
            return self._answer(200, json.dumps({"sent": self.site.sent, "requests": self.site.requests}).encode(), {})
        if self.site.link.delay:
            time.sleep(self.site.link.delay)
        with self.site.lock:
            self.site.requests += 1
        file = self.site.find(self.path)
        if file is None:
            return self._answer(404, b"", {})
        headers = {"content-type": file.kind, "etag": file.tag, "cache-control": "max-age=600", "vary": "accept-encoding"}
        if self.headers.get("if-none-match") == file.tag:
            return self._answer(304, b"", headers)
        if file.packed is not None and "gzip" in self.headers.get("accept-encoding", ""):
            return self._answer(200, file.packed, {**headers, "content-encoding": "gzip"})
        return self._answer(200, file.data, headers)

    def do_POST(self) -> None:
        order = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.site.link, self.site.sent, self.site.requests = Link(**order), 0, 0
        self._answer(200, b"{}", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        if self.path != CONTROL:
            self.site.wait_for_line(sum(map(len, self._headers_buffer)))  # type: ignore[attr-defined]
        self.end_headers()
        for start in range(0, len(body), 16_384):
            piece = body[start : start + 16_384]
            if self.path != CONTROL:
                self.site.wait_for_line(len(piece))
            try:
                self.wfile.write(piece)
            except (BrokenPipeError, ConnectionResetError):  # the page has gone on without it
                self.close_connection = True
                return

    def log_message(self, *_: object) -> None:
        pass


class _Host(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # else the browser has gone


def _serve(folder: str, port: Any) -> None:
    handler = type("Handler", (_Handler,), {"site": _Site(Path(folder))})
    server = _Host(("127.0.0.1", 0), handler)
    port.send(server.server_port)
    server.serve_forever()


class Server:
    """A context manager: ``base`` is the URL of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Server:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_serve, args=(str(self._folder), theirs), daemon=True)
        self._process.start()
        self.base = f"http://localhost:{ours.recv()}"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def use(self, link: Link) -> None:
        """From now on; what was counted starts anew."""
        order = json.dumps({"name": link.name, "rate": link.rate, "delay": link.delay}).encode()
        urllib.request.urlopen(urllib.request.Request(self.base + CONTROL, order)).read()

    def counted(self) -> tuple[int, int]:
        """Bytes that went to the browser since ``use``, with headers, and requests."""
        found = json.loads(urllib.request.urlopen(self.base + CONTROL).read())
        return found["sent"], found["requests"]
