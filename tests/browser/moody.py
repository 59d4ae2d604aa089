"""A host that serves a folder and misbehaves as it is told: it falls silent, breaks connections off, answers with errors, or is not there."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class Mood:
    """How one request is answered, in place of the file. stop: after so many bytes. silent: what is open stays open, and nothing comes."""

    status: int = 200
    body: bytes | None = None
    kind: str | None = None
    stop: int | None = None
    silent: bool = False


@dataclass
class Asked:
    path: str
    range: str | None
    destination: str | None


@dataclass
class MoodyHost:
    """``folder`` may be changed at any time: that is a deploy."""

    folder: Path
    headers: dict[str, str] = field(default_factory=dict)
    name: str = "localhost"
    ranges: bool = True
    moods: dict[str, list[Mood]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Asked] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    """Paths whose answer is on its way, as far as it goes."""

    def __post_init__(self) -> None:
        self.released = threading.Event()
        self._told = threading.Condition()
        self.start()

    def start(self, port: int = 0) -> None:
        host = self

        class Handler(_Handler):
            moody = host

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://{self.name}:{self.port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Nobody is there any more."""
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def restart(self) -> None:
        self.released = threading.Event()
        self.start(self.port)

    def answer(self, name: str, *moods: Mood) -> None:
        """Answer the next requests whose path ends with ``name`` like this, one after the other."""
        self.moods[name] = [*moods]

    def note_sent(self, path: str) -> None:
        """A path's answer is on its way, as far as it goes."""
        with self._told:
            self.sent.append(path)
            self._told.notify_all()

    def until_sent(self, name: str) -> None:
        """Wait until some answer for this file is on its way: a page's clock must not run ahead of it."""
        with self._told:
            assert self._told.wait_for(lambda: any(path.endswith(name) for path in self.sent), 60), f"nobody has asked for {name}"

    def paths(self, ending: str = "") -> list[str]:
        return [one.path for one in self.asked if one.path.endswith(ending)]


def pass_time(page: Page, until: str, seconds: int = 120) -> None:
    """Let the page's clock, which has to be installed, run ahead until the page says something."""
    for _ in range(2 * seconds):
        if page.locator("py-app", has_text=re.compile(until)).count():
            return
        page.clock.run_for(500)  # what it says may last a second only
    expect(page.locator("py-app")).to_contain_text(re.compile(until))


class _Handler(BaseHTTPRequestHandler):
    moody: MoodyHost
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.moody.asked.append(Asked(path, self.headers.get("Range"), self.headers.get("Sec-Fetch-Dest")))
        mood = self._mood(path)
        try:
            self._answer(path, mood)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_HEAD = do_GET

    def _mood(self, path: str) -> Mood:
        for name, waiting in self.moody.moods.items():
            if path.endswith(name) and waiting:
                return waiting.pop(0)
        return Mood()

    def _answer(self, path: str, mood: Mood) -> None:
        if mood.silent and mood.stop is None:
            self.moody.released.wait()
            self.close_connection = True
            return
        file = self.moody.folder / path.lstrip("/")
        if file.is_dir() and not path.endswith("/"):
            self._head(301, b"", None, {"Location": f"{path}/"})
            return
        file = file / "index.html" if file.is_dir() else file
        there = file.is_file()
        status, body, extra = mood.status, mood.body, {}
        if body is None:
            body = file.read_bytes() if there and status == 200 else b"Nothing here"
            status = 404 if not there and status == 200 else status
        kind = mood.kind or TYPES.get(file.suffix, "application/octet-stream")
        if status == 404 and not mood.body and (own := self.moody.folder / "404.html").is_file():
            body, kind = own.read_bytes(), TYPES[".html"]
        if status == 200 and mood.body is None:
            extra = {"Last-Modified": formatdate(file.stat().st_mtime, usegmt=True)}
        asked = self.headers.get("Range")
        if asked and status == 200 and self.moody.ranges:
            first = int(asked.removeprefix("bytes=").partition("-")[0])
            extra["Content-Range"] = f"bytes {first}-{len(body) - 1}/{len(body)}"
            status, body = 206, body[first:]
        self._head(status, body, kind, extra)
        if self.command == "HEAD":
            return
        self.wfile.write(body if mood.stop is None else body[: mood.stop])
        self.wfile.flush()
        self.moody.note_sent(path)
        if mood.silent:
            self.moody.released.wait()
        if mood.stop is not None:
            self.close_connection = True

    def _head(self, status: int, body: bytes, kind: str | None, extra: dict[str, str]) -> None:
        self.send_response(status)
        own = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
        for name, value in {**own, **extra, **self.moody.headers}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass
