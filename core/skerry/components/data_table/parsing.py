"""Values as people write them, and back."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final

__all__ = ["NUMBERS", "editable_text", "parse", "shown"]

NUMBERS: Final = (int, float, Decimal)

_TRUE: Final = frozenset({"yes", "true", "on", "1", "y"})
_FALSE: Final = frozenset({"no", "false", "off", "0", "n"})
_BLANKS: Final = str.maketrans("", "", "_\u00a0\u202f ")


def shown(value: Any) -> str:
    """A value as a cell shows it where the column says nothing else."""
    if value is None:
        return ""
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds" if value.microsecond == 0 else "auto")
    return str(value)


def editable_text(value: Any) -> str:
    """A value as it is edited: whole, so that nothing is lost when it is read again."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return shown(value)


def parse(text: str, kind: type) -> Any:
    """What a text means as a value of a type. Raises ``ValueError`` with a sentence for the person."""
    if issubclass(kind, str):
        return text
    for base, read in _READERS.items():
        if issubclass(kind, base):
            return read(text.strip())
    raise ValueError(f"A value of type {kind.__name__} cannot be written here")


def _bool(text: str) -> bool:
    if text.casefold() in _TRUE:
        return True
    if text.casefold() in _FALSE:
        return False
    raise ValueError("Write yes or no")


def _int(text: str) -> int:
    try:
        return int(text.translate(_BLANKS))
    except ValueError:
        raise ValueError("Write a whole number, such as 12") from None


def _float(text: str) -> float:
    try:
        value = float(text.translate(_BLANKS))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError("Write a number, such as 1.5")
    return value


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.translate(_BLANKS))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise ValueError("Write a number, such as 1.50")
    return value


def _of_iso(read: Callable[[str], Any], message: str) -> Callable[[str], Any]:
    def of_iso(text: str) -> Any:
        try:
            return read(text)
        except ValueError:
            raise ValueError(message) from None

    return of_iso


# In this order: a bool is an int, a datetime is a date.
_READERS: Final[dict[type, Callable[[str], Any]]] = {
    bool: _bool,
    int: _int,
    float: _float,
    Decimal: _decimal,
    datetime.datetime: _of_iso(datetime.datetime.fromisoformat, "Write a date and a time, such as 2026-03-27 08:30"),
    datetime.date: _of_iso(datetime.date.fromisoformat, "Write a date, such as 2026-03-27"),
    datetime.time: _of_iso(datetime.time.fromisoformat, "Write a time, such as 08:30"),
}
