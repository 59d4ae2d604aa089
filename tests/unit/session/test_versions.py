"""States that another version of the app has kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from skerry import StateError, field, state
from skerry.testing import App, kept

HEAD = """
from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any
import skerry as sk

class Mode(enum.Enum):
    LIGHT = 1
    DARK = 2

@dataclass
class Row:
    label: str
    done: bool = False
    tags: list[str] = field(default_factory=list)
"""

FIRST = HEAD + """
@sk.state(persist="browser")
class Notes:
    title: str = ""
    rows: list[Row] = []
    chosen: Row | None = None
    mode: Mode = Mode.LIGHT
    gone: int = 0

def fill(state: Notes):
    state.title, state.mode, state.gone = "Shopping", Mode.DARK, 5
    state.rows = [Row("milk"), Row("bread", True, ["x"])]
    state.chosen = state.rows[1]

@sk.page("/")
def home(state: Notes):
    sk.button("Fill", on_click=fill)
    sk.text(state.title)
"""

SECOND = HEAD.replace("label: str", "text: str") + """
@sk.state(persist="browser", version=2)
class Notes:
    name: str = ""
    rows: list[Row] = []
    chosen: Row | None = None
    mode: Mode = Mode.LIGHT
    added: str = "new"

    @classmethod
    def migrate(cls, old: dict, version: int) -> dict:
        assert version == 1
        old["name"] = old.pop("title")
        for row in old["rows"]:
            row["text"] = row.pop("label")
        return old

def rename(state: Notes):
    state.name += "!"

async def read(state: Notes):
    found = sk.set_aside()
    state.added = str([(one.name, one.version, await one.fields()) for one in found])

@sk.page("/")
def home(state: Notes):
    sk.button("Rename", on_click=rename)
    sk.button("Read", on_click=read)
    sk.text(f"{state.name}, {len(state.rows)} rows, {state.mode}")
