"""No method of a builtin is forgotten; and what the random tests of containers do not reach: operators from both sides,
defaultdicts, copies, pickles, texts, errors."""

from __future__ import annotations

import bisect
import copy
import heapq
import json
import operator
import pickle
import random
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.state import (
    ObservedDefaultDict,
    ObservedDeque,
    ObservedDict,
    ObservedList,
    ObservedSet,
    StateDict,
    Store,
)

from .tools import Reader

# What need not be overridden: it neither changes the container nor looks into it, or asks one of ours to.
HARMLESS = {
    *("__class_getitem__", "__delattr__", "__dir__", "__doc__", "__format__", "__getattribute__", "__getstate__", "__init__"),
    *("__init_subclass__", "__reduce__", "__setattr__", "__sizeof__", "__str__", "__subclasshook__", "__module__", "fromkeys"),
    *("__dict__", "__weakref__", "maxlen", "__match_args__"),
}
OBSERVED = {ObservedList: list, ObservedDict: dict, ObservedSet: set, ObservedDeque: deque, ObservedDefaultDict: defaultdict}


@pytest.mark.parametrize("observed", OBSERVED)
def test_every_method_of_the_builtin_is_one_of_ours(observed: type) -> None:
    plain = OBSERVED[observed]
    ours = {name for cls in observed.__mro__ if cls.__module__.startswith("skerry") for name in vars(cls)}
    theirs = {name for cls in (plain, *plain.__mro__[1:-1]) for name in vars(cls)}
    unordered = {"__lt__", "__le__", "__gt__", "__ge__"} if issubclass(plain, dict) else set()
    assert theirs - ours - HARMLESS - unordered == set()


def attached(value: Any) -> Any:
    return Store().attach({"it": value})["it"]


