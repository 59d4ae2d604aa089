"""What the modules of the libraries share: the form of an entry, the reasons for a refusal, bytes as text."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["Keeper", "Refused", "pack", "refuse", "unpack"]


class Refused(Exception):
    """A value that is not kept; the text says why, for people."""


class Keeper(NamedTuple):
    """How values of one kind are kept.

    encode: gives JSON for a value; it may encode parts with the encoder. decode: takes that back, and raises for anything else.
    shared: a value that stands in two places comes back as one.
    """

    tag: str
    encode: Callable[[Any, Any], Any]  # (encoder, value)
    decode: Callable[[Any, Any], Any]  # (decoder, content)
    shared: bool = False


def refuse(why: str) -> Keeper:
    """The entry of a kind that cannot be kept."""

    def encode(encoder: Any, value: Any) -> Any:
        raise Refused(why)

    return Keeper("", encode, lambda decoder, content: None)


def pack(data: bytes) -> list[Any]:
    """Bytes for JSON, with a checksum: parsers in C are not given what was damaged."""
    return [binascii.crc32(data), base64.b64encode(data).decode("ascii")]


def unpack(packed: Any) -> bytes:
    """Raises ValueError for what ``pack`` did not make."""
    if not (isinstance(packed, list) and len(packed) == 2 and isinstance(packed[1], str)):
        raise ValueError("no packed bytes")
    data = base64.b64decode(packed[1], validate=True)
    if binascii.crc32(data) != packed[0]:
        raise ValueError("the bytes are damaged: their checksum is another")
    return data
