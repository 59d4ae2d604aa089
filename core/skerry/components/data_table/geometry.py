"""Which rows are in view. All lengths are in CSS pixels.

A page cannot be higher than some million pixels. A table that would be is drawn less high, and its scroll bar then stands for
all of the rows: ``scale`` says how many pixels of rows there are for one of the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["TALLEST", "Geometry", "Window"]

TALLEST: Final = 8_000_000
OVERSCAN: Final = 6
"""How many rows are there above and below those in view, at least."""
STEP: Final = 4
"""By how many rows the window moves, so that not each pixel of scrolling renders."""


class Window(NamedTuple):
    """The places of the rows that are in the page, from start to before stop. shift: the pixels above them, or -1 where they
    stand where their number says."""

    start: int
    stop: int
    shift: float = -1


@dataclass(slots=True)
class Geometry:
    """What is known of a table's size. top: how far it is scrolled; height: of its visible part, header and all."""

    top: float = 0
    height: float = 400
    row: float = 36
    head: float = 36
    count: int = 0

    @property
    def view(self) -> float:
        """The height of the part in which rows are seen."""
        return max(self.row, self.height - self.head)

    @property
    def capped(self) -> bool:
        return self.count * self.row > TALLEST

    @property
    def scale(self) -> float:
        if not self.capped:
            return 1
        return (self.count * self.row - self.view) / (TALLEST - self.view)

    def window(self) -> Window:
        """The rows to have in the page."""
        above = min(max(0, self.top * self.scale), max(0, self.count * self.row - self.view))
        first = int(above // self.row)
        last = math.ceil((above + self.view) / self.row)
        start = max(0, (first - OVERSCAN) // STEP * STEP)
        stop = min(self.count, -(-(last + OVERSCAN) // STEP) * STEP)
        shift = max(0, self.top - (above - start * self.row)) if self.capped else -1
        return Window(start, stop, shift)

    def reveal(self, place: int) -> float:
        """How far to scroll, and no further, so that a row is in view."""
        above, upper = self.top * self.scale, place * self.row
        # Browsers scroll by whole pixels, each of which may be many pixels of rows.
        spare = min(self.scale, (self.view - self.row) / 2) if self.capped else 0
        if upper - spare < above:
            above = upper - spare
        elif upper + self.row + spare > above + self.view:
            above = upper + self.row + spare - self.view
        return min(max(0, above / self.scale), max(0, min(self.count * self.row, TALLEST) - self.view))

    def offset(self, place: int, window: Window) -> float:
        """Where a row outside of a shifted window stands."""
        return min(max(0, window.shift + (place - window.start) * self.row), TALLEST - self.row)

    def page(self) -> int:
        """How many rows PageDown goes."""
        return max(1, int(self.view // self.row) - 1)
