"""Random events at random times, at handlers of every kind: what happens is what the model (model.py) says."""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, assume, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from skerry import protocol
from skerry.testing import App

from .model import APP, HANDLERS, Link, Model, Program

SLICE = 1 / 64  # of time: shorter than a frame, and exact in a float, as all times here
MODES = ("queue", "once", "multiple", "always_last", "restart")
DROPPED = re.compile(r"'([\w.]+)'\) was dropped: (.*)")

_handlers = st.sampled_from(HANDLERS)
_lanes = st.sampled_from(
    [{}] * 4
    + [{"concurrency_limit": 1}, {"concurrency_limit": 2}, {"concurrency_limit": 1, "queue": False}]
    + [{"concurrency_id": "disk", "concurrency_limit": n} for n in (1, 2, None)]
)
_cancels = st.one_of(st.just({}), st.just({}), st.builds(lambda h: {"cancels": [h]}, _handlers))
_leaving = st.sampled_from([{}, {}, {"cancel_on": ["unmount"]}])
_modes = st.sampled_from([{}, *({"trigger_mode": mode} for mode in MODES)])
_options = st.builds(lambda *parts: {k: v for part in parts for k, v in part.items()}, _modes, _lanes, _cancels, _leaving)
_whens = st.sampled_from(["then", "success", "failure"])


@st.composite
def links(draw: st.DrawFn, path: str, depth: int = 2) -> Link:
    """A listener with its chain."""
    link = Link(path, draw(_handlers), draw(_options))
    if depth:
        for number in range(draw(st.sampled_from([0, 0, 1, 2]))):
            link.chain.append((draw(_whens), draw(links(f"{path}.{number}", depth - 1))))
    return link


@st.composite
def pages(draw: st.DrawFn) -> list[Link]:
    found = [draw(links(f"L{number}")) for number in range(draw(st.integers(1, 4)))]
    for link in found:
        link.shared = draw(st.sampled_from([False, False, True]))
    return found


_writes = st.tuples(st.just("write"), st.sampled_from(["x", "x", "x", "hide 0", "hide 1", "hide 2"]))
_raises = st.just(("raise", None))
_stops = st.tuples(
    st.just("cancel"), st.tuples(_handlers, st.sampled_from([None, None, None, *(f"{n}{s}" for n in range(3) for s in "ab")]))
)
_sleeps = st.tuples(st.just("sleep"), st.integers(1, 6))
_shows = st.tuples(st.just("show"), st.sampled_from(["y", "y", "hide 0", "hide 1"]))


def _program(handler: str) -> st.SearchStrategy[Any]:
    ops = [_writes, _raises, _stops]
    if not handler.startswith("plain"):
        ops += [_sleeps, _sleeps]
    last = st.lists(st.one_of(ops), max_size=1)
    if "gen" in handler:
        ops += [_shows, _shows]
    return st.tuples(st.lists(st.one_of(ops), max_size=4), st.one_of(st.just([]), last))


_PROGRAMS = {name: _program(name) for name in HANDLERS}


def difference(given: list[Any], expected: list[Any]) -> str:
    """Where two traces part, and how it came to that."""
    at = next((n for n, (one, other) in enumerate(zip(given, expected, strict=False)) if one != other), min(len(given), len(expected)))
    before = "\n".join(map(str, given[max(0, at - 12) : at]))
    return f"after\n{before}\nthe app has {given[at : at + 5]}\nand the model has {expected[at : at + 5]}"


