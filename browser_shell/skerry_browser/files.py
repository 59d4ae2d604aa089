"""Files that a person chose, read from the browser piece by piece (uploads.js), and bytes that go to the page (blobs.js)."""

from __future__ import annotations

import asyncio
import importlib
import os
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from pyodide.ffi import can_run_sync, to_js  # type: ignore[import-not-found]

from skerry.errors import HandlerError
from skerry.scheduler import current_run
from skerry.session.context import CURRENT_SESSION
from skerry.view.blobs import taken

if TYPE_CHECKING:
    from .host import PageHost

__all__ = ["HeldFile", "forget", "is_elsewhere", "page_blob", "read_slice", "read_whole"]

_UPLOAD: Final = "upload:"
_PIECE: Final = 4 << 20


class HeldFile:
    """Reads a chosen file. When it goes, so do the file's bytes."""

    def __init__(self, host: PageHost) -> None:
        self._host = host

    def read_file(self, name: str) -> bytes:
        return self._host.read_file(name)

    async def read_slice(self, name: str, start: int, end: int) -> bytes:
        return await self._host.read_slice(name, start, end)

    def held(self, name: str) -> HeldFile:
        return self


def forget(number: int, name: str, path: str) -> None:
    """Let go of a chosen file's bytes, here and in the page, which takes it anew if it comes in another event."""
    if name.startswith(_UPLOAD):
        with suppress(FileNotFoundError):
            os.remove(path)
        _page().forget(number, name)


def is_elsewhere(path: str, name: str) -> bool:
    """Whether a file is one that the browser has and the interpreter has not."""
    return name.startswith(_UPLOAD) and not os.path.exists(path)


async def read_slice(number: int, name: str, start: int, end: int) -> bytes:
    """A piece of a file that was chosen in app ``number``. Raises ``FileNotFoundError`` and ``OSError``."""
    found = await _page().slice(number, name, start, end)
    if found is None:
        raise FileNotFoundError(f"{name!r} is no file that was chosen in this app, or the app has ended")
    if isinstance(found, str):
        raise OSError(f"the file cannot be read any more, it may have changed since it was chosen: {found}")
    content: bytes = found.to_bytes()
    return content


def read_whole(host: PageHost, name: str) -> bytes:
    """A file that the browser has. Raises ``HandlerError`` where Python cannot wait for it."""
    size = _page().size(host.number, name)
    if size is None:
        raise FileNotFoundError(f"{name!r} is no file that was chosen in this app, or the app has ended")
    session, run = CURRENT_SESSION.get(), current_run()
    if not can_run_sync():
        if session is not None and run is not None and run.handler is not None:
            session.bindings.mark_blocking(run.handler)
        raise HandlerError(
            f"This file has {size / 1e6:.0f} MB, and one so large is read from the disk when it is asked for, which takes time; "
            "this handler cannot be suspended meanwhile. In an async handler, `await file.read_async()` or `async for chunk in "
            "file.chunks()` read it everywhere. In a plain one, `file.read()` works for sk.listener(handler, blocking=True), "
            "in browsers that can switch stacks; there, this handler starts in that way from now on."
        )
    if session is not None and run is not None:
        session.scheduler.suspend(run)
    content = host.wait(asyncio.ensure_future(_whole(host.number, name, size)))
    if run is not None and run.cancelled:
        raise asyncio.CancelledError(f"{run.name} was cancelled")
    return content


async def _whole(number: int, name: str, size: int) -> bytes:
    parts = BytesIO()
    for start in range(0, size, _PIECE):
        parts.write(await read_slice(number, name, start, min(start + _PIECE, size)))
    return parts.getvalue()


def page_blob(name: str) -> Any:
    """The MIME type and the bytes of an address, as the page takes them; None where there are none."""
    found = taken(name)
    return None if found is None else to_js([found[1], to_js(found[0])])


def _page() -> Any:
    return importlib.import_module("_skerry_page")
