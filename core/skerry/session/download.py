"""``download``: a handler saves a file to the person's disk."""

from __future__ import annotations

from typing import Final

from ..errors import HandlerError
from ..view.blobs import lend
from .context import current_session

__all__ = ["download", "mime_of"]

_TYPES: Final = {
    "csv": "text/csv", "gif": "image/gif", "htm": "text/html", "html": "text/html", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "json": "application/json", "md": "text/markdown", "mp3": "audio/mpeg", "mp4": "video/mp4", "ogg": "audio/ogg",
    "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml", "tsv": "text/tab-separated-values", "txt": "text/plain",
    "vtt": "text/vtt", "wav": "audio/wav", "webm": "video/webm", "webp": "image/webp", "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
}  # fmt: skip


def download(name: str, data: bytes | bytearray | memoryview | str, mime: str = "") -> None:
    """Give the browser a file to save: ``sk.download("report.csv", text)``. Call it in a handler.

    name: what the file is called. data: bytes, or a text, which is saved as UTF-8. mime: its MIME type, by default as the name
    ends. Raises ``HandlerError`` for what is neither.
    """
    session = current_session("sk.download()")
    if not isinstance(name, str) or not name:
        raise HandlerError(f"sk.download({name!r:.60}): the file needs a name, such as 'report.csv'")
    if isinstance(data, str):
        content = data.encode()
    elif isinstance(data, (bytes, bytearray, memoryview)):
        content = bytes(data)
    else:
        raise HandlerError(f"sk.download({name!r}) was given {type(data).__name__}: it takes bytes or a text")
    session.command("download", name=name, blob=lend(content, mime or mime_of(name), session.host.random_bytes(16).hex()))


def mime_of(name: str) -> str:
    """The MIME type that a file name's ending stands for."""
    return _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
