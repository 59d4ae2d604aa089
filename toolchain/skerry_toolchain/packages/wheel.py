"""Wheels as files: what is in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

__all__ = ["APART", "WheelError", "files_in", "metadata_of", "modules_of", "names_in", "python_in"]

_PYTHON: Final = re.compile(r"\.pyc?$")
APART: Final = r"^[^/]+\.data/(?:purelib|platlib)/"
"""How the names of modules begin that stand apart in a wheel, and belong beside the others."""


class WheelError(ValueError):
    """A file is no wheel."""


def names_in(content: bytes) -> list[str]:
    """The files in a wheel. Raises ``WheelError``."""
    with _opened(content) as archive:
        return [name for name in archive.namelist() if not name.endswith("/")]


def files_in(content: bytes, named: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
    """The files in a wheel in whose names this is found, with what is in them. Raises ``WheelError``."""
    with _opened(content) as archive:
        for name in archive.namelist():
            if named.search(name):
                yield name, archive.read(name)


def python_in(content: bytes) -> Iterator[bytes]:
    """What is in a wheel's Python files, sources and byte code. Raises ``WheelError``."""
    return (file for _, file in files_in(content, _PYTHON))


def metadata_of(content: bytes) -> bytes:
    """A wheel's METADATA. Raises ``WheelError``."""
    with _opened(content) as archive:
        for name in archive.namelist():
            if name.count("/") == 1 and name.endswith(".dist-info/METADATA"):
                return archive.read(name)
    raise WheelError("it has no METADATA, so it is no wheel")


def modules_of(names: list[str]) -> list[str]:
    """The top-level modules that can be imported once files of these names are installed."""
    found = set()
    for name in names:
        path = PurePosixPath(re.sub(APART, "", name))
        if path.suffix in (".py", ".pyc", ".so") and not path.parts[0].endswith((".dist-info", ".data")):
            found.add(path.parts[0].partition(".")[0])
    return sorted(found)


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise WheelError(f"it is no wheel: {error}") from None
