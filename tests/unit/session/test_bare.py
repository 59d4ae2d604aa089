"""Handlers that do not look at their event: the page is told, and sends no payload."""

from __future__ import annotations

from typing import Any

import pytest

from skerry.testing import App

SOURCE = """
import functools
import skerry as sk

@sk.state
class Log:
    text: str = ""

def plain(log: Log): log.text += "plain "
def keyed(key, log: Log): log.text += f"{key} "
def looks(event: sk.ClickEvent, log: Log): log.text += f"{event.x} "
def takes(payload, log: Log): log.text += f"{sorted(payload)} "
def typed(log: Log): log.text += "typed "

@sk.page("/")
def home(log: Log):
    LISTENS
    sk.text(log.text)
"""


def bare(app: App) -> list[bool]:
    specs: dict[int, Any] = app.document.specs
    return [spec["o"].get("bare", False) for _, spec in sorted(specs.items())]


@pytest.mark.parametrize(
    ("listens", "expected"),
    [
        ("sk.button('x', on_click=plain)", [True]),
        ("sk.button('x', key=1, on_click=keyed)", [True]),
        ("sk.button('x', on_click=looks)", [False]),
        ("sk.button('x', on_click=takes)", [False]),
        ("sk.button('x', on_click=[plain, looks])", [True, False]),
        ("sk.button('x', on_click=sk.listener(plain).then(typed))", [True]),
        ("sk.button('x', on_click=sk.listener(plain).then(looks))", [False]),
        ("sk.button('x', on_click=sk.listener(plain, js='() => 1'))", [False]),
        ("sk.button('x', on_click=functools.partial(looks, None))", [True]),
        ("sk.input(label='x', on_input=typed)", [False]),
    ],
)
def test_what_the_page_is_told(listens: str, expected: list[bool]) -> None:
    assert bare(App(source=SOURCE.replace("LISTENS", listens))) == expected


def test_an_event_without_a_payload_runs_its_handlers() -> None:
    app = App(source=SOURCE.replace("LISTENS", "sk.button('x', key=7, on_click=[plain, keyed])"))
    button = app.find("x").node
    for _, spec in sorted(app.document.specs.items()):
        app.stage.deliver({"t": "event", "n": button.id, "e": "click", "h": spec["h"], "p": 1, "s": 1, "d": {}})
    assert "plain 7" in app.text
