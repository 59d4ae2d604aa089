"""Serves a folder on this machine, with the headers that a strict host would send."""

from __future__ import annotations

import mimetypes
import socket
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CSP", "make_app", "serve"]

CSP: Final = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; media-src 'self' blob:"
"""What a page of Skerry's needs, and nothing more."""

TYPES: Final = {
    ".css": "text/css", ".gz": "application/octet-stream", ".js": "text/javascript", ".json": "application/json",
    ".mjs": "text/javascript", ".py": "text/x-python", ".wasm": "application/wasm", ".zip": "application/zip",
    ".webmanifest": "application/manifest+json",
}  # fmt: skip


class Files(StaticFiles):
    """Static files; an unknown address gets the site's 404.html."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kind = TYPES.get(Path(path).suffix)
        if kind is not None and response.status_code == 200:
            response.headers["content-type"] = kind
        return response


class Headers:
    """Adds the headers to every answer. Names that hold a hash never change; everything else is asked for anew."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = {"Content-Security-Policy": CSP, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
                message["headers"] += [(name.lower().encode(), value.encode()) for name, value in extra.items()]
            await send(message)

        await self.app(scope, receive, with_headers)


def make_app(folder: Path, base: str = "/") -> Starlette:
    """The folder as an ASGI app, under a base path."""

    async def missing(request: object, error: Exception) -> Response:
        page = folder / "404.html"
        return FileResponse(page, status_code=404) if page.is_file() else Response("There is nothing here.", 404)

    mimetypes.add_type("text/javascript", ".mjs")
    routes = [Mount(base.rstrip("/") or "/", Files(directory=folder, html=True))]
    return Starlette(routes=routes, middleware=[Middleware(Headers)], exception_handlers={404: missing})


def serve(folder: Path, listening: socket.socket, base: str = "/") -> None:
    """Serve until Ctrl+C."""
    config = uvicorn.Config(make_app(folder, base), log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listening])
