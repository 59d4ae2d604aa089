"""Lists of any length, of which one item changes; a thousand components; a part that comes and goes."""

from dataclasses import dataclass

import skerry as sk

SIZES = (10, 100, 1000, 10_000, 100_000)


@dataclass
class Row:
    id: int
    label: str


@sk.state
class Store:
    rows: list[Row] = []
    open: bool = False
    count: int = 0


def fill(event: sk.ClickEvent, store: Store):
    store.rows = [Row(i, f"row {i}") for i in range(event.key)]


def change(store: Store):
    row = store.rows[3]
    row.label = "even" if row.label == "odd" else "odd"


def increment(store: Store):
    store.count += 1


def toggle(store: Store):
    store.open = not store.open


def row_view(row: Row):
    sk.template(t"""<tr><td>{row.id}</td><td>{row.label}</td></tr>""")


def buttons():
    for size in SIZES:
        sk.element("button", f"{size}", id=f"fill-{size}", key=size, on_click=fill)
    sk.element("button", "Change", id="change", on_click=change)


@sk.page("/", title="Curves")
def mounted(store: Store):
    buttons()
    with sk.element("table"), sk.element("tbody"):
        sk.each(store.rows, row_view)


@sk.page("/virtual")
def virtual(store: Store):
    buttons()
    with sk.element("table"), sk.element("tbody"):
        sk.each(store.rows, row_view, virtual=24)


@sk.component
def one_node(number: int):
    sk.element("p", f"part {number}")


@sk.component
def three_nodes(number: int):
    with sk.element("p"):
        sk.element("b", f"part {number}")
        sk.element("i", "of a thousand")


@sk.component
def eight_nodes(number: int):
    sk.template(t"""<section><h2>Part <b>{number}</b></h2><p>of <i>a thousand</i></p><ul><li>as <em>markup</em></li></ul></section>""")


@sk.page("/one")
def page_of_one():
    for number in range(1000):
        one_node(number)


@sk.page("/three")
def page_of_three():
    for number in range(1000):
        three_nodes(number)


@sk.page("/eight")
def page_of_eight():
    for number in range(1000):
        eight_nodes(number)


@sk.component
def guest(number: int):
    with sk.element("p", id="guest"):
        sk.element("button", f"guest {number}", on_click=increment)


@sk.page("/growth")
def growth(store: Store):
    sk.element("button", "Count", id="press", on_click=increment)
    sk.element("output", str(store.count), id="answer")
    sk.element("button", "Toggle", id="toggle", on_click=toggle)
    if store.open:
        guest(store.count)
