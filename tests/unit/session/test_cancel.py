"""Which handlers run, and stopping them."""

from __future__ import annotations

import pytest

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


def test_a_listener_may_only_cancel_and_go_on_with_its_chain() -> None:
    body = """
def note(state: Work):
    state.log += " noted"

@sk.page("/")
def home(state: Work):
    sk.button("long", on_click=long)
    sk.button("only stop", on_click=sk.listener(None, cancels=[long]).then(note))
    sk.text(f"{sk.running(long)}{state.log}", key="told")
"""
    source = f"""
import asyncio
import skerry as sk

@sk.state
class Work:
    log: str = ""

async def long(state: Work):
    await asyncio.sleep(60)
    state.log += " never"
{body}"""
    with App(source=source) as app:
        app.find("long").click()
        assert app.find(key="told").text == "True"
        app.find("only stop").click()
        app.advance(100)
        assert app.find(key="told").text == "False noted"


CARDS = """
import asyncio
import skerry as sk

@sk.state
class Log:
    ended: list[str] = []

@sk.component
def card(name, shared, log: Log):
    async def load():
        await asyncio.sleep(10)
        log.ended.append(name)

    def stop_here():
        sk.cancel(load)

    busy = sk.running(load)
    if not busy:
        sk.button(f"Load {name}", on_click=load)
    sk.button(f"Stop {name}", on_click=sk.cancel(load))
    sk.button(f"End {name}", on_click=stop_here)
    sk.button(f"Instead {name}", on_click=sk.listener(lambda: None, cancels=load))
    sk.button(f"Shared {name}", on_click=shared)
    sk.text(f"{name} {'busy' if busy else 'idle'}")

@sk.page("/")
def home(log: Log):
    async def shared():
        await asyncio.sleep(10)

    for name in ("Tern", "Gull"):
        card(name, shared, log, key=name)
    sk.text(f"shared {sk.running(shared)} {', '.join(log.ended)}")
"""


@pytest.mark.parametrize("way", ["Stop", "End", "Instead"])
def test_trap_closure_variable_a_component_asks_for_and_stops_its_own_handler_only(way: str) -> None:
    with App(source=CARDS) as app:
        app.find("Load Tern").click()
        assert "Tern busy" in app.text and "Gull idle" in app.text
        app.find(f"{way} Gull").click()
        assert "Tern busy" in app.text
        app.find("Load Gull").click()
        app.find(f"{way} Tern").click()
        assert "Tern idle" in app.text and "Gull busy" in app.text
        app.find("Shared Gull").click()
        assert "shared True" in app.text
        app.advance(11)
        assert "Gull idle" in app.text and "shared False Gull" in app.text


def test_trap_stop_in_the_place_of_start_does_not_wait_for_it() -> None:
    source = """
import asyncio
import skerry as sk

async def work():
    await asyncio.sleep(60)

@sk.page("/")
def home():
    if sk.running(work):
        sk.button("Stop", on_click=sk.cancel(work))
    else:
        sk.button("Start", on_click=work)
"""
    with App(source=source) as app:
        app.find("Start").click()
        app.find("Stop").click()
        assert app.find("Start").exists
