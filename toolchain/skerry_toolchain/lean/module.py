"""A WebAssembly module as far as its exports go, and its functions and constants as wholes: the same module with fewer of them.

The format: https://webassembly.github.io/spec/core/binary/. Only what is looked at is read; all other bytes stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

__all__ = ["Export", "Module", "ModuleError"]

_HEADER: Final = b"\0asm\1\0\0\0"
_TABLE, _EXPORT, _ELEMENT, _CODE, _DATA, _DATA_COUNT = 4, 7, 9, 10, 11, 12
_FUNCTION: Final = 0  # as a kind of export
_FUNCREF: Final = 0x70
_CONST, _END = 0x41, 0x0B  # i32.const, end


class ModuleError(ValueError):
    """It is no WebAssembly module, or one that is not made as Emscripten makes an interpreter's."""


@dataclass(frozen=True, slots=True)
class Export:
    """name; kind: 0 for functions; index among those of its kind; content: the entry's bytes."""

    name: str
    kind: int
    index: int
    content: bytes

    @property
    def is_function(self) -> bool:
        return self.kind == _FUNCTION


class Module:
    """Raises ``ModuleError`` where it cannot be read.

    exports: in their order. table: how many places its first table has. placed: the functions that lie there from the start.
    """

    def __init__(self, content: bytes) -> None:
        if not content.startswith(_HEADER):
            raise ModuleError("it does not begin as a WebAssembly module does")
        try:
            self._sections = list(_sections(content))
            self.exports = list(_exports(self._section(_EXPORT)))
            self.table = _at_first_table(self._section(_TABLE)).number()
            self.placed = frozenset(_placed(self._section(_ELEMENT)))
        except IndexError:
            raise ModuleError("it is cut short") from None

    def places(self, passed_over: Collection[str]) -> dict[int, int]:
        """Where Emscripten puts the exported functions that have no place in the table yet, by index: behind it, as the exports are
        in order. passed_over: names of exports that it leaves out."""
        free = count(self.table)
        found: dict[int, int] = {}
        for one in self.exports:
            if one.is_function and one.index not in self.placed and one.index not in found and one.name not in passed_over:
                found[one.index] = next(free)
        return found

    def with_exports(self, names: Collection[str], places: dict[int, int]) -> bytes:
        """The module with these exports only. places: of all functions that were exported; those that still are lie there from the
        start, and the others' places are empty, so that whatever comes behind them has the number that it had."""
        kept = [one for one in self.exports if one.name in names]
        lying = sorted({places[one.index]: one.index for one in kept if one.is_function and one.index in places}.items())
        exports = _unsigned(len(kept)) + b"".join(one.content for one in kept)
        return self._with({
            _TABLE: _with_first_table(self._section(_TABLE), self.table + len(places)),
            _EXPORT: exports,
            _ELEMENT: _with_segments(self._section(_ELEMENT), lying),
        })  # fmt: skip

    def with_code(self, change: Callable[[int, bytes], bytes]) -> bytes:
        """The module with other functions. change: gets a function's place among the module's own, and its code with its size."""
        section = self._section(_CODE)
        reader = _Reader(section)
        number = reader.number()
        out = bytearray(_unsigned(number))
        try:
            for place in range(number):
                start = reader.at
                reader.take(reader.number())
                out += change(place, section[start : reader.at])
        except IndexError:
            raise ModuleError("its code is cut short") from None
        return self._with({_CODE: bytes(out)})

    def constants(self) -> Iterator[tuple[int, bytes]]:
        """What its memory has from the start: places and bytes, in the order in which they are put there."""
        return _data(self._section(_DATA))

    def with_constants(self, pieces: Collection[tuple[int, bytes]]) -> bytes:
        """The module with these, as ``constants`` gives them, and no others."""
        number = _unsigned(len(pieces))
        data = bytearray()
        for place, content in pieces:
            data += b"\0" + bytes([_CONST]) + _signed(place) + bytes([_END]) + _unsigned(len(content)) + content
        return self._with({_DATA: number + bytes(data), _DATA_COUNT: number})

    def _with(self, changed: dict[int, bytes]) -> bytes:
        out = bytearray(_HEADER)
        for kind, body in self._sections:
            content = changed.get(kind, body)
            out += bytes([kind]) + _unsigned(len(content)) + content
        return bytes(out)

    def _section(self, kind: int) -> bytes:
        found = [body for number, body in self._sections if number == kind]
        if len(found) != 1:
            raise ModuleError(f"it has {len(found)} sections of kind {kind}, where one is expected")
        return found[0]


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def byte(self) -> int:
        self.at += 1
        return self.content[self.at - 1]

    def number(self) -> int:
        """LEB128, unsigned."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def take(self, size: int) -> bytes:
        self.at += size
        if self.at > len(self.content):
            raise IndexError
        return self.content[self.at - size : self.at]

    @property
    def done(self) -> bool:
        return self.at >= len(self.content)


def _sections(content: bytes) -> Iterator[tuple[int, bytes]]:
    reader = _Reader(content)
    reader.take(len(_HEADER))
    while not reader.done:
        kind = reader.byte()
        yield kind, reader.take(reader.number())


def _exports(section: bytes) -> Iterator[Export]:
    reader = _Reader(section)
    for _ in range(reader.number()):
        start = reader.at
        name = reader.take(reader.number()).decode()
        kind, index = reader.byte(), reader.number()
        yield Export(name, kind, index, section[start : reader.at])


def _at_first_table(section: bytes) -> _Reader:
    """In front of its least size."""
    reader = _Reader(section)
    if not reader.number() or reader.byte() != _FUNCREF or reader.byte() != 0:
        raise ModuleError("its first table is not one of functions that can grow as it likes")
    return reader


def _with_first_table(section: bytes, size: int) -> bytes:
    reader = _at_first_table(section)
    start = reader.at
    reader.number()
    return section[:start] + _unsigned(size) + section[reader.at :]


def _placed(section: bytes) -> Iterator[int]:
    """What is put into the first table when the module begins, as lists of functions."""
    reader = _Reader(section)
    for _ in range(reader.number()):
        if reader.number() != 0 or reader.byte() != _CONST:
            raise ModuleError("its table is not filled by lists of functions at fixed places")
        reader.number()
        if reader.byte() != _END:
            raise ModuleError("a list of functions has a place that is computed")
        for _ in range(reader.number()):
            yield reader.number()


def _data(section: bytes) -> Iterator[tuple[int, bytes]]:
    reader = _Reader(section)
    try:
        for _ in range(reader.number()):
            if reader.number() != 0 or reader.byte() != _CONST:
                raise ModuleError("its memory is not filled by pieces at fixed places")
            place = reader.number()
            if reader.byte() != _END:
                raise ModuleError("a piece of its memory has a place that is computed")
            yield place, reader.take(reader.number())
    except IndexError:
        raise ModuleError("its constants are cut short") from None


def _with_segments(section: bytes, lying: Iterable[tuple[int, int]]) -> bytes:
    """One list for each row of neighbours. lying: places and functions, in order."""
    rows: list[tuple[int, list[int]]] = []
    for place, function in lying:
        if rows and rows[-1][0] + len(rows[-1][1]) == place:
            rows[-1][1].append(function)
        else:
            rows.append((place, [function]))
    reader = _Reader(section)
    number = reader.number()
    out = bytearray(_unsigned(number + len(rows)) + section[reader.at :])
    for place, functions in rows:
        out += b"\0" + bytes([_CONST]) + _signed(place) + bytes([_END])
        out += _unsigned(len(functions)) + b"".join(map(_unsigned, functions))
    return bytes(out)


def _unsigned(value: int, last: int = 0x7F) -> bytes:
    """LEB128. last: what the last byte may be at most."""
    out = bytearray()
    while value > last:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _signed(value: int) -> bytes:
    """The same of a number with a sign, which is not negative: the last byte's second bit says so."""
    return _unsigned(value, 0x3F)
