"""Input and change: two thermometers that keep up with each other, and what is heard of every edit."""

from __future__ import annotations

import skerry as sk

COLDEST, WARMEST = -20.0, 40.0


@sk.state
class Water:
    celsius: float = 12.0
    fahrenheit: float = 53.6


@sk.state
class Heard:
    inputs: int = 0
    changes: int = 0
    log: list[str] = []


def say(heard: Heard, text: str) -> None:
    heard.log.insert(0, text)
    del heard.log[8:]


def typing(event: sk.InputEvent, heard: Heard):
    """At each edit of a person's, and never for a handler's."""
    heard.inputs += 1
    say(heard, f"input: {event.value!r} is being entered")


def from_celsius(event: sk.ChangeEvent, water: Water, heard: Heard):
    """A person has left the field, or a handler has changed what it shows: it listens with programmatic=True."""
    heard.changes += 1
    say(heard, f"change of °C: {event.value}")
    water.fahrenheit = round(water.celsius * 9 / 5 + 32, 1)


def from_fahrenheit(event: sk.ChangeEvent, water: Water, heard: Heard):
    """A person has left the field. That from_celsius writes to it does not count."""
    heard.changes += 1
    say(heard, f"change of °F: {event.value}")
    water.celsius = round((water.fahrenheit - 32) * 5 / 9, 1)


def watched(event: sk.WatchEvent, heard: Heard):
    """Whoever it was: the state is another one."""
    say(heard, f"watch: the water went from {event.previous:g} to {event.value:g} °C")


def warm(water: Water):
    water.celsius = min(water.celsius + 5, WARMEST)


def freeze(water: Water):
    water.celsius = 0.0


sk.css("""
.thermometers { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.75rem 1.25rem; align-items: center; max-inline-size: 26rem; }
.glass { position: relative; inline-size: 1.1rem; block-size: 7rem; border: 2px solid var(--sk-edge); border-radius: 1rem; overflow: hidden; background: var(--sk-raised); }
.glass span { position: absolute; inset: auto 0 0; background: var(--sk-danger); transition: block-size 0.3s; }
.heard { display: flex; flex-direction: column; gap: 0.2rem; min-block-size: 13rem; margin: 0; padding: 0; list-style: none; font-size: 0.875rem; }
""")


@sk.page("/", title="Input and change")
def home(water: Water, heard: Heard):
    sk.heading("Input and change")
    sk.text("Type into a field, then leave it with Tab or Enter. The buttons change the water from a handler: only some hear that.")
    sk.watch(sk.ref(water).celsius, watched)
    place = sk.ref(water)
    with sk.row(align="start"):
        with sk.column():
            with sk.element("div", class_="thermometers"):
                glass(water.celsius, COLDEST, WARMEST)
                sk.number(
                    "Degrees Celsius",
                    bind=place.celsius,
                    on_input=typing,
                    on_change=sk.listener(from_celsius, programmatic=True),
                )
                glass(water.fahrenheit, COLDEST * 9 / 5 + 32, WARMEST * 9 / 5 + 32)
                sk.number("Degrees Fahrenheit", bind=place.fahrenheit, on_input=typing, on_change=from_fahrenheit)
            with sk.row(gap="s"):
                sk.button("Five degrees warmer", on_click=warm, icon="☀")
                sk.button("Freeze it", on_click=freeze, icon="❄")
            with sk.row(gap="l"):
                sk.metric("Inputs", heard.inputs)
                sk.metric("Changes", heard.changes)
        with sk.card("Heard, the latest first", level=2):
            with sk.element("div", role="log", aria_label="Heard"), sk.element("ol", class_="heard"):
                for number, line in enumerate(heard.log):
                    sk.element("li", line, key=number)


def glass(value: float, least: float, most: float):
    share = min(max((value - least) / (most - least), 0.02), 1)
    with sk.element("div", class_="glass", aria_hidden=True):
        sk.element("span", style={"block-size": f"{share:.0%}"})
