"""Slow and broken networks: how far loading is, what is tried again by itself, and what is said when that does not help."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import SETTINGS
from ..moody import Mood, MoodyHost
from .conftest import HEAD, SHELL

HELLO = """
import skerry as sk

@sk.page("/")
def home():
    sk.button("Here I am")
"""
SILENT = Mood(silent=True)
FOLDER = "skerry/pyodide/"
STDLIB = "python_stdlib.zip"


@pytest.fixture
def host(shell_folder: Path) -> Iterator[MoodyHost]:
    manifest = json.loads((shell_folder / "skerry/manifest.json").read_bytes())
    needed = {name: entry for name, entry in manifest["files"].items() if not name.endswith(".snapshot")}  # it can be done without
    (shell_folder / "skerry/needed.json").write_text(json.dumps({**manifest, "files": needed}))
    app = '<py-app src="hello.py" runtime="skerry/needed.json">'
    (shell_folder / "hello.py").write_text(HELLO)
    (shell_folder / "hello.html").write_text(f"{HEAD}{SHELL}<main>{app}One moment</py-app></main>")
    (shell_folder / "bare.html").write_text(f"{HEAD}{SHELL}<main>{app}</py-app></main>")
    made = MoodyHost(shell_folder, {"Content-Security-Policy": SETTINGS.CONTENT_SECURITY_POLICY})
    yield made
    made.stop()


@pytest.fixture
def page(shell_browser: Browser, host: MoodyHost) -> Iterator[Page]:
    context = shell_browser.new_context(base_url=host.url)
    made = context.new_page()
    made.clock.install()
    yield made
    context.close()


def pass_time(page: Page, until: str, seconds: int = 120) -> None:
    """Let the page's clock run ahead until it says something."""
    for _ in range(seconds):
        if page.locator("py-app", has_text=re.compile(until)).count():
            return
        page.clock.run_for(1000)
    expect(page.locator("py-app")).to_contain_text(re.compile(until))


def here(page: Page) -> None:
    expect(page.get_by_role("button", name="Here I am")).to_be_visible()


@pytest.mark.parametrize("name", ["hello.html", "bare.html"])
def test_the_bar_says_how_many_bytes_have_come_and_moves_nothing(page: Page, host: MoodyHost, name: str) -> None:
    host.answer(STDLIB, Mood(stop=100_000, silent=True))
    page.goto(name)
    page.clock.run_for(600)
    bar = page.get_by_role("progressbar", name="Loading Python")
    expect(bar).to_be_visible()
    expect(bar).to_have_attribute("aria-valuetext", re.compile(r"^Loading Python: \d+\.\d of \d+\.\d MB$"))
    if name == "hello.html":
        text = page.get_by_text("One moment")
        assert text.bounding_box()["y"] < 30, "the bar lies over the page"  # type: ignore[index]
    host.released.set()
    page.clock.run_for(2000)
    here(page)
    expect(bar).to_have_count(0)


def test_nothing_flashes_when_all_is_there_at_once(page: Page) -> None:
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    page.goto("hello.html")
    page.wait_for_function("() => document.querySelector('py-app .sk-shell')")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.clock.run_for(499)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.clock.resume()
    here(page)


def test_a_download_that_falls_silent_is_taken_up_again_where_it_stopped(page: Page, host: MoodyHost) -> None:
    host.answer(STDLIB, Mood(stop=1_000_000, silent=True))
    page.goto("hello.html")
    pass_time(page, "python_stdlib.zip does not arrive: nothing more came for 15 seconds. Trying again")
    page.clock.run_for(2000)
    here(page)
    assert [one.range for one in host.asked if one.path.endswith(STDLIB)] == [None, "bytes=1000000-"]


def test_a_host_without_ranges_sends_it_all_again(page: Page, host: MoodyHost) -> None:
    host.ranges = False
    host.answer(STDLIB, Mood(stop=1_000_000), Mood(stop=500_000), Mood(status=503))
    page.goto("hello.html")
    pass_time(page, "Here I am")
    here(page)
    assert len(host.paths(STDLIB)) == 4


