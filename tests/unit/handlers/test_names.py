"""Handlers that are named instead of passed: ``on_click="save"``."""

from __future__ import annotations

from pathlib import Path

import pytest

from skerry.errors import HandlerError
from skerry.testing import App

HEAD = """
import asyncio
import skerry as sk

@sk.state
class Log:
    lines: list[str] = []

"""


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    return folder / "app.py"


def test_a_name_stands_for_the_apps_function_wherever_a_handler_can() -> None:
    source = (
        HEAD
        + """
def note(key, state: Log):
    state.lines.append(f"note {key}")

async def slow(state: Log):
    await asyncio.sleep(1)
    state.lines.append("slow")

@sk.page("/")
def home(state: Log):
    sk.button("Note", key="n", on_click="note")
    sk.button("Both", key="b", on_click=["note", "slow"])
    sk.button("Chain", key="c", on_click=sk.listener("slow", trigger_mode="once").then("note"))
    sk.button("Stop", on_click=sk.cancel("slow"))
    field = sk.input("Field", on_enter="note")
    sk.on([field.focus], "note")
    sk.element("x-part", key="x", on={"happened": "note"})
    sk.text("slowly" if sk.running("slow") else "quiet", key="shown")
    sk.text(", ".join(state.lines), key="log")
"""
    )
    with App(source=source) as app:
        for name in ("Note", "Both", "Chain"):
            app.find(name).click()
        assert app.find(key="shown").text == "slowly"
        app.advance(1)
        assert app.find(key="log").text == "note n, note b, slow, slow, note c"
        app.find("Chain").click()
        app.find("Stop").click()
        assert app.find(key="shown").text == "quiet"
        app.find(key="x").dispatch("happened")
        assert app.find(key="log").text.endswith("note c, note x")


def test_further_modules_handlers_have_names_too_and_imported_functions_have_none(tmp_path: Path) -> None:
    page = """
@sk.page("/")
def home(state: Log):
    sk.button("One", on_click="one")
    sk.button("Two", on_click="two")
    sk.button("Imported", on_click="helper")
"""
    entry = write(
        tmp_path,
        app=HEAD + "import first\nfrom helpers import helper\nsk.init_handlers(first)\n" + page,
        first="import second\nimport skerry as sk\nsk.init_handlers([second])\n\ndef one(): pass\n",
        second="def two(): pass\n",
        helpers="def helper(): pass\n",
    )
    with App(entry, raises=False) as app:
        [error] = app.errors
        assert error["message"] == "the app has no handler 'helper'."
        app.errors.clear()


def test_hidden_wrong_and_early_names_are_errors_that_say_so() -> None:
    page = '@sk.page("/")\ndef home():\n    sk.button("B", on_click={})\n\ndef save():\n    pass\n\ndef _hidden():\n    pass\n'
    for name, says in (
        ('"sav"', "the app has no handler 'sav'. Did you mean 'save'?"),
        ('"_hidden"', "the app has no handler '_hidden'. Names that begin with _ are hidden"),
        ('"home"', "the app has no handler 'home'."),
    ):
        with App(source=HEAD + page.format(name), raises=False) as app:
            assert [error["message"] for error in app.errors] == [says]
            app.errors.clear()
    with pytest.raises(HandlerError, match="Do so in a page or a handler, or pass the function itself"):
        App(source=HEAD + 'EARLY = sk.listener("save")\n' + page.format('"save"'))


def test_collisions_name_both_sides_in_chained_modules_and_in_one_that_a_handler_adds(tmp_path: Path) -> None:
    page = """
def late():
    import third
    sk.init_handlers(third)

@sk.page("/")
def home():
    sk.button("Late", on_click=late)
    sk.button("Own", on_click="own")
"""
    modules = {
        "first": "import second\nimport skerry as sk\nsk.init_handlers(second)\n\ndef save(): pass\n",
        "second": "def save(): pass\n",
        "third": "def own(): pass\n\ndef other(): pass\n",
    }
    entry = write(tmp_path, app=HEAD + "import first\nsk.init_handlers(first)\n" + page + "\ndef own(): pass\n", **modules)
    with pytest.raises(HandlerError, match=r"'save': in second \(.*second.py:1\) and first \(.*first.py:5\)"):
        App(entry)
    write(tmp_path, app=HEAD + page + "\ndef own(state: Log):\n    state.lines.append('own')\n")
    with App(entry, raises=False) as app:
        app.find("Late").click()
        assert "two handlers are named 'own': in app (" in app.errors.pop()["message"]
        app.find("Own").click()
        assert app.state(app.module().Log).lines == ["own"], "the handlers are as before"


def test_names_of_what_has_no_element() -> None:
    source = (
        HEAD
        + """
async def slow(state: Log):
    await asyncio.sleep(60)

def loaded(state: Log):
    state.lines.append("loaded")

def tick(event: sk.TickEvent, state: Log):
    state.lines.append(f"tick {event.count}")

def watched(event: sk.WatchEvent):
    print("watched", len(event.value))

@sk.page("/", on_load="loaded")
def home(state: Log):
    sk.button("Slow", on_click="slow")
    sk.button("Stop", on_click=sk.listener(None, cancels="slow"))
    sk.timer(10, "tick")
    sk.watch(sk.ref(state).lines, "watched")
    sk.text("slowly" if sk.running("slow") else "quiet", key="shown")
    sk.text(", ".join(state.lines), key="log")
"""
    )
    with App(source=source) as app:
        app.find("Slow").click()
        assert app.find(key="shown").text == "slowly"
        app.find("Stop").click()
        assert app.find(key="shown").text == "quiet"
        app.advance(10)
        assert app.find(key="log").text == "loaded, tick 1"


def test_a_wrong_event_is_found_through_a_name() -> None:
    source = HEAD + '@sk.page("/")\ndef home():\n    sk.button("B", on_click="tick")\n\ndef tick(event: sk.TickEvent): pass\n'
    with App(source=source, raises=False) as app:
        assert "it wants TickEvent, and the event here is ClickEvent" in app.errors[0]["message"]
        app.errors.clear()
