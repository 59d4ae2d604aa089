"""Functions of values: a text lab whose functions know no state, only what they are called with and what they return."""

from __future__ import annotations

import asyncio

import skerry as sk

MORSE = dict(zip(
    "abcdefghijklmnopqrstuvwxyz0123456789",
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.".split(),
    strict=True,
))  # fmt: skip


def count(text: str):
    """Two values for two outputs."""
    words = len(text.split())
    return f"{words} word{'s' * (words != 1)}", f"{len(text)} characters"


async def signal(text: str, speed: int):
    """A generator streams: each value that it yields is shown. What is to stay as it is, is skipped."""
    yield "", sk.update(label="Signalling …", disabled=True)
    sent = ""
    for letter in text.lower():
        sent += f"{MORSE.get(letter, '/' if letter == ' ' else '')} "
        yield sent, sk.skip()
        await asyncio.sleep(1 / speed)
    yield sk.skip(), sk.update(label="Signal it again", disabled=False)


def mirror(text: str) -> str:
    """One value for one output, which is the field that it came from."""
    return text[::-1]


sk.css("""
.signal { min-block-size: 5rem; font-family: var(--sk-mono); overflow-wrap: anywhere; white-space: pre-wrap; }
""")


@sk.page("/", title="Functions of values")
def home():
    sk.heading("Functions of values")
    sk.text("Write a message, see it counted as you type, turn it round, and signal it in Morse code.")
    text = sk.input("Message", "High water at noon", maxlength=60, autocomplete="off")
    with sk.row(gap="l"):
        words = sk.text("4 words", muted=True, key="words")
        characters = sk.text("18 characters", muted=True, key="characters")
    speed = sk.slider("Letters per second", 2, 20, 8)
    with sk.row(gap="s"):
        send = sk.button("Signal it", key="send", kind="primary")
        turn = sk.button("Turn it round")
    with sk.card("The signal", level=2):
        out = sk.text("", key="out", class_="signal", role="status", aria_label="Signal")
    sk.on(text.input, count, inputs=text, outputs=[words, characters])
    sk.on([text.enter, send.click], signal, inputs=[text, speed], outputs=[out, send], trigger_mode="restart")
    sk.on(turn.click, mirror, inputs=text, outputs=text).then(count, inputs=text, outputs=[words, characters])
