"""Files that a person chose in a page: they come over HTTP before the event that names them."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from .problems import Problem

__all__ = ["ChosenFile", "ChosenFiles", "is_chosen"]

_NAME: Final = re.compile(r"upload:(\d{1,15})")


def is_chosen(name: str) -> bool:
    """Whether this names a file that a person chose, and not one of the app's."""
    return _NAME.fullmatch(name) is not None


class ChosenFiles:
    """Those of one session, in a folder of their own, which is made when the first one comes. most: bytes of all of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._folder: Path | None = None
        self._sizes: dict[str, int] = {}
        self._held: weakref.WeakValueDictionary[str, ChosenFile] = weakref.WeakValueDictionary()

    async def take(self, name: str, chunks: AsyncIterator[bytes]) -> None:
        """A file comes. Raises ``Problem`` where it has no name that a page gives, or there is no room."""
        if not is_chosen(name):
            raise Problem(404, f"{name!r:.80} is no name of a file that a person chose.")
        path = self._path(name)
        self._sizes[name] = 0
        try:
            with path.open("wb") as file:
                async for chunk in chunks:
                    self._sizes[name] += len(chunk)
                    self._make_room(name)
                    file.write(chunk)
        except BaseException:
            self._drop(name)
            raise

    def read(self, name: str, start: int = 0, end: int | None = None) -> bytes:
        """The bytes of a file, or some of them. Raises ``FileNotFoundError``."""
        if name not in self._sizes:
            raise FileNotFoundError(f"{name!r} is not here: it was not taken, or had to make room. Have the person choose it again")
        with self._path(name).open("rb") as file:
            file.seek(start)
            return file.read() if end is None else file.read(end - start)

    def held(self, name: str) -> ChosenFile:
        """What reads a file. While somebody has it, the bytes stay."""
        found = self._held.get(name)
        if found is None:
            found = self._held[name] = ChosenFile(self)
        return found

    def close(self) -> None:
        self._sizes.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _make_room(self, name: str) -> None:
        """For what has come of a file: the oldest go that nobody has, which the page may name once more until then."""
        while sum(self._sizes.values()) > self._most:
            spare = next((one for one in self._sizes if one != name and one not in self._held), None)
            if spare is None:
                raise Problem(413, f"The files of one session may have {self._most:,} bytes together, and this is too much.")
            self._drop(spare)

    def _path(self, name: str) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="skerry-"))
        return self._folder / name.partition(":")[2]

    def _drop(self, name: str) -> None:
        if self._sizes.pop(name, None) is not None:
            self._path(name).unlink(missing_ok=True)


class ChosenFile:
    """A ``skerry.events.FileSource``."""

    def __init__(self, files: ChosenFiles) -> None:
        self._files = files

    def read_file(self, name: str) -> bytes:
        return self._files.read(name)

    async def read_slice(self, name: str, start: int, end: int) -> bytes:
        return self._files.read(name, start, end)

    def held(self, name: str) -> ChosenFile:
        return self
