"""Runs side by side: what is taken back, what stays and is named, and what a cancelled run may do."""

from __future__ import annotations

import asyncio
import gc
import heapq
import weakref
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.errors import StateError
from skerry.state import RUN, RunCancelled, Store, reset, state, touch

from .tools import FakeRun, Reader, running


@dataclass
class Item:
    text: str = ""
    tags: set[str] = field(default_factory=set)


@state
class Board:
    a: int = 0
    b: int = 0
    c: int = 0
    items: list[Item] = [Item("one"), Item("two")]
    by: dict[str, int] = {"x": 1, "y": 2, "z": 3}
    tags: set[int] = {1, 2}
    last: deque[int] = deque([1, 2, 3])


def board() -> tuple[Store, Board, FakeRun, FakeRun]:
    store = Store()
    return store, store.of(Board), FakeRun("one"), FakeRun("other")


def by_run(run: FakeRun, act: Any) -> None:
    with running(run):
        act()


# Slots: fields and keys


class Model:
    """What must hold for one slot: the writes that were neither taken back nor overwritten and committed, in order."""

    def __init__(self) -> None:
        self.settled: int | None = None
        self.writes: list[tuple[str, int | None]] = []

    @property
    def value(self) -> int | None:
        return self.writes[-1][1] if self.writes else self.settled

    def write(self, run: str, value: int | None) -> None:
        self.writes.append((run, value))

    def roll_back(self, run: str) -> bool:
        """Whether a write of this run stays visible as part of what came after: named in the error."""
        later = False
        named = False
        for one, _ in reversed(self.writes):
            if one != run:
                later = True
            elif later:
                named = True
        self.writes = [write for write in self.writes if write[0] != run]
        return named


STEP = st.tuples(st.sampled_from(["one", "two", "three"]), st.sampled_from("xyz"), st.none() | st.integers(10, 99))


@pytest.mark.parametrize("kind", ["dict", "object"])
@settings(max_examples=150, deadline=None)
@given(steps=st.lists(STEP, max_size=10), order=st.permutations(["one", "two", "three"]))
def test_slots_go_back_to_the_last_write_that_still_counts(kind: str, steps: list[Any], order: list[str]) -> None:
    """After a run is taken back, a slot that others wrote later keeps their value; when those are taken back, too, it is as if
    none had written."""
    store = Store()
    target: Any = store.attach({} if kind == "dict" else Slots(), "root")
    runs = {name: FakeRun(name) for name in order}
    models = {key: Model() for key in "xyz"}
    for who, key, value in steps:
        if models[key].value == value:
            continue
        models[key].write(who, value)
        by_run(runs[who], lambda key=key, value=value: put(target, key, value))  # type: ignore[misc]
    for who in order:
        named = {key for key, model in models.items() if model.roll_back(who)}
        kept = store.rollback(runs[who])
        assert {path[-3:-2] if kind == "dict" else path[-1] for path in kept} == named
        assert {key: now(target, key) for key in "xyz"} == {key: model.value for key, model in models.items()}


@dataclass
class Slots:
    x: int | None = None
    y: int | None = None
    z: int | None = None


def put(target: Any, key: str, value: int | None) -> None:
    if not isinstance(target, dict):
        setattr(target, key, value)
    elif value is None:
        target.pop(key, None)
    else:
        target[key] = value


def now(target: Any, key: str) -> Any:
    return target.get(key) if isinstance(target, dict) else getattr(target, key)


# Containers


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(10, 99)), max_size=8))
def test_a_list_that_two_runs_changed_loses_only_what_came_last(steps: list[tuple[bool, int, int]]) -> None:
    store = Store()
    items = store.attach([0, 1, 2])
    one, other = FakeRun("one"), FakeRun("other")
    states: list[tuple[bool, list[int]]] = []
    for first, at, value in steps:
        before = list(items)
        by_run(one if first else other, lambda at=at, value=value: items.insert(at, value))  # type: ignore[misc]
        states.append((first, before))
    expected = list(items)
    while states and states[-1][0]:
        expected = states.pop()[1]
    kept = store.rollback(one)
    assert list(items) == expected
    assert kept == (["list"] if any(first for first, _ in states) else [])


