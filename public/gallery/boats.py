"""Many buttons, one handler: each boat of a list has its own, and the handler is given which one it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import skerry as sk


@dataclass
class Boat:
    name: str
    crew: int
    at_sea: bool = False


@sk.state
class Fleet:
    boats: dict[int, Boat] = {7: Boat("Tern", 2), 12: Boat("Puffin", 4), 31: Boat("Skua", 3), 44: Boat("Auk", 1)}


@sk.state
class Seen:
    """What the handler was given the last time."""

    given: dict[str, str] = {}


def sail(event: sk.ClickEvent, fleet: Fleet, seen: Seen, context: dict[str, Any]):
    """Asks for the event, for two states by their classes, and for the context by its name."""
    boat = fleet.boats[event.key]
    boat.at_sea = not boat.at_sea
    seen.given = {
        "event": type(event).__name__,
        "event.key": f"{event.key!r}, an {type(event.key).__name__}",
        "event.target": event.target,
        "fleet.boats[event.key]": repr(boat.name),
        "context": ", ".join(f"{name}={context[name]!r}" for name in ("path", "query", "event")),
    }


def hire(key: int, fleet: Fleet):
    """Asks for the key alone: the button's, which says the boat and how many to hire."""
    number, more = key
    fleet.boats[number].crew += more


def buy(fleet: Fleet):
    number = max(fleet.boats) + 1
    fleet.boats[number] = Boat(f"Boat {number}", 1)


def sort(fleet: Fleet):
    """The keys move along with their boats, and so does the keyboard's focus."""
    fleet.boats = dict(sorted(fleet.boats.items(), key=lambda item: item[1].name))


sk.css("""
.fleet { display: grid; gap: 0.5rem; margin: 0; padding: 0; list-style: none; }
.fleet li { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem; padding: 0.5rem 0.75rem; border: 1px solid var(--sk-line); border-radius: var(--sk-radius); background: var(--sk-raised); }
.fleet strong { flex: 1 1 6rem; }
.fleet .at-sea { border-inline-start: 0.4rem solid var(--sk-accent); }
.fleet .sk-secondary { min-inline-size: 6.5rem; margin-inline-start: auto; }
.given { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.3rem 1rem; margin: 0; font-size: 0.875rem; }
.given dt { font-family: var(--sk-mono); color: var(--sk-muted); }
.given dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) { .given { grid-template-columns: minmax(0, 1fr); } .given dd { margin-block-end: 0.4rem; } }
""")


@sk.page("/", title="Many buttons, one handler")
def home(fleet: Fleet, seen: Seen):
    sk.heading("Many buttons, one handler")
    sk.text("Send boats out and hire their crews. One function serves all boats: it is given which one it was.")
    with sk.element("ul", class_="fleet"):
        for number, boat in fleet.boats.items():
            berth(number, boat, key=number)
    with sk.row(gap="s"):
        sk.button("Buy a boat", on_click=buy)
        sk.button("Sort by name", on_click=sort)
    with sk.card("What sail() was given", level=2):
        if not seen.given:
            sk.text("Send a boat out to see it.", muted=True)
        else:
            with sk.element("dl", class_="given"):
                for name, value in seen.given.items():
                    sk.element("dt", name, key=f"{name}, named")
                    sk.element("dd", value, key=name)


@sk.component
def berth(number: int, boat: Boat):
    with sk.element("li", class_="at-sea" if boat.at_sea else ""):
        sk.element("strong", f"{number} {boat.name}")
        sk.text(f"crew of {boat.crew}", muted=True)
        sk.button(
            "−", key=(number, -1), on_click=hire, kind="quiet", disabled=boat.crew < 2, aria_label=f"One fewer on {boat.name}"
        )
        sk.button("+", key=(number, 1), on_click=hire, kind="quiet", aria_label=f"One more on {boat.name}")
        sk.button(
            "Call back" if boat.at_sea else "Send out", key=number, on_click=sail, aria_label=f"{boat.name}: call back or send out"
        )
