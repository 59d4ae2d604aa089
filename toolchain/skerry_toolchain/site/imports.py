"""What an app imports that a page's interpreter does not have: found before anyone opens the page."""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import skerry_browser
from skerry.errors import nearest

from ..packages import PACKAGES
from ..packages.alternatives import INSTEAD, distributed, package_of
from ..parsing import parse

__all__ = ["Missing", "missing_imports", "uses_pyscript"]

# Compiled into Pyodide's interpreter, so not in its zip of the standard library (`sys.builtin_module_names` there).
_BUILT_IN: Final = frozenset(
    "array atexit binascii builtins cmath errno faulthandler fcntl gc itertools marshal math mmap posix pyexpat select sys "
    "termios time unicodedata xxsubtype zlib".split()
)
_OF_THE_PAGE: Final = frozenset({"js", "pyodide", "pyodide_js", "pyscript"})
_CLIENTS: Final = frozenset({"requests", "httpx", "urllib3"})
# In the standard library, and of no use in a page: what it needs is not there.
_OF_NO_USE: Final[dict[str, str]] = {
    "multiprocessing": "a page has no processes; asyncio runs things side by side",
    "subprocess": "a page has no processes",
    "socket": "a page has no sockets; sk.fetch makes requests",
    "ssl": "a page has no sockets; sk.fetch makes requests",
    "tkinter": "Skerry's components take its place",
    "curses": "a page has no terminal",
    "readline": "a page has no terminal",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """An import that fails in the page."""

    file: str
    line: int
    module: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: import {self.module}: {self.advice}"


def missing_imports(sources: Mapping[str, str], given: Collection[str] = ()) -> list[Missing]:
    """The imports of an app's modules that would fail.

    given: the modules of the packages that it asks for. Imports in a ``try`` or in a function are left alone: an app that asks
    whether something is there gets its answer in the page.
    """
    own = {path.partition("/")[0].removesuffix(".py") for path in sources}
    found = []
    for path, text in sources.items():
        for module, line in _imports(parse(text)):
            top = module.partition(".")[0]
            advice = None if top in own or top in given else _advice(top)
            if advice is not None:
                found.append(Missing(path, line, module, advice))
    return found


def uses_pyscript(sources: Mapping[str, str]) -> bool:
    """Whether an app imports PyScript's modules, anywhere. ``pyscript.js_modules`` is not one: it is made in the page."""
    for text in sources.values():
        for node in ast.walk(parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            if any(name.partition(".")[0] == "pyscript" and not name.startswith("pyscript.js_modules") for name in names):
                return True
    return False


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module, node.lineno
        elif isinstance(node, (ast.With, ast.ClassDef)):
            waiting = [*node.body, *waiting]


def _advice(top: str) -> str | None:
    """Why importing this module fails, and what to do; None where it works."""
    if top in _OF_NO_USE:
        return f"it is of no use in a page: {_OF_NO_USE[top]}"
    if top in _known():
        return None
    package = package_of(top)
    near = nearest(top, sorted(_known()))
    if near and package not in distributed():
        return f"there is no such module in the page.{near} If a package is meant, {_asking(package)}"
    hint = INSTEAD.get(package, "sk.fetch makes requests without one" if top in _CLIENTS else "")
    return f"it is a package of its own, which the app does not ask for: {_asking(package)}{f'. Or: {hint}' if hint else ''}"


def _asking(package: str) -> str:
    return f"name it in the '# /// script' block, dependencies = [\"{package}\"]"


@cache
def _known() -> frozenset[str]:
    """The top-level modules that can be imported in a page."""
    with zipfile.ZipFile(skerry_browser.pyodide_folder() / "python_stdlib.zip") as archive:
        parts = {name.partition("/")[0] for name in archive.namelist()}
    stdlib = {part.partition(".")[0] for part in parts}
    return frozenset(stdlib | _BUILT_IN | _OF_THE_PAGE | set(PACKAGES))
