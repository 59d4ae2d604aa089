"""Streaming text: an answer that appears word by word, and can be stopped."""

from __future__ import annotations

import asyncio
import random

import skerry as sk

OPENINGS = ("Most sailors will tell you that", "It is an old rule that", "On this coast they say that")
SUBJECTS = ("the tide", "a good anchor", "the night watch", "every lighthouse", "a quiet harbour")
VERBS = ("waits for", "has no patience with", "remembers", "is kinder than", "comes before")
OBJECTS = ("nobody", "the careless", "those who ask", "any chart", "the weather you hoped for")


@sk.state
class Chat:
    question: str = ""
    asked: str = ""
    answer: str = ""
    speed: int = 12


def sentences(count: int) -> str:
    """Something to say: there is no model behind this page."""
    parts = (OPENINGS, SUBJECTS, VERBS, OBJECTS)
    return " ".join(" ".join(random.choice(words) for words in parts) + "." for _ in range(count))


async def ask(chat: Chat):
    chat.asked, chat.question, chat.answer = chat.question.strip() or "What should I know?", "", ""
    for word in sentences(8).split():
        chat.answer += f"{word} "
        yield
        await asyncio.sleep(1 / chat.speed)


@sk.page("/", title="Streaming text")
def home(chat: Chat):
    running = sk.running(ask)
    sk.heading("Ask an old sailor")
    with sk.form(on_submit=sk.listener(ask, trigger_mode="restart")):
        sk.input("Question", bind=sk.ref(chat).question, placeholder="What should I know?", autocomplete="off")
        with sk.row(gap="s"):
            sk.button("Ask", type="submit", kind="primary")
            sk.button("Stop", on_click=sk.cancel(ask), disabled=not running)
    sk.slider("Words per second", 1, 60, bind=sk.ref(chat).speed)
    if chat.asked:
        with sk.card(chat.asked, level=2):
            sk.text(chat.answer, key="answer", aria_live="polite", aria_busy=running)
            if running:
                sk.spinner("He is still talking")
