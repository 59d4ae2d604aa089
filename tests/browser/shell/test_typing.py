"""Typing into fields that Python is bound to, while Python is busy; and how often the page and Python meet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

TEXT = ("the quick brown fox jumps over the lazy dog " * 5)[:200]

TYPING = """
    import asyncio, time
    import skerry as sk

    @sk.state
    class Draft:
        text: str = ""
        seen: str = ""
        other: int = 0

    async def slow(draft: Draft):
        text = draft.text
        await asyncio.sleep(0.15)
        draft.seen = text
        draft.other += 1

    def steps(draft: Draft):
        for _ in range(20):
            draft.other += 1
            yield
            time.sleep(0.05)

    @sk.page("/")
    def home(draft: Draft):
        sk.input("Bound", bind=sk.ref(draft).text, on_input=slow)
        sk.input("Free")
        sk.button("Steps", on_click=steps)
        sk.text(draft.text, key="echo", class_="echo")
        sk.text(draft.seen, key="seen", class_="seen")
        sk.text(draft.other, key="other", class_="other")
"""


@pytest.mark.parametrize("label", ["Bound", "Free"])
def test_two_hundred_keystrokes_arrive_whole_and_in_order_while_handlers_are_slow(lab: Page, mount: Callable[..., None], label: str) -> None:
    mount(TYPING)
    lab.get_by_role("button", name="Steps").click()
    field = lab.get_by_label(label)
    field.press_sequentially(TEXT, delay=5)
    expect(field).to_have_value(TEXT)
    if label == "Bound":
        expect(lab.locator(".echo")).to_have_text(TEXT.strip())
        expect(lab.locator(".seen")).to_have_text(TEXT.strip())
    expect(field).to_have_value(TEXT)
    expect(field).to_be_focused()


def test_typing_in_the_middle_keeps_the_caret(lab: Page, mount: Callable[..., None]) -> None:
    mount(TYPING)
    field = lab.get_by_label("Bound")
    field.fill("start end")
    field.evaluate("(field) => field.setSelectionRange(6, 6)")
    lab.keyboard.type("middle ", delay=5)
    expect(field).to_have_value("start middle end")
    expect(lab.locator(".seen")).to_have_text("start middle end")
    assert field.evaluate("(field) => field.selectionStart") == 13


def test_an_input_method_composes_undisturbed(lab: Page, mount: Callable[..., None]) -> None:
    mount(TYPING)
    lab.get_by_role("button", name="Steps").click()
    field = lab.get_by_label("Bound")
    field.focus()
    cdp = lab.context.new_cdp_session(lab)
    for text in ("n", "に", "にh", "にほ", "にほn", "にほん"):
        cdp.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    cdp.send("Input.insertText", {"text": "日本"})
    lab.keyboard.type("!")
    expect(field).to_have_value("日本!")
    expect(lab.locator(".echo")).to_have_text("日本!")
    expect(lab.locator(".seen")).to_have_text("日本!")
    cdp.detach()


def test_a_click_is_one_crossing_and_its_answer_comes_back_in_it(lab: Page, mount: Callable[..., None]) -> None:
    mount(
        """
        import skerry as sk

        @sk.state
        class S:
            n: int = 0

        def add(s: S):
            s.n += 1

        @sk.page("/")
        def home(s: S):
            sk.button("Add", on_click=add)
            for i in range(100):
                sk.text(s.n, key=i, class_="n")
        """
    )
    found = lab.evaluate(
        """async () => {
          const LocalLink = document.querySelector("py-app").session.to.link.constructor;
          const cross = LocalLink.prototype.cross;
          let crossings = 0;
          LocalLink.prototype.cross = function (call) { crossings++; return cross.call(this, call); };
          const button = [...document.querySelectorAll("button")].find((one) => one.textContent === "Add");
          const seen = [];
          for (let i = 0; i < 10; i++) {
            button.click();
            seen.push(document.querySelector(".n").textContent);
          }
          const during = crossings;
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          LocalLink.prototype.cross = cross;
          return { seen, during, after: crossings };
        }"""
    )
    assert found["seen"] == [str(n) for n in range(1, 11)], "a plain function's answer is there when the click returns"
    assert (found["during"], found["after"]) == (10, 10)


def test_a_handler_that_yields_ten_thousand_times_crosses_once_a_frame(lab: Page, mount: Callable[..., None]) -> None:
    mount(
        """
        import skerry as sk

        @sk.state
        class S:
            n: int = 0

        def count(s: S):
            for _ in range(10_000):
                s.n += 1
                yield

        @sk.page("/")
        def home(s: S):
            sk.button("Count", on_click=count)
            sk.text(s.n, class_="n")
        """
    )
    lab.evaluate(
        """async () => {
          const LocalLink = document.querySelector("py-app").session.to.link.constructor;
          const { cross } = LocalLink.prototype;
          window.counted = { crossings: 0, frames: 0, on: true };
          LocalLink.prototype.cross = function (call) { counted.crossings++; return cross.call(this, call); };
          const frame = () => { counted.frames++; if (counted.on) requestAnimationFrame(frame); else LocalLink.prototype.cross = cross; };
          requestAnimationFrame(frame);
        }"""
    )
    lab.get_by_role("button", name="Count").click()
    expect(lab.locator(".n")).to_have_text("10000")
    found = lab.evaluate("() => { counted.on = false; return counted; }")
    assert 2 <= found["crossings"] <= found["frames"] + 2
    assert found["crossings"] < 200, "most steps share a frame with others"


LATE = """
    import asyncio
    import skerry as sk

    @sk.state
    class Draft:
        text: str = ""
        done: bool = False
        gate: bool = False

    async def shout(event: sk.InputEvent, draft: Draft):
        while not draft.gate:
            await asyncio.sleep(0.01)
        draft.text = event.value.upper()

    def open_gate(draft: Draft):
        draft.gate = True

    @sk.page("/")
    def home(draft: Draft):
        sk.input("Loud", value=draft.text, on_input=shout)
        sk.button("Open", on_click=open_gate)
"""


def test_a_field_that_was_left_shows_what_the_app_makes_of_it(lab: Page, mount: Callable[..., None]) -> None:
    mount(LATE)
    lab.get_by_label("Loud").press_sequentially("abc")
    lab.get_by_role("button", name="Open").click()
    expect(lab.get_by_label("Loud")).to_have_value("ABC")
