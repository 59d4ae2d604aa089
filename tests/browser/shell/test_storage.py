"""State that outlives the page, and style rules that an app brings along."""

from __future__ import annotations

import json
import textwrap
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


def _adds(page: Page, place: str, name: str, expected: int) -> None:
    button = page.locator(place).get_by_role("button", name=name)
    button.click()
    expect(button).to_have_text(f"{name}: {expected}")


def test_an_app_that_is_on_a_page_several_times_is_kept_for_each(shell_browser: Browser, shell_site: str, shell_folder: Path) -> None:
    (shell_folder / "several.py").write_text(textwrap.dedent(NOTES.format(name="app", where="tab")))
    one, more = "<py-app src=several.py id=one></py-app>", "<py-app src=./several.py id=two></py-app><py-app src=several.py class=third></py-app>"
    several = shell_folder / "several.html"
    several.write_text(f"{HEAD}{SHELL}<main>{one}</main>")
    context = shell_browser.new_context(base_url=shell_site)
    page = context.new_page()
    failures = watch(page)
    page.goto("several.html")
    _adds(page, "#one", "app", 1)
    several.write_text(f"{HEAD}{SHELL}<main>{one}{more}</main>")
    page.reload()
    _adds(page, "#one", "app", 2)  # what is kept is found, where there was one
    for i in range(1, 4):
        _adds(page, "#two", "app", i)
    _adds(page, ".third", "app", 1)
    page.reload()
    for place, count in {"#one": 2, "#two": 3, ".third": 1}.items():
        expect(page.locator(place).get_by_role("button")).to_have_text(f"app: {count}")
    page.evaluate("document.getElementById('one').remove()")  # the others stay what they are
    page.evaluate("document.getElementById('two').reload(false)")
    expect(page.locator("#two").get_by_role("button")).to_have_text("app: 3")
    context.close()
    assert not failures, failures


def test_apps_in_shadow_roots_are_kept_for_each(shell_browser: Browser, shell_site: str, shell_folder: Path) -> None:
    source = json.dumps(textwrap.dedent(NOTES.format(name="app", where="browser")))
    (shell_folder / "shadows.js").write_text(f"""for (const host of document.querySelectorAll("main > div")) {{
      const app = document.createElement("py-app");
      const script = document.createElement("script");
      script.type = "text/python";
      script.textContent = {source};
      app.append(script);
      host.attachShadow({{ mode: host.dataset.mode ?? "open" }}).append(app);
      host.apps = [app];
    }}""")
    hosts = "<div id=a></div><div id=b></div><div class=c></div><div data-mode=closed></div>"
    (shell_folder / "shadows.html").write_text(f"{HEAD}{SHELL}<main>{hosts}</main><script src=shadows.js></script>")
    context = shell_browser.new_context(base_url=shell_site)
    page = context.new_page()
    failures = watch(page)
    page.goto("shadows.html")
    expected = {"#a": 1, "#b": 2, ".c": 3}
    for place, count in expected.items():
        for i in range(1, count + 1):
            _adds(page, place, "app", i)
    page.reload()
    for place, count in expected.items():
        expect(page.locator(place).get_by_role("button")).to_have_text(f"app: {count}")
    hidden = "() => document.querySelector('[data-mode]').apps[0].querySelector('button')?.textContent"
    page.wait_for_function(f"() => ({hidden})()")
    assert page.evaluate(hidden) == "app: 0"
    context.close()
    assert not failures, failures


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
