"""The benchmark with PyScript's own means: `@when` and the DOM, row by row."""

import random

from pyscript import document, when

ADJECTIVES = (
    "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd unsightly "
    "adorable important inexpensive cheap expensive fancy"
).split()
COLOURS = "red yellow blue green pink brown purple brown white black orange".split()
NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split()

body = document.querySelector("#tbody")
template = document.querySelector("#row").content.firstChild
last = 0
selected = None


def append(number):
    global last
    fragment = document.createDocumentFragment()
    for _ in range(number):
        last += 1
        row = template.cloneNode(True)
        first = row.firstChild
        first.textContent = str(last)
        first.nextSibling.firstChild.textContent = f"{random.choice(ADJECTIVES)} {random.choice(COLOURS)} {random.choice(NOUNS)}"
        fragment.appendChild(row)
    body.appendChild(fragment)


@when("click", "#run")
def run(event):
    clear(event)
    append(1000)


@when("click", "#runlots")
def run_lots(event):
    clear(event)
    append(10_000)


@when("click", "#add")
def add(event):
    append(1000)


@when("click", "#update")
def update(event):
    for link in document.querySelectorAll("#tbody > tr:nth-child(10n+1) > td:nth-child(2) > a"):
        link.textContent += " !!!"


@when("click", "#swaprows")
def swap(event):
    rows = body.children
    if rows.length > 998:
        one, other = rows.item(1), rows.item(998)
        after = other.nextSibling
        body.insertBefore(other, one)
        body.insertBefore(one, after)


@when("click", "#clear")
def clear(event):
    global selected
    body.textContent = ""
    selected = None


@when("click", "#tbody")
def on_row(event):
    global selected
    target = event.target
    row = target.closest("tr")
    if target.matches(".remove"):
        row.remove()
    elif target.matches(".select"):
        if selected:
            selected.className = ""
        selected = row
        row.className = "danger"
