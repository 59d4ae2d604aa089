"""Archives on ``sys.path`` whose content has not come yet. An import looks into one after the other, and would have each fetched to
learn that what it wants is elsewhere; so until one is read, it is known what can be in it at all.

A memory snapshot is made with this in the place of each archive's directory. Importing this module does nothing.
"""

from __future__ import annotations

import sys
import zipimport
from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["OWN", "Unread", "forget"]

OWN: Final = {
    "/lib/skerry-packages.zip": frozenset({"markdown_it", "mdurl", "justhtml"}),
    "/lib/skerry-core.zip": frozenset({"skerry"}),
    "/lib/skerry-components.zip": frozenset({"skerry", "skerry_browser", "skerry_toolchain"}),
}
"""What can be imported from the archives of Skerry's own Python. ``skerry_toolchain`` is there while an app is developed."""


class Unread(Mapping[str, Any]):
    """An archive's directory as zipimport keeps it, which is read once it is asked for what the archive may have.

    names: what can be imported from it, without what is inside packages.
    """

    def __init__(self, archive: str, names: frozenset[str]) -> None:
        self.archive = archive
        self.names = names

    def __contains__(self, path: object) -> bool:
        return _top(str(path)) in self.names and path in self.read()

    def __getitem__(self, path: str) -> Any:
        return self.read()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.read())

    def __len__(self) -> int:
        return len(self.read())

    def read(self) -> Mapping[str, Any]:
        """The directory itself, which takes this one's place. Raises ``ImportError`` where the archive cannot be had."""
        directories = _directories()
        found: Mapping[str, Any] = directories[self.archive]
        if found is self:
            found = directories[self.archive] = zipimport._read_directory(self.archive)  # type: ignore[attr-defined]
        return found


def forget(library: str) -> None:
    """Have no archive count as read. library: that of the standard library, which has been."""
    directories = _directories()
    names = frozenset(map(_top, directories[library]))
    sys.path_importer_cache.clear()
    directories.clear()
    for archive, known in {**OWN, library: names}.items():
        directories[archive] = Unread(archive, known)


def _directories() -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = zipimport._zip_directory_cache  # type: ignore[attr-defined]
    return found


def _top(path: str) -> str:
    return path.partition("/")[0].partition(".")[0]
