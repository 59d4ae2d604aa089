"""``sk.init_handlers``: makes the functions of further modules handlers by name."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import ModuleType

from ..handlers import Registry
from .current import LOADING, app_named

__all__ = ["init_handlers"]


def init_handlers(modules: ModuleType | Iterable[ModuleType]) -> None:
    """Make the functions of a module, or of several, handlers of this app by name; those under ``_name`` stay
    hidden.

    A module may call it for the next one. Outside of an app it only checks its argument. Raises
    ``HandlerError`` for what is no module, and when the app is loaded, for two handlers of one name.
    """
    caller = sys._getframe(1).f_globals.get("__name__")
    app = app_named(caller) or LOADING.get()
    (app.handlers if app is not None else Registry()).add(modules)
