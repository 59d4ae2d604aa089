"""Whether a component's arguments are the same as last time, so that it need not run again."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from ..state.rich import library_of_type

__all__ = ["same_call", "same_value"]

# Values of these types never change, so equality is enough.
_PLAIN = frozenset({int, float, complex, str, bytes, bool, type(None)})
# Of these, two zeros are equal and do not look the same.
_SIGNED = frozenset({float, complex})
# A plain container can change without anyone being told; the observed ones are subclasses and not these very types.
_UNOBSERVED = frozenset({list, dict, set, bytearray})


def same_call(
    old_args: tuple[Any, ...], old_kwargs: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> bool:
    """True where a component called with the new arguments would build what it built with the old ones."""
    if len(old_args) != len(args) or old_kwargs.keys() != kwargs.keys():
        return False
    return all(map(same_value, old_args, args)) and all(same_value(old_kwargs[k], v) for k, v in kwargs.items())


def same_value(old: Any, new: Any) -> bool:
    """True where the new value can stand for the old one.

    Plain lists, dicts and sets are never the same, not even as themselves: they may have changed in place; neither are the
    arrays, frames and models of libraries. Functions
    are the same where code, defaults and closed-over values are, so that a lambda made anew at each render does not
    make its component run again.
    """
    kind = type(new)
    if kind in _UNOBSERVED:
        return False
    if old is new:
        if kind is tuple:
            return all(map(same_value, old, new))
        return kind in _PLAIN or kind is FunctionType or library_of_type(kind) is None  # an array may have changed in place
    if kind is not type(old):
        return False
    if kind in _PLAIN:
        return bool(old == new) and (bool(old) or kind not in _SIGNED or repr(old) == repr(new))
    if kind is tuple:
        return len(old) == len(new) and all(map(same_value, old, new))
    if kind is FunctionType:
        return _same_function(old, new)
    return False


def _same_function(old: FunctionType, new: FunctionType) -> bool:
    return (
        old.__code__ is new.__code__
        and old.__globals__ is new.__globals__
        and same_value(old.__defaults__, new.__defaults__)
        and same_call((), old.__kwdefaults__ or {}, (), new.__kwdefaults__ or {})
        and _same_cells(old.__closure__ or (), new.__closure__ or ())
    )


def _same_cells(old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
    try:
        return all(a is b or same_value(a.cell_contents, b.cell_contents) for a, b in zip(old, new, strict=True))
    except ValueError:  # a cell that is still empty
        return False
