"""Loads of a page: paint, first handled click, bytes over the line, memory; first visit and second, near and far."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from playwright.sync_api import BrowserType, Page

from .heaps import Heaps, count_memories, heaps
from .server import FAST, SLOW, Link, Server
from .site import HERE, LOADS

__all__ = ["VISITS", "Load", "Loads", "measure"]

VISITS: Final = ("first visit", "second visit")
QUIET: Final = 1.5  # seconds without a byte: nothing more comes
LONGEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    """Milliseconds from the navigation's start to the first contentful paint and to the first handled click; bytes and requests
    until then, and in all, with what is fetched in idle time; memory at the end."""

    paint: float
    answer: float
    needed: int
    sent: int
    requests: int
    heaps: Heaps


Loads: TypeAlias = dict[tuple[str, str, str, str], list[Load]]
"""By page, subject, link and visit."""


def measure(chromium: BrowserType, options: dict[str, Any], server: Server, rounds: int, say: Callable[[str], None]) -> Loads:
    """Each visit pair with a profile of its own, which is empty at first. options: of the browser's launch."""
    found: Loads = {}
    for number in range(rounds):
        for link in (FAST, SLOW):
            for page, subjects in LOADS.items():
                for subject in subjects:
                    started = time.monotonic()
                    for visit, load in zip(
                        VISITS, _visits(chromium, options, server, link, f"loads/{page}/{subject}/"), strict=True
                    ):
                        found.setdefault((page, subject, link.name, visit), []).append(load)
                    spent = time.monotonic() - started
                    say(f"loads, round {number + 1} of {rounds}: {page}, {subject}, {link.name}, {spent:.0f} s")
    server.use(FAST)
    return found


def _visits(chromium: BrowserType, options: dict[str, Any], server: Server, link: Link, path: str) -> list[Load]:
    with tempfile.TemporaryDirectory() as profile:
        context = chromium.launch_persistent_context(profile, **options)
        context.add_init_script(path=HERE / "loading.js")
        count_memories(context)
        page = context.pages[0]
        found = []
        for _ in VISITS:
            found.append(_visit(page, server, link, path))
            page.goto("about:blank")
        context.close()
    return found


def _visit(page: Page, server: Server, link: Link, path: str) -> Load:
    server.use(link)
    page.goto(f"{server.base}/{path}", wait_until="commit")
    times = page.evaluate("() => window.loaded")
    needed, _ = server.counted()
    _until_quiet(server)
    sent, requests = server.counted()
    cdp = page.context.new_cdp_session(page)
    held = heaps(page, cdp)
    cdp.detach()
    return Load(times["paint"], times["answer"], needed, sent, requests, held)


def _until_quiet(server: Server) -> None:
    last, since, end = server.counted(), time.monotonic(), time.monotonic() + LONGEST
    while time.monotonic() < min(since + QUIET, end):
        time.sleep(0.2)
        if (now := server.counted()) != last:
            last, since = now, time.monotonic()
