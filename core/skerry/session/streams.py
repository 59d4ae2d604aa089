"""``print`` and ``logging``: each line goes to the session whose handler wrote it, else to the console. A shell installs it."""

from __future__ import annotations

import asyncio
import contextvars
import io
import logging
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ..net import redact
from ..scheduler import current_run
from ..tracebacks import describe
from .context import CURRENT_SESSION

if TYPE_CHECKING:
    from ..scheduler import Run
    from .session import Session

__all__ = ["LineStream", "finish_lines", "install_loop_errors", "install_streams", "speaker"]

Write = Callable[[str, str], None]

_NAMED: Final = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL):")
"""How ``logging.basicConfig`` begins a record."""

_LEVELS: Final = ((logging.ERROR, "error"), (logging.WARNING, "warning"), (logging.INFO, "info"))


_streams: list[LineStream] = []


def install_streams(console: Write) -> None:
    """Replace ``sys.stdout``, ``sys.stderr`` and the handler that logging falls back on.

    console: takes (level, text) of what no session wrote. ``logging.basicConfig`` works as ever: it writes to ``sys.stderr``.
    """
    _streams[:] = [LineStream("info", console), LineStream("warning", console)]
    sys.stdout, sys.stderr = _streams
    logging.lastResort = _LogHandler(console)


def install_loop_errors(loop: asyncio.AbstractEventLoop, console: Write) -> None:
    """What goes wrong in tasks and callbacks that a handler has left behind is told as an error of that handler."""

    def told(_: asyncio.AbstractEventLoop, found: dict[str, Any]) -> None:
        of: Any = found.get("task") or found.get("future") or found.get("handle")
        whose = of.get_context() if hasattr(of, "get_context") else getattr(of, "_context", None)
        (whose or contextvars.copy_context()).run(tell, found.get("exception"), found.get("message", ""))

    def tell(error: BaseException | None, message: str) -> None:
        session, _ = speaker()
        owns = session.app.owns_file if session is not None else lambda _: False
        write("error", message if error is None else describe(error, owns)["text"], console)

    loop.set_exception_handler(told)


def finish_lines() -> None:
    """Say what stands on lines without an end: of the current run, and of those that are over, before something else is said."""
    for stream in _streams:
        stream.finish()


def write(level: str, text: str, console: Write) -> None:
    """Hand a line to the current session's host, or to the console."""
    session, name = speaker()
    if session is None:
        console(level, redact(text))
    else:
        session.host.log(level, text, name)


def speaker() -> tuple[Session | None, str]:
    """Whose code is running: the session, and its handler's name."""
    run = current_run()
    return CURRENT_SESSION.get(), "" if run is None else run.name


class LineStream(io.TextIOBase):
    """A text stream that passes on whole lines: each run writes a line of its own, whatever others write meanwhile."""

    encoding = "utf-8"

    def __init__(self, level: str, console: Write) -> None:
        self._level = level
        self._console = console
        self._begun: dict[Run | None, tuple[str, contextvars.Context]] = {}

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        run = current_run()
        rest, whose = self._begun.pop(run, ("", None))
        *lines, rest = (rest + text).split("\n")
        if lines:
            self._say("\n".join(lines))
        if rest:
            if whose is None and run is not None and run.task is not None:
                run.task.add_done_callback(lambda _: self._end(run))
            self._begun[run] = rest, whose or contextvars.copy_context()
        return len(text)

    def flush(self) -> None:
        self._end(current_run())

    def finish(self) -> None:
        """Say the lines that nobody will end, and the current run's."""
        for run in [run for run in self._begun if run is None or run.over or run is current_run()]:
            self._end(run)

    def _end(self, run: Run | None) -> None:
        rest, whose = self._begun.pop(run, ("", None))
        if whose is not None:
            whose.run(self._say, rest)

    def _say(self, text: str) -> None:
        write(self._level_of(text), text, self._console)

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
