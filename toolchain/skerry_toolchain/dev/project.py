"""What an app consists of on disk, read as one snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

import click

from skerry.errors import AppError

__all__ = ["Collect", "Project", "Snapshot"]

Collect: TypeAlias = Callable[[Path], tuple[Mapping[str, Path], Mapping[str, Path]]]
"""An entry file's modules and data files: the names that Python sees, and where they lie."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An app at one moment.

    sources: text by path relative to the app's folder. files: bytes by name. paths: all files that it was read from.
    problem: what kept it from being read in full, as one line. version: equal where all content is. path: the entry file, where it
    lies on a disk.
    """

    entry: str
    sources: Mapping[str, str]
    files: Mapping[str, bytes]
    paths: frozenset[Path]
    problem: str = ""
    version: str = field(default="", compare=False)
    path: Path | None = None

    def digests(self) -> dict[str, bytes]:
        """What tells each file's content from another, by name."""
        texts = {name: text.encode("utf-8", "surrogatepass") for name, text in self.sources.items()}
        return {name: hashlib.sha256(data).digest() for name, data in {**texts, **self.files}.items()}


class Project:
    """An app's entry file and how to find what belongs to it."""

    def __init__(self, entry: Path, collect: Collect) -> None:
        self.entry = entry
        self.root = entry.parent
        self._collect = collect
        self._known: tuple[Mapping[str, Path], Mapping[str, Path]] = ({entry.name: entry}, {})

    @property
    def name(self) -> str:
        """What tells this app from others on the machine, fit for a URL."""
        digest = hashlib.sha256(str(self.entry).encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{quote(self.entry.stem, safe='')}-{digest}"

    def read(self) -> Snapshot:
        """The app as it is now.

        Where its parts cannot be told (a syntax error in an import, a wrong ``# /// script`` block), they are those
        of the last time: the page then says what is wrong, with Python's own words.
        """
        problem = ""
        try:
            self._known = self._collect(self.entry)
        except (AppError, SyntaxError, OSError, UnicodeError, click.ClickException) as error:
            problem = f"{error}"
        sources, files = self._known
        texts = {name: text for name, path in sources.items() if (text := _text(path)) is not None}
        data = {name: content for name, path in files.items() if (content := _bytes(path)) is not None}
        paths = frozenset([self.entry, *sources.values(), *files.values()])
        made = Snapshot(self.entry.name, texts, data, paths, problem, path=self.entry)
        return replace(made, version=_version(made))

    def folders(self, snapshot: Snapshot) -> frozenset[Path]:
        """The folders to watch for a snapshot's files to change, and for those that it lacks to come."""
        return frozenset(folder for path in [self.entry, *snapshot.paths] if (folder := path.parent).is_dir())


def _version(snapshot: Snapshot) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(snapshot.digests().items()):
        digest.update(f"{len(name)} {name}".encode("utf-8", "surrogatepass") + content)
    return digest.hexdigest()[:16]


def _text(path: Path) -> str | None:
    data = _bytes(path)
    return None if data is None else data.decode("utf-8", "replace")


def _bytes(path: Path) -> bytes | None:
    """None for a file that is just being replaced, or has gone."""
    try:
        return path.read_bytes()
    except OSError:
        return None
