"""Customs: a declaration is checked against types by msgspec, a package with compiled code."""

# /// script
# dependencies = ["skerry", "msgspec"]
# ///
import msgspec

import skerry as sk

EXAMPLE = '{"ship": "Tern", "items": [{"what": "Tea", "crates": 12}, {"what": "Rope", "crates": 3}]}'


class Item(msgspec.Struct):
    what: str
    crates: int


class Declaration(msgspec.Struct):
    ship: str
    items: list[Item]


@sk.state
class Desk:
    text: str = EXAMPLE
    answer: str = "not checked"


def check(state: Desk):
    try:
        found = msgspec.json.decode(state.text, type=Declaration)
        state.answer = f"{found.ship}: {sum(item.crates for item in found.items)} crates"
    except msgspec.DecodeError as error:
        state.answer = str(error)


@sk.page("/", title="Customs")
def home(state: Desk):
    sk.heading("Customs")
    sk.text("A declaration in JSON. Change it, and have it checked.")
    sk.element("textarea", id="text", rows=6, cols=60, bind=sk.ref(state).text)
    with sk.element("p"):
        sk.element("button", "Check", id="press", on_click=check)
        sk.element("output", state.answer, id="answer")