def test_what_does_not_help_is_explained_and_a_person_goes_on_from_there_with_the_keyboard(page: Page, host: MoodyHost) -> None:
    host.answer(STDLIB, Mood(stop=1_000_000, silent=True), SILENT, Mood(status=500), SILENT)  # a break may take along what came just before
    page.goto("hello.html")
    alert = page.get_by_role("alert")
    pass_time(page, "A download broke off")
    expect(alert).to_contain_text("python_stdlib.zip stopped after 1.0 MB. It was asked for 4 times")
    expect(alert).to_contain_text("at last it did not answer for 15 seconds")
    expect(alert).to_contain_text("what has arrived is kept")
    expect(page.locator("py-app")).to_have_attribute("data-state", "error")
    alert.locator("summary").press("Enter")
    expect(alert).to_contain_text("3. the server answered 500")
    arrived = len(host.asked)
    page.keyboard.press("Tab")  # the text of the details
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Try again")).to_be_focused()
    page.keyboard.press("Enter")
    here(page)
    again = [(one.path.rpartition("/")[2], one.range) for one in host.asked[arrived:] if FOLDER in one.path]
    assert again == [(STDLIB, "bytes=1000000-")], "what arrived whole is not asked for again"


def test_a_device_that_comes_back_to_the_network_does_not_wait(page: Page, host: MoodyHost) -> None:
    host.answer("core.archive", Mood(stop=0))
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    page.goto("hello.html")
    page.clock.run_for(600)
    expect(page.locator("py-app")).to_contain_text("core.archive does not arrive")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.resume()
    here(page)


@pytest.mark.parametrize(
    ("moods", "says"),
    [
        ([Mood(status=404)], ["A file is missing", "python_stdlib.zip (404)"]),
        ([Mood(body=b"<!DOCTYPE html><p>Welcome to our hotel", kind="text/html")] * 2, ["A web page came instead of a file", "sign in"]),
        ([Mood(body=b"PK half of it")] * 2, ["A file is not the one that belongs here", "13 bytes", "expected 2545637"]),
    ],
)
def test_what_arrives_and_is_wrong_is_asked_for_anew_and_then_told(page: Page, host: MoodyHost, moods: list[Mood], says: list[str]) -> None:
    host.answer(STDLIB, *moods)
    page.goto("hello.html")
    alert = page.get_by_role("alert")
    for text in says:
        expect(alert).to_contain_text(text)
    page.get_by_role("button", name="Try again").press("Enter")
    here(page)


def test_a_wrong_file_in_a_cache_on_the_way_is_nothing_that_people_see(page: Page, host: MoodyHost) -> None:
    host.answer(STDLIB, Mood(body=b"of the last version"))
    page.goto("hello.html")
    here(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_damaged_packed_file_is_named(page: Page, host: MoodyHost) -> None:
    packed = (host.folder / FOLDER / "pyodide.asm.wasm.gz").read_bytes()[:100_000]
    host.answer("pyodide.asm.wasm.gz", Mood(body=packed), Mood(body=packed))
    page.goto("hello.html")
    expect(page.get_by_role("alert")).to_contain_text("A file is damaged")
    expect(page.get_by_role("alert")).to_contain_text("pyodide.asm.wasm.gz")


def test_an_apps_own_file_that_changes_on_the_way_is_never_half_of_each(page: Page, host: MoodyHost) -> None:
    file = host.folder / "rows.csv"
    file.write_bytes(b"a" * 50_000)
    (host.folder / "rows.py").write_text(HELLO.replace('"Here I am"', 'str(len(sk.file("rows.csv").split(b"b")))'))
    (host.folder / "rows.html").write_text(f'{HEAD}{SHELL}<main><py-app src="rows.py" files="rows.csv"></py-app></main>')
    host.answer("rows.csv", Mood(stop=20_000, silent=True))
    page.goto("rows.html")
    page.wait_for_function("() => document.querySelector('py-app .sk-shell')")
    while not host.paths("rows.csv"):
        page.clock.run_for(100)
    file.write_bytes(b"b" * 50_000)
    os.utime(file, (0, 0))
    pass_time(page, "A file changed while it was loading")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.get_by_role("button", name="50001")).to_be_visible()
