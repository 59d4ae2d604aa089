"""``sk.data_table`` in the browser: 100,000 rows with the wheel, the keyboard and the pointer, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from ..conftest import ROOT

AXE = Path(ROOT / "node_modules" / "axe-core" / "axe.min.js")

APP = """
import skerry as sk

BOATS = [{"name": f"Boat {n}", "crew": n * 7 % 100, "length": n / 4, "home": "Stavanger", "ready": n % 2 == 0} for n in range(100_000)]

@sk.state
class Desk:
    log: list[str] = []
    chosen: list[int] = []
    count: int = 0
    shown: bool = True

def note(event: sk.Event, state: Desk):
    if isinstance(event, sk.EditEvent):
        row, column = event.index
        BOATS[row][("name", "crew", "length", "home", "ready")[column]] = event.value
        state.log.append(f"edit {event.index} {event.previous!r} {event.value!r}")
    else:
        state.log.append(f"select {event.index} {event.value!r} {event.selected}")

def tick(state: Desk):
    state.count += 1

def toggle(state: Desk):
    state.shown = not state.shown

@sk.page("/")
def home(state: Desk):
    sk.button("Before", on_click=tick)
    if state.shown:
        columns = ["name", sk.table_column("crew", "Crew"), sk.table_column("length", "Length", format="{:.2f} m"), "home", "ready"]
        sk.data_table(BOATS, columns, bind=sk.ref(state).chosen, on_select=note, on_edit=note,
            editable=["name", "crew", "length"], caption="Fleet", height=400, key="fleet")
    sk.button("After", on_click=toggle)
    sk.text(f"count {state.count}")
    sk.text(" | ".join(state.log), class_="log")
