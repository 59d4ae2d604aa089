"""Pages on which the real PyScript runs: its quick start by our module, and one interpreter for its scripts and apps."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import HEAD, SHELL

ROOT = Path(__file__).parents[3]

SCRIPT = """
import sys, random
from pyscript import when, display, document
sys.modules["__main__"].marked = "by PyScript"

@when("click", "#press")
def press(event):
    display("pressed", target="said")
"""
APP = """
import sys
import skerry as sk
from pyscript import document

@sk.state
class Told:
    text: str = ""

def ask(state: Told):
    state.text = f"marked {sys.modules['__main__'].marked}, title {document.title}"

@sk.page("/")
def home(state: Told):
    sk.button("Ask", on_click=ask)
    sk.text(state.text)
"""
PYSCRIPT = "node_modules/@pyscript/core/dist"


@pytest.fixture
def pyscript_page(shell_browser: Browser, shell_site: str, shell_folder: Path) -> Iterator[Page]:
    """A page with PyScript and an app, each with the other's interpreter."""
    if not (shell_folder / "pyscript").exists():
        shutil.copytree(ROOT / PYSCRIPT, shell_folder / "pyscript")
    config = json.dumps({"interpreter": "./skerry/pyodide.mjs"})
    (shell_folder / "beside.json").write_text(config)
    (shell_folder / "beside.py").write_text(SCRIPT)
    (shell_folder / "beside.html").write_text(
        f'{HEAD}<link rel="stylesheet" href="pyscript/core.css"><script type="module" src="pyscript/core.js"></script>{SHELL}'
        '<button id="press">Press</button><p id="said"></p><script type="py" src="beside.py" config="beside.json"></script>'
        f'<py-app id="app"><script type="text/python">{APP}</script></py-app>'
    )
    context = shell_browser.new_context(base_url=shell_site)
    page = context.new_page()
    loads: list[str] = []
    page.on("request", lambda request: loads.append(request.url))
    page.goto("beside.html")
    page.loads = loads  # type: ignore[attr-defined]
    yield page
    context.close()


def test_pyscript_starts_from_the_snapshot_and_shares_its_interpreter(pyscript_page: Page) -> None:
    page = pyscript_page
    app = page.locator("#app")
    app.get_by_role("button", name="Ask").click()
    expect(app).to_contain_text("marked by PyScript, title Test")
    page.get_by_role("button", name="Press").click()
    expect(page.locator("#said")).to_have_text("pressed")
    loads = page.loads  # type: ignore[attr-defined]
    assert sum("pyodide.asm.wasm" in url for url in loads) == 1, "one interpreter"
    assert any(".snapshot" in url for url in loads)
