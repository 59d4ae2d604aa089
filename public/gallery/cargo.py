"""State: a ship's holds, crates and marks, observed at any depth; undone, worked out, touched and put back."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

import skerry as sk


@dataclass
class Hold:
    name: str
    crates: dict[str, int] = field(default_factory=dict)  # what -> how many


@sk.state
class Ship:
    holds: list[Hold] = [Hold("Fore", {"tea": 4, "wool": 2}), Hold("Main", {"timber": 6}), Hold("Aft")]
    soundings: Any = array("d", [12.5, 12.0])  # of the bilge; what is in an array, nobody observes

    @sk.computed
    def crates(self) -> int:
        return sum(sum(hold.crates.values()) for hold in self.holds)

    @sk.computed
    def trim(self) -> str:
        """Worked out anew only when a crate of the first or last hold has moved."""
        fore, aft = (sum(self.holds[place].crates.values()) for place in (0, -1))
        return "level" if fore == aft else "down by the head" if fore > aft else "down by the stern"


@sk.state
class Past:
    holds: list[Any] = []
    undoing: bool = False


def remember(event: sk.WatchEvent, past: Past):
    """Whatever has changed below ship.holds, at any depth: what was there before is a copy."""
    if past.undoing:
        past.undoing = False
    else:
        past.holds.append(event.previous)


def undo(ship: Ship, past: Past):
    past.undoing = True
    ship.holds = past.holds.pop()


def stow(event: sk.ClickEvent, ship: Ship):
    """Deep in the state: an item of a dict of an object of a list."""
    number, what, more = event.key
    crates = ship.holds[number].crates
    crates[what] = crates.get(what, 0) + more
    if not crates[what]:
        del crates[what]


def shift(ship: Ship):
    """Many changes in one handler are one step, shown and undone together."""
    ship.holds[2].crates, ship.holds[0].crates = ship.holds[0].crates, ship.holds[2].crates


def fail(ship: Ship):
    """What a handler has changed before it raises, is not kept."""
    for hold in ship.holds:
        hold.crates.clear()
    raise RuntimeError("the cargo may not be thrown overboard")


def not_overboard(context: dict[str, Any]):
    sk.toast(f"Undone by itself: {context['error']}", kind="warning")


def sound(ship: Ship):
    ship.soundings.append(round(ship.soundings[-1] * 0.93, 1))


def tell(ship: Ship):
    sk.touch(sk.ref(ship).soundings)


def start_again(ship: Ship):
    sk.reset(ship)


CARGO = ("tea", "wool", "timber")

sk.css("""
.hold-row { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 0.2rem 0.5rem; }
.hold-row .sk-button { min-inline-size: var(--sk-control); padding: 0; }
.crates { grid-column: 1 / -1; min-block-size: 1.55em; letter-spacing: 0.1em; color: var(--sk-accent); overflow-wrap: anywhere; }
""")


@sk.page("/", title="State")
def home(ship: Ship, past: Past):
    sk.heading("A ship's state")
    sk.text("Stow crates and take them out. Each change is found however deep it lies, and can be undone.")
    sk.watch(sk.ref(ship).holds, remember)
    with sk.row(gap="l"):
        sk.metric("Crates", ship.crates)
        sk.metric("She lies", ship.trim)
    with sk.grid("15rem"):
        for number, hold in enumerate(ship.holds):
            show_hold(number, hold, key=number)
    with sk.row(gap="s"):
        sk.button(f"Undo ({len(past.holds)})", on_click=undo, disabled=not past.holds, key="undo")
        sk.button("Swap fore and aft", on_click=shift)
        sk.button("All overboard", on_click=sk.listener(fail).failure(not_overboard), kind="danger")
        sk.button("Start again", on_click=start_again, kind="quiet")
    with sk.card("Where nobody observes: sk.touch", level=2):
        sk.text("Soundings lie in an array. Pumping changes it in place, and the page sees it only once it is told.", muted=True)
        bilge(ship)
        with sk.row(gap="s"):
            sk.button("Pump and sound", on_click=sound)
            sk.button("Tell the page", on_click=tell)


@sk.component
def show_hold(number: int, hold: Hold):
    with sk.card(f"{hold.name} hold", level=2):
        for what in CARGO:
            count = hold.crates.get(what, 0)
            with sk.element("div", class_="hold-row", key=what):
                sk.element("span", f"{count} {what}")
                with sk.row(gap="xs", wrap=False):
                    sk.button(
                        "−", key=(number, what, -1), on_click=stow, disabled=not count, aria_label=f"Take {what} out of {hold.name}"
                    )
                    sk.button(
                        "+", key=(number, what, 1), on_click=stow, disabled=count > 11, aria_label=f"Stow {what} in {hold.name}"
                    )
                sk.element("span", "■" * count, class_="crates", aria_hidden=True)


@sk.component
def bilge(ship: Ship):
    depths = ", ".join(f"{depth:g}" for depth in ship.soundings)
    sk.text(f"{len(ship.soundings)} soundings of the bilge, in cm: {depths}", key="bilge")
