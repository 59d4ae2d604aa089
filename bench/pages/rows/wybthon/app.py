"""The benchmark as a user of Wybthon would write it: a signal for each row's label, `For` over the rows, and a projection of what is
selected, which tells two rows only."""

import random

from wybthon import For, component, create_projection, create_signal, html

ADJECTIVES = (
    "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd unsightly "
    "adorable important inexpensive cheap expensive fancy"
).split()
COLOURS = "red yellow blue green pink brown purple brown white black orange".split()
NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split()

rows, set_rows = create_signal([])
selected, set_selected = create_signal(None)
is_selected = create_projection(lambda: {} if selected() is None else {selected(): True})
last = 0


class Row:
    def __init__(self, id):
        self.id = id
        self.label, self.set_label = create_signal(" ".join(map(random.choice, (ADJECTIVES, COLOURS, NOUNS))))


def made(number):
    global last
    first = last + 1
    last += number
    return [Row(i) for i in range(first, first + number)]


def run():
    set_rows(made(1000))
    set_selected(None)


def run_lots():
    set_rows(made(10_000))
    set_selected(None)


def add():
    set_rows(lambda rows: rows + made(1000))


def update():
    for row in rows()[::10]:
        row.set_label(lambda label: label + " !!!")


def swap():
    new = list(rows())
    if len(new) > 998:
        new[1], new[998] = new[998], new[1]
        set_rows(new)


def clear():
    set_rows([])
    set_selected(None)


def row_view(row, index):
    id = row.id

    def kind():
        return "danger" if is_selected.get(id) else ""

    def select():
        set_selected(id)

    def remove():
        set_rows(lambda rows: [row for row in rows if row.id != id])

    return html(t"""
      <tr class={kind}>
        <td class="col-md-1">{id}</td>
        <td class="col-md-4"><a onclick={select}>{row.label}</a></td>
        <td class="col-md-1"><a onclick={remove}><span class="glyphicon glyphicon-remove" aria-hidden="true"></span></a></td>
        <td class="col-md-6"></td>
      </tr>
    """)


def button(id, title, handler):
    return html(t"""
      <div class="col-sm-6 smallpad">
        <button type="button" class="btn btn-primary btn-block" id={id} onclick={handler}>{title}</button>
      </div>
    """)


@component
def App():
    return html(t"""
      <div class="container">
        <div class="jumbotron"><div class="row">
          <div class="col-md-6"><h1>Wybthon</h1></div>
          <div class="col-md-6"><div class="row">
            {button("run", "Create 1,000 rows", run)}
            {button("runlots", "Create 10,000 rows", run_lots)}
            {button("add", "Append 1,000 rows", add)}
            {button("update", "Update every 10th row", update)}
            {button("clear", "Clear", clear)}
            {button("swaprows", "Swap Rows", swap)}
          </div></div>
        </div></div>
        <table class="table table-hover table-striped test-data"><tbody id="tbody">{For(rows, row_view)}</tbody></table>
        <span class="preloadicon glyphicon glyphicon-remove" aria-hidden="true"></span>
      </div>
    """)
