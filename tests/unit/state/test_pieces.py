"""A state's text in pieces is the text of the whole."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from skerry import StateDict, state
from skerry.state import Store
from skerry.state.encoding import Encoder
from skerry.state.fields import field as state_field
from skerry.state.pieces import Indivisible, pieces


@dataclass
class Task:
    text: str
    done: bool = False


@dataclass
class Project:
    name: str
    tasks: list[Task] = field(default_factory=list)
    odd: Any = None


@state
class Work:
    projects: list[Project] = []
    by_name: dict[str, Any] = {}
    by_number: dict[int, Any] = {}
    recent: deque[Any] = deque()
    chosen: Any = None
    rest: Any = None


@state
class Bag(StateDict):
    pass


values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**60) | st.text("ab$\"é\n", max_size=3) | st.builds(Task, st.text("x", max_size=2)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("ab$", max_size=2), inner, max_size=4)
        | st.builds(lambda items: deque(items, 9), st.lists(inner, max_size=4))
        | st.builds(lambda items: Project("p", [], items), st.lists(inner, max_size=4))
        | st.builds(lambda item: [item] * 450, inner)
        | st.builds(lambda items: tuple(items), st.lists(inner, max_size=3))
        | st.sets(st.integers(0, 9), max_size=5)
    ),
    max_leaves=12,
)


def _same(instance: Any, cls: type) -> list[str]:
    whole = Encoder(kept=True)
    expected = whole.root(instance, cls)
    parts = Encoder(kept=True)
    texts = list(pieces(parts, instance, cls))
    assert json.loads("".join(texts)) == json.loads(json.dumps(expected))
    assert parts.lost == whole.lost
    return texts


@given(st.lists(values, min_size=6, max_size=6))
@settings(max_examples=150, deadline=None)
def test_the_pieces_joined_are_the_whole(content: list[Any]) -> None:
    store = Store()
    work = store.of(Work)
    work.rest = content
    work.by_name = {"a": content[0], "$b": content[1]} if len(str(content)) % 2 else {"a": content[0], "b": content}
    work.by_number = dict(enumerate(content))
    work.recent = deque(content)
    work.chosen = content[2]
    _same(work, Work)
    bag = store.of(Bag)
    bag["x"], bag["y"] = content, {"inner": content[3]}
    _same(bag, Bag)


def test_what_holds_much_comes_in_many_pieces_at_any_depth() -> None:
    work = Store().of(Work)
    work.projects = [Project(f"p{n}", [Task(f"t{m}") for m in range(2000)]) for n in range(3)]
    work.chosen = work.projects[1].tasks[1500]
    texts = _same(work, Work)
    assert len(texts) > 60 and max(map(len, texts)) < 6000


def test_what_cannot_be_saved_is_named_by_its_path_in_pieces_too() -> None:
    work = Store().of(Work)
    work.projects = [Project("p", [Task("t") for _ in range(1000)], odd=lambda: 1)]
    encoder = Encoder(kept=True)
    text = "".join(pieces(encoder, work, Work))
    assert [one["path"] for one in encoder.lost] == ["Work.projects[0].odd"]
    assert "odd" not in text


def test_the_place_of_what_cannot_be_saved_is_kept_in_pieces_too() -> None:
    work = Store().of(Work)
    work.projects = [Project("p", [lambda: 1, *(Task("t") for _ in range(1000)), print], odd={"a": print, "b": [1] * 900})]  # type: ignore[list-item]
    work.by_number = {1: print}
    text = "".join(pieces(Encoder(kept=True), work, Work))
    assert json.loads(text) == Encoder(kept=True).root(work, Work)
    assert text.count("$lost") == 4


def test_an_object_that_cannot_be_without_what_is_lost_is_not_taken_apart() -> None:
    work = Store().of(Work)
    broken = Project("p", [Task("t") for _ in range(1000)])
    broken.name = lambda: 1  # type: ignore[assignment]
    work.projects = [broken]
    encoder = Encoder(kept=True)
    try:
        list(pieces(encoder, work, Work))
    except Indivisible:
        assert Encoder(kept=True).root(work, Work)["projects"] == [{"$lost": "builtins.function"}]
    else:
        raise AssertionError("it was written in part")


def test_fields_that_are_not_kept_are_in_no_piece_at_any_depth() -> None:
    @dataclass
    class Row:
        text: str
        drawn: Any = state_field(default=None, persist=False)  # noqa: RUF009

    @state
    class Rows:
        rows: list[Row] = []
        seen: int = state_field(default=0, persist=False)
        tags: list[str] = state_field(default=["a"])

    store = Store()
    rows = store.of(Rows)
    rows.rows, rows.seen = [Row("r", object()) for _ in range(500)], 5
    encoder = Encoder(kept=True)
    text = "".join(pieces(encoder, rows, Rows))
    assert "drawn" not in text and "seen" not in text and encoder.lost == []
    rows.tags.append("b")
    assert Store().of(Rows).tags == ["a"], "a default that can be changed is copied"
    assert "seen" in store.dump()["roots"][next(iter(store.dump()["roots"]))], "what goes on elsewhere has all of it"
