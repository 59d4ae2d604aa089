"""Bytes that the page shows or saves: they travel beside the messages, in which an address stands for them.

The page asks for what an address means when it meets it in a patch (``taken``), and makes a ``blob:`` URL of it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final
from weakref import WeakValueDictionary

__all__ = ["PREFIX", "Blob", "blob", "lend", "taken"]

PREFIX: Final = "sk-blob:"
"""How an address begins."""


class Blob(str):
    """The address of bytes, for an attribute such as ``src``. The bytes stay as long as an element has it."""

    data: bytes
    mime: str


_shown: Final[WeakValueDictionary[str, Blob]] = WeakValueDictionary()
_by_bytes: Final[WeakValueDictionary[tuple[int, str], Blob]] = WeakValueDictionary()
_lent: Final[dict[str, tuple[bytes, str]]] = {}


def blob(data: bytes, mime: str) -> Blob:
    """The address of these bytes. Equal bytes have the same one, so that what is built anew of them stays as it is."""
    known = _by_bytes.get((id(data), mime))
    if known is not None and known.data is data:
        return known
    name = f"{PREFIX}{blake2b(data, digest_size=16, person=mime.encode()[:16]).hexdigest()}"
    made = Blob(name)
    made.data = data
    made.mime = mime
    _shown[name] = _by_bytes[id(data), mime] = made
    return made


def lend(data: bytes, mime: str, key: str) -> str:
    """An address that is good for once, for a command that takes bytes. key: hexadecimal digits that nobody can guess, for on a
    server many pages take theirs from here."""
    name = f"{PREFIX}{key}"
    _lent[name] = data, mime
    return name


def taken(name: str) -> tuple[bytes, str] | None:
    """The bytes of an address and their MIME type; None where nobody has them any more."""
    lent = _lent.pop(name, None)
    if lent is not None:
        return lent
    found = _shown.get(name)
    return None if found is None else (found.data, found.mime)
