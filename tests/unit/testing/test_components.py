"""The components, as a test finds and uses them."""

from __future__ import annotations

import datetime

import pytest

from skerry.testing import App

PAGE = """
import datetime
import skerry as sk

@sk.state
class S:
    name: str = ""
    about: str = ""
    age: int = 3
    agree: bool = False
    loud: bool = False
    colour: str = "red"
    size: int = 1
    tags: list[str] = []
    level: float = 5
    day: datetime.date = datetime.date(2026, 1, 1)
    open: bool = False
    tab: str = "One"

def show(state: S):
    state.open = True

def hide(state: S):
    state.open = False

@sk.page("/")
def home(state: S):
    ref = sk.ref(state)
    sk.input("Name", bind=ref.name, help="as on your card")
    sk.textarea("About", bind=ref.about)
    sk.number("Age", bind=ref.age, min=0)
    sk.checkbox("Agree", bind=ref.agree)
    sk.switch("Loud", bind=ref.loud)
    sk.radio("Colour", ["red", "blue"], bind=ref.colour)
    sk.select("Size", {1: "small", 2: "large"}, bind=ref.size)
    sk.slider("Level", 0, 10, bind=ref.level)
    sk.date("Day", bind=ref.day)
    with sk.expander("More"):
        sk.text("the rest")
    sk.button("Show", on_click=show)
    with sk.dialog("Sure?", open=state.open):
        sk.text("Really?")
        sk.button("No", on_click=hide)
"""


@pytest.fixture
def app() -> App:
    return App(source=PAGE)


@pytest.mark.parametrize(
    ("label", "typed", "field", "value"),
    [
        ("Name", "Ada", "name", "Ada"),
        ("About", "a\nb", "about", "a\nb"),
        ("Age", 36, "age", 36),
        ("Level", 7.5, "level", 7.5),
        ("Day", "2026-11-21", "day", datetime.date(2026, 11, 21)),
    ],
)
def test_fields_are_filled_by_their_label(app: App, label: str, typed: object, field: str, value: object) -> None:
    app.find(label=label).fill(typed)
    assert getattr(app.state(app.module().S), field) == value
    assert app.find(label).value == str(typed)


def test_boxes_switches_radios_and_lists(app: App) -> None:
    state = app.state(app.module().S)
    app.find("Agree").check()
    app.find("Loud", role="switch").click()
    app.find("blue", role="radio").click()
    app.find("Size").select("large")
    assert (state.agree, state.loud, state.colour, state.size) == (True, True, "blue", 2)
    assert app.find("red", role="radio").value is False
    assert app.find("blue", role="radio").value is True


def test_what_is_closed_is_not_seen_until_it_is_opened(app: App) -> None:
    assert "the rest" not in app.text
    app.find("More").click()
    assert "the rest" in app.text
    assert not app.find("No").exists
    app.find("Show").click()
    dialog = app.find("Sure?", role="dialog")
    assert "Really?" in dialog.text
    dialog.find("No").click()
    assert not app.find("No").exists
