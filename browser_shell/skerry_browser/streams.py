"""``print`` and ``logging`` in a page: each line goes to the session whose handler wrote it, else to the console."""

from __future__ import annotations

import io
import logging
import re
import sys
from collections.abc import Callable
from typing import Final

from skerry.net import redact
from skerry.session.context import CURRENT_SESSION

__all__ = ["install_streams"]

Write = Callable[[str, str], None]

_NAMED: Final = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL):")
"""How ``logging.basicConfig`` begins a record."""

_LEVELS: Final = ((logging.ERROR, "error"), (logging.WARNING, "warning"), (logging.INFO, "info"))


def install_streams(console: Write) -> None:
    """Replace ``sys.stdout``, ``sys.stderr`` and the handler that logging falls back on.

    console: takes (level, text) of what no session wrote. ``logging.basicConfig`` works as ever: it writes to ``sys.stderr``.
    """
    sys.stdout = LineStream("info", console)
    sys.stderr = LineStream("warning", console)
    logging.lastResort = _LogHandler(console)


def write(level: str, text: str, console: Write) -> None:
    """Hand a line to the current session's host, or to the console."""
    session = CURRENT_SESSION.get()
    if session is None:
        console(level, redact(text))
    else:
        session.host.log(level, text)


class LineStream(io.TextIOBase):
    """A text stream that passes on whole lines."""

    encoding = "utf-8"

    def __init__(self, level: str, console: Write) -> None:
        self._level = level
        self._console = console
        self._rest = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        if lines:
            whole = "\n".join(lines)
            write(self._level_of(whole), whole, self._console)
        return len(text)

    def flush(self) -> None:
        if self._rest:
            rest, self._rest = self._rest, ""
            write(self._level_of(rest), rest, self._console)

    def _level_of(self, text: str) -> str:
        """A log record's own level, where the stream is the one for logging."""
        named = _NAMED.match(text) if self._level == "warning" else None
        return self._level if named is None else _level(getattr(logging, named[1]))


class _LogHandler(logging.Handler):
    """For apps that have not configured logging: the records that Python shows then, with their level."""

    def __init__(self, console: Write) -> None:
        super().__init__(logging.WARNING)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        write(_level(record.levelno), self.format(record), self._console)


def _level(number: int) -> str:
    return next((name for least, name in _LEVELS if number >= least), "debug")
