"""Values for a handler's parameters: they go to those that nothing is injected for, in order, wherever those stand."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..events import Event
from .plan import left_to_callers

__all__ = ["filled", "with_inputs"]


def with_inputs(handler: Any, event: type[Event], states: Iterable[type], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """The handler with its inputs: ``def f(x, state: Trip, y)`` takes two of them, as x and y.

    Where they are as many as all its parameters, reserved names included, they fill all: ``def f(key, value)`` with two inputs.
    """
    try:
        bound = left_to_callers(handler, event, states).bind(*args, **kwargs)
    except TypeError:
        return functools.partial(handler, *args, **kwargs)
    return filled(handler, bound)


def filled(handler: Any, bound: inspect.BoundArguments) -> Any:
    """The handler with these arguments, by name where that can be, so that what is injected can stand between them."""
    kinds = bound.signature.parameters
    if any(kinds[name].kind is inspect.Parameter.VAR_POSITIONAL for name in bound.arguments):
        return functools.partial(handler, *bound.args, **bound.kwargs)
    first = [value for name, value in bound.arguments.items() if kinds[name].kind is inspect.Parameter.POSITIONAL_ONLY]
    named: dict[str, Any] = {}
    for name, value in bound.arguments.items():
        if kinds[name].kind is inspect.Parameter.VAR_KEYWORD:
            named |= value
        elif kinds[name].kind is not inspect.Parameter.POSITIONAL_ONLY:
            named[name] = value
    return functools.partial(handler, *first, **named)
