"""Bytes to text and text to lines, however the network has cut them.

    b"caf\\xc3" b"\\xa9\\r" b"\\nbar"   ->   "caf" "é\\r" "\\nbar"   ->   ["café"], then "bar" once the stream ends
"""

from __future__ import annotations

import codecs
import re
from typing import Final

__all__ = ["LineSplitter", "TextDecoder"]

_BOM: Final = "\ufeff"
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class TextDecoder:
    """Decodes chunks; a character may be spread over several. Bytes that are none become U+FFFD, a byte order mark is dropped.

    charset: as a Content-Type names it; one that Python does not know counts as UTF-8.
    """

    def __init__(self, charset: str = "utf-8") -> None:
        self._decoder = codecs.getincrementaldecoder(_known(charset))("replace")
        self._begun = False

    def feed(self, chunk: bytes) -> str:
        return self._begin(self._decoder.decode(chunk))

    def end(self) -> str:
        """What the last bytes stand for, where they were cut off."""
        return self._begin(self._decoder.decode(b"", True))

    def _begin(self, text: str) -> str:
        if self._begun or not text:
            return text
        self._begun = True
        return text.removeprefix(_BOM)


class LineSplitter:
    """Cuts text at CR LF, LF and CR. A line is given as soon as its end is there: after a CR, a LF that follows is skipped."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._after_cr = False

    def feed(self, text: str) -> list[str]:
        """The lines that this text ends, without their ends."""
        if not text:
            return []
        if self._after_cr and text[0] == "\n":
            text = text[1:]
        self._after_cr = text.endswith("\r")
        first, *others = _LINE_END.split(text)
        self._parts.append(first)
        if not others:
            return []
        lines = ["".join(self._parts), *others]
        self._parts = [lines.pop()]
        return lines

    def end(self) -> str:
        """What stands after the last line end; the empty string where nothing does."""
        rest, self._parts = "".join(self._parts), []
        return rest


def _known(charset: str) -> str:
    try:
        "".encode(charset)
    except (LookupError, ValueError):
        return "utf-8"
    return charset
