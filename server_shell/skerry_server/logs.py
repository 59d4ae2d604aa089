"""What sessions say goes to ``logging``, as the logger ``skerry.app``, with the session and the handler that has said it."""

from __future__ import annotations

import logging
import sys
from typing import Final

from skerry.net import redact
from skerry.scheduler import current_run
from skerry.session.context import CURRENT_SESSION

__all__ = ["LOGGER", "Lines", "install_output", "say"]

LOGGER: Final = logging.getLogger("skerry.app")

_LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def say(level: str, text: str, session: str, handler: str) -> None:
    """One line, or several. The record has ``session`` and ``handler`` as attributes; secrets are shown by name."""
    LOGGER.log(_LEVELS[level], "%s", redact(text), extra={"session": session, "handler": handler})


def install_output() -> None:
    """Show what is logged, from ``INFO`` on, on the standard error stream; of requests to others, only what goes wrong, for their
    addresses may hold a key."""
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[shown])
    logging.getLogger("httpx2").setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """A record as a line: level, session, handler, text. What a handler logs itself is told apart in the same way."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s: %(whose)s%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        session, handler = getattr(record, "session", ""), getattr(record, "handler", "")
        if not session:
            session, handler = _speaker()
        record.whose = f"[{session}] {handler}{': ' if handler else ''}" if session else ""
        return redact(super().format(record))


def _speaker() -> tuple[str, str]:
    """Whose code is running: the session's name, and its handler's."""
    session, run = CURRENT_SESSION.get(), current_run()
    return getattr(session.host, "name", session.id) if session is not None else "", "" if run is None else run.name
