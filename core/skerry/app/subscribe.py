"""``@subscribe``: functions that an app has called when a name is published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..bus import Bus
from .current import app_of

__all__ = ["callback", "subscribe", "unsubscribe"]

F = TypeVar("F", bound=Callable[..., Any])


def subscribe(name: str, *, priority: int = 0, once: bool = False) -> Callable[[F], F]:
    """Have the function below called whenever ``sk.publish(name, ...)`` happens in this app.

    name: may hold wildcards, as in ``"user.*"``. priority: higher ones are called sooner; equal ones in the order in which
    they were subscribed. once: the next time only. The function gets what is published, and by annotation or reserved
    name what a handler gets: ``def count(name, email, state: Users)``. It may be of any kind, and stays what it was.
    Raises ``HandlerError`` for what is no name or no function.
    """

    def register(function: F) -> F:
        app = app_of(function)
        (app.bus if app is not None else Bus()).subscribe(name, function, priority=priority, once=once)
        return function

    return register


def unsubscribe(function: Callable[..., Any], name: str | None = None) -> int:
    """End a function's subscriptions, to one name or to all; how many that were."""
    app = app_of(function)
    return app.bus.unsubscribe(function, name) if app is not None else 0


callback = subscribe
