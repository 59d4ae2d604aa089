"""What a change costs as a page grows, and a component when a page opens: Python's part, in Pyodide on Node, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from skerry_toolchain.interpreter import Interpreter

from .site import HERE, PAGES
from .tables import Table

__all__ = ["measure", "tables"]


def measure(rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """As ``inside.curve``, ``inside.opening`` and ``inside.growth`` give them."""
    source = (PAGES / "curves" / "app.py").read_text("utf-8")
    found = {}
    with Interpreter(patience=600) as python:
        for name, call in (
            ("curve", "curve(source, rounds * 5)"),
            ("opening", "opening(source, rounds)"),
            ("growth", "growth(source)"),
        ):
            found[name] = python.run(
                f"import sys\nsys.path[:0] = ['/core', '/bench']\nimport inside\ninside.{call}",
                {"/core": HERE.parent / "core", "/bench": HERE},
                given={"source": source, "rounds": rounds},
            )
            say(f"curves: {name}")
    return found


def tables(found: dict[str, Any]) -> list[Table]:
    sizes = list(found["curve"]["/virtual"])
    curve = Table(
        "Curves: one cell changes",
        ["rows in the list", *(f"{int(size):,}" for size in sizes)],
        notes="Python's part: handler, rendering and encoding together, medians, in Pyodide on Node; and the patch's size. All "
        "rows in the page (up to 10,000), or only those near what is in view.",
    )
    for url, title in (("/", "all in the page"), ("/virtual", "virtual")):
        columns = [found["curve"][url].get(size) for size in sizes]
        curve.rows.append([title, *(f"{1000 * sum(column[:3]):.0f} µs" if column else "" for column in columns)])
        curve.rows.append([f"{title}, patch", *(f"{column[3]:.0f} bytes" if column else "" for column in columns)])
    opening = Table(
        "Curves: a page of 1,000 components opens",
        ["component", "Python, each"],
        [[name, f"{found['opening'][url]:.1f} µs"] for url, name in KINDS.items()],
        "From the session's start to its encoded message. 25 µs were asked for.",
    )
    growth = Table(
        "Growth: Python's heap",
        ["after", "more than before"],
        [[name, f"{value:,} bytes"] for name, value in found["growth"].items() if name != "in all"],
        f"What Python's objects take, after collection, by tracemalloc; the app's take {found['growth']['in all']:,} bytes in all.",
    )
    return [curve, opening, growth]


KINDS = {"/one": "one node", "/three": "three nodes", "/eight": "a template of eight elements"}
