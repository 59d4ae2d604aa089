"""State that outlives the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from skerry import StateError, state
from skerry.session import saving
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


def test_a_change_is_saved_after_it_is_shown_and_comes_back() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        assert "1 lines" in app.text and app.stage.cupboard.stored == {}
        app.advance(0.1)
        assert set(app.stage.cupboard.stored) == {"browser", "tab"}
        stored = app.stored
    with App(source=NOTES, stored=stored) as app:
        assert "1 lines, typed, 0 clicks" in app.text


def test_quick_changes_are_saved_together() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        app.advance(0.1)
        app.find("Add").click()
        app.find("Add").click()
        app.advance(0.1)
        assert len(_lines(app)) == 1
        app.advance(0.3)
        assert len(_lines(app)) == 3


def test_a_page_that_may_go_away_has_everything_saved() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        app.find("Add").click()
        app.send({"t": "hide"})
        assert len(_lines(app)) == 2


def test_only_classes_that_have_changed_are_encoded_and_what_is_equal_is_not_sent_again() -> None:
    with App(source=NOTES) as app:
        sent = watched(app)
        app.find("Add").click()
        app.advance(1)
        assert sorted(sent) == ["app:Draft", "app:Notes"]
        app.find("Add").click()
        app.advance(1)
        assert sorted(sent) == ["app:Draft", "app:Notes", "app:Notes"], "the draft is as it was"


def test_an_app_at_rest_has_nothing_that_runs() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        app.advance(2)
        assert app.session.saving._task is None and not app.stage.loop._scheduled  # type: ignore[attr-defined]


def test_what_a_failed_handler_has_undone_is_not_kept() -> None:
    source = NOTES.replace("def spoil", "def fail(notes: Notes):\n    notes.lines.append('half')\n    raise ValueError('no')\n\ndef spoil")
    with App(source=source.replace("Spoil", "Fail").replace('"click": spoil', '"click": fail'), raises=False) as app:
        app.find("Add").click()
        app.find("Fail").click()
        app.advance(1)
        assert _lines(app) == ["line 0"]


def test_what_is_written_outside_of_handlers_is_saved_too() -> None:
    with App(source=NOTES) as app:
        app.state(app.module().Notes).lines.append("from the test")
        app.advance(1)
        assert _lines(app) == ["from the test"]


def test_a_field_that_is_not_to_be_kept_has_its_default_again() -> None:
    source = NOTES.replace("odd: object = None", "odd: object = sk.field(default=7, persist=False)").replace("lambda: None", "8")
    with App(source=source) as app:
        app.find("Add").click()
        app.find("Spoil").click()
        stored = app.stored
        assert _state(stored, "browser", "app:Notes") == {"lines": ["line 0"]}
    with App(source=source, stored=stored) as app:
        notes = app.state(app.module().Notes)
        assert (notes.lines, notes.odd) == (["line 0"], 7)


def test_a_value_that_cannot_be_saved_is_named_and_the_rest_is_saved() -> None:
    with App(source=NOTES) as app:
        app.find("Add").click()
        app.find("Spoil").click()
        app.advance(0.3)
        assert len(_lines(app)) == 1
        assert [text for level, text in app.logs if level == "warning"] == [
            "Notes.odd is not saved: it is a builtins.function"
        ]


def test_a_place_that_there_is_not_is_an_error() -> None:
    with pytest.raises(StateError, match="Did you mean 'browser'"):

        @state(persist="brower")  # type: ignore[call-overload]
        class Wrong:
            pass


RECOVER = """
import asyncio
import skerry as sk
from dataclasses import dataclass, field

@dataclass
class Row:
    number: int
    tags: list[str] = field(default_factory=list)

@sk.state
class Rows:
    rows: list[Row] = []
    chosen: Row | None = None
    told: str = ""

def fill(state: Rows):
    state.rows = [Row(n, ["a", "b"]) for n in range(3000)]
    state.chosen = state.rows[2]

def tell(state: Rows):
    state.told += "x"

