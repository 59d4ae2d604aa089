"""Feedback: what people see of handlers that take time, report how far they are, or fail."""

from __future__ import annotations

import asyncio

import skerry as sk

CARGO = ("coffee", "timber", "oranges", "bicycles", "wool", "paper", "tea", "salt", "glass", "bells")


@sk.state
class Quay:
    crates: list[str] = []
    paint: str = "old and flaking"


async def load(quay: Quay):
    """sk.progress around what it goes through: the page shows how far it is."""
    for what in sk.progress(CARGO, "Loading"):
        await asyncio.sleep(0.3)
        quay.crates.append(what)
    sk.toast("All is on board", kind="success")


async def paint(quay: Quay):
    """Says itself how far it is, and where that cannot be told."""
    for share, text in ((0.0, "Scraping"), (0.3, "Priming"), (0.6, "Painting"), (None, "Waiting for it to dry")):
        sk.progress(share, text)
        await asyncio.sleep(0.9)
    quay.paint = "new and blue"


async def inspect(quay: Quay):
    """Takes its time and says nothing: its button is marked as busy by itself."""
    await asyncio.sleep(1.5)
    sk.toast(f"{len(quay.crates)} crates on board, and the paint is {quay.paint}")


async def drop(quay: Quay):
    """Fails: what it has changed since it was last shown is undone."""
    await asyncio.sleep(0.6)
    quay.crates.clear()
    raise RuntimeError("the rope broke, and the crane stopped before a crate was lost")


def sorry(context: dict):
    """Takes the failure up, so that it is a message and no error of the app."""
    sk.toast(f"Nothing was lost: {context['error']}", kind="error")


def unload(quay: Quay):
    quay.crates.clear()
    sk.toast("The hold is empty", kind="warning", duration=3)


sk.css("""
.hold { display: flex; flex-wrap: wrap; gap: 0.4rem; min-block-size: 2.2rem; margin: 0; padding: 0; list-style: none; }
.hold li { padding: 0.25rem 0.7rem; border: 1px solid var(--sk-line); border-radius: 4px; background: var(--sk-sunken); font-size: 0.875rem; }
""")


@sk.page("/", title="Feedback")
def home(quay: Quay):
    sk.heading("Feedback")
    sk.text("Set the quay to work: watch the buttons, and the lines and messages at the foot of the page.")
    with sk.grid("20rem"):
        with sk.card("Progress", level=2):
            sk.text("Goes through a list.", muted=True)
            sk.button("Load the cargo", on_click=sk.listener(load, trigger_mode="once"), kind="primary")
        with sk.card("In a line of its own", level=2):
            sk.text("Says what it does.", muted=True)
            sk.button("Paint the hull", on_click=sk.listener(paint, show_progress="full", trigger_mode="once"))
        with sk.card("Only the button", level=2):
            sk.text("Reports nothing.", muted=True)
            sk.button("Inspect", on_click=inspect)
        with sk.card("A failure", level=2):
            sk.text("Undone, and taken up.", muted=True)
            sk.button("Use the old crane", on_click=sk.listener(drop).failure(sorry), kind="danger")
    with sk.card("The hold", level=2):
        done = sk.progress_of(load)
        sk.text(
            f"{len(quay.crates)} of {len(CARGO)} crates, {'at rest' if done is None else f'{done.value or 0:.0%} done'}", key="done"
        )
        with sk.element("ul", class_="hold", aria_label="Crates"):
            for number, what in enumerate(quay.crates):
                sk.element("li", what, key=number)
        with sk.row(gap="s"):
            sk.button("Unload", on_click=unload, disabled=not quay.crates)
            sk.text(f"The paint is {quay.paint}.", muted=True)