@pytest.mark.parametrize(
    ("mine", "theirs", "after", "kept"),
    [
        (lambda v: v.items.append(Item("x")), lambda v: setattr(v.items[0], "text", "theirs"), lambda v: len(v.items) == 2, []),
        (lambda v: v.items.append(Item("x")), lambda v: setattr(v.items[2], "text", "theirs"), lambda v: v.items[2].text == "theirs", ["Board.items"]),
        (lambda v: v.items.append(Item("x")), lambda v: v.items[2].tags.add("theirs"), lambda v: v.items[2].tags == {"theirs"}, ["Board.items"]),
        (lambda v: setattr(v, "items", [Item()]), lambda v: v.items.append(Item()), lambda v: len(v.items) == 2, ["Board.items"]),
        (lambda v: v.items[0].tags.add("x"), lambda v: v.items[0].tags.add("y"), lambda v: v.items[0].tags == {"y"}, []),
        (lambda v: v.tags.update({5, 6}), lambda v: v.tags.discard(5), lambda v: 5 not in v.tags, ["Board.tags"]),
        (lambda v: v.by.clear(), lambda v: v.by.update(new=1), lambda v: v.by == {"new": 1}, ["Board.by"]),
        (lambda v: v.by.pop("x"), lambda v: v.by.update(new=1), lambda v: list(v.by) == ["x", "y", "z", "new"], []),
        (lambda v: v.by.update(x=5, y=6), lambda v: v.by.update(y=7), lambda v: v.by == {"x": 1, "y": 7, "z": 3}, ["Board.by['y']"]),
        (lambda v: v.last.rotate(1), lambda v: v.last.append(9), lambda v: list(v.last) == [3, 1, 2, 9], ["Board.last"]),
        (lambda v: v.last.append(9), lambda v: v.items.clear(), lambda v: list(v.last) == [1, 2, 3], []),
        (lambda v: reset(v), lambda v: setattr(v, "b", 5), lambda v: v.b == 5, []),
    ],
)
@pytest.mark.parametrize("committed", [True, False])
def test_what_others_have_built_upon_stays_and_is_named(mine: Any, theirs: Any, after: Any, kept: list[str], committed: bool) -> None:
    store, it, one, other = board()
    by_run(one, lambda: mine(it))
    by_run(other, lambda: theirs(it))
    if committed:
        store.commit(other)
    assert store.rollback(one) == kept
    assert after(it)


def test_a_change_by_nobody_counts_as_anothers() -> None:
    store, it, one, _ = board()
    by_run(one, lambda: setattr(it, "a", 1))
    it.a = 2
    assert store.rollback(one) == ["Board.a"]
    assert it.a == 2


def test_what_was_there_before_does_not_count() -> None:
    store, it, one, other = board()
    by_run(other, lambda: setattr(it, "a", 1))
    store.commit(other)
    by_run(one, lambda: setattr(it, "a", 2))
    assert (store.rollback(one), it.a) == ([], 1)


def test_a_commit_ends_what_can_be_taken_back() -> None:
    store, it, one, _ = board()
    by_run(one, lambda: setattr(it, "a", 1))
    assert store.pending(one)
    assert [m.path for m in store.commit(one)] == ["Board.a"]
    assert not store.pending(one) and store.commit(one) == []
    by_run(one, lambda: setattr(it, "b", 1))
    assert store.rollback(one) == []
    assert (it.a, it.b) == (1, 0)
    assert store.rollback(one) == []


def test_a_rollback_tells_each_reader_once_and_no_other() -> None:
    store, it, one, _ = board()
    by_run(one, lambda: (setattr(it, "a", 1), it.items.append(Item()), it.by.update(x=9)))
    readers = {
        "all": Reader(lambda: (it.a, len(it.items), it.by["x"])), "a": Reader(lambda: it.a), "b": Reader(lambda: it.b),
        "x": Reader(lambda: it.by["x"]), "y": Reader(lambda: it.by["y"]), "one": Reader(lambda: it.items[0].text),
    }  # fmt: skip
    store.rollback(one)
    told = {name: reader.told for name, reader in readers.items()}
    assert {**told, "one": 0} == {"all": 1, "a": 1, "b": 0, "x": 1, "y": 0, "one": 0}
    assert it == Store().of(Board)


def test_a_store_tells_whom_it_invalidated() -> None:
    found: list[Any] = []
    it = Store(found.append).of(Board)
    watch = Reader(lambda: it.a)
    it.a = 1
    it.b = 1
    assert found == [watch]


# Cancelled runs


