"""Methods that read a container whole: the builtin's own method, with the read recorded first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .tracking import CONTENT, READING, track

__all__ = ["read_whole", "reading"]


def read_whole(names: Iterable[str]) -> Callable[[type], type]:
    """A class decorator: each of these methods of the builtin base records a read of the content, then does its work.

    Observed arguments are read whole, too: ``a + b``, ``a == b`` and ``a.union(b)`` take ``b`` apart in C.
    """

    def decorate(cls: type) -> type:
        for name in names:
            setattr(cls, name, reading(getattr(cls.__mro__[1], name)))
        return cls

    return decorate


def reading(original: Callable[..., Any]) -> Callable[..., Any]:
    """A method of a builtin that records a read of the content, then does its work."""

    def method(self: Any, *args: Any, **options: Any) -> Any:
        if READING.current is not None:
            track(self, CONTENT)
            for arg in args:
                if _is_container(arg):
                    track(arg, CONTENT)
        return original(self, *args, **options)

    method.__name__ = method.__qualname__ = original.__name__
    method.__doc__ = original.__doc__
    return method


def _is_container(value: Any) -> bool:
    """Whether it is an observed list, dict, set or deque; an observed object compares itself, field by field."""
    cls = type(value)
    return hasattr(cls, "_sk_store") and not hasattr(cls, "_sk_base")
