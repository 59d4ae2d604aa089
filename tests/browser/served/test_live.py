"""An app whose Python is on a server, worked by a person; the connection drops and comes back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import ROOT, watch
from .cable import Cable

APP = '''
import asyncio
import skerry as sk

@sk.state
class Desk:
    count: int = 0
    name: str = ""
    story: str = ""
    size: str = ""
    width: int = 0

@sk.state(persist="browser")
class Kept:
    note: str = "nothing yet"

GATES = {}

def gate(name):
    return GATES.setdefault(name, asyncio.Event())

@sk.api
def open_gate(name):
    gate(name).set()

def add(state: Desk):
    state.count += 1

async def tell(state: Desk):
    for number, word in enumerate(("once", "upon", "a", "time")):
        state.story += f"{word} "
        yield
        await gate(number).wait()
    state.story += "and ever after"

def chosen(event: sk.ChangeEvent, state: Desk):
    state.size = f"{event.files[0].name} has {len(event.files[0].read())} bytes"

async def measure(state: Desk):
    state.width = await sk.js("() => innerWidth")

def keep(state: Kept):
    state.note = "written down"

def save():
    sk.download("report.txt", "the report")

def fail():
    raise ValueError("no such luck")

@sk.page("/", title="Desk")
def home(state: Desk, kept: Kept):
    sk.heading(f"Count: {state.count}")
    sk.button("Add", on_click=add)
    sk.input("Name", bind=sk.ref(state).name)
    sk.text(f"Hello, {state.name or 'stranger'}")
    sk.button("Tell", on_click=tell)
    sk.text(state.story, key="story")
    sk.file_input("File", on_change=chosen)
    sk.text(state.size)
    sk.button("Measure", on_click=measure)
    sk.text(f"{state.width} wide")
    sk.button("Keep", on_click=keep)
    sk.text(kept.note)
    sk.button("Save", on_click=save)
    sk.button("Fail", on_click=fail)
    sk.link("Away", "/picture")

@sk.page("/picture", title="Picture")
def picture():
    sk.heading("Picture")
    sk.image(b"GIF89a\\x01\\x00\\x01\\x00\\x80\\x00\\x00\\x00\\x00\\x00\\xff\\xff\\xff!\\xf9\\x04\\x01\\x00\\x00\\x00\\x00,"
             b"\\x00\\x00\\x00\\x00\\x01\\x00\\x01\\x00\\x00\\x02\\x02D\\x01\\x00;" + bytes(100_000), alt="A dot")
'''

SKERRY = "from skerry_toolchain.cli import main; main()"


@pytest.fixture(scope="module")
def cable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cable]:
    """The way to ``skerry host`` with the app."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "app.py").write_text(APP, "utf-8")
    path = os.pathsep.join(str(ROOT / name) for name in ("core", "browser_shell", "server_shell", "toolchain"))
    environment = {**os.environ, "COLUMNS": "160", "PYTHONUNBUFFERED": "1", "PYTHONPATH": path}
    command = [sys.executable, "-c", SKERRY, "host", str(folder / "app.py"), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://localhost:(\d+)/", said)
    assert found is not None, said + process.stdout.read()
    made = Cable(int(found[1]))
    yield made
    made.close()
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture
def page(chromium: Browser, cable: Cable) -> Iterator[Page]:
    context = chromium.new_context(base_url=f"http://localhost:{cable.port}/")
    page = context.new_page()
    failures = watch(page)
    yield page
    context.close()
    assert not failures, failures


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_gates(page: Page, *numbers: int) -> None:
    """As another program does, over HTTP."""
    for number in numbers:
        assert page.request.post("/api/open_gate", data=[number]).status == 200


def test_a_person_works_an_app_whose_connection_drops(cable: Cable, page: Page, tmp_path: Path) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto("")
    heading(page, "Count: 0")
    expect(page).to_have_title("Desk")
    assert not [url for url in loaded if "pyodide" in url or url.endswith(".wasm")], "there is no Python in the page"

    press(page, "Add")
    heading(page, "Count: 1")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    heading(page, "Count: 2")
    page.get_by_label("Name").press_sequentially("Ada")
    expect(page.get_by_text("Hello, Ada")).to_be_visible()
    (tmp_path / "notes.txt").write_text("x" * 3000)
    page.get_by_label("File").set_input_files(tmp_path / "notes.txt")
    expect(page.get_by_text("notes.txt has 3000 bytes")).to_be_visible()
    press(page, "Measure")
    expect(page.get_by_text(f"{page.viewport_size['width']} wide")).to_be_visible()  # type: ignore[index]
    with page.expect_download() as download:
        press(page, "Save")
    assert download.value.path().read_text() == "the report"
    press(page, "Fail")
    expect(page.get_by_text("no such luck")).to_be_visible()
    expect(page.get_by_text("app.py")).to_have_count(0)
    assert page.evaluate("document.querySelector('py-app').call('open_gate', 'nothing')") is None

    press(page, "Tell")
    story = page.get_by_text("once", exact=False)
    expect(story).to_have_text("once")
    open_gates(page, 0)
    expect(story).to_have_text("once upon")

    cable.cut()
    press(page, "Add")
    page.get_by_label("Name").press("End")
    page.get_by_label("Name").press_sequentially(" B")
    expect(page.get_by_text("The connection to the server was lost.")).to_be_visible()
    press(page, "Add")
    heading(page, "Count: 2")
    cable.mend()
    heading(page, "Count: 4")
    expect(page.get_by_text("Hello, Ada B")).to_be_visible()
    expect(page.get_by_text("The connection to the server was lost.")).not_to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Ada B")
    open_gates(page, 1, 2, 3)
    expect(story).to_have_text("once upon a time and ever after")

    page.get_by_role("link", name="Away").click()
    heading(page, "Picture")
    expect(page).to_have_title("Picture")
    image = page.get_by_role("img", name="A dot")
    expect(image).to_have_attribute("src", re.compile("^blob:"))
    assert image.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 1
    page.go_back()
    heading(page, "Count: 4")
    press(page, "Keep")
    expect(page.get_by_text("written down")).to_be_visible()
    page.locator("py-app").evaluate("async (app) => { while (!(await app.kept()).length) await new Promise((done) => setTimeout(done, 20)) }")
    page.reload()
    heading(page, "Count: 0")
    expect(page.get_by_text("written down")).to_be_visible()


def test_a_session_that_is_over_says_so_and_begins_anew(cable: Cable, page: Page) -> None:
    page.goto("")
    heading(page, "Count: 0")
    press(page, "Add")
    heading(page, "Count: 1")
    token = page.evaluate("document.querySelector('py-app').session.to.link.token")
    cable.cut()
    cable.mend()
    assert page.request.delete("/api", headers={"Skerry-Session": token}).status in (204, 410)
    expect(page.get_by_text("The session has ended")).to_be_visible()
    press(page, "Try again")
    heading(page, "Count: 0")

    cable.cut()
    page.locator("py-app").evaluate("(app) => void app.reload().catch(() => {})")
    expect(page.get_by_text("The server cannot be reached")).to_be_visible()
    cable.mend()
    press(page, "Try again")
    heading(page, "Count: 0")
    press(page, "Add")
    heading(page, "Count: 1")
