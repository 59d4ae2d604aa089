"""Navigation: pages with parameters and a query, the way back and forward, and a handler that runs as a page is shown."""

from __future__ import annotations

import asyncio
from typing import Any

import skerry as sk

ISLANDS = {
    "heron": ("Heron Island", 4, ["a jetty", "two houses", "forty sheep"]),
    "seal": ("Seal Rock", 9, ["a light", "a landing stage"]),
    "gull": ("Gull Holm", 13, ["a chapel", "a well", "the ferry's night berth"]),
    "otter": ("Otter Ness", 21, ["a harbour", "a school", "the only shop"]),
}
ORDERS = {"name": "By name", "miles": "By distance"}


OPEN_SEA = ("Open sea", 0, ["water"])


def island_called(name: str) -> tuple[str, int, list[str]]:
    return ISLANDS.get(name, OPEN_SEA)


@sk.state
class Voyage:
    visits: list[str] = []
    weather: dict[str, str] = {}


async def look_out(voyage: Voyage, context: dict[str, Any]):
    """Runs each time an island's page is shown; the way there is in the context."""
    island = context["params"]["island"]
    sk.set_title(island_called(island)[0])
    voyage.visits.append(island)
    await asyncio.sleep(0.4)
    number = voyage.visits.count(island)
    voyage.weather[island] = f"Visit number {number}: {'sun' if number % 2 else 'a little rain'}"


def to_the_nearest():
    sk.navigate("/island/heron")


sk.css("""
.islands { display: grid; gap: 0.5rem; max-inline-size: 28rem; margin: 0; padding: 0; list-style: none; }
.islands li { display: flex; justify-content: space-between; gap: 1rem; padding: 0.6rem 0.9rem; border: 1px solid var(--sk-line); border-radius: var(--sk-radius); background: var(--sk-raised); }
.order { display: flex; gap: 1rem; }
.order [aria-current] { color: inherit; font-weight: 650; text-decoration: none; }
.address { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.2rem 1rem; margin: 0; font: 0.875rem/1.5 var(--sk-mono); }
.address dt { color: var(--sk-muted); }
.address dd { margin: 0; overflow-wrap: anywhere; }
""")


@sk.page("/", title="Islands")
def home(context: dict[str, Any]):
    order = context["query"].get("order", "name")
    sk.heading("Islands")
    sk.text("Visit the islands by their links, change the order, then use the browser's own buttons for back and forward.")
    with sk.element("nav", aria_label="Order", class_="order"):
        for name, label in ORDERS.items():
            sk.link(label, f"/?order={name}", aria_current="true" if name == order else None, key=name)
    islands = sorted(ISLANDS.items(), key=lambda item: item[1][1] if order == "miles" else item[1][0])
    with sk.element("ul", class_="islands"):
        for island, (name, miles, _) in islands:
            with sk.element("li", key=island):
                sk.link(name, f"/island/{island}")
                sk.element("span", f"{miles} miles")
    sk.button("Sail to the nearest", on_click=to_the_nearest)
    address(context)


@sk.page("/island/{island}", title="Island", on_load=look_out)
def one(island: str, voyage: Voyage, context: dict[str, Any]):
    name, miles, sights = island_called(island)
    sk.heading(name)
    sk.text(f"{miles} miles out. What there is to see:")
    with sk.element("ul", class_="islands"):
        for number, sight in enumerate(sights, 1):
            with sk.element("li", key=number):
                sk.link(sight.capitalize(), f"/island/{island}/{number}")
    sk.text(voyage.weather.get(island, "Looking out …"), role="status")
    sk.link("All islands", "/")
    address(context)


@sk.page("/island/{island}/{sight:int}", title="Sight")
def look(island: str, sight: int, context: dict[str, Any]):
    name, _, sights = island_called(island)
    sk.heading(f"{name}, sight {sight} of {len(sights)}")
    sk.text(f"You see {sights[(sight - 1) % len(sights)]}.")
    with sk.row(gap="l"):
        sk.link("On to the next", f"/island/{island}/{sight % len(sights) + 1}")
        sk.link(f"Back to {name}", f"/island/{island}")
    address(context)


def address(context: dict[str, Any]):
    """What every page and handler can be given of where it is."""
    with sk.card("context", level=2), sk.element("dl", class_="address"):
        for name in ("path", "params", "query"):
            sk.element("dt", name, key=f"{name}, named")
            sk.element("dd", str(context[name]), key=name)
