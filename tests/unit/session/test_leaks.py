"""After thousands of events a session holds what it held before: no run, task, watch, timer, subscription or spec stays behind."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from typing import Any

import pytest

from skerry.scheduler import Run
from skerry.testing import App

SOURCE = '''
import asyncio, functools, time
import skerry as sk
from skerry.view import component, element

@sk.state
class Desk:
    count: int = 0
    round: int = 0
    total: int = 0
    open: bool = False
    words: list[str] = []
    late: int = 0

class Adder:
    """A callable object, made anew at each build."""

    def __init__(self, amount): self.amount = amount
    def __call__(self, state: Desk): state.count += self.amount

def add(state: Desk):
    state.count += 1

def fails(state: Desk):
    state.count += 1
    raise ValueError("no")

def takes_up(state: Desk, context):
    state.total += 1

async def slow(state: Desk):
    state.count += 1
    await asyncio.sleep(0.01)
    state.count += 1

def steps(state: Desk):
    for _ in sk.progress(range(3), "steps"):
        state.count += 1
        yield
        time.sleep(0.005)

async def long(state: Desk):
    try:
        async for _ in endless():
            state.count += 1
            sk.progress(0.5, "half")
    finally:
        state_is_not_written_here = None

async def endless():
    while True:
        await asyncio.sleep(1)
        yield 1

async def leaves_a_task(state: Desk):
    async def afterwards():
        await asyncio.sleep(0.05)
        state.late += 1
        sk.progress(0.1)
    asyncio.ensure_future(afterwards())

def toggle(state: Desk):
    state.open = not state.open
    state.round += 1

def seen(event: sk.WatchEvent, state: Desk):
    state.total += 1

def tick(state: Desk):
    state.total += 1

def shout(word):
    return word.upper()

def forget(event):
    pass

def wrapped(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        return fn(*args, **kwargs)
    return inner

CHAIN = sk.listener(add).success(slow).then(fails).failure(takes_up).then(add)
LIMITED = sk.listener(slow, concurrency_limit=1, trigger_mode="multiple")

@component
def panel(number, state: Desk):
    sk.watch(sk.ref(state).count, seen)
    sk.timer(0.05, tick)
    sk.shortcut("Ctrl+K", add)
    sk.window(on_resize=forget)
    for n in range(1):
        word = sk.input(f"Word {n}", key=("word", number % 2, n))
        out = sk.text("", key=("out", number % 2, n))
        sk.on(word.change, shout, inputs=word, outputs=out)
    sk.text(f"{sk.running(slow)} {sk.queue_position(LIMITED)} {sk.progress_of(steps)}")

@sk.page("/")
def home(state: Desk):
    sk.text(f"{state.count}")
    for name, handler in HANDLERS.items():
        sk.button(name, key=name, on_click=handler)
    sk.button("adder", key="adder", on_click=Adder(1))
    sk.button("lambda", key="lambda", on_click=lambda state: add(state))
    sk.button("partial", key="partial", on_click=functools.partial(lambda n, state: add(state), 1))
    sk.button("wrapped", key="wrapped", on_click=wrapped(lambda state: add(state)))
    sk.input("Name", key="name", on_input=sk.listener(slow, trigger_mode="restart"))
    if state.open:
        panel(state.round, state)

HANDLERS = {
    "add": add, "chain": CHAIN, "slow": sk.listener(slow, trigger_mode="restart"), "limited": LIMITED, "steps": steps,
    "long": sk.listener(long, trigger_mode="restart", show_progress="full"), "stop": sk.cancel(long), "task": leaves_a_task,
    "toggle": toggle,
}

@sk.page("/other")
def other():
    sk.text("other")
'''

PRESSED = ("add", "chain", "slow", "limited", "steps", "long", "stop", "task", "toggle", "adder", "lambda", "partial", "wrapped")


def press(app: App, key: str, sequence: int) -> None:
    node = next(n for n in app.session.tree.listening.values() if n.key == key)
    shown = app.document.nodes[node.id]
    spec = app.document.specs[shown.specs[0]]
    message = {"t": "event", "n": node.id, "e": spec["e"], "h": spec["h"], "p": app.document.patch, "s": sequence, "d": {}}
    app.session.handle(message)


def subscriptions(app: App) -> int:
    """How many readers the session's state knows of."""
    store = app.session.store
    found = 0
    pending: list[Any] = [*store._roots.values(), *store._extra]
    known: set[int] = set()
    while pending:
        one = pending.pop()
        if id(one) in known or not hasattr(type(one), "_sk_store"):
            continue
        known.add(id(one))
        for held in (one._sk_subs or {}).values():
            found += len(held) if type(held).__name__ == "Many" else 1
        if isinstance(one, dict):
            pending.extend(dict.values(one))
        elif isinstance(one, (list, set)):
            pending.extend(list(one))
        else:
            pending.extend(getattr(one, name) for name in getattr(type(one), "__dataclass_fields__", {}))
    return found


