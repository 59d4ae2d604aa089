"""``skerry.zip``: the Python that a page's interpreter needs besides its own standard library."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import skerry

__all__ = ["PACKAGES", "own_versions", "package_files", "package_folder", "zip_packages"]

PACKAGES: Final = ("skerry", "skerry_browser", "markdown_it", "mdurl", "justhtml")
"""What is in it, as it is installed here. All of it is pure Python."""

_DISTRIBUTIONS: Final = ("markdown-it-py", "mdurl", "justhtml")
_LEFT_OUT: Final = frozenset({"__pycache__", "js", "vendor", "cpython", "testing", "cli"})
_SUFFIXES: Final = frozenset({".py", ".typed"})
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip file can hold: equal content gives an equal file


def zip_packages(level: int = 9, more: Iterable[str] = ()) -> bytes:
    """The zip file, compressed at ``level`` (1 is quick, 9 is small). Equal packages give equal bytes.

    more: further files by their names inside this package, for tools of development.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in PACKAGES:
            folder = package_folder(name)
            for file in package_files(folder):
                info = zipfile.ZipInfo(f"{name}/{file.relative_to(folder).as_posix()}", _EPOCH)
                archive.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED, level)
        for name, said in own_versions().items():
            info = zipfile.ZipInfo(f"{name.replace('-', '_')}-{said}.dist-info/METADATA", _EPOCH)
            archive.writestr(info, f"Metadata-Version: 2.1\nName: {name}\nVersion: {said}\n")
        own = Path(__file__).parents[1]
        for part in more:
            archive.writestr(zipfile.ZipInfo(f"{own.name}/{part}", _EPOCH), (own / part).read_bytes(), zipfile.ZIP_DEFLATED, level)
    return target.getvalue()


def own_versions() -> dict[str, str]:
    """The packages in it and their versions, which importlib.metadata finds in the page: what an app asks for besides has to go
    with them."""
    return {"skerry": skerry.__version__, **{name: version(name) for name in _DISTRIBUTIONS}}


def package_folder(name: str) -> Path:
    """Where a package is installed. Raises ``FileNotFoundError`` where it is not."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {name!r} is not installed; installing Skerry brings it")
    return Path(spec.origin).parent


def package_files(folder: Path) -> Iterator[Path]:
    """The files of a package that go into a page."""
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder).parts[:-1]
        if file.suffix in _SUFFIXES and file.is_file() and not _LEFT_OUT.intersection(inside):
            yield file
