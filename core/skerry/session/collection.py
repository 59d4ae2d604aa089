"""When garbage is collected: seldom where all memory is the page's, and not in the middle of bringing a page up to date.

Thousands of nodes are made or let go at once then, which has Python look through all that there is for cycles, again and again.
They are freed as they are let go of; what is left is found by the next collection, as ever. In a page, a collection that would come
right after that waits until the page says that it is idle.
"""

from __future__ import annotations

import gc
from typing import Final

__all__ = ["COLLECTION_WAITS", "collect_seldom"]

_MANY: Final = 20_000
"""Objects that may come before Python looks for cycles among the young ones; it looks after 2,000 of its own accord, and a handler
that makes a thousand rows waits for that several times over. What so many take, until then, is some megabytes."""

_MOST: Final = 10 * _MANY
"""So many do not wait for the page to be idle."""

_SOME: Final = _MANY // 2
"""For fewer, a page that is idle does not look."""


def collect_seldom() -> None:
    """Have Python look for garbage less often, unless that was set by somebody before, and when the page is idle. For a page's own
    interpreter."""
    if 0 < gc.get_threshold()[0] < _MANY:
        COLLECTION_WAITS.look_after(_MANY)
        COLLECTION_WAITS.says_idle = True


class _Waits:
    """Holds collections off meanwhile, unless the app has them off itself. It can be nested.

    says_idle: a page says when it is idle, and a collection that is due afterwards waits for that. waiting: one does, up to
    ``_MOST`` objects.
    """

    __slots__ = ("_on", "_own", "says_idle", "waiting")

    def __init__(self) -> None:
        self._on: list[bool] = []
        self._own = 0
        self.says_idle = False
        self.waiting = False

    def __enter__(self) -> None:
        self._on.append(gc.isenabled())
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._on.pop():
            if self.says_idle and self._is_own() and gc.get_count()[0] > _MANY:
                self.waiting = True
                self.look_after(_MOST)
            gc.enable()

    def go_on(self) -> None:
        """Something else is about to run. What is due goes on waiting, and comes where that makes as many objects as ever."""
        if self.waiting and self._is_own():
            self.look_after(min(gc.get_count()[0] + _MANY, _MOST))

    def end(self) -> None:
        """What is due comes when it comes."""
        if self.waiting:
            self.waiting = False
            if self._is_own():
                self.look_after(_MANY)

    def idle(self) -> None:
        """The page has nothing else to do, as far as it knows."""
        self.end()
        if self.says_idle and gc.isenabled() and self._is_own() and gc.get_count()[0] > _SOME:
            gc.collect(1)

    def look_after(self, objects: int) -> None:
        """Have Python look for cycles after so many new objects."""
        self._own = objects
        gc.set_threshold(objects, *gc.get_threshold()[1:])

    def _is_own(self) -> bool:
        """Whether what was set here still is, and no app has set something else."""
        return gc.get_threshold()[0] == self._own


COLLECTION_WAITS: Final = _Waits()
