"""State as JSON and back: nothing is lost, what cannot be saved is named, what does not fit is refused."""

from __future__ import annotations

import datetime
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.errors import StateError
from skerry.state import Store, state


class Rig(Enum):
    SLOOP = 1
    KETCH = "two"


@dataclass
class Boat:
    name: str
    crew: dict[int, tuple[str, ...]] = field(default_factory=dict)
    rig: Rig = Rig.SLOOP


@state
class Everything:
    value: Any = None
    boats: list[Boat] = []
    when: datetime.date | None = None
    number: int = 0


@state
class Other:
    shared: list[Any] = []


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.timedeltas(),
    st.decimals(allow_nan=False),
    st.sampled_from(Rig),
    st.just(PurePosixPath("a/b")),
)
KEYS = st.one_of(st.text(max_size=4), st.integers(), st.booleans(), st.none(), st.tuples(st.integers(), st.text(max_size=2)))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3),
        st.tuples(inner, inner),
        st.builds(deque, st.lists(inner, max_size=2), st.none() | st.integers(2, 4)),
        st.sets(st.integers() | st.text(max_size=2), max_size=3),
        st.builds(Boat, st.text(max_size=3), st.dictionaries(st.integers(), st.tuples(st.text(max_size=2)), max_size=2), st.sampled_from(Rig)),
    ),
    max_leaves=8,
)


def through_json(store: Store) -> Store:
    data = json.loads(json.dumps(store.dump()))
    loaded = Store()
    loaded.load(data, [Everything, Other])
    return loaded


@settings(max_examples=250, deadline=None)
@given(VALUES)
def test_what_is_saved_comes_back_with_its_type(value: Any) -> None:
    store = Store()
    store.of(Everything).value = value
    assert store.dump()["lost"] == []
    found = through_json(store).of(Everything).value
    assert found == value
    assert type_of(found) == type_of(value)


def type_of(value: Any) -> Any:
    """The types in it, at any depth; observed ones count as what they stand for."""
    kind = next(cls for cls in type(value).__mro__ if not cls.__name__.startswith("Observed") and not hasattr(cls, "_sk_base"))
    if isinstance(value, dict):
        return kind, [(type_of(k), type_of(v)) for k, v in value.items()]
    if isinstance(value, (list, tuple, deque)):
        return kind, [type_of(item) for item in value], getattr(value, "maxlen", None)
    return kind


def test_aliases_and_cycles_stay_what_they_are() -> None:
    store = Store()
    everything, other = store.of(Everything), store.of(Other)
    everything.value = {"a": [1]}
    everything.value["b"] = everything.value["a"]
    everything.value["self"] = everything.value
    other.shared = everything.value["a"]
    loaded = through_json(store)
    value = loaded.of(Everything).value
    value["b"].append(2)
    assert value["a"] == [1, 2]
    assert loaded.of(Other).shared == [1, 2]
    assert value["self"]["self"]["a"] == [1, 2]


def test_special_numbers() -> None:
    store = Store()
    store.of(Everything).value = [float("nan"), float("inf"), -float("inf"), 2**80, -0.0]
    found = through_json(store).of(Everything).value
    assert found[0] != found[0]
    assert found[1:4] == [float("inf"), -float("inf"), 2**80]
    assert str(found[4]) == "-0.0"


def test_what_cannot_be_saved_is_named_and_stops_nothing_else() -> None:
    store = Store()
    everything = store.of(Everything)
    everything.value = {"open": open, "fine": 1, "deep": [2, lambda: None]}
    everything.number = 7
    data = store.dump()
    assert [item["path"] for item in data["lost"]] == ["Everything.value['open']", "Everything.value['deep'][1]"]
    loaded = through_json(store).of(Everything)
    assert loaded.number == 7
    assert loaded.value["fine"] == 1
    assert loaded.value["deep"] == [2, None]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda roots: roots.update(number="many"), "Everything.number"),
        (lambda roots: roots.update(boats=[{"name": 3}]), r"Everything.boats\[0\]"),
        (lambda roots: roots.update(when=5), "Everything.when"),
    ],
)
def test_saved_data_of_another_type_is_refused_with_its_path(spoil: Callable[[dict[str, Any]], None], says: str) -> None:
    store = Store()
    store.of(Everything).boats.append(Boat("Tern"))
    data = json.loads(json.dumps(store.dump()))
    (name,) = data["roots"]
    spoil(data["roots"][name])
    loaded = Store()
    with pytest.raises(StateError, match=says):
        loaded.load(data, [Everything])


def test_data_that_is_no_dump_is_refused() -> None:
    for data in (None, [], {}, {"v": 99, "roots": {}}, {"v": 1}):
        with pytest.raises(StateError, match="load"):
            Store().load(data)
