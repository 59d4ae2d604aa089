"""sk.each(virtual=True) in the page: a list of a hundred thousand rows, of which a few dozen are there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

LIST = """
from dataclasses import dataclass
import skerry as sk

@dataclass
class Boat:
    id: int
    name: str

@sk.state
class Fleet:
    boats: list[Boat] = [Boat(n, f"boat {n}") for n in range(COUNT)]
    heard: str = ""

def press(event: sk.ClickEvent, fleet: Fleet):
    fleet.heard = f"pressed {event.key}"
    fleet.boats[event.key].name += "!"

def typed(event: sk.InputEvent, fleet: Fleet):
    fleet.heard = f"typed {event.value}"

def sink(fleet: Fleet):
    del fleet.boats[100:]

sk.css(".box { block-size: 300px; overflow: auto } .boat { padding: 3px } .boat:nth-child(7n) { padding-block: 20px }")

def row(boat: Boat):
    with sk.element("li", class_="boat"):
        sk.button(boat.name, key=boat.id, on_click=press)
        sk.element("input", key=boat.id, aria_label=f"note {boat.id}", on_input=typed)

@sk.page("/")
def home(fleet: Fleet):
    sk.button("sink", on_click=sink)
    sk.text(fleet.heard, aria_label="heard", role="status")
    with sk.element("ul", class_="CLASS", aria_label="Boats"):
        sk.each(fleet.boats, row, key="id", virtual=True)
    sk.button("after")
"""


@pytest.fixture(params=["box", ""], ids=["in a box", "in the window"])
def boats(lab: Page, mount: Callable[..., None], request: pytest.FixtureRequest) -> Locator:
    mount(LIST.replace("CLASS", request.param).replace("COUNT", "100_000"))
    return lab.get_by_role("list", name="Boats")


def scroll(boats: Locator, share: float) -> None:
    """To a share of the list's height, as by dragging the scroll bar."""
    boats.evaluate(
        """(list, share) => {
          const box = getComputedStyle(list).overflowY === "auto" ? list : document.scrollingElement;
          box.scrollTop = share * box.scrollHeight;
        }""",
        share,
    )


def in_view(boats: Locator) -> Locator:
    """The rows of which something can be seen."""
    boats.evaluate(
        """(list) => {
          const own = list.getBoundingClientRect();
          const [top, bottom] = [Math.max(0, own.top), Math.min(innerHeight, own.bottom)];
          for (const row of list.querySelectorAll(".boat")) {
            const { top: upper, bottom: lower } = row.getBoundingClientRect();
            row.toggleAttribute("data-seen", lower > top && upper < bottom);
          }
        }"""
    )
    return boats.locator("[data-seen]")


def test_a_hundred_thousand_rows_scrolled_and_used(boats: Locator, lab: Page) -> None:
    expect(boats.get_by_role("button", name="boat 0", exact=True)).to_be_visible()
    assert boats.locator(".boat").count() < 150
    for share in (0.5, 0.9, 0.1):
        scroll(boats, share)
        lab.wait_for_function(
            """(list) => {
              const own = list.getBoundingClientRect();
              const [top, bottom] = [Math.max(0, own.top), Math.min(innerHeight, own.bottom)];
              const gaps = [...list.querySelectorAll("[data-gap]")].map((gap) => gap.getBoundingClientRect());
              return gaps.every((gap) => gap.bottom <= top || gap.top >= bottom || gap.height < 1);
            }""",
            arg=boats.element_handle(),
        )
        names = in_view(boats).locator("button").all_text_contents()
        numbers = [int(name.strip("!").partition(" ")[2]) for name in names]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) and len(numbers) > 3
        assert abs(numbers[0] / 100_000 - share) < 0.02
        assert boats.locator(".boat").count() < 250
    button = in_view(boats).locator("button").nth(2)
    name = button.text_content()
    button.click()
    expect(boats.get_by_role("button", name=f"{name}!", exact=True)).to_be_visible()
    expect(lab.get_by_role("status", name="heard")).to_have_text(f"pressed {str(name).partition(' ')[2]}")


def test_the_focus_and_what_was_typed_stay_when_they_are_scrolled_away(boats: Locator, lab: Page) -> None:
    note = boats.get_by_label("note 3", exact=True)
    note.press_sequentially("ahoy")
    note.evaluate("(note) => { window.note = note }")
    scroll(boats, 0.5)
    expect(boats.get_by_label("note 20", exact=True)).to_have_count(0)
    expect(note).to_be_focused()
    lab.keyboard.type("!")
    expect(lab.get_by_role("status", name="heard")).to_have_text("typed ahoy!")
    scroll(boats, 0)
    expect(boats.get_by_label("note 4", exact=True)).to_be_visible()
    assert note.evaluate("(note) => note === window.note && note.value") == "ahoy!"
    lab.keyboard.press("Tab")
    expect(boats.get_by_role("button", name="boat 4", exact=True)).to_be_focused()


def test_the_list_becomes_short_and_what_follows_comes_near(boats: Locator, lab: Page) -> None:
    lab.wait_for_function(
        """(list) => {
          const box = getComputedStyle(list).overflowY === "auto" ? list : document.scrollingElement;
          box.scrollTop = box.scrollHeight;
          return [...list.querySelectorAll("button")].some((button) => button.textContent === "boat 99999");
        }""",
        arg=boats.element_handle(),
    )
    lab.get_by_role("button", name="sink").dispatch_event("click")
    expect(boats.get_by_role("button", name="boat 99", exact=True)).to_be_visible()
    expect(boats.get_by_role("button", name="boat 99999", exact=True)).to_have_count(0)
    lab.get_by_role("button", name="after").scroll_into_view_if_needed()
    expect(lab.get_by_role("button", name="after")).to_be_in_viewport()
