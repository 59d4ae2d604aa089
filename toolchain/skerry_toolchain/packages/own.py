"""The Python that a page's interpreter needs besides its own standard library: in three archives on its ``sys.path``."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import skerry

from .bare import bare

__all__ = [
    "ARCHIVES", "PACKAGES", "SKERRYS", "own_files", "own_metadata", "own_versions", "package_files", "package_folder",
    "zip_archive", "zip_files",
]  # fmt: skip

ARCHIVES: Final = {
    "packages": ("markdown_it", "mdurl", "justhtml"),
    "core": ("skerry",),
    "components": ("skerry/components", "skerry_browser"),
}
"""What is in which, as it is installed here: all of it is pure Python. A file is in the archive that names its folder most closely,
so the core is ``skerry`` without the components. They are its topmost floor, and are beside the bridge to the page, which stands
on the core as well."""

SKERRYS: Final = ("core", "components")
"""The archives of Skerry's own modules."""

PACKAGES: Final = tuple(part for parts in ARCHIVES.values() for part in parts if "/" not in part)
"""What can be imported from them."""

_DISTRIBUTIONS: Final = {"skerry": "core", "markdown-it-py": "packages", "mdurl": "packages", "justhtml": "packages"}
_LEFT_OUT: Final = frozenset({"__pycache__", "js", "vendor", "cpython", "testing", "cli"})
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip file can hold: equal content gives an equal file


def own_files(archive: str) -> Iterator[tuple[str, bytes]]:
    """The files of an archive by their names in it, as they are here."""
    for package in dict.fromkeys(part.partition("/")[0] for part in ARCHIVES[archive]):  # the others need not be here
        folder = package_folder(package)
        for file in package_files(folder):
            name = f"{package}/{file.relative_to(folder).as_posix()}"
            if _archive_of(name) == archive:
                yield name, file.read_bytes()


def own_metadata(archive: str) -> Iterator[tuple[str, bytes]]:
    """What tells importlib.metadata in the page of the packages in an archive."""
    for name in (name for name, home in _DISTRIBUTIONS.items() if home == archive):
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {_version(name)}\n"
        yield f"{name.replace('-', '_')}-{_version(name)}.dist-info/METADATA", text.encode()


def zip_archive(archive: str) -> bytes:
    """An archive as a zip file for a site: Skerry's own modules without docstrings and comments, and nothing compressed, so that it
    can be compressed as a whole. Equal files give equal bytes."""
    made = {name: bare(content) if archive in SKERRYS else content for name, content in own_files(archive)}
    return zip_files({**made, **dict(own_metadata(archive))})


def zip_files(files: Mapping[str, bytes], level: int = 0) -> bytes:
    """level: how hard the files are compressed one by one (0 not at all, 1 is quick, 9 is small)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED, level)
    return target.getvalue()


def own_versions() -> dict[str, str]:
    """The packages in them and their versions: what an app asks for besides has to go with them."""
    return {name: _version(name) for name in _DISTRIBUTIONS}


def package_folder(name: str) -> Path:
    """Where a package is installed. Raises ``FileNotFoundError`` where it is not."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {name!r} is not installed; installing Skerry brings it")
    return Path(spec.origin).parent


def package_files(folder: Path) -> Iterator[Path]:
    """The files of a package that go into a page."""
    for file in sorted(folder.rglob("*.py")):
        if file.is_file() and not _LEFT_OUT.intersection(file.relative_to(folder).parts[:-1]):
            yield file


def _archive_of(name: str) -> str:
    found = [(len(part), archive) for archive, parts in ARCHIVES.items() for part in parts if name.startswith(f"{part}/")]
    return max(found)[1]


def _version(name: str) -> str:
    return skerry.__version__ if name == "skerry" else version(name)
