"""When garbage is collected: seldom where all memory is the page's, and not in the middle of bringing a page up to date.

Thousands of nodes are made or let go at once then, which has Python look through all that there is for cycles, again and again.
They are freed as they are let go of; what is left is found by the next collection, as ever.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["collect_seldom", "collection_waits"]

_MANY: Final = 20_000
"""Objects that may come before Python looks for cycles among the young ones; it looks after 2,000 of its own accord, and a handler
that makes a thousand rows waits for that several times over. What so many take, until then, is some megabytes."""


def collect_seldom() -> None:
    """Have Python look for garbage less often, unless that was set by somebody before. For an interpreter that is a page's own."""
    if 0 < gc.get_threshold()[0] < _MANY:
        gc.set_threshold(_MANY, *gc.get_threshold()[1:])


@contextmanager
def collection_waits() -> Iterator[None]:
    """Hold collections off meanwhile, unless the app has them off itself."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
