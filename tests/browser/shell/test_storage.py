"""State that outlives the page, and style rules that an app brings along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import HEAD, SHELL, watch

NOTES = """
    import skerry as sk
    from skerry.view import element

    @sk.state(persist="{where}")
    class Notes:
        lines: list[str] = []

    def add(notes: Notes):
        notes.lines.append("line")

    @sk.page("/")
    def home(notes: Notes):
        element("button", f"{name}: {{len(notes.lines)}}", on={{"click": add}})
"""


def _app(name: str, where: str) -> str:
    return f"<py-app id={name}><script type='text/python'>{NOTES.format(name=name, where=where)}</script></py-app>"


@pytest.fixture
def notes(shell_browser: Browser, shell_site: str, shell_folder: Path) -> Iterator[Page]:
    apps = _app("kept", "browser") + _app("other", "browser") + _app("tab", "tab")
    (shell_folder / "notes.html").write_text(f"{HEAD}{SHELL}<main>{apps}</main>")
    context = shell_browser.new_context(base_url=shell_site)
    page = context.new_page()
    failures = watch(page)
    page.goto("notes.html")
    yield page
    context.close()
    assert not failures, failures


def test_state_outlives_a_reload_in_the_middle_and_each_app_has_its_own(notes: Page) -> None:
    kept = notes.get_by_role("button", name="kept")
    for expected in range(1, 6):  # the last ones come sooner than a saving's pause allows
        kept.click()
        expect(kept).to_have_text(f"kept: {expected}")
    notes.get_by_role("button", name="tab").click()
    notes.reload()
    expect(kept).to_have_text("kept: 5")
    expect(notes.get_by_role("button", name="other")).to_have_text("other: 0")
    expect(notes.get_by_role("button", name="tab")).to_have_text("tab: 1")
    second = notes.context.new_page()
    second.goto("notes.html")
    expect(second.get_by_role("button", name="kept")).to_have_text("kept: 5")
    expect(second.get_by_role("button", name="tab")).to_have_text("tab: 0")


def test_an_apps_own_rules_come_and_go_with_it(lab: Page, mount: Callable[..., None]) -> None:
    source = """
        import skerry as sk
        from skerry.view import element

        sk.css(".mine {{ color: rgb(1, 2, {n}) }}")

        @sk.page("/")
        def home():
            element("p", "Coloured", attrs={{"class": "mine"}})
    """
    color = "(id) => { const app = document.getElementById(id); const root = app.shadowRoot ?? app; return getComputedStyle(root.querySelector('.mine')).color }"
    mount(source.format(n=3), id="plain")
    mount(source.format(n=4), id="inside", attributes={"shadow": ""})
    assert [lab.evaluate(color, "plain"), lab.evaluate(color, "inside")] == ["rgb(1, 2, 3)", "rgb(1, 2, 4)"]
    lab.evaluate("document.getElementById('plain').remove()")
    lab.wait_for_function("() => document.adoptedStyleSheets.length === 0")
