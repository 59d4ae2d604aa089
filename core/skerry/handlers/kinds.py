"""What running a handler means: one of four kinds."""

from __future__ import annotations

import functools
import inspect
from types import FunctionType
from typing import Any, Final, Literal, TypeAlias

__all__ = ["Kind", "kind_of"]

Kind: TypeAlias = Literal["sync", "generator", "async", "async_generator"]

_SUSPENDS: Final = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ITERABLE_COROUTINE | inspect.CO_ASYNC_GENERATOR

_TESTS: Final = (
    (inspect.isasyncgenfunction, "async_generator"),
    (inspect.iscoroutinefunction, "async"),
    (inspect.isgeneratorfunction, "generator"),
)


def kind_of(handler: Any) -> Kind:
    """The kind of a handler, seen through partials, methods and callable objects.

    A decorator counts as what it is itself: a plain wrapper around an ``async def`` is ``"sync"`` and returns
    an awaitable. Whoever runs handlers looks at what they return too.
    """
    if type(handler) is FunctionType and not handler.__code__.co_flags & _SUSPENDS and not handler.__dict__:
        return "sync"  # as most are; a mark that says otherwise would be in its dict
    while isinstance(handler, functools.partial):
        handler = handler.func
    if isinstance(handler, (staticmethod, classmethod)):
        handler = handler.__func__
    if not inspect.isroutine(handler) and not isinstance(handler, type):
        handler = type(handler).__call__
    for test, kind in _TESTS:
        if test(handler):
            return kind  # type: ignore[return-value]
    return "sync"
