"""Trigger modes: what a second press does while the first is still under way, five ways side by side."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import skerry as sk

STEP = 0.1
LENGTH = 1.5
SPAN = 12.0  # seconds that the timeline shows

MODES = {
    "queue": "waits its turn",
    "once": "is dropped",
    "multiple": "runs beside it",
    "always_last": "waits, and only the latest does",
    "restart": "cancels it and begins anew",
}


@dataclass
class Trip:
    start: float
    length: float = 0.0
    done: bool = False


@sk.state
class Harbour:
    presses: dict[str, int] = {}
    trips: dict[str, list[Trip]] = {}
    began: float | None = None


def press(event: sk.ClickEvent, harbour: Harbour):
    """Counts each press, whatever becomes of it."""
    harbour.presses[event.key] = harbour.presses.get(event.key, 0) + 1


async def sail(event: sk.ClickEvent, harbour: Harbour):
    """There and back. Where it is cancelled on the way, it writes no more, and its trip stays as it is."""
    now = asyncio.get_running_loop().time
    if harbour.began is None:
        harbour.began = now()
    trip = Trip(now() - harbour.began)
    harbour.trips.setdefault(event.key, []).append(trip)
    trip = harbour.trips[event.key][-1]
    started = now()
    while trip.length < LENGTH:
        await asyncio.sleep(STEP)
        trip.length = min(now() - started, LENGTH)
    trip.done = True


def clear(harbour: Harbour):
    sk.cancel(sail)
    sk.reset(harbour)


sk.css("""
.modes { display: grid; grid-template-columns: minmax(8.5rem, max-content) minmax(0, 1fr); gap: 0.75rem 1rem; align-items: center; }
.modes .sk-button { font-family: var(--sk-mono); }
.lane { position: relative; display: flex; flex-direction: column; gap: 2px; min-block-size: 3rem; margin: 0; padding: 0; justify-content: center; list-style: none; border-radius: var(--sk-radius); background: var(--sk-sunken); overflow: hidden; }
.lane li { margin-inline-start: calc(var(--start) * 100%); inline-size: max(3px, var(--length) * 100%); block-size: 0.8rem; border-radius: 3px; background: var(--sk-accent); }
.lane li.cut { background: repeating-linear-gradient(135deg, var(--sk-danger) 0 4px, transparent 4px 7px); }
.lane-note { grid-column: 1 / -1; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin-block: -0.5rem 0.4rem; font-size: 0.875rem; color: var(--sk-muted); }
""")


@sk.page("/", title="Trigger modes")
def home(harbour: Harbour):
    sk.heading("Trigger modes")
    sk.text(f"Each trip takes {LENGTH:g} seconds. Press a button three times in quick succession: the next press …")
    with sk.element("div", class_="modes"):
        for mode, text in MODES.items():
            lane(mode, text, key=mode)
    sk.button("Clear the timeline", on_click=clear, disabled=not harbour.presses)
    sk.text(f"The timeline is {SPAN:g} seconds long. A striped trip was cancelled on the way.", muted=True, size="s")


@sk.component
def lane(mode: str, text: str):
    harbour = sk.use(Harbour)
    trips = harbour.trips.get(mode, ())
    moving = sk.running(sail, key=mode)
    sk.button(mode, key=mode, on_click=[press, sk.listener(sail, trigger_mode=mode)])
    with sk.element("ol", class_="lane", aria_label=f"Trips with {mode}"):
        for number, trip in enumerate(trips):
            cut = not trip.done and not (moving and (mode != "restart" or number == len(trips) - 1))
            sk.element(
                "li",
                key=number,
                class_="cut" if cut else "",
                style={"--start": trip.start % SPAN / SPAN, "--length": trip.length / SPAN},
                aria_label=f"Trip {number + 1}: {'cancelled' if cut else 'done' if trip.done else 'under way'}",
            )
    with sk.element("p", class_="lane-note"):
        sk.element("span", f"… {text}.")
        sk.element("span", f"{harbour.presses.get(mode, 0)} pressed, {len(trips)} begun, {sum(trip.done for trip in trips)} done")
