"""State that outlives the page."""

from __future__ import annotations

import pytest

from skerry import StateError, state
from skerry.testing import App

NOTES = """
import skerry as sk
from skerry.view import element

@sk.state(persist="browser")
class Notes:
    lines: list[str] = []
    odd: object = None

@sk.state(persist="tab")
class Draft:
    text: str = ""

@sk.state
class Passing:
    count: int = 0

def add(notes: Notes, draft: Draft, passing: Passing):
    notes.lines.append(f"line {len(notes.lines)}")
    draft.text = "typed"
    passing.count += 1

def spoil(notes: Notes):
    notes.odd = lambda: None

@sk.page("/")
def home(notes: Notes, draft: Draft, passing: Passing):
    element("button", "Add", on={"click": add})
    element("button", "Spoil", on={"click": spoil})
    element("p", f"{len(notes.lines)} lines, {draft.text or 'no draft'}, {passing.count} clicks")
"""


def test_a_change_is_saved_in_a_turn_of_its_own_and_comes_back() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        assert set(app.stored) == {"browser", "tab"}
        stored = app.stored
    with App(source=NOTES, stored=stored) as app:
        assert "1 lines, typed, 0 clicks" in app.text


def test_quick_changes_are_saved_together() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        app.find("Add").click()
        app.find("Add").click()
        assert len(_lines(app)) == 1
        app.advance(0.3)
        assert len(_lines(app)) == 3


def test_a_page_that_may_go_away_has_everything_saved() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        app.find("Add").click()
        app.send({"t": "hide"})
        assert len(_lines(app)) == 2


def test_a_value_that_cannot_be_saved_is_named_and_the_rest_is_saved() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        app.find("Spoil").click()
        app.advance(0.3)
        assert len(_lines(app)) == 1
        assert [text for level, text in app.logs if level == "warning"] == [
            "Notes.odd is not saved: it is a builtins.function"
        ]


def test_kept_state_that_no_longer_fits_is_reported_and_the_app_starts() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        stored = app.stored
    with App(source=NOTES.replace("lines: list[str]", "lines: list[int]"), stored=stored) as app:
        assert "0 lines, typed" in app.text
        assert any("Notes.lines" in text for _, text in app.logs)


def test_a_place_that_there_is_not_is_an_error() -> None:
    with pytest.raises(StateError, match="Did you mean 'browser'"):

        @state(persist="brower")  # type: ignore[call-overload]
        class Wrong:
            pass


def _lines(app: App) -> list[str]:
    found: list[str] = app.stored["browser"]["roots"]["app:Notes"]["lines"]
    return found
