"""`from pyscript import ...` in an app on a page without PyScript: PyScript's own modules, in the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

APP = '''
import skerry as sk
from pyscript import display, document, fetch, storage, when, window, config, js_import
from pyscript.web import page as web_page

@sk.state
class Told:
    text: str = ""

@when("click", "#outside")
def outside(event):
    display("heard " + event.target.id, target="elsewhere", append=False)

async def keep(state: Told):
    kept = await storage("skerry-test")
    kept["answer"] = [1, {"two": 2}]
    await kept.sync()
    again = await storage("skerry-test")
    state.text = f"kept {again['answer']}, {config['type']}"

async def ask(state: Told):
    answer = await fetch("empty.html").text()
    state.text = f"{len(answer) > 10}, {window.location.protocol}, {document.title}"

def show(state: Told):
    display("shown in the app")
    web_page.find("#elsewhere")[0].textContent = "by the web module"

async def module(state: Told):
    (found,) = await js_import("./skerry/js/dom.js")
    state.text = f"module {bool(found.make)}"

@sk.page("/")
def home(state: Told):
    for handler in (keep, ask, show, module):
        sk.button(handler.__name__, on_click=handler)
    sk.text(state.text)
'''


def open_app(lab: Page, mount: Callable[..., None]) -> None:
    lab.evaluate(
        """() => {
          document.querySelector("#place").insertAdjacentHTML("beforebegin", "<div class=extra><button id=outside>Outside</button><p id=elsewhere></p></div>");
        }"""
    )
    mount(APP)


def test_pyscripts_names_do_what_they_do_there(lab: Page, mount: Callable[..., None]) -> None:
    open_app(lab, mount)
    app = lab.locator("#app")
    lab.get_by_role("button", name="Outside").click()
    expect(lab.locator("#elsewhere")).to_contain_text("heard outside")
    app.get_by_role("button", name="keep").click()
    expect(app).to_contain_text("kept [1, {'two': 2}], py")
    app.get_by_role("button", name="ask").click()
    expect(app).to_contain_text("True, http:, Test")
    app.get_by_role("button", name="show").press("Enter")
    expect(app).to_contain_text("shown in the app")
    expect(lab.locator("#elsewhere")).to_have_text("by the web module")
    app.get_by_role("button", name="module").click()
    expect(app).to_contain_text("module True")
    lab.evaluate("document.querySelectorAll('.extra').forEach((one) => one.remove())")


def test_a_worker_is_pyscripts_own_and_says_so(lab: Page, mount: Callable[..., None]) -> None:
    mount(
        """
import skerry as sk
from pyscript import PyWorker

def work():
    PyWorker("./worker.py", type="pyodide")

@sk.page("/")
def home():
    sk.button("Work", on_click=work)
"""
    )
    lab.locator("#app").get_by_role("button", name="Work").click()
    expect(lab.locator("#app")).to_contain_text("Workers are PyScript's own")


@pytest.mark.parametrize("line", ["import json, pyscript", "try: import pyscript\nexcept ImportError: pyscript = None", "x = 1; from pyscript import document"])
def test_they_are_found_wherever_an_import_may_stand(lab: Page, mount: Callable[..., None], line: str) -> None:
    mount(f"""
import skerry as sk
{line}

@sk.page("/")
def home():
    sk.heading(globals().get("document", globals().get("pyscript")).__class__.__name__)
""")
    expect(lab.get_by_role("heading")).to_have_text("JsProxy" if "document" in line else "module")
