"""pandas: a frame as its index, its columns' names and one array for each column, so that every dtype keeps what it is.

One form, with or without pyarrow: what a page with both has saved, a page with pandas alone can read (columns that pyarrow
itself holds need it). Cells that are Python objects are encoded one by one, and the path of one that cannot be names its row.
"""

from __future__ import annotations

import re
import sys
from datetime import timezone
from typing import Any, Final
from zoneinfo import ZoneInfo

from ..paths import ATTRIBUTE, ITEM
from .keeper import Keeper, Refused, refuse
from .of_numpy import array_data, array_from

__all__ = ["KEEPERS", "keeper"]

np: Any = sys.modules["numpy"]
pd: Any = sys.modules["pandas"]

_UNIT: Final = re.compile(r"s|ms|us|ns")


# Arrays: the dtype decides


def _array_data(encoder: Any, array: Any) -> Any:
    """Of a numpy array, or one of pandas's own."""
    if type(array).__name__ in ("NumpyExtensionArray", "PandasArray"):  # what .array gives of numpy's, and its older name
        array = array.to_numpy()
    dtype = array.dtype
    if isinstance(dtype, np.dtype):
        array = np.asarray(array)
        return {"objects": encoder.all(array)} if dtype.kind == "O" else {"numpy": array_data(array)}
    for kind, (encode, _) in _BY_DTYPE.items():
        if isinstance(dtype, _dtype_class(kind)):
            return {kind: encode(encoder, array)}
    if hasattr(array, "_mask") and hasattr(array, "_data"):
        return {"masked": [array_data(array._data), array_data(array._mask)]}
    raise Refused(f"arrays of the dtype {dtype} are not known: register_codec() makes them so")


def _array_from(decoder: Any, data: Any) -> Any:
    ((kind, content),) = data.items()
    if kind == "objects":
        return _objects(decoder.all(content))
    if kind == "numpy":
        array = array_from(content)
        if array.ndim != 1:
            raise ValueError("a column with another number of dimensions")
        return array
    if kind == "masked":
        values, mask = array_from(content[0]), array_from(content[1])
        if mask.dtype != bool or mask.shape != values.shape or values.ndim != 1:
            raise ValueError("a mask that is none")
        made = {"b": pd.arrays.BooleanArray, "i": pd.arrays.IntegerArray, "u": pd.arrays.IntegerArray}
        return made.get(values.dtype.kind, pd.arrays.FloatingArray)(values, mask)
    return _BY_DTYPE[kind][1](decoder, content)


def _objects(items: list[Any]) -> Any:
    made = np.empty(len(items), object)
    for i, item in enumerate(items):
        made[i] = item
    return made


def _dtype_class(kind: str) -> Any:
    return getattr(pd, kind, ())


def _strings_data(encoder: Any, array: Any) -> Any:
    missing = pd.isna(array)
    cells = [None if gone else str(cell) for cell, gone in zip(array, missing, strict=True)]
    storage = array.dtype.storage
    nan = storage == "pyarrow_numpy" or getattr(array.dtype, "na_value", pd.NA) is not pd.NA
    return [cells, "python" if storage == "python" else "pyarrow", "nan" if nan else "NA"]


def _strings_from(decoder: Any, content: Any) -> Any:
    cells, storage, missing = content
    if not all(cell is None or isinstance(cell, str) for cell in cells):
        raise ValueError("something else than texts")
    if storage == "pyarrow" and "pyarrow" not in sys.modules:
        storage = "python"  # equal texts, held otherwise
    if storage not in ("python", "pyarrow") or missing not in ("nan", "NA"):
        raise ValueError(f"texts held by {storage!r:.20}")
    dtype = pd.StringDtype(storage, na_value=np.nan) if missing == "nan" else pd.StringDtype(storage)
    gone = np.nan if missing == "nan" else pd.NA
    return pd.array(_objects([gone if cell is None else cell for cell in cells]), dtype=dtype)


def _categories_data(encoder: Any, array: Any) -> Any:
    return [array_data(array.codes), _index_data(encoder, array.categories), bool(array.ordered)]


