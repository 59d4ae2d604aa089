"""JavaScript that an app names, and the app's functions called from the page around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from skerry_toolchain.site.builder import build_site

from ..conftest import watch

APP = """
import skerry as sk

@sk.state
class Desk:
    text: str = "hi"
    width: int = 0

async def measure(state: Desk):
    state.width = await sk.js("() => innerWidth")

def shout(text):
    return text + "!"

@sk.api
def add(a, b, *, state: Desk):
    state.width = a + b
    return {"sum": state.width}

@sk.api(visibility="private")
def private():
    raise AssertionError("called")

@sk.page("/")
def home(state: Desk):
    sk.button("Measure", on_click=measure)
    text = sk.ref(state).text
    sk.button("Shout", on_click=sk.listener(shout, js="async (t) => t.toUpperCase()", inputs=text, outputs=text))
    sk.button("Title", on_click=sk.listener(None, js="function (event) { document.title = this.textContent + event.type }"))
    sk.input("Words", on_input=sk.listener(None, js="(event) => { document.body.dataset.words += event.target.value + ' ' }", debounce=0.2))
    sk.input("Pace", on_input=sk.listener(None, js="(event) => { document.body.dataset.words += event.target.value + ' ' }", throttle=0.2))
    sk.button("Alert", on_click=sk.listener(shout, js="() => { document.body.dataset.alert = 'started' }", inputs=text, outputs=text))
    sk.button("Named", on_click=sk.listener(shout, inputs=text, api_name="shout"))
    sk.button("Throw", on_click=sk.listener(None, js="() => nothing.there", outputs=text))
    sk.text(f"{state.text} {state.width}", class_="log")
"""


def work(page: Page) -> None:
    log = page.locator(".log")
    page.get_by_role("button", name="Measure").click()
    expect(log).to_have_text(f"hi {page.evaluate('innerWidth')}")
    page.get_by_role("button", name="Shout").click()
    expect(log).to_contain_text("HI!")
    page.evaluate("document.body.dataset.words = ''")
    page.get_by_label("Words").press_sequentially("tide")
    expect(page.locator("body")).to_have_attribute("data-words", "tide ")
    page.evaluate(
        """() => {
          const pace = [...document.querySelectorAll("input")].at(-1);
          for (const value of ["a", "ab", "abc"]) {
            pace.value = value;
            pace.dispatchEvent(new Event("input", { bubbles: true }));
          }
        }"""
    )
    expect(page.locator("body")).to_have_attribute("data-words", "tide a abc ")
    page.get_by_role("button", name="Title").press("Enter")
    expect(page).to_have_title("Titleclick")
    assert page.evaluate("document.querySelector('py-app').call('add', 2, 3)") == {"sum": 5}
    expect(log).to_have_text("HI! 5")
    page.get_by_role("button", name="Alert").click()
    expect(log).to_have_text("HI!! 5")
    expect(page.locator("body")).to_have_attribute("data-alert", "started")
    assert page.evaluate("document.querySelector('py-app').call('private').catch((error) => error.message)").startswith(
        "The app has no handler 'private' to call"
    )
    assert page.evaluate("document.querySelector('py-app').api()") == [
        {"name": "add", "parameters": ["a", "b"], "doc": ""},
        {"name": "shout", "parameters": ["text"], "doc": ""},
    ]
    refused = page.evaluate("document.querySelector('py-app').call('nothing').catch((error) => error.message)")
    assert "The app has no handler 'nothing' to call" in refused


def test_a_built_site_runs_it_under_a_strict_policy(chromium: Browser, serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    build_site(tmp_path / "app.py", tmp_path / "site")
    context = chromium.new_context(base_url=serve(tmp_path / "site"))
    page = context.new_page()
    failures = watch(page)
    page.goto("")
    work(page)
    assert not failures, failures
    page.get_by_role("button", name="Throw").click()
    expect(page.locator("py-app")).to_contain_text("ReferenceError: nothing is not defined")
    context.close()


def test_an_inline_app_is_told_that_a_strict_policy_refuses_text(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    lab.get_by_role("button", name="Measure").click()
    expect(lab.locator("#app")).to_contain_text("Put the function into a module among the app's files")
    assert lab.evaluate("document.querySelector('#app').call('add', 1, 1)") == {"sum": 2}
