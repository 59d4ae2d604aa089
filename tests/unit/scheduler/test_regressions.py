"""What the model's test (test_model.py) has found, each as the smallest example."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from skerry import protocol
from skerry.testing import App

HEAD = '''
import asyncio, time
import skerry as sk
from skerry.view import element

@sk.state
class Log:
    lines: list[str] = []

def add(line):
    def handler(state: Log):
        state.lines.append(line)
    return handler

def bad(state: Log):
    raise ValueError("no luck")
'''


def at_once(app: App, *names: str, then: dict[str, Any] | None = None) -> None:
    """Clicks, and another message, that reach the session together, before the page is shown anew."""
    for name in names:
        node = app.find(name, role="button").node
        handler = app.document.specs[node.specs[0]]["h"]
        message = {"t": protocol.EVENT, "s": 1, "n": node.id, "e": "click", "h": handler, "p": app.document.patch, "d": {}}
        app.session.handle(message)
    if then is not None:
        app.session.handle(then)
    app.stage.settle()


def test_a_failure_that_the_chain_of_a_then_takes_up_is_not_shown() -> None:
    source = HEAD + '''
@sk.page("/")
def home(state: Log):
    sk.text(" ".join(state.lines))
    sk.button("go", on_click=sk.listener(bad).then(sk.listener(add("a")).failure(add("b"))))
'''
    with App(source=source) as app:
        app.find("go", role="button").click()
        assert "a b" in app.text


def test_a_cancelled_run_that_waits_to_be_shown_does_not_end_the_others_that_do() -> None:
    source = HEAD + '''
def steps(key, state: Log):
    state.lines.append(f"{key}1")
    yield
    state.lines.append(f"{key}2")

@sk.page("/")
def home(state: Log):
    sk.text(" ".join(state.lines))
    sk.button("a", key="a", on_click=steps)
    sk.button("b", key="b", on_click=steps)
    sk.button("stop", on_click=sk.cancel(steps, key="a"))
'''
    with App(source=source) as app:
        at_once(app, "a", "b", "stop")
        assert "a1 b1 b2" in app.text


def test_a_restart_also_ends_a_link_of_the_earlier_chain_that_still_waits() -> None:
    source = HEAD + '''
async def lingers(event: sk.ClickEvent, state: Log):
    try:
        state.lines.append("begun")
        await asyncio.sleep(1)
    finally:
        await asyncio.sleep(5)

@sk.page("/")
def home(state: Log):
    sk.text(" ".join(state.lines))
    sk.button("go", on_click=sk.listener(add("first"), trigger_mode="restart").then(lingers))
'''
    with App(source=source) as app:
        for _ in range(3):  # the second's link waits until the first's has lingered; the third's takes its place
            app.find("go", role="button").click()
        app.advance(20)
        assert "first begun first first begun" in app.text
        assert app.text.count("begun") == 2


@pytest.mark.parametrize("handler", ["quick", "sk.listener(bad).failure(quick)"])
def test_a_coroutine_that_is_cancelled_before_it_begins_gives_no_warning(handler: str) -> None:
    source = HEAD + f'''
async def quick(state: Log):
    state.lines.append("never seen")

@sk.page("/")
def home(state: Log):
    sk.text(" ".join(state.lines))
    sk.button("go", on_click={handler})
'''
    with App(source=source) as app:
        at_once(app, "go", then={"t": protocol.BYE})
        gc.collect()
        assert app.session.scheduler.idle


def test_what_waits_has_its_turn_also_when_the_one_before_it_is_cancelled_as_it_is_about_to_start() -> None:
    source = HEAD + '''
async def work(event: sk.ClickEvent, state: Log):
    await asyncio.sleep(1)
    state.lines.append(event.key)

def stop_b():
    sk.cancel(work, key="b")
    yield

@sk.page("/")
def home(state: Log):
    buttons = [sk.button(key, key=key) for key in "abc"]
    sk.on([button.click for button in buttons], work).then(stop_b)
    sk.text(" ".join(state.lines))
'''
    with App(source=source) as app:
        for name in "abc":
            app.find(name, role="button").click()
        app.advance(5)
        assert app.text.endswith("a c")


def test_runs_that_wait_for_a_place_start_in_their_order_when_several_places_come_free_at_once() -> None:
    source = HEAD + '''
async def work(event: sk.ClickEvent, state: Log):
    state.lines.append(event.key)
    await asyncio.sleep(1)

async def quick():
    pass

@sk.page("/")
def home(state: Log):
    for key in "abcd":
        sk.button(key, key=key, on_click=sk.listener(work, concurrency_limit=2))
    sk.button("stop", on_click=lambda: [sk.cancel(work, key=key) for key in "ab"])
    sk.button("quick", on_click=quick)
    sk.text(" ".join(state.lines))
'''
    with App(source=source) as app:
        for name in "abcd":
            app.find(name, role="button").click()
        at_once(app, "stop", "quick")
        assert app.text.endswith("a b c d")


def test_a_run_that_is_cancelled_by_what_it_lets_start_keeps_no_changes() -> None:
    source = HEAD + '''
LIMIT = {"concurrency_limit": 1, "concurrency_id": "one"}

async def holds(state: Log):
    await asyncio.sleep(5)

async def work(state: Log):
    pass

async def stops(state: Log):
    await asyncio.sleep(1)
    state.lines.append("never seen")
    sk.cancel(work, key="a")  # the run of b is the next in line, and ends this one

@sk.page("/")
def home(state: Log):
    sk.button("hold", on_click=sk.listener(holds, **LIMIT))
    a, b = sk.button("a", key="a"), sk.button("b", key="b")
    sk.on([a.click, b.click], work, cancels=stops, **LIMIT)
    sk.button("stops", on_click=stops)
    sk.text(" ".join(state.lines))
'''
    with App(source=source) as app:
        for name in ("hold", "a", "b", "stops"):
            app.find(name, role="button").click()
        app.advance(10)
        assert "never seen" not in app.text
        assert app.session.scheduler.idle
