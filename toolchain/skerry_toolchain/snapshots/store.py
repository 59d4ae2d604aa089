"""The snapshots on this machine, in folders named by their key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import skerry_browser

from ..interpreter import node_command
from .key import MAKER, snapshot_key, zip_sources

__all__ = ["FLAVOURS", "SnapshotError", "find_snapshots", "make_snapshots", "modules_in", "pages_read", "remove_others"]

FLAVOURS: Final = {"stack-switching.snapshot": True, "plain.snapshot": False}
"""File names, and whether Node has stack switching when it makes them: it is part of the memory."""

_SMALL, _QUICK = 22, 9
"""How hard Zstandard tries. The smallest takes ten seconds or more, which is for what is given to others. Chromium's cache in
memory (private windows, tests) takes no file of more than 6.55 MB: a site's service worker would fetch it once more."""

_MAGIC: Final = b"skerry03"
_ARCHIVES: Final = "archives"
_PATIENCE: Final = 300.0
_WIDTH: Final = 400  # an error of Pyodide's begins with its whole source, in one line


class SnapshotError(Exception):
    """A snapshot could not be made; the text has what Node said."""


def find_snapshots(folder: Path | None = None, *, smallest: bool = False) -> dict[str, bytes]:
    """The snapshots of the sources as they are now, by file name; nothing where they have not been made.

    smallest: quickly made ones will not do.
    """
    top, key = folder or skerry_browser.snapshots_folder(), snapshot_key()
    for level in (_SMALL,) if smallest else (_SMALL, _QUICK):
        place = top / f"{key}-{level}"
        if all((place / name).is_file() for name in FLAVOURS):
            return {name: (place / name).read_bytes() for name in FLAVOURS}
    return {}


def make_snapshots(folder: Path | None = None, *, smallest: bool = False) -> dict[str, bytes]:
    """The same, made where they are not there: that takes some seconds. Raises ``SnapshotError``.

    Where the package's own folder cannot be written, they are not kept.
    """
    top = folder or skerry_browser.snapshots_folder()
    found = find_snapshots(top, smallest=smallest)
    if found:
        return found
    level = _SMALL if smallest else _QUICK
    name = f"{snapshot_key()}-{level}"
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor() as pool:
        Path(place, _ARCHIVES).mkdir()
        for archive, content in zip_sources().items():
            Path(place, _ARCHIVES, f"{archive}.zip").write_bytes(content)
        making = {file: pool.submit(_make, Path(place), file, switching, level) for file, switching in FLAVOURS.items()}
        made = {file: one.result() for file, one in making.items()}
    try:
        _keep(top, name, made)
    except OSError:
        pass
    return made


def modules_in(snapshots: Iterable[bytes]) -> frozenset[str]:
    """The modules that are imported in all of these, as their headers say (the page's snapshot.js)."""
    return frozenset.intersection(*(frozenset(_header(content)["modules"]) for content in snapshots))


def pages_read(snapshots: Iterable[bytes]) -> tuple[int, frozenset[int]]:
    """The size of a page, and which pages of the interpreter's constants are read before any of these has been unpacked."""
    headers = [_header(content) for content in snapshots]
    return headers[0]["page"], frozenset(page for header in headers for page in header["read"])


def remove_others(folder: Path | None = None) -> None:
    """Remove all but the smallest snapshots of the sources as they are now."""
    for path in (folder or skerry_browser.snapshots_folder()).iterdir():
        if path.name != f"{snapshot_key()}-{_SMALL}":
            shutil.rmtree(path)


def _header(content: bytes) -> dict[str, Any]:
    at = len(_MAGIC) + 4
    size = int.from_bytes(content[len(_MAGIC) : at], "little")
    found: dict[str, Any] = json.loads(content[at : at + size])
    return found


def _keep(top: Path, name: str, made: dict[str, bytes]) -> None:
    """Several processes may make them at once: a folder appears whole, or not at all."""
    top.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=top) as place:
        whole = Path(place, name)
        whole.mkdir()
        for file, content in made.items():
            (whole / file).write_bytes(content)
        if not (top / name).exists():
            whole.rename(top / name)


def _make(place: Path, name: str, switching: bool, level: int) -> bytes:
    archives, target = place / _ARCHIVES, place / name
    command = [*node_command(stack_switching=switching), str(MAKER / "make.mjs")]
    command += [str(path) for path in (skerry_browser.pyodide_folder(), skerry_browser.js_folder(), archives, target, level)]
    environment = {**os.environ, "TZ": "UTC"}
    result = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, env=environment, check=False)
    if result.returncode or not target.is_file():
        said = "\n".join(line[:_WIDTH] for line in (result.stdout + result.stderr).splitlines())
        raise SnapshotError(f"{name} could not be made (exit status {result.returncode}). Node said:\n{said}")
    return target.read_bytes()
