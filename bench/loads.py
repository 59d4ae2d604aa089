"""Loads of a page: paint, first handled click, bytes over the line, memory; first visit and second, near and far."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from playwright.sync_api import BrowserType, Page

from .heaps import Heaps, count_memories, heaps
from .server import FAST, SLOW, Link, Server
from .site import HERE, LOADS
from .tables import median, middle

__all__ = ["VISITS", "Load", "Loads", "measure"]

VISITS: Final = ("first visit", "second visit")
AGAIN: Final = 8  # more visits of each kind, for the first paint: browsers paint by frames, which are 16 ms apart
QUICK: Final = 1000.0
"""Milliseconds: what answers a second visit within them is visited more often yet, three and two times in each turn. Its paint is
what is asked about, and comes in steps of 4 ms."""
QUIET: Final = 1.5  # seconds without a byte: nothing more comes
LONGEST: Final = 30.0
NAME: Final = "site.test"
"""What the host is called. Sites treat ``localhost`` as the author's own machine: its documents go through the service worker."""

KEPT: Final = """async () => {
  const { serviceWorker } = navigator;
  if (!serviceWorker.controller) await new Promise((done) => serviceWorker.addEventListener("controllerchange", done));
}"""


@dataclass(frozen=True, slots=True)
class Load:
    """Milliseconds from the navigation's start to the first contentful paint and to the first handled click; bytes and requests
    until then, and in all, with what is fetched in idle time; memory at the end. The paint's is the mean of the middle half of
    several visits of that kind, and a second visit's click their median."""

    paint: float
    answer: float
    needed: int
    sent: int
    requests: int
    heaps: Heaps


Loads: TypeAlias = dict[tuple[str, str, str, str], list[Load]]
"""By page, subject, link and visit."""


def measure(
    chromium: BrowserType, options: dict[str, Any], server: Server, rounds: int, say: Callable[[str], None], again: int = AGAIN
) -> Loads:
    """Each visit pair with a profile of its own, which is empty at first. options: of the browser's launch; again: visits of each
    kind besides."""
    found: Loads = {}
    base = server.base.replace("localhost", NAME)
    named = [f"--host-resolver-rules=MAP {NAME} 127.0.0.1", f"--unsafely-treat-insecure-origin-as-secure={base}"]
    options = {**options, "args": [*options["args"], *named]}
    for number in range(rounds):
        for link in (FAST, SLOW):
            for page, subjects in LOADS.items():
                started = time.monotonic()
                urls = [f"{base}/loads/{page}/{subject}/" for subject in subjects]
                for subject, loads in zip(subjects, _visits(chromium, options, server, link, urls, again), strict=True):
                    for visit, load in zip(VISITS, loads, strict=True):
                        found.setdefault((page, subject, link.name, visit), []).append(load)
                spent = time.monotonic() - started
                say(f"loads, round {number + 1} of {rounds}: {page}, {link.name}, {spent:.0f} s")
    server.use(FAST)
    return found


def _visits(
    chromium: BrowserType, options: dict[str, Any], server: Server, link: Link, urls: list[str], again: int
) -> Iterator[tuple[Load, Load]]:
    """A first visit to each, and a second when its service worker keeps it, where it has one. Those for the paint alone take turns,
    as what a page has left behind is cleared away while the next one begins."""
    times: dict[str, list[tuple[float, float]]] = {}
    loads, paints = {}, {}
    with ExitStack() as stack:
        pages = {url: stack.enter_context(_profile(chromium, options)) for url in urls}
        for url, page in pages.items():
            first = _visit(page, server, link, url)
            second = _visit(page, server, link, url)
            loads[url], paints[url], times[url] = (first, second), [first.paint], [(second.paint, second.answer)]
        quick = [url for url, ((_, answer),) in times.items() if answer < QUICK]
        for _ in range(again):
            for url in (*urls, *quick, *quick):
                times[url].append(_times(pages[url], url))
                pages[url].goto("about:blank")
    for _ in range(again):
        for url in (*urls, *quick):
            with _profile(chromium, options) as page:
                page.goto(url, wait_until="commit")
                paints[url].append(page.evaluate("() => window.painted"))
    for url, (first, second) in loads.items():
        paint, answer = zip(*times[url], strict=True)
        yield replace(first, paint=middle(paints[url])), replace(second, paint=middle(paint), answer=median(answer))


@contextmanager
def _profile(chromium: BrowserType, options: dict[str, Any]) -> Iterator[Page]:
    """The page of a browser that has never been anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        context = chromium.launch_persistent_context(folder, **options)
        context.add_init_script(path=HERE / "loading.js")
        count_memories(context)
        yield context.pages[0]
        context.close()


def _visit(page: Page, server: Server, link: Link, url: str) -> Load:
    server.use(link)
    paint, answer = _times(page, url)
    needed, _ = server.counted()
    if page.locator("meta[name=skerry-build]").count():
        page.evaluate(KEPT)
    _until_quiet(server)
    sent, requests = server.counted()
    cdp = page.context.new_cdp_session(page)
    held = heaps(page, cdp)
    cdp.detach()
    page.goto("about:blank")
    return Load(paint, answer, needed, sent, requests, held)


def _times(page: Page, url: str) -> tuple[float, float]:
    page.goto(url, wait_until="commit")
    times = page.evaluate("() => window.loaded")
    return times["paint"], times["answer"]


def _until_quiet(server: Server) -> None:
    last, since, end = server.counted(), time.monotonic(), time.monotonic() + LONGEST
    while time.monotonic() < min(since + QUIET, end):
        time.sleep(0.2)
        if (now := server.counted()) != last:
            last, since = now, time.monotonic()
