"""numpy: arrays as their bytes with dtype and shape, scalars as arrays without a dimension. No pickle, so no objects.

    {"$numpy.array": {"dtype": "<f8", "shape": [2, 3], "data": [checksum, base64]}}

A structured dtype is spelled out field by field. A long double has another size on each platform, so it is written as text.
"""

from __future__ import annotations

import re
import sys
from math import prod
from typing import Any, Final

from .keeper import Keeper, Refused, pack, refuse, unpack

__all__ = ["KEEPERS", "array_data", "array_from", "keeper"]

np: Any = sys.modules["numpy"]

# What dtype.str gives for the dtypes of numpy itself: a text from saved data has to look like this before numpy sees it.
_PLAIN: Final = re.compile(r"[<>|=](b1|[iu][1248]|f\d+|c\d+|[mM]8(\[\d*[A-Za-zμ]+\])?|[SUV]\d+)")
_LONG: Final = ("g", "G")
_HIGHEST: Final = 0x10FFFF  # of the code points


# Dtypes


def dtype_data(dtype: Any) -> Any:
    """A dtype as JSON: text, or an object for a structured one or one with a shape."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        return {"of": dtype_data(base), "shape": list(shape)}
    if dtype.names is not None:
        return _fields_data(dtype)
    if dtype.hasobject:
        raise Refused("it holds Python objects, whose bytes are addresses: use a list, or an array of another dtype")
    if dtype.char in _LONG:
        return dtype.str
    if not _PLAIN.fullmatch(dtype.str) or np.dtype(dtype.str) != dtype:
        raise Refused(f"its dtype {dtype} is not one of numpy's own")
    return dtype.str


def _fields_data(dtype: Any) -> Any:
    fields = [dtype.fields[name] for name in dtype.names]
    if any(field[0].base.char in _LONG for field in fields):
        raise Refused("it has long doubles in its fields, which have another size on each platform")
    data = {
        "names": list(dtype.names),
        "formats": [dtype_data(field[0]) for field in fields],
        "offsets": [field[1] for field in fields],
        "itemsize": dtype.itemsize,
    }
    if any(len(field) > 2 for field in fields):
        data["titles"] = [field[2] if len(field) > 2 else None for field in fields]
        if not all(title is None or isinstance(title, str) for title in data["titles"]):
            raise Refused("the titles of its fields are not texts")
    if dtype.isalignedstruct:
        data["aligned"] = True
    if dtype.type is np.record:
        data["record"] = True
    return data


def dtype_from(data: Any) -> Any:
    if isinstance(data, str):
        if not _PLAIN.fullmatch(data):
            raise ValueError(f"{data!r:.40} is no dtype")
        return np.dtype(data)
    if "of" in data:
        return np.dtype((dtype_from(data["of"]), _shape(data["shape"])))
    made: dict[str, Any] = {"names": [str(name) for name in data["names"]], "formats": [dtype_from(one) for one in data["formats"]]}
    made |= {"offsets": _shape(data["offsets"]), "itemsize": _shape([data["itemsize"]])[0]}
    if "titles" in data:
        made["titles"] = [None if title is None else str(title) for title in data["titles"]]
    dtype = np.dtype(made, align=data.get("aligned") is True)
    return np.dtype((np.record, dtype)) if data.get("record") is True else dtype


def _shape(data: Any) -> tuple[int, ...]:
    if not isinstance(data, list) or not all(type(size) is int and size >= 0 for size in data):
        raise ValueError(f"{data!r:.40} is no list of sizes")
    return tuple(data)


# Arrays


def array_data(array: Any) -> dict[str, Any]:
    """The contents of an array as JSON, whatever the array's class."""
    array = np.asarray(array)
    if array.dtype.kind == "T":
        return _strings_data(array)
    data: dict[str, Any] = {"dtype": dtype_data(array.dtype), "shape": list(array.shape)}
    order = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    if order == "F":
        data["order"] = order
    if array.dtype.char in _LONG:
        parts = array.ravel(order)
        parts = np.stack([parts.real, parts.imag], axis=1).ravel() if array.dtype.char == "G" else parts
        data["texts"] = [str(number) for number in parts]
    else:
        data["data"] = pack(array.tobytes(order))
    return data


def array_from(data: Any) -> Any:
    """The array, with memory of its own. Raises ValueError and the like for what ``array_data`` did not give."""
    if "strings" in data:
        return _strings_from(data)
    dtype, shape, order = dtype_from(data["dtype"]), _shape(data["shape"]), data.get("order", "C")
    if dtype.hasobject or order not in ("C", "F"):
        raise ValueError("an array of objects, or in an order that there is not")
    if "texts" in data:
        return _long_from(data["texts"], dtype).reshape(shape, order=order)
    raw = unpack(data["data"])
    if len(raw) != prod(shape) * dtype.itemsize:
        raise ValueError(f"{len(raw)} bytes for the shape {shape} of {dtype}")
    _check_bytes(raw, dtype)
    if not raw:
        return np.zeros(shape, dtype, order)
    return np.ndarray(shape, dtype, bytearray(raw), order=order)


def _check_bytes(raw: bytes, dtype: Any) -> None:
    """Bytes that are no value of the dtype would show only where they are used."""
    if dtype.kind == "b" and raw.translate(None, b"\0\1"):
        raise ValueError("bytes that are neither true nor false")
    if dtype.kind == "U" and raw and np.frombuffer(raw, dtype.byteorder.replace("|", "=") + "u4").max() > _HIGHEST:
        raise ValueError("bytes that are no text")