def _categories_from(decoder: Any, content: Any) -> Any:
    codes, categories, ordered = content
    return pd.Categorical.from_codes(array_from(codes), categories=_index_from(decoder, categories), ordered=ordered is True)


def _times_data(encoder: Any, array: Any) -> Any:
    return [array_data(np.asarray(array.tz_convert(None))), _zone_data(encoder, array.dtype.tz)]


def _times_from(decoder: Any, content: Any) -> Any:
    times = array_from(content[0])
    if times.dtype.kind != "M":
        raise ValueError("times that are none")
    return pd.DatetimeIndex(times).tz_localize("UTC").tz_convert(_zone_from(decoder, content[1])).array


def _periods_data(encoder: Any, array: Any) -> Any:
    return [array_data(array.asi8), array.dtype.name.removeprefix("period[").removesuffix("]")]


def _periods_from(decoder: Any, content: Any) -> Any:
    ordinals = array_from(content[0])
    if ordinals.dtype != np.int64:
        raise ValueError("numbers of periods that are none")
    return pd.arrays.PeriodArray(ordinals, dtype=pd.PeriodDtype(str(content[1])))


def _intervals_data(encoder: Any, array: Any) -> Any:
    return [_index_data(encoder, array.left), _index_data(encoder, array.right), array.closed]


def _intervals_from(decoder: Any, content: Any) -> Any:
    left, right, closed = content
    return pd.arrays.IntervalArray.from_arrays(_index_from(decoder, left), _index_from(decoder, right), closed=closed)


def _sparse_data(encoder: Any, array: Any) -> Any:
    return [_array_data(encoder, np.asarray(array)), encoder.encode(array.dtype.fill_value)]


def _sparse_from(decoder: Any, content: Any) -> Any:
    dense = _array_from(decoder, content[0])
    return pd.arrays.SparseArray(dense, dtype=pd.SparseDtype(dense.dtype, decoder.decode(content[1])))


def _arrow_data(encoder: Any, array: Any) -> Any:
    from .of_pyarrow import column_data

    return column_data(array.__arrow_array__())


def _arrow_from(decoder: Any, content: Any) -> Any:
    if "pyarrow" not in sys.modules:
        raise ValueError("it needs pyarrow, which the app has not imported")
    from .of_pyarrow import column_from

    return pd.arrays.ArrowExtensionArray(column_from(content))


_BY_DTYPE: Final[dict[str, tuple[Any, Any]]] = {
    "StringDtype": (_strings_data, _strings_from),
    "CategoricalDtype": (_categories_data, _categories_from),
    "DatetimeTZDtype": (_times_data, _times_from),
    "PeriodDtype": (_periods_data, _periods_from),
    "IntervalDtype": (_intervals_data, _intervals_from),
    "SparseDtype": (_sparse_data, _sparse_from),
    "ArrowDtype": (_arrow_data, _arrow_from),
}


def _zone_data(encoder: Any, zone: Any) -> Any:
    if zone is None or isinstance(zone, (ZoneInfo, timezone)):
        return encoder.encode(zone)
    name = getattr(zone, "zone", None)
    if not isinstance(name, str):
        raise Refused(f"its time zone {zone!r} has no name to be found by")
    return ["pytz", name]


def _zone_from(decoder: Any, data: Any) -> Any:
    if isinstance(data, list):
        pytz: Any = sys.modules.get("pytz")
        return pytz.timezone(data[1]) if pytz is not None else ZoneInfo(data[1])
    zone = decoder.decode(data)
    if not isinstance(zone, (ZoneInfo, timezone)):
        raise ValueError(f"{zone!r:.40} is no time zone")
    return zone


# Indexes, series, frames


