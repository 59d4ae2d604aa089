"""Output of handlers that interleave goes to their session's log, in order, each line with its handler's name."""

from __future__ import annotations

import logging
import sys

from skerry.session.streams import finish_lines, install_streams
from skerry.testing import App

SOURCE = '''
import asyncio, logging
import skerry as sk

async def first():
    print("first one", end="")
    await asyncio.sleep(0.1)
    print(" first two")
    logging.Logger("harbour").warning("from logging")

async def second():
    await asyncio.sleep(0.05)
    print("second")
    await asyncio.sleep(0.1)
    print("second again")
    raise ValueError("no luck")

@sk.page("/")
def home():
    sk.button("first", on_click=first)
    sk.button("second", on_click=second)
'''


def test_what_handlers_print_is_told_apart_where_they_interleave() -> None:
    console: list[tuple[str, str]] = []
    before = sys.stdout, sys.stderr, logging.lastResort
    install_streams(lambda level, text: console.append((level, text)))
    try:
        with App(source=SOURCE, raises=False) as one, App(source=SOURCE) as other:
            other.find("first").click()
            one.find("first").click()
            one.find("second").click()
            one.advance(0.3)
            other.advance(0.05)
            said = [(level, text, name) for (level, text), name in zip(one.logs, one.stage.host.said_by, strict=True) if name]
            one.errors.clear()
            finish_lines()
            assert not other.logs, "its line has not ended"
            other.advance(0.1)
            assert [text for _, text in other.logs] == ["first one first two", "from logging"]
    finally:
        sys.stdout, sys.stderr, logging.lastResort = before
    assert said[:4] == [
        ("info", "second", "second"),
        ("info", "first one first two", "first"),
        ("warning", "from logging", "first"),
        ("info", "second again", "second"),
    ]
    assert not console


UNFINISHED = """
import asyncio, logging
import skerry as sk

def fails():
    print("a line without an end", end="")
    raise ValueError("no luck")

async def dots():
    print(".", end="")
    await asyncio.sleep(0.1)
    print(".", end="")

@sk.page("/")
def home():
    sk.button("fails", on_click=fails)
    sk.button("dots", on_click=dots)
"""


def test_a_line_that_has_no_end_is_said_once_its_handler_has_ended() -> None:
    before = sys.stdout, sys.stderr, logging.lastResort
    install_streams(lambda level, text: None)
    try:
        with App(source=UNFINISHED, raises=False) as app:
            app.find("fails").click()
            finish_lines()
            assert app.logs[-1] == ("info", "a line without an end")
            app.errors.clear()
            app.find("dots").click()
            finish_lines()
            app.advance(0.05)
            assert app.logs[-1] == ("info", "a line without an end"), "it goes on"
            app.advance(0.1)
            assert app.logs[-1] == ("info", "..")
    finally:
        sys.stdout, sys.stderr, logging.lastResort = before
