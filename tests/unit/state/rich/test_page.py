"""What goes to the page for values that JSON does not know, in attributes, properties, events and tables."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import pytest

from skerry.components.table import _shown, table_data
from skerry.errors import RenderError
from skerry.protocol import carries, encode, snapshot
from skerry.testing import App
from skerry.view.attributes import attribute_text, check_properties


class Mood(Enum):
    GOOD = "g"


class Size(IntEnum):
    L = 3


class Word(StrEnum):
    A = "a"


class Old(str, Enum):  # noqa: UP042
    X = "x"


PLAIN: list[tuple[Any, Any]] = [
    (Mood.GOOD, "g"), (Size.L, 3), (Word.A, "a"), (Old.X, "x"), (Decimal("1.10"), "1.10"), (PurePosixPath("a/b"), "a/b"), (date(2030, 1, 2), "2030-01-02"),
    (datetime(2030, 1, 2, 3, tzinfo=UTC), "2030-01-02T03:00:00+00:00"), (time(1, 2), "01:02:00"), (timedelta(seconds=90), 90.0),
    (UUID(int=5), "00000000-0000-0000-0000-000000000005"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(PLAIN)))
def test_values_of_python(number: int) -> None:
    value, stands = PLAIN[number]
    assert snapshot({"k": [value]}) == {"k": [stands]} and carries([value])
    assert json.loads(encode([{"t": "x", "v": value}])) == [{"t": "x", "v": stands}]
    attrs = check_properties({"data-x": value, ".value": value, "title": value})
    assert attrs == {"data-x": stands, ".value": stands, "title": stands}
    assert attribute_text(attrs["title"]) == ("90" if stands == 90 else str(stands))


def test_values_of_numpy_and_pandas() -> None:
    np = pytest.importorskip("numpy")
    cases: list[tuple[Any, Any]] = [
        (np.int64(5), 5), (np.float32(1.5), 1.5), (np.float64(0.1), 0.1), (np.True_, True), (np.str_("a"), "a"), (np.arange(3), [0, 1, 2]),
        (np.datetime64("2030-01-01T00:00:00.000000001"), "2030-01-01T00:00:00.000000001"), (np.datetime64("NaT"), None),
        (np.array(["2030-01-01", "NaT"], "M8[D]"), ["2030-01-01", None]), (np.timedelta64(90, "s"), 90.0), (np.array(5), 5), (np.timedelta64("NaT", "s"), None),
    ]  # fmt: skip
    for value, stands in cases:
        assert snapshot([value]) == [stands] and type(snapshot([value])[0]) is type(stands)
        assert check_properties({".data": value})[".data"] == stands
    attrs = check_properties({"data-n": np.int64(5), "data-f": np.float64(5), "data-b": np.False_, "data-a": np.arange(3), "max": np.float32(0.5)})
    assert {name: attribute_text(value) for name, value in attrs.items()} == {"data-n": "5", "data-f": "5", "data-b": None, "data-a": "[0,1,2]", "max": "0.5"}
    for bad in (np.array([object()]), np.array([1j]), np.float64("nan"), np.array([np.inf]), np.complex64(1)):
        assert not carries(bad)
        with pytest.raises(RenderError, match="the property '.data' was given"):
            check_properties({".data": bad})
    with pytest.raises(RenderError, match="the attribute 'title' was given ndarray: an attribute takes one text or number"):
        check_properties({"title": np.arange(3)})
    pd = pytest.importorskip("pandas")
    assert snapshot([pd.NaT, pd.NA, pd.Timestamp("2030-01-01"), pd.Timedelta("90s")]) == [None, None, "2030-01-01T00:00:00", 90.0]
    for name in ("data-x", ".x", "title"):
        with pytest.raises(RenderError, match=f"(?s)'{name}' was given .*DataFrame cannot go to the page"):
            check_properties({name: pd.DataFrame({"a": [1]})})


def test_lists_and_dicts_in_data_attributes_are_json() -> None:
    attrs = check_properties({"data-a": [1, "é", Mood.GOOD], "data-d": {"a": None}, "data-o": object})
    assert attrs["data-a"] == '[1,"é","g"]' and attrs["data-d"] == '{"a":null}' and isinstance(attrs["data-o"], str)
    with pytest.raises(RenderError, match="the attribute 'data-a' was given .*object cannot go to the page"):
        check_properties({"data-a": [object()]})
    given = {"title": "t", ".value": 1}
    assert check_properties(given) is given


def test_a_page_with_such_values() -> None:
    pytest.importorskip("numpy")
    page = App(
        source="""
