"""The development server as an ASGI app. It does not listen, watch or print by itself: it is given what does."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from skerry.app.config import parse_config
from skerry.errors import AppError

from ..javascript import javascript_of
from ..packages.wanted import read_wanted
from ..pyscript import read_pyscript
from ..site.offline import WORKER, end_worker
from .guard import Guard
from .hub import Hub, encode
from .packages import DevPackages
from .page import PREFIX, listing_url, make_page
from .project import Snapshot
from .reports import Report, ReportError, parse_reports
from .runtime import Runtime

__all__ = ["make_site"]

MOST_REPORT_BYTES: Final = 1_000_000
_TYPES: Final = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".py": "text/x-python"}


def make_site(
    runtime: Runtime,
    snapshot: Callable[[], Snapshot],
    hub: Hub,
    report: Callable[[Sequence[Report]], None],
    *,
    project: str,
    local: bool = True,
) -> Starlette:
    """All addresses of the server.

    snapshot: gives the app as it is now. report: takes what pages tell. project: tells this app from
    others on the same machine. local: for this machine alone.
    """
    for suffix, kind in _TYPES.items():
        mimetypes.add_type(kind, suffix)
    packages = DevPackages()
    app = _App(snapshot, project, packages)
    files = _Runtime(runtime)
    return Starlette(
        routes=[
            Route("/skerry/manifest.json", files.manifest),
            Route("/skerry/python/{name}", files.archive),
            Route("/skerry/skerry.css", files.stylesheet),
            Route("/skerry/snapshots/{name}", files.snapshot),
            Route("/skerry/pyscript/{name:path}", files.pyscript),
            Mount("/skerry/pyodide", StaticFiles(directory=runtime.pyodide)),
            Mount("/skerry/plots", StaticFiles(directory=runtime.plots, check_dir=False)),
            Mount("/skerry/wheels", StaticFiles(directory=runtime.wheels, check_dir=False)),
            Mount("/skerry", StaticFiles(directory=runtime.js)),
            Route(listing_url("{project}"), app.listing),
            Route(f"{PREFIX}/app/{{project}}/functions.js", app.functions),
            Route(f"{PREFIX}/app/{{project}}/source/{{path:path}}", app.source),
            Route(f"{PREFIX}/app/{{project}}/file/{{path:path}}", app.file),
            *packages.routes(),
            Route(f"{PREFIX}/events", _events(hub)),
            Route(f"{PREFIX}/report", _report(report), methods=["POST"]),
            Route("/{path:path}", app.page),
        ],
        middleware=[Middleware(Guard, local=local)],
    )


class _Runtime:
    """The runtime's files that are made at start."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def manifest(self, request: Request) -> Response:
        return Response(self._runtime.manifest, media_type="application/json")

    async def archive(self, request: Request) -> Response:
        content = self._runtime.archives.get(request.path_params["name"])
        return Response("", 404) if content is None else Response(content, media_type="application/zip")

    async def snapshot(self, request: Request) -> Response:
        content = self._runtime.snapshots.get(request.path_params["name"])
        return Response("", 404) if content is None else Response(content, media_type="application/octet-stream")

    async def pyscript(self, request: Request) -> Response:
        name = f"pyscript/{request.path_params['name']}"
        content = self._runtime.pyscript.get(name)
        if content is None:
            return Response(f"There is no {name}.", 404, media_type="text/plain")
        return Response(content, media_type="text/javascript" if name.endswith(".js") else "application/zip")

    async def stylesheet(self, request: Request) -> Response:
        return Response(self._runtime.stylesheet, media_type="text/css")


class _App:
    """The app's own files, as the snapshot has them."""

    def __init__(self, snapshot: Callable[[], Snapshot], project: str, packages: DevPackages) -> None:
        self._snapshot = snapshot
        self._project = project
        self._packages = packages

    def listing(self, request: Request) -> Response:
        """In a thread: looking for the index takes time."""
        now = self._snapshot()
        return JSONResponse(
            {
                "version": now.version,
                "entry": now.entry,
                "sources": {name: f"source/{quote(name)}" for name in now.sources},
                "files": {name: f"file/{quote(name)}" for name in now.files},
                **({"functions": f"functions.js?v={now.version}"} if _javascript(now) else {}),
                **self._needs(now, f"{request.url.scheme}://{request.url.netloc}"),
            }
        )

    def _needs(self, now: Snapshot, base: str) -> dict[str, Any]:
        """Packages, and what a configuration of PyScript's adds; what is wrong with them is the page's to show."""
        if now.path is None:
            return {}
        try:
            config = parse_config(now.sources[now.entry], now.entry)
            configured = read_pyscript(now.path, config)
            wanted = read_wanted([*config.dependencies, *config.packages, *configured.packages], now.entry, now.path.parent)
            required = self._packages.required(now.path, wanted, base)
        except (AppError, OSError) as error:
            return {"problem": str(error)}
        files = {**{name: f"file/{quote(name)}" for name in now.files}, **configured.remote}
        listed = configured.listing({name: f"file/{quote(name)}" for name in now.files})
        return {"files": files, **listed, **required}

    async def functions(self, request: Request) -> Response:
        return Response(_javascript(self._snapshot()), media_type="text/javascript")

    async def source(self, request: Request) -> Response:
        name = request.path_params["path"]
        text = self._snapshot().sources.get(name)
        if text is None:
            return PlainTextResponse(f"{name} is none of the app's modules.", 404)
        return PlainTextResponse(text.encode("utf-8", "replace"))

    async def file(self, request: Request) -> Response:
        name = request.path_params["path"]
        found = self._file(name)
        return found or PlainTextResponse(f"{name} is none of the app's files. Name it under files in its script block.", 404)

    async def page(self, request: Request) -> Response:
        """A data file by its own name, else the page: the app's routes are the page's to know."""
        path = request.path_params["path"]
        if path.rpartition("/")[2] == WORKER:  # a built site that was shown at this address may have left one
            return Response(end_worker(reload=True), media_type="text/javascript")
        if path.startswith(("_skerry/", "skerry/")):
            return PlainTextResponse(f"There is nothing at /{path}.", 404)
        now = self._snapshot()
        return self._file(path) or HTMLResponse(make_page(now.entry.removesuffix(".py"), now.version, self._project))

    def _file(self, name: str) -> Response | None:
        content = self._snapshot().files.get(name)
        if content is None:
            return None
        return Response(content, media_type=mimetypes.guess_type(name)[0] or "application/octet-stream")


def _events(hub: Hub) -> Callable[[Request], object]:
    async def events(request: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            async for news in hub.listen():
                yield encode(news)

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    return events


def _report(take: Callable[[Sequence[Report]], None]) -> Callable[[Request], object]:
    async def report(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return PlainTextResponse("A report is application/json.", 415)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_REPORT_BYTES:
                return PlainTextResponse(f"A report has at most {MOST_REPORT_BYTES} bytes.", 413)
        try:
            take(parse_reports(bytes(body)))
        except ReportError as error:
            return PlainTextResponse(str(error), 400)
        return Response(status_code=204)

    return report


def _javascript(now: Snapshot) -> str:
    try:
        return javascript_of(now.sources)
    except SyntaxError:  # the page says so when it runs the source
        return ""
