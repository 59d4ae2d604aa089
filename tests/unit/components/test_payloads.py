"""Whatever a page sends for a component, its shape is checked: what does not fit is named, and the app goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.testing import App

SOURCE = '''
import skerry as sk

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'
TALK = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "yo"}]
BARS = {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}

@sk.state
class Desk:
    heard: int = 0
    text: str = ""
    number: float = 3
    on: bool = False
    rows: list[int] = []
    flags: list[str] = []
    chosen: str = "a"

def note(event, state: Desk):
    state.heard += 1

@sk.page("/")
def home(state: Desk):
    place = sk.ref(state)
    sk.chat(TALK, on_send=note, on_like=note, on_retry=note, on_undo=note, on_edit=note, on_clear=note)
    sk.data_table([{"a": n} for n in range(5)], bind=place.rows, on_select=note, on_edit=note, on_sort=note, editable=True)
    sk.upload("Upload", multiple=True, on_upload=note, on_delete=note)
    sk.image_input("Empty", on_upload=note)
    sk.image_input("Full", value=PICTURE, on_upload=note, on_select=note, on_clear=note)
    sk.webcam("Camera", on_capture=note)
    sk.microphone("Voice", on_record=note)
    sk.gallery([(PICTURE, "one"), (PICTURE, "two")], on_select=note)
    sk.json_view({"numbers": list(range(120))})
    sk.audio("bell.ogg", label="Bell", on_play=note, on_time_update=note)
    sk.plot({"data": [{"x": [1], "y": [2]}]}, label="Lines", on_click=note, on_select=note)
    sk.plot(BARS, label="Bars", on_click=note, on_select=note)
    sk.download_button("Save", b"x", "x.bin", on_download=note)
    sk.input("Text", bind=place.text, on_change=note, on_enter=note, on_input=note)
    sk.number("Number", bind=place.number, on_change=note)
    sk.slider("Slider", 0, 10, bind=place.number, on_release=note)
    sk.select("Select", ["a", "b"], bind=place.chosen, on_change=note)
    sk.radio("Radio", ["a", "b"], bind=place.chosen, on_change=note)
    sk.multiselect("Several", ["a", "b"], bind=place.flags, on_change=note)
    sk.checkbox("Check", bind=place.on, on_change=note)
    sk.file_input("File", on_change=note)
    with sk.tabs(["A", "B"]):
        sk.text("tab")
    with sk.expander("More"):
        sk.text("more")
    with sk.dialog("Dialog", bind=place.on):
        sk.text("dialog")
    with sk.form(on_submit=note):
        sk.input("Checked", validate=sk.rules.required())
        sk.button("Send it", type="submit")
    sk.button("goes on", on_click=note)
    sk.text(f"heard {state.heard}", key="heard")
'''

FIELDS = json.loads((Path(__file__).parents[2] / "vectors" / "events.json").read_text("utf-8"))["events"]
FILE = {"id": "f", "name": "n", "size": 1, "type": "t", "last_modified": 0}
WHOLE = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.just(10**30), st.floats(), st.text(max_size=5), st.just(FILE))
VALUES = st.one_of(WHOLE, st.lists(WHOLE, max_size=2), st.dictionaries(st.sampled_from(["index", "value", "message"]), WHOLE, max_size=2))
EVENTS = "submit click keydown change input upload delete capture point plot-click plot-select play timeupdate scroll resize close"


@pytest.fixture(scope="module")
def page() -> Any:
    with App(source=SOURCE, raises=False) as app:
        yield app


@pytest.mark.parametrize("name", EVENTS.split())
@given(data=st.data())
@settings(max_examples=15, deadline=None, derandomize=True, database=None)
def test_a_payload_of_any_shape_is_taken_or_named(page: App, name: str, data: st.DataObject) -> None:
    specs = page.document.specs
    bound = [(node, one) for node in page.document.nodes.values() for one in node.specs if specs[one]["e"] == name]
    node, spec = data.draw(st.sampled_from(bound), label="element")
    fields = sorted(FIELDS.get(name, FIELDS["*"]))
    payload = data.draw(st.dictionaries(st.sampled_from(fields), VALUES, max_size=len(fields)) if fields else st.just({}), label="payload")
    page.session.handle(
        {"t": "event", "n": node.id, "e": name, "h": specs[spec]["h"], "p": page.document.patch, "s": 1, "d": payload}
    )
    page.stage.settle()
    titles = {error["title"] for error in page.errors}
    shown = [error["message"] for error in page.errors]
    page.errors.clear()
    assert titles <= {"PayloadError"}, shown
    assert all("came from the page" in text or "must be a list of" in text for text in shown), shown
    before = page.find(key="heard").text
    page.find("goes on").click()
    assert page.find(key="heard").text != before