"""


def _of_first() -> dict[str, Any]:
    with App(source=FIRST) as app:
        app.find("Fill").click()
        return app.stored


def _without_migrate(source: str) -> str:
    start = source.index("    @classmethod")
    return source[:start] + source[source.index("def rename") :]


def test_an_earlier_version_is_brought_to_this_one_and_kept_as_such_at_once() -> None:
    with App(source=SECOND, stored=_of_first()) as app:
        assert "Shopping, 2 rows, Mode.DARK" in app.text
        notes = app.state(app.module().Notes)
        assert [(row.text, row.done, row.tags) for row in notes.rows] == [("milk", False, []), ("bread", True, ["x"])]
        assert notes.chosen is notes.rows[1] and type(notes.rows[1]).__name__ == "Row", "it is one object in two places still"
        assert notes.added == "new"
        assert [one["version"] for one in app.stage.cupboard.stored["browser"]["app:Notes"]] == [1, 2]
        stored = app.stored
    with App(source=_without_migrate(SECOND), stored=stored) as app:
        assert "Shopping, 2 rows" in app.text, "its own version needs no migrate()"


def test_each_version_keeps_its_own_so_that_neither_an_old_tab_nor_a_step_back_destroys_anything() -> None:
    with App(source=SECOND, stored=_of_first()) as app:
        app.find("Rename").click()
        stored = app.stored
    with App(source=FIRST, stored=stored) as old:
        assert "Shopping" in old.text
        old.find("Fill").click()
        stored = old.stored
    with App(source=SECOND, stored=stored) as app:
        assert "Shopping!, 2 rows" in app.text


def test_an_earlier_version_without_migrate_is_left_alone_and_said() -> None:
    source = _without_migrate(SECOND)
    with App(source=source, stored=_of_first()) as app:
        assert ", 0 rows, Mode.LIGHT" in app.text
        assert app.toasts == ["What this app kept at an earlier visit does not fit it any more. It is set aside, and not lost."]
        assert any("it is of version 1, Notes has version 2 and no migrate()" in text for _, text in app.logs)
        app.find("Rename").click()
        app.find("Read").click()
        added = app.state(app.module().Notes).added
        assert added.startswith("[('app:Notes', 1, {'title': 'Shopping', 'rows': [{'label': 'milk'")
        stored = app.stored
    with App(source=FIRST, stored=stored) as old:
        assert "Shopping" in old.text, "nothing is lost"


def test_a_migrate_that_raises_is_shown_with_its_traceback_and_tried_again_once_it_is_mended() -> None:
    broken = SECOND.replace("assert version == 1", "old['no such field']")
    with App(source=broken, stored=_of_first(), raises=False) as app:
        (error,) = app.errors
        assert error["title"].startswith("KeyError") or "KeyError" in error["text"]
        assert "in migrate" in error["text"] and "by version 1, and could not be brought to version 2" in error["text"]
        assert ", 0 rows" in app.text and not error["fatal"]
        stored = app.stored
    with App(source=SECOND, stored=stored) as app:
        assert "Shopping, 2 rows" in app.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("old.clear()", "Does it end without `return old`?"),
        ("return {'nmae': 'x'}", "which is no field of Notes. Did you mean 'name'?"),
        ("return {'name': 5}", "Notes.name: migrate() gave int 5, expected str"),
        ("return {'rows': [{'txt': 'x'}]}", "Notes.rows[0]: migrate() gave 'txt' for a Row, expected one of its fields: text, done, tags. Did you mean 'text'?"),
        ("return {'rows': [{}]}", "Notes.rows[0]: migrate() gave no text for a Row, expected a value, since the field has no default"),
        ("return {'mode': 'DRAK'}", "Notes.mode: migrate() gave 'DRAK', expected a member of Mode. Did you mean 'DARK'?"),
    ],
)
def test_what_migrate_returns_is_checked(given: str, said: str) -> None:
    start = SECOND.index("        assert version")
    source = SECOND[:start] + f"        {given}\n\n" + SECOND[SECOND.index("def rename") :]
    with App(source=source, stored=_of_first(), raises=False) as app:
        (error,) = app.errors
        assert said in error["message"]
        assert ", 0 rows, Mode.LIGHT" in app.text


def test_a_later_version_is_not_read_not_overwritten_and_said() -> None:
    with App(source=SECOND, stored=_of_first()) as app:
        stored = app.stored
    stored["browser"]["app:Notes"] = [one for one in stored["browser"]["app:Notes"] if one["version"] == 2]
    with App(source=FIRST, stored=stored) as old:
        assert "Shopping" not in old.text
        assert "A newer version of this app has kept something here" in old.toasts[0]
        old.find("Fill").click()
        after = old.stored
    assert [one for one in after["browser"]["app:Notes"] if one["version"] == 2] == stored["browser"]["app:Notes"]


def test_without_a_new_version_fields_that_no_longer_fit_are_named_and_the_old_state_is_set_aside_once() -> None:
    changed = FIRST.replace("title: str", "title: int").replace('title: int = ""', "title: int = 3").replace("sk.text(state.title)", "sk.text(str(state.title))")
    with App(source=changed, stored=_of_first()) as app:
        assert any("Notes.title: the saved data has str 'Shopping', expected int" in text for _, text in app.logs)
        assert "set aside" in app.toasts[0] and app.state(app.module().Notes).title == 3
        stored = app.stored
    (record,) = stored["browser"]["app:Notes"]
    assert "expected int" in record["aside"] and json.loads(record["text"])["state"]["title"] == "Shopping"
    with App(source=changed, stored=stored) as app:
        assert app.toasts == [] and app.state(app.module().Notes).title == 3
        assert len(app.session.saving.aside) == 1


def test_a_field_that_is_gone_costs_the_others_nothing_and_what_it_held_is_set_aside() -> None:
    changed = FIRST.replace("    gone: int = 0\n", "").replace("state.gone", "other")
    with App(source=changed, stored=_of_first()) as app:
        assert "Shopping" in app.text and app.toasts == []
        assert any("Notes has no field gone any more" in text for _, text in app.logs)
        stored = app.stored
    aside, own = stored["browser"]["app:Notes"]
    assert json.loads(aside["text"])["state"]["gone"] == 5 and aside["aside"]
    assert "gone" not in json.loads(own["text"])["state"] and json.loads(own["text"])["state"]["title"] == "Shopping"


def test_a_field_that_an_object_inside_has_no_more_costs_the_rest_nothing_and_what_it_held_is_set_aside() -> None:
    changed = FIRST.replace("    done: bool = False\n    tags: list[str] = field(default_factory=list)\n", "").replace(', True, ["x"]', "")
    stored = _of_first()
    with App(source=changed, stored=stored) as app:
        assert "Shopping" in app.text and app.toasts == []
        assert [row.label for row in app.state(app.module().Notes).rows] == ["milk", "bread"]
        why = "Row has no field done, tags any more (Notes.rows[0].done)"
        assert [one.why for one in app.session.saving.aside] == [why]
        assert any(why in text for _, text in app.logs)
        stored = app.stored
    aside, own = stored["browser"]["app:Notes"]
    assert "tags" in aside["text"] and aside["aside"] == why and "tags" not in own["text"]
    with App(source=changed, stored=stored) as app:
        assert len(app.session.saving.aside) == 1 and not app.logs


MODELS = """
import skerry as sk
import pydantic, msgspec