class Session(RuleBasedStateMachine):
    """An app and its model, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.app: App | None = None
        self.number = self.sleeps = self.logged = 0

    @initialize(page=pages())
    def load(self, page: list[Link]) -> None:
        self.model = Model(page)
        self.app = App(source=f"LISTENERS = {[link.as_dict() for link in page]!r}\n{APP}", raises=False)
        self.dropped: Counter[tuple[str, str]] = Counter()
        self.errors: list[str] = []
        self.check()

    @precondition(lambda self: not self.model.closed)
    @rule(data=st.data(), count=st.sampled_from([1, 1, 1, 2, 3]))
    def events(self, data: st.DataObject, count: int) -> None:
        """Events that reach the session together."""
        for _ in range(count):
            self.event(data)
        self.settle()

    def event(self, data: st.DataObject) -> None:
        if not self.model.visible:
            return
        button = data.draw(st.sampled_from(sorted(self.model.visible)), label="button")
        link = self.model.listeners[button]
        side = data.draw(st.sampled_from("ab")) if link.shared else "a"
        self.number += 1
        for one in link.all():
            program = self.timed(data.draw(_PROGRAMS[one.handler], label=one.path))
            self.model.programs[self.number, one.path] = self.app.module().PROGRAMS[self.number, one.path] = program
        node = self.app.find(key=f"{button}{side}").node
        name = self.app.document.specs[node.specs[0]]["h"]
        message = {"t": protocol.EVENT, "s": self.number, "n": node.id, "e": "click", "h": name, "p": self.app.document.patch}
        self.model.fire(self.number, button, side)
        self.app.session.handle({**message, "d": {"x": self.number}})

    def timed(self, program: Program) -> Program:
        """With durations that are no two alike, so that no two runs go on at the same moment."""
        return tuple([self.timed_op(op) for op in ops] for ops in program)  # type: ignore[return-value]

    def timed_op(self, op: tuple[str, Any]) -> tuple[str, Any]:
        if op[0] != "sleep":
            return op
        self.sleeps += 1
        return "sleep", op[1] / 8 + (self.sleeps * 40503 % 65536 + 1) * 2.0**-26

    @rule(slices=st.sampled_from([1, 4, 8, 12, 16, 40]))
    def time(self, slices: int) -> None:
        for _ in range(slices):
            self.model.advance(SLICE)
            self.app.advance(SLICE)
        assume(not self.model.collided)
        self.check()

    @rule()
    def acknowledge(self) -> None:
        self.app.session.handle({"t": protocol.ACK, "p": self.app.document.patch})
        self.settle()

    @precondition(lambda self: self.number > 4 and not self.model.closed)
    @rule(sure=st.sampled_from([False, False, False, True]))
    def bye(self, sure: bool) -> None:
        if sure:
            self.model.close()
            self.app.session.handle({"t": protocol.BYE})
            self.settle()

    def settle(self) -> None:
        self.model.settle()
        self.app.stage.settle()
        self.check()

    # What holds

    def check(self) -> None:
        app, model = self.app, self.model
        traced = app.module().TRACE
        assert traced == model.trace, difference(traced, model.trace)
        assert dict(app.state(app.module().Board).marks) == model.marks
        logs, self.logged = app.logs[self.logged :], len(app.logs)
        self.dropped += Counter(found.groups() for _, text in logs if (found := DROPPED.search(text)))
        assert self.dropped == model.dropped
        self.errors += [error["message"] for error in app.errors]
        app.errors.clear()
        assert self.errors == model.errors
        self.check_limits()
        self.check_order()
        if not model.closed:
            assert tuple(app.find(key=key).text for key in ("marks", "running", "places")) == model.page()

    def check_limits(self) -> None:
        """Never more runs under way than the limit that all handlers of a lane name, by what the handlers say themselves."""
        limits: dict[str, set[Any]] = {}
        lanes = {one.path: one.lane for link in self.model.listeners for one in link.all()}
        for link in self.model.listeners:
            for one in link.all():
                if one.lane is not None:
                    limits.setdefault(one.lane, set()).add(one.options.get("concurrency_limit"))
        inside: Counter[Any] = Counter()
        for _, path, what in self.app.module().TRACE:
            lane = lanes[path]
            inside[lane] += what.startswith("start")
            inside[lane] -= what == "finally"
            limit = limits[lane] if lane is not None else {None}
            assert len(limit) > 1 or None in limit or inside[lane] <= min(limit)

    def check_order(self) -> None:
        """The runs of a listener that queues begin in the order of their events."""
        for number, link in enumerate(self.model.listeners):
            if link.mode == "queue" and (link.shared or not self.model.lives[number]):
                begun = [event for event, path, what in self.app.module().TRACE if path == link.path and what.startswith("start")]
                assert begun == sorted(begun)

    def teardown(self) -> None:
        if self.app is None:
            return
        try:
            while self.model.timers and not self.model.collided:
                self.model.advance(SLICE)
                self.app.advance(SLICE)
            if not self.model.collided:
                self.check()
                self.check_end()
        finally:
            self.app.session.close()
            while asyncio.all_tasks(self.app.stage.loop):
                self.app.advance(1)
            self.app.close()

    def check_end(self) -> None:
        app, model = self.app, self.model
        app.advance(2)  # what is saved is saved a while after it was changed
        assert app.session.scheduler.idle
        assert not asyncio.all_tasks(app.stage.loop)
        assert all(run.state == "over" for run in model.runs)
        if not model.closed:
            app.session.tree.root.invalidate()
            assert not [m for m in app.session.patches() if m["t"] == protocol.PATCH], "the page is as built anew"


EXAMPLES = int(os.environ.get("SKERRY_MODEL_EXAMPLES", "0"))
"""How many to try, each run others; without it, always the same few."""


def test_what_happens_is_what_the_model_says() -> None:
    few = settings(max_examples=EXAMPLES or 100, stateful_step_count=15, derandomize=not EXAMPLES, database=None)
    run_state_machine_as_test(Session, settings=settings(few, deadline=None, suppress_health_check=list(HealthCheck)))
