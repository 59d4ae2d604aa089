"""Skerry's own Python in three archives: what a page fetches of it, and when."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, Route, expect

from .conftest import Opened

IDLE = "window.requestIdleCallback = () => 0;"
"""The page never has nothing else to do, so what comes is what was asked for."""

APP = """
import traceback
import skerry as sk

@sk.state
class S:
    text: str = ""
    said: str = ""

def show(s: S):
    s.text = "**no**"

def fail(s: S):
    try:
        sk.css(1)
    except Exception as error:
        s.said = "; ".join(f"{frame.filename}: {frame.line}" for frame in traceback.extract_tb(error.__traceback__)[1:])

def load(s: S):
    try:
        s.said = __import__("justhtml").__name__
    except Exception as error:
        s.said = type(error).__name__

@sk.page("/")
def home(s: S):
    for handler in (show, fail, load):
        sk.button(handler.__name__, on_click=handler)
    if s.text:
        sk.markdown(s.text)
    sk.text(f"said: {s.said}")
"""


@pytest.fixture
def asked() -> list[Request]:
    """What the page requests."""
    return []


@pytest.fixture
def page(opened: Opened, asked: list[Request], request: pytest.FixtureRequest) -> Page:
    """The app, started from a snapshot, in a page that never has nothing else to do. A test's parameter is done to the page before."""

    def prepare(page: Page) -> None:
        page.add_init_script(IDLE)
        page.on("request", lambda request: asked.append(request))
        getattr(request, "param", lambda page: None)(page)

    return opened(APP, prepare=prepare)


def archives(asked: list[Request]) -> list[str]:
    return [name for one in asked if (name := one.url.rpartition("/")[2]).endswith((".archive", ".zip"))]


def damaged(page: Page) -> None:
    """Of the right length, and with nothing in it."""

    def answer(route: Route) -> None:
        got = route.fetch()
        route.fulfill(response=got, body=got.body()[:-1000] + bytes(1000))

    page.route("**/packages.archive", answer)


def test_a_page_starts_without_and_gets_what_is_needed_when_it_is(page: Page, asked: list[Request]) -> None:
    assert archives(asked) == []
    page.get_by_role("button", name="show").click()
    expect(page.locator("strong")).to_have_text("no")
    assert archives(asked) == ["packages.archive"]


def test_a_traceback_has_the_lines_of_our_sources(page: Page, asked: list[Request]) -> None:
    page.get_by_role("button", name="fail").click()
    expect(page.get_by_text("said: ")).to_contain_text("/lib/skerry-core.zip/skerry/app/styles.py: raise ")
    assert "core.archive" in archives(asked)


@pytest.mark.parametrize("page", [damaged], indirect=True)
def test_what_is_damaged_cannot_be_imported_and_the_console_says_why(page: Page) -> None:
    texts: list[str] = []
    page.on("console", lambda message: texts.append(message.text))
    page.get_by_role("button", name="load").click()
    expect(page.get_by_text("said: ")).to_have_text("said: ZipImportError")
    assert any("packages.archive cannot be unpacked" in text for text in texts), texts


def test_in_idle_time_all_of_them_come(opened: Opened) -> None:
    with_all: list[str] = []
    page = opened(APP, prepare=lambda page: page.on("requestfinished", lambda request: with_all.append(request.url.rpartition("/")[2])))
    expect(page.get_by_role("button", name="load")).to_be_visible()
    while not {"core.archive", "components.archive", "packages.archive", "python_stdlib.zip"} <= set(with_all):
        page.wait_for_event("requestfinished")
    page.get_by_role("button", name="load").click()
    expect(page.get_by_text("said: ")).to_have_text("said: justhtml")
    assert len(with_all) == len(set(with_all))
