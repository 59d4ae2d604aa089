"""An app that owns its address: pages, titles, the query, back and forward, and where a person begins to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from skerry_toolchain.site.builder import build_site

from ..conftest import watch

APP = """
import asyncio
import skerry as sk

@sk.state
class Log:
    loads: list[str] = []

def plain(event: sk.LoadEvent, log: Log, context):
    log.loads.append(f"plain {context['params'] or context['query']}")

def steps(log: Log):
    log.loads.append("a step")
    yield
    log.loads.append("and its end")

async def later(log: Log):
    await asyncio.sleep(0.01)
    log.loads.append("async")

async def both(log: Log):
    log.loads.append("an async step")
    yield
    await asyncio.sleep(0.01)
    log.loads.append("and its async end")

def away():
    sk.navigate("?tag=c", replace=True)

def nowhere():
    sk.navigate("/nowhere")

def to_boat():
    sk.navigate("/boat/9", query={"tag": ["a", "b"], "none": None})

def tall(name):
    for number in range(60):
        sk.text(f"{name}, line {number}", key=number)

def foot(log):
    sk.link("Home", "/")
    sk.link("The tides", "/tides.txt#noon")
    sk.link("Größen", "/die größen.txt?of=a b")
    sk.link("Boat 7", "/boat/7")
    sk.link("Untitled", "/untitled")
    sk.link("Lost", "/lost")
    sk.link("Lost, too", "/lost/too")
    sk.link("Line 50", "/#line-50")
    sk.button("To boat 9", on_click=to_boat)
    sk.button("Nowhere", on_click=nowhere)
    sk.button("Other query", on_click=away)
    sk.text(", ".join(sorted(log.loads)), class_="loads")

@sk.page("/", title="Home", on_load=[plain, steps, later, both])
def home(log: Log):
    sk.heading("The home page")
    for number in range(60):
        sk.element("p", f"home, line {number}", id=f"line-{number}", key=number)
    foot(log)

@sk.page("/boat/{number:int}", title="Boat {number}", on_load=plain)
def boat(number: int, log: Log):
    sk.heading(f"This is boat {number}, {sk.query().get_all('tag')}")
    tall("boat")
    foot(log)

@sk.page("/untitled")
def untitled(log: Log):
    sk.heading("No title")
    tall("untitled")
    foot(log)
