"""Runs in the interpreter: an app's session without a page, each of its steps timed. ``bench.profile`` gives it to Pyodide.

A person is played as far as a session sees one: an event names a rendered element.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import statistics
import time
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from typing import Any

from skerry import protocol
from skerry.app import App
from skerry.session import Session
from skerry.session.collection import collect_seldom
from skerry.view import Instance
from skerry.view.nodes import Element, Parent


class BenchHost:
    """The loop's clock and nothing else."""

    now = staticmethod(time.monotonic)

    def __init__(self) -> None:
        self.logged: list[str] = []

    def spawn(self, coro: Any) -> asyncio.Task[None]:
        return asyncio.get_event_loop().create_task(coro)

    def can_suspend(self) -> bool:
        return False

    def starts_all_on_loop(self) -> bool:
        return False

    def random_bytes(self, n: int) -> bytes:
        return os.urandom(n)

    def log(self, level: str, text: str, handler: str = "") -> None:
        if level in ("warning", "error"):
            self.logged.append(text)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the benchmark's host has no {name}")


class Stage:
    """One mounted app."""

    def __init__(self, source: str, url: str = "/") -> None:
        collect_seldom()
        self.app = App.load("app.py", {"app.py": source}, number=1)
        self.host = BenchHost()
        self.session = Session(self.app, self.host, lambda: None)  # type: ignore[arg-type]
        self.sequence = 0
        started = time.perf_counter()
        self.session.start({"version": protocol.VERSION, "url": url, "props": {}})
        protocol.encode(self.session.patches())
        self.opened = time.perf_counter() - started
        if self.host.logged:
            raise RuntimeError(self.host.logged[0])

    def close(self) -> None:
        self.session.close()
        self.app.unload()

    def event(self, element: Any, name: str = "click", inside: int = 0) -> tuple[float, float, float, int]:
        """Seconds of the handler, of rendering and of encoding, and the characters of the patch. inside: the element of a template
        that it is in."""
        self.sequence += 1
        tree = self.session.tree
        message = {
            "t": protocol.EVENT, "n": element.id, "e": name, "h": self.session.bindings.id_of(element.listeners[name]),
            "p": tree.number, "s": self.sequence, "d": {}, **({"i": inside} if inside else {}),
        }  # fmt: skip
        text = json.dumps([message])
        started = time.perf_counter()
        for one in protocol.parse(text):
            self.session.handle(one)
        handled = time.perf_counter()
        messages = self.session.patches()
        rendered = time.perf_counter()
        sent = protocol.encode(messages)
        encoded = time.perf_counter()
        if self.host.logged:
            raise RuntimeError(self.host.logged[0])
        self.session.handle({"t": protocol.ACK, "p": tree.number})  # as a page does when it is idle
        return handled - started, rendered - handled, encoded - rendered, len(sent)

    def listening(self) -> Iterator[tuple[Any, int]]:
        """The elements that listen, in the order of the page, with the template's instance that each is in."""
        pending: list[Any] = [self.session.tree.root]
        while pending:
            node = pending.pop()
            if isinstance(node, Instance):
                yield from ((element, node.id) for element in node.listening())
            if isinstance(node, Element) and node.listeners:
                yield node, 0
            if isinstance(node, Parent):
                pending.extend(reversed(node.children))

    def press(self, name: str) -> tuple[float, float, float, int]:
        """Click the element with this id."""
        element, inside = next(pair for pair in self.listening() if pair[0].attrs.get("id") == name)
        return self.event(element, inside=inside)

    def link(self, number: int) -> tuple[float, float, float, int]:
        """Click the rows' links by number; each row has two."""
        links = ((node, inside) for node, inside in self.listening() if node.tag == "a")
        element, inside = next(islice(links, number, None))
        return self.event(element, inside=inside)


def rows(stage: Stage, rounds: int) -> dict[str, list[list[float]]]:
    """The operations of the js-framework-benchmark, each round on a page that is as the original has it."""
    found: dict[str, list[list[float]]] = {}

    def note(name: str, timed: tuple[float, float, float, int]) -> None:
        found.setdefault(name, []).append([1000 * timed[0], 1000 * timed[1], 1000 * timed[2], timed[3]])

    for _ in range(rounds):
        note("create 1,000", stage.press("run"))
        note("replace 1,000", stage.press("run"))
        note("update every 10th", stage.press("update"))
        note("select", stage.link(4))
        note("select another", stage.link(200))
        note("swap", stage.press("swaprows"))
        note("remove", stage.link(9))
        note("append 1,000", stage.press("add"))
        note("clear", stage.press("clear"))
        gc.collect()
    return found


def measure(source: str, rounds: int) -> dict[str, list[float]]:
    """The least of the rounds for each operation: milliseconds of the handler, of rendering, of encoding, and characters."""
    stage = Stage(source)
    rows(stage, 2)
    found = rows(stage, rounds)
    stage.close()
    return {name: [min(column) for column in zip(*timed, strict=True)] for name, timed in found.items()}


def curve(source: str, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of the handler, of rendering and of encoding, and characters, for a changed cell: by page and number of rows."""
    found: dict[str, dict[str, list[float]]] = {}
    for url, sizes in (("/", (10, 100, 1000, 10_000)), ("/virtual", (10, 100, 1000, 10_000, 100_000))):
        stage = Stage(source, url)
        for size in sizes:
            stage.press(f"fill-{size}")
            gc.collect()
            timed = [stage.press("change") for _ in range(rounds)]
            columns = [statistics.median(column) for column in zip(*timed, strict=True)]
            found.setdefault(url, {})[str(size)] = [1000 * value for value in columns[:3]] + [columns[3]]
        stage.close()
    return found


def opening(source: str, rounds: int) -> dict[str, float]:
    """Microseconds for each component of a page that has a thousand, from its start to its message, by page: medians."""
    found = {}
    for url in ("/one", "/three", "/eight"):
        times = []
        for _ in range(rounds):
            stage = Stage(source, url)
            times.append(stage.opened)
            stage.close()
            gc.collect()
        found[url] = 1e6 * statistics.median(times) / 1000
    return found


def growth(source: str) -> dict[str, int]:
    """Bytes that Python's objects take more after 10,000 updates, and after 1,000 mounts and unmounts, than before; and what all
    take that were made since the app started."""
    tracemalloc.start()
    stage = Stage(source, "/growth")

    def taken() -> int:
        for _ in range(3):
            gc.collect()
        return tracemalloc.get_traced_memory()[0]

    def times(name: str, number: int) -> int:
        for _ in range(number // 2):  # what is kept of the last so many is full then
            stage.press(name)
        before = taken()
        for _ in range(number):
            stage.press(name)
        return taken() - before

    found = {"10,000 updates": times("press", 10_000), "1,000 mounts": times("toggle", 2000), "in all": taken()}
    stage.close()
    tracemalloc.stop()
    return found
