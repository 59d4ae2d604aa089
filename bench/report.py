"""What was measured, as a table for a terminal and for a document."""

from __future__ import annotations

import statistics
from typing import Any, TypeAlias

from rich.table import Table

__all__ = ["Times", "markdown", "rows", "table"]

Times: TypeAlias = dict[str, dict[str, list[float]]]
"""Milliseconds by operation and subject."""


def rows(times: Times) -> list[list[str]]:
    """A row for each operation: its name, and each subject's median with its ratio to vanilla JavaScript's."""
    found = []
    for operation, by_subject in times.items():
        found.append([f"{operation} p50", *_cells(by_subject, statistics.median)])
        if operation.startswith("click"):
            found.append([f"{operation} p95", *_cells(by_subject, _p95)])
    return found


def _cells(by_subject: dict[str, list[float]], figure: Any) -> list[str]:
    base = figure(by_subject["vanilla"]) if "vanilla" in by_subject else None
    cells = []
    for name, values in by_subject.items():
        value = figure(values)
        ratio = f"  ×{value / base:.2f}" if base and name != "vanilla" else ""
        cells.append(f"{value:.1f} ms{ratio}" if value < 1000 else f"{value / 1000:.2f} s{ratio}")
    return cells


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * (len(values) - 1)))]


def subjects(times: Times) -> list[str]:
    return list(next(iter(times.values())))


def about_line(about: dict[str, Any]) -> str:
    return (
        f"{about['date']}, Chromium {about['chromium']}, {about['machine']}, {about['cores']} cores; medians of {about['rounds']} "
        f"rounds after 2 to warm up, {about['loads']} loads"
    )


def table(times: Times, about: dict[str, Any]) -> Table:
    """For a terminal."""
    made = Table(title=about_line(about), title_justify="left", caption=_sizes(about), caption_justify="left")
    made.add_column("operation")
    for name in subjects(times):
        made.add_column(name, justify="right")
    for row in rows(times):
        made.add_row(*row)
    return made


def markdown(times: Times, about: dict[str, Any]) -> str:
    """For a document."""
    names = subjects(times)
    lines = [f"{about_line(about)}. {_sizes(about)}.", "", f"| operation | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows(times)]
    return "\n".join(lines) + "\n"


def _sizes(about: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {size / 1000:.1f} kB" for name, size in about["sizes"].items())