"""

LOADED = "a step, an async step, and its async end, and its end, async, plain {}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("navigation")
    (folder / "app.py").write_text(APP)
    build_site(folder / "app.py", folder / "site")
    (folder / "site" / "tides.txt").write_text("High water at noon")
    (folder / "site" / "die größen.txt").write_text("Small, and large")
    return folder / "site"


@pytest.fixture
def page(chromium: Browser, serve: Callable[[Path], str], root: Path) -> Iterator[Page]:
    context = chromium.new_context(base_url=serve(root), viewport={"width": 800, "height": 600})
    made = context.new_page()
    failures = watch(made)
    made.goto("")
    expect(made.locator("py-app")).to_have_attribute("data-state", "ready")
    yield made
    context.close()
    assert not failures, failures


def top(page: Page) -> int:
    return round(page.evaluate("scrollY"))


def test_a_new_page_begins_at_its_top_and_back_leads_to_where_one_was(page: Page) -> None:
    expect(page.locator(".loads")).to_have_text(LOADED)
    page.get_by_role("link", name="Boat 7").click()
    expect(page.get_by_role("heading", name="This is boat 7, ()")).to_be_in_viewport()
    expect(page).to_have_title("Boat 7")
    assert top(page) == 0
    page.go_back()
    expect(page).to_have_title("Home")
    expect(page.get_by_role("link", name="Boat 7")).to_be_in_viewport()
    page.go_forward()
    expect(page).to_have_title("Boat 7")
    expect(page.locator(".loads")).to_contain_text("plain {'number': 7}, plain {'number': 7}, plain {}, plain {}")


def test_a_handler_leads_to_a_page_with_a_query(page: Page) -> None:
    page.get_by_role("button", name="To boat 9").press("Enter")
    expect(page.get_by_role("heading", name="This is boat 9, ('a', 'b')")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"/boat/9\?tag=a&tag=b$"))
    page.get_by_role("button", name="Other query").click()
    expect(page).to_have_url(re.compile(r"/boat/9\?tag=c$"))
    expect(page.get_by_role("button", name="Other query")).to_be_in_viewport()
    page.go_back()
    expect(page).to_have_title("Home")


def test_a_page_without_a_title_has_the_documents(page: Page) -> None:
    page.get_by_role("link", name="Boat 7").click()
    page.get_by_role("link", name="Untitled").click()
    expect(page.get_by_role("heading", name="No title")).to_be_in_viewport()
    expect(page).to_have_title("Home")


def test_a_part_of_a_page_is_gone_to_and_loads_nothing_anew(page: Page) -> None:
    expect(page.locator(".loads")).to_have_text(LOADED)
    page.get_by_role("link", name="Line 50").click()
    expect(page).to_have_url(re.compile("/#line-50$"))
    expect(page.get_by_text("home, line 50", exact=True)).to_be_in_viewport()
    assert top(page) > 0
    expect(page.locator(".loads")).to_have_text(LOADED)
    page.get_by_role("link", name="Boat 7").click()
    page.get_by_role("link", name="Line 50").press("Enter")
    expect(page.get_by_text("home, line 50", exact=True)).to_be_in_viewport()


def test_what_is_no_page_is_an_error_of_the_handler_and_the_address_stays(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name="Nowhere").click()
    expect(page.locator("py-app")).to_contain_text("there is no page at '/nowhere'")
    expect(page.locator("py-app")).to_contain_text("in nowhere")
    assert page.url == before
    expect(page.get_by_role("heading", name="The home page")).to_be_attached()


@pytest.mark.parametrize("without", ["", "Object.defineProperty(window, 'navigation', { value: undefined })"])
def test_an_address_that_is_no_page_is_said_as_long_as_it_is_the_pages(page: Page, without: str) -> None:
    """without: what some browsers do not have."""
    page.evaluate(without)
    alerts = page.get_by_role("alert")
    page.get_by_role("link", name="Lost", exact=True).press("Enter")
    expect(alerts).to_contain_text("There is no such page")
    expect(page).to_have_url(re.compile("/lost$"))
    page.go_back()
    expect(alerts).to_have_count(0)
    for name, path in {"Lost": "/lost", "Lost, too": "/lost/too"}.items():
        page.get_by_role("link", name=name, exact=True).click()
        expect(alerts.last).to_contain_text(f"there is no page at '{path}'")
    page.go_back()
    expect(alerts).to_have_count(1)  # where the browser tells of no link's address, the others go now
    expect(alerts).to_contain_text("there is no page at '/lost'")
    page.go_back()
    expect(alerts).to_have_count(0)


def test_what_is_said_once_more_takes_its_own_place(page: Page) -> None:
    for _ in range(3):
        page.get_by_role("button", name="Nowhere").press("Enter")
    page.get_by_role("link", name="Lost", exact=True).press("Enter")
    expect(page.get_by_role("alert").last).to_contain_text("'/lost'")
    expect(page.get_by_role("alert")).to_have_count(2)


def test_a_link_to_a_file_that_is_no_page_is_followed_by_the_browser_and_back_leads_to_the_page(page: Page) -> None:
    expect(page.locator(".loads")).to_have_text(LOADED)
    page.get_by_role("link", name="The tides").press("Enter")
    expect(page.get_by_text("High water at noon")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/tides.txt#noon$"))
    page.go_back()
    expect(page.get_by_role("heading", name="The home page")).to_be_visible()
    expect(page).to_have_title("Home")


def test_back_leads_to_the_page_whatever_the_file_is_called(page: Page) -> None:
    page.get_by_role("link", name="Größen").click()
    expect(page.get_by_text("Small, and large")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="The home page")).to_be_visible()


def test_an_app_is_where_it_was_whatever_its_own_address_is(page: Page) -> None:
    """Its addresses are meant from the document that showed it, and not from where the app has gone since."""
    page.get_by_role("link", name="Boat 7").click()
    expect(page.get_by_role("heading", name="This is boat 7, ()")).to_be_visible()
    app = page.locator("py-app")
    app.evaluate("(app) => app.reload()")
    expect(app).to_have_attribute("data-state", "ready")
    expect(page.get_by_role("heading", name="This is boat 7, ()")).to_be_visible()
    expect(page.locator("link[href$='skerry.css']")).to_have_count(1)
    app.evaluate("async (app) => { const home = app.parentNode; app.remove(); await new Promise((done) => setTimeout(done, 50)); home.append(app); }")
    expect(app).to_have_attribute("data-state", "ready")
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="The home page")).to_be_visible()


def test_an_app_that_goes_elsewhere_before_its_page_is_loaded_goes_on(chromium: Browser, serve: Callable[[Path], str], root: Path) -> None:
    """What is named from the document's address is not looked for from the next one."""
    context = chromium.new_context(base_url=serve(root), service_workers="block")
    page = context.new_page()
    failures = watch(page)
    asked: list[str] = []
    held: list[Route] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/slow.png", lambda route: held.append(route))
    page.add_init_script("""{
      addEventListener("DOMContentLoaded", () => document.body.append(Object.assign(new Image(), { src: "/slow.png" })));
      const later = setTimeout;
      window.setTimeout = (done, ms, ...more) => later(done, ms === 200 ? 0 : ms, ...more); // check.js's
      window.loaded = new Promise((done) => addEventListener("load", () => later(() => later(done))));
    }""")
    page.goto("", wait_until="commit")
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
    page.get_by_role("link", name="Boat 7").press("Enter")
    expect(page.get_by_role("heading", name="This is boat 7, ()")).to_be_visible()
    held[0].fulfill(body="")
    page.evaluate("loaded")
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert not [url for url in asked if "/boat/" in url], asked
    assert page.evaluate("[...document.querySelectorAll('link[rel~=icon], #sk-start')].every((one) => one.href.startsWith(origin + '/') && !one.href.includes('boat'))")
    context.close()
    assert not failures, failures
