"""``page(body)`` opens an app whose page is these lines; ``html`` is what it shows."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

import pytest

from skerry.testing import App
from skerry.view import render_html

HEAD = """
import datetime
from dataclasses import dataclass
from enum import Enum
import skerry as sk

class Rig(Enum):
    SLOOP = "sloop"
    KETCH = "ketch"

@dataclass
class Boat:
    name: str
    crew: int

@sk.state
class S:
    text: str = "Tern"
    count: int = 3
    size: float = 1.5
    maybe: int | None = 7
    on: bool = False
    rig: Rig = Rig.SLOOP
    number: int = 2
    many: list[int] = [3]
    day: datetime.date | None = None
    iso: str = "2026-01-02"
    at: datetime.time | None = None
    log: list[object] = []

def note(event: sk.Event, s: S):
    s.log.append((type(event).__name__, event.key))

@sk.page("/")
def home(s: S):
    ref = sk.ref(s)
"""

Page = Callable[[str], App]


@pytest.fixture
def page() -> Iterator[Page]:
    opened: list[App] = []

    def open_(body: str) -> App:
        app = App(source=HEAD + textwrap.indent(textwrap.dedent(body), "    "))
        opened.append(app)
        return app

    yield open_
    for app in opened:
        app.close()


@pytest.fixture
def html(page: Page) -> Callable[[str], str]:
    def shown(body: str) -> str:
        root = page(body).session.tree.root
        assert root is not None
        return render_html(root.children)

    return shown
