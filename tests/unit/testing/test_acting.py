"""What a person does: the events that come of it, in their order, and where the focus goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from skerry.testing import App, AppFailure

HEAD = """
import skerry as sk
from skerry.view import element, TwoWay

@sk.state
class S:
    log: list[str] = []
    name: str = ""
    on: bool = False

def note(event: sk.Event, state: S):
    state.log.append(f"{event.type} {event.key}")
"""


def app(body: str, **given: object) -> App:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return App(source=f"{HEAD}\n@sk.page('/')\ndef home(state: S):\n{lines}", **given)  # type: ignore[arg-type]


def log(page: App) -> list[str]:
    return list(page.state(page.module().S).log)


def test_filling_focuses_types_and_leaves() -> None:
    page = app("""
for key in "ab":
    element("input", attrs={"aria-label": key}, key=key, on={n: note for n in ("focus", "input", "change", "blur")})
""")
    page.find("a").fill("x")
    assert page.find("a").value == "x"
    assert page.find("a").is_focused
    page.find("b").fill("y")
    assert log(page) == ["focus a", "input a", "change a", "blur a", "focus b", "input b", "change b"]


def test_a_two_way_binding_is_written() -> None:
    page = app("""
name = TwoWay("input", "value", sk.ref(state).name, str, ".value")
element("input", attrs={"aria-label": "n", ".value": state.name}, two_way=name)
element("p", f"Hello {state.name}")
""")
    page.find("n").fill("Ada")
    assert "Hello Ada" in page.text
    page.find("n").fill(7)
    assert "Hello 7" in page.text


def test_a_disabled_control_cannot_be_used() -> None:
    page = app('element("button", "go", attrs={"disabled": True})\nelement("input", attrs={"aria-label": "i", "disabled": True})')
    assert page.find("go").disabled
    with pytest.raises(AssertionError, match="disabled"):
        page.find("go").click()
    with pytest.raises(AssertionError, match="disabled"):
        page.find("i").fill("x")


def test_boxes_lists_and_labels() -> None:
    page = app("""
element("input", attrs={"type": "checkbox", "aria-label": "box"}, key="box", on={"change": note})
with element("select", attrs={"aria-label": "list"}, key="list", on={"change": note}):
    for one in ("red", "blue"):
        element("option", one, attrs={"value": one[0]})
""")
    page.find("box").check()
    page.find("box").check()
    assert page.find("box").value is True
    page.find("box").check(False)
    page.find("list").select("blue")
    assert page.find("list").value == "b"
    assert log(page) == ["change box", "change box", "change list"]
    with pytest.raises(AssertionError, match=r"does not offer \['green'\]; it offers \['red', 'blue'\]"):
        page.find("list").select("green")


def test_enter_in_a_field_submits_its_form() -> None:
    page = app("""
def sent(event: sk.SubmitEvent, state: S):
    state.log.append(str(event.values))
with element("form", on={"submit": sent}):
    element("input", attrs={"aria-label": "n", "name": "n"})
    element("button", "Send")
""")
    page.find("n").fill("Ada")
    page.find("n").press("Enter")
    page.find("Send").click()
    assert log(page) == ["{'n': 'Ada'}"] * 2


def test_keys_go_where_the_focus_is() -> None:
    page = app("""
def hear(event: sk.KeyEvent, state: S):
    state.log.append(f"{event.key} {event.pressed} {event.ctrl}")
for key in "ab":
    element("button", key, key=key, on={"keydown": hear})
""")
    page.press("Enter")
    assert log(page) == [], "nobody hears it while nothing has the focus"
    page.find("b").focus()
    page.press("Ctrl+k")
    assert log(page) == ["b k True"]
    assert page.focused is not None
    assert page.focused.text == "b"


def test_the_app_moves_the_focus() -> None:
    page = app("""
def away(state: S):
    sk.focus("b")
element("button", "a", key="a", on={"click": away})
element("button", "b", key="b")
""")
    page.find("a").click()
    assert page.find("b").is_focused


def test_a_file_is_chosen_and_dropped() -> None:
    page = app("""
def take(event, state: S):
    state.log += [f"{f.name} {f.type} {f.read().decode()}" for f in event.files]
element("input", attrs={"type": "file", "aria-label": "file"}, on={"change": take})
element("p", "here", on={"drop": take})
""")
    page.find("file").upload("a.csv", "x,y", type="text/csv")
    page.find("here").upload("b.bin", b"raw")
    assert log(page) == ["a.csv text/csv x,y", "b.bin application/octet-stream raw"]


def test_what_the_app_tells_the_page_is_there_to_be_looked_at() -> None:
    page = app("""
def act():
    sk.toast("saved")
    sk.emit("saved", {"n": 1})
    sk.set_title("New")
element("button", "act", on={"click": act})
""")
    page.find("act").click()
    assert page.toasts == ["saved"]
    assert page.emitted == [("saved", {"n": 1})]
    assert page.title == "New"


def test_an_error_of_the_app_fails_the_test_or_is_collected() -> None:
    body = "def fails():\n    raise ValueError('leak')\nelement('button', 'go', on={'click': fails})"
    with pytest.raises(AppFailure, match=r"ValueError: leak\nTraceback"):
        app(body).find("go").click()
    page = app(body, raises=False)
    page.find("go").click()
    assert [error["title"] for error in page.errors] == ["ValueError"]


def test_an_app_on_disk_with_its_modules_and_files(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "words.py").write_text("WORD = 'wide'\n")
    (tmp_path / "data.txt").write_text("sea")
    body = "import skerry as sk\nfrom pkg.words import WORD\nfrom skerry.view import text\n@sk.page('/')\ndef home():\n"
    (tmp_path / "app.py").write_text(body + "    text(f\"{WORD} {sk.file('data.txt').decode()}\")\n")
    assert App(tmp_path / "app.py").text == "wide sea"
    with pytest.raises(FileNotFoundError, match=r"no app at .*ap\.py.*Did you mean 'app\.py'"):
        App(tmp_path / "ap.py")
