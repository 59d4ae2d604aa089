"""Which parts of the page's code a message needs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

CASES: list[tuple[list[dict[str, Any]], set[str]]] = [
    ([{"t": "patch", "p": 1, "a": 0, "o": [["+", 0, 0, 1, [["h1", {"class": "x"}, 0, "for a table"]]], ["t", 2, "x"]]}], set()),
    ([{"t": "patch", "o": [["d", 1, {"e": "click", "h": "a", "o": {}}], ["c", "title", {"text": "x"}]]}], set()),
    ([{"t": "patch", "o": [["d", 1, {"e": "click", "h": "a"}]]}, {"t": "log", "level": "info", "text": "x"}], set()),
    ([{"t": "patch", "o": [["d", 1, {"e": "input", "h": "a", "o": {"debounce_ms": 5}}]]}], {"forms", "seldom"}),
    ([{"t": "patch", "o": [["d", 1, {"e": "keydown", "h": "a", "o": {"keys": ["Enter"]}}]]}], {"forms", "seldom"}),
    ([{"t": "patch", "o": [["d", 1, {"e": "scroll", "h": "a", "o": {}}]]}], {"seldom"}),
    ([{"t": "patch", "o": [["d", 1, {"e": "online", "h": "a", "o": {"at": "window"}}]]}], {"seldom"}),
    ([{"t": "patch", "o": [["d", 1, {"e": "click", "h": "a", "o": {"js": "() => {}"}}]]}], {"functions"}),
    ([{"t": "patch", "o": [["T", 1, ["li", 0, 0], [], []]]}], {"lists"}),
    ([{"t": "patch", "o": [["S", 1, ["li", 0, 0]]]}], {"lists"}),
    ([{"t": "patch", "o": [[">", 1, 2, 3]]}], {"lists"}),
    ([{"t": "patch", "o": [["c", "navigate", {"url": "/"}]]}], {"commands", "travel"}),
    ([{"t": "patch", "o": [["c", "kept", {}], ["c", "js", {}]]}], {"commands", "keeping", "functions"}),
    ([{"t": "patch", "o": [["+", 0, 0, 1, [["img", {"src": "sk-blob:12"}, 0]]]]}], {"blobs"}),
    ([{"t": "patch", "o": [["+", 0, 0, 1, [["input", {".value": "x"}, 0]]]]}], {"forms"}),
    ([{"t": "patch", "o": [["+", 0, 0, 1, [["x-boat", 0, 0]]]]}], {"seldom"}),
    ([{"t": "save", "name": "app:A"}, {"t": "patch", "o": []}], {"keeping"}),
]


@pytest.mark.parametrize(("messages", "parts"), CASES)
def test_a_message_says_what_it_needs(shell_page: Page, messages: list[dict[str, Any]], parts: set[str]) -> None:
    found = shell_page.evaluate(
        "(text) => import('./skerry/js/needed.js').then(({ neededBy }) => neededBy(JSON.parse(text), text))",
        json.dumps(messages, separators=(",", ":")),
    )
    assert set(found) == parts and len(found) == len(parts)
