"""Packages for an app that is being developed: micropip in its page installs them, and gets all it asks for from this server."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ..packages.index import Index
from ..packages.lock import lock_path, read_lock
from ..packages.own import own_versions
from ..packages.problems import conflict
from ..packages.settings import pip_settings
from ..packages.store import default_store
from ..packages.wanted import Wanted
from ..packages.web import Shelf
from .page import PREFIX

__all__ = ["DevPackages"]

_PLACE: Final = f"{PREFIX}/packages"


class DevPackages:
    """The index is looked for when an app asks for packages, and not before. All of its routes run in threads."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._lock = threading.Lock()
        self._wanted: Sequence[Wanted] = ()

    @property
    def shelf(self) -> Shelf:
        with self._lock:
            if self._shelf is None:
                self._shelf = Shelf(Index(pip_settings(), default_store()), _PLACE)
            return self._shelf

    def required(self, entry: Path, wanted: Sequence[Wanted], base: str) -> dict[str, Any]:
        """What a listing says of packages, for the server at ``base``. Versions that a build has locked are taken here, too."""
        if not wanted:
            return {}
        self._wanted = wanted
        shelf = self.shelf
        shelf.index.failures.clear()
        lock = read_lock(lock_path(entry), wanted)
        pins = [f"{package.name}=={package.version}" for package in lock.packages.values()] if lock else []
        return {
            "required": {
                "requirements": shelf.put(wanted, base),
                "index": f"{_PLACE}/simple",
                "constraints": [*shelf.index.settings.constraints, *pins],
                "why": f"{_PLACE}/",
            }
        }

    def routes(self) -> list[Route]:
        return [
            Route(f"{_PLACE}/simple/{{name}}/", lambda request: self.shelf.simple(request)),
            Route(f"{_PLACE}/file/{{name}}", lambda request: self.shelf.file(request)),
            Route(f"{_PLACE}/why/{{requirement:path}}", lambda request: self.shelf.why(request)),
            Route(f"{_PLACE}/clash/{{name}}", self.clash),
            Route(f"{_PLACE}/failed", self.failed),
        ]

    def clash(self, request: Request) -> Response:
        """What is said of requirements on one package that exclude each other. ``there``: the version that the page has."""
        asked = [one.requirement for one in self._wanted]
        there = request.query_params.get("there", "")
        return PlainTextResponse(conflict(self.shelf.index, request.path_params["name"], asked, own_versions(), there))

    def failed(self, request: Request) -> Response:
        """What could not be fetched, and why."""
        failures = self.shelf.index.failures
        return PlainTextResponse("\n".join(f"{what} could not be fetched: {why}" for what, why in failures.items()))
