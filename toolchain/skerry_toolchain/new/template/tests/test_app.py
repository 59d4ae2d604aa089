"""Works the app as a person would, without a browser."""

from pathlib import Path

import pytest
from skerry.testing import App

APP = Path(__file__).parents[1] / "app.py"


@pytest.fixture
def app():
    with App(APP) as opened:
        yield opened


def add(app, name):
    app.find("What to take").fill(name)
    app.find("Add", role="button").click()


def test_what_is_added_can_be_ticked(app):
    assert "Nothing on the list yet." in app.text
    add(app, "Toothbrush")
    add(app, "Tent")
    assert "2 of 2 to pack" in app.text
    assert app.find("What to take").value == ""
    app.find("Tent", role="checkbox").click()
    assert "1 of 2 to pack" in app.text


def test_a_blank_wish_is_no_item(app):
    add(app, "  ")
    assert "Nothing on the list yet." in app.text


def test_packing_everything_takes_its_time(app):
    add(app, "Toothbrush")
    add(app, "Tent")
    app.find("Pack all").click()
    assert "1 of 2 to pack" in app.text
    app.advance(0.3)  # seconds; nobody waits
    assert "All packed." in app.text
    app.find("Remove what is packed").click()
    assert "Nothing on the list yet." in app.text


def test_the_list_is_there_at_the_next_visit(app):
    add(app, "Tent")
    app.advance(1)
    with App(APP, stored=app.stored) as later:
        assert later.find("Tent", role="checkbox").exists
