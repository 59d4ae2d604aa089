"""A module's constants, which snapshots of its memory have as well: a file of their own for who starts without one, and the module
without them."""

from __future__ import annotations

from dataclasses import dataclass

from .module import Module

__all__ = ["Pages", "constants_of", "without_constants"]


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of memory. size: bytes of each."""

    size: int
    numbers: frozenset[int]


def constants_of(module: bytes) -> bytes:
    """The memory as it is once the module has been instantiated, up to the last constant. Raises ``ModuleError``."""
    memory = bytearray()
    for place, content in Module(module).constants():
        memory.extend(bytes(max(0, place + len(content) - len(memory))))
        memory[place : place + len(content)] = content
    return bytes(memory)


def without_constants(module: bytes, constants: bytes, read: Pages) -> bytes:
    """The module without its constants, but for those on pages that are read before a snapshot is there. Raises ``ModuleError``.

    constants: what ``constants_of`` has given.
    """
    size = read.size
    pages = [(number * size, constants[number * size : (number + 1) * size]) for number in sorted(read.numbers)]
    return Module(module).with_constants([(place, content) for place, content in pages if any(content)])
