"""An app as an ASGI application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from skerry.app import App
from skerry.cpython import read_sources

from .api import SESSION, Api
from .chosen import ChosenFiles
from .fetching import Fetching
from .files import data_files
from .guard import Guard
from .host import ServerHost, install_sleep
from .limits import Limits
from .live import Live
from .logs import say
from .page import Page, PageFiles
from .problems import HANDLERS
from .standstill import Standstill
from .visits import Visits

__all__ = ["asgi"]

_METHODS: Final = ("GET", "POST", "PUT", "DELETE")


def asgi(
    path: str | os.PathLike[str],
    *,
    limits: Limits | None = None,
    allow_origins: Sequence[str] = (),
    hosts: Sequence[str] = (),
    page: PageFiles | None = None,
) -> Starlette:
    """The app in a file, for an ASGI server.

    path: the app's entry file; its neighbours can be imported. allow_origins: other sites whose pages may ask, such as
    ``"https://example.com"``, ``"*"`` for all. hosts: the names that it answers to; without them, every one that leads to it.
    page: what a browser loads to show the app live; without it, there is the API only.

    The app is loaded here, once; what its modules hold is shared by its sessions. Raises what loading it raises: ``AppError``,
    ``SyntaxError``, ``FileNotFoundError``.
    """
    limits = limits or Limits()
    entry, sources, root = read_sources(path)
    app = App.load(entry, sources, root=root)
    files = data_files(root, app.config.files)
    fetching = Fetching()
    names = count(1)
    visits = Visits(app, limits, lambda: ServerHost(files, ChosenFiles(limits.files), fetching, f"{app.name} {next(names)}"))
    routes: list[BaseRoute] = [*Api(app, visits, limits).routes()]
    if page is not None:
        routes += [*Live(visits, page.functions).routes(), *Page(app, page).routes()]
    install_sleep()

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[Mapping[str, object]]:
        standstill = Standstill(app.owns_file, lambda text: say("warning", text, "", ""), limits.standstill)
        standstill.start()
        try:
            yield {}
        finally:
            standstill.stop()
            visits.close()
            await fetching.close()

    guard = Middleware(Guard, hosts=tuple(hosts), origins=tuple(allow_origins))
    permits = Middleware(
        CORSMiddleware,
        allow_origins=allow_origins,
        allow_methods=_METHODS,
        allow_headers=["Content-Type", SESSION],
        expose_headers=[SESSION],
    )
    made = Starlette(
        routes=routes,
        middleware=[guard, permits] if allow_origins else [guard],
        exception_handlers=HANDLERS,
        lifespan=running,
    )
    made.state.visits = visits
    made.state.app = app
    return made
