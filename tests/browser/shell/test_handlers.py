"""Handlers of every kind, in the page: what they change is shown, and time never freezes it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

COUNTER = """
import asyncio, time
import skerry as sk
from skerry.view import element, text

@sk.state
class Counter:
    count: int = 0
    typed: str = ""

def add(state: Counter):
    state.count += 1

def count_up(state: Counter):
    for _ in range(3):
        state.count += 1
        yield
        time.sleep(0.05)
    state.count += 10

async def later(state: Counter):
    state.count = 100
    await asyncio.sleep(0.01)
    state.count = 200

async def steps(state: Counter):
    for _ in range(3):
        state.count += 1
        yield
        await asyncio.sleep(0.02)

def sleeps(state: Counter):
    time.sleep(0.05)
    state.count += 1

def fails(state: Counter):
    state.count = -1
    raise ValueError("the boat leaks")

@sk.page("/")
def home(state: Counter):
    with element("p", attrs={"id": "count"}):
        text(f"Count: {state.count}")
    for handler in (add, count_up, later, steps, sleeps, fails):
        element("button", handler.__name__, on={"click": handler}, key=handler.__name__)
"""


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def counted(page: Page, number: int) -> None:
    expect(page.locator("#count")).to_have_text(f"Count: {number}")


def test_a_plain_function_is_shown_in_the_same_task(lab: Page, mount: Callable[..., None]) -> None:
    mount(COUNTER)
    shown = lab.evaluate(
        """() => {
          [...document.querySelectorAll("button")].find((b) => b.textContent === "add").click();
          return document.querySelector("#count").textContent;
        }"""
    )
    assert shown == "Count: 1"


def test_a_generator_shows_each_step_and_its_end(lab: Page, mount: Callable[..., None]) -> None:
    mount(COUNTER)
    lab.evaluate(
        """() => {
          window.seen = [];
          new MutationObserver(() => seen.push(document.querySelector("#count").textContent))
            .observe(document.querySelector("#count"), { subtree: true, characterData: true, childList: true });
          window.ticks = 0;
          window.ticking = setInterval(() => ticks++, 5);
        }"""
    )
    button(lab, "count_up")
    counted(lab, 13)
    assert lab.evaluate("seen") == ["Count: 1", "Count: 2", "Count: 3", "Count: 13"]
    assert lab.evaluate("clearInterval(ticking) || ticks") > 5, "time.sleep froze the page"


def test_async_handlers_and_async_generators(lab: Page, mount: Callable[..., None]) -> None:
    mount(COUNTER)
    button(lab, "later")
    counted(lab, 200)
    button(lab, "steps")
    counted(lab, 203)


def test_a_sync_handler_that_sleeps_blocks_once_and_is_told(lab: Page, mount: Callable[..., None]) -> None:
    mount(COUNTER)
    with lab.expect_console_message(lambda m: re.search(r"line \d+: time\.sleep\(\S+\) blocked the page\. This handler was not", m.text) is not None):
        button(lab, "sleeps")
    counted(lab, 1)
    lab.evaluate("() => { window.ticks = 0; window.ticking = setInterval(() => ticks++, 5); }")
    button(lab, "sleeps")
    counted(lab, 2)
    assert lab.evaluate("clearInterval(ticking) || ticks") > 2


def test_a_failing_handler_is_undone_shown_and_survived(lab: Page, mount: Callable[..., None]) -> None:
    mount(COUNTER)
    button(lab, "add")
    button(lab, "fails")
    alert = lab.get_by_role("alert")
    expect(alert.get_by_role("heading")).to_have_text("ValueError")
    expect(alert).to_contain_text("the boat leaks")
    first = alert.locator("li").first
    expect(first).to_contain_text("in fails")
    expect(first).to_contain_text('raise ValueError("the boat leaks")')
    counted(lab, 1)
    button(lab, "add")
    counted(lab, 2)
    alert.get_by_role("button", name="Dismiss").click()
    expect(alert).to_have_count(0)


ENDLESS = """
import skerry as sk
from skerry.view import element, text

@sk.state
class Work:
    done: int = 0

def endless(state: Work):
    state.done = 5
    while True:
        pass

async def endless_task(state: Work):
    while True:
        pass

def fine(state: Work):
    state.done += 1

@sk.page("/")
def home(state: Work):
    element("p", str(state.done), attrs={"id": "done"})
    for handler in (endless, endless_task, fine):
        element("button", handler.__name__, on={"click": handler}, key=handler.__name__)
