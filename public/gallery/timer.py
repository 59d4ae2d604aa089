"""Timer: a gauge whose duration can be changed while it runs (7GUIs, task 4)."""

from __future__ import annotations

import asyncio

import skerry as sk


@sk.state
class Timer:
    elapsed: float = 0.0  # seconds
    duration: float = 15.0


async def run(state: Timer):
    """Count for as long as the page is open; stand still while the duration is reached."""
    loop = asyncio.get_running_loop()
    before = loop.time()
    while True:
        await asyncio.sleep(0.1)
        now = loop.time()
        if state.elapsed < state.duration:
            state.elapsed = min(state.elapsed + now - before, state.duration)
        before = now


def reset(state: Timer):
    state.elapsed = 0.0


@sk.page("/", title="Timer", on_load=run)
def home(state: Timer):
    sk.heading("Timer")
    with sk.card():
        gauge(state)
        sk.slider("Duration", 1, 30, step=0.5, bind=sk.ref(state).duration, key="duration")
        sk.button("Reset", on_click=reset, key="reset")


@sk.component
def gauge(state: Timer):
    sk.progress(min(state.elapsed / state.duration, 1), "Elapsed")
    sk.text(f"{state.elapsed:.1f} s of {state.duration:g} s")
