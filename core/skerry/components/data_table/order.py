"""Sorting whatever stands in a column: stable, empty cells last, values of different types beside each other."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

__all__ = ["inverse", "sorted_rows"]

_REAL: Final = frozenset({int, float, bool})
_ALIKE: Final = frozenset({datetime.date, datetime.time, datetime.timedelta, Decimal})


def sorted_rows(values: Sequence[Any], descending: bool) -> list[int]:
    """The numbers of the rows in the order of their values. None is last in both directions; equal ones keep their order."""
    there = [index for index, value in enumerate(values) if value is not None]
    kinds = {type(value) for value in values} - {type(None)}
    keys = _keys(values, there, kinds)
    there.sort(key=keys.__getitem__, reverse=descending)
    if len(there) < len(values):
        there += [index for index, value in enumerate(values) if value is None]
    return there


def _keys(values: Sequence[Any], there: list[int], kinds: set[type]) -> Any:
    """What to compare for each row; where all values are of one kind, the values themselves."""
    if kinds <= _REAL or (len(kinds) == 1 and kinds <= _ALIKE):
        return values
    if kinds == {str}:
        return [value if value is None else value.casefold() for value in values]
    found = {index: _key(values[index]) for index in there}
    try:
        sorted(found.values())
    except TypeError:  # two of one kind that do not compare after all
        return {index: (*key[:2], str(key[2])) for index, key in found.items()}
    return found


def _key(value: Any) -> tuple[int, str, Any]:
    if isinstance(value, (int, float, Decimal, Fraction)):
        return 0, "", value
    if isinstance(value, str):
        return 1, "", value.casefold()
    if isinstance(value, datetime.datetime):
        return 2, "", value.astimezone(datetime.UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, datetime.date):
        return 2, "", value.isoformat()
    return 3, type(value).__name__, value if hasattr(type(value), "__lt__") else str(value)


def inverse(order: Sequence[int]) -> list[int]:
    """At which place each row stands."""
    places = [0] * len(order)
    for place, row in enumerate(order):
        places[row] = place
    return places
