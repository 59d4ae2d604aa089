"""Conversation: answers that a generator writes, to be stopped, liked, asked for again, taken back, edited and cleared."""

from __future__ import annotations

import asyncio
import random

import skerry as sk

TALES = (
    "The light on the skerry was lit in *1871*. Since then it has been dark for **one night** only, and nobody says why.",
    "Three things to look at before you leave:\n\n1. the glass\n2. the sky in the west\n3. the face of the harbour master",
    "Ask me again at low water. There is a wreck off the point, and you can see her ribs when the moon is full.",
    "> Red sky at night, sailor's delight.\n\nThat is all there is to it, and it is right two times in three.",
)


@sk.state
class Talk:
    messages: list[dict] = []
    told: int = 0


def tale(talk: Talk) -> str:
    """The next thing to say: there is no model behind this page."""
    talk.told += 1
    return TALES[(talk.told - 1) % len(TALES)]


async def speak(talk: Talk):
    """Writes an answer piece by piece; each yield shows the piece."""
    talk.messages.append({"role": "assistant", "content": ""})
    for piece in tale(talk).split(" "):
        talk.messages[-1]["content"] += f"{piece} "
        yield
        await asyncio.sleep(random.uniform(0.03, 0.12))


async def answer(event: sk.SendEvent, talk: Talk):
    talk.messages.append({"role": "user", "content": event.value})
    async for _ in speak(talk):
        yield


async def retry(event: sk.RetryEvent, talk: Talk):
    """Another answer in the place of the last one."""
    del talk.messages[event.index :]
    async for _ in speak(talk):
        yield


async def edit(event: sk.EditEvent, talk: Talk):
    """A question that is put otherwise is answered anew, and what came after it goes."""
    talk.messages[event.index]["content"] = event.value
    del talk.messages[event.index + 1 :]
    async for _ in speak(talk):
        yield


def like(event: sk.LikeEvent, talk: Talk):
    talk.messages[event.index]["liked"] = event.liked


def undo(event: sk.UndoEvent, talk: Talk):
    del talk.messages[event.index :]


def clear(talk: Talk):
    talk.messages.clear()


@sk.page("/", title="Conversation")
def home(talk: Talk):
    busy = any(sk.running(one) for one in (answer, retry, edit))
    sk.heading("Conversation")
    sk.text("Ask the keeper of the light. Stop him, like what he says, have him say something else, or take your question back.")
    sk.chat(
        talk.messages,
        label="Keeper",
        names={"assistant": "Keeper"},
        placeholder="Ask something",
        height="24rem",
        busy=busy,
        on_send=answer,
        on_stop=[sk.cancel(one) for one in (answer, retry, edit)],
        on_like=like,
        on_retry=retry,
        on_undo=undo,
        on_edit=edit,
        on_clear=clear,
    )
    with sk.expander("What Python holds"):
        sk.json_view(talk.messages, label="Messages", open=2)