VALUES: list[Any] = [
    [], [1, 2, 3], {}, {"a": 1, "b": 2}, set(), {1, 2}, deque(), deque([1, 2], 3), defaultdict(int, {"a": 1}), defaultdict(list),
    [[1], {"a": [2]}, {3}, deque([4]), ([5],)], {"a": {"b": [{"c": {1}}]}},
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_copies_texts_and_comparisons_are_those_of_a_plain_one(value: Any) -> None:
    observed = attached(copy.deepcopy(value))
    assert type(observed) is not type(value) and isinstance(observed, type(value))
    assert observed == value and value == observed
    assert (observed != value) is False and (value != observed) is False
    assert (repr(observed), str(observed), f"{observed}") == (repr(value), str(value), f"{value}")
    assert bool(observed) is bool(value) and len(observed) == len(value)
    for copied in (copy.copy(observed), copy.deepcopy(observed), pickle.loads(pickle.dumps(observed)), observed.copy()):
        assert type(copied) is type(value) and copied == value
        assert getattr(copied, "maxlen", None) == getattr(value, "maxlen", None)
        assert getattr(copied, "default_factory", None) is getattr(value, "default_factory", None)
    with pytest.raises(TypeError, match="unhashable"):
        hash(observed)
    if isinstance(value, (list, dict)) and not holds_more(value):
        assert json.dumps(observed) == json.dumps(value)
        assert json.dumps(observed, indent=1) == json.dumps(value, indent=1)


def holds_more(value: Any) -> bool:
    return any(isinstance(x, (set, deque)) or (isinstance(x, (dict, list)) and holds_more(x)) for x in (value.values() if isinstance(value, dict) else value))


def test_a_container_that_holds_itself_is_shown() -> None:
    for value, shown in (([], "[[...]]"), (deque(), "deque([[...]])")):  # type: ignore[var-annotated]
        it = attached(value)
        it.append(it)
        assert repr(it) == shown
    it = attached({})
    it["it"] = it
    assert repr(it) == "{'it': {...}}"


BINARY = ("add", "sub", "mul", "and_", "or_", "xor", "lt", "le", "gt", "ge", "eq", "ne", "concat", "contains")
IN_PLACE = ("iadd", "isub", "imul", "iand", "ior", "ixor")
OPERANDS: list[Any] = [
    [1, 2], [], {1, 2}, frozenset({2, 3}), {"a": 1}, {"b": 2, "a": 3}, deque([1]), defaultdict(int, {"a": 5}), 2, "ab", (1,), None,
    OrderedDict(z=1), Counter("ab"),
]  # fmt: skip


def result(act: Any) -> Any:
    try:
        found = act()
    except Exception as error:
        return type(error)
    return type(found) if not isinstance(found, bool) else bool, found


def as_plain(found: Any) -> Any:
    """The result's type by name of the plain one."""
    if isinstance(found, tuple) and found[0] in OBSERVED:
        return OBSERVED[found[0]], found[1]
    return found


@pytest.mark.parametrize("name", BINARY)
def test_operators_from_both_sides(name: str) -> None:
    act = getattr(operator, name)
    for left in OPERANDS:
        for right in OPERANDS:
            expected = result(lambda left=left, right=right: act(copy.copy(left), copy.copy(right)))  # type: ignore[misc]
            for one, other in ((attached(copy.copy(left)), right), (left, attached(copy.copy(right))), (attached(copy.copy(left)), attached(copy.copy(right)))):
                found = result(lambda one=one, other=other: act(one, other))  # type: ignore[misc]
                assert found == expected, (name, left, right)


@pytest.mark.parametrize("name", IN_PLACE)
def test_in_place_operators(name: str) -> None:
    act = getattr(operator, name)
    for left in OPERANDS:
        for right in OPERANDS:
            plain = copy.copy(left)
            expected = result(lambda plain=plain, right=right: act(plain, right))  # type: ignore[misc]
            it = attached(copy.copy(left))
            for other in (right, attached(copy.copy(right))):
                it = attached(copy.copy(left))
                found = result(lambda it=it, other=other: act(it, other))  # type: ignore[misc]
                assert as_plain(found) == expected, (name, left, right)
                assert it == plain
                if isinstance(found, tuple) and expected[1] is plain:
                    assert found[1] is it


KEY = st.sampled_from("abc")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEY, st.integers(0, 3)), st.lists(st.tuples(st.sampled_from(["get", "add", "in", "pop", "del", "missing"]), KEY)))
def test_a_defaultdict_makes_what_is_missing(items: dict[str, int], acts: list[tuple[str, str]]) -> None:
    plain, observed = defaultdict(int, items), attached(defaultdict(int, items))
    for what, key in acts:
        for it in (plain, observed):
            if what == "add":
                it[key] += 1
        do = {
            "get": lambda it: it.get(key), "in": lambda it: key in it, "pop": lambda it: it.pop(key), "del": lambda it: it.__delitem__(key),
            "missing": lambda it: it[key], "add": lambda it: it[key],
        }[what]  # fmt: skip
        assert result(lambda: do(plain)) == result(lambda: do(observed))
        assert list(plain.items()) == list(observed.items())


def test_what_a_factory_makes_is_observed_and_part_of_the_state() -> None:
    groups = attached(defaultdict(list))
    watch = Reader(lambda: list(groups.get("a", ())))
    groups["a"].append(1)
    assert watch.told and groups == {"a": [1]}
    assert type(groups["a"]) is ObservedList
    with pytest.raises(KeyError):
        attached(defaultdict())["none"]
    with pytest.raises(KeyError):
        attached(defaultdict(None, {"a": 1}))["none"]


def test_libraries_that_take_containers() -> None:
    numbers = attached([5, 3, 1])
    bisect.insort(attached([1, 3]), 2)
    random.Random(1).shuffle(numbers)
    assert sorted(numbers) == [1, 3, 5]
    numbers.sort(key=lambda number: -number)
    assert numbers == [5, 3, 1]
    assert heapq.nsmallest(2, numbers) == [1, 3]
    assert dict(ChainMap(attached({"a": 1}), {"b": 2})) == {"a": 1, "b": 2}
    assert Counter(attached(["a", "a"])) == {"a": 2}
    assert "{a}".format(**attached({"a": 1})) == "%(a)s" % attached({"a": 1}) == "{a}".format_map(attached({"a": 1}))  # noqa: UP031
    assert ",".join(attached(["a", "b"])) == "a,b"
    match attached({"kind": "x", "items": [1, 2]}):
        case {"kind": "x", "items": [first, *rest]}:
            assert (first, rest) == (1, [2])
        case _:
            pytest.fail("a pattern did not match")
    assert type(attached({"a": 1}).fromkeys("ab")) is dict


