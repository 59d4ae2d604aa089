"""A conversation in the page: Enter sends, the end stays in sight, the log is read out."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

APP = """
import asyncio
import skerry as sk

@sk.state
class Talk:
    messages: list[dict] = []

async def answer(event: sk.SendEvent, state: Talk):
    state.messages.append({"role": "user", "content": event.value})
    state.messages.append({"role": "assistant", "content": ""})
    for number in range(30):
        state.messages[-1]["content"] += f"line {number}\\n\\n"
        yield
        await asyncio.sleep(0.005)
    state.messages[-1]["content"] += "the end"

def like(event: sk.LikeEvent, state: Talk):
    state.messages[event.index]["liked"] = event.liked

def edit(event: sk.EditEvent, state: Talk):
    state.messages[event.index]["content"] = event.value

@sk.page("/")
def home(state: Talk):
    sk.chat(state.messages, on_send=answer, on_like=like, on_edit=edit, busy=sk.running(answer), height=240)
"""


def test_a_conversation(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    box = lab.get_by_label("Conversation: Write a message")
    box.press_sequentially("Hello")
    box.press("Shift+Enter")
    box.press_sequentially("there")
    expect(box).to_have_value("Hello\nthere")
    box.press("Enter")
    expect(box).to_have_value("")
    log = lab.get_by_role("log")
    expect(log).to_contain_text("the end")
    expect(log.get_by_text("the end")).to_be_in_viewport()
    scroll = lab.locator(".sk-chat-scroll")
    assert scroll.evaluate("it => it.scrollHeight > it.clientHeight")
    liked = lab.get_by_role("button", name="Good answer")
    liked.press("Enter")
    expect(liked).to_have_attribute("aria-pressed", "true")


def test_a_message_is_edited_with_the_keyboard(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    box = lab.get_by_label("Conversation: Write a message")
    box.fill("Hello")
    box.press("Enter")
    expect(lab.get_by_role("log")).to_contain_text("the end")
    edit, editor = lab.get_by_role("button", name="Edit"), lab.get_by_label("Your message")
    edit.press("Enter")
    expect(editor).to_be_focused()
    lab.keyboard.press("Control+a")
    lab.keyboard.type("Good day")
    lab.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    expect(edit).to_be_focused()
    lab.keyboard.press("Enter")
    expect(editor).to_have_value("Hello")
    expect(editor).to_be_focused()
    lab.keyboard.press("Control+a")
    lab.keyboard.type("Good day")
    lab.get_by_role("button", name="Save").press("Enter")
    expect(lab.get_by_role("log")).to_contain_text("Good day")
    expect(edit).to_be_focused()
