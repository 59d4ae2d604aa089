"""State classes: dataclasses with an instance for each session, references into them, computed values, runs side by side."""

from __future__ import annotations

import dataclasses
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest

from skerry.errors import StateError
from skerry.state import RunCancelled, StateDict, Store, computed, path_of, read, ref, reset, state, touch, write

from .tools import FakeRun, Reader, running


@dataclass
class Item:
    title: str
    tags: set[str] = field(default_factory=set)
    done: bool = False


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@state
class Todo:
    LIMIT = 3
    shared: ClassVar[list[int]] = []
    items: list[Item] = [Item("first")]
    by_name: dict[str, Item] = {}
    recent: deque[int] = deque([1], maxlen=3)
    counts: defaultdict[str, int] = defaultdict(int)
    where: Point = Point(0, 0)
    name: str = "list"

    @computed
    def left(self) -> int:
        return sum(not item.done for item in self.items)

    @computed
    def title(self) -> str:
        return f"{self.name}: {self.left}"

    def add(self, title: str) -> None:
        self.items.append(Item(title))


@state
class Form(StateDict):
    initial = {"name": "Ada", "nested": {"a": 1}}


def test_defaults_are_not_shared_between_sessions_nor_with_plain_instances() -> None:
    one, other = Store().of(Todo), Store().of(Todo)
    one.items.append(Item("second"))
    one.items[0].tags.add("x")
    one.recent.append(2)
    one.counts["a"] += 1
    assert (len(other.items), other.items[0].tags, list(other.recent), dict(other.counts)) == (1, set(), [1], {})
    assert Todo().items[0].tags == set()
    assert Store().of(Todo).LIMIT == 3


def test_dataclass_semantics_hold() -> None:
    todo = Store().of(Todo)
    todo.add("second")
    item = todo.items[1]
    assert isinstance(todo, Todo) and isinstance(item, Item)
    assert item == Item("second")
    assert dataclasses.replace(item, title="third") == Item("third")
    assert repr(item) == "Item(title='second', tags=set(), done=False)"
    assert dataclasses.asdict(todo.items[0]) == {"title": "first", "tags": set(), "done": False}
    assert todo.recent.maxlen == 3
    todo.counts["new"] += 2
    assert todo.counts["new"] == 2


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (lambda todo: todo.itms, "Todo has no field 'itms'. Did you mean 'items'"),
        (lambda todo: setattr(todo, "nme", "x"), "Did you mean 'name'"),
        (lambda todo: delattr(todo, "nothing"), "nothing"),
        (lambda todo: setattr(todo, "left", 3), "left is computed"),
        (lambda todo: ref(todo).itms, "Did you mean 'items'"),
        (lambda todo: ref(todo.name), "Write ref"),
        (lambda todo: write(ref(todo), todo), "expected a field or an item"),
        (lambda todo: read(ref(todo).items[9].title), r"Todo.items\[9\] is not there"),
        (lambda todo: bool(ref(todo).name), "has no truth"),
        (lambda todo: setattr(ref(todo), "name", "x"), "is not assigned to"),
    ],
)
def test_mistakes_name_the_nearest_right_name(act: Any, says: str) -> None:
    with pytest.raises((StateError, AttributeError), match=says):
        act(Store().of(Todo))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: state(type("Bad", (), {"count": 0})), "has no annotation"),
        (lambda: state(dataclass(frozen=True)(type("Bad", (), {}))), "frozen"),
        (lambda: state(3), "expected a class"),  # type: ignore[call-overload]
        (lambda: Store().of(Item), "Put @sk.state above it"),
        (lambda: reset(Item("x")), "expected a state"),
    ],
)
def test_what_cannot_be_a_state_class(make: Any, says: str) -> None:
    with pytest.raises(StateError, match=says):
        make()


