"""pandas in the state: indexes, columns and dtypes of every kind, there and back."""

from __future__ import annotations

import sys
from datetime import date, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.errors import StateError

from .tools import damaged, dumped, loaded, lost, there_and_back, with_data

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

BERLIN = ZoneInfo("Europe/Berlin")
TIMES = ["2030-10-27T00:30:00.123456789", "NaT", "2030-10-27T01:30"]

COLUMNS: dict[str, Any] = {
    "integers": lambda: pd.Series([1, 2, 3]),
    "small": lambda: pd.Series([1, 2, 3], dtype="i1"),
    "floats": lambda: pd.Series([1.5, np.nan, -np.inf]),
    "single": lambda: pd.Series([0.1, 0.2, 0.3], dtype="f4"),
    "truth": lambda: pd.Series([True, False, True]),
    "complex": lambda: pd.Series([1j, 2, 3]),
    "texts": lambda: pd.Series(["a", "é", None]),
    "texts with NA": lambda: pd.Series(["a", None, ""], dtype="string"),
    "texts held by Python": lambda: pd.Series(["a", None, ""], dtype=pd.StringDtype("python")),
    "texts with nan": lambda: pd.Series(["a", None, ""], dtype=pd.StringDtype("python", na_value=np.nan)),
    "objects": lambda: pd.Series([1, "a", None], dtype=object),
    "texts as objects": lambda: pd.Series(["a", "b", "c"], dtype=object),
    "deep objects": lambda: pd.Series([{"a": [1, (2,)]}, Decimal("1.10"), date(2030, 1, 1)], dtype=object),
    "what is missing": lambda: pd.Series([None, np.nan, pd.NA], dtype=object),
    "lists": lambda: pd.Series([[1], [2, 3], []]),
    "nullable integers": lambda: pd.Series([1, None, 2**62 + 1], dtype="Int64"),
    "nullable bytes": lambda: pd.Series([1, None, 255], dtype="UInt8"),
    "nullable floats": lambda: pd.Series([1.5, None, np.nan], dtype="Float32"),
    "nullable truth": lambda: pd.Series([True, None, False], dtype="boolean"),
    "categories": lambda: pd.Series(["a", None, "b"], dtype=pd.CategoricalDtype(["b", "a", "c"], ordered=True)),
    "categories of numbers": lambda: pd.Series([3, 1, 3], dtype="category"),
    "categories of times": lambda: pd.Series(pd.to_datetime(["2030-01-01"] * 3)).astype("category"),
    "times": lambda: pd.Series(np.array(TIMES, "M8[ns]")),
    "times by seconds": lambda: pd.Series(np.array(["2030-01-01"] * 3, "M8[s]")),
    "times in Berlin": lambda: pd.Series(np.array(TIMES, "M8[ns]")).dt.tz_localize("UTC").dt.tz_convert(BERLIN),
    "times in UTC": lambda: pd.Series(np.array(TIMES, "M8[us]")).dt.tz_localize("UTC"),
    "times at an offset": lambda: pd.Series(np.array(TIMES, "M8[ms]")).dt.tz_localize(timezone(timedelta(hours=-3, minutes=-30))),
    "spans": lambda: pd.Series(np.array([1, "NaT", -5], "m8[ns]")),
    "periods": lambda: pd.Series(pd.PeriodIndex(["2030-01", "NaT", "2030-03"], freq="M")),
    "quarters": lambda: pd.Series(pd.period_range("2030Q1", periods=3, freq="Q-JAN")),
    "intervals": lambda: pd.Series(pd.interval_range(0, 3)),
    "intervals of times": lambda: pd.Series(pd.interval_range(pd.Timestamp("2030-01-01"), periods=3, closed="both")),
    "intervals with a gap": lambda: pd.Series(pd.arrays.IntervalArray.from_tuples([(0.0, 1.5), None, (2.0, 3.0)], closed="left")),
    "sparse": lambda: pd.Series(pd.arrays.SparseArray([0, 0, 5])),
    "sparse floats": lambda: pd.Series(pd.arrays.SparseArray([np.nan, 1.0, np.nan])),
}


