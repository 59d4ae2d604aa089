"""What people do, in Firefox and in WebKit: one scene each for what an engine could do otherwise than Chromium."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ..browser.conftest import SETTINGS, _Handler
from .conftest import Visit
from .persons import Person, until

WAY = """
const { src } = document.querySelector('script[type="module"][src*="py-app.js"]');
const { runtimeOf } = await import(src);
const { way } = await runtimeOf(new URL("manifest.json", src)).ready;
return [way, "Suspending" in WebAssembly];
"""

# Counts turns of the page while a text is not there yet, and keeps what the console was told.
WATCH = """
window.turns = 0;
window.said = [];
window.warn ??= console.warn;
console.warn = (...said) => { window.said.push(said.join(" ")); window.warn(...said); };
const timer = setInterval(() => {
  if (document.querySelector("#text").textContent === given[0]) clearInterval(timer);
  else window.turns += 1;
}, 50);
"""


def test_counter(visit: Visit) -> None:
    """Python comes from the snapshot that is this engine's, takes over the page that was there before it, and hears what it missed."""
    person = visit.person
    person.open(visit.address("counter"))
    person.run("window.button = document.querySelector('py-app button')")
    person.click("button", "Count")
    visit.ready()
    way, _ = person.run(WAY)
    assert way == "snapshot"
    person.press("Enter")
    person.press("Space")
    until(lambda: visit.text(".sk-metric-value") == "3", "three presses")
    assert person.run("return document.querySelector('py-app button') === window.button")


def test_typing(visit: Visit) -> None:
    person = visit.open("temperature")
    person.run("document.querySelector('input').select()")
    person.type("36.6")
    until(lambda: visit.values() == ["36.6", "97.88"], "the other side follows, and what was typed stays")
    person.press("Tab")
    person.type("-40")
    until(lambda: visit.values()[0] == "-40", "and the other way")


def test_streaming(visit: Visit) -> None:
    person = visit.open("stream")
    answer = "[aria-live=polite]"
    person.click("input", "")
    person.type("Wind?")
    person.press("Enter")
    until(lambda: len(visit.text(answer).split()) > 3, "words come one by one")
    person.click("button", "Stop")
    until(lambda: person.run("return document.querySelector(given[0]).ariaBusy", answer) == "false", "it stops")
    assert visit.text("h2") == "Wind?"
    assert len(visit.text(answer).split()) < 40


def test_handlers_that_wait(visit: Visit) -> None:
    """One that awaits leaves the page alive everywhere; one that sleeps does where the engine can switch stacks, else it is told."""
    person = visit.open("waiting")
    _, can_switch = person.run(WAY)

    def turns(button: str, over: str) -> int:
        person.run(WATCH, over)
        person.click("button", button)
        until(lambda: visit.text("#text") == over, over)
        found: int = person.run("return turns")
        return found

    waited = turns("Wait", "waited")
    assert waited > 5
    slept = turns("Sleep", "slept")
    said = [line for line in person.run("return said") if "time.sleep(1.5)" in line]
    if can_switch:
        assert slept > 5 and not said
    else:
        assert slept <= waited / 2
        assert len(said) == 1 and said[0].startswith("waiting.py, line 19: ") and "`await asyncio.sleep(1.5)`" in said[0]


def test_what_is_kept(visit: Visit) -> None:
    """With the keyboard alone, and there again after a reload."""
    person = visit.open("todo")
    until(lambda: person.run("return document.activeElement.className") == "new-todo", "the field has the focus")
    for title in ("Sail", "Row"):
        person.type(title)
        person.press("Enter")
        until(lambda title=title: title in visit.text(".todo-list"), title)
    person.run("document.querySelector('.toggle').focus()")
    person.press("Space")
    until(lambda: visit.text(".todo-count") == "1 item left", "Sail is done")
    person.open(visit.address("counter"))
    visit.open("todo")
    until(lambda: visit.text(".todo-count") == "1 item left", "the list is there again")
    assert visit.text(".todo-list li.completed label") == "Sail"


class _Noting(_Handler):
    """Writes down what it is asked for."""

    def __init__(self, *given: Any, asked: list[str], **named: Any) -> None:
        self.asked = asked
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        self.asked.append(self.path.rpartition("/")[2])
        super().do_GET()


@pytest.fixture
def changed(built: Path, tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Base URL of the apps with another part of the shell than was built, which runs as well, and what is asked for there."""
    folder, asked = tmp_path / "changed", list[str]()
    shutil.copytree(built, folder)
    (part,) = folder.glob("skerry-*/commands.js")
    part.write_bytes(part.read_bytes() + b"\nwindow.foreign = true;\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Noting, directory=str(folder), asked=asked))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{SETTINGS.HOST}:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


def test_a_part_that_is_not_the_one_which_was_built_is_refused(person: Person, changed: tuple[str, list[str]]) -> None:
    """It comes in any case once the app is there, and is asked for again when it is refused."""
    base, asked = changed
    visit = Visit(person, base)
    visit.open("counter")
    until(lambda: "commands.js?again=2" in asked, "it was refused twice")
    assert person.run("return window.foreign ?? null") is None
    person.click("button", "Count")
    until(lambda: visit.text(".sk-metric-value") == "1", "the app works without")
