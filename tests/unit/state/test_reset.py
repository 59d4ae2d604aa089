"""What does not fit any more is reset, field by field, and named; the rest is taken over."""

from __future__ import annotations

import dataclasses

import pytest

from skerry.errors import StateError
from skerry.state import STATE_CLASSES, Store, state
from skerry.state.mappings import StateDict


def saved(cls: type, **fields: object) -> dict[str, object]:
    store = Store()
    made = store.of(cls)
    for name, value in fields.items():
        setattr(made, name, value)
    return store.dump()


def renamed(data: dict, old: type, new: type) -> dict:  # type: ignore[type-arg]
    """The dump of one class as that of another, as after an edit of its source."""
    from skerry.state.encoding import class_id

    return {**data, "roots": {class_id(new): data["roots"][class_id(old)]}}


@dataclasses.dataclass
class Row:
    name: str = ""


@state
class Before:
    count: int = 0
    name: str = "Ada"
    rows: list[Row] = []
    gone: int = 0


@state
class After:
    count: int = 0
    name: int = 7
    rows: list[Row] = []


@state
class Loose(StateDict):
    initial = {"a": 1}


def test_a_field_of_another_type_is_reset_and_the_others_stay() -> None:
    data = renamed(saved(Before, count=3, rows=[Row("x")], gone=4), Before, After)
    store, reset = Store(), []
    store.load(data, [After], reset)
    made = store.of(After)
    assert (made.count, made.name, made.rows) == (3, 7, [Row("x")])
    assert reset == ["After.name: the saved data has str 'Ada', expected int"]


def test_without_reset_it_is_an_error() -> None:
    data = renamed(saved(Before), Before, After)
    with pytest.raises(StateError, match=r"After\.name"):
        Store().load(data, [After])


def test_a_field_that_shares_a_part_is_reset_too() -> None:
    rows: list[Row] = [Row("x")]

    @state
    class Two:
        a: list[Row] = []
        b: list[Row] = []
        c: int = 0

    @state
    class Three:
        a: list[Row] = []
        b: list[Row] = []
        c: str = "fresh"

    store = Store()
    made = store.of(Two)
    made.a = rows
    made.b = made.a
    made.c = 5
    loaded, reset = Store(), []
    loaded.load(renamed(store.dump(), Two, Three), [Three], reset)
    three = loaded.of(Three)
    assert (three.a, three.b, three.c) == ([Row("x")], [], "fresh")
    assert [line.partition(":")[0] for line in reset] == ["Three.b", "Three.c"]
    for cls in (Two, Three):
        STATE_CLASSES.remove(cls)


def test_a_loaded_state_is_observed() -> None:
    store, reset = Store(), []
    store.load(renamed(saved(Before, rows=[Row("x")]), Before, After), [After], reset)

    class Run:
        name = "run"
        cancelled = False

    from skerry.state import RUN

    run = Run()
    token = RUN.set(run)  # type: ignore[arg-type]
    store.of(After).rows[0].name = "y"
    RUN.reset(token)
    assert [mutation.path for mutation in store.commit(run)] == ["After.rows[0].name"]


def test_a_dict_state_is_reset_as_a_whole() -> None:
    store = Store()
    store.of(Loose)["b"] = Row("x")
    data = store.dump()
    (root,) = data["roots"].values()
    root["b"] = {"$data": ["tests:Gone", {}]}
    loaded, reset = Store(), []
    loaded.load(data, [Loose], reset)
    assert dict(loaded.of(Loose)) == {"a": 1}
    assert len(reset) == 1
