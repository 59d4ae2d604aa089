"""Time passes only when a test says so, through handlers of every kind, and an app ends with its test."""

from __future__ import annotations

import gc
import sys
import weakref

import pytest

from skerry.ids import MODULE_PREFIX
from skerry.testing import App

APP = """
import asyncio, time
import skerry as sk
from skerry.view import element

@sk.state
class S:
    n: int = 0

def generator(state: S):
    for _ in range(3):
        state.n += 1
        yield
        time.sleep(1)
    state.n = 10

async def coroutine(state: S):
    state.n = 1
    await asyncio.sleep(1)
    state.n = 2

async def async_generator(state: S):
    while True:
        state.n += 1
        yield
        await asyncio.sleep(1)

def sleeper(state: S):
    time.sleep(1)
    state.n = 5

@sk.page("/")
def home(state: S):
    element("p", f"n {state.n}")
    for handler in (generator, coroutine, async_generator, sleeper):
        element("button", handler.__name__, on={"click": handler})
    element("button", "suspended", on={"click": sk.listener(sleeper, blocking=True)})
    element("button", "late", on={"click": sk.listener(sleeper, blocking=True, debounce=0.5)})
"""


@pytest.mark.parametrize(
    ("handler", "seen"),
    [
        ("generator", ["n 1", "n 1", "n 2", "n 3", "n 10"]),
        ("coroutine", ["n 1", "n 1", "n 2", "n 2", "n 2"]),
        ("async_generator", ["n 1", "n 1", "n 2", "n 3", "n 4"]),
        ("sleeper", ["n 5", "n 5", "n 5", "n 5", "n 5"]),  # nobody knew that it would sleep: it blocks, as in a page
        ("suspended", ["n 0", "n 0", "n 5", "n 5", "n 5"]),
        ("late", ["n 0", "n 0", "n 0", "n 5", "n 5"]),
    ],
)
def test_steps_come_when_their_time_has_come(handler: str, seen: list[str]) -> None:
    app = App(source=APP)
    app.find(handler).click()
    shown = [app.find(tag="p").text]
    for seconds in (0.75, 0.5, 1, 1):
        app.advance(seconds)
        shown.append(app.find(tag="p").text)
    assert shown == seen


def test_many_exact_seconds_are_as_many_steps() -> None:
    app = App(source=APP)
    app.find("async_generator").click()
    app.advance(60)
    assert app.find(tag="p").text == "n 61"


def test_an_app_ends_when_its_test_lets_go_of_it() -> None:
    app = App(source=APP)
    app.find("generator").click()
    app.find("async_generator").click()
    number, stage = app.loaded.number, weakref.ref(app.stage)
    del app
    assert not [name for name in sys.modules if name.startswith(f"{MODULE_PREFIX}{number}.")]
    gc.collect()
    assert stage() is None


def test_a_locator_keeps_its_app() -> None:
    button = App(source=APP).find("coroutine")
    button.click()
    assert button.exists


def test_closing_twice_is_harmless() -> None:
    with App(source=APP) as app:
        app.find("sleeper").click()
        app.close()
    app.close()
