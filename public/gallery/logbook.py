"""Output: what handlers print and log at the same time, each line with the name of the one who said it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

import skerry as sk

LOG = logging.getLogger("bridge")


@dataclass
class Line:
    who: str
    level: str
    text: str


@sk.state
class Book:
    lines: list[Line] = []
    opened: bool = False


async def helmsman():
    for course in (270, 275, 280, 285, 290):
        print(f"steering {course}")
        await asyncio.sleep(0.5)


async def lookout():
    for miles in (3, 2, 1):
        print(f"a light ahead, {miles} miles")
        await asyncio.sleep(0.8)
    LOG.warning("the light is close")


def engineer():
    print("the engine is being looked at")
    LOG.error("oil pressure is %.1f bar", 1.2)


def cook():
    print("lighting the stove")
    raise RuntimeError("the galley is on fire")


async def open_book(book: Book):
    """The page tells of each line with an event of its own, py-log. This has it handed back to the app."""
    book.opened = True
    await sk.js("""() => addEventListener("py-log", ({ detail }) => {
        document.querySelector("py-app").call("write_down", detail.handler ?? "", detail.level, detail.text);
    })""")


@sk.api
def write_down(who: str, level: str, text: str, *, book: Book):
    book.lines.append(Line(who, level, text))
    del book.lines[:-12]


def clear(book: Book):
    book.lines.clear()


SIGNS = {"info": "", "warning": "⚠", "error": "✗"}

sk.css("""
.book { display: grid; gap: 0.25rem; min-block-size: 16rem; align-content: start; margin: 0; padding: 0; list-style: none; font: 0.875rem/1.5 var(--sk-mono); }
.book li { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0.5rem; overflow-wrap: anywhere; }
.book strong { color: var(--sk-accent); font-weight: 600; }
.book span { white-space: pre-wrap; }
.book .warning span { color: var(--sk-warning); }
.book .error span { color: var(--sk-danger); }
""")


@sk.page("/", title="Ship's log")
def home(book: Book):
    sk.heading("Ship's log")
    sk.text(
        "What handlers print and log goes to the browser's console. Open the book to read it here, then set several to work at once."
    )
    with sk.row(gap="s"):
        sk.button("Open the book", on_click=open_book, kind="primary", disabled=book.opened)
        sk.button("Helmsman", on_click=helmsman)
        sk.button("Lookout", on_click=lookout)
        sk.button("Engineer", on_click=engineer)
        sk.button("Cook, who fails", on_click=cook, kind="danger")
    with sk.card("The log", level=2):
        with sk.element("div", role="log", aria_label="The log"), sk.element("ol", class_="book"):
            for number, line in enumerate(book.lines):
                with sk.element("li", key=number, class_=line.level):
                    sk.element("strong", line.who or "the app")
                    sk.element("span", f"{SIGNS.get(line.level, '')} {line.text}".strip())
        with sk.row(gap="s"):
            sk.button("Clear", on_click=clear, disabled=not book.lines)
            sk.text("The page itself goes on: the cook's error is shown, and the others work.", muted=True, size="s")
