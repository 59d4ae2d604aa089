"""Rules for fields: functions of a value that say what is wrong with it. ``sk.input("Name", validate=sk.rules.required())``.

A rule is any function of the value that gives a text, or None where all is well; it may be async, raise ``ValueError``, and ask for
state by annotation. Those here let an empty value pass, all but ``required``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

__all__ = ["between", "email", "length", "matches", "one_of", "required"]

Rule = Callable[[Any], str | None]


def required(message: str = "This is needed.") -> Rule:
    """There is a value: some text, a number, a choice, a tick."""

    def rule(value: Any) -> str | None:
        return message if value is False or _empty(value) else None

    return rule


def length(least: int = 0, most: int | None = None, message: str = "") -> Rule:
    """The text has so many characters, or the list so many items."""

    def rule(value: Any) -> str | None:
        if _empty(value) or (len(value) >= least and (most is None or len(value) <= most)):
            return None
        limits = f"at least {least}" if most is None else f"at most {most}" if not least else f"{least} to {most}"
        return message or f"{limits[0].upper()}{limits[1:]} {'characters' if isinstance(value, str) else 'items'}, please."

    return rule


def between(least: float | None = None, most: float | None = None, message: str = "") -> Rule:
    """The number, or date, is in these bounds, both included."""

    def rule(value: Any) -> str | None:
        if _empty(value) or ((least is None or value >= least) and (most is None or value <= most)):
            return None
        limits = f"{least} or more" if most is None else f"{most} or less" if least is None else f"from {least} to {most}"
        return message or f"This is {limits}."

    return rule


def matches(pattern: str, message: str = "This does not have the right form.") -> Rule:
    """The whole text matches a regular expression."""
    compiled = re.compile(pattern)

    def rule(value: Any) -> str | None:
        return None if _empty(value) or compiled.fullmatch(str(value)) else message

    return rule


def email(message: str = "An address looks like name@example.org.") -> Rule:
    """The text looks like an e-mail address. Whether it exists, only a letter can tell."""
    return matches(r"[^@\s]+@[^@\s]+\.[^@\s.]+", message)


def one_of(values: Iterable[Any], message: str = "") -> Rule:
    """The value is one of these."""
    known = list(values)

    def rule(value: Any) -> str | None:
        if _empty(value) or value in known:
            return None
        return message or f"This is one of: {', '.join(map(str, known))}."

    return rule


def _empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, (list, tuple, set, dict)) and not value)
