"""Chains: reserve, pay, notify, each after the one before; you decide which of them fails."""

from __future__ import annotations

import asyncio
from typing import Any

import skerry as sk


@sk.state
class Ferry:
    fails: str = "nothing"
    seats: int = 3
    ran: dict[str, str] = {}  # the handler -> how it went
    log: list[str] = []


class Trouble(Exception):
    def __init__(self, step: str, why: str) -> None:
        super().__init__(why)
        self.step = step


async def work(ferry: Ferry, step: str) -> None:
    """What all of them do: take a moment, and fail if that was asked for."""
    ferry.ran[step] = "runs"
    await asyncio.sleep(0.5)
    if ferry.fails == step:
        raise Trouble(step, f"{step} was told to fail")
    ferry.ran[step] = "done"


async def reserve(ferry: Ferry):
    ferry.ran.clear()
    if not ferry.seats:
        raise Trouble("reserve", "no seat is left")
    await work(ferry, "reserve")
    ferry.seats -= 1


async def pay(ferry: Ferry):
    await work(ferry, "pay")


async def send_ticket(ferry: Ferry):
    await work(ferry, "send_ticket")


async def apologise(ferry: Ferry, context: dict[str, Any]):
    """Is given what was raised, and takes it up: the person sees no error of the app."""
    error = context["error"]
    ferry.ran[error.step] = "failed"
    await work(ferry, "apologise")
    ferry.log.append(f"Sorry: {error}")


async def write_log(ferry: Ferry):
    await work(ferry, "write_log")
    ferry.log.append(f"{ferry.seats} seats are left")


BOOK = sk.listener(reserve, trigger_mode="once").success(pay).success(send_ticket).failure(apologise).then(write_log)

CHAIN = {
    "reserve": "sk.listener(reserve)",
    "pay": ".success(pay)",
    "send_ticket": ".success(send_ticket)",
    "apologise": ".failure(apologise)",
    "write_log": ".then(write_log)",
}
SIGNS = {"runs": "…", "done": "✓", "failed": "✗", "": "·"}

sk.css("""
.chain { display: grid; gap: 0.4rem; margin: 0; padding: 0; list-style: none; }
.chain li { display: flex; justify-content: space-between; gap: 1rem; padding: 0.45rem 0.8rem; border: 1px solid var(--sk-line); border-inline-start-width: 0.35rem; border-radius: var(--sk-radius); background: var(--sk-raised); }
.chain code { font-family: var(--sk-mono); font-size: 0.9375rem; overflow-wrap: anywhere; }
.chain .runs { border-inline-start-color: var(--sk-warning); }
.chain .done { border-inline-start-color: var(--sk-good); }
.chain .failed { border-inline-start-color: var(--sk-danger); }
""")


@sk.page("/", title="Chains")
def home(ferry: Ferry):
    sk.heading("Chains")
    sk.text("Book a seat, and see which handlers run. Then choose one that is to fail, and book again.")
    with sk.row(align="end"):
        sk.select("What fails", ["nothing", "reserve", "pay", "send_ticket"], bind=sk.ref(ferry).fails)
        sk.button("Book", on_click=BOOK, kind="primary")
    with sk.element("ol", class_="chain", aria_label="The chain"):
        for name, code in CHAIN.items():
            how = ferry.ran.get(name, "")
            with sk.element("li", class_=how, key=name):
                sk.element("code", code)
                sk.element("span", f"{SIGNS[how]} {how or 'not called'}")
    with sk.row(align="start"):
        sk.metric("Seats left", ferry.seats)
        with sk.card("Log", level=2):
            with sk.column(gap="xs", role="log", aria_label="Log"):
                for number, line in enumerate(ferry.log[-6:]):
                    sk.text(line, size="s", key=number)
            if not ferry.log:
                sk.text("Nothing yet.", muted=True)