def _index_data(encoder: Any, index: Any) -> Any:
    data: dict[str, Any] = {}
    if any(name is not None for name in index.names):
        data["names"] = encoder.all(index.names)
    if type(index) is pd.RangeIndex:
        return {**data, "range": [index.start, index.stop, index.step]}
    if isinstance(index, pd.MultiIndex):
        levels = [_index_data(encoder, level) for level in index.levels]
        return {**data, "levels": levels, "codes": [array_data(codes) for codes in index.codes]}
    data["array"] = _array_data(encoder, index.array)
    freq = getattr(index, "freq", None)
    if freq is not None and isinstance(index, (pd.DatetimeIndex, pd.TimedeltaIndex)) and _is_named(freq):
        data["freq"] = freq.freqstr
    return data


def _is_named(offset: Any) -> bool:
    """A calendar with holidays of its own has no name to be made from."""
    try:
        return bool(_offset(offset.freqstr) == offset)
    except ValueError:
        return False


def _offset(text: Any) -> Any:
    return pd.tseries.frequencies.to_offset(str(text))


def _index_from(decoder: Any, data: Any) -> Any:
    names = decoder.all(data["names"]) if "names" in data else None
    if "range" in data:
        if not all(type(number) is int for number in data["range"]):
            raise ValueError("a range that is none")
        index = pd.RangeIndex(*data["range"])
    elif "levels" in data:
        levels = [_index_from(decoder, level) for level in data["levels"]]
        index = pd.MultiIndex(levels, [array_from(codes) for codes in data["codes"]], verify_integrity=True)
    else:
        array = _array_from(decoder, data["array"])
        index = pd.Index(array, dtype=array.dtype, tupleize_cols=False)
    if "freq" in data:
        index.freq = _offset(data["freq"])
    return index if names is None else index.set_names(names)


def _series_data(encoder: Any, series: Any) -> Any:
    index = encoder.part(ATTRIBUTE, "index", series.index, lambda it: _index_data(encoder, it))
    name = encoder.part(ATTRIBUTE, "name", series.name)
    return {"array": _array_data(encoder, series.array), "index": index, "name": name, **_about(encoder, series)}


def _series_from(decoder: Any, data: Any) -> Any:
    array, index = _array_from(decoder, data["array"]), _index_from(decoder, data["index"])
    series = pd.Series(array, index=index, dtype=array.dtype)
    series.name = decoder.decode(data["name"])
    return _with_about(decoder, series, data)


def _frame_data(encoder: Any, frame: Any) -> Any:
    def index(it: Any) -> Any:
        return _index_data(encoder, it)

    def array(it: Any) -> Any:
        return _array_data(encoder, it)

    parts = {name: encoder.part(ATTRIBUTE, name, getattr(frame, name), index) for name in ("columns", "index")}
    arrays = [encoder.part(ITEM, label, frame.iloc[:, i].array, array) for i, label in enumerate(frame.columns)]
    return {**parts, "arrays": arrays, **_about(encoder, frame)}


def _frame_from(decoder: Any, data: Any) -> Any:
    columns = decoder.part(ATTRIBUTE, "columns", data["columns"], lambda it: _index_from(decoder, it))
    index = decoder.part(ATTRIBUTE, "index", data["index"], lambda it: _index_from(decoder, it))
    if len(columns) != len(data["arrays"]):
        raise ValueError(f"{len(data['arrays'])} columns with {len(columns)} names")
    series = {}
    for i, content in enumerate(data["arrays"]):
        array = decoder.part(ITEM, columns[i], content, lambda it: _array_from(decoder, it))
        series[i] = pd.Series(array, index=index, dtype=array.dtype)
    frame = pd.DataFrame(series, index=index, copy=False)
    frame.columns = columns
    return _with_about(decoder, frame, data)


def _about(encoder: Any, value: Any) -> dict[str, Any]:
    data = {"attrs": encoder.encode_made(dict(value.attrs))} if value.attrs else {}
    return data if value.flags.allows_duplicate_labels else {**data, "unique": True}


def _with_about(decoder: Any, value: Any, data: Any) -> Any:
    if "attrs" in data:
        value.attrs = dict(decoder.decode(data["attrs"]))
    return value.set_flags(allows_duplicate_labels=False) if data.get("unique") is True else value


