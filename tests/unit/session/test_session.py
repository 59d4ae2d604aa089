"""A session end to end on CPython, through the testing driver."""

from __future__ import annotations

import pytest

from skerry.testing import App

COUNTER = '''
import asyncio, time
import skerry as sk
from skerry.view import element, text

@sk.state
class Counter:
    count: int = 0
    log: list[str] = []

def increment(event: sk.ClickEvent, state: Counter):
    state.count += 1
    state.log.append(f"{event.key}: {state.count}")

async def count_down(state: Counter):
    while state.count:
        state.count -= 1
        yield
        await asyncio.sleep(0.2)

def slow(state):
    state.count += 10
    yield
    time.sleep(1)
    state.count += 10

def fails(state):
    state.count = 100
    raise ValueError("no")

@sk.page("/", title="Counter")
def home(state: Counter):
    element("h1", f"Count: {state.count}")
    element("button", "Increment", on={"click": increment}, key="plus")
    element("button", "Count down", on={"click": sk.listener(count_down, trigger_mode="once")})
    element("button", "Slow", on={"click": slow})
    element("button", "Fails", on={"click": fails})
    for i, line in enumerate(state.log):
        element("p", line, key=i)
'''


def test_a_click_changes_the_page() -> None:
    with App(source=COUNTER) as app:
        assert app.title == "Counter"
        app.find("Increment").click()
        app.find("Increment").click()
        assert app.find(role="heading").text == "Count: 2"
        assert "plus: 2" in app.text


def test_an_async_generator_shows_each_step_and_the_last_without_a_yield() -> None:
    with App(source=COUNTER) as app:
        for _ in range(3):
            app.find("Increment").click()
        app.find("Count down").click()
        assert "Count: 2" in app.text
        app.advance(0.25)
        assert "Count: 1" in app.text
        app.advance(1)
        assert "Count: 0" in app.text


def test_a_generator_that_sleeps_shows_both_steps() -> None:
    with App(source=COUNTER) as app:
        app.find("Slow").click()
        assert "Count: 10" in app.text
        app.find("Increment").click()
        assert "Count: 11" in app.text, "the page is alive while the handler sleeps"
        app.advance(1.1)
        assert "Count: 21" in app.text


@pytest.mark.parametrize(
    "returned",
    [
        "step(state)",
        "asyncio.ensure_future(step(state))",
        "asyncio.gather(step(state))",
        "Awaitable(state)",
        "by_generator(state)",
        "steps(state)",
        "later_steps(state)",
    ],
)
def test_whatever_a_plain_function_returns_to_be_awaited_is(returned: str) -> None:
    source = f"""
import asyncio, types
import skerry as sk

@sk.state
class S:
    done: int = 0

async def step(state):
    await asyncio.sleep(1)
    state.done += 1

class Awaitable:
    def __init__(self, state): self.state = state
    def __await__(self): return step(self.state).__await__()

@types.coroutine
def by_generator(state):
    yield from step(state).__await__()

def steps(state):
    yield
    state.done += 1

async def later_steps(state):
    await asyncio.sleep(1)
    return steps(state)

def handler(state: S):
    return {returned}

@sk.page("/")
def home(state: S):
    sk.button("Go", on_click=handler)
    sk.text(f"done {{state.done}} {{sk.running(handler)}}")
"""
    with App(source=source) as app:
        app.find("Go").click()
        app.advance(2)
        assert "done 1 False" in app.text


def test_a_session_keeps_nothing_of_runs_that_are_over() -> None:
    import gc

    from skerry.scheduler import Run

    with App(source=COUNTER, raises=False) as app:
        for name in ("Increment", "Slow", "Fails", "Count down"):
            app.find(name).click()
        app.advance(30)
        assert app.session.scheduler.idle
        gc.collect()
        assert [one for one in gc.get_objects() if isinstance(one, Run)] == []


def test_a_handler_that_raises_is_undone_and_reported() -> None:
    with App(source=COUNTER, raises=False) as app:
        app.find("Increment").click()
        app.find("Fails").click()
        assert "Count: 1" in app.text
        assert app.errors[0]["message"] == "no"
        assert app.errors[0]["handler"] == "fails"
        assert any(frame["app"] and frame["source"] == 'raise ValueError("no")' for frame in app.errors[0]["traceback"])
        app.find("Increment").click()
        assert "Count: 2" in app.text


LOADER = '''
import asyncio
import skerry as sk
from skerry.view import element

@sk.state
class Load:
    done: int = 0

async def load(state: Load):
    for _ in range(3):
        state.done += 1
        await asyncio.sleep(1)

async def rush(state: Load):
    for _ in range(50):
        state.done += 1
        await asyncio.sleep(0)

async def fails(state: Load):
    state.done = 7
    await asyncio.sleep(1)
    state.done = 8
    raise ValueError("no")

@sk.page("/")
def home(state: Load):
    element("p", f"{state.done} done")
    for handler in (load, rush, fails):
        element("button", handler.__name__, on={"click": handler})
'''


def test_an_async_handler_without_yields_shows_what_it_has_done_between_its_awaits() -> None:
    with App(source=LOADER) as app:
        app.find("load").click()
        assert "1 done" in app.text
        app.advance(1)
        assert "2 done" in app.text
        app.advance(5)
        assert "3 done" in app.text


def test_awaits_that_come_quicker_than_frames_ask_once_until_the_patch_is_taken() -> None:
    with App(source=LOADER) as app:
        wakes: list[str] = []
        app.session._wake = lambda: wakes.append(app.text)  # a page whose frames are slow
        app.find("rush").click()
        app.advance(0)
        assert len(wakes) == 1
        app.advance(0.016)
        assert "50 done" in app.text
        assert len(wakes) == 1


def test_what_people_could_see_is_never_taken_back() -> None:
    with App(source=LOADER, raises=False) as app:
        app.find("fails").click()
        app.advance(2)
        assert "7 done" in app.text, "committed when it suspended; only what came after is undone"
        assert app.errors[0]["handler"] == "fails"