"""

SHOWN = """() => { const grid = document.querySelector(".sk-dt").getBoundingClientRect();
  return [...document.querySelectorAll(".sk-dt-body [role=row]:not(.sk-dt-away)")].filter((row) => {
    const box = row.getBoundingClientRect(); return box.bottom > grid.top + 40 && box.top < grid.bottom - 2; })
    .map((row) => Number(row.getAttribute("aria-rowindex"))); }"""


def grid_of(page: Page) -> Locator:
    return page.get_by_role("grid", name="Fleet")


def cell(page: Page, text: str) -> Locator:
    return page.locator(".sk-dt-cell").get_by_text(text, exact=True)


def focused(page: Page, text: str) -> None:
    expect(page.locator(":focus")).to_have_text(text)


def in_view(page: Page, row: int) -> None:
    """The view is filled with rows, and this one (from 0) is among them."""
    page.wait_for_function(
        f"(row) => {{ const shown = ({SHOWN})(); return shown.includes(row + 2) && shown.length >= 10"
        " && shown.every((one, n) => !n || one === shown[n - 1] + 1); }",
        arg=row,
    )


def test_scrolling_shows_the_rows_in_view_and_keeps_no_others(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    grid = grid_of(lab)
    expect(grid).to_have_attribute("aria-rowcount", "100001")
    in_view(lab, 0)
    nodes = "() => document.querySelectorAll('.sk-data-table *').length"
    assert lab.evaluate(nodes) < 250
    for row in (20, 500, 50_000, 99_990, 3):
        grid.evaluate("(grid, row) => { grid.scrollTop = row * document.querySelector('.sk-dt-row').offsetHeight }", row)
        in_view(lab, row)
        assert lab.evaluate(nodes) < 300
    grid.hover()
    lab.mouse.wheel(0, 600)
    in_view(lab, 20)
    grid.evaluate("grid => { grid.scrollTop = grid.scrollHeight }")
    expect(cell(lab, "Boat 99999")).to_be_visible()


def test_a_row_that_stays_is_the_same_element(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    expect(cell(lab, "Boat 5")).to_be_visible()
    lab.evaluate("window.kept = [...document.querySelectorAll('.sk-dt-row')].find((row) => row.textContent.includes('Boat 12'))")
    grid_of(lab).evaluate("grid => { grid.scrollTop = 360 }")
    in_view(lab, 18)
    assert lab.evaluate("window.kept.isConnected && window.kept.textContent.includes('Boat 12')")
    lab.get_by_role("button", name="Before").click()
    expect(lab.get_by_text("count 1")).to_be_visible()
    assert lab.evaluate("window.kept.isConnected")
    assert grid_of(lab).evaluate("grid => grid.scrollTop") == 360


def test_the_keyboard_goes_everywhere_and_tab_leaves(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    lab.get_by_role("button", name="Before").focus()
    lab.keyboard.press("Tab")
    focused(lab, "Boat 0")
    for key, text in (
        ("ArrowDown", "Boat 1"), ("ArrowRight", "7"), ("End", "no"), ("Home", "Boat 1"), ("PageDown", "Boat 10"), ("PageDown", "Boat 19"),
        ("PageUp", "Boat 10"), ("Control+End", "no"), ("Control+Home", "Boat 0"), ("ArrowUp", "name"), ("ArrowRight", "Crew"),
        ("ArrowDown", "0"),
    ):  # fmt: skip
        lab.keyboard.press(key)
        focused(lab, text)
    lab.keyboard.press("Control+End")
    in_view(lab, 99_999)
    lab.keyboard.press("Tab")
    expect(lab.get_by_role("button", name="After")).to_be_focused()
    lab.keyboard.press("Shift+Tab")
    expect(lab.locator("[aria-rowindex='100001'] [aria-colindex='5']")).to_be_focused()
    expect(grid_of(lab).locator("[tabindex='0']")).to_have_count(1)


def test_the_focus_stays_with_a_row_that_scrolls_out_and_comes_back(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    cell(lab, "Boat 4").click()
    grid = grid_of(lab)
    grid.evaluate("grid => { grid.scrollTop = 200000 }")
    in_view(lab, 5560)
    focused(lab, "Boat 4")
    grid.evaluate("grid => { grid.scrollTop = 0 }")
    in_view(lab, 4)
    focused(lab, "Boat 4")
    grid.evaluate("grid => { grid.scrollTop = 200000 }")
    in_view(lab, 5560)
    lab.keyboard.press("ArrowDown")
    focused(lab, "Boat 5")
    in_view(lab, 5)


def test_sorting_with_the_headings(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    crew = lab.get_by_role("columnheader", name="Crew")
    crew.get_by_role("button").click()
    expect(crew).to_have_attribute("aria-sort", "ascending")
    first = lab.locator("[aria-rowindex='2'] [role=gridcell]")
    expect(first.first).to_have_text("Boat 0")
    expect(lab.locator("[aria-rowindex='3'] [role=gridcell]").first).to_have_text("Boat 100")
    expect(crew.get_by_role("button")).to_be_focused()
    lab.keyboard.press("Enter")
    expect(crew).to_have_attribute("aria-sort", "descending")
    expect(first.nth(1)).to_have_text("99")
    lab.keyboard.press("ArrowDown")
    lab.keyboard.press("Space")
    expect(lab.locator(".log")).to_have_text("select (57, 1) 99 True")
    lab.keyboard.press("ArrowUp")
    lab.keyboard.press("Space")
    expect(crew).to_have_attribute("aria-sort", "none")
    expect(first.first).to_have_text("Boat 0")


def test_selecting_with_the_pointer(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    cell(lab, "Boat 2").click()
    rows = grid_of(lab).locator("[aria-selected='true']")
    expect(rows).to_have_count(1)
    cell(lab, "Boat 5").click(modifiers=["Shift"])
    expect(rows).to_have_count(4)
    assert lab.evaluate("String(getSelection())") == ""
    cell(lab, "Boat 3").click(modifiers=["Control"])
    expect(rows).to_have_count(3)
    expect(lab.locator(".log")).to_contain_text("select (3, 0) 'Boat 3' False")
    lab.emulate_media(forced_colors="active")
    selected, other = rows.first, lab.locator(".sk-dt-body [aria-selected='false']").first
    colour = "one => getComputedStyle(one).backgroundColor"
    assert selected.evaluate(colour) != other.evaluate(colour)
    lab.emulate_media(forced_colors="none")


def test_editing_with_the_keyboard_and_the_pointer(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    log = lab.locator(".log")
    cell(lab, "Boat 2").click()
    lab.keyboard.press("ArrowRight")
    lab.keyboard.press("Enter")
    editor = lab.get_by_role("textbox", name="Crew, row 3")
    expect(editor).to_be_focused()
    expect(editor).to_have_value("14")
    lab.keyboard.type("5")
    lab.keyboard.press("ArrowLeft")  # moves in the text
    lab.keyboard.type("0")
    expect(editor).to_have_value("1405")
    lab.keyboard.press("Enter")
    expect(log).to_contain_text("edit (2, 1) 14 1405")
    focused(lab, "1405")
    lab.keyboard.press("F2")
    expect(editor).to_be_focused()
    lab.keyboard.type("x")
    lab.keyboard.press("Escape")
    focused(lab, "1405")
    cell(lab, "1.00 m").dblclick()
    editor = lab.get_by_role("textbox", name="Length, row 5")
    editor.fill("two")
    editor.press("Enter")
    expect(editor).to_have_attribute("aria-invalid", "true")
    expect(lab.get_by_role("alert")).to_have_text("Write a number, such as 1.5")
    cell(lab, "Boat 7").click()
    expect(editor).to_have_count(0)
    wrong = cell(lab, "two")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    wrong.dblclick()
    expect(editor).to_have_value("two")
    editor.fill("2.5")
    lab.keyboard.press("Tab")
    expect(lab.get_by_role("button", name="After")).to_be_focused()
    expect(cell(lab, "2.50 m").nth(0)).to_be_visible()
    expect(log).to_contain_text("edit (4, 2) 1.0 2.5")
    assert log.inner_text().count("edit") == 2


def test_sorting_scroll_and_an_open_cell_outlast_the_page(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    lab.get_by_role("button", name="Length").click()
    lab.get_by_role("button", name="Length").click()
    grid = grid_of(lab)
    grid.evaluate("grid => { grid.scrollTop = 36000 }")
    cell(lab, "Boat 98995").dblclick()
    editor = lab.get_by_role("textbox", name=re.compile("name, row"))
    editor.fill("Albatross")
    top = grid.evaluate("grid => grid.scrollTop")
    lab.get_by_role("button", name="Before").dispatch_event("click")  # the page is rendered again, and the focus stays
    expect(lab.get_by_text("count 1")).to_be_visible()
    expect(editor).to_be_focused()
    expect(editor).to_have_value("Albatross")
    lab.get_by_role("button", name="After").click()
    expect(grid).to_have_count(0)
    lab.get_by_role("button", name="After").click()
    expect(cell(lab, "Albatross")).to_be_visible()
    assert grid.evaluate("grid => grid.scrollTop") == top
    expect(lab.get_by_role("columnheader", name="Length")).to_have_attribute("aria-sort", "descending")


def test_on_a_narrow_screen_the_table_scrolls_and_the_page_does_not(lab: Page, mount: Callable[..., None]) -> None:
    lab.set_viewport_size({"width": 375, "height": 740})
    mount(APP)
    cell(lab, "Boat 3").click()
    assert lab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    lab.keyboard.press("End")
    focused(lab, "no")
    grid = grid_of(lab)
    assert grid.evaluate("grid => grid.scrollLeft > 0 && grid.scrollWidth > grid.clientWidth")
    assert lab.evaluate("document.documentElement.scrollLeft === 0")
    head, body = lab.get_by_role("columnheader", name="ready").bounding_box(), lab.locator(":focus").bounding_box()
    assert head is not None and body is not None
    assert (head["x"], head["width"]) == (body["x"], body["width"])
    lab.set_viewport_size({"width": 1280, "height": 800})


def test_rules_of_accessibility_and_figures(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    cell(lab, "Boat 2").click()
    lab.keyboard.press("ArrowRight")
    lab.keyboard.press("F2")
    expect(lab.get_by_role("textbox", name="Crew, row 3")).to_be_focused()
    lab.evaluate(AXE.read_text("utf-8"))
    found = lab.evaluate(
        "async () => (await axe.run('#app', { resultTypes: ['violations'] })).violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 300)])"
    )
    assert not found, found
    step = lab.evaluate(
        """async () => {
          const grid = document.querySelector(".sk-dt");
          const times = [];
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          for (let n = 0; n < 20; n++) {
            for (let n = 0; n < 4; n++) await frame();
            grid.scrollTop += 144;
            const start = performance.now();
            grid.dispatchEvent(new Event("scroll"));  // the browser's own comes with the next frame, and changes nothing
            times.push(performance.now() - start);
          }
          return times.sort((a, b) => a - b)[10];
        }"""
    )
    print(f"a scroll step takes {step:.1f} ms")
    assert step < 200  # some milliseconds on a machine that is not busy
