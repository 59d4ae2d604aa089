"""Tables of what was measured: one function for each part, pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from .heaps import Heaps
from .loads import VISITS, Load, Loads
from .rows import OPERATIONS
from .site import LOADS
from .tables import Table, geometric_mean, median, milliseconds, ratio, size
from .trace import Part

__all__ = ["about_line", "loads_tables", "memory_tables", "rows_tables", "sizes_table"]


LOADS_NOTES: Final = (
    "From the navigation's start. First paints come in steps of 4 ms: the mean of the middle half of nine visits in each round; "
    "where a second one answers within a second, of 17 first and 25 second visits. The rest: medians, for second visits' clicks "
    "of as many. The paint's ratio is to the static page's, the click's to PyScript's. On second visits Skerry's sites are kept by "
    "their service workers, under a name that is not localhost's. Bytes are what the host has sent, with headers, compressed by "
    "gzip where it pays; in all: with what is fetched in idle time. Memory: JavaScript's heap, the DOM and buffers, after "
    "collection. skerry-plain: the same site without its snapshots, so that Python is started; as on a first visit, if the "
    "visitor's browser were to make the snapshot."
)


def rows_tables(samples: Mapping[str, Mapping[str, list[Part]]]) -> list[Table]:
    """Totals with ratios to vanilla JavaScript's, and where the time went."""
    names = list(next(iter(samples.values())))
    totals = Table(
        "Rows: from click to paint",
        ["operation", *names],
        notes="Medians, and ratios to vanilla JavaScript's. The mean is geometric, of the ratios, weighted as in the original.",
    )
    work = Table(
        "Rows: the main thread's work",
        ["operation", *names],
        notes="Processor time of script and of rendering (style, layout, paint, commit) together, without waiting: steadier where "
        "a machine is busy. In brackets the script's part.",
    )
    for operation in OPERATIONS:
        parts = samples[operation.name]
        totals.rows.append([operation.name, *_compared({name: median([p.total for p in parts[name]]) for name in names})])
        spent = {name: median([p.script + p.rendering for p in parts[name]]) for name in names}
        script = [f" ({median([p.script for p in parts[name]]):.1f})" for name in names]
        work.rows.append([operation.name, *map(str.__add__, _compared(spent), script)])
    if "vanilla" in names:
        totals.rows.append(_means(samples, names, lambda part: part.total))
        work.rows.append(_means(samples, names, lambda part: part.script + part.rendering))
    return [totals, work]


def _means(samples: Any, names: list[str], figure: Any) -> list[str]:
    weights = [operation.weight for operation in OPERATIONS]
    cells = []
    for name in names:
        ratios = []
        for operation in OPERATIONS:
            parts = samples[operation.name]
            ratios.append(median([figure(part) for part in parts[name]]) / median([figure(part) for part in parts["vanilla"]]))
        cells.append(f"**×{geometric_mean(ratios, weights):.2f}**")
    return ["geometric mean", *cells]


def _compared(values: Mapping[str, float]) -> list[str]:
    base = values.get("vanilla")
    return [
        milliseconds(value) + (f" {ratio(value, base)}" if base and name != "vanilla" else "") for name, value in values.items()
    ]


def memory_tables(states: Mapping[str, Mapping[str, Heaps]]) -> list[Table]:
    names = list(next(iter(states.values())))
    table = Table(
        "Rows: memory",
        ["page", *names],
        notes="After collection: JavaScript's heap and the DOM, with the ratio to vanilla JavaScript's; in brackets what array "
        "buffers hold, and the memory of WebAssembly, where the interpreter keeps all that is Python's (it never shrinks).",
    )
    for state, heaps in states.items():
        base = heaps["vanilla"].page if "vanilla" in heaps else 0
        compared = {name: ratio(heap.page, base) if base and name != "vanilla" else "" for name, heap in heaps.items()}
        cells = [f"{size(heap.page)} {compared[name]} ({size(heap.buffers)}, {size(heap.wasm)})" for name, heap in heaps.items()]
        table.rows.append([state, *cells])
    return [table]


def loads_tables(loads: Loads) -> list[Table]:
    """A table for each page and link; ratios to the static page's paint, and to PyScript's first handled click."""
    tables = []
    for page, subjects in LOADS.items():
        for link in dict.fromkeys(link for _, _, link, _ in loads):
            table = Table(
                f"Loads: {page}, {link}",
                [
                    "visit and subject",
                    "first paint",
                    "first handled click",
                    "bytes until then",
                    "bytes in all",
                    "requests",
                    "memory",
                    "wasm",
                ],
            )
            for visit in VISITS:
                for subject in subjects:
                    of = {name: loads[page, name, link, visit] for name in subjects}
                    table.rows.append([f"{visit}, {subject}", *_load_cells(of, subject)])
            tables.append(table)
    tables[0] = replace(tables[0], notes=LOADS_NOTES)
    return tables


def _load_cells(of: Mapping[str, list[Load]], subject: str) -> list[str]:
    def figure(name: str, read: Callable[[Load], float]) -> float:
        return median([read(load) for load in of[name]])

    def cell(read: Callable[[Load], float], base: str) -> str:
        value = figure(subject, read)
        return milliseconds(value) + (f" {ratio(value, figure(base, read))}" if base in of and base != subject else "")

    return [
        cell(lambda load: load.paint, "static"),
        cell(lambda load: load.answer, "pyscript"),
        size(figure(subject, lambda load: load.needed)),
        size(figure(subject, lambda load: load.sent)),
        f"{figure(subject, lambda load: load.requests):.0f}",
        size(figure(subject, lambda load: load.heaps.page + load.heaps.buffers)),
        size(figure(subject, lambda load: load.heaps.wasm)),
    ]


def sizes_table(sizes: Mapping[str, int]) -> Table:
    asked = {"shell": 25_000, "core": 150_000}
    rows = [[name, size(value), size(asked[name]) if name in asked else ""] for name, value in sizes.items()]
    return Table("Sizes", ["what", "compressed", "asked for"], rows)


def about_line(about: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {about[name.lower()]}" for name in ("Chromium", "Pyodide", "PyScript", "React", "Wybthon"))
    return (
        f"{about['date']}; {versions}; {about['machine']}, {about['cores']} cores, load {about['load']} before and "
        f"{about['load after']} after; {about['rounds']} rounds."
    )
