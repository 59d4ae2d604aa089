"""Garbage collection waits while a page is brought up to date."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from skerry.session import collection
from skerry.session.collection import COLLECTION_WAITS, collect_seldom
from skerry.testing import App

SOURCE = """
import gc
import skerry as sk

@sk.state
class Seen:
    here: list[bool] = []
    count: int = 0

def press(seen: Seen):
    seen.here.append(gc.isenabled())
    seen.count += 1

@sk.page("/")
def home(seen: Seen):
    sk.button("press", on_click=press)
    sk.text(f"{seen.count} {gc.isenabled()} {seen.here}")
"""


def test_it_waits_for_the_page_and_not_for_handlers() -> None:
    app = App(source=SOURCE)
    app.find("press").click()
    assert "1 False [True]" in app.text
    assert gc.isenabled()


def test_an_app_that_has_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with COLLECTION_WAITS:
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="no"), COLLECTION_WAITS:
        raise ValueError("no")
    assert gc.isenabled()


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """As in a page; gets the generations that are collected by name."""
    threshold = gc.get_threshold()
    collected: list[int] = []
    gc.collect()
    collect_seldom()
    monkeypatch.setattr(collection.gc, "collect", collected.append)
    try:
        yield collected
    finally:
        COLLECTION_WAITS.says_idle = False
        COLLECTION_WAITS.end()
        gc.set_threshold(*threshold)


def made(number: int) -> list[list[int]]:
    return [[] for _ in range(number)]


def test_one_that_is_due_waits_for_the_page_to_be_idle(seldom: list[int]) -> None:
    with COLLECTION_WAITS:
        kept = made(25_000)
    assert kept and gc.isenabled() and gc.get_threshold()[0] == 200_000, "Python itself sees to it that it does not wait for ever"
    with COLLECTION_WAITS:
        pass
    assert COLLECTION_WAITS.waiting and not seldom
    COLLECTION_WAITS.idle()
    assert gc.get_threshold()[0] == 20_000 and seldom == [1]


def test_few_objects_are_not_looked_at(seldom: list[int]) -> None:
    with COLLECTION_WAITS:
        kept = made(10)
    COLLECTION_WAITS.idle()
    assert kept and gc.get_threshold()[0] == 20_000 and not seldom


def test_what_an_app_has_set_stays(seldom: list[int]) -> None:
    with COLLECTION_WAITS:
        kept = made(25_000)
    gc.disable()
    try:
        COLLECTION_WAITS.idle()
        assert not gc.isenabled() and not seldom
    finally:
        gc.enable()
    gc.set_threshold(0)
    with COLLECTION_WAITS:
        kept += made(25_000)
    COLLECTION_WAITS.idle()
    assert kept and gc.get_threshold()[0] == 0 and not seldom


def test_a_handler_that_comes_first_is_not_kept_waiting_by_it_unless_it_makes_as_many_objects_as_ever(seldom: list[int]) -> None:
    app = App(source=SOURCE)
    with COLLECTION_WAITS:
        kept = made(25_000)
    assert kept and COLLECTION_WAITS.waiting
    app.find("press").click()
    assert "1 False [True]" in app.text
    assert COLLECTION_WAITS.waiting and not seldom and gc.get_count()[0] > 25_000, "nothing was looked at meanwhile"
    COLLECTION_WAITS.go_on()
    assert 45_000 < gc.get_threshold()[0] < 60_000
    kept += made(40_000)
    assert gc.get_count()[0] < 25_000, "Python has looked"
    COLLECTION_WAITS.idle()
    assert not COLLECTION_WAITS.waiting and gc.get_threshold()[0] == 20_000


def test_handlers_do_not_put_it_off_for_ever(seldom: list[int]) -> None:
    with COLLECTION_WAITS:
        kept = made(190_000)
    COLLECTION_WAITS.go_on()
    assert kept and gc.get_threshold()[0] == 200_000


def test_a_handler_leaves_alone_what_an_app_has_set(seldom: list[int]) -> None:
    with COLLECTION_WAITS:
        kept = made(25_000)
    gc.set_threshold(700)
    COLLECTION_WAITS.go_on()
    COLLECTION_WAITS.idle()
    assert kept and gc.get_threshold()[0] == 700
