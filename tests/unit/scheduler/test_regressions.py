"""What the model's test (test_model.py) has found, each as the smallest example."""

from __future__ import annotations

from skerry.testing import App

HEAD = '''
import asyncio, time
import skerry as sk
from skerry.view import element

@sk.state
class Log:
    lines: list[str] = []

def add(line):
    def handler(state: Log):
        state.lines.append(line)
    return handler

def bad(state: Log):
    raise ValueError("no luck")
'''


def test_a_failure_that_the_chain_of_a_then_takes_up_is_not_shown() -> None:
    source = HEAD + '''
@sk.page("/")
def home(state: Log):
    sk.text(" ".join(state.lines))
    sk.button("go", on_click=sk.listener(bad).then(sk.listener(add("a")).failure(add("b"))))
'''
    with App(source=source) as app:
        app.find("go", role="button").click()
        assert "a b" in app.text