"""


def test_a_handler_that_never_ends_is_stopped_and_the_app_goes_on(lab: Page, mount: Callable[..., None]) -> None:
    mount(ENDLESS, attributes={"run-limit": "0.3"})
    for name in ("endless", "endless_task"):
        button(lab, name)
        alert = lab.get_by_role("alert")
        expect(alert.get_by_role("heading")).to_have_text("ScriptTimeout")
        expect(alert).to_contain_text("run-limit")
        alert.get_by_role("button", name="Dismiss").click()
    button(lab, "fine")
    expect(lab.locator("#done")).to_have_text("1")


def test_a_script_that_never_ends_is_stopped_while_loading(lab: Page, mount: Callable[..., None]) -> None:
    mount("while True:\n    pass\n", attributes={"run-limit": "0.3"}, ready=False)
    expect(lab.locator("#app")).to_have_attribute("data-state", "error")
    alert = lab.get_by_role("alert")
    expect(alert.get_by_role("heading")).to_have_text("ScriptTimeout")
    expect(alert.locator("li").first).to_contain_text("app.py, line 2")


LOGGING = """
import logging
import skerry as sk
from skerry.view import element

def speak():
    print("to the page")
    logging.getLogger("boat").warning("water in %s", "the hold")

@sk.page("/")
def home():
    element("button", "speak", on={"click": speak})
"""


def test_print_and_logging_reach_the_console_and_the_page(lab: Page, mount: Callable[..., None]) -> None:
    mount(LOGGING)
    lab.evaluate("() => { window.lines = []; addEventListener('py-log', (e) => lines.push(e.detail)); }")
    with lab.expect_console_message(lambda m: m.text == "to the page"):
        button(lab, "speak")
    expect(lab.locator("#app")).to_be_attached()
    assert lab.evaluate("lines") == [
        {"level": "info", "text": "to the page", "handler": "speak"},
        {"level": "warning", "text": "water in the hold", "handler": "speak"},
    ]


OUTPUT = """
import asyncio
import logging
import warnings
import skerry as sk

def cut_off():
    print("a line without an end", end="")
    raise ValueError("no luck")

async def dots():
    for _ in range(3):
        print(".", end="")
        await asyncio.sleep(0.01)

def mixed():
    print("said", end="")
    logging.getLogger("boat").warning("logged")
    warnings.warn("careful")

async def leaves_a_task():
    async def fails():
        await asyncio.sleep(0.01)
        raise KeyError("in a task")
    asyncio.create_task(fails())

def leaves_a_timer():
    asyncio.get_running_loop().call_later(0.01, lambda: 1 / 0)

@sk.page("/")
def home():
    for handler in (cut_off, dots, mixed, leaves_a_task, leaves_a_timer):
        sk.button(handler.__name__, on_click=handler)
"""


def test_output_is_in_order_and_whose_it_is_is_told_also_of_what_is_left_behind(lab: Page, mount: Callable[..., None]) -> None:
    mount(OUTPUT, attributes={"errors": "console"})
    lab.evaluate(
        """() => {
          window.heard = [];
          const note = ({ detail: { level, text, handler } }) => {
            heard.push([level, text.trim().split("\\n").at(-1).trim().replace("WARNING:boat:", ""), handler]);
            document.querySelector("#place").dataset.heard = heard.length;
          };
          document.querySelector("#app").addEventListener("py-log", note);
        }"""
    )

    def said(name: str, count: int) -> list[tuple[str, str, str]]:
        """(level, last line, handler) of the messages that come after a click."""
        before = lab.evaluate("heard.length")
        lab.get_by_role("button", name=name).click()
        expect(lab.locator("#place")).to_have_attribute("data-heard", str(before + count))
        return [tuple(line) for line in lab.evaluate("(before) => heard.slice(before)", before)]

    assert said("cut_off", 2) == [("info", "a line without an end", "cut_off"), ("error", "ValueError: no luck", "cut_off")]
    assert said("dots", 1) == [("info", "...", "dots")]
    assert said("mixed", 3) == [
        ("info", "said", "mixed"),
        ("warning", "logged", "mixed"),
        ("warning", 'warnings.warn("careful")', "mixed"),
    ]
    assert said("leaves_a_task", 1) == [("error", "KeyError: 'in a task'", "leaves_a_task")]
    assert said("leaves_a_timer", 1) == [("error", "ZeroDivisionError: division by zero", "leaves_a_timer")]
