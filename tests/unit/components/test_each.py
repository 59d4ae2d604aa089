"""sk.each(virtual=...): which rows of a long list are in the page, and what stands for the others."""

from __future__ import annotations

from typing import Any

import pytest

from skerry.testing import App, AppFailure

SOURCE = """
from dataclasses import dataclass
import skerry as sk

@dataclass
class Boat:
    id: int
    name: str

@sk.state
class Fleet:
    boats: list[Boat] = [Boat(n, f"boat {n}") for n in range(10_000)]
    heard: str = ""

def press(event: sk.ClickEvent, fleet: Fleet):
    fleet.heard = f"pressed {event.key}"

def rename(fleet: Fleet):
    fleet.boats[3].name = "Tern"
    fleet.boats[9_000].name = "Puffin"

def sink(fleet: Fleet):
    del fleet.boats[0]

def few(fleet: Fleet):
    del fleet.boats[20:]

def row(boat: Boat, mark: str):
    with sk.element("li"):
        sk.button(f"{mark} {boat.name}", key=boat.id, on_click=press)

@sk.page("/")
def home(fleet: Fleet):
    for handler in (rename, sink, few):
        sk.button(handler.__name__, on_click=handler)
    with sk.element("ul"):
        sk.each(fleet.boats, row, key="id", virtual=VIRTUAL, mark="*")
    sk.text(fleet.heard)
"""


def made(virtual: str = "20") -> App:
    return App(source=SOURCE.replace("VIRTUAL", virtual))


def shown(app: App) -> list[str]:
    (ul,) = [node for node in app.document.root.walk() if node.tag == "ul"]
    return [_of(child) for child in ul.children]


def _of(child: Any) -> str:
    if "data-gap" in child.attrs:
        return f"{child.attrs['data-gap']} {child.children[0].style['block-size']}"
    return str(child.content).removeprefix("* boat ")


def scroll(app: App, upper: int, lower: int, height: int = 2000, part: int = -1, apart: bool = False) -> None:
    (node,) = [node for node in app.document.root.walk() if node.tag == "sk-range"]
    detail = {"upper": upper, "lower": lower, "height": height, "part": part, "apart": apart}
    app.stage.person.on_widget(node, "sk-range", "range", {"detail": detail})
    app.stage.settle()


def test_the_first_rows_are_there_before_anything_is_measured() -> None:
    assert shown(made()) == ["top 0px", *map(str, range(50)), "bottom 199000px"]
    assert shown(made("True"))[-1] == "bottom 318400px"


def test_the_rows_in_view_and_as_many_above_and_below() -> None:
    app = made()
    scroll(app, 2000, 2200)
    assert shown(app) == ["top 1800px", *map(str, range(90, 120)), "bottom 197600px"]
    scroll(app, 199_900, 200_100)
    assert shown(app)[1:-1] == [str(n) for n in range(9980, 10_000)]
    assert shown(app)[-1] == "bottom 0px"
    scroll(app, -300, 100)
    assert shown(app)[0] == "top 0px"


def test_rows_turn_out_to_be_higher() -> None:
    app = made()
    scroll(app, 5000, 5400, height=5050)
    assert shown(app)[1] == "91", "99 are above, each 50.5 pixels high, and 8 fit"
    assert shown(app)[0] == f"top {91 * 50.5:.0f}px"


def test_the_row_with_the_focus_stays_and_comes_back_as_it_was() -> None:
    app = made()
    scroll(app, 0, 200, part=100)  # the second of the 20 that are there
    scroll(app, 0, 200, part=100)
    scroll(app, 2000, 2200, part=100)
    assert shown(app)[:4] == ["top 40px", "2", "above 1740px", "90"]
    assert shown(app)[-1] == "bottom 197600px"
    scroll(app, 100_000, 100_200, part=0, apart=True)
    assert shown(app)[1] == "2"
    app.find("* boat 2", role="button").click()
    assert "pressed 2" in app.text
    scroll(app, 0, 200, part=0, apart=True)
    assert shown(app) == ["top 0px", *map(str, range(20)), "bottom 199600px"]
    scroll(app, 0, 200, part=950)
    scroll(app, 2000, 2200, part=950)
    scroll(app, 0, 100, part=0, apart=True)
    assert shown(app)[-3:] == ["below 180px", "19", "bottom 199600px"]


def test_changes_reach_rows_that_are_there_and_those_that_come_later() -> None:
    app = made()
    app.find("rename").click()
    assert "* Tern" in app.text and "Puffin" not in app.text
    app.find("sink").click()
    assert shown(app)[1] == "1"
    scroll(app, 179_900, 180_100)
    assert "* Puffin" in app.text
    app.find("few").click()
    assert shown(app) == ["top 0px", *map(str, [1, 2]), "* Tern", *map(str, range(4, 21)), "bottom 0px"]


@pytest.mark.parametrize("virtual", ["0", "-3", "'yes'"])
def test_a_height_that_is_none(virtual: str) -> None:
    with pytest.raises(AppFailure, match=r"virtual=.*True, or about how high a row is, in pixels"):
        made(virtual)


def test_a_page_that_tells_nonsense_is_told() -> None:
    app = App(source=SOURCE.replace("VIRTUAL", "20"), raises=False)
    scroll(app, "far", 3)  # type: ignore[arg-type]
    assert "range.upper must be int" in str(app.errors)
    assert shown(app)[1] == "0"
