"""Handlers that sleep with ``time.sleep`` while others go on: interrupted where they sleep, and each with its own output."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

APP = """
import time
import skerry as sk

@sk.state
class Log:
    steps: list[str] = []

def deep():
    time.sleep(60)

def steps(state: Log):
    try:
        state.steps.append("begun")
        yield
        deep()
        state.steps.append("never")
    finally:
        print("steps tidied up")

def bad():
    try:
        yield
        time.sleep(60)
    finally:
        raise ValueError("on its way out")

def plain(state: Log):
    try:
        state.steps.append("shown")
        time.sleep(60)
    finally:
        print("plain tidied up")

def again(event: sk.ClickEvent):
    try:
        print("again begins")
        time.sleep(60 if event.shift else 0.01)
        print("again ends")
    finally:
        print("again tidied up")

def alpha():
    for number in range(3):
        print("alpha", number, end=" ")
        time.sleep(0.02)
        print("and on")
        yield

def beta():
    for number in range(3):
        print("beta", number)
        yield
        time.sleep(0.03)

@sk.page("/")
def home(state: Log):
    for handler in (steps, alpha, beta, bad):
        sk.button(handler.__name__, on_click=handler)
    sk.button("plain", on_click=sk.listener(plain, blocking=True))
    sk.button("again", on_click=sk.listener(again, blocking=True, trigger_mode="restart"))
    sk.button("End", on_click=sk.cancel(bad))
    sk.button("Stop", on_click=[sk.cancel(steps), sk.cancel(plain)])
    sk.text(f"{state.steps} {'busy' if sk.running(steps) or sk.running(plain) else 'quiet'}", class_="log")
"""


def test_sleeping_handlers_are_interrupted_and_told_apart(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    lab.evaluate(
        """() => {
          window.heard = [];
          document.querySelector("#app").addEventListener("py-log", ({ detail: { text, handler } }) => {
            for (const line of text.trim().split("\\n")) heard.push(`${handler}: ${line}`);
            document.querySelector("#place").dataset.heard = heard.length;
          });
        }"""
    )
    click = lambda name, **more: lab.get_by_role("button", name=name).click(**more)

    before = 0

    def heard(count: int) -> list[str]:
        """The lines that have come since; there are so many."""
        nonlocal before
        expect(lab.locator("#place")).to_have_attribute("data-heard", str(before + count))
        before += count
        return lab.evaluate("count => heard.slice(-count)", count)

    click("steps")
    click("plain")
    expect(lab.locator(".log")).to_have_text("['begun', 'shown'] busy")
    began = lab.evaluate("performance.now()")
    click("Stop")
    assert sorted(heard(2)) == ["plain: plain tidied up", "steps: steps tidied up"]
    assert lab.evaluate("performance.now()") - began < 10_000, "they were not slept to their ends"
    expect(lab.locator(".log")).to_have_text("['begun', 'shown'] quiet")

    click("again", modifiers=["Shift"])
    assert heard(1) == ["again: again begins"]
    click("again")
    assert sorted(heard(4)) == ["again: again begins", "again: again ends", "again: again tidied up", "again: again tidied up"]

    click("alpha")
    click("beta")
    lines = heard(6)
    assert [line for line in lines if "alpha" in line] == [f"alpha: alpha {number} and on" for number in range(3)]
    assert [line for line in lines if "beta" in line] == [f"beta: beta {number}" for number in range(3)]

    click("bad")
    click("End")
    expect(lab.locator("#place")).not_to_have_attribute("data-heard", str(before))
    said = lab.evaluate("before => heard.slice(before)", before)
    assert said[0] == ": bad was cancelled, and raised on its way out:" and said[-1] == ": ValueError: on its way out"
    click("beta")
    expect(lab.locator("#place")).to_have_attribute("data-heard", str(before + len(said) + 3))