def arrow(dtype: str) -> Any:
    return pd.Series([1, None, 3], dtype=dtype)


def same(found: Any, given: Any) -> None:
    assert type(found) is type(given)
    if isinstance(given, pd.DataFrame):
        pd.testing.assert_frame_equal(found, given, check_freq=True, check_flags=True, check_column_type=True)
        assert list(found.dtypes) == list(given.dtypes) and found.columns.equals(given.columns)
    else:
        pd.testing.assert_series_equal(found, given, check_freq=True, check_flags=True)
        assert found.dtype == given.dtype
    same_index(found.index, given.index)
    assert found.attrs == given.attrs


def same_index(found: Any, given: Any) -> None:
    pd.testing.assert_index_equal(found, given, exact=True)
    assert found.names == given.names and found.dtype == given.dtype
    assert getattr(found, "freq", None) == getattr(given, "freq", None)


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_of_every_dtype(name: str) -> None:
    series = COLUMNS[name]()
    found = there_and_back(series)
    same(found, series)
    assert [type(cell) for cell in found] == [type(cell) for cell in series]
    frame = pd.DataFrame({"a": series, "n": [1, 2, 3]}, index=["x", "y", "y"])
    frame["a"] = series.array
    same(there_and_back([frame])[0], frame)
    empty = frame.iloc[:0]
    same(there_and_back(empty), empty)


@pytest.mark.parametrize("dtype", ["int64[pyarrow]", "double[pyarrow]", "date32[pyarrow]", "timestamp[ns, tz=Europe/Berlin][pyarrow]"])
def test_columns_that_arrow_holds(dtype: str) -> None:
    pytest.importorskip("pyarrow")
    for series in (arrow(dtype), arrow(dtype).iloc[:0]):
        same(there_and_back(series), series)


