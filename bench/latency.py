"""A counter: from the click's dispatch to the DOM as it should be, from the trace; and what a page does while nothing happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, Page

from .site import HERE
from .tables import Table, median, percentile, ratio
from .trace import CATEGORIES, Event, events

__all__ = ["Latency", "crossings", "delays", "measure", "tables"]

SUBJECTS: Final = ("static", "pyscript", "skerry")
IDLE: Final = 5.0


@dataclass(slots=True)
class Latency:
    """click: milliseconds for each. idle: the main thread's milliseconds in a second of idleness, for each try."""

    click: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)


def measure(browser: Browser, base: str, rounds: int, say: Callable[[str], None], clicks: int = 50) -> dict[str, Latency]:
    """Rounds of clicks by all subjects in turn, then of idleness."""
    pages = {name: _opened(browser, f"{base}/loads/counter/{name}/") for name in SUBJECTS}
    found = {name: Latency() for name in SUBJECTS}
    for number in range(rounds + 1):
        for name, page in pages.items():
            page.bring_to_front()
            seen = _clicked(browser, page, clicks)
            if number:  # the first round warms up
                found[name].click += seen
        say(f"latency: round {number} of {rounds}")
    for _ in range(max(1, rounds // 3)):
        for name, page in pages.items():
            page.bring_to_front()
            found[name].idle.append(_idle(page))
    for page in pages.values():
        page.context.close()
    return found


def _opened(browser: Browser, url: str) -> Page:
    context = browser.new_context()
    for script in ("loading.js", "changed.js"):
        context.add_init_script(path=HERE / script)
    page = context.new_page()
    page.goto(url)
    page.evaluate("() => window.loaded")
    time.sleep(2)  # what is fetched in idle time
    return page


def _clicked(browser: Browser, page: Page, clicks: int) -> list[float]:
    box = page.locator("#press").bounding_box()
    assert box is not None
    browser.start_tracing(page=page, categories=CATEGORIES)
    for _ in range(clicks):
        page.mouse.click(box["x"] + 5, box["y"] + 5)
        time.sleep(0.02)
    time.sleep(0.2)
    return delays(events(browser.stop_tracing()))


def delays(found: list[Event]) -> list[float]:
    """Milliseconds from each click to the change that follows it, before the next click."""
    times: list[float] = []
    click: Event | None = None
    for event in found:
        if event.name == "EventDispatch" and event.data.get("type") == "click":
            click = event
        elif event.name == "changed" and click is not None:
            times.append(event.start - click.start)
            click = None
    return times


def _idle(page: Page) -> float:
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    before = _busy(cdp)
    time.sleep(IDLE)
    spent = _busy(cdp) - before
    cdp.detach()
    return 1000 * spent / IDLE


def _busy(cdp: Any) -> float:
    metrics = cdp.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def tables(found: dict[str, Latency], crossed: dict[str, float]) -> list[Table]:
    table = Table(
        "Latency: a counter",
        ["from click to DOM", *SUBJECTS],
        notes="Milliseconds from the click's dispatch to the changed DOM. Ratios are to PyScript's `@when`. Idle: what the main "
        "thread does in a second in which nothing happens.",
    )
    for title, figure in (("p50", median), ("p95", lambda values: percentile(values, 0.95))):
        base = figure(found["pyscript"].click)
        values = {name: figure(found[name].click) for name in SUBJECTS}
        table.rows.append([title, *(f"{v:.2f} ms" + (f" {ratio(v, base)}" if n == "skerry" else "") for n, v in values.items())])
    table.rows.append(["idle", *(f"{median(found[name].idle):.2f} ms" for name in SUBJECTS)])
    border = Table(
        "Latency: crossings for each click on Skerry's counter",
        ["function of Pyodide's", "calls"],
        [[f"`{name}`", f"{count:.2f}"] for name, count in sorted(crossed.items())],
        "What Pyodide converts: `_python2js_ascii` texts that come out, one for each call into Python; `js2python_js` what goes "
        "in, two for each call. Functions of JavaScript's that Python calls would be here as `JsMethod` or `JsvFunction`.",
    )
    return [table, border]


def crossings(browser: Browser, base: str, clicks: int = 20) -> dict[str, float]:
    """Calls over WebAssembly's border for each click on Skerry's counter, by the name of Pyodide's function."""
    context = browser.new_context()
    for script in ("loading.js", "crossings.js"):
        context.add_init_script(path=HERE / script)
    page = context.new_page()
    page.goto(f"{base}/loads/counter/skerry/")
    page.evaluate("() => window.loaded")
    time.sleep(2)
    page.locator("#press").click()
    time.sleep(0.2)
    page.evaluate("() => { for (const name of Object.keys(crossings)) crossings[name] = 0; }")
    for _ in range(clicks):
        page.locator("#press").click()
        time.sleep(0.05)
    found = page.evaluate("() => crossings")
    context.close()
    return {name: count / clicks for name, count in found.items() if count}
