"""A value that must not be seen: it is text for whoever uses it, and a name for whoever looks at it."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

__all__ = ["Secret", "redact", "redact_json"]

_LEAST: Final = 6
"""Shorter ones are not looked for in texts for people: they would be found in harmless words."""

_LEAST_IN_JSON: Final = 12
"""Nor these in what machines read, which has more such words. Keys are longer."""

Pattern = re.Pattern[str] | None

_names: dict[str, str] = {}
_in_json: dict[str, str] = {}
_pattern: Pattern = None
_json_pattern: Pattern = None


class Secret(str):
    """Text whose ``repr`` is ``<secret NAME>``. ``str()`` and f-strings give the value; state, pickles and reports do not.

    What is derived from it (``key.strip()``, ``f"Bearer {key}"``) is plain text again, which ``redact`` finds the value in.
    """

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, value: str) -> Secret:
        made = super().__new__(cls, value)
        made.name = name
        _remember(str(value), name)
        return made

    def __repr__(self) -> str:
        return f"<secret {self.name}>"

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: Any) -> Secret:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(f"{self!r} is not saved anywhere: ask for it again with sk.secret({self.name!r})")


def redact(text: str) -> str:
    """The text with every secret's value in it replaced by its name, for logs and reports of errors."""
    return text if _pattern is None else _pattern.sub(lambda found: f"<secret {_names[found[0]]}>", text)


def redact_json(text: str) -> str:
    """The same for messages and saved state, which are JSON, and stay so."""
    return text if _json_pattern is None else _json_pattern.sub(lambda found: f"<secret {_in_json[found[0]]}>", text)


def _remember(value: str, name: str) -> None:
    global _pattern, _json_pattern
    if _names.get(value) == name:
        return
    if len(value) >= _LEAST:
        _names[value] = name
        _pattern = _any_of(_names)
    if len(value) >= _LEAST_IN_JSON:
        for ascii_only in (True, False):
            _in_json[json.dumps(value, ensure_ascii=ascii_only)[1:-1]] = json.dumps(name)[1:-1]
        _json_pattern = _any_of(_in_json)


def _any_of(texts: dict[str, str]) -> Pattern:
    longest_first = sorted(texts, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
