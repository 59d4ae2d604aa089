"""Harbour radio: names that are published, and the functions that have subscribed to them."""

from __future__ import annotations

import skerry as sk


@sk.state
class Radio:
    heard: list[str] = []
    in_port: int = 0
    gales: int = 0
    salutes: int = 0
    broken: bool = False
    armed: bool = True


def hear(radio: Radio, text: str) -> None:
    radio.heard.insert(0, text)
    del radio.heard[10:]


@sk.subscribe("*", priority=10)
def write_down(what, radio: Radio):
    """Hears all names, before the others."""
    hear(radio, f"the log (*, priority 10): {what}")


@sk.subscribe("ship.arrived")
def berth(ship, radio: Radio):
    radio.in_port += 1
    hear(radio, f"the harbour master (ship.arrived): berth {radio.in_port} for {ship}")


@sk.subscribe("ship.left")
def clear_berth(ship, radio: Radio):
    radio.in_port = max(0, radio.in_port - 1)
    hear(radio, f"the harbour master (ship.left): fair winds, {ship}")


@sk.subscribe("weather.*")
def barometer(what, radio: Radio):
    """May fail. What it has changed is undone then, and the others are called all the same."""
    radio.gales += 1
    hear(radio, "the barometer (weather.*): it falls")
    if radio.broken:
        raise RuntimeError("the barometer is broken")


@sk.subscribe("weather.gale")
async def signal_mast(what, radio: Radio):
    hear(radio, "the signal mast (weather.gale): two black cones are up")


def salute(ship, radio: Radio):
    """Subscribed by a handler, for one time only."""
    radio.salutes += 1
    radio.armed = False
    hear(radio, f"the cannon (ship.*, once): a salute for {ship}")


sk.subscribe("ship.*", once=True)(salute)


def load_cannon(radio: Radio):
    sk.subscribe("ship.*", once=True)(salute)
    radio.armed = True


def arrive():
    sk.publish("ship.arrived", "the Tern")


def leave():
    sk.publish("ship.left", "the Tern")


def blow():
    sk.publish("weather.gale", "a gale from the north-west")


sk.css("""
.heard { display: flex; flex-direction: column; gap: 0.3rem; min-block-size: 15rem; margin: 0; padding: 0; list-style: none; font-size: 0.9375rem; }
""")


@sk.page("/", title="Harbour radio")
def home(radio: Radio):
    sk.heading("Harbour radio")
    sk.text("Publish a name. Every function that has subscribed to it is called, in its order, and none knows of the others.")
    with sk.row(gap="s"):
        sk.button("ship.arrived", on_click=arrive, kind="primary")
        sk.button("ship.left", on_click=leave, kind="primary")
        sk.button("weather.gale", on_click=blow, kind="primary")
    with sk.row(gap="l"):
        sk.metric("Ships in port", radio.in_port)
        sk.metric("Gales noted", radio.gales)
        sk.metric("Salutes", radio.salutes)
    with sk.row(gap="l"):
        sk.button("Load the cannon again", on_click=load_cannon, disabled=radio.armed)
        sk.switch("The barometer is broken: it raises", bind=sk.ref(radio).broken)
    with sk.card("Heard, the latest first", level=2):
        with sk.element("div", role="log", aria_label="Heard"), sk.element("ol", class_="heard"):
            for number, line in enumerate(radio.heard):
                sk.element("li", line, key=number)
