"""Waiting: a handler that sleeps as plain Python does, and one that awaits."""

from __future__ import annotations

import asyncio
import time

import skerry as sk


@sk.state
class Waited:
    text: str = "not yet"


def sleep(state: Waited):
    state.text = "asleep"
    yield
    time.sleep(1.5)
    state.text = "slept"


async def wait(state: Waited):
    state.text = "waiting"
    yield
    await asyncio.sleep(1.5)
    state.text = "waited"


@sk.page("/")
def home(state: Waited):
    sk.button("Sleep", on_click=sleep)
    sk.button("Wait", on_click=wait)
    sk.text(state.text, key="text", id="text")