@sk.page("/")
def home(state: Rows):
    sk.button("Fill", on_click=fill)
    sk.button("Tell", on_click=tell)
    sk.text(f"{len(state.rows)} rows, {state.told}")
"""


def _recovering(app: App) -> None:
    app.session.saving.greeted({"recover": True})


def test_for_a_restart_every_state_is_kept_with_the_page_and_only_where_it_asks() -> None:
    with App(source=RECOVER) as app:
        app.find("Tell").click()
        app.advance(2)
        assert app.stored == {}
        _recovering(app)
        app.find("Fill").click()
        app.find("Tell").click()
        stored = app.stored
        assert list(stored) == ["page"]
    with App(source=RECOVER, stored=stored) as app:
        assert "3000 rows, xx" in app.text
        rows = app.state(app.module().Rows)
        assert rows.chosen is rows.rows[2], "one object in two places is one still"


def test_a_large_state_is_encoded_a_little_at_a_time_and_sent_in_parts() -> None:
    with App(source=RECOVER) as app:
        _recovering(app)
        turns = slowed(app)
        app.find("Fill").click()
        app.advance(5)
        assert turns() > 20
        text = app.stage.cupboard.stored["page"]["app:Rows"][0]["text"]
        whole = app.session.saving._whole(app.module().Rows)
        assert text == whole


def test_a_state_that_is_changed_while_it_is_encoded_is_encoded_anew() -> None:
    with App(source=RECOVER) as app:
        _recovering(app)
        slowed(app)
        app.find("Fill").click()
        app.advance(0.1)
        assert app.stage.cupboard.stored == {}, "it is under way"
        app.find("Tell").click()
        app.advance(10)
        assert _state(app.stage.cupboard.stored, "page", "app:Rows")["told"] == "x"


def test_a_state_that_never_rests_is_saved_all_the_same() -> None:
    source = RECOVER.replace("def tell(state: Rows):", "async def tell(state: Rows):\n    for _ in range(400):\n        await asyncio.sleep(0.05)\n        state.told += 'x'\n\ndef old(state: Rows):")
    with App(source=source) as app:
        _recovering(app)
        slowed(app)
        app.find("Fill").click()
        app.find("Tell").click()
        app.advance(15)
        assert len(_state(app.stage.cupboard.stored, "page", "app:Rows")["told"]) > 10


def test_a_page_that_goes_away_while_a_state_is_encoded_has_all_of_it() -> None:
    with App(source=RECOVER) as app:
        _recovering(app)
        slowed(app)
        app.find("Fill").click()
        app.advance(0.1)
        stored = app.stored
        assert len(_state(stored, "page", "app:Rows")["rows"]) == 3000
        app.advance(5)
        assert app.stage.cupboard.stored["page"]["app:Rows"][0]["text"] == stored["page"]["app:Rows"][0]["text"]


def test_to_forget_leaves_nothing_and_later_changes_are_kept_again() -> None:
    source = NOTES.replace("def spoil(notes: Notes):", "def spoil(notes: Notes):\n    sk.reset(notes)\n    sk.forget(Notes)\n    return\n")
    with App(source=source) as app:
        app.find("Add").click()
        app.advance(1)
        app.find("Spoil").click()
        app.advance(1)
        assert set(app.stored["browser"]) == set() and set(app.stored["tab"]) == {"app:Draft"}
        assert "0 lines" in app.text
        app.find("Add").click()
        app.advance(1)
        assert len(_lines(app)) == 1
    with App(source=source.replace("sk.forget(Notes)", "sk.forget()")) as app:
        app.find("Add").click()
        app.find("Spoil").click()
        app.advance(1)
        assert app.stored == {"browser": {}, "tab": {}} or app.stored == {}


def test_to_forget_what_is_no_state_class_is_an_error() -> None:
    source = NOTES.replace("def spoil(notes: Notes):", "def spoil(notes: Notes):\n    sk.forget(notes)\n")
    with App(source=source, raises=False) as app:
        app.find("Spoil").click()
        assert "expected state classes, as in sk.forget(Notes)" in app.errors[0]["message"]


CHAIN = """
import skerry as sk
from dataclasses import dataclass

