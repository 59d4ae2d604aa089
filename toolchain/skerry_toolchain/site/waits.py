"""What an app waits for in sync code, which holds up the page where the browser cannot suspend Python: found at build time."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..parsing import parse

__all__ = ["Waits", "find_waits"]

_FETCH: Final = "`await sk.fetch(...)`"
_CLIENT: Final = "`await client.get(...)` of an httpx.AsyncClient, or `await sk.fetch(...)`,"
_VERBS: Final = ("get", "post", "put", "patch", "delete", "head", "options", "request")

# call -> what an async handler has in its place
_INSTEAD: Final[dict[str, str]] = {
    "time.sleep": "`await asyncio.sleep(...)`",
    "urllib.request.urlopen": _FETCH,
    **{f"requests.{name}": _FETCH for name in (*_VERBS, "Session", "session")},
    **{f"httpx.{name}": _CLIENT for name in (*_VERBS, "stream", "Client")},
}
_ASKING: Final = "input"


@dataclass(frozen=True, slots=True)
class Waits:
    """A call that waits, in one file. lines: where it is, in order."""

    file: str
    lines: Sequence[int]
    call: str

    def __str__(self) -> str:
        where = f"{self.file}, line{'s' * (len(self.lines) > 1)} {', '.join(map(str, self.lines))}: {self.call}()"
        if self.call == _ASKING:
            return f"{where} asks in a dialog of the browser's, and all stands still meanwhile; sk.input is a field in the page."
        return (
            f"{where} holds up the page in browsers that cannot suspend Python, such as Safari. In an async handler, "
            f"{_INSTEAD[self.call]} holds up nothing."
        )


def find_waits(sources: Mapping[str, str]) -> list[Waits]:
    """The calls of an app's modules that wait, by file and by what they call."""
    found: dict[tuple[str, str], list[int]] = {}
    for path, text in sorted(sources.items()):
        tree = parse(text)
        names = dict(_imported(tree))
        own = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            call = _called(node.func, names)
            if call in _INSTEAD or (call == _ASKING and call not in own):
                found.setdefault((path, call), []).append(node.lineno)
    made = [Waits(file, sorted(set(lines)), call) for (file, call), lines in found.items()]
    return sorted(made, key=lambda one: (one.file, one.lines))


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names that imports make, and what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2 for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _called(node: ast.expr, names: Mapping[str, str]) -> str:
    """What is called, by the name that it has where it is from."""
    head, dot, rest = _dotted(node).partition(".")
    return f"{names.get(head, head)}{dot}{rest}"


def _dotted(node: ast.expr) -> str:
    """``a.b.c`` as a text; nothing for what is no name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""
