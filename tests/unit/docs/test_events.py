"""The examples of docs/events.md do what is said there."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from skerry.testing import App

from ...examples import PAGE, Example, examples, follow
from .event_table import table

JAVASCRIPT: dict[str, Callable[..., Any]] = {"(t) => t.toUpperCase()": str.upper, "() => innerWidth": lambda: 800}
"""What stands for the examples' JavaScript where there is no browser."""


class Follower:
    def __init__(self, app: App, beside: dict[str, str], out: io.StringIO) -> None:
        self.app = app
        self.files = beside
        self.out = out

    def click(self, name: str) -> None:
        self.app.find(name).click()

    def type(self, text: str, name: str) -> None:
        self.app.find(label=name).fill(text)

    def press(self, key: str, name: str) -> None:
        self.app.find(name).press(key)

    def tick(self, name: str) -> None:
        self.app.find(label=name).click()

    def choose(self, option: str, name: str) -> None:
        self.app.find(label=name).select(option)

    def give(self, file: str, content: str, name: str) -> None:
        self.app.find(label=name).upload(file, content)

    def wait(self, seconds: float) -> None:
        self.app.advance(seconds)

    def sees(self, text: str) -> None:
        self.waits_for(text, lambda: self.app.text)

    def waits_for(self, text: str, shown: Callable[[], str]) -> None:
        for _ in range(200):  # a person waits a little too
            if text in shown():
                return
            self.app.advance(0.02)
        raise AssertionError(f"{text!r} is not in {shown()!r}")

    def sees_not(self, text: str) -> None:
        assert text not in self.app.text

    def told(self, text: str) -> None:
        assert any(text in one for one in self.app.toasts) or any(text in one["message"] for one in self.app.errors), self.app.errors
        self.app.errors.clear()

    def logged(self, text: str, handler: str) -> None:
        """Without a page, what is printed goes where it always goes; whose it is, the page's tests say."""
        self.waits_for(f"{text}\n", self.out.getvalue)

    def beside(self, file: str, content: str) -> None:
        self.files[file] = content

    def calls(self, name: str, arguments: str, answer: str) -> None:
        assert self.app.call(name, *json.loads(arguments)) == json.loads(answer)


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.name)
def test_example(example: Example) -> None:
    beside: dict[str, str] = {}
    out = io.StringIO()
    with App(source=example.source, raises=False, responses=beside, js=JAVASCRIPT) as app, contextlib.redirect_stdout(out):
        follow(example, Follower(app, beside, out))
        assert not app.errors, app.errors


def test_the_table_of_events_is_what_the_classes_say() -> None:
    assert table() in PAGE.read_text("utf-8")
