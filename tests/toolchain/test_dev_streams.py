"""What the page's Python prints and logs, line by line and with its level."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from skerry.session.streams import LineStream, install_streams


@contextmanager
def installed() -> Iterator[list[tuple[str, str]]]:
    """What reaches the console while the streams are installed."""
    lines: list[tuple[str, str]] = []
    before = sys.stdout, sys.stderr, logging.lastResort
    install_streams(lambda level, text: lines.append((level, text)))
    try:
        yield lines
    finally:
        sys.stdout, sys.stderr, logging.lastResort = before


def test_whole_lines_are_passed_on() -> None:
    with installed() as told:
        assert sys.stdout.write("one") == 3
        before = list(told)
        assert sys.stdout.write(" two\nthree\n") == 11
        print("four", end="", flush=True)
    assert before == []
    assert told == [("info", "one two\nthree"), ("info", "four")]


def test_records_have_their_level_and_their_traceback() -> None:
    logger = logging.Logger("harbour")  # one that nothing else has configured
    with installed() as told:
        logger.warning("tide")
        try:
            raise ValueError("leak")
        except ValueError:
            logger.exception("pier")
    assert told[0] == ("warning", "tide")
    level, text = told[1]
    assert level == "error"
    assert text.startswith("pier\nTraceback (most recent call last):")
    assert text.endswith("ValueError: leak")


def test_what_basic_config_writes_has_its_level_too() -> None:
    lines: list[tuple[str, str]] = []
    stream = LineStream("warning", lambda level, text: lines.append((level, text)))
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(logging.BASIC_FORMAT))
    logger = logging.Logger("harbour", logging.DEBUG)
    logger.addHandler(handler)
    logger.info("ebb")
    logger.debug("flow")
    logger.critical("flood")
    stream.write("plain words\n")
    assert lines == [
        ("info", "INFO:harbour:ebb"),
        ("debug", "DEBUG:harbour:flow"),
        ("error", "CRITICAL:harbour:flood"),
        ("warning", "plain words"),
    ]
