"""What the developer is told where sync code holds up the page: where, and what does not."""

from __future__ import annotations

import importlib
import sys
from typing import Final

from skerry.session import CURRENT_SESSION

__all__ = ["Standstills"]

_LATER: Final = (
    "This handler was not started so that it could be suspended. From now on it is; "
    "sk.listener(handler, blocking=True) says so from the start."
)
_NEVER: Final = "This browser cannot suspend Python."


class Standstills:
    """What has been told already: each line of the app once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def tell(self, what: str, instead: str) -> str | None:
        """The text for one that is about to be, or None where it is known. what: as in ``time.sleep(2)``. instead: what an async
        handler would write."""
        place = _place()
        if place in self._told:
            return None
        self._told.add(place)
        why = _LATER if _can_switch_stacks() else _NEVER
        return f"{place}{what} blocked the page. {why} In an async handler, `{instead}` blocks nothing, in any browser."


def _place() -> str:
    """The innermost line of the app's that is running, to be said before what it does."""
    session = CURRENT_SESSION.get()
    frame = sys._getframe()
    while session is not None and frame is not None:
        name = frame.f_code.co_filename
        if session.app.owns_file(name):
            return f"{name.partition('#')[0]}, line {frame.f_lineno}: "
        frame = frame.f_back
    return ""


def _can_switch_stacks() -> bool:
    return hasattr(importlib.import_module("js").WebAssembly, "Suspending")
