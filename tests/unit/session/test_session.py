"""A session end to end on CPython, through the testing driver."""

from __future__ import annotations

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
