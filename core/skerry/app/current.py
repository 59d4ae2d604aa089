"""Which app is meant: the one whose module a function stands in, or the one that is being loaded."""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from ..ids import MODULE_PREFIX

if TYPE_CHECKING:
    from .app import App

__all__ = ["LIVE", "LOADING", "app_named", "app_of", "instance_number", "prefix_of"]

LIVE: Final[dict[int, App]] = {}
"""The loaded apps by number."""

LOADING: ContextVar[App | None] = ContextVar("skerry_loading", default=None)
"""The app whose modules are being executed for the first time."""

_PREFIX = re.compile(rf"{MODULE_PREFIX}([0-9]+)(?:\.|$)")


def prefix_of(number: int) -> str:
    """The package that app instance ``number``'s modules are in: ``_sk3``."""
    return f"{MODULE_PREFIX}{number}"


def instance_number(module: str | None) -> int | None:
    """The number in a module's name, ``_sk3.app`` -> 3; None for a module that is no app's."""
    found = _PREFIX.match(module or "")
    return int(found[1]) if found else None


def app_named(module: str | None) -> App | None:
    """The live app that a module of this name belongs to."""
    number = instance_number(module)
    return LIVE.get(number) if number is not None else None


def app_of(function: Any = None, caller: str | None = None) -> App | None:
    """The app that a function belongs to, or the one being loaded; None where there is neither.

    caller: the name of the module that asks; what is no app's own, such as a partial, belongs to that one's.
    """
    return app_named(getattr(function, "__module__", None)) or app_named(caller) or LOADING.get()
