"""Each app of the gallery, worked as a person would: with the pointer, with the keyboard, and by assistive technology's rules."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .conftest import Visit

Axe = Callable[[Page], None]


def test_the_list_of_apps(visit: Visit, axe: Axe) -> None:
    page = visit.context.new_page()
    page.goto(visit.base)
    links = page.get_by_role("listitem").get_by_role("link")
    expect(links).to_have_count(11)
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Count")).to_be_visible()
    page.get_by_role("link", name="All apps").click()
    expect(links.first).to_be_visible()


def test_counter(visit: Visit, axe: Axe) -> None:
    page = visit.open("counter")
    button = page.get_by_role("button", name="Count")
    button.click()
    button.press("Enter")
    button.press("Space")
    expect(page.locator(".sk-metric-value")).to_have_text("3")
    axe(page)


def test_temperature(visit: Visit, axe: Axe) -> None:
    page = visit.open("temperature")
    celsius, fahrenheit = page.get_by_label("Celsius"), page.get_by_label("Fahrenheit")
    celsius.fill("")
    celsius.press_sequentially("36.6")
    expect(fahrenheit).to_have_value("97.88")
    expect(celsius).to_have_value("36.6")
    fahrenheit.fill("-40")
    expect(celsius).to_have_value("-40")
    celsius.fill("warm")
    expect(page.get_by_role("alert")).to_contain_text("Write a number")
    expect(fahrenheit).to_have_value("-40")
    axe(page)


def test_flight(visit: Visit, axe: Axe) -> None:
    page = visit.open("flight")
    expect(page.get_by_label("Back")).to_be_disabled()
    page.get_by_label("Kind").select_option("return flight")
    page.get_by_label("Out").fill("27.03.2026")
    page.get_by_label("Back").fill("26.03.2026")
    expect(page.get_by_role("alert")).to_contain_text("cannot be before")
    expect(page.get_by_role("button", name="Book")).to_be_disabled()
    axe(page)
    page.get_by_label("Back").fill("30.03.2026")
    page.get_by_label("Back").press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have booked a return flight on 27.03.2026 and back on 30.03.2026.")).to_be_visible()


def test_timer(visit: Visit, axe: Axe) -> None:
    page = visit.open("timer")
    duration = page.get_by_label("Duration")
    duration.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text(re.compile(r"^1\.0 s of 1 s$"))).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "1")
    axe(page)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"^3\.0 s of 3 s$"))).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text(re.compile(r"^[01]\.\d s of 3 s$"))).to_be_visible()


def test_names(visit: Visit, axe: Axe) -> None:
    page = visit.open("crud")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_label("Surname", exact=True).fill("Lovelace")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_label("People")).to_have_value("4")
    page.get_by_label("Filter by surname").press_sequentially("lov")
    expect(page.get_by_role("option")).to_have_text(["Lovelace, Ada"])
    axe(page)
    page.get_by_label("Surname", exact=True).fill("Byron")
    page.get_by_role("button", name="Update").press("Enter")
    page.get_by_label("Filter by surname").fill("")
    expect(page.get_by_role("option")).to_have_text(["Emil, Hans", "Mustermann, Max", "Tisch, Roman", "Byron, Ada"])
    page.get_by_label("People").focus()
    page.keyboard.press("Home")
    expect(page.get_by_label("Surname", exact=True)).to_have_value("Emil")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("option")).to_have_count(3)


def test_circles(visit: Visit, axe: Axe) -> None:
    page = visit.open("circles")
    drawing = page.get_by_role("group", name="Drawing")
    drawing.click(position={"x": 100, "y": 120})
    drawing.click(position={"x": 220, "y": 120})
    circles = drawing.get_by_role("button")
    expect(circles).to_have_count(2)
    expect(circles.first).to_have_attribute("cy", re.compile(r"^12\d"))
    circles.first.click(button="right")
    dialog = page.get_by_role("dialog", name="Diameter")
    expect(dialog).to_be_visible()
    axe(page)
    slider = dialog.get_by_role("slider")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(circles.first).to_have_attribute("r", "22.5")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(circles.first).to_have_attribute("r", "20")
    page.get_by_role("button", name="Undo").click()
    expect(circles).to_have_count(1)
    for _ in range(2):
        page.get_by_role("button", name="Redo").press("Enter")
    expect(circles.first).to_have_attribute("r", "22.5")
    page.get_by_role("button", name="Add a circle").press("Enter")
    circles.last.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    axe(page)


def test_cells(visit: Visit, axe: Axe) -> None:
    page = visit.open("cells")
    grid = page.get_by_role("grid", name="Cells")

    def cell(name: str) -> object:
        return grid.locator("tbody tr").nth(int(name[1:])).locator("td").nth(ord(name[0]) - ord("A"))

    expect(cell("D7")).to_have_text("186.3")
    cell("B1").click()
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(cell("D7")).to_have_text("213.3")
    expect(cell("B2")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    expect(cell("B1")).to_have_text("20")
    cell("E0").click()
    page.keyboard.type("=Sum(D1:D3)/C1")
    page.keyboard.press("Tab")
    expect(cell("E0")).to_have_text("59.25")
    expect(cell("F0")).to_be_focused()
    page.keyboard.type("=F0")
    page.keyboard.press("Enter")
    expect(cell("F0")).to_have_text("#CYCLE!")
    cell("F0").dblclick()
    page.get_by_label("Content of F0").fill("A1")
    cell("A5").click()
    expect(cell("F0")).to_have_text("A1")
    page.keyboard.press("Delete")
    expect(cell("A5")).to_have_text("")
    axe(page)


def test_todos(visit: Visit, axe: Axe) -> None:
    page = visit.open("todo")
    new = page.get_by_label("What needs to be done?")
    expect(new).to_be_focused()
    for title in ("Sail", "Row", "Swim"):
        new.press_sequentially(title)
        new.press("Enter")
    items = page.locator(".todo-list li")
    expect(items).to_have_text(["Sail", "Row", "Swim"])
    page.get_by_label("Row is done").check()
    expect(page.locator(".todo-count")).to_have_text("2 items left")
    expect(items.nth(1)).to_have_class("completed")
    axe(page)
    page.get_by_role("link", name="Active").click()
    expect(items).to_have_text(["Sail", "Swim"])
    expect(page).to_have_url(re.compile(r"#/active$"))
    page.get_by_role("link", name="Completed").press("Enter")
    expect(items).to_have_text(["Row"])
    page.go_back()
    expect(items).to_have_text(["Sail", "Swim"])
    page.get_by_role("link", name="All", exact=True).click()
    page.locator(".view label", has_text="Swim").dblclick()
    editor = page.get_by_label("New title")
    expect(editor).to_be_focused()
    editor.fill("  Swim far  ")
    editor.press("Enter")
    expect(items).to_have_text(["Sail", "Row", "Swim far"])
    page.locator(".view label", has_text="Sail").dblclick()
    page.get_by_label("New title").fill("Nothing")
    page.keyboard.press("Escape")
    expect(items.first).to_have_text("Sail")
    page.reload()
    expect(items).to_have_text(["Sail", "Row", "Swim far"])
    page.get_by_label("Mark all as complete").check()
    expect(page.locator(".todo-count")).to_have_text("0 items left")
    page.get_by_label("Mark all as complete").uncheck()
    page.get_by_label("Row is done").check()
    page.get_by_role("button", name="Clear completed").click()
    expect(items).to_have_text(["Sail", "Swim far"])
    items.first.hover()
    page.get_by_role("button", name="Remove Sail").click()
    page.locator(".view label", has_text="Swim far").dblclick()
    page.get_by_label("New title").fill("")
    page.keyboard.press("Enter")
    expect(page.locator(".main, .footer")).to_have_count(0)


def test_streaming_text(visit: Visit, axe: Axe) -> None:
    page = visit.open("stream")
    page.get_by_label("Question").fill("Wind?")
    page.get_by_label("Question").press("Enter")
    answer = page.locator("[aria-live=polite]")
    expect(page.get_by_role("heading", name="Wind?")).to_be_visible()
    expect(answer).to_have_text(re.compile(r"(\S+ ){3}"))
    axe(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Stop")).to_be_disabled()
    expect(answer).to_have_attribute("aria-busy", "false")
    page.get_by_label("Words per second").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Ask").press("Enter")
    expect(answer).to_have_text(re.compile(r"(\S+ ){40}"))
    expect(page.get_by_text("He is still talking")).to_have_count(0)


def test_explorer(visit: Visit, axe: Axe) -> None:
    page = visit.open("explorer")
    table = "name,born,height\nAda,1815,1.65\nGrace,1906,\nAlan,1912,1.79\n"
    page.get_by_label("CSV file").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": table.encode()})
    expect(page.get_by_text("3 rows in the table data (name text, born integer, height real)")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(4)
    query = page.get_by_label("Query")
    query.fill("SELECT name, 2026 - born AS age FROM data WHERE height IS NOT NULL ORDER BY age")
    query.press("Control+Enter")
    expect(page.get_by_role("cell")).to_have_text(["Alan", "114", "Ada", "211"])
    axe(page)
    query.fill("SELECT depth FROM data")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("no such column: depth")
    page.get_by_role("button", name="Use an example").click()
    expect(page.get_by_role("row")).to_have_count(7)


def test_components(visit: Visit, axe: Axe) -> None:
    page = visit.open("components")
    axe(page)
    page.get_by_role("tab", name="Fields").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Content")).to_be_focused()
    expect(page.get_by_role("heading", name="Sailing orders")).to_be_visible()
    axe(page)
    page.keyboard.press("End")
    expect(page.get_by_role("table", name="Log")).to_be_visible()
    page.get_by_role("button", name="Bergen").press("Enter")
    expect(page.get_by_role("button", name="Bergen")).to_have_attribute("aria-pressed", "true")
    axe(page)
    page.keyboard.press("Tab")
    page.get_by_role("tab", name="Fields").click()
    page.get_by_role("button", name="Sell…").click()
    dialog = page.get_by_role("dialog", name="Sell the boat?")
    expect(dialog).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Sell…")).to_be_focused()
