"""Kinds of handlers: a function, a generator, a coroutine and an async generator fill their locks side by side."""

from __future__ import annotations

import asyncio
import inspect
import time

import skerry as sk

FULL = 6


@sk.state
class Locks:
    levels: dict[str, int] = {}  # the name of the handler -> how high the water stands
    seconds: float = 0.0


def function(locks: Locks):
    for level in range(FULL + 1):
        locks.levels["function"] = level


def generator(locks: Locks):
    for level in range(FULL + 1):
        locks.levels["generator"] = level
        yield
        time.sleep(0.4)


async def coroutine(locks: Locks):
    for level in range(FULL + 1):
        locks.levels["coroutine"] = level
        await asyncio.sleep(0.4)


async def async_generator(locks: Locks):
    for level in range(FULL + 1):
        locks.levels["async_generator"] = level
        yield
        await asyncio.sleep(0.4)


KINDS = {
    function: "Runs at once: only its end is seen.",
    generator: "Each yield is shown, and time.sleep holds up nothing else.",
    coroutine: "What it has done is shown while it awaits.",
    async_generator: "It may do both: yield a step, and await.",
}


def tick(event: sk.TickEvent, locks: Locks):
    locks.seconds = event.elapsed


sk.css("""
.lock { position: relative; overflow: hidden; block-size: 5rem; border: 2px solid var(--sk-edge); border-block-start: 0; border-radius: 0 0 var(--sk-radius) var(--sk-radius); }
.lock-water { position: absolute; inset: auto 0 0; background: color-mix(in srgb, var(--sk-accent) 55%, var(--sk-raised)); transition: block-size 0.35s; }
.lock-boat { position: absolute; inset-inline-start: calc(50% - 0.75em); font-size: 1.5rem; line-height: 1; transition: inset-block-end 0.35s; }
.kinds .sk-card { block-size: 100%; }
.kinds .sk-expander { margin-block-start: auto; }
.kinds .sk-primary { font-family: var(--sk-mono); }
""")


@sk.page("/", title="Kinds of handlers")
def home(locks: Locks):
    sk.heading("Kinds of handlers")
    sk.text("Each button calls a handler of another kind, and fills a lock. Press several at once: the clock never stands still.")
    clock(locks)
    with sk.grid("24rem", class_="kinds"):
        for handler, text in KINDS.items():
            lock(handler.__name__, key=handler.__name__, handler=handler, text=text)


@sk.component
def clock(locks: Locks):
    sk.timer(0.1, tick)
    sk.metric("This page has been alive for", f"{locks.seconds:.1f} s")


@sk.component
def lock(name: str, handler, text: str):
    level = sk.use(Locks).levels.get(name, 0)
    height = f"{100 * level / FULL:.0f}%"
    with sk.card():
        with sk.row(justify="between"):
            sk.button(name, on_click=handler, kind="primary")
            sk.text("running" if sk.running(handler) else f"{level} of {FULL} m", muted=True, role="status")
        with sk.element("div", class_="lock", aria_hidden=True):
            sk.element("div", class_="lock-water", style={"block-size": height})
            sk.element("span", "⛵", class_="lock-boat", style={"inset-block-end": f"max(0.2rem, {height} - 2rem)"})
        sk.text(text)
        with sk.expander("Its source"):
            sk.code(inspect.getsource(handler), "python")
