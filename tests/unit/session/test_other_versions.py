"""Kept states of several versions beside one another: nothing that the app does not show is passed over in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from skerry.session import Session
from skerry.testing import App, kept

SOURCE = """
import skerry as sk

@sk.state(persist="browser", version={version})
class Notes:
    lines: list[str] = []
    told: str = ""
    {migrate}

def add(notes: Notes):
    notes.lines.append("line of version {version}")

async def read(notes: Notes):
    notes.told = str([await one.fields() for one in sk.set_aside()])

@sk.page("/")
def home(notes: Notes):
    sk.button("Add", on_click=add)
    sk.button("Read", on_click=read)
    sk.text(str(notes.lines))
"""

HEAD = "@classmethod\n    def migrate(cls, old: dict, version: int) -> dict:\n        "
BROKEN = HEAD + "raise KeyError('oops')"
MENDED = HEAD + "return old"
MORE = ["An older version of this app has kept something here later than this one, which does not show it. It is not lost."]
LATER = ["A newer version of this app has kept something here that this one cannot read. Reload the page to get the newer one."]


def _source(version: int, migrate: str = "") -> str:
    return SOURCE.format(version=version, migrate=migrate)


def _notes(*lines: str) -> dict[str, Any]:
    return kept("Notes", version=1, lines=list(lines))


def _visit(stored: dict[str, Any], version: int, migrate: str = "", *, at: float, click: bool = True) -> tuple[App, dict[str, Any]]:
    """An app that was visited, and what is kept then; what this visit has kept has this time."""
    with App(source=_source(version, migrate), stored=stored, raises=False) as app:
        if click:
            app.find("Add").click()
        before = {_key(one) for one in stored.get("browser", {}).get("app:Notes", [])}
        after = app.stored
        for one in after.get("browser", {}).get("app:Notes", []):
            if _key(one) not in before:
                one["at"] = at
    return app, after


def _key(record: dict[str, Any]) -> tuple[Any, ...]:
    return record["version"], record["text"]


def _aside(app: App) -> list[tuple[int, str]]:
    return [(one.version, one.why) for one in app.session.saving.aside]


def _lines(stored: dict[str, Any], version: int) -> Any:
    (found,) = [one for one in stored["browser"]["app:Notes"] if one["version"] == version and "aside" not in one]
    return json.loads(found["text"])["state"]["lines"]


@pytest.mark.parametrize("migrate", [BROKEN, ""])
def test_what_could_not_be_migrated_is_listed_also_once_the_state_is_kept_anew(migrate: str) -> None:
    stored = _notes("years of work")
    for visit in range(3):
        app, stored = _visit(stored, 2, migrate, at=visit + 1)
        ((version, why),) = _aside(app)
        assert version == 1 and ("migrate() failed: KeyError: 'oops'" if migrate else "no migrate()") in why
        assert len(app.errors) == (1 if migrate and visit == 0 else 0), "the person is told when the state begins anew"
        assert len(app.toasts) == (0 if migrate or visit else 1)
        assert _lines(stored, 2) == ["line of version 2"] * (visit + 1)
        assert not migrate or any("KeyError" in text and "Traceback" in text for _, text in app.logs)
    with App(source=_source(2, migrate), stored=stored, raises=False) as app:
        app.find("Read").click()
        assert "years of work" in app.state(app.module().Notes).told


@pytest.mark.parametrize("migrate", [BROKEN, ""])
def test_a_mended_migrate_has_what_the_broken_one_left_and_what_came_since_is_set_aside(migrate: str) -> None:
    _, stored = _visit(_notes("years of work"), 2, migrate, at=1)
    app, stored = _visit(stored, 2, MENDED, at=2, click=False)
    assert "['years of work']" in app.text
    assert app.toasts == ["What this app kept at an earlier visit is here again. What was entered since then is set aside, and not lost."]
    why = "it was begun without what version 1 had, and migrate() brings that to version 2 now"
    assert _aside(app) == [(2, why)]
    aside = [one for one in stored["browser"]["app:Notes"] if "aside" in one]
    assert [json.loads(one["text"])["state"]["lines"] for one in aside] == [["line of version 2"]]
    assert _lines(stored, 2) == ["years of work"], "it is kept at once"
    for visit in range(2):
        app, stored = _visit(stored, 2, MENDED, at=3 + visit)
        assert _lines(stored, 2) == ["years of work"] + ["line of version 2"] * (visit + 1)
        assert _aside(app) == [(2, why)] and not app.toasts, "it is done once"


def test_what_was_migrated_is_not_listed() -> None:
    _, stored = _visit(_notes("a"), 2, MENDED, at=1)
    for version in (2, 2, 3, 3):
        app, stored = _visit(stored, version, MENDED, at=version)
        assert _aside(app) == [] and not app.toasts and not app.logs
    assert _lines(stored, 3)[0] == "a"


def test_what_an_older_build_keeps_later_is_said_and_listed_until_it_is_forgotten() -> None:
    _, stored = _visit(_notes("a"), 2, MENDED, at=1)
    app, stored = _visit(stored, 1, at=2)
    assert app.toasts == LATER, "version 2 was later"
    app, stored = _visit(stored, 2, MENDED, at=3)
    why = "it is of version 1, Notes has version 2, and another version has kept something later"
    assert _aside(app) == [(1, why)] and app.toasts == MORE
    assert ("warning", f"What this browser has kept of Notes is not used: {why}. It stays where it is") in app.logs
    assert _lines(stored, 1) == ["a", "line of version 1"] and _lines(stored, 2) == ["a", "line of version 2", "line of version 2"]
    app, stored = _visit(stored, 2, MENDED, at=4)
    assert [version for version, _ in _aside(app)] == [1] and app.toasts == [], "what is here is the latest again"
    _, stored = _visit(stored, 3, MENDED, at=5)
    app, stored = _visit(stored, 3, MENDED, at=6)
    assert [version for version, _ in _aside(app)] == [1], "no version goes on from that"


def test_a_step_back_says_that_a_newer_version_has_kept_something_later() -> None:
    _, stored = _visit(_notes("a"), 2, MENDED, at=1)
    app, stored = _visit(stored, 1, at=2, click=False)
    assert [version for version, _ in _aside(app)] == [2] and app.toasts == LATER and "['a']" in app.text
    app, stored = _visit(stored, 1, at=2)
    assert app.toasts == LATER
    app, stored = _visit(stored, 1, at=3)
    assert [version for version, _ in _aside(app)] == [2] and app.toasts == []


def test_a_step_back_to_a_version_that_was_never_here_goes_on_from_the_earlier_one() -> None:
    _, stored = _visit(_notes("old"), 3, MENDED, at=1)
    app, _ = _visit(stored, 2, MENDED, at=2, click=False)
    assert "['old']" in app.text and [version for version, _ in _aside(app)] == [3] and app.toasts == LATER


def test_two_builds_at_once_hide_nothing_from_one_another() -> None:
    """The newer one has begun by itself, and has kept something after the older one did."""
    stored = {"browser": {"app:Notes": [*_notes("older")["browser"]["app:Notes"]]}}
    stored["browser"]["app:Notes"][0]["at"] = 2
    _, fresh = _visit({}, 2, MENDED, at=1)
    stored["browser"]["app:Notes"] += [{**one, "at": 3} for one in fresh["browser"]["app:Notes"]]
    app, _ = _visit(stored, 2, MENDED, at=4)
    assert [version for version, _ in _aside(app)] == [1] and "line of version 2" in app.text


def test_what_an_older_build_keeps_after_all_was_forgotten_is_said() -> None:
    with App(source=_source(2, MENDED).replace("notes.lines.append(", "sk.forget() #"), stored=_notes("a")) as app:
        app.find("Add").click()
        app.advance(1)
        app.state(app.module().Notes).lines.append("c")
        stored = app.stored
    stored["browser"]["app:Notes"][0]["at"] = 3
    stored["browser"]["app:Notes"] += [{**one, "at": 2} for one in _notes("b")["browser"]["app:Notes"]]
    app, _ = _visit(stored, 2, MENDED, at=4)
    assert [version for version, _ in _aside(app)] == [1] and not app.toasts


def test_records_of_before_this_was_written_down_are_taken_as_seen_where_they_are_earlier() -> None:
    stored = kept("Notes", version=2, lines=["b"])
    stored["browser"]["app:Notes"] += _notes("a")["browser"]["app:Notes"]
    app, _ = _visit(stored, 2, MENDED, at=1)
    assert _aside(app) == [] and not app.toasts
    stored["browser"]["app:Notes"][1]["at"] = 5
    app, _ = _visit(stored, 2, MENDED, at=6)
    assert [version for version, _ in _aside(app)] == [1] and app.toasts == MORE


@pytest.mark.parametrize("head", ['"from":5', '"from":{"x":1}', '"without":[1]', '"without":"ab"', '"from":{"1":[]}', '"without":[1,null]'])
def test_a_head_that_says_nonsense_is_none(head: str) -> None:
    stored = kept("Notes", version=2, lines=["b"])
    record = stored["browser"]["app:Notes"][0]
    record["text"] = record["text"].replace('"v":1', f'"v":1,{head}')
    stored["browser"]["app:Notes"] += _notes("a")["browser"]["app:Notes"]
    app, _ = _visit(stored, 2, MENDED, at=1, click=False)
    assert "['b']" in app.text and _aside(app) == []


def test_the_head_is_kept_over_a_load_in_place() -> None:
    _, stored = _visit(_notes("a"), 2, BROKEN, at=1)
    with App(source=_source(2, BROKEN), stored=stored, raises=False) as app:
        session = Session(app.stage.session.app, app.stage.host, lambda: None)
        session.load(app.session.dump())
        session.start({"url": "/", "stored": stored})
        assert [one.version for one in session.saving.aside] == [1]
        assert '"without":[1,' in session.saving._whole(app.module().Notes)
        session.close()
