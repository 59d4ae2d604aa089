"""The document around an app that is live on this server, and the page's own modules."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from skerry.app import App
from skerry.errors import AppError

from .live import ADDRESS
from .problems import Problem

__all__ = ["Page", "PageFiles"]

CSP: Final = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:"
"""Python is not in the page, so it needs less than one that has it."""

_KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript"}


@dataclass(frozen=True)
class PageFiles:
    """What a page loads. files: its ES modules and the components' style sheet, by name; first: the modules that every page needs.
    plots: the folder of the libraries that draw. functions: a module with the JavaScript that the app's source names."""

    files: Mapping[str, bytes]
    first: Sequence[str]
    plots: Path
    functions: str = ""


class Page:
    """The addresses of an app's pages."""

    def __init__(self, app: App, files: PageFiles) -> None:
        self._app = app
        self._files = files
        self._ready: dict[str, _File] = {}

    def routes(self) -> list[BaseRoute]:
        return [
            Mount("/skerry/plots", StaticFiles(directory=self._files.plots, check_dir=False)),
            Route("/skerry/{name:path}", self.file),
            Route("/{path:path}", self.document),
        ]

    async def file(self, request: Request) -> Response:
        """Asked for anew each time, which costs a short answer where it is as it was."""
        name = request.path_params["name"]
        if name not in self._files.files:
            raise HTTPException(404)
        found = self._ready.get(name)
        if found is None:
            found = self._ready[name] = _File(name, self._files.files[name])
        return found.answer(request.headers)

    async def document(self, request: Request) -> Response:
        path = f"/{request.path_params['path']}"
        try:
            found = self._app.match(path)
        except AppError as error:
            if "text/html" in request.headers.get("accept", ""):
                return HTMLResponse(_missing(str(error)), 404, {"Content-Security-Policy": CSP})
            raise Problem(404, str(error)) from None
        title = (found.page.title if "{" not in (found.page.title or "") else "") or self._app.config.title or self._app.name
        root = request.scope.get("root_path", "")
        return HTMLResponse(
            _document(title, root, str(self._app.config.theme.get("mode", "")), self._files.first),
            headers={"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"},
        )


class _File:
    """A file that is ready to be sent, as it is and compressed."""

    def __init__(self, name: str, content: bytes) -> None:
        self._content = content
        self._packed = gzip.compress(content, 9)
        self._tag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
        self._kind = _KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")

    def answer(self, asked: Headers) -> Response:
        packed = "gzip" in asked.get("accept-encoding", "")
        headers = {"ETag": self._tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
        if self._tag in asked.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if packed:
            headers["Content-Encoding"] = "gzip"
        return Response(self._packed if packed else self._content, media_type=self._kind, headers=headers)


def _missing(text: str) -> str:
    return f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Not found</title>\n<p>{escape(text)}</p>\n</html>\n'


def _document(title: str, root: str, mode: str, first: Sequence[str]) -> str:
    theme = f' data-theme="{mode}"' if mode in ("light", "dark") else ""
    at = escape(root)
    preloads = "".join(f'<link rel="modulepreload" href="{at}/skerry/{escape(name)}">\n' for name in first)
    return (
        f'<!doctype html>\n<html lang="en"{theme}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{escape(title)}</title>\n<link rel="icon" href="data:,">\n'
        f'<link rel="stylesheet" href="{at}/skerry/skerry.css">\n'
        f'{preloads}<script src="{at}/skerry/check.js" defer></script>\n'
        f'<script type="module" src="{at}/skerry/py-app.js"></script>\n'
        f'</head>\n<body class="sk-page">\n<main>\n<py-app server="{at}{ADDRESS}" routing="path" base="{at}/"></py-app>\n</main>\n'
        "<noscript><p>This page is an app and needs JavaScript.</p></noscript>\n</body>\n</html>\n"
    )
