"""What ``time.sleep`` is while apps run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from ..host import CURRENT

__all__ = ["app_sleep"]

_real_sleep: Final[Callable[[float], None]] = time.sleep


def app_sleep(seconds: Any) -> None:
    """Python's own sleep, but in a handler, where it is the host's. To be put in the place of ``time.sleep``."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    sleeper = CURRENT.get()
    (_real_sleep if sleeper is None else sleeper.sleep)(seconds)
