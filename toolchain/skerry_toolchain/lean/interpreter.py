"""Pyodide's module and its glue code with the exports that a site uses: what JavaScript names, and what its libraries import; and
without the code that nobody can reach then, and the constants that snapshots have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import skerry_browser

from .code import unreached, without_code
from .constants import Pages, constants_of, without_constants
from .glue import Glue, words_in
from .module import Module

__all__ = ["CONSTANTS", "lean_interpreter"]

CONSTANTS: Final = "pyodide.constants"
"""What the module's memory has from the start, where the module itself has not."""

_MODULE, _GLUE, _LOADER = "pyodide.asm.wasm", "pyodide.asm.mjs", "pyodide.mjs"
_SYMBOL_OF: Final = "_"  # what Emscripten puts before an export's name, for JavaScript


def lean_interpreter(libraries: Iterable[bytes] = (), read: Pages | None = None) -> dict[str, bytes]:
    """The two files that change, by name. Where each function lies in the table is as it is in the whole interpreter, so that
    snapshots of that one fit. Raises ``ModuleError`` where Pyodide's files are not as they were.

    libraries: WebAssembly that is to be linked to it. Whatever is like a name in one is kept, for its JavaScript, too.
    read: with it, the module has no constants but those on these pages, and ``CONSTANTS`` is a file of all.
    """
    return _lean(frozenset(name for library in libraries for name in _exported() & _names_in(library)), read)


@lru_cache(maxsize=4)
def _lean(asked: frozenset[str], read: Pages | None) -> dict[str, bytes]:
    module, glue = _read()
    used = words_in(glue.rest) | _used_elsewhere()
    kept = {one.name for one in module.exports if {one.name, _SYMBOL_OF + one.name} & used} | asked
    made = module.with_exports(kept, module.places(glue.passed_over))
    made = without_code(made, unreached(made))
    files = {_MODULE: made, _GLUE: glue.with_exports(kept).encode()}
    if read is not None:
        constants = constants_of(made)
        files |= {_MODULE: without_constants(made, constants, read), CONSTANTS: constants}
    return files


@lru_cache(maxsize=1)
def _read() -> tuple[Module, Glue]:
    folder = skerry_browser.pyodide_folder()
    return Module((folder / _MODULE).read_bytes()), Glue((folder / _GLUE).read_text("utf-8"))


@lru_cache(maxsize=1)
def _exported() -> frozenset[str]:
    return frozenset(one.name for one in _read()[0].exports)


def _used_elsewhere() -> set[str]:
    """By Pyodide's loader, and by the page's own modules."""
    loader = skerry_browser.pyodide_folder() / _LOADER
    modules = [loader, *skerry_browser.js_folder().glob("*.js")]
    return {word for path in modules for word in words_in(path.read_text("utf-8"))}


def _names_in(library: bytes) -> set[str]:
    return words_in(library.decode("latin-1"))
