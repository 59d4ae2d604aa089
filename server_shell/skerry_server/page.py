"""The document around an app that is live on this server, and the page's own modules."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from skerry.app import App
from skerry.errors import AppError

from .live import ADDRESS
from .problems import Problem

__all__ = ["Page", "PageFiles"]

CSP: Final = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:"
"""Python is not in the page, so it needs less than one that has it."""


@dataclass(frozen=True)
class PageFiles:
    """What a page loads. modules: the folder of its ES modules; plots: of the libraries that draw; stylesheet: the components';
    functions: a module with the JavaScript that the app's source names."""

    modules: Path
    plots: Path
    stylesheet: bytes
    functions: str


class Page:
    """The addresses of an app's pages."""

    def __init__(self, app: App, files: PageFiles) -> None:
        self._app = app
        self._files = files

    def routes(self) -> list[BaseRoute]:
        mimetypes.add_type("text/javascript", ".mjs")
        mimetypes.add_type("text/javascript", ".js")
        return [
            Route("/skerry/skerry.css", self.stylesheet),
            Mount("/skerry/plots", _Kept(StaticFiles(directory=self._files.plots, check_dir=False))),
            Mount("/skerry", _Kept(StaticFiles(directory=self._files.modules))),
            Route("/{path:path}", self.document),
        ]

    async def stylesheet(self, request: Request) -> Response:
        return Response(self._files.stylesheet, media_type="text/css", headers={"Cache-Control": "no-cache"})

    async def document(self, request: Request) -> Response:
        path = f"/{request.path_params['path']}"
        try:
            found = self._app.match(path)
        except AppError as error:
            raise Problem(404, str(error)) from None
        title = (found.page.title if "{" not in (found.page.title or "") else "") or self._app.config.title or self._app.name
        root = request.scope.get("root_path", "")
        return HTMLResponse(
            _document(title, root, str(self._app.config.theme.get("mode", ""))),
            headers={"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"},
        )


class _Kept:
    """Files that are asked for anew each time, which costs a short answer where they are as they were."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"cache-control", b"no-cache"))
            await send(message)

        await self._app(scope, receive, sent)


def _document(title: str, root: str, mode: str) -> str:
    theme = f' data-theme="{mode}"' if mode in ("light", "dark") else ""
    at = escape(root)
    return (
        f'<!doctype html>\n<html lang="en"{theme}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{escape(title)}</title>\n<link rel="icon" href="data:,">\n'
        f'<link rel="stylesheet" href="{at}/skerry/skerry.css">\n'
        f'<script src="{at}/skerry/check.js" defer></script>\n<script type="module" src="{at}/skerry/py-app.js"></script>\n'
        f'</head>\n<body class="sk-page">\n<main>\n<py-app server="{at}{ADDRESS}" routing="path" base="{at}/"></py-app>\n</main>\n'
        "<noscript><p>This page is an app and needs JavaScript.</p></noscript>\n</body>\n</html>\n"
    )