def test_a_dict_state_answers_none_for_what_is_not_there_at_any_depth() -> None:
    form = Store().of(Form)
    reader = Reader(lambda: form["missing"])
    assert (form["missing"], form["nested"]["b"], form["name"]) == (None, None, "Ada")
    form["missing"] = 3
    assert reader.told
    form["deep"] = {"x": {}}
    assert form["deep"]["x"]["y"] is None
    assert Store().of(Form)["missing"] is None


def test_references_write_at_any_depth() -> None:
    todo = Store().of(Todo)
    todo.by_name["a"] = Item("a")
    title = ref(todo).by_name["a"].title
    reader = Reader(lambda: todo.by_name["a"].title)
    write(title, "changed")
    assert (read(title), reader.told, path_of(title)) == ("changed", 1, "Todo.by_name['a'].title")
    write(ref(todo).recent[0], 9)
    assert todo.recent[0] == 9
    assert ref(todo).items[0] == ref(todo).items[0]
    assert path_of(todo.items[0]) == "Todo.items[0]"


def test_touch_tells_of_a_change_in_place() -> None:
    todo = Store().of(Todo)
    readers = [Reader(lambda: todo.name), Reader(lambda: len(todo.items))]
    touch(ref(todo).name)
    assert [reader.told for reader in readers] == [1, 0]
    touch(todo.items)
    assert readers[1].told


def test_computed_values_are_worked_out_once_and_anew_when_something_has_changed() -> None:
    todo = Store().of(Todo)
    reader = Reader(lambda: todo.title)
    assert reader.value == "list: 1"
    todo.items[0].tags.add("x")
    assert not reader.told, "what it has not read does not matter"
    todo.items[0].done = True
    assert reader.told == 1
    assert reader.look() == "list: 0"
    todo.name = "other"
    assert todo.title == "other: 0"


def test_reset_gives_defaults_again_and_tells() -> None:
    todo = Store().of(Todo)
    todo.name, todo.items = "x", []
    reader = Reader(lambda: (todo.name, len(todo.items)))
    reset(todo)
    assert reader.told
    assert reader.look() == ("list", 1)


def test_what_another_run_has_changed_since_stays_and_is_named() -> None:
    store = Store()
    todo = store.of(Todo)
    one, other = FakeRun("one"), FakeRun("other")
    with running(one):
        todo.name = "one"
        todo.items[0].title = "one"
        todo.recent.append(5)
    with running(other):
        todo.name = "other"
        store.commit(other)
    assert store.rollback(one) == ["Todo.name"]
    assert (todo.name, todo.items[0].title, list(todo.recent)) == ("other", "first", [1])


def test_a_commit_lists_its_mutations_with_paths_and_values() -> None:
    store = Store()
    todo = store.of(Todo)
    run = FakeRun()
    with running(run):
        todo.name = "new"
        todo.items[0].done = True
        todo.items.append(Item("second"))
        found = store.commit(run)
    assert [(m.kind, m.path, m.old, m.new) for m in found[:2]] == [
        ("set", "Todo.name", "list", "new"),
        ("set", "Todo.items[0].done", False, True),
    ]
    assert (found[2].kind, found[2].path) == ("splice", "Todo.items")
    assert store.rollback(run) == [], "what is committed is not taken back"
    assert todo.name == "new"


def test_a_cancelled_run_can_write_nothing() -> None:
    todo = Store().of(Todo)
    run = FakeRun()
    run.cancelled = True
    with running(run), pytest.raises(RunCancelled):
        todo.name = "late"
    assert todo.name == "list"


def test_frozen_and_slotted_dataclasses() -> None:
    @dataclass(slots=True)
    class Slotted:
        name: str = "a"
        tags: list[int] = field(default_factory=list)

    data = Store().attach({"point": Point(1, 2), "slotted": Slotted()})
    reader = Reader(lambda: (data["slotted"].name, list(data["slotted"].tags)))
    assert data["point"] == Point(1, 2)
    data["slotted"].tags.append(1)
    assert reader.told
    reader.look()
    data["slotted"].name = "b"
    assert reader.told