WRITES: dict[str, Any] = {
    "field": lambda v: setattr(v, "a", 5),
    "delete": lambda v: delattr(v, "a"),
    "list": lambda v: v.items.append(Item()),
    "list item": lambda v: v.items.__setitem__(0, Item()),
    "list sort": lambda v: v.items.sort(key=str),
    "list clear": lambda v: v.items.clear(),
    "dict": lambda v: v.by.update(x=5),
    "dict pop": lambda v: v.by.pop("x"),
    "dict clear": lambda v: v.by.clear(),
    "set": lambda v: v.tags.add(5),
    "set clear": lambda v: v.tags.clear(),
    "deque": lambda v: v.last.append(5),
    "deque rotate": lambda v: v.last.rotate(),
    "deque clear": lambda v: v.last.clear(),
    "object": lambda v: setattr(v.items[0], "text", "x"),
    "deep": lambda v: v.items[0].tags.add("x"),
    "touch": lambda v: touch(v.items),
    "reset": lambda v: reset(v),
    "same again": lambda v: setattr(v, "a", 0),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_cancelled_run_changes_nothing(name: str) -> None:
    store, it, one, _ = board()
    one.cancelled = True
    watch = Reader(lambda: repr(it))
    with running(one), pytest.raises(RunCancelled, match="Board.*one, which was cancelled"):
        WRITES[name](it)
    assert it == Store().of(Board) and not watch.told and not store.pending(one)


def test_a_cancelled_run_may_read_and_is_cancelled_as_tasks_are() -> None:
    _, it, one, _ = board()
    one.cancelled = True
    with running(one):
        assert (it.a, it.items[0].text, it.by.get("x"), 1 in it.tags) == (0, "one", 1, True)
    assert issubclass(RunCancelled, asyncio.CancelledError)
    assert not issubclass(RunCancelled, Exception)


def test_tasks_that_a_run_spawned_write_as_that_run() -> None:
    store, it, one, _ = board()

    async def child() -> None:
        it.a = 1
        await asyncio.sleep(0)
        it.b = 1

    async def main() -> None:
        token = RUN.set(one)
        task = asyncio.ensure_future(child())
        RUN.reset(token)
        await asyncio.sleep(0)
        assert store.pending(one)
        one.cancelled = True
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert (it.a, it.b) == (1, 0)
    store.rollback(one)
    assert it.a == 0


# Changes made in C


@pytest.mark.parametrize("act", [lambda h: heapq.heappush(h, 0), heapq.heappop, lambda h: heapq.heapreplace(h, 99)])
@pytest.mark.parametrize(
    "reach",
    [
        lambda v: v["heap"],
        lambda v: v["all"][0],
        lambda v: next(iter(v["all"])),
        lambda v: next(iter(v["named"].values())),
        lambda v: v["queue"][0],
    ],
)
def test_a_heap_is_noticed_at_the_commit_however_it_was_reached(act: Any, reach: Any) -> None:
    store, run = Store(), FakeRun()
    data = store.attach({"heap": [1, 5, 3], "all": [[1, 5, 3]], "named": {"h": [1, 5, 3]}, "queue": deque([[1, 5, 3]])})
    watch = Reader(lambda: list(reach(data)))
    with running(run):
        act(reach(data))
        mutations = store.commit(run)
    assert watch.told == 1 and [m.kind for m in mutations] == ["touch"]
    expected = [1, 5, 3]
    act(expected)
    assert watch.look() == expected


def test_a_list_that_was_handed_out_goes_when_nobody_has_it() -> None:
    store, run = Store(), FakeRun()
    data = store.attach({"rows": [[0], [1]]})
    with running(run):
        gone = weakref.ref(data["rows"])
        data["rows"] = []
        assert gone() is not None, "what is undone would need it"
        store.commit(run)
    gc.collect()
    assert gone() is None
    assert not store.handed


def test_what_c_put_in_is_observed_from_then_on() -> None:
    store, run = Store(), FakeRun()
    data = store.attach({"heap": []})
    with running(run):
        heapq.heappush(data["heap"], [2, {"x": 1}])
        store.commit(run)
    watch = Reader(lambda: data["heap"][0][1]["x"])
    data["heap"][0][1]["x"] = 2
    assert watch.told == 1


def test_a_list_changed_in_c_stays_as_it_is_and_is_named() -> None:
    for later in (False, True):
        store, run = Store(), FakeRun()
        data = store.attach({"heap": [1, 5, 3], "n": 1})
        with running(run):
            data["n"] = 2
            data["heap"].append(9)
            heapq.heappush(data["heap"], 0)
            if later:
                data["heap"].append(7)
            expected = sorted([0, 1, 3, 5, 9])
            assert store.rollback(run) == ["dict['heap']"]
        assert (sorted(data["heap"]), data["n"]) == (expected, 1)


def test_a_state_error_is_no_cancellation() -> None:
    assert not issubclass(StateError, asyncio.CancelledError)