@dataclass
class Node:
    number: int = 0
    next: "Node | None" = None

@sk.state(persist="browser")
class Chain:
    head: Node | None = None

@sk.state(persist="browser")
class Notes:
    lines: list[str] = []

def grow(chain: Chain, notes: Notes):
    for n in range(100):
        chain.head = Node(n, chain.head)
    notes.lines.append("x")

def cut(chain: Chain):
    chain.head = Node(7)

@sk.page("/")
def home(chain: Chain, notes: Notes):
    sk.button("Grow", on_click=grow)
    sk.button("Cut", on_click=cut)
    sk.text(f"{len(notes.lines)} lines")
"""


@pytest.mark.parametrize("at_once", [False, True])
def test_a_state_that_cannot_be_saved_stops_no_other_and_is_said_once_until_it_can_be(at_once: bool) -> None:
    with App(source=CHAIN, raises=False) as app:

        def press(name: str) -> None:
            app.find(name).click()
            if at_once:
                app.send({"t": "hide"})
            app.advance(1)

        press("Grow")
        before = _state(app.stage.cupboard.stored, "browser", "app:Chain")
        for count in range(2, 5):
            press("Grow")
            assert len(_lines(app)) == count, "the others are saved"
        (error,) = app.errors
        assert error["message"].startswith("Chain is not kept as it is now: its objects stand one in another too deeply")
        assert not error["fatal"] and "encoding.py" not in error["text"]
        assert _state(app.stage.cupboard.stored, "browser", "app:Chain") == before, "what was kept before stays"
        press("Cut")
        assert _state(app.stage.cupboard.stored, "browser", "app:Chain")["head"]["$data"][1]["number"] == 7
        assert ("info", "Chain is kept again") in app.logs
        press("Grow")
        press("Grow")
        assert len(app.errors) == 2 and len(_lines(app)) == 6
        stored = app.stored
    with App(source=CHAIN, stored=stored) as app:
        assert "6 lines" in app.text


def test_whatever_a_state_raises_while_it_is_saved_is_named_with_its_cause() -> None:
    source = CHAIN.replace("class Notes:", "class Notes:\n    wrong: bool = False").replace('notes.lines.append("x")', """
        notes.lines.append("x")
        notes.wrong = True
""") + """
from skerry.session import saving
real = saving.pieces
def pieces(encoder, value, cls):
    if cls is Notes and value.wrong:
        raise SystemExit("no such thing")
    return real(encoder, value, cls)
saving.pieces = pieces
"""
    real = saving.pieces
    try:
        with App(source=source, raises=False) as app:
            app.find("Grow").click()
            app.advance(1)
            (error,) = app.errors
            assert "Notes is not kept as it is now: SystemExit: no such thing" in error["message"]
            assert list(app.stage.cupboard.stored["browser"]) == ["app:Chain"]
    finally:
        saving.pieces = real


def watched(app: App) -> list[str]:
    """The names of what is saved from now on."""
    found: list[str] = []
    send = app.session.send

    def noted(message: dict[str, Any]) -> None:
        if message["t"] == "save":
            found.append(message["name"])
        send(message)

    app.session.send = noted  # type: ignore[method-assign]
    return found


def slowed(app: App) -> Callable[[], int]:
    """Encoding takes time from now on: a millisecond for each look at the clock. Gives the number of looks so far."""
    host, count = app.stage.host, [0]
    now = host.now

    def later() -> float:
        if app.session.saving._encoding is not None:
            count[0] += 1
        return now() + count[0] / 1000

    host.now = later  # type: ignore[method-assign]
    return lambda: count[0]


def _state(stored: dict[str, Any], where: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stored[where][name][-1]["text"])["state"]
    return found


def _lines(app: App) -> list[str]:
    found: list[str] = _state(app.stage.cupboard.stored or app.stored, "browser", "app:Notes")["lines"]
    return found