def held(app: App) -> dict[str, int]:
    """How much there is of everything that a session keeps."""
    s = app.session
    sized = {
        "running": s.scheduler.running, "waiting": s.scheduler.waiting, "entry": s.scheduler._entry, "placed": s.scheduler._placed,
        "ending": s.scheduler._ending, "stepped": s._stepped, "outbox": s._outbox, "commands": s._commands,
        "since": s.feedback._since, "lines": s.feedback._lines, "said": s.feedback._said, "busy": s.feedback._busy,
        "done": s.feedback.done, "ops": s.feedback._ops, "calls": s.calls._waiting, "failed": s.feedback._failed,
        "watches": s.watches.all, "told": s.watches.told, "specs": s.bindings._specs, "ids": s.bindings._ids,
        "blocking": s.bindings._blocking, "given": s.values.given, "cells": s.values.cells, "arguments": s.values.arguments,
        "components": s.values._named, "bound": s.values._bound, "errors": s.forms.errors, "journals": s.store._journals,
        "listening": s.tree.listening, "gone": s.tree.gone, "shown": s.tree.shown, "changed": s.changes._groups,
        "counts": s.activity._counts, "plans": s.app._plans._known, "lanes": s.scheduler._lanes._lanes,
    }  # fmt: skip
    found = {name: len(one) for name, one in sized.items()}
    found["in lanes"] = sum(len(lane.inside) + len(lane.waiting) for lane in s.scheduler._lanes._lanes.values())
    found["tasks"] = len(asyncio.all_tasks(app.stage.loop))
    found["readers"] = subscriptions(app)
    return found


def rest(app: App) -> None:
    """Let everything come to its end, and the page say that it has all patches."""
    app.session.handle({"t": "ack", "p": app.document.patch})
    press(app, "stop", 0)
    while not app.session.scheduler.idle:
        app.advance(1)
    app.advance(2)
    app.session.handle({"t": "ack", "p": app.document.patch})
    app.errors.clear()
    app.logs.clear()
    app.stage.commands.clear()
    gc.collect()


def events(app: App, count: int) -> None:
    for number in range(count):
        press(app, PRESSED[number * 7 % len(PRESSED)], number)
        if number % 40 == 0:
            app.advance(0.02)
        if number % 50 == 0:
            app.session.handle({"t": "ack", "p": app.document.patch})
    app.advance(0.1)  # all that was pressed has had its turn
    if app.state(app.module().Desk).open:
        press(app, "toggle", 0)
    rest(app)


def test_ten_thousand_events_leave_nothing_behind() -> None:
    with App(source=SOURCE, raises=False) as app:
        events(app, 400)
        before, runs = held(app), runs_alive()
        objects = ours()
        events(app, 10_000)
        assert held(app) == before
        assert runs_alive() == runs == 0
        grown = {name: (objects[name], count) for name, count in ours().items() if count > objects[name] + 100}
        assert not grown, "of some kind of object there are many more than before"
        assert app.state(app.module().Desk).late > 500, "the tasks that outlive their handlers have written"


def ours() -> Counter[str]:
    """The objects of Skerry's own classes, and tasks, by the name of their class."""
    kinds = (type(one) for one in gc.get_objects())
    return Counter(kind.__qualname__ for kind in kinds if str(kind.__module__).startswith(("skerry", "asyncio", "_asyncio")))


def runs_alive() -> int:
    return sum(isinstance(one, Run) for one in gc.get_objects())


def test_pages_that_come_and_go_leave_nothing_behind() -> None:
    with App(source=SOURCE, raises=False) as app:
        def visit(count: int) -> None:
            for number in range(count):
                press(app, "toggle", number)
                app.advance(0.005)
                app.go("/other")
                app.advance(0.005)
                app.go("/")
                app.session.handle({"t": "ack", "p": app.document.patch})
            rest(app)

        visit(10)
        before = held(app)
        visit(60)
        assert held(app) == before


def test_sessions_that_end_are_forgotten() -> None:
    from skerry.session import Session

    for _ in range(3):
        app = App(source=SOURCE, raises=False)
        for key in PRESSED:
            press(app, key, 1)
        app.advance(0.01)
        app.close()
        del app
    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, (Session, Run))] == []


@pytest.mark.parametrize("count", [1000])
def test_handlers_that_swallow_their_cancelling_are_let_go(count: int) -> None:
    source = '''
import asyncio
import skerry as sk
@sk.state
class S:
    n: int = 0
async def stubborn(state: S):
    for _ in range(10):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            pass
@sk.page("/")
def home(state: S):
    sk.button("go", key="go", on_click=sk.listener(stubborn, trigger_mode="restart"))
'''
    with App(source=source, raises=False) as app:
        before = held(app)
        for number in range(count):
            press(app, "go", number)
        app.advance(30)
        assert app.session.scheduler.idle
        assert held(app) | {"specs": 0, "ids": 0, "plans": 0} == before | {"specs": 0, "ids": 0, "plans": 0}
