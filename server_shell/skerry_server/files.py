"""The app's data files: those that its script block names, read from disk when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from skerry.errors import AppError, nearest

__all__ = ["data_files"]


class DataFiles(Mapping[str, bytes]):
    """Files by their names relative to the app's folder."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths

    def __getitem__(self, name: str) -> bytes:
        return self._paths[name].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, name: object) -> bool:
        return name in self._paths


def data_files(root: str, patterns: Sequence[str]) -> DataFiles:
    """patterns: names and patterns relative to the folder ``root``. Raises ``AppError`` for one that means no file."""
    folder = Path(root)
    found: dict[str, Path] = {}
    for pattern in patterns:
        matching = [path for path in sorted(folder.glob(pattern)) if path.is_file()]
        if not matching:
            near = nearest(pattern, [path.name for path in folder.iterdir() if path.is_file()])
            raise AppError(f"files names {pattern!r}, and there is no such file in {root}.{near}")
        found |= {path.relative_to(folder).as_posix(): path for path in matching}
    return DataFiles(found)
