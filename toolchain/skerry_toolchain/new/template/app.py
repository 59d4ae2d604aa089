"""A packing list: what still has to go into the bag."""

import asyncio
from dataclasses import dataclass

import skerry as sk


@dataclass
class Item:
    name: str
    packed: bool = False


@sk.state(persist="browser")  # still there at the next visit
class Bag:
    wish: str = ""
    items: list[Item] = []  # each visitor has a list of their own


def add(state: Bag):
    name = state.wish.strip()
    if name:
        state.items.append(Item(name))
    state.wish = ""


async def pack_all(state: Bag):
    for item in state.items:
        if not item.packed:
            item.packed = True
            yield  # the page shows this step now
            await asyncio.sleep(0.3)


def remove_packed(state: Bag):
    state.items = [item for item in state.items if not item.packed]


@sk.page("/", title="Packing list")
def home(state: Bag):
    sk.heading("Packing list")
    sk.text(progress(state.items), key="progress")
    with sk.form(on_submit=add), sk.row(align="end"):
        sk.input("What to take", bind=sk.ref(state).wish, key="wish")
        sk.button("Add", type="submit", kind="primary")
    for number, item in enumerate(state.items):
        sk.checkbox(item.name, bind=sk.ref(state).items[number].packed, key=number)
    with sk.row():
        sk.button("Pack all", on_click=pack_all)
        sk.button("Remove what is packed", on_click=remove_packed, kind="quiet")


def progress(items: list[Item]) -> str:
    left = sum(not item.packed for item in items)
    if not items:
        return "Nothing on the list yet."
    return f"{left} of {len(items)} to pack" if left else "All packed."
