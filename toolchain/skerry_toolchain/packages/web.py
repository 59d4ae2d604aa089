"""Hands the index on to micropip: the Simple API (PEP 691) with what a page can install, and the files, from this address.

    <prefix>/simple/<name>/     the wheels of a package, as JSON
    <prefix>/file/<name>        a wheel that was listed
    <prefix>/why/<requirement>  why it cannot be had, for people
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import uvicorn
from packaging.requirements import InvalidRequirement
from packaging.utils import canonicalize_name
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from .index import Found, Index, Unreachable, WrongContent
from .problems import explain
from .wanted import Wanted

__all__ = ["Shelf", "serving"]

_SIMPLE = "application/vnd.pypi.simple.v1+json"
_FOR_PAGES = ("-none-any.whl", "wasm32.whl")
_FOREVER = "public, max-age=31536000, immutable"


class Shelf:
    """What is handed out: the index, and wheels that an app names itself."""

    def __init__(self, index: Index, prefix: str = "") -> None:
        self.index = index
        self.prefix = prefix
        self._listed: dict[str, Found] = {}
        self._own: dict[str, Wanted] = {}

    def put(self, wanted: Iterable[Wanted], base: str) -> list[str]:
        """The requirements as micropip is to be given them: wheels by an address under ``base``, the URL of this server."""
        return [self._addressed(one, base) for one in wanted]

    def _addressed(self, one: Wanted, base: str) -> str:
        if not one.path and not one.url:
            return str(one.requirement)
        self._own[one.filename] = one
        extras = f"[{','.join(sorted(one.requirement.extras))}]" if one.requirement.extras else ""
        return f"{one.name}{extras} @ {base}{self.prefix}/file/{quote(one.filename)}"

    def routes(self) -> list[Route]:
        return [
            Route(f"{self.prefix}/simple/{{name}}/", self.simple),
            Route(f"{self.prefix}/file/{{name}}", self.file),
            Route(f"{self.prefix}/why/{{requirement:path}}", self.why),
        ]

    def simple(self, request: Request) -> Response:
        name = canonicalize_name(request.path_params["name"])
        try:
            found = self.index.find(name)
        except Unreachable as error:
            return PlainTextResponse(str(error), 502)
        if not found:
            return PlainTextResponse(f"The index has no package {name}.", 404)
        fitting = [one for one in found if one.filename.endswith(_FOR_PAGES) and one.is_for()]
        self._listed.update((one.filename, one) for one in fitting)
        base = f"{request.url.scheme}://{request.url.netloc}{self.prefix}/file/"
        files = [_listed(one, base) for one in fitting]
        return JSONResponse({"meta": {"api-version": "1.1"}, "name": name, "files": files}, media_type=_SIMPLE)

    def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        try:
            content = self.content(name)
        except KeyError:
            return PlainTextResponse(f"{name} was not asked for.", 404)
        except (Unreachable, WrongContent, OSError) as error:
            self.index.failures[name] = str(error)
            return PlainTextResponse(str(error), 502)
        listed = self._listed.get(name)
        cache = _FOREVER if listed is not None and listed.digest in request.query_params.values() else "no-cache"
        return Response(content, media_type="application/zip", headers={"Cache-Control": cache})

    def content(self, name: str) -> bytes:
        """A wheel that was listed, or is the app's own. Raises ``KeyError``, ``Unreachable``, ``WrongContent``, ``OSError``."""
        own = self._own.get(name)
        if own is not None:
            return own.path.read_bytes() if own.path else self.index.address(own.url, name)
        return self.index.content(self._listed[name])

    def why(self, request: Request) -> Response:
        try:
            return PlainTextResponse(explain(self.index, request.path_params["requirement"]))
        except InvalidRequirement as error:
            return PlainTextResponse(str(error), 400)


def _listed(one: Found, base: str) -> dict[str, object]:
    return {
        "filename": one.filename,
        "url": f"{base}{quote(one.filename)}" + (f"?sha256={one.digest}" if one.digest else ""),
        "hashes": {"sha256": one.digest} if one.digest else {},
        "yanked": one.yanked,
    }


@contextlib.contextmanager
def serving(shelf: Shelf) -> Iterator[str]:
    """The shelf on this machine alone, for an interpreter that runs here too; gives its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        app = Starlette(routes=shelf.routes())
        config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
