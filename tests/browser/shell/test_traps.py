"""The traps of other frameworks that have to do with the page: see tests/unit/session/test_traps.py for all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Mount = Callable[..., None]

APP = '''
import asyncio, time
import skerry as sk
from skerry.view import element

@sk.state
class S:
    count: int = 0
    name: str = ""
    other: str = ""
    rows: list[dict[str, int]] = []
    seen: list[str] = []

@sk.component
def link(word, state: S):
    def on_click(event: sk.ClickEvent):
        state.seen.append(word)
    sk.button(word, on_click=on_click)

def generator(state: S):
    state.count = 1
    yield
    time.sleep(0.05)
    state.count = 100

async def async_generator(state: S):
    state.count = 2
    yield
    await asyncio.sleep(0.05)
    state.count = 200

def mutate(state: S):
    state.rows.append({"n": 1})
    row = state.rows[0]
    row["n"] += 1
    state.rows.sort(key=lambda one: one["n"])

def tidy(event: sk.ChangeEvent, state: S):
    state.seen.append("tidied")
    state.name = event.value.strip() + "!"

def first(event: sk.ChangeEvent, state: S):
    state.other = event.value + "+"

def second(event: sk.ChangeEvent, state: S):
    state.name = event.value + "-"

def typed(state: S):
    state.seen.append(f"typed {state.name}")

def send(state: S):
    state.seen.append(f"sent {state.name}")

def plain_function(state: S):
    state.count = -1

@sk.page("/")
def home(state: S):
    element("p", f"count {state.count} {state.rows}", attrs={"id": "count"})
    element("p", ", ".join(state.seen), attrs={"id": "seen"})
    for word in ("one", "two"):
        link(word, state)
    for handler in (generator, async_generator, mutate):
        sk.button(handler.__name__, on_click=handler)

@sk.page("/loop")
def loop(state: S):
    element("p", ", ".join(state.seen), attrs={"id": "seen"})
    sk.input("Name", bind=sk.ref(state).name, on_change=sk.listener(tidy, programmatic=True))

@sk.page("/loops")
def loops(state: S):
    element("p", ", ".join(state.seen), attrs={"id": "seen"})
    sk.input("Name", bind=sk.ref(state).name, on_change=sk.listener(first, programmatic=True))
    sk.input("Other", bind=sk.ref(state).other, on_change=sk.listener(second, programmatic=True))
    sk.button("send", on_click=send)

@sk.page("/form")
def form(state: S):
    element("p", ", ".join(state.seen), attrs={"id": "seen"})
    sk.input("Name", bind=sk.ref(state).name, on_input=sk.listener(typed, debounce=5))
    sk.button("send", on_click=send)
'''


def go(page: Page, url: str) -> None:
    page.evaluate("(url) => document.querySelector('#app').session.push({ t: 'navigate', url })", url)


def seen(page: Page, text: str) -> None:
    expect(page.locator("#seen")).to_have_text(text)


def test_trap_closure_variable(lab: Page, mount: Mount) -> None:
    mount(APP)
    for name in ("two", "one", "two"):
        lab.get_by_role("button", name=name).click()
    seen(lab, "two, one, two")


@pytest.mark.parametrize(("name", "last"), [("generator", 100), ("async_generator", 200)])
def test_trap_missing_final_yield(lab: Page, mount: Mount, name: str, last: int) -> None:
    mount(APP)
    lab.get_by_role("button", name=name, exact=True).click()
    expect(lab.locator("#count")).to_have_text(f"count {last} []")


def test_trap_missing_self_assignment_after_a_mutation_in_place(lab: Page, mount: Mount) -> None:
    mount(APP)
    lab.get_by_role("button", name="mutate").click()
    expect(lab.locator("#count")).to_have_text("count 0 [{'n': 2}]")


def test_trap_change_loop_of_a_handler_that_writes_its_own_field(lab: Page, mount: Mount) -> None:
    mount(APP)
    go(lab, "/loop")
    lab.get_by_label("Name").fill("ada ")
    lab.get_by_label("Name").press("Tab")
    expect(lab.get_by_label("Name")).to_have_value("ada!")
    seen(lab, "tidied")


def test_trap_change_loop_of_two_fields_that_write_each_other(lab: Page, mount: Mount) -> None:
    mount(APP)
    go(lab, "/loops")
    lab.get_by_label("Name").fill("a")
    lab.get_by_label("Name").press("Tab")
    expect(lab.get_by_role("alert")).to_contain_text("100 handlers in a row")
    lab.get_by_role("button", name="send").click()
    expect(lab.locator("#seen")).to_contain_text("sent a")


def test_trap_click_that_overtakes_what_was_typed(lab: Page, mount: Mount) -> None:
    """A click handler that assumes the text to be there already: it is, though its own listener is told later."""
    mount(APP)
    go(lab, "/form")
    lab.get_by_label("Name").fill("Ada")
    lab.get_by_role("button", name="send").click()
    seen(lab, "typed Ada, sent Ada")


def test_trap_functions_that_the_page_should_not_see(lab: Page, mount: Mount) -> None:
    mount(APP)
    said = lab.evaluate("document.querySelector('#app').call('plain_function').catch((error) => error.message)")
    assert "no handler 'plain_function' to call" in said
    expect(lab.locator("#count")).to_have_text("count 0 []")
