"""Observed containers behave as plain ones do, can be taken back, and tell whoever read what has changed."""

from __future__ import annotations

import copy
import json
import operator
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.state import Store

from .tools import FakeRun, Reader, outcome, plain, running

SMALL = st.integers(-4, 6)
ITEM = st.integers(0, 5)
ITEMS = st.lists(ITEM, max_size=4)
SLICE = st.builds(slice, st.none() | SMALL, st.none() | SMALL, st.none() | st.integers(-3, 3).filter(bool))
Act = tuple[str, tuple[Any, ...]]


def acts(table: dict[str, tuple[st.SearchStrategy[Any], ...]]) -> st.SearchStrategy[Act]:
    return st.one_of([st.tuples(st.just(name), st.tuples(*arguments)) for name, arguments in table.items()])


def method(name: str) -> Callable[..., Any]:
    return lambda target, *arguments: getattr(target, name)(*arguments)


def in_place(name: str) -> Callable[..., Any]:
    """``x += y`` through an operator; the result takes the place of x, as the language says, so it has to be x."""

    def act(target: Any, other: Any) -> Any:
        found = getattr(operator, name)(target, other)
        assert found is target
        return None

    return act


def delete(target: Any, key: Any) -> None:
    del target[key]


DO: dict[str, Callable[..., Any]] = {"del": delete, "set": operator.setitem, "get": operator.getitem}
DO |= {name: in_place(name) for name in ("iadd", "imul", "ior", "iand", "isub", "ixor")}


def do(target: Any, act: Act) -> Any:
    name, arguments = act
    return outcome(lambda: DO.get(name, method(name))(target, *copy.deepcopy(arguments)))


LISTS = acts(
    {
        "append": (ITEM,), "extend": (ITEMS,), "insert": (SMALL, ITEM), "pop": (SMALL,), "remove": (ITEM,), "clear": (), "reverse": (),
        "sort": (), "del": (SMALL | SLICE,), "set": (SMALL, ITEM), "iadd": (ITEMS,), "imul": (st.integers(-1, 3),), "index": (ITEM,),
        "count": (ITEM,), "get": (SMALL | SLICE,), "copy": (), "__contains__": (ITEM,), "__len__": (), "__reversed__": (),
        "__setitem__": (SLICE, ITEMS), "__add__": (ITEMS,), "__eq__": (ITEMS,),
    }
)  # fmt: skip
KEY = st.sampled_from("abcd")
PAIRS = st.dictionaries(KEY, ITEM, max_size=3)
DICTS = acts(
    {
        "set": (KEY, ITEM), "del": (KEY,), "get": (KEY,), "pop": (KEY,), "popitem": (), "setdefault": (KEY, ITEM), "update": (PAIRS,),
        "clear": (), "ior": (PAIRS,), "copy": (), "keys": (), "__contains__": (KEY,), "__len__": (), "__or__": (PAIRS,), "__eq__": (PAIRS,),
    }
)  # fmt: skip
DICTS |= st.tuples(st.just("pop"), st.tuples(KEY, ITEM)) | st.tuples(st.just("get "), st.tuples(KEY))
DO["get "] = method("get")
DO["keys"] = lambda target: list(target.keys())
SET = st.sets(ITEM, max_size=4)
SETS = acts(
    {
        "add": (ITEM,), "remove": (ITEM,), "discard": (ITEM,), "clear": (), "update": (SET,), "difference_update": (SET,),
        "intersection_update": (SET,), "symmetric_difference_update": (SET,), "ior": (SET,), "iand": (SET,), "isub": (SET,),
        "ixor": (SET,), "__contains__": (ITEM,), "__len__": (), "union": (SET,), "issubset": (SET,), "__sub__": (SET,), "copy": (),
    }
)  # fmt: skip
DEQUES = acts(
    {
        "append": (ITEM,), "appendleft": (ITEM,), "extend": (ITEMS,), "extendleft": (ITEMS,), "pop": (), "popleft": (), "rotate": (SMALL,),
        "insert": (SMALL, ITEM), "remove": (ITEM,), "reverse": (), "clear": (), "del": (SMALL,), "set": (SMALL, ITEM), "get": (SMALL,),
        "iadd": (ITEMS,), "index": (ITEM,), "count": (ITEM,), "__len__": (), "__contains__": (ITEM,), "copy": (),
    }
)  # fmt: skip

