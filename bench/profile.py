"""``python -m bench.profile``: where Python's part of an update goes, measured in Pyodide on Node, without a browser.

--rounds N   how often each operation is measured (default 15)
--app FILE   another app with the benchmark's elements (default: Skerry's of the benchmark)
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from skerry_toolchain.interpreter import Interpreter

HERE = Path(__file__).parent
ROOT = HERE.parent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--app", type=Path, default=HERE / "pages" / "rows" / "skerry" / "app.py")
    options = parser.parse_args()
    with Interpreter(patience=600) as python:
        found = python.run(
            "import sys\nsys.path[:0] = ['/core', '/bench']\nimport inside\ninside.measure(source, rounds)",
            {"/core": ROOT / "core", "/bench": HERE},
            given={"source": options.app.read_text("utf-8"), "rounds": options.rounds},
        )
    table = Table(
        "operation", "handler", "rendering", "encoding", "together", "characters", title="milliseconds, least of the rounds"
    )
    for name, (handler, rendering, encoding, characters) in found.items():
        times = [f"{value:.2f}" for value in (handler, rendering, encoding, handler + rendering + encoding)]
        table.add_row(name, *times, f"{characters:,.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
