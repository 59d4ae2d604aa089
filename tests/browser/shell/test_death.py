"""An interpreter that comes to its end: the apps in it go on in another one, once."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from .conftest import HEAD, SHELL

APP = """
import ctypes
import skerry as sk

@sk.state(persist="browser")
class Kept:
    count: int = 0

@sk.state
class Passing:
    count: int = 0

def add(kept: Kept, passing: Passing):
    kept.count += 1
    passing.count += 1

def die():
    ctypes.string_at(2**32 - 64, 32)  # beyond all memory: WebAssembly traps

@sk.page("/")
def home(kept: Kept, passing: Passing):
    sk.button("Add", on_click=add)
    sk.button("Die", on_click=die)
    sk.text(f"{kept.count} kept, {passing.count} passing", key="counts")
"""


def _kept(app: Locator, count: int) -> None:
    """Wait until the browser has it: a change is kept a moment after it is shown."""
    app.evaluate(
        """async (app, count) => {
          while (!(await app.kept()).some(({ text }) => JSON.parse(text).state.count === count)) await new Promise((done) => setTimeout(done, 20));
        }""",
        count,
    )


def test_apps_go_on_in_a_new_interpreter_once_and_say_so(shell_browser: Browser, shell_site: str, shell_folder: Path) -> None:
    (shell_folder / "mortal.py").write_text(APP)
    (shell_folder / "mortal.html").write_text(f"{HEAD}{SHELL}<main><py-app id=one src=mortal.py></py-app><py-app id=two src=mortal.py></py-app></main>")
    context = shell_browser.new_context(base_url=shell_site)
    page = context.new_page()
    page.goto("mortal.html")
    one, two = page.locator("#one"), page.locator("#two")
    for _ in range(2):
        one.get_by_role("button", name="Add").click()
    expect(one.get_by_text("2 kept, 2 passing")).to_be_visible()
    _kept(one, 2)
    said = page.evaluate_handle("[]")
    page.evaluate("(said) => addEventListener('py-restart', ({ target, detail }) => said.push([target.id, detail.reason]))", said)
    one.get_by_role("button", name="Die").press("Enter")
    expect(one.get_by_text("2 kept, 0 passing")).to_be_visible()
    for app in (one, two):
        expect(app.get_by_role("status").filter(has_text="Python stopped and was started again")).to_be_visible()
        expect(app).to_have_attribute("data-state", "ready")
    assert sorted(name for name, _ in said.json_value()) == ["one", "two"]
    assert "RuntimeError: memory access out of bounds" in said.json_value()[0][1]
    one.get_by_role("button", name="Add").click()
    expect(one.get_by_text("3 kept, 1 passing")).to_be_visible()
    _kept(one, 3)
    one.get_by_role("button", name="Die").click()
    expect(one.get_by_role("alert")).to_contain_text("Python has stopped again")
    expect(two.get_by_role("alert")).to_contain_text("memory access out of bounds")
    expect(one).to_have_attribute("data-state", "error")
    one.get_by_role("button", name="Try again").press("Enter")
    expect(one.get_by_text("3 kept, 1 passing")).to_be_visible()
    one.get_by_role("button", name="Add").click()
    expect(one.get_by_text("4 kept, 2 passing")).to_be_visible()
    context.close()
