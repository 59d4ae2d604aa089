"""Which handlers run, and stopping them."""

from __future__ import annotations

from skerry.testing import App

WORK = '''
import asyncio, time
import skerry as sk
from skerry.view import element

@sk.state
class Work:
    done: int = 0
    other: int = 0
    ended: list[str] = []

async def count(event: sk.ClickEvent, state: Work):
    try:
        while True:
            state.done += 1
            yield
            await asyncio.sleep(1)
    finally:
        state_after.append(event.key)

def sleeps(state: Work):
    yield
    time.sleep(100)
    state.done = 1000

state_after = []

async def quick(state: Work):
    state.other += 1
    sk.cancel(count)

def start(state: Work):
    state.other += 10

@sk.page("/")
def home(state: Work):
    element("p", f"{state.done} done, {state.other} other")
    element("p", "counting" if sk.running(count) else "idle", key="status")
    element("p", "b is counting" if sk.running(count, key="b") else "b is idle", key="b status")
    for key in "ab":
        element("button", f"count {key}", key=key, on={"click": count})
    element("button", "sleep", on={"click": sleeps})
    element("button", "stop", on={"click": sk.cancel(count)})
    element("button", "stop b", on={"click": sk.cancel(count, key="b")})
    element("button", "stop sleep", on={"click": sk.cancel(sleeps)})
    element("button", "quick", on={"click": quick})
    element("button", "start", on={"click": sk.listener(start, cancels=[count, sleeps])})
'''


def test_a_page_follows_what_runs_and_a_button_stops_it() -> None:
    with App(source=WORK) as app:
        assert "idle" in app.text
        app.find("count a").click()
        app.advance(1.1)
        assert "2 done" in app.text
        assert "counting" in app.find(key="status").text
        app.find("stop", role="button").click()
        app.advance(5)
        assert "2 done" in app.text
        assert app.find(key="status").text == "idle"
        assert app.module().state_after == ["a"], "its finally ran"


def test_the_runs_of_one_element_can_be_meant() -> None:
    with App(source=WORK) as app:
        app.find("count a").click()
        app.find("count b").click()
        assert "b is counting" in app.text
        app.find("stop b").click()
        app.advance(0)
        assert "b is idle" in app.text
        assert app.find(key="status").text == "counting"


def test_a_sleeping_function_is_stopped_where_it_sleeps() -> None:
    with App(source=WORK) as app:
        app.find("sleep").click()
        app.find("stop sleep").click()
        app.advance(200)
        assert "0 done" in app.text


def test_a_handler_stops_another_at_once() -> None:
    with App(source=WORK) as app:
        app.find("count a").click()
        app.find("quick").click()
        app.advance(3)
        assert "1 done, 1 other" in app.text
        assert app.find(key="status").text == "idle"


def test_a_listener_names_what_its_start_ends() -> None:
    with App(source=WORK) as app:
        app.find("count a").click()
        app.find("sleep").click()
        app.find("start").click()
        app.advance(200)
        assert "1 done, 10 other" in app.text
