"""Which handlers are running, as something that a page can read: it is shown anew when that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..scheduler import Run, Scheduler
from ..state import RUN, Store
from ..view import Scope

__all__ = ["ANY", "Activity"]

ANY: Final = object()
"""In place of an element's key: whichever element the run belongs to."""


class Activity:
    """The runs of one session that outlast the call that started them, by handler and by handler and key.

    id_of: gives a handler's id, which is the same however often a render makes the function anew.
    """

    def __init__(self, store: Store, id_of: Callable[[Any], str]) -> None:
        self._id_of = id_of
        self._under_way: dict[str, dict[Run, None]] = {}
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

    def position(self, scheduler: Scheduler, handler: Any, key: Any = ANY, scope: Scope | None = None) -> int | None:
        """The place of a handler's next run among those that wait, counted from 1; None where none of its runs waits."""
        _ = self._queue["version"]  # read, so that the scope follows it
        return scheduler.position(lambda run: self.is_of(run, handler, key, scope))

    def running(self, handler: Any, key: Any = ANY, scope: Scope | None = None) -> bool:
        """Whether a run of this handler is under way; a scope that asks is run again when the answer may have changed."""
        name = self._id_of(handler)
        if not self._counts.get((name, key), 0):
            return False
        return scope is None or any(key in (ANY, run.key) and _began_in(run, scope) for run in self._under_way[name])

    def is_of(self, run: Run, handler: Any, key: Any = ANY, scope: Scope | None = None) -> bool:
        """Whether this is a run of that handler, on the element with that key, inside that component."""
        if run.handler is None or key not in (ANY, run.key) or not _began_in(run, scope):
            return False
        return self._id_of(run.handler) == self._id_of(handler)

    def _count(self, run: Run, change: int) -> None:
        """No handler's own writes: they are not to be undone with it."""
        if run.handler is None:
            return
        token = RUN.set(None)
        try:
            name = self._id_of(run.handler)
            runs = self._under_way.setdefault(name, {})
            if change > 0:
                runs[run] = None
            else:
                runs.pop(run, None)
            if not runs:
                del self._under_way[name]
            for key in (ANY, run.key):
                left = self._counts.get((name, key), 0) + change
                if left:
                    self._counts[name, key] = left
                else:
                    self._counts.pop((name, key), None)
        finally:
            RUN.reset(token)


def _began_in(run: Run, scope: Scope | None) -> bool:
    return scope is None or run.scopes is None or scope in run.scopes
