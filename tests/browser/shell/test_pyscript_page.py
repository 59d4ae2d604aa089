"""Pages on which the real PyScript runs: its start from the snapshot by our module, and one interpreter for its scripts and apps."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

import skerry_browser

from ..conftest import ROOT, SETTINGS
from .conftest import HEAD, SHELL
from .test_snapshot import way

PYSCRIPT = ROOT / "node_modules" / "@pyscript" / "core" / "dist"
POLICY = SETTINGS.CONTENT_SECURITY_POLICY.replace("'wasm-unsafe-eval'", "'unsafe-eval'")
"""What PyScript needs: it makes functions of texts."""

SCRIPT = """
import sys
from pyscript import when, display
sys.marked = "by PyScript"
print("printed by PyScript")

@when("click", "#press")
def press(event):
    display("pressed", target="said")
"""
PACKAGE = """
import sys, tiny, sqlite3
sys.marked += f", {tiny.ANSWER}, " + open("data/word.txt").read()
"""
APP = """
import sys
import skerry as sk
from pyscript import document

@sk.state
class Told:
    text: str = ""

def ask(state: Told):
    state.text = f"marked {getattr(sys, 'marked', 'by nobody')}, title {document.title}"

@sk.page("/")
def home(state: Told):
    sk.button("Ask", on_click=ask)
    sk.text(state.text)
"""

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def beside(shell_folder: Path) -> Path:
    """The site with PyScript, an interpreter of its own, and a package."""
    shutil.copytree(PYSCRIPT, shell_folder / "pyscript", ignore=shutil.ignore_patterns("*.map"))
    shutil.copytree(skerry_browser.pyodide_folder(), shell_folder / "its-own")
    (shell_folder / "word.txt").write_text("a file")
    name = "tiny-1.0.dist-info"
    with zipfile.ZipFile(shell_folder / "tiny-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny.py", "ANSWER = 42\n")
        wheel.writestr(f"{name}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr(f"{name}/WHEEL", "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{name}/RECORD", "tiny.py,,\n" + "".join(f"{name}/{one},,\n" for one in ("METADATA", "WHEEL", "RECORD")))
    return shell_folder


@pytest.fixture
def opened(shell_browser: Browser, shell_site: str, beside: Path) -> Iterator[Opened]:
    """``opened(config, script, policy=POLICY)``: a page with a script of PyScript's and an app; ``page.said`` and ``page.asked`` are what
    the console was told, and what was requested."""
    contexts = []

    def open_page(config: dict[str, object], script: str, policy: str = POLICY, more: str = "") -> Page:
        (beside / "beside.json").write_text(json.dumps(config))
        (beside / "beside.py").write_text(script)
        (beside / "beside.html").write_text(
            f'{HEAD}<link rel="stylesheet" href="pyscript/core.css"><script type="module" src="pyscript/core.js"></script>{SHELL}'
            '<button id="press">Press</button><p id="said"></p><script type="py" src="beside.py" config="beside.json"></script>'
            f'<py-app id="app"><script type="text/python">{APP}</script></py-app>{more}'
        )
        context = shell_browser.new_context(base_url=shell_site)
        contexts.append(context)
        page = context.new_page()
        said: list[str] = []
        asked: list[Request] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request))

        def with_policy(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

        page.route("**/beside.html", with_policy)
        page.goto("beside.html")
        page.said, page.asked = said, asked  # type: ignore[attr-defined]
        return page

    yield open_page
    for context in contexts:
        context.close()


def interpreters(page: Page) -> int:
    return sum("pyodide.asm.wasm" in request.url for request in page.asked)  # type: ignore[attr-defined]


def test_pyscript_starts_from_the_snapshot_in_the_interpreter_of_apps(opened: Opened) -> None:
    config = {"interpreter": "./skerry/pyodide.mjs", "packages": ["./tiny-1.0-py3-none-any.whl"], "files": {"./word.txt": "./data/word.txt"}}
    page = opened(config, SCRIPT + PACKAGE)
    app = page.locator("#app")
    expect(app).to_have_attribute("data-state", "ready")
    page.get_by_role("button", name="Press").click()
    expect(page.locator("#said")).to_have_text("pressed")
    app.get_by_role("button", name="Ask").press("Enter")
    expect(app).to_contain_text("marked by PyScript, 42, a file, title Test")
    assert way(page) == "snapshot"
    assert interpreters(page) == 1
    assert "printed by PyScript" in page.said  # type: ignore[attr-defined]
    assert not [request.url for request in page.asked if request.resource_type == "xhr"], "nothing held up the page"  # type: ignore[attr-defined]


MODULES = """<py-app id="modules" config="modules.toml"><script type="text/python">
import skerry as sk
from pyscript.js_modules import chart

@sk.page("/")
def home():
    sk.heading(chart.name())
</script></py-app>"""


@pytest.mark.parametrize("policy", [POLICY, SETTINGS.CONTENT_SECURITY_POLICY])
def test_javascript_modules_of_an_app_take_nothing_from_pyscript_nor_from_other_apps(opened: Opened, beside: Path, policy: str) -> None:
    """PyScript's own modules come when its first script is to run, after its packages; or, where it cannot run, with the app that asks."""
    (beside / "chart.js").write_text('export const name = () => "A chart";\n')
    (beside / "modules.toml").write_text('[js_modules.main]\n"./chart.js" = "chart"\n')
    config = {"interpreter": "./skerry/pyodide.mjs", "packages": ["./tiny-1.0-py3-none-any.whl"], "files": {"./word.txt": "./data/word.txt"}}
    page = opened(config, SCRIPT + PACKAGE, policy, MODULES)
    expect(page.locator("#modules").get_by_role("heading", name="A chart")).to_be_visible()
    expect(page.locator("#app")).to_have_attribute("data-state", "ready")
    if policy == POLICY:
        page.get_by_role("button", name="Press").click()
        expect(page.locator("#said")).to_have_text("pressed")


def test_apps_run_in_the_interpreter_that_pyscript_has_started(opened: Opened) -> None:
    page = opened({"interpreter": "./its-own/pyodide.mjs"}, SCRIPT)
    app = page.locator("#app")
    app.get_by_role("button", name="Ask").click()
    expect(app).to_contain_text("marked by PyScript, title Test")
    page.get_by_role("button", name="Press").click()
    expect(page.locator("#said")).to_have_text("pressed")
    assert way(page) == "shared"
    assert interpreters(page) == 1


def test_where_the_policy_stops_pyscript_apps_run_all_the_same(opened: Opened) -> None:
    page = opened({"interpreter": "./skerry/pyodide.mjs"}, SCRIPT, policy=SETTINGS.CONTENT_SECURITY_POLICY)
    app = page.locator("#app")
    app.get_by_role("button", name="Ask").click()
    expect(app).to_contain_text("marked by nobody, title Test")
    assert any("it needs 'unsafe-eval'" in line for line in page.said)  # type: ignore[attr-defined]
