"""Values whose equality is no truth: assigned, told of, undone and rendered like any others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import skerry as sk
from skerry.state import Store, state, touch
from skerry.testing import App

from ..tools import FakeRun, Reader, running
from .tools import Box

KINDS = ["array", "scalar", "frame", "series", "polars", "arrow", "model", "figure"]


def maker(kind: str) -> Callable[[], Any]:
    """Makes equal values that are not the same; skips where the library is not there."""
    np = pytest.importorskip("numpy")
    if kind == "array":
        return lambda: np.arange(3)
    if kind == "scalar":
        return lambda: np.float64(1.5)
    if kind in ("frame", "series"):
        pd = pytest.importorskip("pandas")
        return (lambda: pd.DataFrame({"a": [1, 2]})) if kind == "frame" else (lambda: pd.Series([1, 2]))
    if kind == "polars":
        pl = pytest.importorskip("polars")
        return lambda: pl.DataFrame({"a": [1, 2]})
    if kind == "arrow":
        pa = pytest.importorskip("pyarrow")
        return lambda: pa.table({"a": [1, 2]})
    if kind == "model":
        pydantic = pytest.importorskip("pydantic")
        model = pydantic.create_model("Made", a=(int, 1), b=(Any, None))
        return lambda: model(b=np.arange(3))
    go = pytest.importorskip("plotly.graph_objects")
    return lambda: go.Figure(go.Scatter(y=np.arange(3)))


@state
class Held:
    value: Any = None
    items: list[Any] = []
    by: dict[str, Any] = {}
    pair: tuple[Any, ...] = ()

    @sk.computed
    def doubled(self) -> Any:
        return (self.value, self.value)


@pytest.fixture
def held() -> tuple[Store, Any]:
    store = Store()
    return store, store.of(Held)


@pytest.mark.parametrize("kind", KINDS)
def test_assigned_anywhere_told_and_undone(kind: str, held: Any) -> None:
    make, (store, it) = maker(kind), held
    first, second = make(), make()
    it.value, it.items, it.by, it.pair = first, [first, first], {"k": first}, (first, 1)
    assert it.value is first and it.items[1] is first and it.by["k"] is first and it.pair[0] is first
    watches = [Reader(read, raw=True) for read in (lambda: it.value, lambda: it.items[0], lambda: it.by["k"], lambda: it.pair, lambda: it.doubled)]
    store.commit(None)
    with running(FakeRun()) as run:
        it.value = second
        it.items[0] = second
        it.by["k"] = second
        it.pair = (second, 2)
        it.items.append(make())
        it.items.insert(0, make())
        it.items[1:2] = [make(), make()]
        it.items.sort(key=lambda one: 1)
        it.items.reverse()
        it.by["new"] = make()
        it.by.update(k=make(), other=second)
        del it.by["new"]
        it.by.setdefault("k", first)
        assert it.value is second and it.doubled[1] is second
    assert all(watch.told for watch in watches)
    assert store.rollback(run) == []
    assert it.value is first and it.pair[0] is first and it.by == {"k": it.by["k"]} and it.by["k"] is first
    assert len(it.items) == 2 and it.items[0] is first and it.items[1] is first
    with running(FakeRun()) as other:
        it.value = None
        it.items.clear()
        it.by.clear()
    assert store.rollback(other) == [] and it.value is first and it.items[0] is first and it.by["k"] is first


@pytest.mark.parametrize("kind", KINDS)
def test_two_runs_that_write_the_same(kind: str, held: Any) -> None:
    make, (store, it) = maker(kind), held
    it.items = [make()]
    store.commit(None)
    one, two = FakeRun("one"), FakeRun("two")
    with running(one):
        it.value = make()
        it.items.append(make())
    with running(two):
        it.value = last = make()
        it.by["k"] = make()
    store.commit(two)
    assert store.rollback(one) == ["Held.value"] and it.value is last and len(it.items) == 1 and len(it.by) == 1


@pytest.mark.parametrize("kind", ["array", "frame", "series", "model", "figure"])
def test_a_change_in_place_is_told_by_touch_and_by_assigning_it_again(kind: str, held: Any) -> None:
    make, (_, it) = maker(kind), held
    it.value, it.items, it.by = make(), [make()], {"k": make()}
    watches = [Reader(read, raw=True) for read in (lambda: it.value, lambda: it.items[0], lambda: it.by["k"])]
    for where in (sk.ref(it).value, sk.ref(it).items[0], sk.ref(it).by["k"]):
        touch(where)
    assert [watch.told for watch in watches] == [1, 1, 1]
    for watch in watches:
        watch.look()
    it.value, it.items[0], it.by["k"] = it.value, it.items[0], it.by["k"]
    assert [watch.told for watch in watches] == [1, 1, 1]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "model"])  # whose class is made in the test
def test_loaded_over_what_is_there(kind: str) -> None:
    make = maker(kind)
    store = Store()
    box = store.of(Box)
    box.value = {"rows": [make(), make()]}
    data = store.dump()
    watch = Reader(lambda: box.value["rows"][0], raw=True)
    store.load(data)
    assert watch.told and type(box.value["rows"][0]) is type(make()) and data["lost"] == []
    assert store.dump() == data


PAGE = """
import skerry as sk
import numpy as np

@sk.state
class Data:
    rows: object = None
    said: str = ""

def fill(state: Data):
    state.rows = np.arange(3)

def again(state: Data):
    state.rows = np.arange(3)

def in_place(state: Data):
    state.rows[0] = 7
    sk.touch(state)

def fails(state: Data):
    state.rows = np.zeros(1)
    raise ValueError("no")

@sk.component
def shown(rows):
    sk.text(f"Sum {0 if rows is None else rows.sum()}")

@sk.page("/")
def home(state: Data):
    shown(state.rows)
    for name, do in (("Fill", fill), ("Again", again), ("In place", in_place), ("Fails", fails)):
        sk.button(name, on_click=do)
"""


def test_a_page_of_an_array() -> None:
    pytest.importorskip("numpy")
    page = App(source=PAGE, raises=False)
    for button, text in (("Fill", "Sum 3"), ("Again", "Sum 3"), ("In place", "Sum 10"), ("Again", "Sum 3"), ("Fails", "Sum 3")):
        page.find(button).click()
        assert page.find(text).exists, button
