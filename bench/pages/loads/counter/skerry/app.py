"""Tides: some text to read, and a counter."""

import skerry as sk

PARTS = {
    "Ebb": "Water leaves the flats within six hours. What stood under it is land for a while: mussel beds, the ribs of a boat, a road of "
    "brushwood that leads to the island. Who walks there keeps an eye on the clock and the other on the sky.",
    "Flood": "It comes back through the gullies first, from behind, and not from where the sea is seen. The sand between them is dry until the "
    "last moment, and then it is not there any more.",
    "Slack": "For a quarter of an hour nothing moves. Buoys stand upright, ropes hang, and what drifts lies where it is. Those who cross with "
    "a barge wait for this.",
}


@sk.state
class Log:
    seen: int = 0


def note(state: Log):
    state.seen += 1


@sk.page("/", title="Tides")
def home(state: Log):
    sk.heading("Tides")
    for name, text in PARTS.items():
        sk.heading(name, level=2)
        sk.text(text)
    with sk.element("p"):
        sk.element("button", "Seals seen", id="press", on_click=note)
        sk.element("output", str(state.seen), id="answer")
