"""``@subscribe``: functions that an app has called when a name is published."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from ..bus import Bus
from ..errors import HandlerError, RenderError
from ..handlers import describe
from ..host import CURRENT
from ..view import building
from .current import app_of

__all__ = ["callback", "subscribe", "unsubscribe"]

F = TypeVar("F", bound=Callable[..., Any])


def subscribe(name: str, *, priority: int = 0, once: bool = False) -> Callable[[F], F]:
    """Have the function below called whenever ``sk.publish(name, ...)`` happens in this app.

    name: may hold wildcards, as in ``"user.*"``. priority: higher ones are called sooner; equal ones in the order in which
    they were subscribed. once: the next time only, in each session. Called in a handler, it is for that handler's session
    alone, until that ends or ``sk.unsubscribe``. The function gets what is published, and by annotation or reserved
    name what a handler gets: ``def count(name, email, state: Users)``. It may be of any kind, and stays what it was.
    Raises ``HandlerError`` for what is no name or no function, ``RenderError`` while a page is built.
    """
    frame = sys._getframe(1)
    caller = frame.f_globals.get("__name__")
    if callable(name):
        raise HandlerError(f'{describe(name)}: write @sk.subscribe("name") with the name that calls it, not @sk.subscribe alone')
    if building() and frame.f_code.co_name != "<module>":  # a module may be imported by a page
        raise RenderError(
            f"sk.subscribe({name!r}) stands in a page, which is built again and again: it would be called once for each time. "
            "Subscribe at the top of a module, or in a handler"
        )

    session = None if frame.f_code.co_name == "<module>" else CURRENT.get()  # a handler may import a module

    def register(function: F) -> F:
        app = app_of(function, caller)
        bus = app.bus if app is not None else Bus()
        bus.subscribe(name, function, priority=priority, once=once, session=session)
        return function

    return register


def unsubscribe(function: Callable[..., Any], name: str | None = None) -> int:
    """End a function's subscriptions, to one name or to all; how many that were.

    In a handler those of its session and of the app, and not those of other sessions.
    """
    app = app_of(function, sys._getframe(1).f_globals.get("__name__"))
    return app.bus.unsubscribe(function, name, CURRENT.get()) if app is not None else 0


callback = subscribe