class Model(pydantic.BaseModel):
    name: str = ""
    tags: list[str] = []
    near: list[str] = []

class Struct(msgspec.Struct):
    name: str = ""
    tags: list[str] = []
    near: list[str] = []

@sk.state(persist="browser")
class Table:
    model: Model = Model()
    struct: Struct = Struct()
    near: list[str] = []

def fill(state: Table):
    state.near = ["n"]
    state.model = Model(name="m", tags=["a"], near=["a"])
    state.struct = Struct(name="s", tags=["b"], near=["b"])

@sk.page("/")
def home(state: Table):
    sk.button("Fill", on_click=fill)
    sk.text(f"{state.model.name} {state.struct.name} {state.near}")
"""


def test_a_field_that_a_model_of_a_library_has_no_more_is_named_too() -> None:
    with App(source=MODELS) as app:
        app.find("Fill").click()
        stored = app.stored
    changed = MODELS.replace("    tags: list[str] = []\n", "").replace('tags=["a"], ', "").replace('tags=["b"], ', "")
    with App(source=changed, stored=stored) as app:
        assert "m s ['n']" in app.text
        why = "Model has no field tags any more (Table.model.tags); Struct has no field tags any more (Table.struct.tags)"
        assert [one.why for one in app.session.saving.aside] == [why]
        table = app.state(app.module().Table)
        assert (table.model.near, table.struct.near) == (["a"], ["b"])


LINKED = """
import skerry as sk
from dataclasses import dataclass, field

@dataclass
class Part:
    name: str = ""
    marks: list[int] = field(default_factory=list)

@dataclass
class Row:
    label: str = ""
    parts: list[Part] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)

@sk.state(persist="browser")
class Table:
    gone: list[Part] = []
    rows: list[Row] = []
    chosen: Row | None = None
    near: list[str] = []
    far: list[str] = []

def fill(state: Table):
    state.gone = [Part("p", [1]), Part("q", [2])]
    state.rows = [Row(one, [Part(one, [3])], [one + "near"], [one + "far"]) for one in "ab"]
    state.chosen, state.near, state.far = state.rows[1], state.rows[0].near, state.rows[0].far

@sk.page("/")
def home(state: Table):
    sk.button("Fill", on_click=fill)
    sk.text(f"{state.chosen and state.chosen.label} {state.near} {state.far}")
