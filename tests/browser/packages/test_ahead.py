"""Built apps that need more of the standard library than a snapshot has: they get that, and the whole of it comes afterwards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from .conftest import Make
from .test_built import Serve, embed, wheel_in

IDLE = "window.requestIdleCallback = () => 0;"
"""The page never has nothing else to do, so what comes is what was asked for."""

POST = """
# /// script
# dependencies = ["sail<2"]
# ///
import graphlib
from email.mime.text import MIMEText
import sail
import skerry as sk

@sk.state
class Desk:
    said: str = ""

def count(state: Desk):
    state.said = f"{len(list(graphlib.TopologicalSorter({1: [2]}).static_order()))} and {sail.AREA}"

def load(state: Desk):
    state.said = MODULES

def source(state: Desk):
    import inspect
    state.said = str(len(inspect.getsource(inspect.unwrap)) > 100)

@sk.page("/", title="Post")
def home(state: Desk):
    sk.heading(MIMEText("Letter").get_payload())
    for handler in (count, load, source):
        sk.button(handler.__name__, on_click=handler)
    sk.text(f"said: {state.said}")
""".replace("MODULES", '" ".join(__import__("importlib").import_module(name).__name__ for name in ("shelve", "email.mime.image", "xml.dom.minidom"))')
"""What ``load`` imports can be seen neither in the source nor when it is run by the build."""

MUSIC = POST.replace("import graphlib", "import graphlib, wave")

SOURCE = """
import graphlib
import skerry as sk

@sk.page("/", title="Sorted")
def home():
    sk.heading(str(list(graphlib.TopologicalSorter({1: [2]}).static_order())))
"""

VERSION = """
# /// script
# dependencies = ["sail<2"]
# ///
from importlib.metadata import version
import skerry as sk

FOUND = version("sail")

@sk.state
class Desk:
    said: str = ""

def answer(state: Desk):
    state.said = FOUND

@sk.page("/", title="Version")
def home(state: Desk):
    sk.button("answer", on_click=answer)
    sk.text(f"said: {state.said}")
"""

LIBRARY = "python_stdlib.zip"


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The archives that the page requests."""
    found: list[str] = []

    def note(request: Request) -> None:
        name = request.url.rpartition("/")[2]
        if name.endswith((".archive", ".zip")):
            found.append(re.sub(r"\.[0-9a-f]{8}\.", ".", name))

    page.on("request", note)
    return found


def press(page: Page, name: str, says: str) -> None:
    page.get_by_role("button", name=name).click()
    expect(page.get_by_text("said: ")).to_have_text(f"said: {says}")


def test_an_app_with_a_package_answers_without_the_whole_library(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    page.add_init_script(IDLE)
    page.goto(f"{serve(build(POST))}app/")
    press(page, "count", "2 and 7")
    assert asked == ["library.archive"]


def test_what_the_build_has_not_seen_is_found_in_the_whole(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    page.add_init_script(IDLE)
    page.goto(f"{serve(build(POST))}app/")
    press(page, "load", "shelve email.mime.image xml.dom.minidom")
    assert asked == ["library.archive", LIBRARY]
    press(page, "count", "2 and 7")


def test_sources_of_what_the_snapshot_has_are_found(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    page.add_init_script(IDLE)
    page.goto(f"{serve(build(POST))}app/")
    press(page, "source", "True")
    assert asked == ["library.archive", LIBRARY]


def test_the_whole_comes_in_idle_time_and_once(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    with page.expect_event("requestfinished", lambda request: request.url.endswith(LIBRARY)):
        page.goto(f"{serve(build(POST))}app/")
    press(page, "load", "shelve email.mime.image xml.dom.minidom")
    assert asked.count(LIBRARY) == asked.count("library.archive") == 1


def test_an_app_without_packages_gets_its_modules_too(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    page.add_init_script(IDLE)
    page.goto(f"{serve(build(SOURCE))}app/")
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
    expect(page.get_by_role("heading")).to_have_text("[2, 1]")
    assert asked == ["library.archive"]


def test_who_asks_for_a_version_looks_into_no_more_than_directories(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    page.add_init_script(IDLE)
    page.goto(f"{serve(build(VERSION))}app/")
    press(page, "answer", "1.0")
    assert sorted(asked) == ["components.archive", "core.archive", "library.archive", "packages.archive"]


def test_apps_side_by_side_that_need_different_modules(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    build(POST, "one")
    build(MUSIC, "two")
    site = build(POST, "three")
    embed(site, "one", "two", "three")
    page.goto(f"{serve(site)}both.html")
    expect(page.get_by_role("heading", name="Letter")).to_have_count(3)
    assert asked.count(LIBRARY) == 1
    for button in page.get_by_role("button", name="load").all():
        button.click()
    expect(page.get_by_text("said: shelve email.mime.image xml.dom.minidom")).to_have_count(3)


def test_a_library_that_is_another_one_is_not_mixed_with_it(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    site = build(POST)
    (listing,) = site.glob("app/app/app.*.json")
    text = re.sub(r'"of": "\w+"', f'"of": "{"0" * 64}"', listing.read_text())
    page.route(f"**/{listing.name}", lambda route: route.fulfill(body=text, content_type="application/json"))
    page.add_init_script(IDLE)
    page.goto(f"{serve(site)}app/")
    press(page, "count", "2 and 7")
    assert asked == ["library.archive", LIBRARY]


def test_a_start_without_a_snapshot(build: Make, page: Page, serve: Serve, asked: list[str]) -> None:
    page.route("**/manifest.json", without_snapshots)
    page.goto(f"{serve(build(POST))}app/")
    press(page, "load", "shelve email.mime.image xml.dom.minidom")
    assert asked.count(LIBRARY) == 1


def without_snapshots(route: Route) -> None:
    got = route.fetch()
    made = got.json()
    made["files"] = {name: entry for name, entry in made["files"].items() if not name.endswith(".snapshot")}
    route.fulfill(response=got, json=made)


def test_what_is_damaged_is_named_and_can_be_tried_again(build: Make, page: Page, serve: Serve) -> None:
    site = build(POST)
    (path,) = site.glob("app/app/library.*.archive")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"!")
    page.goto(f"{serve(site)}app/")
    expect(page.get_by_role("alert")).to_contain_text(path.name)
    path.write_bytes(whole)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Letter")).to_be_visible()


def test_a_site_keeps_it_for_use_without_a_network(build: Make) -> None:
    site: Path = build(POST)
    (path,) = site.glob("app/app/library.*.archive")
    assert f'"app/{path.name}"' in (site / "app" / "service-worker.js").read_text()
    assert wheel_in(site, "sail").name in (site / "app" / "service-worker.js").read_text()
