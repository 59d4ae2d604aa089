"""Requests without a host: in a page they lead to the app's own files, and so they do here."""

from __future__ import annotations

import mimetypes
import posixpath
from collections.abc import AsyncIterator, Mapping
from typing import Final
from urllib.parse import unquote, urlsplit

from skerry.errors import NetworkError
from skerry.host import Request

__all__ = ["FileAnswer", "is_relative", "own_file"]

_PIECE: Final = 64 * 1024


def is_relative(url: str) -> bool:
    """Whether an address says nothing of a host."""
    try:
        parts = urlsplit(url)
    except ValueError:  # it has one that is none
        return False
    return not parts.scheme and not parts.netloc


def own_file(request: Request, files: Mapping[str, bytes]) -> FileAnswer:
    """The answer to a request for one of the app's files. Raises ``NetworkError`` for what no file answers."""
    if request.method not in ("GET", "HEAD"):
        raise NetworkError(
            f"{request.method} {request.url:.80}: on a server an address without a host is one of the app's files, which takes GET "
            "only. Give the address whole, with https://"
        )
    name = posixpath.normpath("/" + unquote(urlsplit(request.url).path)).lstrip("/")
    if name not in files:
        there = ", ".join(sorted(files)) or "none"
        return FileAnswer(404, f"{name} is not among the app's files, which are: {there}".encode(), "text/plain", request.url)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileAnswer(200, files[name] if request.method == "GET" else b"", kind, request.url)


class FileAnswer:
    """A ``skerry.host.RawResponse``."""

    def __init__(self, status: int, content: bytes, kind: str, url: str) -> None:
        self.status = status
        self.url = url
        self.headers = [("content-type", kind), ("content-length", str(len(content)))]
        self._content = content

    async def chunks(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._content), _PIECE):
            yield self._content[start : start + _PIECE]

    def close(self) -> None:
        self._content = b""
