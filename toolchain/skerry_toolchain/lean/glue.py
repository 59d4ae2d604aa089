"""Emscripten's glue code in Pyodide: one function gives each of the module's exports two names, few of which are ever used."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from .module import ModuleError

__all__ = ["Glue", "words_in"]

_TAKER: Final = "function assignWasmExports(wasmExports){"
_TAKEN: Final = re.compile(r'(_[\w$]+)=Module\["\1"\]=wasmExports\["([\w$]+)"\](?:\.value>>>0)?;?')
_INTERNAL: Final = re.compile(r"isInternalSym=symName=>\[([^\]]*)\]")
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*")


def words_in(code: str) -> set[str]:
    """Everything that is like a name in JavaScript, in texts and comments too."""
    return set(_WORD.findall(code))


class Glue:
    """Raises ``ModuleError`` where the code is not as Emscripten has written it until now.

    rest: all of it but the names' declaration and that function. passed_over: exports that get no place in the table.
    """

    def __init__(self, code: str) -> None:
        before, found, rest = code.partition(_TAKER)
        self._taken, end, self._after = rest.partition("}")
        first = _TAKEN.search(self._taken)
        declared = first and re.search(rf"\bvar ({re.escape(first[1])}(?:,[\w$]+)*);", before)
        internal = _INTERNAL.search(code)
        if not (found and end and declared and internal):
            raise ModuleError("Emscripten's glue code takes its exports in another way than skerry_toolchain/lean/glue.py knows")
        self._before, self._between = before[: declared.start(1)], before[declared.end(1) :]
        self._declared = declared[1].split(",")
        self.rest = f"{self._before}{self._between}{_TAKEN.sub('', self._taken)}{self._after}"
        self.passed_over = {name.strip("\"'") for name in internal[1].split(",")}

    def with_exports(self, names: Collection[str]) -> str:
        """The code with these exports only."""
        gone = {name for name, export in _TAKEN.findall(self._taken) if export not in names}
        declared = ",".join(name for name in self._declared if name not in gone)
        taken = _TAKEN.sub(lambda one: "" if one[1] in gone else one[0], self._taken)
        return f"{self._before}{declared}{self._between}{_TAKER}{taken}}}{self._after}"
