"""Counter: a number and a button that makes it grow (7GUIs, task 1)."""

from __future__ import annotations

import skerry as sk


@sk.state
class Counter:
    count: int = 0


def increment(state: Counter):
    state.count += 1


@sk.page("/", title="Counter")
def home(state: Counter):
    sk.heading("Counter")
    with sk.row():
        sk.metric("Count", state.count, aria_live="polite")
        sk.button("Count", kind="primary", on_click=increment)