KINDS: dict[str, tuple[st.SearchStrategy[Any], st.SearchStrategy[Act], dict[str, Callable[[Any], Any]]]] = {
    "list": (
        ITEMS,
        LISTS,
        {
            "first": lambda v: v[0], "second": lambda v: v[1], "last": lambda v: v[-1], "len": len, "list": list, "slice": lambda v: v[1:3],
            "in": lambda v: 3 in v, "bool": bool, "index": lambda v: v.index(2), "sorted": sorted, "sum": sum, "eq": lambda v: v == [1, 2],
            "reversed": lambda v: list(reversed(v)), "json": json.dumps, "star": lambda v: [*v],
        },
    ),
    "dict": (
        PAIRS,
        DICTS,
        {
            "a": lambda v: v["a"], "get b": lambda v: v.get("b"), "in": lambda v: "c" in v, "len": len, "keys": lambda v: list(v),
            "items": lambda v: list(v.items()), "values": lambda v: list(v.values()), "dict": dict, "bool": bool, "star": lambda v: {**v},
            "eq": lambda v: v == {"a": 1}, "last": lambda v: list(reversed(v)),
        },
    ),
    "set": (
        SET,
        SETS,
        {
            "1": lambda v: 1 in v, "2": lambda v: 2 in v, "len": len, "sorted": sorted, "bool": bool, "set": set, "union": lambda v: v | {9},
            "eq": lambda v: v == {1}, "subset": lambda v: v <= {0, 1, 2},
        },
    ),
    "deque": (
        st.builds(deque, ITEMS, st.none() | st.integers(0, 4)),
        DEQUES,
        {
            "first": lambda v: v[0], "last": lambda v: v[-1], "len": len, "list": list, "in": lambda v: 3 in v, "bool": bool,
            "count": lambda v: v.count(1), "reversed": lambda v: list(reversed(v)),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_an_observed_one_behaves_as_a_plain_one(kind: str, data: st.DataObject) -> None:
    values, actions, _ = KINDS[kind]
    ours = data.draw(values)
    theirs = copy.deepcopy(ours)
    observed = Store().attach(ours)
    assert isinstance(observed, type(theirs))
    for act in data.draw(st.lists(actions, max_size=8)):
        assert do(observed, act) == do(theirs, act), act
        assert plain(observed) == plain(theirs), act
    assert observed == theirs
    if kind != "set":
        assert list(observed) == list(theirs)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whoever_reads_what_a_write_changes_is_told(kind: str, data: st.DataObject) -> None:
    values, actions, reads = KINDS[kind]
    holder = Store().attach({"it": data.draw(values)})
    readers = {name: Reader(lambda read=read: read(holder["it"])) for name, read in reads.items()}  # type: ignore[misc]
    for act in data.draw(st.lists(actions, max_size=4)):
        before = {name: reader.look() for name, reader in readers.items()}
        do(holder["it"], act)
        for name, reader in readers.items():
            told = reader.told
            if reader.look() != before[name]:
                assert told, f"{name} was {before[name]}, is {reader.value} after {act}, and was not told"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_run_can_be_taken_back(kind: str, data: st.DataObject) -> None:
    values, actions, reads = KINDS[kind]
    store = Store()
    holder = store.attach({"it": data.draw(values)})
    observed = holder["it"]
    before = plain(observed)
    order = list(observed) if kind != "set" else sorted(observed)
    run = FakeRun()
    with running(run):
        for act in data.draw(st.lists(actions, max_size=8)):
            do(observed, act)
    readers = {name: Reader(lambda read=read: read(holder["it"])) for name, read in reads.items()}  # type: ignore[misc]
    during = {name: reader.value for name, reader in readers.items()}
    assert store.rollback(run) == []
    assert plain(observed) == before
    assert (list(observed) if kind != "set" else sorted(observed)) == order
    assert not store.pending(run)
    for name, reader in readers.items():
        told = reader.told
        assert told or reader.look() == during[name], name


@pytest.mark.parametrize("size", [10, 10_000])
def test_a_change_of_one_item_tells_only_those_who_read_it(size: int) -> None:
    rows = Store().attach([{"label": f"row {i}"} for i in range(size)])
    readers = [Reader(lambda row=row: row["label"]) for row in rows]  # type: ignore[misc]
    length = Reader(lambda: len(rows))
    rows[7]["label"] = "changed"
    assert [i for i, reader in enumerate(readers) if reader.told] == [7]
    assert not length.told
    rows.append({"label": "new"})
    assert length.told
    assert sum(reader.told for reader in readers) == 1


def test_a_write_of_what_is_there_already_tells_nobody() -> None:
    values = Store().attach({"a": 1, "list": [1, 2], "set": {1}})
    readers = [Reader(lambda: values["a"]), Reader(lambda: list(values["list"])), Reader(lambda: 1 in values["set"])]
    values["a"] = 1
    values["list"][0] = 1
    values["set"].add(1)
    assert [reader.told for reader in readers] == [0, 0, 0]


def test_nested_containers_are_observed_wherever_they_come_in() -> None:
    data = Store().attach({"rows": []})
    data["rows"].append({"tags": {"x"}, "path": [deque([1])]})
    reader = Reader(lambda: (sorted(data["rows"][0]["tags"]), data["rows"][0]["path"][0][0]))
    data["rows"][0]["tags"].add("y")
    assert reader.told
    reader.look()
    data["rows"][0]["path"][0][0] = 5
    assert reader.told
    data.setdefault("more", []).append([1])
    inner = Reader(lambda: len(data["more"][0]))
    data["more"][0].extend([2, 3])
    assert inner.told


def test_one_list_at_two_paths_is_one_list_and_both_paths_readers_are_told() -> None:
    data = Store().attach({"a": [1], "b": []})
    data["b"] = data["a"]
    readers = [Reader(lambda: list(data["a"])), Reader(lambda: list(data["b"]))]
    data["b"].append(2)
    assert all(reader.told for reader in readers)
    assert data["a"] == [1, 2]


def test_changes_made_in_c_are_noticed_when_the_run_commits() -> None:
    import heapq

    store = Store()
    data = store.attach({"heap": [1, 5, 3]})
    reader = Reader(lambda: list(data["heap"]))
    run = FakeRun()
    with running(run):
        heapq.heappush(data["heap"], 0)
        store.commit(run)
    assert reader.told
    assert [0] + data["heap"] == [0, 0, 1, 3, 5]
