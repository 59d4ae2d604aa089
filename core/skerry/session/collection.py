"""Garbage is not collected in the middle of bringing a page up to date.

Thousands of nodes are made or let go at once then, which has Python look through all that there is for cycles, again and again.
They are freed as they are let go of; what is left is found by the next collection, as ever.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collection_waits"]


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
