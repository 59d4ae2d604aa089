"""What is kept, where things go wrong: no storage, no room, other tabs, other versions; and a page that comes back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..conftest import gone_back, launch_with_back_cache, watch
from .conftest import HEAD, SHELL

NOTES = """
import os
import skerry as sk

@sk.state(persist="browser")
class Notes:
    lines: list[str] = []

@sk.state(persist="tab")
class Draft:
    text: str = ""

def add(notes: Notes):
    notes.lines.append(f"line {len(notes.lines)}")

def big(notes: Notes, event):
    notes.lines.append(os.urandom(1_500_000).hex())

def other(notes: Notes):
    notes.lines.append("other")

def small(notes: Notes):
    del notes.lines[1:]

def long(draft: Draft):
    draft.text += "y" * 6_000_000

@sk.page("/")
def home(notes: Notes, draft: Draft):
    sk.button("Add", on_click=add)
    sk.button("Big", on_click=big)
    sk.button("Other", on_click=other)
    sk.button("Small", on_click=small)
    sk.button("Long", on_click=long)
    sk.text(f"{len(notes.lines)} lines, {len(draft.text)} letters", key="shown")
"""

Write = Callable[..., str]
Open = Callable[..., Page]


@pytest.fixture
def write(shell_folder: Path) -> Write:
    """Write a page with an app in it; its address."""

    def put(source: str = NOTES, name: str = "keeping") -> str:
        (shell_folder / f"{name}.html").write_text(
            f"{HEAD}{SHELL}<main><py-app id=notes><script type='text/python'>{source}</script></py-app></main>"
        )
        return f"{name}.html"

    return put


@pytest.fixture
def context(shell_browser: Browser, shell_site: str) -> Iterator[BrowserContext]:
    made = shell_browser.new_context(base_url=shell_site)
    yield made
    made.close()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Open]:
    """Open a tab. Errors of any page fail the test."""
    failures: list[list[str]] = []

    def go(address: str, script: str = "") -> Page:
        page = context.new_page()
        failures.append(watch(page))
        page.events = []  # type: ignore[attr-defined]
        page.logged = []  # type: ignore[attr-defined]
        page.on("console", lambda message: page.logged.append(message.text))  # type: ignore[attr-defined]
        if script:
            page.add_init_script(script)
        page.goto(address)
        return page

    yield go
    assert not any(failures), failures


def _shows(page: Page, text: str) -> None:
    expect(page.locator("#notes")).to_contain_text(text)


def _click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _kept(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.locator("#notes").evaluate("app => app.kept()")
    return found


def _saved(page: Page, name: str, count: int) -> None:
    """Wait until so many lines are kept."""
    page.locator("#notes").evaluate(
        """async (app, [name, count]) => {
          const there = async () => (await app.kept()).some((one) => one.name === name && one.aside === null
            && JSON.parse(one.text).state.lines.length === count);
          while (!(await there())) await new Promise((done) => setTimeout(done, 20));
        }""",
        [name, count],
    )


REFUSED = "indexedDB.open = () => { throw new DOMException('Storage is blocked', 'SecurityError') };"
SILENT = "indexedDB.open = () => ({});"
NO_TAB = "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('No', 'SecurityError') } });"


@pytest.mark.parametrize("script", [REFUSED, SILENT], ids=["refused", "silent"])
def test_a_browser_that_keeps_nothing_is_reported_once_and_the_app_works(visit: Open, write: Write, script: str) -> None:
    page = visit(write(), script)
    _click(page, "Add")
    _shows(page, "1 lines")
    notice = page.get_by_text("This browser does not keep what you enter here")
    expect(notice).to_be_visible()
    _click(page, "Add")
    _shows(page, "2 lines")
    page.get_by_role("button", name="Dismiss").click()
    expect(notice).to_have_count(0)
    _click(page, "Add")
    _shows(page, "3 lines")
    assert len([text for text in page.logged if "The state of app:Notes is not kept" in text]) == 1  # type: ignore[attr-defined]
    expect(notice).to_have_count(0)


SLOW = """const open = indexedDB.open;
  const real = new Promise((done) => { window.answer = done });
  let first = true;
  indexedDB.open = function (...given) {
    if (!first) return open.apply(this, given);
    first = false;
    const made = {};
    real.then(() => {
      const request = open.apply(indexedDB, given);
      Object.defineProperty(made, "result", { get: () => request.result });
      for (const name of ["onsuccess", "onerror", "onupgradeneeded"]) request[name] = (event) => made[name]?.(event);
    });
    return made;
  };"""


def test_what_a_browser_reads_too_late_is_said_and_offered(visit: Open, write: Write) -> None:
    address = write()
    page = visit(address)
    _click(page, "Add")
    _saved(page, "app:Notes", 1)
    page.close()
    page = visit(address, SLOW)
    _shows(page, "0 lines")
    unread = page.get_by_text("does not show what it may have kept at earlier visits")
    expect(unread).to_be_visible()
    assert any("is not read, for its storage does not answer" in text for text in page.logged)  # type: ignore[attr-defined]
    with page.expect_console_message(lambda said: "Notes is not kept, for this browser's storage does not answer" in said.text):
        _click(page, "Other")
    _shows(page, "1 lines")
    page.evaluate("window.answer()")
    offer = page.get_by_text("What was kept here at an earlier visit was not read in time")
    expect(offer).to_be_visible()
    expect(unread).to_have_count(0)
    page.locator("#notes").evaluate(
        "async app => { while (!(await app.kept()).some((one) => one.aside)) await new Promise((done) => setTimeout(done, 20)) }"
    )
    lines = {record["aside"]: json.loads(record["text"])["state"]["lines"] for record in _kept(page)}
    assert lines == {None: ["other"], "it could not be read in time, and was written over": ["line 0"]}
    page.get_by_role("button", name="Show it here").click()
    _click(page, "Add")
    _shows(page, "2 lines")
    _saved(page, "app:Notes", 2)
    page.reload(wait_until="commit")
    page.evaluate("window.answer?.()")
    _shows(page, "2 lines")


def test_a_tab_that_keeps_nothing_is_reported_and_the_rest_is_kept(visit: Open, write: Write) -> None:
    page = visit(write(), NO_TAB)
    _click(page, "Long")
    _shows(page, "6000000 letters")
    expect(page.get_by_text("This browser does not keep what you enter here")).to_be_visible()
    _click(page, "Add")
    _shows(page, "1 lines")
    _saved(page, "app:Notes", 1)
    page.reload()
    _shows(page, "1 lines, 0 letters")


def test_an_app_that_keeps_nothing_says_nothing_of_a_browser_that_refuses(visit: Open, write: Write) -> None:
    page = visit(write(NOTES.replace('@sk.state(persist="browser")', "@sk.state").replace('@sk.state(persist="tab")', "@sk.state")), REFUSED)
    _click(page, "Add")
    _shows(page, "1 lines")
    assert not [text for text in page.logged if "kept" in text]  # type: ignore[attr-defined]


def test_where_there_is_no_room_what_was_kept_stays_and_it_is_said_and_made_good(visit: Open, write: Write, context: BrowserContext, shell_site: str) -> None:
    page = visit("empty.html")
    control = context.new_cdp_session(page)

    def room(size: int) -> None:
        control.send("Storage.overrideQuotaForOrigin", {"origin": shell_site.rstrip("/"), "quotaSize": size})

    room(1_000_000)
    page.goto(write())
    _click(page, "Add")
    _saved(page, "app:Notes", 1)
    page.evaluate("addEventListener('py-unkept', (event) => { window.unkept = [...window.unkept ?? [], event.detail.reason] })")
    for count in (2, 3):
        _click(page, "Big")
        _shows(page, f"{count} lines")
    notice = page.get_by_text("There is no room left to keep what you enter here")
    expect(notice).to_be_visible()
    assert page.evaluate("window.unkept") == ["full"]
    assert any("The state of app:Notes is not kept (QuotaExceededError" in text for text in page.logged)  # type: ignore[attr-defined]
    assert [json.loads(one["text"])["state"]["lines"] for one in _kept(page)] == [["line 0"]], "nothing of it is lost"
    room(50_000_000)  # a smaller state alone need not fit: Chromium may count what it could not write as taken, while the page is there
    page.get_by_role("button", name="Small").click()
    _shows(page, "1 lines")
    _click(page, "Add")
    _shows(page, "2 lines")
    _saved(page, "app:Notes", 2)
    expect(notice).to_have_count(0)


DELETE = """new Promise((done, failed) => {
  const request = indexedDB.deleteDatabase("skerry.kept");
  request.onsuccess = done; request.onerror = request.onblocked = failed;
}).then(() => {})"""


def test_a_database_that_is_deleted_while_the_app_runs_is_made_anew(visit: Open, write: Write) -> None:
    page = visit(write())
    _click(page, "Add")
    _saved(page, "app:Notes", 1)
    page.evaluate(DELETE)
    _click(page, "Add")
    _saved(page, "app:Notes", 2)
    assert not [text for text in page.logged if "kept" in text]  # type: ignore[attr-defined]


HOLD = """const wait = setTimeout;
  window.setTimeout = (run, after, ...given) => (window.held && after > 20 ? 0 : wait(run, after, ...given));"""
LEAVE = """where => {
  window.held = true;  // what is changed is not saved before the page is left, however long that takes
  for (const one of document.querySelectorAll("#notes button")) if (one.textContent.trim() === "Add") one.click();
  setTimeout(() => { location.href = where }, 10);
}"""


def test_what_is_changed_right_before_leaving_is_kept_where_the_clock_was_set_back(visit: Open, write: Write) -> None:
    address = write()
    page = visit(address)
    _click(page, "Add")
    _saved(page, "app:Notes", 1)
    page.close()
    page = visit(address, f"{HOLD} const now = Date.now; Date.now = () => now() - 3_600_000;")
    _shows(page, "1 lines")
    page.evaluate(LEAVE, "empty.html")
    page.wait_for_url("**/empty.html")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.goto(address)
    _shows(page, "2 lines")
    page.wait_for_function("() => !Object.keys(localStorage).length")
    assert [one["aside"] for one in _kept(page)] == [None], "nothing was written over that was not seen"


def test_what_a_tab_has_changed_right_before_it_was_left_is_told_to_the_others_and_not_lost(visit: Open, write: Write) -> None:
    address = write()
    one, two, three = visit(address, HOLD), visit(address), visit(address)
    for page in (one, two, three):
        _shows(page, "0 lines")
    one.evaluate(LEAVE, "empty.html")
    one.wait_for_url("**/empty.html")
    for page in (two, three):
        expect(page.get_by_text("This was changed elsewhere.")).to_be_visible()
    _click(two, "Other")
    _shows(two, "1 lines")
    two.wait_for_function("() => !Object.keys(localStorage).length")
    lines = {record["aside"]: json.loads(record["text"])["state"]["lines"] for record in _kept(two)}
    assert lines == {None: ["other"], "another tab had it, and this one wrote over it": ["line 0"]}
    one.goto(address)
    _shows(one, "1 lines")
    one.evaluate(LEAVE, "empty.html")
    one.wait_for_url("**/empty.html")
    three.get_by_role("button", name="Show it here").click()
    _shows(three, "2 lines")
    _click(three, "Add")
    _shows(three, "3 lines")
    _saved(three, "app:Notes", 3)
    assert three.evaluate("Object.keys(localStorage).length") == 0


def test_of_two_tabs_that_are_left_right_after_a_change_neither_is_lost(visit: Open, write: Write) -> None:
    address = write()
    one, two = visit(address, HOLD), visit(address, HOLD)
    for page in (one, two):
        _shows(page, "0 lines")
    one.evaluate(LEAVE, "empty.html")
    one.wait_for_url("**/empty.html")
    two.evaluate(LEAVE.replace('"Add"', '"Other"'), "empty.html")
    two.wait_for_url("**/empty.html")
    two.goto(address)
    _shows(two, "1 lines")
    two.wait_for_function("() => !Object.keys(localStorage).length")
    lines = {record["aside"]: json.loads(record["text"])["state"]["lines"] for record in _kept(two)}
    assert lines == {None: ["other"], "another tab had it, and this one wrote over it": ["line 0"]}


def test_a_state_too_large_for_a_tab_is_named_and_one_for_the_browser_is_kept(visit: Open, write: Write) -> None:
    page = visit(write())
    _click(page, "Big")
    _click(page, "Big")
    _shows(page, "2 lines")
    _saved(page, "app:Notes", 2)
    assert any("Notes takes 6.0 MB each time it is saved" in text for text in page.logged)  # type: ignore[attr-defined]
    _click(page, "Long")
    _shows(page, "6000000 letters")
    expect(page.get_by_text("There is no room left to keep what you enter here")).to_be_visible()
    assert any("browsers keep about 5 MB for a tab" in text for text in page.logged)  # type: ignore[attr-defined]
    page.reload()
    _shows(page, "2 lines, 0 letters")


def test_a_class_that_is_kept_takes_no_warning_away_about_one_that_is_not(visit: Open, write: Write) -> None:
    page = visit(write(NOTES.replace('"y" * 6_000_000', '"y" * 6_000_000 if len(draft.text) == 0 else ""').replace("draft.text +=", "draft.text =")))
    _click(page, "Long")
    _shows(page, "6000000 letters")
    notice = page.get_by_text("There is no room left to keep what you enter here")
    expect(notice).to_be_visible()
    _click(page, "Add")
    _shows(page, "1 lines")
    _saved(page, "app:Notes", 1)
    expect(notice).to_be_visible()
    assert not [text for text in page.logged if "kept again" in text]  # type: ignore[attr-defined]
    _click(page, "Long")
    _shows(page, "1 lines, 0 letters")
    expect(notice).to_have_count(0)


def test_of_two_tabs_the_last_wins_the_other_is_told_and_what_was_written_over_is_set_aside(visit: Open, write: Write) -> None:
    address = write()
    one = visit(address)
    _shows(one, "0 lines")
    two = visit(address)
    _click(two, "Add")
    _shows(two, "1 lines")
    _saved(two, "app:Notes", 1)
    notice = one.get_by_text("This was changed elsewhere.")
    expect(notice).to_be_visible()
    _shows(one, "0 lines")
    one.get_by_role("button", name="Show it here").click()
    _shows(one, "1 lines")
    expect(notice).to_have_count(0)
    _click(one, "Add")
    _shows(one, "2 lines")
    _saved(one, "app:Notes", 2)
    expect(two.get_by_text("This was changed elsewhere.")).to_be_visible()
    _click(two, "Other")
    _shows(two, "2 lines")  # the notice was left alone
    two.locator("#notes").evaluate(
        "async app => { while (!(await app.kept()).some((one) => one.aside)) await new Promise((done) => setTimeout(done, 20)) }"
    )
    lines = {record["aside"]: json.loads(record["text"])["state"]["lines"] for record in _kept(two)}
    assert lines == {None: ["line 0", "other"], "another tab had it, and this one wrote over it": ["line 0", "line 1"]}
    three = visit(address)
    _shows(three, "2 lines")


def test_a_page_around_the_app_may_say_itself_what_another_tab_did(visit: Open, write: Write) -> None:
    address = write()
    one = visit(address)
    _shows(one, "0 lines")
    one.evaluate("addEventListener('py-elsewhere', (event) => { event.preventDefault(); event.detail.show() })")
    two = visit(address)
    _click(two, "Add")
    _shows(two, "1 lines")
    _shows(one, "1 lines")
    expect(one.get_by_text("This was changed elsewhere.")).to_have_count(0)


SECOND = NOTES.replace('persist="browser")', 'persist="browser", version=2)').replace(
    "    lines: list[str] = []\n",
    "    lines: list[str] = []\n    old: int = 0\n\n    @classmethod\n    def migrate(cls, old, version):\n        return {**old, 'old': len(old['lines'])}\n",
).replace("lines, {", "lines, {notes.old} old, {")


def test_another_build_goes_on_with_what_the_one_before_has_kept_and_each_keeps_its_own(visit: Open, write: Write) -> None:
    address = write()
    page = visit(address)
    _click(page, "Add")
    _shows(page, "1 lines")
    write(SECOND)
    page.reload()
    _shows(page, "1 lines, 1 old")
    _click(page, "Add")
    _shows(page, "2 lines, 1 old")
    write()
    page.reload()
    _shows(page, "1 lines, 0 letters")
    write(SECOND.replace("version=2", "version=3").replace("return {**old,", "return {**old['no such thing'],"))
    page.reload()
    _shows(page, "0 lines")
    expect(page.get_by_role("alert")).to_contain_text("KeyError")
    page.get_by_text("Details").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be brought to version 3")
    assert sorted(one["version"] for one in _kept(page)) == [1, 2]
    write()


def test_what_a_tab_with_another_version_of_the_app_keeps_is_not_offered(visit: Open, write: Write) -> None:
    address = write()
    one = visit(address)
    _click(one, "Add")
    _saved(one, "app:Notes", 1)
    one.reload()
    _shows(one, "1 lines")  # read, and not saved since
    write(SECOND)
    two = visit(address)
    _shows(two, "1 lines, 1 old")
    _click(two, "Add")
    _saved(two, "app:Notes", 2)
    write()
    three = visit(address)
    _shows(three, "1 lines")
    expect(one.get_by_text("This was changed elsewhere.")).to_have_count(0)
    _click(three, "Add")
    _saved(three, "app:Notes", 2)
    one.get_by_role("button", name="Show it here").click()
    _shows(one, "2 lines")
    expect(two.get_by_text("This was changed elsewhere.")).to_have_count(0)


def test_what_does_not_fit_is_set_aside_listed_read_by_the_app_and_forgotten(visit: Open, write: Write) -> None:
    address = write()
    page = visit(address)
    _click(page, "Add")
    _shows(page, "1 lines")
    write(NOTES.replace("lines: list[str]", "lines: list[int]").replace('f"line {len(notes.lines)}"', "5").replace("def big(", '''async def read(draft: Draft):
    for one in sk.set_aside():
        draft.text = str((one.version, (await one.fields())["lines"]))

def big(''').replace("{len(draft.text)}", "{draft.text}").replace('sk.button("Big", on_click=big)', 'sk.button("Read", on_click=read)'))
    page.reload()
    _shows(page, "0 lines")
    expect(page.get_by_text("What this app kept at an earlier visit does not fit it any more.")).to_be_visible()
    _click(page, "Read")
    _shows(page, "(1, ['line 0'])")
    _click(page, "Add")
    _shows(page, "1 lines")
    _saved(page, "app:Notes", 1)
    kept = {(one["name"], bool(one["aside"])): json.loads(one["text"])["state"] for one in _kept(page)}
    assert kept["app:Notes", True] == {"lines": ["line 0"]} and kept["app:Notes", False] == {"lines": [5]}
    page.locator("#notes").evaluate("async app => { app.forget(); while ((await app.kept()).length) await new Promise((done) => setTimeout(done, 20)) }")
    _click(page, "Add")
    _shows(page, "2 lines")
    _saved(page, "app:Notes", 2)
    write()


def test_a_page_from_the_back_forward_cache_goes_on_with_its_state_and_hears_what_others_kept(
    shell_site: str, write: Write, chromium: Browser
) -> None:
    address = write(name="backforward")
    browser = launch_with_back_cache(chromium)
    for _ in range(3):
        context = browser.new_context(base_url=shell_site)
        page = context.new_page()
        page.goto(address)
        _click(page, "Add")
        _shows(page, "1 lines")
        _click(page, "Add")
        _shows(page, "2 lines")
        _saved(page, "app:Notes", 2)  # a page in the middle of writing is not kept by the browser: others would have to wait for it
        page.evaluate("window.here = true")
        page.goto("empty.html")
        other = context.new_page()
        other.goto(address)
        _shows(other, "2 lines")
        _click(other, "Add")
        _saved(other, "app:Notes", 3)
        here, reasons = gone_back(page, "**/backforward.html")
        if here or reasons != ["masked"]:  # the browser's own: it had no room, or no time
            break
        context.close()
    assert here, reasons
    _shows(page, "2 lines")
    expect(page.get_by_text("This was changed elsewhere.")).to_be_visible()
    page.get_by_role("button", name="Show it here").click()
    _shows(page, "3 lines")
    _click(page, "Add")
    _shows(page, "4 lines")
    _saved(page, "app:Notes", 4)
    expect(other.get_by_text("This was changed elsewhere.")).to_be_visible()
    browser.close()
