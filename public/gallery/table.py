"""Harbour log: a table of 100,000 rows, sorted, edited and selected in the page."""

from __future__ import annotations

import datetime
import random
from itertools import accumulate
from typing import Any

import skerry as sk

ROWS = 100_000
SHIPS = "Alca Arctica Auk Boreas Fulmar Gannet Guillemot Kittiwake Merlin Noctua Petrel Puffin Shearwater Skua Tern Zephyr".split()
KINDS = {"Bulk carrier": 38_000, "Coaster": 3_200, "Container ship": 52_000, "Ferry": 900, "Fishing boat": 60, "Tanker": 45_000}
PORTS = "Aberdeen Antwerp Bergen Cuxhaven Esbjerg Gdynia Göteborg Hull Leith Rotterdam Stavanger Tallinn Turku".split()
FIRST = datetime.datetime(2019, 1, 1)


def generate() -> dict[str, list[Any]]:
    """The log, column by column: the same each time, and made in a moment."""
    chance = random.Random(7)
    kinds = chance.choices(list(KINDS), weights=[2, 5, 3, 6, 9, 2], k=ROWS)
    minutes = accumulate(chance.choices(range(1, 66), k=ROWS))
    berths = [f"{quay}{number}" for quay in "ABCD" for number in range(1, 10)]
    loads = chance.choices(range(5, 100), k=ROWS)
    return {
        "arrived": [FIRST + datetime.timedelta(minutes=passed) for passed in minutes],
        "ship": [f"{name} {number}" for name, number in zip(chance.choices(SHIPS, k=ROWS), chance.choices(range(1, 40), k=ROWS), strict=True)],
        "kind": kinds,
        "port": chance.choices(PORTS, k=ROWS),
        "berth": chance.choices([*berths, None], k=ROWS),
        "cargo": [KINDS[kind] * load / 100 for kind, load in zip(kinds, loads, strict=True)],
        "crew": chance.choices(range(2, 31), k=ROWS),
        "pilot": chance.choices([True, False], weights=[1, 4], k=ROWS),
    }


LOG = generate()
COLUMNS = [
    sk.table_column("arrived", "Arrived", format="{:%d.%m.%Y %H:%M}", width="10.5rem"),
    sk.table_column("ship", "Ship", editable=True),
    sk.table_column("kind", "Kind"),
    sk.table_column("port", "From"),
    sk.table_column("berth", "Berth", align="center", editable=True),
    sk.table_column("cargo", "Cargo (t)", format="{:,.1f}", editable=True),
    sk.table_column("crew", "Crew", editable=True),
    sk.table_column("pilot", "Pilot", editable=True),
]


@sk.state
class Desk:
    """What the harbour master has before them. edits: (row, column, the value before), the newest last."""

    selected: list[int] = []
    edits: list[tuple[int, int, Any]] = []
    last: str = ""


def edited(event: sk.EditEvent, desk: Desk) -> None:
    row, column = event.index
    name = COLUMNS[column].name
    LOG[name][row] = event.value
    desk.edits.append((row, column, event.previous))
    desk.last = f"{COLUMNS[column].label} of {LOG['ship'][row]}: {said(event.previous)} is now {said(event.value)}."


def undo(desk: Desk) -> None:
    row, column, previous = desk.edits.pop()
    LOG[COLUMNS[column].name][row] = previous
    desk.last = f"{COLUMNS[column].label} of {LOG['ship'][row]} is {said(previous)} again."


def said(value: Any) -> str:
    return "empty" if value in (None, "") else "yes" if value is True else "no" if value is False else str(value)


def clear(desk: Desk) -> None:
    desk.selected = []


@sk.component
def summary(desk: Desk) -> None:
    """What is selected, in a line."""
    rows = desk.selected
    cargo = sum(LOG["cargo"][row] or 0 for row in rows)
    crew = sum(LOG["crew"][row] or 0 for row in rows)
    with sk.row(gap="l"):
        sk.metric("Selected", f"{len(rows):,}")
        sk.metric("Cargo", f"{cargo:,.0f} t")
        sk.metric("Crew", f"{crew:,}")
        with sk.row(gap="s"):
            sk.button("Select none", on_click=clear, disabled=not rows)
            sk.button("Undo", on_click=undo, disabled=not desk.edits)


@sk.page("/", title="Harbour log")
def home(desk: Desk) -> None:
    sk.heading("Harbour log")
    sk.data_table(
        LOG,
        COLUMNS,
        bind=sk.ref(desk).selected,
        on_edit=edited,
        caption=f"{ROWS:,} arrivals",
        height="26rem",
        key="log",
    )
    summary(desk)
    sk.text(
        desk.last or "A click selects, with Ctrl or Shift also several. Enter, F2 or a double click edit a cell; headings sort.",
        muted=True,
        size="s",
        role="status",
    )
