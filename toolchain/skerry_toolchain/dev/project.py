"""What an app consists of on disk, read as one snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

import click

from skerry.errors import AppError, nearest

__all__ = ["Collect", "Project", "Snapshot", "check_entry"]

Collect: TypeAlias = Callable[[Path], tuple[Mapping[str, Path], Mapping[str, Path]]]
"""An entry file's modules and data files: the names that Python sees, and where they lie."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An app at one moment.

    sources: text by path relative to the app's folder. files: bytes by name. paths: all files that it was read from.
    problem: what kept it from being read in full, as one line. version: equal where all content is.
    """

    entry: str
    sources: Mapping[str, str]
    files: Mapping[str, bytes]
    paths: frozenset[Path]
    problem: str = ""
    version: str = field(default="", compare=False)

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
        made = Snapshot(self.entry.name, texts, data, paths, problem)
        return Snapshot(made.entry, texts, data, paths, problem, _version(made))

    def folders(self, snapshot: Snapshot) -> frozenset[Path]:
        """The folders to watch for a snapshot's files to change, and for those that it lacks to come."""
        return frozenset(folder for path in [self.entry, *snapshot.paths] if (folder := path.parent).is_dir())


def check_entry(path: str) -> Path:
    """The app's file. Raises ``click.ClickException`` that says what is wrong with the path and what may be meant."""
    given = Path(path)
    if given.is_dir():
        raise click.ClickException(f"{path} is a folder. Name the app's file in it.{_likely(given)}")
    if not given.exists():
        raise click.ClickException(_missing(given))
    if given.suffix != ".py":
        raise click.ClickException(f"{path} is no Python file: an app is a file that ends in .py.{_likely(given.parent)}")
    if not given.is_file():
        raise click.ClickException(f"{path} is no file that can be read.")
    entry = given.absolute()
    if entry.resolve().parent != entry.parent.resolve():
        raise click.ClickException(
            f"{path} is a link to {entry.resolve()}, outside its folder, so its imports would be looked for in the wrong place. "
            f"Run that file instead."
        )
    return entry.resolve()


def _missing(given: Path) -> str:
    if not given.parent.is_dir():
        return f"There is no file {given}: the folder {given.parent} does not exist."
    names = [path.name for path in given.parent.glob("*.py")]
    hint = nearest(given.name, names)
    return f"There is no file {given}.{hint or _likely(given.parent)}"


def _likely(folder: Path) -> str:
    """The Python files of a folder, those first that are usually apps."""
    usual = ("app.py", "main.py", "index.py")
    names = sorted(path.name for path in folder.glob("*.py") if not path.name.startswith(("_", "test_", ".")))
    names.sort(key=lambda name: usual.index(name) if name in usual else len(usual))
    if not names:
        return " There is none yet; `skerry new NAME` makes a project with one."
    return f" There: {', '.join(str(folder / name) for name in names[:6])}"


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
