"""``@api``: functions of an app that the page around it can call by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, overload

from ..errors import HandlerError, nearest
from ..handlers import describe
from .current import app_of

__all__ = ["VISIBILITIES", "api"]

F = TypeVar("F", bound=Callable[..., Any])

VISIBILITIES: Final = ("public", "undocumented", "private")


@overload
def api(name: F) -> F: ...


@overload
def api(name: str = "", *, visibility: str = "public") -> Callable[[F], F]: ...


def api(name: Any = "", *, visibility: str = "public") -> Any:
    """Let the page around the app call the function below: ``await element.call("predict", 3)``.

    name: without it, the function's own. It gets what the caller passes, and by annotation or reserved name what a handler gets;
    what it returns, or yields last, is the answer. visibility: ``public``, ``undocumented`` (not listed by ``element.api()``) or
    ``private`` (cannot be called). Raises ``HandlerError`` where two functions have one name.
    """
    if callable(name):
        return api()(name)
    if visibility not in VISIBILITIES:
        hint = nearest(str(visibility), VISIBILITIES)
        raise HandlerError(f"sk.api(visibility={visibility!r}): it is one of {', '.join(VISIBILITIES)}.{hint}")

    def register(function: F) -> F:
        app = app_of(function)
        if app is not None:
            called = name or function.__name__
            before = app.apis.get(called)
            if before is not None and before[0] is not function:
                both = f"{describe(before[0])} and {describe(function)}"
                raise HandlerError(f"two functions are called {called!r} from outside: {both}")
            app.apis[called] = (function, visibility)
        return function

    return register
