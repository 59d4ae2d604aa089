"""Two sessions: the same app twice on one page, each with a state of its own."""

from __future__ import annotations

import skerry as sk

WAVES = [0]  # a global of the module: each element has the module for itself


@sk.state
class Deck:
    count: int = 0
    crew: list[str] = []
    name: str = ""


def count(deck: Deck):
    deck.count += 1


def wave(deck: Deck):
    """Nobody observes a global, so the page is told that there is something to show."""
    WAVES[0] += 1
    sk.touch(deck)


def come_aboard(deck: Deck):
    if name := deck.name.strip():
        deck.crew.append(name)
    deck.name = ""


@sk.page("/", title="Two sessions")
def home(deck: Deck):
    ship = sk.props().get("ship", "This ship")
    sk.heading(ship, level=2)
    with sk.row():
        sk.button("Ring the bell", on_click=count, kind="primary")
        sk.text(f"Rung: {deck.count}", role="status")
    with sk.row():
        sk.button("Wave", on_click=wave)
        sk.text(f"The module's global: {WAVES[0]}", role="status")
    with sk.form(on_submit=come_aboard), sk.row():
        sk.input("Who comes aboard?", bind=sk.ref(deck).name, autocomplete="off")
        sk.button("Add", type="submit")
    if not deck.crew:
        sk.text("Nobody is aboard.", muted=True)
        return
    with sk.element("ul", aria_label=f"Crew of {ship}"):
        for number, name in enumerate(deck.crew):
            sk.element("li", name, key=number)
