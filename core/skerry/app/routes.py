"""Routes: page paths with parameters, and which of them answers a path.

A pattern is a path whose segments may hold parameters: ``/user/{id:int}``, ``/files/{name:path}``. The types
are ``str`` (the default; one segment), ``int``, ``float`` and ``path`` (the rest, slashes and all; only at
the end).

Where several patterns match, the more particular one answers, decided at the first segment that differs:
fixed text before ``int`` before ``float`` before ``str`` before ``path``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

from ..errors import AppError, nearest

__all__ = ["Route", "normal_path", "parse_route"]


@dataclass(frozen=True, slots=True)
class _Kind:
    pattern: str
    decode: Callable[[str], Any]
    rank: int


_KINDS: Final = {
    "int": _Kind(r"-?[0-9]{1,18}", int, 1),
    "float": _Kind(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?", float, 2),
    "str": _Kind(r"[^/]+", unquote, 3),
    "path": _Kind(r".*", unquote, 4),
}
_FIXED: Final = 0
_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """A compiled pattern. ``types`` maps each parameter to the name of its type, ``rank`` orders matching
    routes."""

    pattern: str
    regex: re.Pattern[str]
    types: dict[str, str]
    rank: tuple[int, ...]

    @property
    def shape(self) -> str:
        """Equal for two patterns that match the same paths, whatever their parameters are called."""
        return _PARAMETER.sub(
            lambda found: "{" + (found[1].partition(":")[2].strip() or "str") + "}", self.pattern
        )

    def match(self, path: str) -> dict[str, Any] | None:
        """The parameters' values where this route answers a normal path, else None."""
        found = self.regex.fullmatch(path)
        if found is None:
            return None
        return {name: _KINDS[kind].decode(found[name]) for name, kind in self.types.items()}

    def build(self, **values: Any) -> str:
        """The path for these parameters. Raises ``AppError`` for one that is missing, unknown or does not
        fit."""
        for name in values:
            if name not in self.types:
                raise AppError(
                    f"the path {self.pattern!r} has no parameter {name!r}.{nearest(name, self.types)}"
                )
        missing = [name for name in self.types if name not in values]
        if missing:
            raise AppError(f"the path {self.pattern!r} needs a value for {', '.join(missing)}")
        path = _PARAMETER.sub(lambda found: self._part(_split(found[1])[0], values), self.pattern)
        if self.match(path) is None:
            raise AppError(f"the path {self.pattern!r} cannot be made from {values!r}")
        return path

    def _part(self, name: str, values: dict[str, Any]) -> str:
        return quote(str(values[name]), safe="/" if self.types[name] == "path" else "")


def parse_route(pattern: str) -> Route:
    """The route of a pattern. Raises ``AppError`` that says what is wrong with it."""
    if not isinstance(pattern, str) or not pattern.startswith("/"):
        hint = f' as in @sk.page("/{pattern}")' if isinstance(pattern, str) else ' as in @sk.page("/")'
        raise AppError(f"a page's path begins with '/',{hint}; {pattern!r:.80} does not")
    pattern = normal_path(pattern)
    types: dict[str, str] = {}
    segments = pattern.split("/")[1:]
    pieces, ranks = zip(*(_segment(part, pattern, types) for part in segments), strict=True)
    if any(kind == "path" for kind in types.values()) and not _ends_with_path(segments[-1], types):
        raise AppError(f"{pattern!r}: a parameter of type path takes the rest and stands alone at the end")
    return Route(pattern, re.compile("/" + "/".join(pieces), re.DOTALL), types, ranks)


def normal_path(path: str) -> str:
    """A path without query, fragment, doubled or trailing slashes and ``index.html``; ``/`` is the
    shortest."""
    path = path.partition("#")[0].partition("?")[0]
    parts = [part for part in path.split("/") if part]
    if parts and parts[-1] == "index.html":
        parts.pop()
    return "/" + "/".join(parts)


def _segment(text: str, pattern: str, types: dict[str, str]) -> tuple[str, int]:
    """A segment's regular expression and rank; adds its parameters to ``types``."""
    pieces, rank, end = [], _FIXED, 0
    for found in _PARAMETER.finditer(text):
        name, kind = _split(found[1])
        _check_parameter(name, kind, pattern, types)
        types[name] = kind
        pieces += [_fixed(text[end : found.start()], pattern), f"(?P<{name}>{_KINDS[kind].pattern})"]
        rank, end = max(rank, _KINDS[kind].rank), found.end()
    pieces.append(_fixed(text[end:], pattern))
    return "".join(pieces), rank


def _fixed(text: str, pattern: str) -> str:
    if "{" in text or "}" in text:
        raise AppError(f"{pattern!r}: a brace stands alone. A parameter is written {{name}} or {{name:int}}")
    return re.escape(text)


def _split(text: str) -> tuple[str, str]:
    name, _, kind = text.partition(":")
    return name.strip(), kind.strip() or "str"


def _check_parameter(name: str, kind: str, pattern: str, types: dict[str, str]) -> None:
    if not name.isidentifier():
        raise AppError(f"{pattern!r}: {name!r} cannot be a parameter's name. It must be a Python name")
    if name in types:
        raise AppError(f"{pattern!r}: two parameters are named {name!r}")
    if kind not in _KINDS:
        raise AppError(
            f"{pattern!r}: no type {kind!r}.{nearest(kind, _KINDS)} The types: {', '.join(_KINDS)}"
        )


def _ends_with_path(segment: str, types: dict[str, str]) -> bool:
    paths = [name for name, kind in types.items() if kind == "path"]
    return len(paths) == 1 and bool(_PARAMETER.fullmatch(segment)) and _split(segment[1:-1])[0] == paths[0]
