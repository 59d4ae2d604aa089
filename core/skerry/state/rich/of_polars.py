"""polars: frames and series in Arrow's format for streams, which polars reads and writes by itself."""

from __future__ import annotations

import io
import sys
from typing import Any, Final

from .keeper import Keeper, Refused, pack, refuse, unpack

__all__ = ["KEEPERS", "keeper"]

pl: Any = sys.modules["polars"]

_WIDE: Final = {"Int128": "Int128", "UInt128": "UInt128"}


def _frame_data(frame: Any) -> Any:
    for name, dtype in frame.schema.items():
        if dtype == pl.Object:
            raise Refused(f"its column {name!r} holds Python objects: use a list, or another dtype")
        if "Int128" in str(dtype) and str(dtype) not in _WIDE:
            raise Refused(f"its column {name!r} holds whole numbers of 128 bits inside {dtype.base_type()}")
    wide = [[name, str(dtype)] for name, dtype in frame.schema.items() if str(dtype) in _WIDE]
    frame = frame.with_columns(pl.col(name).cast(pl.String) for name, _ in wide)  # Arrow has none of that width
    sink = io.BytesIO()
    _careful(lambda: frame.write_ipc_stream(sink, compression="uncompressed"))
    return [*pack(sink.getvalue()), frame.height, wide]


def _frame_from(data: Any) -> Any:
    raw = unpack(data[:2])
    if "pyarrow" in sys.modules:  # its reader checks every length; that of polars believes them
        from .of_pyarrow import table_from

        table_from(raw)
    frame = _careful(lambda: pl.read_ipc_stream(io.BytesIO(raw)))
    if not frame.width and data[2]:
        raise ValueError("rows without columns")
    if frame.height != data[2]:
        raise ValueError(f"{frame.height} rows instead of {data[2]}")
    return frame.with_columns(_careful(lambda: frame[name].cast(getattr(pl, _WIDE[wide]))) for name, wide in data[3])


def _careful(work: Any) -> Any:
    """A panic in Rust is no Exception, and is to stop no more than the value."""
    try:
        return work()
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"polars cannot: {error}") from None


def _series_data(encoder: Any, series: Any) -> Any:
    if series.dtype == pl.Object:
        raise Refused("it holds Python objects: use a list, or another dtype")
    return _frame_data(series.to_frame())


def _series_from(decoder: Any, data: Any) -> Any:
    (series,) = _frame_from(data).get_columns()
    return series


_FRAME: Final = Keeper("polars.DataFrame", lambda _, frame: _frame_data(frame), lambda _, data: _frame_from(data), True)
_SERIES: Final = Keeper("polars.Series", _series_data, _series_from, True)
KEEPERS: Final = (_FRAME, _SERIES)
_LAZY: Final = refuse("it is a query that has not run: keep what collect() gives")
_OWN: Final = refuse("it is a kind of frame of its own: register_codec() makes it known")


def keeper(kind: type) -> Keeper | None:
    found = {pl.DataFrame: _FRAME, pl.Series: _SERIES}.get(kind)
    if found is not None:
        return found
    if issubclass(kind, pl.LazyFrame):
        return _LAZY
    return _OWN if issubclass(kind, (pl.DataFrame, pl.Series)) else None
