"""Server-sent events, as the HTML standard parses them (section 9.2.6, "Interpreting an event stream").

    : a comment                          ignored
    event: price                         the type of the event that is being put together
    data: 17                             its text; each further data line is a line of it
    data: 18
                                         the blank line sends it off: ServerEvent("price", "17\\n18", id="", retry=None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .text import LineSplitter, TextDecoder

__all__ = ["EventParser", "ServerEvent"]

_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class ServerEvent:
    """One event of a stream.

    event: its type, ``"message"`` where the server names none. data: its text. id: the last id that the server has given so
    far, or the empty string. retry: the last waiting time for a new connection that it has asked for, in milliseconds, or None.
    """

    event: str
    data: str
    id: str = ""
    retry: int | None = None


class EventParser:
    """Takes a stream's bytes in chunks of any size, and gives its events. One that the end cuts off is no event."""

    def __init__(self) -> None:
        self._decoder = TextDecoder()
        self._lines = LineSplitter()
        self._type = ""
        self._data: list[str] = []
        self._id = ""
        self._retry: int | None = None

    def feed(self, chunk: bytes) -> list[ServerEvent]:
        """The events that this chunk completes."""
        found = (self._line(line) for line in self._lines.feed(self._decoder.feed(chunk)))
        return [event for event in found if event is not None]

    def _line(self, line: str) -> ServerEvent | None:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")  # a comment's name is empty
        value = value.removeprefix(" ")
        if name == "event":
            self._type = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and _DIGITS.fullmatch(value) and len(value) <= 18:
            self._retry = int(value)
        return None

    def _dispatch(self) -> ServerEvent | None:
        kind, lines = self._type, self._data
        self._type, self._data = "", []
        if not lines:
            return None
        return ServerEvent(kind or "message", "\n".join(lines), self._id, self._retry)
