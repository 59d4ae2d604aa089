"""``python -m bench``: measures all subjects in one run, round by round, and prints a table.

    --rounds N   how often each operation is measured (default 15)
    --loads N    how often each page is loaded, cold and warm (default 3)
    --only NAME  one subject or several, by name
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import statistics
import tempfile
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console

from .report import Times, markdown, table
from .site import HERE, SUBJECTS, make_site, sizes

OPERATIONS: Final = ("click", "create", "replace", "update", "swap", "select", "remove", "clear")
CLICKS: Final = 10  # to one of everything else: a click is short, and its 95th percentile is asked for


class Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".js": "text/javascript"}

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--loads", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=SUBJECTS, default=list(SUBJECTS))
    options = parser.parse_args()
    config: Any = SourceFileLoader("playwright_config", str(HERE.parent / "playwright.config.py")).load_module()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        make_site(folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=place))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://localhost:{server.server_port}"
        browser = playwright.chromium.launch(**config.launch_options())
        about = {
            "date": time.strftime("%Y-%m-%d"),
            "chromium": browser.version,
            "cores": os.cpu_count(),
            "machine": platform.machine(),
            "rounds": options.rounds,
            "loads": options.loads,
            "sizes": sizes(folder),
        }
        times = measure_all(browser, base, options.only, options.rounds, options.loads)
        browser.close()
        server.shutdown()
    console = Console()
    console.print(table(times, about))
    save(times, about)


def measure_all(browser: Browser, base: str, subjects: list[str], rounds: int, loads: int) -> Times:
    """Milliseconds by operation and subject. Subjects take turns, so that what slows the machine slows them all."""
    times: Times = {}

    def note(operation: str, subject: str, value: float) -> None:
        times.setdefault(operation, {}).setdefault(subject, []).append(value)

    for _ in range(loads):
        for subject in subjects:
            for operation, value in zip(("load, cold", "load, warm"), load_twice(browser, f"{base}/{subject}/"), strict=True):
                note(operation, subject, value)
    pages = {subject: opened(browser, f"{base}/{subject}/") for subject in subjects}
    for number in range(rounds + 2):
        for subject, page in pages.items():
            for operation in OPERATIONS:
                for _ in range(CLICKS if operation == "click" else 1):
                    dom, shown = page.evaluate("(name) => measure(name)", operation)
                    if number >= 2:  # the first rounds warm up what is compiled while it runs
                        note(f"{operation}, DOM", subject, dom)
                        note(f"{operation}, frame", subject, shown)
    return times


def load_twice(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds from the navigation's start to the first handled click: with an empty cache, and again."""
    context = browser.new_context()
    context.add_init_script(path=HERE / "loading.js")
    page = context.new_page()
    found = []
    for _ in range(2):
        page.goto(url)
        found.append(float(page.evaluate("() => answered")))
    context.close()
    return found[0], found[1]


def opened(browser: Browser, url: str) -> Page:
    """A page whose Python is up, ready to be measured."""
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(path=HERE / "loading.js")
    page.goto(url)
    page.evaluate("() => answered")
    page.evaluate((HERE / "measure.js").read_text("utf-8"))
    return page


def save(times: Times, about: dict[str, Any]) -> None:
    """Write what was measured, and the table for docs/performance.md."""
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    medians = {operation: {name: statistics.median(values) for name, values in row.items()} for operation, row in times.items()}
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    (results / f"{stamp}.json").write_text(json.dumps({"about": about, "medians": medians, "times": times}, indent=1))
    (results / "latest.md").write_text(markdown(times, about))


if __name__ == "__main__":
    main()
