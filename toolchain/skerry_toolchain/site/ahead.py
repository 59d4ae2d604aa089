"""What an app needs, before it can be shown, of Python's modules that are in no snapshot.

A page fetches the archives that hold them in idle time. What an app reads of them earlier is known once it has run here: archives
of Skerry's own come as they are, and of the standard library only the modules that were read, in a file of the app's. It takes the
place of the directory at the end of the library's zip file: modules, and a directory of all that there are.
"""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import skerry_browser

from ..packages import ARCHIVES, own_files, pack
from ..packages.store import sha256
from ..snapshots import make_snapshots, modules_in
from .output import Output
from .prerender import Watch

__all__ = ["Ahead", "End", "end_with", "listed_ahead", "watch_for", "what_was_read"]

_LIBRARY: Final = "python_stdlib.zip"
_ITS_NAME: Final = "python314"
_LONGEST_COMMENT: Final = 2**16 - 1
"""Python reads as many bytes from the end of a zip file, and some more, to find its directory: what is before is not to be among
them."""
_OWN: Final = {f"skerry-{name}": name for name in ARCHIVES}
"""Archives by what they are called in the interpreter that renders pages."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """archives: those of Skerry's own, by name. files: of the standard library, as they are called in its zip file."""

    archives: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """The end of the library's zip file with other content. at: where it begins."""

    content: bytes
    at: int


def watch_for(sources: Collection[str], modules: Collection[str], *, more: bool) -> Watch | None:
    """How to find out what an app needs; None where it needs nothing, which its imports tell.

    sources: the names of its files. modules: what they import, anywhere, by full names. more: whether it has packages, which nobody
    has looked into.
    """
    known = modules_in(make_snapshots().values())
    own = {name.partition("/")[0].removesuffix(".py") for name in sources}
    others = {name for name in modules if name.partition(".")[0] not in own and name not in known}
    return Watch(known, others) if more or others & (_library_modules() | _own_modules()) else None


def what_was_read(read: Iterable[Sequence[str]]) -> Ahead:
    """read: archives and files in them, as what was watched has told."""
    found = {(archive, file) for archive, file in read}
    archives = sorted({_OWN[archive] for archive, _ in found if archive in _OWN})
    return Ahead(tuple(archives), tuple(sorted(file for archive, file in found if file and archive == _ITS_NAME)))


def end_with(files: Collection[str]) -> End:
    """The library's last part so that it holds these files."""
    target = io.BytesIO(_library())
    with zipfile.ZipFile(target, "a") as archive:
        at = archive.start_dir
        for name in files:
            info = archive.getinfo(name)
            content = archive.read(info)
            archive.filelist.remove(info)
            del archive.NameToInfo[name]
            archive.writestr(zipfile.ZipInfo(name, info.date_time), content, zipfile.ZIP_STORED)
        archive.comment = bytes(_LONGEST_COMMENT)
    return End(target.getvalue()[at:], at)


def listed_ahead(output: Output, folder: str, ahead: Ahead) -> dict[str, Any] | None:
    """Write what an app needs into its folder; returns what its listing says, None for nothing."""
    if ahead == Ahead():
        return None
    if not ahead.files:
        return {"archives": ahead.archives, "file": None}
    end = end_with(ahead.files)
    packed = pack({"library": end.content})["library"].content
    name = output.write_hashed(f"{folder}/library.archive", packed)
    entry = {"url": name.removeprefix(f"{folder}/"), "size": len(packed), "raw": len(end.content), "sha256": sha256(packed)}
    return {"archives": ahead.archives, "file": {**entry, "at": end.at, "of": sha256(_library())}}


@functools.cache
def _library() -> bytes:
    return (skerry_browser.pyodide_folder() / _LIBRARY).read_bytes()


@functools.cache
def _library_modules() -> frozenset[str]:
    """By full names."""
    with zipfile.ZipFile(io.BytesIO(_library())) as archive:
        return _modules(archive.namelist())


@functools.cache
def _own_modules() -> frozenset[str]:
    return _modules(name for archive in ARCHIVES for name, _ in own_files(archive))


def _modules(paths: Iterable[str]) -> frozenset[str]:
    bare = (path.removesuffix(".py").removesuffix("/__init__") for path in paths if path.endswith(".py"))
    return frozenset(path.replace("/", ".") for path in bare)
