"""Lanes: how many runs of a kind may be under way at once, and who waits for a place, first in first out.

A lane has a name: a ``concurrency_id`` that handlers share, or the one handler's id. Its limit is the lowest that any of its
runs asked for. Lanes may be shared by sessions, each with a scheduler of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

from .run import Run

__all__ = ["Lanes"]


class Waits(Protocol):
    """A scheduler, as a lane sees it."""

    def let_in(self, run: Run) -> None:
        """There is a place for this run."""
        ...

    def changed(self) -> None:
        """Its runs may have moved up."""
        ...


class _Lane:
    __slots__ = ("inside", "limit", "waiting")

    def __init__(self) -> None:
        self.limit: int | None = None
        self.inside: set[Run] = set()
        self.waiting: deque[tuple[Run, Waits]] = deque()

    @property
    def full(self) -> bool:
        return self.limit is not None and len(self.inside) >= self.limit


class Lanes:
    """All lanes that count together."""

    def __init__(self) -> None:
        self._lanes: dict[Any, _Lane] = {}

    def enter(self, run: Run, scheduler: Waits) -> bool:
        """Whether the run has a place now; else it waits, and its scheduler is told when there is one."""
        lane, limit = self._lane(run)
        if limit is not None:
            lane.limit = limit if lane.limit is None else min(lane.limit, limit)
        if lane.full or lane.waiting:
            lane.waiting.append((run, scheduler))
            return False
        lane.inside.add(run)
        return True

    def leave(self, run: Run) -> None:
        """The run is over: its place goes to who has waited longest."""
        lane, _ = self._lane(run)
        lane.inside.discard(run)
        while lane.waiting and not lane.full:
            following, scheduler = lane.waiting.popleft()
            lane.inside.add(following)
            self._tell(lane)
            scheduler.let_in(following)

    def give_up(self, run: Run) -> None:
        """The run waits no longer."""
        lane, _ = self._lane(run)
        for entry in lane.waiting:
            if entry[0] is run:
                lane.waiting.remove(entry)
                break
        self._tell(lane)

    def positions(self, scheduler: Waits) -> Iterator[tuple[Run, int]]:
        """The runs of a scheduler that wait, each with its place in its line, counted from 1."""
        for lane in self._lanes.values():
            for number, (run, whose) in enumerate(lane.waiting, start=1):
                if whose is scheduler:
                    yield run, number

    def _lane(self, run: Run) -> tuple[_Lane, int | None]:
        assert run.lane is not None
        name, limit = run.lane
        return self._lanes.setdefault(name, _Lane()), limit

    def _tell(self, lane: _Lane) -> None:
        for scheduler in {id(whose): whose for _, whose in lane.waiting}.values():
            scheduler.changed()
