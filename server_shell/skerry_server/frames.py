"""Numbered texts, both ways. What the other end has not acknowledged is sent again over the next connection, and what comes
twice is taken once, so that nothing is lost or doubled when a connection drops. The page's frames.js is the same.

    "7 12 [...]"   frame 7; its sender has frames up to 12; the messages
    "0 12 "        nothing but an acknowledgement
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass
from typing import Final

from skerry.errors import ProtocolError

__all__ = ["Frame", "Frames", "Lent"]

_FORM: Final = re.compile(r"(\d{1,15}) (\d{1,15}) ")


@dataclass(frozen=True)
class Lent:
    """Bytes beside the messages, with the address that stands for them there."""

    name: str
    data: bytes
    mime: str

    def packed(self) -> bytes:
        """A line of JSON, the address and the type, and then the bytes."""
        return json.dumps([self.name, self.mime]).encode() + b"\n" + self.data


@dataclass(frozen=True)
class Frame:
    """number: 1, 2, ...; text: messages; beside: the bytes that they name."""

    number: int
    text: str
    beside: tuple[Lent, ...] = ()

    @property
    def size(self) -> int:
        return len(self.text) + sum(len(one.data) for one in self.beside)


class Frames:
    """One end. number: of the last frame that was sent; got: of the last that has come; unread: bytes that may not have arrived."""

    def __init__(self) -> None:
        self.number = 0
        self.got = 0
        self.unread = 0
        self._kept: deque[Frame] = deque()

    def outgoing(self, text: str, beside: tuple[Lent, ...] = ()) -> Frame:
        self.number += 1
        frame = Frame(self.number, text, beside)
        self._kept.append(frame)
        self.unread += frame.size
        return frame

    def form(self, frame: Frame | None = None) -> str:
        """How it is sent; without a frame, an acknowledgement."""
        return f"0 {self.got} " if frame is None else f"{frame.number} {self.got} {frame.text}"

    def incoming(self, given: str) -> str | None:
        """The text of a frame; None where there is none, or it has come before. Raises ``ProtocolError`` for what is no frame."""
        found = _FORM.match(given)
        if found is None:
            raise ProtocolError(f"The page sent what is no frame: {given[:80]!r}")
        number, acknowledged = int(found[1]), int(found[2])
        self.acknowledged(acknowledged)
        if number <= self.got:
            return None
        if number != self.got + 1:
            raise ProtocolError(f"The page sent frame {number} after {self.got}: what stands between them is missing")
        self.got = number
        return given[found.end() :]

    def acknowledged(self, number: int) -> None:
        """The other end has all up to this."""
        while self._kept and self._kept[0].number <= number:
            self.unread -= self._kept.popleft().size

    def again(self, got: int) -> list[Frame]:
        """What is to be sent over a new connection. got: the last that the other end has.

        Raises ``ProtocolError`` where that cannot be.
        """
        first = self._kept[0].number if self._kept else self.number + 1
        if not first - 1 <= got <= self.number:
            raise ProtocolError(f"The page says it has frame {got}, and {first} to {self.number} are here")
        self.acknowledged(got)
        return list(self._kept)
