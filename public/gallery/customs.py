"""Customs: a declaration in JSON, checked against types by msgspec, a package with compiled code."""

# /// script
# dependencies = ["skerry", "msgspec"]
# ///
from __future__ import annotations

from typing import Annotated

import msgspec

import skerry as sk

EXAMPLE = """{
  "ship": "Tern",
  "items": [
    {"what": "Tea", "crates": 12, "value": 340.5},
    {"what": "Rope", "crates": 3, "value": 48}
  ]
}"""


class Item(msgspec.Struct, forbid_unknown_fields=True):
    what: Annotated[str, msgspec.Meta(min_length=1)]
    crates: Annotated[int, msgspec.Meta(ge=1)]
    value: float


class Declaration(msgspec.Struct, forbid_unknown_fields=True):
    ship: str
    items: Annotated[list[Item], msgspec.Meta(min_length=1)]


@sk.state
class Desk:
    text: str = EXAMPLE
    problem: str = ""
    ship: str = ""
    rows: list[dict[str, str]] = []


def check(state: Desk):
    try:
        found = msgspec.json.decode(state.text, type=Declaration)
    except msgspec.DecodeError as error:  # one that does not fit its types, too
        state.problem, state.rows = str(error), []
        return
    state.problem = ""
    state.ship = found.ship
    state.rows = [
        {"What": item.what, "Crates": str(item.crates), "Value": f"{item.value:.2f}", "Duty": f"{item.value * 0.2:.2f}"}
        for item in found.items
    ]


@sk.page("/", title="Customs")
def home(state: Desk):
    sk.heading("Customs")
    sk.text("Change the declaration: give a crate a text for a number, leave a comma out, add a field. Then have it checked.")
    sk.textarea("Declaration", bind=sk.ref(state).text, error=state.problem, rows=9)
    sk.button("Check", on_click=check)
    if state.rows:
        sk.heading(f"Cargo of {state.ship}", level=2)
        sk.table(state.rows, caption="Cargo and duty")
        sk.text(f"Duty at 20 %: {sum(float(row['Duty']) for row in state.rows):.2f}", key="duty")
