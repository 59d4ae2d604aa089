"""A drag that moves two hundred nodes, and pages that live long."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

from playwright.sync_api import Browser, Page

from .heaps import Heaps, count_memories, heaps
from .site import HERE
from .tables import Table, size
from .trace import CATEGORIES, Event, events, spent

__all__ = ["Drag", "drag", "growth", "smoothness", "tables"]

SECONDS: Final = 3.0
DRAGGED: Final = ("vanilla", "skerry")


@dataclass(frozen=True, slots=True)
class Drag:
    """frames: those that showed a change, in a second; script, rendering: the main thread's milliseconds for each; moves: pointer
    moves that were dispatched, in a second."""

    frames: float
    script: float
    rendering: float
    moves: float


def drag(browser: Browser, base: str, say: Callable[[str], None]) -> dict[str, Drag]:
    """A pointer that moves in a circle as fast as it can be moved."""
    found = {}
    for name in DRAGGED:
        page = browser.new_context().new_page()
        page.goto(f"{base}/drag/{name}/")
        _until_it_follows(page)
        _move(page, 1.0)
        browser.start_tracing(page=page, categories=CATEGORIES)
        _move(page, SECONDS)
        found[name] = smoothness(events(browser.stop_tracing()), base)
        page.context.close()
        say(f"drag: {name}")
    return found


def _until_it_follows(page: Page) -> None:
    first = page.locator("#stage circle").first
    first.wait_for(state="attached")
    was, end = first.get_attribute("cx"), time.monotonic() + 60
    while first.get_attribute("cx") == was:
        if time.monotonic() > end:
            raise TimeoutError("no circle follows the pointer")
        _move(page, 0.3)


def _move(page: Page, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        angle = 5 * time.monotonic()
        page.mouse.move(350 + 150 * math.cos(angle), 300 + 150 * math.sin(angle))


def smoothness(found: list[Event], ours: str) -> Drag:
    """From a trace of nothing but dragging."""
    moves = [event for event in found if event.name == "EventDispatch" and event.data.get("type") == "pointermove"]
    if not moves:
        raise ValueError("no pointermove in the trace")
    here = [event for event in found if event.place == moves[0].place and moves[0].start <= event.start <= moves[-1].end]
    layouts = [event.end for event in here if event.name == "Layout"]
    frames = sum(any(before <= end <= event.start for end in layouts) for before, event in _commits(here, moves[0].start))
    seconds = (moves[-1].end - moves[0].start) / 1000
    script, rendering = spent(here, ours)
    each = max(frames, 1)
    return Drag(frames / seconds, script / each, rendering / each, len(moves) / seconds)


def _commits(here: list[Event], start: float) -> list[tuple[float, Event]]:
    """Commits, each with the end of the one before."""
    commits = [event for event in here if event.name == "Commit"]
    return list(zip([start, *(event.end for event in commits)], commits, strict=False))


def growth(browser: Browser, base: str, say: Callable[[str], None], updates: int = 10_000, mounts: int = 1000) -> dict[str, Heaps]:
    """A page's memory before, after so many updates, and after so many mounts and unmounts."""
    context = browser.new_context()
    context.add_init_script(path=HERE / "loading.js")
    count_memories(context)
    page = context.new_page()
    page.goto(f"{base}/curves/growth/")
    page.evaluate("() => window.loaded")
    cdp = context.new_cdp_session(page)
    _press(page, "#press", 300)
    _press(page, "#toggle", 100)
    found = {"before": heaps(page, cdp)}
    _press(page, "#press", updates)
    found[f"after {updates:,} updates"] = heaps(page, cdp)
    _press(page, "#toggle", 2 * mounts)
    found[f"after {mounts:,} mounts"] = heaps(page, cdp)
    context.close()
    say("growth")
    return found


def _press(page: Page, selector: str, times: int) -> None:
    """As often, each when the one before has been shown."""
    page.evaluate(
        """async ([selector, times]) => {
          const state = () => `${document.querySelector("#answer").textContent} ${!document.querySelector("#guest")}`;
          for (let i = 0; i < times; i++) {
            const was = state();
            await new Promise((done) => {
              const observer = new MutationObserver(() => { if (state() !== was) { observer.disconnect(); done(); } });
              observer.observe(document, { subtree: true, childList: true, characterData: true });
              document.querySelector(selector).click();
            });
            if (i % 100 === 0) await new Promise((done) => setTimeout(done));
          }
        }""",
        [selector, times],
    )


def tables(dragged: dict[str, Drag], grown: dict[str, Heaps]) -> list[Table]:
    rows = [
        [name, *(f"{value:.1f}{unit}" for value, unit in zip(asdict(one).values(), ("", " ms", " ms", ""), strict=True))]
        for name, one in dragged.items()
    ]
    moving = Table(
        "Smoothness: 200 SVG nodes follow the pointer",
        ["subject", "frames a second", "script a frame", "rendering a frame", "moves a second"],
        rows,
        "Processor time of the main thread. Where script and rendering together take less than 16 ms, something else limits the "
        "frames: how often the pointer is moved, or painting, which has no graphics card here.",
    )
    living = Table(
        "Growth: the page",
        ["Skerry", "JavaScript and DOM", "buffers", "wasm"],
        [[name, size(heap.page), size(heap.buffers), size(heap.wasm)] for name, heap in grown.items()],
        "After collection.",
    )
    return [moving, living]