def test_nothing_but_pandas_reads_what_was_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a page without pyarrow: texts are held by Python there."""
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame({"a": ["x", None], "b": pd.Series([1, None], dtype="Int64")})
    data = dumped(frame)
    with_arrow = dumped(arrow("int64[pyarrow]"))
    monkeypatch.delitem(sys.modules, "pyarrow")
    found = loaded(data).value
    assert found["a"].isna().tolist() == [False, True] and found["a"].dtype.storage == "python"
    with pytest.raises(StateError, match=r"Box\.value: .*it needs pyarrow, which the app has not imported"):
        loaded(with_arrow)


INDEXES: dict[str, Any] = {
    "range": lambda: pd.RangeIndex(5, 1, -2, name="r"),
    "integers": lambda: pd.Index([3, 1, 1], name="n"),
    "texts": lambda: pd.Index(["b", "a"]),
    "objects": lambda: pd.Index([1, "a", None], dtype=object, name=("a", 1)),
    "tuples": lambda: pd.Index([(1, 2), (3, 4)], tupleize_cols=False),
    "several": lambda: pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["letter", None]),
    "several with gaps": lambda: pd.MultiIndex.from_tuples([("a", 1.0), (None, np.nan)]),
    "several, unused": lambda: pd.MultiIndex.from_product([["a", "b"], pd.date_range("2030", periods=2)])[:2],
    "times": lambda: pd.date_range("2030-01-01", periods=3, freq="h", tz="Europe/Berlin", name="t"),
    "business days": lambda: pd.date_range("2030-01-01", periods=3, freq="2B"),
    "times without pace": lambda: pd.DatetimeIndex(["2030-01-01", "2030-01-05"]),
    "spans": lambda: pd.timedelta_range("1s", periods=3, freq="5min"),
    "periods": lambda: pd.period_range("2030-01", periods=2, freq="M"),
    "categories": lambda: pd.CategoricalIndex(["a", "b", "a"]),
    "intervals": lambda: pd.interval_range(0, 2),
    "empty": lambda: pd.Index([], dtype=object),
    "truth": lambda: pd.Index([True, False]),
    "nullable": lambda: pd.Index([1, None], dtype="Int64"),
}


@pytest.mark.parametrize("name", INDEXES)
def test_indexes_and_columns_of_every_kind(name: str) -> None:
    index = INDEXES[name]()
    same_index(there_and_back([index])[0], index)
    by_row = pd.DataFrame({"a": np.arange(len(index))}, index=index)
    by_column = pd.DataFrame(np.arange(len(index) * 2.0).reshape(2, len(index)), columns=index)
    for frame in (by_row, by_column):
        same(there_and_back(frame), frame)


def test_frames() -> None:
    twice = pd.DataFrame([[1, "a"]], columns=["x", "x"])
    about = pd.DataFrame({"a": [1]})
    about.attrs = {"source": {"deep": [1, (2,)]}, "when": date(2030, 1, 1)}
    for frame in (
        pd.DataFrame(), pd.DataFrame(index=[1, 2]), pd.DataFrame(columns=["a", "b"]), twice, about,
        pd.DataFrame({1: [1], "a": [2.5], None: ["x"]}), pd.DataFrame({"a": [1]}).set_flags(allows_duplicate_labels=False),
        pd.DataFrame({"a": range(6)})[::2], pd.DataFrame(np.arange(6).reshape(2, 3).T),
    ):  # fmt: skip
        same(there_and_back(frame), frame)
    found = there_and_back(pd.DataFrame({"a": [1, 2]}))
    found.loc[0, "a"] = 5
    assert found["a"].tolist() == [5, 2], "it can be written"
    assert there_and_back(pd.Series([1], name=("a", 1))).name == ("a", 1)


SCALARS: list[Any] = [
    pd.Timestamp("2030-01-01T01:02:03.123456789"),
    pd.Timestamp("2030-01-01", tz="Europe/Berlin"),
    pd.Timestamp("2030-10-27T01:30", tz="UTC").tz_convert(BERLIN),
    pd.Timestamp("2030-10-27T02:30").replace(fold=1),
    pd.Timestamp("2030-01-01", tz=timezone(timedelta(hours=2))),
    pd.Timestamp("9999-12-31").as_unit("s"),
    pd.Timestamp.min,
    pd.Timedelta("-1 days 00:00:00.000000001"),
    pd.Timedelta(5, "s").as_unit("ms"),
    pd.Timedelta.max,
    pd.NaT,
    pd.NA,
    pd.Period("2030-05", "M"),
    pd.Period("2030Q1", "Q-JAN"),
    pd.Interval(0, 1.5, closed="both"),
    pd.Interval(pd.Timestamp("2030"), pd.Timestamp("2031")),
    pd.offsets.MonthEnd(2),
    pd.offsets.Hour(5),
    pd.Categorical(["a", "b", None], ordered=True),
    pd.array([1, None]),
]


@pytest.mark.parametrize("number", range(len(SCALARS)))
def test_single_values(number: int) -> None:
    value = SCALARS[number]
    found = there_and_back({"k": [value]})["k"][0]
    assert type(found) is type(value) and repr(found) == repr(value)
    if isinstance(value, pd.Timestamp):
        assert (found.unit, found.fold, found.tzinfo, found) == (value.unit, value.fold, value.tzinfo, value)
    elif isinstance(value, pd.Timedelta):
        assert (found.unit, found) == (value.unit, value)


CELLS = st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=3), st.tuples(st.integers(0, 3)), st.lists(st.text(max_size=1), max_size=2))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, st.integers(-(2**63), 2**63 - 1), st.text(max_size=3)), max_size=5), st.data())
def test_any_cells(rows: list[Any], data: st.DataObject) -> None:
    frame = pd.DataFrame({"o": pd.Series([row[0] for row in rows], dtype=object), "i": pd.Series([row[1] for row in rows], dtype="i8"), "t": pd.Series([row[2] for row in rows], dtype="str")})
    if data.draw(st.booleans()) and rows:
        frame = frame.set_index("i")
    found = there_and_back(frame)
    same(found, frame)
    assert [repr(cell) for cell in found["o"]] == [repr(cell) for cell in frame["o"]]


def test_one_frame_in_two_places_comes_back_as_one() -> None:
    frame = pd.DataFrame({"a": [1]})
    box = loaded(dumped([frame, {"again": frame}], frame))
    assert box.value[0] is box.value[1]["again"] is box.other


# What is not kept


class Mine(pd.DataFrame):  # type: ignore[misc]
    pass


def test_what_cannot_be_kept_is_named_by_path() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": pd.Series([1, print], dtype=object)})
    assert lost([frame]) == [("['it'][0]['b'][1]", "")]
    assert lost(frame.set_index("b")) == [("['it'].index[1]", "")]
    assert lost(pd.Series([[1, np.array([None])]])) == [("['it'][0][1]", "it holds Python objects, whose bytes are addresses: use a list, or an array of another dtype")]
    assert "register_codec()" in lost(Mine({"a": [1]}))[0][1]
    assert lost(pd.DataFrame({"a": [1]}).groupby("a")) == [("['it']", "")]
    holder: list[Any] = [1]
    own = pd.DataFrame({"a": pd.Series([holder], dtype=object)})
    holder.append(own)
    assert lost(own) == [("['it']['a'][0][1]", "it holds itself")]


# What damaged data says


FRAME: Any = lambda: pd.DataFrame(
    {"i": [1, 2], "t": ["a", None], "o": pd.Series([1, "a"], dtype=object), "c": pd.Categorical(["a", "b"]), "z": pd.to_datetime(["2030-01-01"] * 2).tz_localize("Europe/Berlin")},
    index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)]),
)


def test_damage_anywhere_is_read_or_an_error_with_path() -> None:
    count = 0
    for data in damaged(dumped(FRAME())):
        try:
            found = loaded(data).value[0]
        except StateError as error:
            assert str(error).startswith("Box.value[0]")
            count += 1
        else:
            repr(found)
    assert count > 500


@pytest.mark.parametrize("name", ["nullable integers", "categories", "periods", "intervals", "sparse", "texts with NA"])
def test_damaged_columns(name: str) -> None:
    for data in damaged(dumped(COLUMNS[name]())):
        try:
            repr(loaded(data).value[0])
        except StateError as error:
            assert str(error).startswith("Box.value[0]")


@pytest.mark.parametrize(
    "content",
    [
        {"$pandas.DataFrame": {"columns": {"range": [0, 1, 1]}, "index": {"range": [0, 10**15, 1]}, "arrays": []}},
        {"$pandas.Timestamp": ["1", "ns", "Europe/Berlin", 0]},
        {"$pandas.Timestamp": ["1", "Y", None, 0]},
        {"$pandas.Timestamp": ["1", "ns", {"$zone": "../../etc/passwd"}, 0]},
        {"$pandas.Timestamp": ["1", "ns", ["dateutil", "/etc/passwd"], 0]},
        {"$pandas.Timedelta": ["x", "ns"]},
        {"$pandas.offset": "__import__('os')"},
        {"$pandas.Period": ["1", "nothing"]},
        {"$pandas.missing": "NaN"},
        {"$pandas.array": {"pickle": "gASVAAAA"}},
        {"$pandas.array": {}},
        {"$pandas.Index": {"levels": [], "codes": []}},
        {"$pandas.Index": {"range": [0, 5, 0]}},
        {"$pandas.read_pickle": "x"},
        {"$pandas.io": "x"},
    ],
    ids=range(15),
)
def test_hostile_data_is_an_error_with_its_path(content: Any) -> None:
    with pytest.raises(StateError, match=r"Box\.value\[0\]: the saved data has"):
        loaded(with_data(content))
