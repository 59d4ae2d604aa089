"""The benchmark's page with PyScript's own means: `@when` and the DOM, row by row."""

import random

from pyscript import document, when

ADJECTIVES = "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd".split()
COLOURS = "red yellow blue green pink brown purple brown white black orange".split()
NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split()

body = document.querySelector("#tbody")
template = document.querySelector("#row").content.firstChild
last = 0
selected = None


@when("click", "#run")
def run(event):
    global last
    clear(event)
    fragment = document.createDocumentFragment()
    for _ in range(1000):
        last += 1
        row = template.cloneNode(True)
        row.firstChild.textContent = str(last)
        row.querySelector("a").textContent = f"{random.choice(ADJECTIVES)} {random.choice(COLOURS)} {random.choice(NOUNS)}"
        fragment.appendChild(row)
    body.appendChild(fragment)


@when("click", "#update")
def update(event):
    rows = body.children
    for i in range(0, rows.length, 10):
        rows.item(i).querySelector("a").append(" !!!")


@when("click", "#swaprows")
def swap(event):
    one, other = body.children.item(1), body.children.item(998)
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
    if target.matches(".remove, .col-md-1 > a"):
        row.remove()
    elif target.matches(".col-md-4 > a"):
        if selected:
            selected.className = ""
        selected = row
        row.className = "danger"


counter = document.querySelector("#counter")


@when("click", "#counter")
def count(event):
    counter.textContent = str(int(counter.textContent) + 1)