import numpy as np
import skerry as sk
from decimal import Decimal

@sk.state
class Data:
    points: object = np.arange(2)

def more(state: Data):
    state.points[0] = 9
    sk.touch(state)
    sk.emit("moved", {"x": np.int64(3), "price": Decimal("1.10"), "all": state.points})

@sk.page("/")
def home(state: Data):
    sk.element("x-chart", attrs={".points": state.points, "data-n": np.int64(5)})
    sk.button("More", on_click=more)
""",
        raises=False,
    )
    page.find("More").click()
    assert page.errors == []
    assert page.emitted == [("moved", {"x": 3, "price": "1.10", "all": [9, 1]})]


# Tables


def test_tables_of_frames() -> None:
    pd = pytest.importorskip("pandas")
    np = pytest.importorskip("numpy")
    frame = pd.DataFrame({"n": [1, 2], "f": [0.5, np.nan], "t": ["a", None], "w": pd.to_datetime(["2030-01-01", None]), "i": pd.array([1, None])})
    names, cells, _ = table_data(frame)
    assert names == ["n", "f", "t", "w", "i"]
    assert cells[0][:3] == [1, 0.5, "a"] and cells[1] == [2, None, None, None, None]
    assert [_shown(cell) for cell in cells[0]] == ["1", "0.5", "a", "2030-01-01 00:00:00", "1"]
    assert table_data(frame["n"])[:2] == (["n"], [[1], [2]])
    twice = pd.DataFrame([[1, 2]], columns=["x", "x"])
    assert table_data(twice)[:2] == (["x", "x (2)"], [[1, 2]])
    deep = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("b", "")]))
    assert table_data(deep)[:2] == (["a x", "b"], [[1, 2]])
    assert table_data(pd.DataFrame({"a": []}))[1] == []


def test_tables_of_arrays_frames_and_models() -> None:
    np = pytest.importorskip("numpy")
    assert table_data(np.arange(4).reshape(2, 2))[:2] == (["1", "2"], [[0, 1], [2, 3]])
    assert table_data(np.arange(2))[1] == [[0], [1]]
    assert table_data(np.array([(1, 2.5)], [("a", "i4"), ("b", "f8")]))[:2] == (["a", "b"], [[1, 2.5]])
    cells = table_data([{"a": np.float32(1), "b": np.True_, "c": Mood.GOOD, "d": np.datetime64("NaT"), "e": float("nan")}])[1]
    assert cells == [[1.0, True, "g", None, None]] and [type(cell) for cell in cells[0][:2]] == [float, bool]
    pl = pytest.importorskip("polars")
    assert table_data(pl.DataFrame({"a": [1, None]}))[:2] == (["a"], [[1], [None]])
    assert table_data(pl.Series("a", [1]))[:2] == (["a"], [[1]])
    pa = pytest.importorskip("pyarrow")
    assert table_data(pa.table({"a": [1]}))[:2] == (["a"], [[1]])
    assert table_data(pa.array([1, 2]))[1] == [[1], [2]]
    pydantic = pytest.importorskip("pydantic")
    model = pydantic.create_model("Model", a=(int, 1), b=(str, "x"))
    assert table_data([model()])[:2] == (["a", "b"], [[1, "x"]])
    msgspec = pytest.importorskip("msgspec")
    struct = msgspec.defstruct("Struct", [("a", int)])
    assert table_data([struct(5)])[:2] == (["a"], [[5]])
