"""Garbage collection waits while a page is brought up to date."""

from __future__ import annotations

import gc

import pytest

from skerry.session.collection import COLLECTION_WAITS
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
