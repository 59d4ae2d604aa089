"""Runs in the interpreter: an app's session without a page, each of its steps timed. ``bench.profile`` gives it to Pyodide.

A person is played as far as a session sees one: an event names a rendered element.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from skerry import protocol
from skerry.app import App
from skerry.session import Session
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

    def random_bytes(self, n: int) -> bytes:
        return os.urandom(n)

    def log(self, level: str, text: str, handler: str = "") -> None:
        if level in ("warning", "error"):
            self.logged.append(text)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the benchmark's host has no {name}")


class Stage:
    """One mounted app."""

    def __init__(self, source: str) -> None:
        self.app = App.load("app.py", {"app.py": source}, number=1)
        self.host = BenchHost()
        self.session = Session(self.app, self.host, lambda: None)  # type: ignore[arg-type]
        self.sequence = 0
        self.session.start({"version": protocol.VERSION, "url": "/", "props": {}})
        self.session.patches()

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

    def by_id(self, name: str) -> Any:
        return next(node for node, _ in self.listening() if node.attrs.get("id") == name)

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
        note("create 1,000", stage.event(stage.by_id("run")))
        note("replace 1,000", stage.event(stage.by_id("run")))
        note("update every 10th", stage.event(stage.by_id("update")))
        note("select", stage.link(4))
        note("select another", stage.link(200))
        note("swap", stage.event(stage.by_id("swaprows")))
        note("remove", stage.link(9))
        note("append 1,000", stage.event(stage.by_id("add")))
        note("clear", stage.event(stage.by_id("clear")))
        gc.collect()
    return found


def measure(source: str, rounds: int) -> dict[str, list[float]]:
    """Medians for each operation: milliseconds of the handler, of rendering, of encoding, and characters."""
    stage = Stage(source)
    rows(stage, 2)
    found = rows(stage, rounds)
    stage.close()
    return {name: [min(column) for column in zip(*timed, strict=True)] for name, timed in found.items()}
