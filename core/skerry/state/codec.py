"""Values as JSON and back, without loss: the table of leaf types, and what containers look like.

None, booleans, strings, numbers, lists and dicts with string keys stand for themselves. Everything else is an object
with one key that begins with ``$``:

    {"$tuple": [1, 2]}    {"$set": [..]}    {"$dict": [[1, "one"], ..]}    {"$deque": [[..], maxlen]}
    {"$data": ["app:Row", {"id": 1}]}       with a third item, 1, where it is frozen, and so has no number
    {"$enum": ["app:Mode", "DARK"]}         {"$datetime": "2030-01-02T03:04:05"}
    {"$same": ["app:Counter", 3]}           the third container of that root, once more
    {"$numpy.array": {..}}                  of a library: see ``rich``

Containers are numbered in the order in which they are met, by the encoder and the decoder alike; that is what ``$same``
refers to, so aliases and cycles survive.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from ..errors import StateError
from .rich import LIBRARIES

__all__ = ["Codec", "codec_for", "decoder_for", "register_codec"]


class Codec(NamedTuple):
    """How values of a type are kept. encode: to JSON; decode: from what JSON gave back."""

    tag: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


_BY_TYPE: Final[dict[str, Codec]] = {}
_BY_TAG: Final[dict[str, Codec]] = {}


def register_codec(
    kind: type | str, tag: str, encode: Callable[[Any], Any], decode: Callable[[Any], Any]
) -> None:
    """Let values of a type, and of types derived from it, be saved.

    kind: the type, or its full name as ``"numpy.ndarray"``, which need not be imported yet. tag: a word of its own;
    encode: gives JSON (None, bool, int, float, str, lists, dicts with string keys); decode: takes that back.
    """
    name = kind if isinstance(kind, str) else _full_name(kind)
    known = _BY_TAG.get(tag)
    if tag.partition(".")[0] in LIBRARIES and "." in tag:
        raise StateError(f"register_codec() was given the tag {tag!r} for {name}: what begins with a library's name is taken")
    if known is not None and (name not in _BY_TYPE or _BY_TYPE[name].tag != tag):
        raise StateError(f"register_codec() was given the tag {tag!r} for {name}, which another type has already")
    _BY_TYPE[name] = _BY_TAG[tag] = Codec(tag, encode, decode)


def _full_name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def codec_for(kind: type) -> Codec | None:
    """The codec of a type, or of the nearest type that it is derived from."""
    return next((codec for cls in kind.__mro__[:-1] if (codec := exact_codec(cls)) is not None), None)


def exact_codec(kind: type) -> Codec | None:
    """The codec of this very type."""
    return _BY_TYPE.get(_full_name(kind))


def decoder_for(tag: str) -> Codec | None:
    return _BY_TAG.get(tag)


def _with_zone(value: datetime | time) -> Any:
    """ISO text; with the zone's name where it has one, since an offset alone does not know of summer."""
    zone = value.tzinfo
    text = value.replace(tzinfo=None).isoformat() if isinstance(zone, ZoneInfo) else value.isoformat()
    named = zone.key if isinstance(zone, ZoneInfo) else None
    return text if named is None and not value.fold else [text, named, value.fold]


def _from_zone(kind: Any) -> Callable[[Any], Any]:
    def decode(data: Any) -> Any:
        text, named, fold = data if isinstance(data, list) else (data, None, 0)
        value = kind.fromisoformat(text).replace(fold=fold)
        return value if named is None else value.replace(tzinfo=ZoneInfo(named))

    return decode


def _offset(value: timezone) -> Any:
    offset = value.utcoffset(None)
    return [offset.days, offset.seconds, offset.microseconds]


def _bytes_text(value: Any) -> str:
    return base64.b64encode(value).decode("ascii")


for _kind, _tag, _encode, _decode in (
    (bytes, "bytes", _bytes_text, base64.b64decode),
    (bytearray, "bytearray", _bytes_text, lambda text: bytearray(base64.b64decode(text))),
    (datetime, "datetime", _with_zone, _from_zone(datetime)),
    (date, "date", date.isoformat, date.fromisoformat),
    (time, "time", _with_zone, _from_zone(time)),
    (timedelta, "timedelta", lambda v: [v.days, v.seconds, v.microseconds], lambda d: timedelta(*d)),
    (timezone, "timezone", _offset, lambda d: timezone(timedelta(*d)) if any(d) else UTC),
    (ZoneInfo, "zone", lambda v: v.key, ZoneInfo),
    (Decimal, "decimal", str, Decimal),
    (Fraction, "fraction", str, Fraction),
    (complex, "complex", lambda v: [repr(v.real), repr(v.imag)], lambda d: complex(float(d[0]), float(d[1]))),
    (UUID, "uuid", str, UUID),
    (Path, "path", str, Path),
    (PurePosixPath, "posixpath", str, PurePosixPath),
    (PureWindowsPath, "windowspath", str, PureWindowsPath),
    (PurePath, "purepath", str, PurePath),
    (range, "range", lambda v: [v.start, v.stop, v.step], lambda d: range(*d)),
):
    register_codec(_kind, _tag, _encode, _decode)