def _long_from(texts: Any, dtype: Any) -> Any:
    numbers = np.array([np.longdouble(str(text)) for text in texts], np.longdouble)
    if dtype.kind == "c":
        made = np.empty(len(numbers) // 2, np.clongdouble)
        made.real, made.imag = numbers[::2], numbers[1::2]  # a sum would make (inf, 1) a (nan, 1)
        numbers = made
    if dtype.kind not in "fc":
        raise ValueError(f"texts for {dtype}")
    return numbers if numbers.dtype.str == dtype.str else numbers.astype(dtype.newbyteorder("=")).astype(dtype)


def _strings_data(array: Any) -> dict[str, Any]:
    dtype = array.dtype
    missing = getattr(dtype, "na_object", _strings_data)
    texts = [cell if isinstance(cell, str) else None for cell in array.ravel().tolist()]
    data = {"strings": texts, "shape": list(array.shape), "coerce": dtype.coerce}
    if missing is None or (isinstance(missing, float) and missing != missing):
        data["missing"] = "None" if missing is None else "nan"
    elif missing is not _strings_data:
        raise Refused(f"what stands for a missing text in it is {missing!r:.40}")
    return data


def _strings_from(data: Any) -> Any:
    options = {"None": {"na_object": None}, "nan": {"na_object": np.nan}, None: {}}[data.get("missing")]
    dtype = np.dtypes.StringDType(coerce=data["coerce"] is True, **options)
    if not all(isinstance(text, str) or (text is None and options) for text in data["strings"]):
        raise ValueError("something else than texts")
    missing = options.get("na_object")
    cells = np.empty(len(data["strings"]), object)
    cells[:] = [missing if text is None else text for text in data["strings"]]
    return cells.astype(dtype).reshape(_shape(data["shape"]))


def _masked_data(encoder: Any, array: Any) -> Any:
    data = {"array": array_data(array.data)}
    if getattr(array, "_fill_value", None) is not None:  # where nobody has set it, it follows from the dtype
        data["fill"] = array_data(np.array(array.fill_value, array.dtype))
    if array.mask is not np.ma.nomask:
        data["mask"] = array_data(array.mask)
    return {**data, "hard": bool(array.hardmask)}


def _masked_from(decoder: Any, data: Any) -> Any:
    mask = array_from(data["mask"]) if "mask" in data else np.ma.nomask
    fill = array_from(data["fill"])[()] if "fill" in data else None
    return np.ma.MaskedArray(array_from(data["array"]), mask, fill_value=fill, hard_mask=data["hard"] is True)


# Scalars


def _scalar_data(encoder: Any, value: Any) -> Any:
    if isinstance(value, str):  # an array, or str(), would cut off zeros at the end
        return {"text": "".join(value)}
    if isinstance(value, bytes):
        return {"bytes": pack(bytes(value))}
    return array_data(np.asarray(value))


def _scalar_from(decoder: Any, data: Any) -> Any:
    if "text" in data or "bytes" in data:
        return np.str_(data["text"]) if isinstance(data.get("text"), str) else np.bytes_(unpack(data["bytes"]))
    array = array_from(data)
    if array.shape:
        raise ValueError("a scalar with a shape")
    return array[()]


def _array_keeper(tag: str, *view: Any) -> Keeper:
    def decode(decoder: Any, data: Any) -> Any:
        array = array_from(data)
        return array.view(*view) if view else array

    return Keeper(tag, lambda _, array: array_data(array), decode, True)


_ARRAY: Final = _array_keeper("numpy.array")
_RECORDS: Final = _array_keeper("numpy.recarray", np.recarray)
_MATRIX: Final = _array_keeper("numpy.matrix", np.matrix)
_MASKED: Final = Keeper("numpy.masked", _masked_data, _masked_from, True)
_NOTHING: Final = Keeper("numpy.nothing", lambda _, value: None, lambda _, data: np.ma.masked)
_SCALAR: Final = Keeper("numpy.scalar", _scalar_data, _scalar_from)
_DTYPE: Final = Keeper("numpy.dtype", lambda _, dtype: dtype_data(dtype), lambda _, data: dtype_from(data))

KEEPERS: Final = (_ARRAY, _RECORDS, _MATRIX, _MASKED, _NOTHING, _SCALAR, _DTYPE)
_MEMMAP: Final = refuse("it is a view of a file: keep the file's name, or the values with numpy.array(it)")
_OWN: Final = refuse("it is a kind of array of its own: register_codec() makes it known, numpy.asarray(it) gives a plain one")
_EXACTLY: Final = {
    np.ndarray: _ARRAY,
    np.recarray: _RECORDS,
    np.matrix: _MATRIX,
    np.ma.MaskedArray: _MASKED,
    type(np.ma.masked): _NOTHING,
    np.memmap: _MEMMAP,
}


def keeper(kind: type) -> Keeper | None:
    if kind in _EXACTLY:
        return _EXACTLY[kind]
    if issubclass(kind, np.generic) and kind.__module__ in ("numpy", "numpy.rec"):
        return _SCALAR
    if issubclass(kind, np.dtype):
        return _DTYPE
    return _OWN if issubclass(kind, np.ndarray) else None
