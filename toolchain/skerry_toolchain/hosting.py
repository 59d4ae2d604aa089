"""An app on a server with all that browsers need, as an ASGI application: what ``skerry host`` serves.

    app = skerry_toolchain.hosting.application("app.py")
"""

from __future__ import annotations

import os
from typing import Any

from starlette.applications import Starlette

import skerry_browser
from skerry.cpython import read_sources
from skerry_server import PageFiles, asgi

from .bundle import bundle_shell
from .javascript import javascript_of
from .site.parts import EVERY
from .site.runtime import stylesheet

__all__ = ["application"]


def application(path: str | os.PathLike[str], **options: Any) -> Starlette:
    """path, options and errors: as in ``skerry_server.asgi``."""
    return asgi(path, page=_page_files(path), **options)


def _page_files(path: str | os.PathLike[str]) -> PageFiles:
    """What a browser loads to show an app that runs on the server."""
    shell = bundle_shell()
    _, sources, _ = read_sources(path)
    files = {**shell.files, "skerry.css": stylesheet()}
    parts = [file for part in ("served", "functions", *EVERY) for file in shell.parts.get(f"{part}.js", ())]
    first = list(dict.fromkeys([*shell.modules, *parts])) if shell.bundled else ()
    return PageFiles(files, first, skerry_browser.plots_folder(), javascript_of(sources))
