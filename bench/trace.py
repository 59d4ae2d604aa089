"""A browser's trace read as the js-framework-benchmark reads it: pure functions on the list of its events.

    mark "bench:create:0"   click dispatched ... [script] ... [style, layout, paint] commit   mark "bench:end"
                            |<------------------------- total ----------------------->|

The total is from the click's dispatch to the end of the first commit after the last script, timer, frame callback or layout that
follows it; where there is none, of the last commit. It includes waiting for the next frame, and for whoever else uses the machine.
The script's part is the processor's time for JavaScript (and what it calls) in between, the rendering's part that for style,
layout, paint and commit, both on the page's main thread by its own clock: these are steadier on a busy machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

__all__ = ["CATEGORIES", "Event", "Part", "events", "parts", "spent"]

CATEGORIES: Final = ["blink.user_timing", "devtools.timeline", "disabled-by-default-devtools.timeline"]
MARK: Final = "bench:"
END: Final = "bench:end"

SCRIPT: Final = {
    "EventDispatch", "EvaluateScript", "v8.evaluateModule", "FunctionCall", "TimerFire", "FireIdleCallback", "FireAnimationFrame",
    "RunMicrotasks", "V8.Execute", "MinorGC", "MajorGC",
}  # fmt: skip
RENDERING: Final = {"UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit", "HitTest", "UpdateLayer"}
CAUSES: Final = {"EventDispatch", "FireAnimationFrame", "TimerFire", "Layout", "FunctionCall"}


@dataclass(frozen=True, slots=True)
class Event:
    """Times in milliseconds. cpu: from when to when by the thread's own clock."""

    name: str
    start: float
    end: float
    cpu: tuple[float, float]
    place: tuple[int, int]
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What one marked click took, in milliseconds: total by the clock on the wall, the others of the processor."""

    name: str
    total: float
    script: float
    rendering: float


def events(trace: bytes) -> list[Event]:
    """Of the trace's text, by start."""
    found = []
    for raw in json.loads(trace)["traceEvents"]:
        if raw.get("ph") in ("X", "I", "R", "i", "n"):
            start = raw["ts"] / 1000
            cpu = raw.get("tts", 0) / 1000
            spent = (cpu, cpu + raw.get("tdur", 0) / 1000)
            data = raw.get("args", {}).get("data") or {}
            found.append(Event(raw["name"], start, start + raw.get("dur", 0) / 1000, spent, (raw["pid"], raw["tid"]), data))
    return sorted(found, key=lambda event: event.start)


def parts(found: list[Event], ours: str = "") -> list[Part]:
    """One for each click between a mark and the next end. ours: the start of the URLs of scripts under test, since what asks
    from outside whether the page is done runs as a function, too. Raises ``ValueError`` where a click or its commit is missing."""
    marks = [event for event in found if event.name.startswith(MARK)]
    made = []
    for mark, end in pairwise(marks):
        if mark.name != END:
            inside = [event for event in found if mark.end <= event.start <= end.start and event.place[0] == mark.place[0]]
            made.append(_part(mark.name.removeprefix(MARK), inside, ours))
    return made


def _part(name: str, inside: list[Event], ours: str) -> Part:
    click = next((event for event in inside if event.name == "EventDispatch" and event.data.get("type") == "click"), None)
    if click is None:
        raise ValueError(f"{name}: no click in the trace, among {len(inside)} events")
    here = [event for event in inside if event.place == click.place and event.start >= click.start]
    cause = max((e for e in here if e is click or _is_cause(e, ours)), key=lambda event: event.end)
    commits = [event for event in here if event.name == "Commit"]
    commit = next((event for event in commits if event.start >= cause.end), commits[-1] if commits else None)
    if commit is None:
        raise ValueError(f"{name}: no commit after the click")
    during = [event for event in here if event.start < commit.end]
    return Part(name, commit.end - click.start, *spent(during, ours))


def spent(during: list[Event], ours: str) -> tuple[float, float]:
    """Milliseconds of a thread's time for script, and for rendering, among its events."""
    rendering = _covered(event.cpu for event in during if event.name in RENDERING)
    both = _covered(event.cpu for event in during if event.name in RENDERING or _is_script(event, ours))
    return both - rendering, rendering


def _is_cause(event: Event, ours: str) -> bool:
    if event.name == "EventDispatch":
        return False
    return event.name in CAUSES and (event.name != "FunctionCall" or event.data.get("url", "").startswith(ours or "http"))


def _is_script(event: Event, ours: str) -> bool:
    if event.name in ("FunctionCall", "EvaluateScript", "V8.Execute"):
        return str(event.data.get("url", ours or "http")).startswith(ours or "http")
    return event.name in SCRIPT


def _covered(spans: Iterable[tuple[float, float]]) -> float:
    """The length of the union of spans."""
    total, until = 0.0, float("-inf")
    for start, end in sorted(spans):
        if end > until:
            total += end - max(start, until)
            until = end
    return total
