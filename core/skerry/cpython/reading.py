"""An app's files, from disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ..errors import nearest

__all__ = ["Folder", "read_sources"]

_SKIPPED: Final = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "dist", "build"})


def read_sources(path: str | os.PathLike[str] | None) -> tuple[str, dict[str, str], str]:
    """The entry's name, and the texts of all modules in its folder."""
    if path is None:
        raise TypeError('App needs a path, as in App("app.py"), or source=')
    entry = Path(path).resolve()
    if not entry.is_file():
        near = nearest(entry.name, [p.name for p in entry.parent.glob("*.py")]) if entry.parent.is_dir() else ""
        raise FileNotFoundError(f"There is no app at {str(path)!r}.{near}")
    sources = {}
    for folder, folders, names in os.walk(entry.parent):
        folders[:] = [f for f in folders if f not in _SKIPPED and not f.startswith(".")]
        for name in names:
            file = Path(folder, name)
            if name.endswith(".py") and (file == entry or not name.startswith("test_")):
                sources[file.relative_to(entry.parent).as_posix()] = file.read_text("utf-8")
    return entry.name, sources, str(entry.parent)


class Folder(dict[str, bytes]):
    """The data files beside an app, read when asked for."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root

    def __contains__(self, name: object) -> bool:
        return bool(self._root) and Path(self._root, str(name)).is_file()

    def __getitem__(self, name: str) -> bytes:
        return Path(self._root, name).read_bytes()
