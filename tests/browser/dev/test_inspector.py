"""The inspector: elements of the app are pointed at, or gone through with the keyboard, and tell what listens to them and what could."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .conftest import Start
from .test_accessible import AXE

APP = '''
import skerry as sk

@sk.state
class Note:
    text: str = ""
    saved: int = 0

def save(state: Note):
    state.saved += 1

def look(state: Note):
    pass

@sk.page("/", title="Notes")
def home(state: Note):
    sk.heading(f"Saved {state.saved}")
    sk.button("Save", key="save", on_click=save)
    sk.input("Text", bind=sk.ref(state).text, key="text", on_input=sk.listener(look, debounce=0.3), on_enter=look)
    sk.button("Print")
    with sk.form(key="order"):
        sk.input("Street")
        sk.button("Send", type="submit")
    sk.button("Not now", disabled=True)
'''


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Inspector")


def title(page: Page) -> Locator:
    return panel(page).get_by_role("heading", level=2)


def said(page: Page) -> Locator:
    return panel(page).get_by_role("status")


def begun(page: Page, url: str) -> None:
    """With the inspector on."""
    page.goto(url)
    expect(page.get_by_role("heading", name="Saved 0")).to_be_visible()
    page.get_by_role("button", name="Inspect", exact=True).click()
    expect(panel(page)).to_be_visible()


def outlined(page: Page, element: Locator) -> None:
    """The outline lies around the element."""
    box = element.bounding_box()
    assert box is not None
    page.wait_for_function(
        """([x, y, width, height]) => {
          const own = document.querySelector("#skerry-dev").shadowRoot.querySelector(".outline").getBoundingClientRect();
          return [own.x - x, own.y - y, own.width - width, own.height - height].every((by) => Math.abs(by) < 1);
        }""",
        arg=[box["x"], box["y"], box["width"], box["height"]],
    )


def test_what_is_pointed_at_is_outlined_and_told(dev: Start, page: Page) -> None:
    begun(page, dev({"app.py": APP}).url)
    expect(title(page)).to_have_text("Point at an element")
    save = page.get_by_role("button", name="Save", exact=True)
    save.hover()
    expect(title(page)).to_have_text("sk.button Save <button>")
    outlined(page, save)
    expect(panel(page).locator("dl")).to_contain_text("Key'save'")
    expect(panel(page).get_by_role("listitem")).to_have_text(re.compile(r"^click → save \(app\.py:9\) [0-9a-f]{16}$"))
    page.get_by_label("Text").hover()
    expect(title(page)).to_have_text("sk.input Text <input>")
    expect(panel(page).locator("dl")).to_contain_text("Bound toNote.text")
    items = panel(page).get_by_role("listitem")
    expect(items.filter(has_text="input →")).to_contain_text("look (app.py:12)")
    expect(items.filter(has_text="input →")).to_contain_text("debounce 300 ms")
    expect(items.filter(has_text="keydown →")).to_contain_text("keys Enter")


def test_a_click_keeps_an_element_and_the_app_does_not_hear_it(dev: Start, page: Page) -> None:
    begun(page, dev({"app.py": APP}).url)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(said(page)).to_contain_text("Kept: sk.button “Save”")
    page.get_by_role("button", name="Print").hover()
    expect(title(page)).to_contain_text("Save")
    page.get_by_role("button", name="Print").click()
    expect(title(page)).to_contain_text("Print")
    page.get_by_role("button", name="Inspect", exact=True).click()
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_role("heading", name="Saved 0")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Saved 1")).to_be_visible()


def test_code_for_what_nobody_handles_is_copied(dev: Start, context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    begun(page, dev({"app.py": APP}).url)
    page.get_by_role("button", name="Print").click()
    expect(panel(page)).to_contain_text("click nobody handles it")
    copy = panel(page).get_by_role("button", name="Copy the handler of click")
    copy.click()
    expect(copy).to_have_text("Copied")
    expect(said(page)).to_have_text("Copied the handler of click")
    expect(copy).to_be_focused()
    code = page.evaluate("navigator.clipboard.readText()")
    compile(code, "stub", "exec")
    assert code.startswith('# sk.button("Print", on_click=on_print_click)\ndef on_print_click(event: sk.ClickEvent, state: Note) -> None:\n')
    assert "x, y, client_x, client_y, page_x, page_y: float" in code


def test_without_a_clipboard_api_it_is_copied_all_the_same(dev: Start, context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    begun(page, dev({"app.py": APP}).url)
    page.evaluate("() => { window.readText = () => navigator.clipboard.readText(); }")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    page.get_by_role("button", name="Print").click()
    copy = panel(page).get_by_role("button", name="Copy the handler of click")
    copy.click()
    expect(copy).to_have_text("Copied")
    assert "def on_print_click" in page.evaluate("readText()")
    page.evaluate("() => { document.execCommand = () => false; }")
    panel(page).get_by_role("button", name="Copy the handler of dblclick").click()
    expect(panel(page).get_by_role("button", name="Copy the handler of dblclick")).to_have_text("Selected")


def test_a_form_names_its_fields(dev: Start, page: Page) -> None:
    begun(page, dev({"app.py": APP}).url)
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(title(page)).to_have_text("sk.form <form>")
    expect(panel(page).get_by_role("group", name="A handler of submit")).to_contain_text('here with "street"')
    page.keyboard.press("Tab")
    expect(panel(page)).to_contain_text("input sent with the form")


def test_the_keyboard_alone_turns_it_on_goes_through_the_elements_and_leaves(dev: Start, page: Page) -> None:
    page.goto(dev({"app.py": APP}).url)
    field = page.get_by_label("Text")
    field.focus()
    page.keyboard.press("Alt+Shift+E")
    expect(title(page)).to_have_text("sk.input Text <input>")
    outlined(page, field)
    expect(panel(page).get_by_role("application", name="Inspector")).to_be_focused()
    page.keyboard.press("Tab")
    expect(title(page)).to_contain_text("Print")
    expect(said(page)).to_have_text("sk.button “Print”; no listeners; nobody handles click; code to copy: 3")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(said(page)).to_have_text("sk.button “Save”; key 'save'; listens to click: save (app.py:9); code to copy: 2")
    page.keyboard.press("ArrowUp")
    expect(title(page)).to_have_text("sk.heading <h1>")
    page.keyboard.press("End")
    expect(title(page)).to_have_text("sk.button Not now <button>")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(title(page)).to_have_text("sk.heading <h1>")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("button", name="Copy the handler of dblclick")).to_be_focused()
    expect(page.get_by_role("heading", name="Saved 0")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page).get_by_role("application")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(field).to_be_focused()
    page.keyboard.type("hi")
    expect(field).to_have_value("hi")


def test_the_button_has_the_focus_again(dev: Start, page: Page) -> None:
    page.goto(dev({"app.py": APP}).url)
    toggle = page.get_by_role("button", name="Inspect", exact=True)
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(toggle).to_be_focused()


def test_it_goes_on_when_the_app_changes(dev: Start, page: Page) -> None:
    server = dev({"app.py": APP})
    begun(page, server.url)
    page.get_by_role("button", name="Print").click()
    server.write(APP.replace('sk.button("Print")', 'sk.button("Publish", on_click=look)'))
    expect(said(page)).to_have_text("The element has left the page.")
    expect(title(page)).to_have_text("Point at an element")
    page.get_by_role("button", name="Publish").hover()
    expect(panel(page).get_by_role("listitem")).to_contain_text("click → look (app.py:12)")


def test_the_panel_leaves_what_is_looked_at_to_be_seen(dev: Start, page: Page) -> None:
    source = APP.replace('sk.button("Print")', 'sk.button("Print", style={"position": "fixed", "top": "20px", "right": "20px"})')
    begun(page, dev({"app.py": source}).url)
    page.get_by_role("button", name="Print").hover()
    expect(title(page)).to_contain_text("Print")
    button, own = page.get_by_role("button", name="Print").bounding_box(), panel(page).bounding_box()
    assert button is not None and own is not None
    assert own["x"] + own["width"] < button["x"] or own["y"] > button["y"] + button["height"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_it_is_in_nobodys_way(dev: Start, chromium: Browser, scheme: Any, width: int) -> None:
    viewport: Any = {"width": width, "height": 740}
    context = chromium.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    begun(page, dev({"app.py": APP}).url)
    page.add_script_tag(path=AXE)
    found = """async () => (await axe.run({include: [["#skerry-dev"]]})).violations
      .map(({id, nodes}) => [id, nodes.map(({target, failureSummary}) => [target, failureSummary])])"""
    assert page.evaluate(found) == []
    for element, name in ((page.get_by_role("button", name="Print"), "Print"), (page.get_by_label("Text"), "Text")):
        element.click()
        expect(title(page)).to_contain_text(name)
        assert page.evaluate(found) == []
        element.click()
        expect(said(page)).to_have_text("Let go")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
    context.close()