"""
SWAPPED = ("    near: list[str] = field(default_factory=list)\n", "    far: list[str] = field(default_factory=list)\n")


@pytest.mark.parametrize(
    ("out", "why"),
    [
        (["    gone: list[Part] = []\n"], "Table has no field gone any more"),
        (["    gone: list[Part] = []\n", "    parts: list[Part] = field(default_factory=list)\n", "class Part"], "Table has no field gone any more; Row has no field parts any more (Table.rows[0].parts)"),
        (["".join(SWAPPED)], ""),
    ],
)
def test_what_is_one_object_in_two_places_is_one_still_where_fields_are_gone_or_in_another_order(out: list[str], why: str) -> None:
    with App(source=LINKED) as app:
        app.find("Fill").click()
        stored = app.stored
    changed = LINKED.replace("    state.gone = [Part", "    [Part").replace("Part(one, [3])", "")
    for line in out:
        changed = changed.replace(line, "class Piece" if line == "class Part" else "".join(reversed(SWAPPED)) if line == "".join(SWAPPED) else "")
    with App(source=changed.replace("[Part(", "[str("), stored=stored) as app:
        table = app.state(app.module().Table)
        assert "b ['anear'] ['afar']" in app.text
        assert table.chosen is table.rows[1] and table.near is table.rows[0].near and table.far is table.rows[0].far
        assert [one.why for one in app.session.saving.aside] == ([why] if why else [])


def test_a_class_that_the_app_has_no_more_is_listed() -> None:
    with App(source=FIRST.replace("Notes", "Papers"), stored=_of_first()) as app:
        (one,) = app.session.saving.aside
        assert (one.name, one.version, one.where, one.why) == ("app:Notes", 1, "browser", "the app has no such class any more")


@pytest.mark.parametrize(
    "stored",
    [
        {"browser": {"roots": 5}},
        {"browser": 5, "tab": None},
        {"browser": {"app:Notes": [5, {"version": "1"}, {"version": 1, "text": 7}]}},
        {"browser": {"app:Notes": [{"version": 1, "at": 0, "text": "{"}]}},
        {"browser": {"app:Notes": [{"version": 1, "at": 0, "text": '{"v": 9, "state": {}}'}]}},
        {"browser": {"app:Notes": [{"version": 1, "at": 0, "text": '{"v": 1, "state": [1]}'}]}},
    ],
)
def test_what_is_no_kept_state_does_no_harm(stored: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skerry.testing.cupboard.Cupboard.hello", lambda self: stored)
    with App(source=FIRST) as app:
        app.find("Fill").click()
        assert "Shopping" in app.text


def test_a_kept_state_of_any_version_can_be_written_in_a_test() -> None:
    stored = kept("Notes", title="From a test", rows=[])
    with App(source=SECOND, stored=stored) as app:
        assert "From a test, 0 rows" in app.text


def test_a_dict_state_migrates_as_well() -> None:
    source = """
import skerry as sk

@sk.state(persist="tab", version=3)
class Bag(sk.StateDict):
    initial = {"a": 1}

    @classmethod
    def migrate(cls, old, version):
        return {"from": version, "was": sorted(old.items())}

@sk.page("/")
def home(state: Bag):
    sk.text(str(dict(state)))
"""
    with App(source=source, stored=kept("Bag", where="tab", version=2, a=5, b=6)) as app:
        assert "'from': 2, 'was': [('a', 5), ('b', 6)]" in app.text


def test_versions_and_migrate_are_checked_where_the_class_is_defined() -> None:
    for version in (0, -1, True, "2"):
        with pytest.raises(StateError, match="versions are counted 1, 2, 3"):
            state(persist="tab", version=version)  # type: ignore[call-overload]
    with pytest.raises(StateError, match='Add persist="browser"'):
        state(version=2)
    with pytest.raises(StateError, match=r"Wrong.migrate is no class method. It is to be .*\n\n    @classmethod"):

        @state(persist="tab", version=2)
        class Wrong:
            def migrate(self, old: dict[str, Any], version: int) -> dict[str, Any]:
                return old

    with pytest.raises(StateError, match="Short.migrate cannot be called"):

        @state(persist="tab", version=2)
        class Short:
            @classmethod
            def migrate(cls, old: dict[str, Any]) -> dict[str, Any]:
                return old

    @state(persist="tab")
    class Birds:
        def migrate(self) -> str:
            return "south"

    assert Birds().migrate() == "south"  # type: ignore[call-arg]


def test_a_field_that_is_not_kept_needs_a_default() -> None:
    with pytest.raises(StateError, match="needs a default"):
        field(persist=False)
    with pytest.raises(StateError, match="persist='no'"):
        field(default=1, persist="no")  # type: ignore[arg-type]


LOSING = """
@sk.state(persist="browser", version={version})
class Notes:
    modes: list[Mode] = []
    rows: list[Row | int] = []
    by_name: dict[str, Row] = {{}}
    {migrate}

