"""polars in the state."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from skerry.errors import StateError

from .tools import damaged, dumped, loaded, lost, there_and_back, with_data

pl = pytest.importorskip("polars")

SERIES: dict[str, Any] = {
    "integers": lambda: pl.Series("s", [1, None, -5]),
    "small": lambda: pl.Series("s", [1, 255], pl.UInt8),
    "huge": lambda: pl.Series("s", [2**100, None], pl.Int128),
    "floats": lambda: pl.Series("s", [1.5, None, float("nan"), float("inf")]),
    "single": lambda: pl.Series("s", [0.1], pl.Float32),
    "texts": lambda: pl.Series("s", ["a", None, "é\x00", "a text that is longer than twelve bytes"]),
    "bytes": lambda: pl.Series("s", [b"\xff", None]),
    "truth": lambda: pl.Series("s", [True, None]),
    "nothing": lambda: pl.Series("s", [None, None]),
    "dates": lambda: pl.Series("s", [date(2030, 1, 1), None]),
    "hours": lambda: pl.Series("s", [time(1, 2, 3, 4)]),
    "times": lambda: pl.Series("s", [datetime(2030, 1, 1), None], pl.Datetime("ns")),
    "times in Berlin": lambda: pl.Series("s", [datetime(2030, 1, 1)], pl.Datetime("ms", "Europe/Berlin")),
    "spans": lambda: pl.Series("s", [timedelta(days=-1), None]),
    "decimals": lambda: pl.Series("s", [Decimal("1.10"), None]),
    "lists": lambda: pl.Series("s", [[1], None, []]),
    "arrays": lambda: pl.Series("s", [[1, 2], None], pl.Array(pl.Int8, 2)),
    "structs": lambda: pl.Series("s", [{"a": 1, "b": ["x"]}, None]),
    "categories": lambda: pl.Series("s", ["a", "b", "a", None], pl.Categorical),
    "an enum": lambda: pl.Series("s", ["b", "a"], pl.Enum(["b", "a", "c"])),
    "empty": lambda: pl.Series("s", [], pl.List(pl.Int8)),
    "no name": lambda: pl.Series([1]),
}


@pytest.mark.parametrize("name", SERIES)
def test_series_and_frames_of_every_dtype(name: str) -> None:
    series = SERIES[name]()
    found = there_and_back([series])[0]
    assert type(found) is pl.Series and found.dtype == series.dtype and found.name == series.name
    assert found.equals(series, check_dtypes=True, null_equal=True)
    frame = series.to_frame().with_columns(pl.lit(1).alias("one"))
    for whole in (frame, frame.head(0), pl.concat([frame, frame], rechunk=False)):
        again = there_and_back(whole)
        assert again.schema == whole.schema and again.equals(whole, null_equal=True)


def test_frames_without_columns_or_rows() -> None:
    for frame in (pl.DataFrame(), pl.DataFrame({"a": []}), pl.DataFrame({"": [1]})):
        found = there_and_back(frame)
        assert found.schema == frame.schema and found.equals(frame)


def test_one_frame_in_two_places_comes_back_as_one() -> None:
    frame = pl.DataFrame({"a": [1]})
    box = loaded(dumped([frame], frame))
    assert box.value[0] is box.other


def test_what_cannot_be_kept_is_named_by_path() -> None:
    objects = pl.Series("o", [object()], pl.Object)
    assert lost([objects]) == [("['it'][0]", "it holds Python objects: use a list, or another dtype")]
    assert lost(objects.to_frame()) == [("['it']", "its column 'o' holds Python objects: use a list, or another dtype")]
    assert "128 bits inside List" in lost(pl.Series([[1]], dtype=pl.List(pl.Int128)))[0][1]
    assert lost(pl.LazyFrame({"a": [1]})) == [("['it']", "it is a query that has not run: keep what collect() gives")]
    assert lost(pl.col("a")) == [("['it']", "")]


def test_damage_anywhere_is_an_error_with_path() -> None:
    for data in damaged(dumped(pl.DataFrame({"a": [1, 2], "b": ["x", None]}))):
        try:
            repr(loaded(data).value[0])
        except StateError as error:
            assert str(error).startswith("Box.value[0]")


@pytest.mark.parametrize("kind", ["DataFrame", "Series"])
def test_what_is_no_frame_is_an_error_with_path(kind: str) -> None:
    """With a checksum that is right."""
    raw = base64.b64decode(dumped(pl.DataFrame({"b": ["xy", "z"]}))["roots"]["tests.unit.state.rich.tools:Box"]["value"]["$polars.DataFrame"][1])
    for bad in (b"x", raw[:40], b"\xff" * 100, b"\x80\x04N.", raw[: len(raw) // 2]):
        with pytest.raises(StateError, match=r"Box\.value\[0\]"):
            loaded(with_data({f"$polars.{kind}": [binascii.crc32(bad), base64.b64encode(bad).decode(), 2, []]}))
