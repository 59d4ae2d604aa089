"""Fields: their markup, and what a person's value becomes in the state."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest

from skerry.testing import App

from .conftest import Page

FIELDS = {
    "input": 'sk.input("Label", help="Helps", error="Wrong", required=True)',
    "textarea": 'sk.textarea("Label", help="Helps", error="Wrong", required=True)',
    "number": 'sk.number("Label", help="Helps", error="Wrong", required=True)',
    "select": 'sk.select("Label", [1, 2], help="Helps", error="Wrong", required=True)',
    "slider": 'sk.slider("Label", help="Helps", error="Wrong")',
    "date": 'sk.date("Label", help="Helps", error="Wrong", required=True)',
    "time": 'sk.time("Label", help="Helps", error="Wrong", required=True)',
    "color": 'sk.color("Label", help="Helps", error="Wrong")',
    "file_input": 'sk.file_input("Label", help="Helps", error="Wrong", required=True)',
    "checkbox": 'sk.checkbox("Label", help="Helps", error="Wrong", required=True)',
    "switch": 'sk.switch("Label", help="Helps", error="Wrong")',
}


def state(app: App) -> Any:
    return app.state(app.module().S)


@pytest.mark.parametrize("name", FIELDS)
def test_label_help_and_error_belong_to_the_control(name: str, html: Callable[[str], str]) -> None:
    text = html(FIELDS[name])
    control = re.search(r"<(?:input|textarea|select)\b[^>]*>", text)
    assert control is not None
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', control[0]))
    assert f'for="{attributes["id"]}"' in text
    described = attributes["aria-describedby"].split()
    assert [re.search(rf'id="{one}"[^>]*>([^<]*)<', text)[1] for one in described] == ["Helps", "Wrong"]  # type: ignore[index]
    assert attributes["aria-invalid"] == "true"
    assert 'role="alert"' in text
    assert (" required" in control[0]) == ("required=True" in FIELDS[name])


@pytest.mark.parametrize(
    ("field", "entered", "becomes"),
    [
        ('sk.input("F", bind=ref.text)', "Gull", ("text", "Gull")),
        ('sk.textarea("F", bind=ref.text)', "a\nb", ("text", "a\nb")),
        ('sk.number("F", bind=ref.count)', "12", ("count", 12)),
        ('sk.number("F", bind=ref.count)', "1.5", ("count", 1.5)),
        ('sk.number("F", bind=ref.count)', "many", ("count", 3)),
        ('sk.number("F", bind=ref.count)', "", ("count", 3)),
        ('sk.number("F", bind=ref.count, max=9)', "10", ("count", 3)),
        ('sk.number("F", bind=ref.size)', "2", ("size", 2.0)),
        ('sk.number("F", bind=ref.maybe)', "", ("maybe", None)),
        ('sk.slider("F", 0, 10, bind=ref.count)', "4", ("count", 4)),
        ('sk.slider("F", 0, 10, bind=ref.size, step=0.5)', "4", ("size", 4.0)),
        ('sk.date("F", bind=ref.day)', "2026-11-21", ("day", datetime.date(2026, 11, 21))),
        ('sk.date("F", bind=ref.iso)', "2026-11-21", ("iso", "2026-11-21")),
        ('sk.time("F", bind=ref.at)', "07:30", ("at", datetime.time(7, 30))),
        ('sk.color("F", bind=ref.text)', "#102030", ("text", "#102030")),
    ],
)
def test_what_is_entered_becomes_the_states_value(field: str, entered: str, becomes: tuple[str, Any], page: Page) -> None:
    app = page(field)
    app.find(label="F").fill(entered)
    name, value = becomes
    assert (getattr(state(app), name), type(getattr(state(app), name))) == (value, type(value))


def test_a_field_shows_what_the_state_has(page: Page) -> None:
    app = page('sk.number("Size", bind=ref.size)\nsk.date("Day", bind=ref.iso)\nsk.input("Text", bind=ref.text)')
    state(app).size = 4.0
    state(app).text = "Gull"
    app.advance(0.02)
    assert [app.find(label=label).value for label in ("Size", "Day", "Text")] == ["4", "2026-01-02", "Gull"]


def test_boxes_and_lists_keep_the_type_of_what_is_chosen(page: Page) -> None:
    app = page(
        """
        sk.checkbox("Box", bind=ref.on)
        sk.radio("Rig", Rig, bind=ref.rig, on_change=note, key="rig")
        sk.select("Number", {1: "one", 2: "two"}, bind=ref.number)
        sk.multiselect("Many", [1, 2, 3], bind=ref.many)
        """
    )
    app.find(label="Box").check()
    app.find("ketch", role="radio").check()
    app.find(label="Number").select("one")
    app.find(tag="summary").click()
    app.find("1", role="checkbox").check()
    app.find("3", role="checkbox").check(False)
    s = state(app)
    assert (s.on, s.rig.name, s.number, s.many) == (True, "KETCH", 1, [1])
    assert s.log == [("ChangeEvent", "rig")]


def test_a_form_gives_its_values_by_name(page: Page) -> None:
    app = page(
        """
        with sk.form(on_submit=lambda event, s: s.log.append(event.values), error="Not sent yet"):
            sk.input("Full name", "Ada")
            sk.number("Crew", 4, key="crew")
            sk.button("Send", type="submit")
        """.replace("lambda event, s:", "lambda event, state:").replace("s.log", "state.log")
    )
    assert "Not sent yet" in app.text
    app.find("Send").click()
    assert state(app).log == [{"full_name": "Ada", "crew": "4"}]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('sk.input("")', "needs a label"),
        ('sk.input("F", bind=s.text)', "Write bind=sk.ref"),
        ('sk.input("F", "x", bind=ref.text)', "both value and bind"),
        ('sk.input("F", placehodler="x")', "sk.input.. has no argument 'placehodler'. Did you mean 'placeholder'"),
        ('sk.button("F", on_clik=note)', "Did you mean 'on_click'"),
        ('sk.button("F", kind="primry")', "Did you mean 'primary'"),
        ('sk.checkbox("F", chekced=True)', "sk.checkbox.. has no argument 'chekced'. Did you mean 'checked'"),
        ('sk.select("F", "abc")', "options are a list of values"),
        ('sk.slider("F", 10, 0)', "min must be less than max"),
        ('sk.heading("F", 7)', "a number from 1"),
        ('sk.link("F", "javascript:alert(1)")', "use sk.button"),
        ("sk.progress(50)", "done / total"),
        ('sk.theme(accent="#12345")', "3 or 6 digits"),
        ("sk.table(7)", "takes rows"),
        ('sk.table([{"a": 1}], ["b"])', "there is no column 'b'"),
        ("sk.image(b'none', alt='')", "they are no PNG"),
        ("sk.tabs([])", "at least one label"),
    ],
)
def test_what_is_wrong_is_said(source: str, says: str, page: Page) -> None:
    with pytest.raises(AssertionError, match=says):
        page(source)
