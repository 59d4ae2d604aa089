"""A plain function that asks nothing of its event is called without working out what it might have asked."""

from __future__ import annotations

from typing import Any

import pytest

from skerry.scheduler import Run
from skerry.testing import App

SOURCE = """
import functools
import skerry as sk

@sk.state
class Desk:
    count: int = 0
    told: str = ""

def add(state: Desk):
    state.count += 1

def note(key, payload, state: Desk):
    state.told = f"{key} {payload}"

def whole(event: sk.ClickEvent, state: Desk):
    state.told = event.type

def given(state: Desk, step=5):
    state.count += step

def wrapped(fn):
    @functools.wraps(fn)
    def inner(**values):
        values["state"].told = "wrapped"
        return fn(**values)
    return inner

@wrapped
def decorated(state: Desk):
    state.count += 1

def fails(state: Desk):
    state.count = 100
    raise ValueError("no")

@sk.page("/")
def home(state: Desk):
    for handler in (add, note, whole, given, decorated, fails):
        sk.button(handler.__name__, key=handler.__name__, on_click=handler)
    sk.text(f"{state.count} {state.told}")
"""


@pytest.fixture
def app() -> App:
    return App(source=SOURCE)


def routed(app: App, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gets the names of the handlers that are called this way."""
    names: list[str] = []
    make = app.session.runs.for_route

    def note(route: Any, *rest: Any) -> Run:
        names.append(route.name)
        return make(route, *rest)

    monkeypatch.setattr(app.session.runs, "for_route", note)
    return names


def test_who_asks_for_nothing_goes_there_and_gets_the_same(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    names = routed(app, monkeypatch)
    for name in ("add", "note", "whole", "given", "decorated"):
        app.find(name).click()
    assert names == ["add"], "a payload, an event, a default and a decorator are for the general way"
    assert "7 wrapped" in app.text


def test_what_it_changed_is_undone_where_it_fails(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    names = routed(app, monkeypatch)
    app.find("add").click()
    with pytest.raises(Exception, match="no"):
        app.find("fails").click()
    app.find("add").click()
    assert names == ["add", "fails", "add"] and app.text.endswith(" 2")


def test_where_all_handlers_start_on_the_loop_it_does(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.session.runs, "_all_on_loop", True)
    submitted: list[Run] = []
    monkeypatch.setattr(app.session.scheduler, "submit", submitted.append)
    app.find("add").click()
    assert [run.spawn for run in submitted] == [True]


def test_once_it_has_slept_it_starts_on_the_loop(app: App) -> None:
    session = app.session
    element = next(one for one in session.tree.all_listening() if one.key == "add")
    handler = element.listeners["click"]  # type: ignore[index]
    assert session.bindings.route(handler, "click") is not None
    session.bindings.mark_blocking(handler)
    assert session.bindings.route(handler, "click") is None


MADE = """
import skerry as sk

@sk.state
class Left:
    count: int = 0

@sk.state
class Right:
    count: int = 0

def adder(cls, by=None):
    def add(state: cls):
        state.count += 1
    def add_some(state: cls, by=by):
        state.count += by
    return add if by is None else add_some

@sk.page("/")
def home(left: Left, right: Right):
    sk.button("left", on_click=adder(Left))
    sk.button("right", on_click=adder(Right))
    sk.button("left by ten", on_click=adder(Left, 10))
    sk.button("right by ten", on_click=adder(Right, 10))
    sk.text(f"{left.count} {right.count}")
"""


def test_handlers_of_one_piece_of_source_take_the_state_that_they_name() -> None:
    with App(source=MADE) as app:
        for name in ("left", "right", "right", "left by ten", "right by ten", "right by ten"):
            app.find(name).click()
        assert "11 22" in app.text
