"""What sessions say goes to ``logging``, as the logger ``skerry.app``, with the session and the handler that has said it."""

from __future__ import annotations

import logging
import sys
from typing import Final

from skerry.net import redact
from skerry.session.streams import install_streams, speaker

__all__ = ["LOGGER", "Lines", "install_output", "say"]

LOGGER: Final = logging.getLogger("skerry.app")

_LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def say(level: str, text: str, session: str, handler: str) -> None:
    """One line, or several. The record has ``session`` and ``handler`` as attributes; secrets are shown by name."""
    LOGGER.log(_LEVELS[level], "%s", redact(text), extra={"session": session, "handler": handler})


def install_output() -> None:
    """Show what is logged, from ``INFO`` on, and what handlers print, on the standard error stream, each line with its session and
    its handler. What no handler prints goes where it always goes.

    Of requests to others only what goes wrong is shown, for their addresses may hold a key.
    """
    out, err = sys.stdout, sys.stderr
    shown = logging.StreamHandler(err)
    shown.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[shown])
    logging.getLogger("httpx2").setLevel(logging.WARNING)

    def plain(level: str, text: str) -> None:
        print(text, file=out if level == "info" else err, flush=True)

    install_streams(plain)


class Lines(logging.Formatter):
    """A record as a line: level, session, handler, text. What a handler logs itself is told apart in the same way."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s: %(whose)s%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        session, handler = getattr(record, "session", ""), getattr(record, "handler", "")
        if not session:
            current, handler = speaker()
            session = "" if current is None else getattr(current.host, "name", current.id)
        record.whose = f"[{session}] {handler}{': ' if handler else ''}" if session else ""
        return redact(super().format(record))
