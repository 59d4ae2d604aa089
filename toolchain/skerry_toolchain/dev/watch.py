"""Reads the project anew when one of its files changes, and tells the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeAlias

from watchfiles import awatch

from .hub import Hub, News
from .project import Project, Snapshot

__all__ = ["Watch", "ticks"]

Ticks: TypeAlias = Callable[[frozenset[Path]], AsyncIterator[object]]
"""Given folders, comes up with something whenever a file in them may have changed."""

_LOOK_AGAIN_MS = 1_500


class Watch:
    """The snapshot that is there now, kept up to date. ``told`` is called with each news, after the hub."""

    def __init__(self, project: Project, told: Callable[[News], None] = lambda news: None) -> None:
        self.project = project
        self.snapshot = project.read()
        self.hub = Hub(self.snapshot.version)
        self._told = told

    def look(self) -> bool:
        """Read the project; where it changed, tell so. True where other folders are to be watched from now on."""
        before, self.snapshot = self.snapshot, self.project.read()
        if before.version != self.snapshot.version:
            news = News(self.snapshot.version, changed_files(before, self.snapshot))
            self.hub.tell(news)
            self._told(news)
        return self.project.folders(before) != self.project.folders(self.snapshot)

    async def run(self, ticks: Ticks) -> None:
        """Watch until cancelled."""
        while True:
            folders = self.project.folders(self.snapshot)
            async for _ in ticks(folders):
                if self.look():
                    break


def changed_files(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """The names of the files that differ, came or went."""
    old, new = before.digests(), after.digests()
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


async def ticks(folders: frozenset[Path]) -> AsyncIterator[object]:
    """What the system says of these folders; without a word from it (a network drive), a look now and then.

    The first tick comes by itself once the folders are watched: what changed until then is seen by it.
    """
    async for changes in awatch(
        *sorted(folders), recursive=False, step=30, rust_timeout=_LOOK_AGAIN_MS, yield_on_timeout=True, watch_filter=None
    ):
        yield changes
