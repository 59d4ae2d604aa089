"""Functions that a loop makes share its variables: each would use the last value. This finds them while a page is built.

    for place in ("Oban", "Skye"):
        sk.button(place, on_click=lambda: go(place))        # both would go to Skye

Two functions of one piece of source that share a variable are told by their cells, which are the same. Where its value has changed
from one to the next, they are not meant to do the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from types import FunctionType
from typing import Any, Final

from ..errors import RenderError

__all__ = ["Closures", "check_closures"]

Closures = dict[int, tuple[tuple[Any, ...], tuple[Any, ...], FunctionType]]
"""The last function of each piece of source, by its code's id, that was given to an element: its cells, what they held, itself."""

_PLAIN: Final = frozenset({int, float, complex, str, bytes, bool, type(None)})
_EMPTY: Final = object()
_contents: Final = attrgetter("cell_contents")


def check_closures(handlers: Iterable[Any], last: Closures) -> bool:
    """These handlers are given to an element now: whether one of them uses variables of a function, or is no plain function.

    Raises ``RenderError`` where a loop has changed what the ones before them use.
    """
    any_uses = False
    for given in handlers:
        if type(given) is FunctionType:
            if given.__closure__ is not None:
                any_uses = True
                _check(given, given.__closure__, last)
        else:
            any_uses = True
            for one in given if isinstance(given, (list, tuple)) else (given,):
                handler = getattr(one, "handler", one)
                if type(handler) is FunctionType and handler.__closure__ is not None:
                    _check(handler, handler.__closure__, last)
    return any_uses


def _check(handler: FunctionType, cells: tuple[Any, ...], last: Closures) -> None:
    code = handler.__code__
    try:
        values = tuple(map(_contents, cells))
    except ValueError:  # one is not assigned yet: the handler will find what it is then
        values = tuple(map(_content, cells))
    before = last.get(id(code))
    last[id(code)] = cells, values, handler
    if before is not None:
        for name, cell, value, old_cell, old in zip(code.co_freevars, cells, values, *before[:2], strict=True):
            if cell is old_cell and value is not old and old is not _EMPTY and not _equal(old, value):
                raise _shared(handler, name, old, value)


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return _EMPTY


def _equal(one: Any, other: Any) -> bool:
    return type(one) is type(other) and type(one) in _PLAIN and bool(one == other)


def _shared(handler: FunctionType, name: str, old: Any, value: Any) -> RenderError:
    code = handler.__code__
    takes = ", ".join([*code.co_varnames[: code.co_argcount], f"{name}={name}"])
    default = f"lambda {takes}: ..." if code.co_name == "<lambda>" else f"def {code.co_name}({takes})"
    return RenderError(
        f"{handler.__qualname__}, line {code.co_firstlineno}, is made in a loop and uses {name}, which was {old!r:.40} and is "
        f"{value!r:.40} now. Functions made in a loop share its variables: each would use the last value. "
        f"Keep it for each with a default, {default}, or make the handler in a function or component of its own"
    )
