"""Which handlers are running, as something that a page can read: it is shown anew when that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..scheduler import Run, Scheduler
from ..state import RUN, Store

__all__ = ["ANY", "Activity"]

ANY: Final = object()
"""In place of an element's key: whichever element the run belongs to."""


class Activity:
    """The runs of one session that outlast the call that started them, by handler and by handler and key.

    id_of: gives a handler's id, which is the same however often a render makes the function anew.
    """

    def __init__(self, store: Store, id_of: Callable[[Any], str]) -> None:
        self._id_of = id_of
        self._counts: dict[tuple[str, Any], int] = store.attach({}, "running")
        self._queue: dict[str, int] = store.attach({"version": 0}, "queue")

    def began(self, run: Run) -> None:
        self._count(run, 1)

    def ended(self, run: Run) -> None:
        self._count(run, -1)

    def queue_changed(self) -> None:
        """Positions may have changed: what has read one is shown anew."""
        token = RUN.set(None)
        try:
            self._queue["version"] += 1
        finally:
            RUN.reset(token)

    def position(self, scheduler: Scheduler, handler: Any, key: Any = ANY) -> int | None:
        """The place of a handler's next run among those that wait, counted from 1; None where none of its runs waits."""
        _ = self._queue["version"]  # read, so that the scope follows it
        return scheduler.position(lambda run: self.is_of(run, handler, key))

    def running(self, handler: Any, key: Any = ANY) -> bool:
        """Whether a run of this handler is under way; a scope that asks is run again when the answer may have changed."""
        return self._counts.get((self._id_of(handler), key), 0) > 0

    def is_of(self, run: Run, handler: Any, key: Any = ANY) -> bool:
        """Whether this is a run of that handler, on the element with that key."""
        if run.handler is None or key not in (ANY, run.key):
            return False
        return self._id_of(run.handler) == self._id_of(handler)

    def _count(self, run: Run, change: int) -> None:
        """No handler's own writes: they are not to be undone with it."""
        if run.handler is None:
            return
        token = RUN.set(None)
        try:
            name = self._id_of(run.handler)
            for key in (ANY, run.key):
                left = self._counts.get((name, key), 0) + change
                if left:
                    self._counts[name, key] = left
                else:
                    self._counts.pop((name, key), None)
        finally:
            RUN.reset(token)
