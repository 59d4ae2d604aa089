"""A table, for a terminal and for a document."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich import box
from rich.table import Table as Shown

__all__ = ["Table", "geometric_mean", "median", "middle", "milliseconds", "percentile", "ratio", "size"]


@dataclass(frozen=True, slots=True)
class Table:
    """notes: sentences that say how to read it."""

    title: str
    header: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)
    notes: str = ""

    def shown(self) -> Shown:
        made = Shown(
            title=self.title, title_justify="left", caption=self.notes, caption_justify="left", box=box.SIMPLE, show_edge=False
        )
        for number, name in enumerate(self.header):
            made.add_column(name, justify="right" if number else "left")
        for row in self.rows:
            made.add_row(*row)
        return made

    def markdown(self) -> str:
        lines = [f"### {self.title}", ""]
        if self.notes:
            lines += [self.notes, ""]
        lines += [_line(self.header), f"|---|{'---:|' * (len(self.header) - 1)}", *map(_line, self.rows)]
        return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else math.nan


def middle(values: Sequence[float]) -> float:
    """The mean of the middle half: steady where values come in steps, in which a median jumps."""
    kept = sorted(values)[len(values) // 4 : len(values) - len(values) // 4]
    return statistics.fmean(kept) if kept else math.nan


def percentile(values: Sequence[float], part: float) -> float:
    """part: 0.95 for the 95th."""
    return sorted(values)[min(len(values) - 1, round(part * (len(values) - 1)))] if values else math.nan


def geometric_mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return math.exp(sum(weight * math.log(value) for value, weight in zip(values, weights, strict=True)) / sum(weights))


def milliseconds(value: float) -> str:
    """In seconds where it is long."""
    if math.isnan(value):
        return "-"
    if abs(value) >= 1000:
        return f"{value / 1000:.2f} s"
    return f"{value:.2f} ms" if abs(value) < 10 else f"{value:.0f} ms"


def ratio(value: float, base: float) -> str:
    return f"×{value / base:.2f}" if base else "-"


def size(value: float) -> str:
    """Bytes, in thousands or millions of them."""
    return f"{value / 1e6:.1f} MB" if abs(value) >= 1e6 else f"{value / 1e3:.1f} kB"
