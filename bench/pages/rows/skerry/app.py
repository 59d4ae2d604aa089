"""The benchmark as a user of Skerry would write it."""

import random
from dataclasses import dataclass

import skerry as sk

ADJECTIVES = (
    "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd unsightly "
    "adorable important inexpensive cheap expensive fancy"
).split()
COLOURS = "red yellow blue green pink brown purple brown white black orange".split()
NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split()


@dataclass
class Row:
    id: int
    label: str


@sk.state
class Store:
    rows: list[Row] = []
    last: int = 0
    selected: int | None = None


def made(store: Store, number: int) -> list[Row]:
    first = store.last + 1
    store.last += number
    return [Row(i, " ".join(map(random.choice, (ADJECTIVES, COLOURS, NOUNS)))) for i in range(first, first + number)]


def run(store: Store):
    store.rows = made(store, 1000)
    store.selected = None


def run_lots(store: Store):
    store.rows = made(store, 10_000)
    store.selected = None


def add(store: Store):
    store.rows.extend(made(store, 1000))


def update(store: Store):
    for row in store.rows[::10]:
        row.label += " !!!"


def swap(store: Store):
    if len(store.rows) > 998:
        store.rows[1], store.rows[998] = store.rows[998], store.rows[1]


def clear(store: Store):
    store.rows.clear()
    store.selected = None


def select(key: int, store: Store):
    store.selected = key


def remove(key: int, store: Store):
    del store.rows[next(i for i, row in enumerate(store.rows) if row.id == key)]


def row_view(row: Row, selected: int | None):
    sk.template(t"""
        <tr class={"danger" if sk.equals(selected, row.id) else None}>
            <td class="col-md-1">{row.id}</td>
            <td class="col-md-4"><a key={row.id} on_click={select}>{row.label}</a></td>
            <td class="col-md-1"><a key={row.id} on_click={remove}><span class="glyphicon glyphicon-remove" aria-hidden="true"></span></a></td>
            <td class="col-md-6"></td>
        </tr>
    """)


def button(id: str, title: str, handler):
    sk.template(t"""
        <div class="col-sm-6 smallpad">
            <button type="button" class="btn btn-primary btn-block" id={id} on_click={handler}>{title}</button>
        </div>
    """)


def header():
    button("run", "Create 1,000 rows", run)
    button("runlots", "Create 10,000 rows", run_lots)
    button("add", "Append 1,000 rows", add)
    button("update", "Update every 10th row", update)
    button("clear", "Clear", clear)
    button("swaprows", "Swap Rows", swap)


@sk.component
def table():
    store = sk.use(Store)
    with sk.element("table", class_="table table-hover table-striped test-data"), sk.element("tbody", id="tbody"):
        sk.each(store.rows, row_view, selected=sk.ref(store).selected)


@sk.page("/", title="Skerry")
def home():
    with sk.element("div", class_="container"):
        with sk.element("div", class_="jumbotron"), sk.element("div", class_="row"):
            with sk.element("div", class_="col-md-6"):
                sk.element("h1", "Skerry")
            with sk.element("div", class_="col-md-6"), sk.element("div", class_="row"):
                header()
        table()
        sk.element("span", class_="preloadicon glyphicon glyphicon-remove", aria_hidden="true")
