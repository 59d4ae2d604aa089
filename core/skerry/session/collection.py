"""When garbage is collected: seldom where all memory is the page's, and not in the middle of bringing a page up to date.

Thousands of nodes are made or let go at once then, which has Python look through all that there is for cycles, again and again.
They are freed as they are let go of; what is left is found by the next collection, as ever.
"""

from __future__ import annotations

import gc
from typing import Final

__all__ = ["COLLECTION_WAITS", "collect_seldom"]

_MANY: Final = 20_000
"""Objects that may come before Python looks for cycles among the young ones; it looks after 2,000 of its own accord, and a handler
that makes a thousand rows waits for that several times over. What so many take, until then, is some megabytes."""


def collect_seldom() -> None:
    """Have Python look for garbage less often, unless that was set by somebody before. For an interpreter that is a page's own."""
    if 0 < gc.get_threshold()[0] < _MANY:
        gc.set_threshold(_MANY, *gc.get_threshold()[1:])


class _Waits:
    """Holds collections off meanwhile, unless the app has them off itself. It can be nested."""

    __slots__ = ("_on",)

    def __init__(self) -> None:
        self._on: list[bool] = []

    def __enter__(self) -> None:
        self._on.append(gc.isenabled())
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._on.pop():
            gc.enable()


COLLECTION_WAITS: Final = _Waits()
