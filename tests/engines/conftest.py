"""The other engines: one window each, for all scenes, on a site of a few apps that is served under the strict policy."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from skerry_toolchain.site.apps import read_app
from skerry_toolchain.site.builder import load_runtime, render_pages, write_pages
from skerry_toolchain.site.output import open_output
from skerry_toolchain.site.prerender import Shape

from ..browser.conftest import ROOT, SETTINGS, _Handler
from .firefox import firefox
from .persons import Person, until
from .webkit import webkit

GALLERY = ROOT / "public" / "gallery"
APPS = [*(GALLERY / f"{name}.py" for name in ("counter", "temperature", "stream", "todo")), Path(__file__).parent / "apps" / "waiting.py"]
REPORTS = "/reports"


class _Reporting(_Handler):
    """Hears of what the policy refused: WebDriver does not tell."""

    def __init__(self, *given: Any, reports: list[str], **named: Any) -> None:
        self.reports = reports
        super().__init__(*given, **named)

    def send_header(self, keyword: str, value: str) -> None:
        super().send_header(keyword, f"{value}; report-uri {REPORTS}" if keyword == "Content-Security-Policy" else value)

    def do_POST(self) -> None:
        self.reports.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The apps, each in a folder with its name."""
    folder = tmp_path_factory.mktemp("engines") / "site"
    runtime = load_runtime()
    with open_output(folder) as output:
        runtime.write(output)
        for path in APPS:
            app = read_app(path)
            listing = app.write(output, f"{path.stem}/app")
            rendered, _ = render_pages(output, app, Shape(routing="hash"), {}, path.stem)
            write_pages(output, app, runtime, listing, folder=path.stem, routing="hash", rendered=rendered)
    return folder


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[tuple[str, list[str]]]:
    """Base URL of the apps, and what the policy refused so far."""
    reports: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Reporting, directory=str(built), reports=reports))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{SETTINGS.HOST}:{server.server_port}/", reports
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session", params=["firefox", "webkit"])
def person(request: pytest.FixtureRequest) -> Iterator[Person]:
    """A person at an engine; where it is not installed, its scenes are skipped, and say so."""
    programs = SETTINGS.engine(request.param)
    if programs is None:
        pytest.skip(f"{request.param} is not installed: python toolchain/find_engines.py says what is missing")
    with ExitStack() as stack:
        yield stack.enter_context({"firefox": firefox, "webkit": webkit}[request.param](*programs))


class Visit:
    """A person on the site."""

    def __init__(self, person: Person, base: str) -> None:
        self.person = person
        self.base = base

    def open(self, name: str) -> Person:
        """An app, once Python is up in it."""
        self.person.open(self.address(name))
        self.ready()
        return self.person

    def address(self, name: str) -> str:
        return f"{self.base}{name}/index.html"

    def ready(self) -> None:
        until(lambda: self.person.run("return document.querySelector('py-app')?.dataset.state") == "ready", "the app is ready")

    def text(self, css: str) -> str:
        found: str = self.person.run("return document.querySelector(given[0])?.textContent ?? ''", css)
        return found

    def values(self) -> list[str]:
        """What stands in the fields."""
        found: list[str] = self.person.run("return [...document.querySelectorAll('input')].map((one) => one.value)")
        return found


@pytest.fixture
def visit(person: Person, site: tuple[str, list[str]]) -> Iterator[Visit]:
    base, reports = site
    yield Visit(person, base)
    refused, reports[:] = list(reports), []
    assert not refused, refused
