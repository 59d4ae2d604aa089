"""A static host that can be stopped, given another site, and have files that are not as they should be."""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ..conftest import SETTINGS


class Host:
    """Serves ``folder`` under the strict policy. ``site`` is its address on a name that is not the author's own machine.

    log: the paths that were sent, not counting answers that nothing has changed. other: what is sent instead of a file, by path, as status and body.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log: list[str] = []
        self.other: dict[str, tuple[int, bytes]] = {}
        self.port = 0
        self._server: ThreadingHTTPServer | None = None
        self.start()

    def start(self) -> None:
        handler = functools.partial(_Handler, self, directory=str(self.folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def deploy(self, folder: Path) -> None:
        self.stop()
        self.folder = folder
        self.start()

    @property
    def site(self) -> str:
        return f"http://site.localhost:{self.port}/"

    @property
    def local(self) -> str:
        return f"http://localhost:{self.port}/"


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".js": "text/javascript"}

    def __init__(self, host: Host, *arguments: Any, **options: Any) -> None:
        self.host = host
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        path = self._place
        if path not in self.host.other:
            super().do_GET()
            return
        status, body = self.host.other[path]
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if path.endswith("/") else self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @property
    def _place(self) -> str:
        return self.path.partition("?")[0].lstrip("/")

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if code == 200:
            self.host.log.append(self._place)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", SETTINGS.CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass
