"""The examples of docs/events.md do what is said there."""

from __future__ import annotations

import pytest

from skerry.testing import App

from ...examples import PAGE, Example, examples, follow
from .event_table import table


class Follower:
    def __init__(self, app: App) -> None:
        self.app = app

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
        for _ in range(200):  # a person waits a little too
            if text in self.app.text:
                return
            self.app.advance(0.02)
        raise AssertionError(f"{text!r} is not in {self.app.text!r}")

    def sees_not(self, text: str) -> None:
        assert text not in self.app.text

    def told(self, text: str) -> None:
        assert any(text in one for one in self.app.toasts) or any(text in one["message"] for one in self.app.errors), self.app.errors
        self.app.errors.clear()


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.name)
def test_example(example: Example) -> None:
    with App(source=example.source, raises=False) as app:
        follow(example, Follower(app))
        assert not app.errors, app.errors


def test_the_table_of_events_is_what_the_classes_say() -> None:
    assert table() in PAGE.read_text("utf-8")
