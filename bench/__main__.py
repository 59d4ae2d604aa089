"""``python -m bench``: measures all subjects in one run, in turn, and prints tables.

--quick          few rounds: whether everything works, not how fast it is
--only PART ...  rows, memory, loads, curves, latency, smooth, sizes
--rounds N       how often each operation is measured
--write          put the tables into docs/performance.md
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import tempfile
import time
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Playwright, sync_playwright
from rich.console import Console

from . import curves, latency, loads, smooth
from .report import about_line, loads_tables, memory_tables, rows_tables, sizes_table
from .rows import measure, memory
from .server import Server
from .site import HERE, MODULES, make_site
from .sizes import sizes
from .tables import Table

DOCUMENT: Final = HERE.parent / "docs" / "performance.md"
BEGIN: Final = "<!-- measured: begin, by make bench -->\n"
END: Final = "<!-- measured: end -->\n"

CONSOLE: Final = Console(width=160)


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """What every part needs."""

    playwright: Playwright
    options: dict[str, Any]
    browser: Browser
    server: Server
    site: Path
    rounds: int
    quick: bool

    def say(self, text: str) -> None:
        CONSOLE.print(f"[dim]{time.strftime('%H:%M:%S')} {text}[/dim]", highlight=False)


def rows_part(run: Run) -> tuple[Any, list[Table]]:
    found = measure(run.browser, run.server.base, run.rounds, 1 if run.quick else 5, run.say)
    return found, rows_tables(found)


def memory_part(run: Run) -> tuple[Any, list[Table]]:
    found = memory(run.browser, run.server.base, run.say)
    return found, memory_tables(found)


def loads_part(run: Run) -> tuple[Any, list[Table]]:
    rounds, again = (1, 0) if run.quick else (3, loads.AGAIN)
    found = loads.measure(run.playwright.chromium, run.options, run.server, rounds, run.say, again)
    return {" | ".join(names): values for names, values in found.items()}, loads_tables(found)


def curves_part(run: Run) -> tuple[Any, list[Table]]:
    found = curves.measure(run.rounds, run.say)
    return found, curves.tables(found)


def latency_part(run: Run) -> tuple[Any, list[Table]]:
    found = latency.measure(run.browser, run.server.base, run.rounds, run.say)
    crossed = latency.crossings(run.browser, run.server.base)
    return {"latency": found, "crossings": crossed}, latency.tables(found, crossed)


def smooth_part(run: Run) -> tuple[Any, list[Table]]:
    dragged = smooth.drag(run.browser, run.server.base, run.say)
    grown = smooth.growth(run.browser, run.server.base, run.say, *((1000, 100) if run.quick else (10_000, 1000)))
    return {"drag": dragged, "growth": grown}, smooth.tables(dragged, grown)


def sizes_part(run: Run) -> tuple[Any, list[Table]]:
    found = sizes(run.site / "loads" / "counter" / "skerry")
    return found, [sizes_table(found)]


PARTS: Final = {
    "rows": rows_part,
    "memory": memory_part,
    "loads": loads_part,
    "curves": curves_part,
    "latency": latency_part,
    "smooth": smooth_part,
    "sizes": sizes_part,
}


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rounds = options.rounds or (2 if options.quick else 7)
    config: Any = SourceFileLoader("playwright_config", str(HERE.parent / "playwright.config.py")).load_module()
    data, tables = {}, []
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        started, load = time.monotonic(), os.getloadavg()[0]
        make_site(Path(place))
        with Server(Path(place)) as server:
            browser = playwright.chromium.launch(**config.launch_options())
            run = Run(playwright, config.launch_options(), browser, server, Path(place), rounds, options.quick)
            run.say(f"pages built in {time.monotonic() - started:.0f} s")
            for name in options.only:
                data[name], made = PARTS[name](run)
                for table in made:
                    CONSOLE.print(table.shown())
                tables += made
            about = {**_about(browser), "rounds": rounds, "load": f"{load:.1f}", "load after": f"{os.getloadavg()[0]:.1f}"}
            browser.close()
    run.say(f"all in {time.monotonic() - started:.0f} s")
    save(about, data, tables)
    if options.write:
        write(about, tables)


def _about(browser: Browser) -> dict[str, Any]:
    return {
        "date": time.strftime("%Y-%m-%d"),
        "chromium": browser.version,
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "pyodide": json.loads((HERE.parent / "browser_shell/skerry_browser/vendor.json").read_text())["pyodide"],
        "pyscript": _npm_version("@pyscript/core"),
        "react": _npm_version("react"),
        "wybthon": (HERE / "requirements.txt").read_text().partition("==")[2].partition(" ")[0],
    }


def _npm_version(package: str) -> str:
    return str(json.loads((MODULES / package / "package.json").read_text("utf-8"))["version"])


def save(about: dict[str, Any], data: dict[str, Any], tables: list[Table]) -> None:
    """Write what was measured, and the tables as markdown."""
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    text = json.dumps({"about": about, **data}, indent=1, default=dataclasses.asdict)
    (results / f"{time.strftime('%Y-%m-%d-%H%M%S')}.json").write_text(text)
    (results / "latest.md").write_text(markdown(about, tables))


def markdown(about: dict[str, Any], tables: list[Table]) -> str:
    return "\n".join([about_line(about) + "\n", *(table.markdown() for table in tables)])


def write(about: dict[str, Any], tables: list[Table]) -> None:
    """Put the tables where the document has the last ones."""
    before, begin, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{DOCUMENT} has no lines {BEGIN.strip()!r} and {END.strip()!r} to put the tables between")
    DOCUMENT.write_text(f"{before}{BEGIN}\n{markdown(about, tables)}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
