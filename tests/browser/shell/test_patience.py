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
from ..moody import Mood, MoodyHost, pass_time
from .conftest import HEAD, SHELL

HELLO = """
import skerry as sk

@sk.page("/")
def home():
    sk.button("Here I am")
"""
SILENT = Mood(silent=True)
FOLDER = "skerry/pyodide/"
WASM = "pyodide.asm.wasm.gz"
STDLIB = "python_stdlib.zip"
"""On pages whose list of files has no snapshot: Python starts the long way there, which takes seconds more."""


@pytest.fixture
def host(shell_folder: Path) -> Iterator[MoodyHost]:
    manifest = json.loads((shell_folder / "skerry/manifest.json").read_bytes())
    needed = {name: entry for name, entry in manifest["files"].items() if not name.endswith(".snapshot")}
    (shell_folder / "skerry/needed.json").write_text(json.dumps({**manifest, "files": needed}))
    (shell_folder / "hello.py").write_text(HELLO)
    for name, app in {
        "hello": '<py-app src="hello.py">One moment</py-app>',
        "bare": '<py-app src="hello.py"></py-app>',
        "long": '<py-app src="hello.py" runtime="skerry/needed.json"></py-app>',
    }.items():
        (shell_folder / f"{name}.html").write_text(f"{HEAD}{SHELL}<main>{app}</main>")
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


def here(page: Page) -> None:
    expect(page.get_by_role("button", name="Here I am")).to_be_visible()


@pytest.mark.parametrize("name", ["hello.html", "bare.html"])
def test_the_bar_says_how_many_bytes_have_come_and_moves_nothing(page: Page, host: MoodyHost, name: str) -> None:
    host.answer(WASM, Mood(stop=100_000, silent=True))
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
    host.answer(WASM, Mood(stop=1_000_000, silent=True))
    page.goto("hello.html")
    host.until_sent(WASM)
    pass_time(page, f"{WASM} does not arrive: nothing more came for 15 seconds. Trying again")
    page.clock.run_for(2000)
    here(page)
    assert [one.range for one in host.asked if one.path.endswith(WASM)] == [None, "bytes=1000000-"]


def test_a_host_without_ranges_sends_it_all_again(page: Page, host: MoodyHost) -> None:
    host.ranges = False
    host.answer(WASM, Mood(stop=1_000_000), Mood(stop=500_000), Mood(status=503))
    page.goto("hello.html")
    pass_time(page, "Here I am")
    here(page)
    assert len(host.paths(WASM)) == 4


def test_what_does_not_help_is_explained_and_a_person_goes_on_from_there_with_the_keyboard(page: Page, host: MoodyHost) -> None:
    host.answer(STDLIB, Mood(stop=1_000_000, silent=True), SILENT, Mood(status=500), SILENT)  # a break may take along what came just before
    page.goto("long.html")
    host.until_sent(STDLIB)
    alert = page.get_by_role("alert")
    pass_time(page, "A download broke off")
    expect(alert).to_contain_text(f"{STDLIB} stopped after 1.0 MB. It was asked for 4 times")
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
    host.answer(WASM, Mood(stop=0))
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    page.goto("hello.html")
    page.clock.run_for(600)
    expect(page.locator("py-app")).to_contain_text(f"{WASM} does not arrive")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.resume()
    here(page)


def test_what_arrives_and_is_wrong_is_asked_for_anew_and_then_told(page: Page, host: MoodyHost) -> None:
    """One after another, each tried again: Python starts once, after the last."""
    wrong: list[tuple[list[Mood], list[str]]] = [
        ([Mood(status=404)], ["A file is missing", "python_stdlib.zip (404)"]),
        ([Mood(body=b"<!DOCTYPE html><p>Welcome to our hotel", kind="text/html")] * 2, ["A web page came instead of a file", "sign in"]),
        ([Mood(body=b"PK half of it")] * 2, ["A file is not the one that belongs here", "13 bytes", "expected 2545637"]),
    ]
    host.answer(STDLIB, *(mood for moods, _ in wrong for mood in moods))
    page.goto("long.html")
    alert = page.get_by_role("alert")
    for _, says in wrong:
        for text in says:
            expect(alert).to_contain_text(text)
        page.get_by_role("button", name="Try again").press("Enter")
    here(page)
    assert len(host.paths(STDLIB)) == 6


def test_a_wrong_file_in_a_cache_on_the_way_is_nothing_that_people_see(page: Page, host: MoodyHost) -> None:
    host.answer(STDLIB, Mood(body=b"of the last version"))
    page.goto("long.html")
    here(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_damaged_packed_file_is_named(page: Page, host: MoodyHost) -> None:
    packed = (host.folder / FOLDER / "pyodide.asm.wasm.gz").read_bytes()[:100_000]
    host.answer("pyodide.asm.wasm.gz", Mood(body=packed), Mood(body=packed))
    page.goto("hello.html")
    expect(page.get_by_role("alert")).to_contain_text("A file is not the one that belongs here")
    expect(page.get_by_role("alert")).to_contain_text("pyodide.asm.wasm.gz")


def test_an_apps_own_file_that_changes_on_the_way_is_never_half_of_each(page: Page, host: MoodyHost) -> None:
    file = host.folder / "rows.csv"
    file.write_bytes(b"a" * 50_000)
    (host.folder / "rows.py").write_text(HELLO.replace('"Here I am"', 'str(len(sk.file("rows.csv").split(b"b")))'))
    (host.folder / "rows.html").write_text(f'{HEAD}{SHELL}<main><py-app src="rows.py" files="rows.csv"></py-app></main>')
    host.answer("rows.csv", Mood(stop=20_000, silent=True))
    page.goto("rows.html")
    page.wait_for_function("() => document.querySelector('py-app .sk-shell')")
    while "/rows.csv" not in host.sent:
        page.clock.run_for(100)
    file.write_bytes(b"b" * 50_000)
    os.utime(file, (0, 0))
    pass_time(page, "A file changed while it was loading")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.get_by_role("button", name="50001")).to_be_visible()
