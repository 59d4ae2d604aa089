"""After a memory snapshot was restored: what must not be the same in every visit, and what the page knows better than the machine
that made the snapshot.

What asks the system for randomness each time (``os.urandom``, ``secrets``, ``uuid.uuid4``) needs nothing. The seed of ``hash`` is
in the layout of every dict and set that is there, so it stays what it was.
"""

from __future__ import annotations

import builtins
import importlib
import logging
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from _pyodide import _base  # type: ignore[import-not-found]

__all__ = ["hasten", "renew"]

_FORGET: Final = {
    "tempfile": {"_name_sequence": None},
    "uuid": {"_node": None, "_last_timestamp": None, "_last_timestamp_v7": None, "_last_counter_v7": 0},
}
"""What modules remember of what they have made up."""

_STARTING: Final[dict[str, Callable[[], Any]]] = {
    "{}": dict,
    "import importlib; importlib": lambda: importlib,
    "import __main__; __main__.__dict__": lambda: vars(sys.modules["__main__"]),
    "import builtins; builtins.__dict__": lambda: vars(builtins),
}
"""What Pyodide evaluates at a start."""

_eval_code = _base.eval_code


def hasten() -> None:
    """To be called before a snapshot is taken: what is evaluated at a start is answered without the parser and the compiler.

    A browser would have to compile most of their functions for these lines alone. ``renew`` puts things back.
    """
    _base.eval_code = _evaluated


def _evaluated(source: str, *others: Any, **named: Any) -> Any:
    known = _STARTING.get(source)
    return _eval_code(source, *others, **named) if known is None else known()


def renew(language: str) -> None:
    """language: for ``LANG``, as in ``en_GB.UTF-8``."""
    _base.eval_code = _eval_code
    random.seed()
    for name, values in _FORGET.items():
        module: Any = sys.modules.get(name)
        for attribute, value in values.items():
            if hasattr(module, attribute):
                setattr(module, attribute, value)
    logging._startTime = time.time_ns()  # type: ignore[attr-defined]
    os.environ["LANG"] = language
    _set_timezone()


def _set_timezone() -> None:
    """What the module of that name has looked up when it was imported. The page has told the C library before."""
    year = time.localtime().tm_year
    winter, summer = (time.localtime(time.mktime((year, month, 1, 12, 0, 0, 0, 0, -1))) for month in (1, 7))
    if summer.tm_gmtoff < winter.tm_gmtoff:  # south of the equator
        winter, summer = summer, winter
    clock: Any = time
    clock.timezone, clock.altzone, clock.daylight = -winter.tm_gmtoff, -summer.tm_gmtoff, int(winter.tm_gmtoff != summer.tm_gmtoff)
    clock.tzname = winter.tm_zone, summer.tm_zone
