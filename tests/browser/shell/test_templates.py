"""Templates and followed lists in the page: the examples of docs/templates.md, and what only a DOM can show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ...examples import Example, examples, follow
from .test_examples import Visitor

DOCS = Path(__file__).parents[3] / "docs" / "templates.md"

ROWS = '''
from dataclasses import dataclass
import skerry as sk

RED = {"color": "red"}

@dataclass
class Row:
    id: int
    label: str
    open: bool = False

@sk.state
class Table:
    rows: list[Row] = [Row(n, f"row {n}") for n in range(5)]
    heard: str = ""

def toggle(event: sk.ClickEvent, state: Table):
    row = next(row for row in state.rows if row.id == event.key)
    row.open = not row.open
    state.heard = f"toggled {event.key}"

def pressed(event: sk.KeyEvent, state: Table):
    state.heard = f"{event.pressed} in {event.key}"

def typed(event: sk.InputEvent, state: Table):
    state.heard = f"typed {event.value}"

def reverse(state: Table):
    state.rows.reverse()

def rename(state: Table):
    state.rows[2].label = "renamed"

def clear(state: Table):
    state.rows.clear()

def show_row(row: Row):
    sk.template(t"""
        <li key={row.id} on_key_down={pressed}>
            {[sk.element("em", "open", key="mark")] if row.open else None}
            <span style={RED} title="label of {row.id}">{row.label}</span>
            <input aria-label="note {row.id}" on_input={typed}>
            <button key={row.id} on_click={toggle}>Toggle {row.id}</button>
        </li>
    """)

@sk.page("/")
def home(state: Table):
    for handler in (reverse, rename, clear):
        sk.button(handler.__name__, on_click=handler)
    with sk.element("ul"):
        sk.each(state.rows, show_row)
    sk.text(state.heard)
    sk.template(t'<svg viewBox="0 0 9 9"><circle r={len(state.rows)} cx="4"></circle></svg>')
'''


SEEN = """function seen(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  const attributes = [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort();
  const inside = [...node.childNodes].filter((child) => child.nodeType === Node.ELEMENT_NODE || child.data && child.nodeType === Node.TEXT_NODE);
  return [node.nodeName, node.namespaceURI, attributes, inside.map(seen)];
}"""
"""What a part of the page is, without what marks places in it."""


@pytest.mark.parametrize("example", list(examples(DOCS)), ids=lambda example: example.name)
def test_example(lab: Page, mount: Callable[..., None], shell_folder: Path, example: Example) -> None:
    mount(example.source)
    follow(example, Visitor(lab, shell_folder))


def test_events_inside_a_template_reach_their_handlers(lab: Page, mount: Callable[..., None]) -> None:
    mount(ROWS)
    app = lab.locator("#app")
    app.get_by_role("button", name="Toggle 3").click()
    expect(app).to_contain_text("toggled 3")
    expect(app.locator("li").nth(3)).to_contain_text("open")
    app.get_by_label("note 1").fill("hi")
    expect(app).to_contain_text("typed hi")
    app.get_by_label("note 1").press("F2")
    expect(app).to_contain_text("F2 in 1")
    app.get_by_role("button", name="Toggle 3").press("Enter")
    expect(app).to_contain_text("toggled 3")
    expect(app.locator("li").nth(3)).not_to_contain_text("open")


def test_rows_keep_what_was_typed_and_the_focus_when_they_move(lab: Page, mount: Callable[..., None]) -> None:
    mount(ROWS)
    app = lab.locator("#app")
    note = app.get_by_label("note 1")
    note.fill("mine")
    app.evaluate("(app) => { app.first = app.querySelector('li') }")
    lab.evaluate("document.querySelector('#app [aria-label=\"note 1\"]').focus()")
    app.get_by_role("button", name="reverse").dispatch_event("click")
    expect(app.locator("li").first).to_contain_text("row 4")
    expect(note).to_have_value("mine")
    expect(note).to_be_focused()
    assert app.evaluate("(app) => app.first === app.querySelector('li:last-child')")


def test_only_the_value_that_changed_is_written(lab: Page, mount: Callable[..., None]) -> None:
    mount(ROWS)
    app = lab.locator("#app")
    app.evaluate(
        """(app) => {
          app.changes = [];
          new MutationObserver((records) => app.changes.push(...records.map(({ type, target }) => `${type} ${target.nodeName}`)))
            .observe(app.querySelector("ul"), { subtree: true, childList: true, characterData: true, attributes: true });
        }"""
    )
    app.get_by_role("button", name="rename").click()
    expect(app.locator("li").nth(2)).to_contain_text("renamed")
    assert app.evaluate("(app) => app.changes") == ["characterData #text"]
    assert app.locator("li span").first.evaluate("(span) => [span.style.color, span.title]") == ["red", "label of 0"]


FIELDS = '''
import skerry as sk

@sk.state
class Boat:
    name: str = "Tern"
    trips: int = 0

def sail(state: Boat):
    state.trips += 1

def rename(event: sk.ChangeEvent, state: Boat):
    state.name = event.value

@sk.component
def boat(state: Boat):
    print("the boat was built")
    sk.template(t'<p title="the {state.name}"><b>{state.name}</b> sailed <i>{state.trips}</i> times</p>')

@sk.page("/")
def home(state: Boat):
    sk.button("Sail", on_click=sail)
    sk.input("Name", on_change=rename)
    boat(state)
'''


def test_a_field_is_followed_without_running_its_component(lab: Page, mount: Callable[..., None]) -> None:
    built: list[str] = []
    lab.on("console", lambda message: built.append(message.text) if "was built" in message.text else None)
    mount(FIELDS)
    app = lab.locator("#app")
    sail = app.get_by_role("button", name="Sail")
    for number in range(1, 11):
        sail.press("Enter")
        expect(app.locator("i")).to_have_text(str(number))
    assert len(built) == 3, "until its code is known"
    app.get_by_label("Name").fill("<Gull>")
    app.get_by_label("Name").press("Tab")
    expect(app.locator("p[title]")).to_have_text("<Gull> sailed 10 times")
    expect(app.locator("p[title]")).to_have_attribute("title", "the <Gull>")
    sail.click()
    expect(app.locator("i")).to_have_text("11")


def test_svg_has_its_namespace_and_its_case(lab: Page, mount: Callable[..., None]) -> None:
    mount(ROWS)
    found = lab.locator("#app circle")
    assert found.evaluate("(c) => [c.namespaceURI, c.getAttribute('r'), c.parentNode.getAttribute('viewBox')]") == [
        "http://www.w3.org/2000/svg",
        "5",
        "0 0 9 9",
    ]
    lab.locator("#app").get_by_role("button", name="clear").click()
    expect(lab.locator("#app li")).to_have_count(0)
    assert found.get_attribute("r") == "0"


def test_with_every_fast_path_closed_the_page_is_the_same(lab: Page, mount: Callable[..., None]) -> None:
    for id, attributes in (("app", {}), ("slow", {"slow": "all"})):
        mount(ROWS, id=id, attributes=attributes)
    apps = [lab.locator("#app"), lab.locator("#slow")]

    def same() -> None:
        fast, slow = (app.locator("ul, svg").evaluate_all(f"(parts) => parts.map({SEEN})") for app in apps)
        assert fast == slow

    same()
    for app in apps:
        note = app.get_by_label("note 1")
        note.press_sequentially("ahoy")
        app.get_by_role("button", name="Toggle 3").press("Enter")
        expect(app.locator("li").nth(3)).to_contain_text("open")
        app.get_by_role("button", name="rename").click()
        expect(app.locator("li").nth(2)).to_contain_text("renamed")
    same()
    for app in apps:
        note = app.get_by_label("note 1")
        note.focus()
        app.get_by_role("button", name="reverse").dispatch_event("click")
        expect(app.locator("li").first).to_contain_text("row 4")
        expect(note).to_be_focused()
        expect(note).to_have_value("ahoy")
        note.press("F2")
        expect(app).to_contain_text("F2 in 1")
    same()
    for app in apps:
        app.get_by_role("button", name="clear").click()
        expect(app.locator("li")).to_have_count(0)
    same()


def test_a_fast_path_that_there_is_not_is_named(lab: Page, mount: Callable[..., None]) -> None:
    mount(ROWS, attributes={"slow": "rows"}, ready=False)
    expect(lab.get_by_role("alert")).to_contain_text("slow names 'rows', and what can be slow is components, fields, leaving, lists, shapes, templates, or all")
