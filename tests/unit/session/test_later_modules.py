"""States whose modules are imported after the app has started: what was kept of them is theirs all the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skerry.app import App as LoadedApp
from skerry.session import Session
from skerry.testing import App, kept

ENTRY = """
import skerry as sk

@sk.state
class Main:
    shown: bool = False
    told: str = ""

def show(main: Main):
    main.shown = True

def write(main: Main):
    import later
    draft = sk.use(later.Draft)
    draft.words.append("w")
    main.told = f"{len(draft.words)} words by a handler"

def forget(main: Main):
    sk.forget()

def aside(main: Main):
    main.told = str([(one.name, one.version) for one in sk.set_aside()])

@sk.page("/")
def home(main: Main):
    sk.button("Show", on_click=show)
    sk.button("Write", on_click=write)
    sk.button("Forget", on_click=forget)
    sk.button("Aside", on_click=aside)
    sk.text(main.told)
    if main.shown:
        import later
        later.view()
"""

LATER = """
import skerry as sk

@sk.state(persist="browser")
class Draft:
    words: list[str] = []

def add(draft: Draft):
    draft.words.append("v")

@sk.component
def view():
    sk.text(f"{len(sk.use(Draft).words)} words in a draft")
    sk.button("Add", on_click=add)
"""

SECOND = LATER.replace('persist="browser"', 'persist="browser", version=2').replace("words: list[str] = []", """words: list[str] = []
    title: str = ""

    @classmethod
    def migrate(cls, old: dict, version: int) -> dict:
        return {"words": old["words"], "title": f"from {version}"}
""")

NAME = "later:Draft"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(ENTRY)
    (tmp_path / "later.py").write_text(LATER)
    return tmp_path


def _draft(*words: str, version: int = 1) -> dict[str, Any]:
    return kept(NAME, version=version, words=list(words))


def _kept(app: App) -> dict[int, Any]:
    """The states of the draft by version."""
    return {one["version"]: json.loads(one["text"])["state"] for one in app.stored["browser"][NAME]}


def test_a_state_of_a_module_that_a_page_imports_has_what_was_kept_of_it(folder: Path) -> None:
    stored: dict[str, Any] = {}
    for visit in range(1, 4):
        with App(str(folder / "app.py"), stored=stored) as app:
            app.find("Show").click()
            assert f"{visit - 1} words in a draft" in app.text
            app.find("Add").click()
            stored = app.stored
            assert _kept(app) == {1: {"words": ["v"] * visit}}
            assert app.session.saving.aside == [] and app.toasts == []


def test_a_state_of_a_module_that_a_handler_imports_has_what_was_kept_of_it(folder: Path) -> None:
    with App(str(folder / "app.py"), stored=_draft("a", "b")) as app:
        assert [one.name for one in app.session.saving.aside] == [NAME], "nobody has asked for it yet"
        app.find("Write").click()
        assert "3 words by a handler" in app.text
        assert _kept(app) == {1: {"words": ["a", "b", "w"]}} and app.session.saving.aside == []


def test_what_was_kept_is_not_saved_again_where_it_is_only_looked_at(folder: Path) -> None:
    with App(str(folder / "app.py"), stored=_draft("a")) as app:
        before = app.stored
        app.find("Show").click()
        app.advance(2)
        assert "1 words in a draft" in app.text and app.stored == before


def test_an_earlier_version_is_migrated_at_the_first_use_and_kept_at_once(folder: Path) -> None:
    (folder / "later.py").write_text(SECOND)
    with App(str(folder / "app.py"), stored=_draft("a")) as app:
        app.find("Show").click()
        assert "1 words in a draft" in app.text
        app.advance(1)
        assert _kept(app) == {1: {"words": ["a"]}, 2: {"words": ["a"], "title": "from 1"}}


def test_what_does_not_fit_is_said_at_the_first_use(folder: Path) -> None:
    (folder / "later.py").write_text(LATER.replace("words: list[str] = []", "words: list[int] = []").replace('"v"', "1"))
    with App(str(folder / "app.py"), stored=_draft("a")) as app:
        assert app.toasts == []
        app.find("Show").click()
        assert "0 words in a draft" in app.text and "set aside" in app.toasts[0]
        app.find("Add").click()
        aside, own = app.stored["browser"][NAME]
        assert "expected int" in aside["aside"] and json.loads(own["text"])["state"] == {"words": [1]}
        app.find("Aside").click()
        assert "[('later:Draft', 1)]" in app.text


def test_what_is_forgotten_before_the_module_comes_is_gone(folder: Path) -> None:
    with App(str(folder / "app.py"), stored=_draft("a")) as app:
        app.find("Forget").click()
        app.find("Show").click()
        assert "0 words in a draft" in app.text


def test_what_another_tab_has_kept_counts_for_a_module_that_comes_later(folder: Path) -> None:
    with App(str(folder / "app.py"), stored=_draft("a")) as app:
        app.send({"t": "stored", "stored": _draft("a", "b")})
        app.find("Show").click()
        assert "2 words in a draft" in app.text
        app.send({"t": "stored", "stored": _draft("a", "b", "c")})
        assert "3 words in a draft" in app.text


def test_a_state_that_goes_on_in_place_comes_before_what_was_kept(folder: Path) -> None:
    """An app that is loaded anew is given what it was, and the page's greeting with it; what it did not have is as it was kept."""
    with App(str(folder / "app.py"), stored=_draft("a")) as app:
        app.find("Show").click()
        app.find("Add").click()
        dump = app.session.dump()
    without = {**dump, "state": {**dump["state"], "roots": {k: v for k, v in dump["state"]["roots"].items() if k != NAME}}}
    for data, count in ((dump, 2), (without, 1)):
        assert f"{count} words" in _shown_with(folder, data)


def _shown_with(folder: Path, data: dict[str, Any]) -> str:
    loaded = LoadedApp.load("app.py", {name: (folder / name).read_text() for name in ("app.py", "later.py")})
    with App(str(folder / "app.py")) as app:
        host = app.stage.host
        session = Session(loaded, host, lambda: None)
        session.load(data)
        session.start({"url": "/", "stored": _draft("a")})
        found = str(session.patches())
        session.close()
    loaded.unload()
    return found