# Single values


def _stamp_data(encoder: Any, stamp: Any) -> Any:
    moment = stamp.to_datetime64()
    return [str(moment.view("i8")), np.datetime_data(moment.dtype)[0], _zone_data(encoder, stamp.tzinfo), stamp.fold]


def _stamp_from(decoder: Any, data: Any) -> Any:
    number, unit, zone, fold = data
    stamp = pd.Timestamp(np.datetime64(int(number), _unit(unit)))
    found = _zone_from(decoder, zone) if zone is not None else None
    if found is not None:
        return stamp.tz_localize("UTC").tz_convert(found)
    return stamp.replace(fold=1) if fold == 1 else stamp


def _unit(unit: Any) -> str:
    if not _UNIT.fullmatch(str(unit)):
        raise ValueError(f"{unit!r:.20} is no unit")
    return str(unit)


def _span_data(encoder: Any, span: Any) -> Any:
    length = span.to_timedelta64()
    return [str(length.view("i8")), np.datetime_data(length.dtype)[0]]


def _missing_from(decoder: Any, name: Any) -> Any:
    return {"NaT": pd.NaT, "NA": pd.NA}[name]


def _interval_from(decoder: Any, data: Any) -> Any:
    left, right, closed = data
    return pd.Interval(decoder.decode(left), decoder.decode(right), closed)


def _period_from(decoder: Any, data: Any) -> Any:
    number, freq = data
    return pd.Period(ordinal=int(number), freq=str(freq))


def _freq_data(encoder: Any, offset: Any) -> Any:
    if not _is_named(offset):
        raise Refused("its calendar has no name to be made from")
    return offset.freqstr


_FRAME: Final = Keeper("pandas.DataFrame", _frame_data, _frame_from, True)
_SERIES: Final = Keeper("pandas.Series", _series_data, _series_from, True)
_INDEX: Final = Keeper("pandas.Index", _index_data, _index_from, True)
_ARRAY: Final = Keeper("pandas.array", _array_data, _array_from, True)
_STAMP: Final = Keeper("pandas.Timestamp", _stamp_data, _stamp_from)
_SPAN: Final = Keeper("pandas.Timedelta", _span_data, lambda _, data: pd.Timedelta(np.timedelta64(int(data[0]), _unit(data[1]))))
_MISSING: Final = Keeper("pandas.missing", lambda _, value: "NA" if value is pd.NA else "NaT", _missing_from)
_PERIOD: Final = Keeper("pandas.Period", lambda _, value: [str(value.ordinal), value.freqstr], _period_from)
_INTERVAL: Final = Keeper("pandas.Interval", lambda to, it: [*map(to.encode, (it.left, it.right)), it.closed], _interval_from)
_OFFSET: Final = Keeper("pandas.offset", _freq_data, lambda _, text: _offset(text))
KEEPERS: Final = (_FRAME, _SERIES, _INDEX, _ARRAY, _STAMP, _SPAN, _MISSING, _PERIOD, _INTERVAL, _OFFSET)
_OWN: Final = refuse("it is a kind of frame of its own: register_codec() makes it known, pandas.DataFrame(it) gives a plain one")
_EXACTLY: Final = {
    pd.DataFrame: _FRAME,
    pd.Series: _SERIES,
    pd.Timestamp: _STAMP,
    pd.Timedelta: _SPAN,
    type(pd.NaT): _MISSING,
    type(pd.NA): _MISSING,
    pd.Period: _PERIOD,
    pd.Interval: _INTERVAL,
}


def keeper(kind: type) -> Keeper | None:
    if kind in _EXACTLY:
        return _EXACTLY[kind]
    if issubclass(kind, pd.Index) and kind.__module__.partition(".")[0] == "pandas":
        return _INDEX
    if issubclass(kind, pd.api.extensions.ExtensionArray):
        return _ARRAY
    if issubclass(kind, pd.offsets.BaseOffset):
        return _OFFSET
    return _OWN if issubclass(kind, (pd.DataFrame, pd.Series)) else None