def fill(state: Notes):
    state.modes, state.rows = [Mode.DARK, print, Mode.LIGHT], [1, print, Row("milk")]
    state.by_name = {{"a": Row("a"), "b": Row(print)}}

@sk.page("/")
def home(state: Notes):
    sk.button("Fill", on_click=fill)
    sk.text(f"{{[getattr(one, 'name', None) for one in state.modes]}} {{[getattr(one, 'label', one) for one in state.rows if one is not print]}} {{sorted(state.by_name)}}")
"""


def test_the_place_of_what_cannot_be_kept_stays_and_the_rest_is_taken_over_by_each_version() -> None:
    first = HEAD + LOSING.format(version=1, migrate="")
    migrate = "@classmethod\n    def migrate(cls, old: dict, version: int) -> dict:\n        return old"
    with App(source=first) as app:
        app.find("Fill").click()
        app.advance(1)
        told = [text for level, text in app.logs if "is not saved" in text]
        assert [text.partition(" ")[0] for text in told] == ["Notes.modes[1]", "Notes.rows[1]", "Notes.by_name['b'].label"]
        stored = app.stored
    for source in (first, HEAD + LOSING.format(version=2, migrate=migrate)):
        with App(source=source, stored=stored) as app:
            assert "['DARK', None, 'LIGHT'] [1, None, 'milk'] ['a', 'b']" in app.text
            assert not app.toasts


FROZEN = """
import skerry as sk
from dataclasses import dataclass

@dataclass(frozen=True)
class Square:
    x: int
    y: int = 0

@sk.state(persist="browser", version={version})
class Board:
    names: dict[Square, str] = {{}}
    taken: set[Square] = set()
    told: str = ""
    {migrate}

def fill(state: Board):
    state.names = {{Square(1): "a", Square(2): "b"}}
    state.taken = {{Square(3), Square(4)}}

async def read(state: Board):
    state.told = str([await one.fields() for one in sk.set_aside()])

@sk.page("/")
def home(state: Board):
    sk.button("Fill", on_click=fill)
    sk.button("Read", on_click=read)
    sk.text(f"{{[(one.x, name) for one, name in state.names.items()]}} {{sorted(one.x for one in state.taken)}}")
"""

SAME = "@classmethod\n    def migrate(cls, old: dict, version: int) -> dict:\n        return old"


def test_frozen_objects_in_sets_and_as_keys_migrate_and_can_be_read() -> None:
    with App(source=FROZEN.format(version=1, migrate="")) as app:
        app.find("Fill").click()
        stored = app.stored
    moved = SAME.replace("return old", "old['taken'] = {one for one in old['taken'] if one.pop('y') == 0 and one['x'] > 3}\n        return old")
    for migrate, taken in ((SAME, "[3, 4]"), (moved, "[4]")):
        with App(source=FROZEN.format(version=2, migrate=migrate), stored=stored) as app:
            assert f"[(1, 'a'), (2, 'b')] {taken}" in app.text
            squares = app.state(app.module().Board).names
            assert {type(one).__name__ for one in squares} == {"Square"} and squares[app.module().Square(2)] == "b"
    with App(source=FROZEN.format(version=2, migrate=""), stored=stored) as app:
        app.find("Read").click()
        told = app.state(app.module().Board).told
        assert "{'x': 1, 'y': 0}: 'a'" in told and "{'x': 3, 'y': 0}" in told


@pytest.mark.parametrize("error", ["SystemExit(3)", "KeyboardInterrupt"])
def test_a_migrate_that_ends_python_or_is_stopped_has_failed_as_any_other(error: str) -> None:
    source = SECOND.replace("assert version == 1", f"raise {error}")
    with App(source=source, stored=_of_first(), raises=False) as app:
        (shown,) = app.errors
        assert "could not be brought to version 2" in shown["text"] and not shown["fatal"]
        assert ", 0 rows" in app.text and [one.version for one in app.session.saving.aside] == [1]
