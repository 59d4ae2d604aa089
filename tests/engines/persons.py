"""What the scenes ask of a person at a browser, and how to wait for what the person sees."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final, Protocol

__all__ = ["KEYS", "PATIENCE", "Person", "key_presses", "until"]

PATIENCE: Final = 60.0
"""Seconds until what is waited for has to be there: starting Python takes some on a busy machine."""

KEYS: Final = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "End": "\ue010", "Space": " "}
"""As WebDriver writes them."""


class Person(Protocol):
    """A person at a browser of another engine than Chromium."""

    def open(self, url: str) -> None: ...

    def run(self, script: str, *given: Any) -> Any:
        """The body of an async function in the page, which has its arguments as ``given``; gives what it returns."""
        ...

    def click(self, css: str, text: str = "") -> None:
        """The pointer on the first such element that has this text."""
        ...

    def type(self, text: str) -> None:
        """Into what has the focus."""
        ...

    def press(self, key: str) -> None:
        """A key, by its name in the DOM."""
        ...


def key_presses(text: str) -> dict[str, Any]:
    """Each key down and up, as WebDriver takes it."""
    steps = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
    return {"type": "key", "id": "keyboard", "actions": steps}


def until(true: Callable[[], Any], what: str) -> None:
    """Wait for a state of the page. Raises ``AssertionError`` where it does not come."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE:g} s"
        time.sleep(0.05)