@pytest.mark.parametrize(
    ("value", "act"),
    [
        ([1], lambda it: it.remove(5)),
        ([1], lambda it: it.pop(5)),
        ([], lambda it: it.pop()),
        ([1], lambda it: it.insert("a", 1)),
        ([1], lambda it: it.__setitem__(slice(0, 1), 5)),
        ([1, 2, 3], lambda it: it.__setitem__(slice(0, 3, 2), [1])),
        ([1, "a"], lambda it: it.sort()),
        ([1], lambda it: it.extend(5)),
        ({}, lambda it: it.popitem()),
        ({}, lambda it: it.pop("a")),
        ({}, lambda it: it.__setitem__([], 1)),
        ({}, lambda it: it.update(5)),
        ({}, lambda it: it.update([("a",)])),
        (set(), lambda it: it.pop()),
        ({1}, lambda it: it.remove(5)),
        ({1}, lambda it: it.add([])),
        ({1}, lambda it: it.update(5)),
        (deque(), lambda it: it.popleft()),
        (deque([1], 1), lambda it: it.insert(0, 1)),
        (deque([1]), lambda it: it.remove(4)),
        (deque([1]), lambda it: it.__getitem__(slice(0, 1))),
        (deque([1]), lambda it: it.rotate("a")),
    ],
)
def test_mistakes_raise_what_a_plain_one_raises_and_change_nothing(value: Any, act: Any) -> None:
    it = attached(copy.copy(value))
    watch = Reader(lambda: list(it))
    expected = result(lambda: act(copy.copy(value)))
    assert isinstance(expected, type) and issubclass(expected, Exception)
    assert result(lambda: act(it)) == expected
    assert it == value and not watch.told


def test_a_sort_that_fails_on_the_way_keeps_every_item_and_can_be_undone() -> None:
    from skerry.state import undo

    from .tools import FakeRun, running

    store = Store()
    it = store.attach([3, 2, "a", 1])
    watch = Reader(lambda: list(it))
    run = FakeRun()
    with running(run):
        with pytest.raises(TypeError):
            it.sort()
        partly = list(it)
        mutations = store.commit(run)
    assert sorted(map(str, it)) == ["1", "2", "3", "a"]
    assert bool(watch.told) is (partly != [3, 2, "a", 1])
    for mutation in reversed(mutations):
        undo(mutation)
    assert list(it) == [3, 2, "a", 1]


# Dict states


def test_dict_states_at_any_depth_in_dicts() -> None:
    it = Store().attach(StateDict({"a": {"b": {}}}))
    assert it["a"]["b"]["c"] is None and it["x"] is None
    it["new"] = {"deep": {"er": 1}}
    it.update(more={"x": {}})
    it.setdefault("third", {})
    assert (it["new"]["deep"]["no"], it["more"]["x"]["no"], it["third"]["no"]) == (None, None, None)
    assert it.get("no", 5) == 5 and "no" not in it
    assert it == {"a": {"b": {}}, "new": {"deep": {"er": 1}}, "more": {"x": {}}, "third": {}}
    watch = Reader(lambda: it["a"]["b"]["c"])
    it["a"]["b"]["d"] = 1
    assert not watch.told
    it["a"]["b"]["c"] = 1
    assert watch.told == 1
    copied = copy.deepcopy(it)
    assert copied["a"]["b"]["no"] is None and copied == it
    copied["a"]["b"]["z"] = 1
    assert it["a"]["b"]["z"] is None
