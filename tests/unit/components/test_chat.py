"""A conversation."""

from __future__ import annotations

import pytest

from skerry.testing import App

SOURCE = '''
import asyncio
import skerry as sk

@sk.state
class Talk:
    messages: list[dict] = []
    log: list[str] = []

async def answer(event: sk.SendEvent, state: Talk):
    state.messages.append({"role": "user", "content": event.value})
    state.messages.append({"role": "assistant", "content": ""})
    for word in ("so", "**be**", "it"):
        state.messages[-1]["content"] += f"{word} "
        yield
        await asyncio.sleep(0.1)

def like(event: sk.LikeEvent, state: Talk):
    state.messages[event.index]["liked"] = event.liked

def note(event: sk.Event, state: Talk):
    state.log.append(f"{event.type} {getattr(event, 'index', '')} {event.value}")

def edit(event: sk.EditEvent, state: Talk):
    state.messages[event.index]["content"] = event.value

def clear(state: Talk):
    state.messages.clear()

@sk.page("/")
def home(state: Talk):
    chat = sk.chat(state.messages, on_send=answer, on_like=like, on_retry=note, on_undo=note, on_edit=edit, on_clear=clear,
                   busy=sk.running(answer))
    sk.on([chat.send, chat.edit], note)
    sk.text(" | ".join(state.log), key="log")
'''


def test_a_conversation_is_written_streamed_and_changed() -> None:
    with App(source=SOURCE) as app:
        box = app.find(label="Conversation: Write a message")
        box.fill("Hello")
        box.press("Enter")
        assert "Hello" in app.text and app.find("Send", role="button").disabled
        assert box.value == ""
        app.advance(1)
        assert "so be it" in app.text
        app.find("Good answer").click()
        assert app.find("Good answer").attrs["aria-pressed"] == "true"
        app.find("Good answer").click()
        assert app.find("Good answer").attrs["aria-pressed"] == "false"
        app.find("Answer again").click()
        app.find("Take back").click()
        app.find("Edit").click()
        app.find(label="Your message").fill("Good morning")
        app.find("Save").click()
        assert "Good morning" in app.text
        assert not app.find(label="Your message").exists
        assert app.find(key="log").text == "send Hello | retry 1 so **be** it | undo 0 Hello | edit 0 Good morning"
        app.find("Clear the conversation").click()
        assert not app.find("Edit").exists


def test_nothing_is_sent_of_nothing() -> None:
    with App(source=SOURCE) as app:
        app.find("Send", role="button").click()
        assert app.find(key="log").text == ""


@pytest.mark.parametrize("message", ["'hi'", "{'role': 'user'}", "{'content': 'x'}", "{'role': 1, 'content': 'x'}"])
def test_a_message_has_a_role_and_a_content(message: str) -> None:
    source = f'import skerry as sk\n@sk.page("/")\ndef home():\n    sk.chat([{message}])\n'
    with App(source=source, raises=False) as app:
        assert "message 0 is" in app.errors[0]["text"]
        app.errors.clear()


def test_an_editor_does_not_open_on_the_next_message_in_its_place() -> None:
    with App(source=SOURCE) as app:
        box = app.find(label="Conversation: Write a message")
        for text in ("Hello", "Good evening"):
            box.fill(text)
            box.press("Enter")
            app.advance(1)
            if text == "Hello":
                app.find("Edit").click()
                assert app.find(label="Your message").exists
                app.find("Clear the conversation").click()
        assert not app.find(label="Your message").exists
        assert app.find("Edit").exists
