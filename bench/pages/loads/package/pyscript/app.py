"""The same desk with PyScript."""

import msgspec
from pyscript import document, when

answer = document.querySelector("#answer")


class Item(msgspec.Struct):
    what: str
    crates: int


class Declaration(msgspec.Struct):
    ship: str
    items: list[Item]


@when("click", "#press")
def check(event):
    try:
        found = msgspec.json.decode(document.querySelector("#text").value, type=Declaration)
        answer.textContent = f"{found.ship}: {sum(item.crates for item in found.items)} crates"
    except msgspec.DecodeError as error:
        answer.textContent = str(error)
