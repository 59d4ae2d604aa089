"""A value that must not be seen: it is text for whoever uses it, and a name for whoever looks at it."""

from __future__ import annotations

import re
from typing import Any, Final, NoReturn

__all__ = ["Secret", "redact"]

_LEAST: Final = 6
"""Shorter ones are not looked for in texts: they would be found in harmless words."""

_names: dict[str, str] = {}
_pattern: re.Pattern[str] | None = None


class Secret(str):
    """Text whose ``repr`` is ``<secret NAME>``. ``str()`` and f-strings give the value; state, pickles and reports do not.

    What is derived from it (``key.strip()``, ``f"Bearer {key}"``) is plain text again, which only ``redact`` still knows.
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


def _remember(value: str, name: str) -> None:
    global _pattern
    if len(value) >= _LEAST and _names.get(value) != name:
        _names[value] = name
        longest_first = sorted(_names, key=len, reverse=True)
        _pattern = re.compile("|".join(map(re.escape, longest_first)))
