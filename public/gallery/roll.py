"""Handlers by name: what the app's own functions are called, which names nobody answers to, and calls from the page around it."""

from __future__ import annotations

from random import choice

import skerry as sk

NAMES = {
    "ring_bell": "ring_bell, a function of this module",
    "hoist_flag": "hoist_flag, which stands below the page",
    "choice": "choice, which is imported",
    "_sound_alarm": "_sound_alarm, which begins with _",
    "hoist_flagg": "hoist_flagg, which is misspelt",
}


@sk.state
class Deck:
    name: str = "ring_bell"
    log: list[str] = []
    called: str = "add_up"
    answer: str = "Not called yet"


def ring_bell(deck: Deck):
    deck.log.append(choice(("Ding!", "Dong!")))


def _sound_alarm(deck: Deck):
    deck.log.append("This is never heard.")


@sk.api
def add_up(first: int, second: int) -> int:
    """The sum of two numbers."""
    return first + second


@sk.api(visibility="undocumented")
def greet(first: object, second: object, *, deck: Deck) -> str:
    """Is not listed, and can be called by those who know of it."""
    deck.log.append("Somebody called greet.")
    return f"Hello, {first} and {second}"


@sk.api(visibility="private")
def open_safe() -> str:
    return "Nobody from outside gets here."


def clear(deck: Deck):
    deck.log.clear()


@sk.component
def button_for(name: str):
    """A button whose handler is named, or what is wrong with the name."""
    try:
        sk.button("Give the order", kind="primary", on_click=name)
    except sk.HandlerError as error:
        with sk.element("p", role="status", class_="roll-error"):
            sk.element("code", f"HandlerError: {error}")


sk.css("""
.roll-error { color: var(--sk-danger); overflow-wrap: anywhere; }
""")


@sk.page("/", title="Handlers by name")
def home(deck: Deck):
    place = sk.ref(deck)
    sk.heading("Handlers by name")
    sk.text("Give orders by the names of functions, also by those that no order may have. Then let the page around the app call some.")
    with sk.grid("22rem"):
        with sk.card("on_click=name", level=2):
            sk.select("Name", NAMES, bind=place.name)
            button_for(deck.name)
            with sk.element("ol", aria_label="Orders", style={"min-height": "3rem"}):
                for number, line in enumerate(deck.log[-5:]):
                    sk.element("li", line, key=number)
            sk.button("Clear", on_click="clear", disabled=not deck.log)
        with sk.card("element.call(name, 2, 3)", level=2):
            sk.select("Function", ["add_up", "greet", "open_safe"], bind=place.called)
            with sk.row(gap="s"):
                call = sk.listener(
                    None,
                    js="""(name) => document.querySelector("py-app").call(name, 2, 3).then(
                        (answer) => `${name} gave ${JSON.stringify(answer)}`, (error) => error.message)""",
                    inputs=place.called,
                    outputs=place.answer,
                )
                sk.button("Call it from the page", kind="primary", on_click=call)
                listed = sk.listener(
                    None,
                    js="""() => document.querySelector("py-app").api().then(
                        (all) => all.map(({ name, parameters, doc }) => `${name}(${parameters.join(", ")}): ${doc}`).join("; "))""",
                    outputs=place.answer,
                )
                sk.button("What is listed?", on_click=listed)
            sk.text(deck.answer, role="status", key="answer")


def hoist_flag(deck: Deck):
    deck.log.append("The flag goes up.")
