"""How errors speak of a handler: its name, and where it stands."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from ..ids import bare_name, unwrap

__all__ = ["describe", "place"]


def place(handler: Any) -> str:
    """``app.py:12``, or the module's name where there is no source, or ``""``."""
    found = unwrap(handler)
    call = found if hasattr(found, "__code__") or not callable(found) else unwrap(type(found).__call__)
    code = getattr(call, "__code__", None)
    if code is not None:
        return f"{code.co_filename}:{code.co_firstlineno}"
    return bare_name(getattr(found, "__module__", None) or "")


def describe(handler: Any) -> str:
    """``increment (app.py:12)``: what an error message calls a handler."""
    found = unwrap(handler)
    name = getattr(found, "__qualname__", None) or f"{type(found).__qualname__} object"
    if isinstance(found, FunctionType) and found.__name__ != "<lambda>":
        name = name.rpartition("<locals>.")[2]
    where = place(handler)
    return f"{name} ({where})" if where else str(name)
