"""What an app asks of the interpreter's exports: the libraries in its packages, or anything at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..packages.wheel import files_in, python_in

__all__ = ["ANYTHING", "Wishes", "wishes_of"]

_BY_NAME: Final = re.compile(r"\b(?:ctypes|micropip|pyodide_js|loadPackage)\b")
"""With these, an app can ask for an export by a name that is known only when it runs."""

_LIBRARY: Final = re.compile(r"\.so(\.\d+)*$")


@dataclass(frozen=True, slots=True)
class Wishes:
    """libraries: the WebAssembly in the packages. anything: whether it may look for exports by names that nobody can read ahead."""

    libraries: tuple[bytes, ...] = ()
    anything: bool = False


ANYTHING: Final = Wishes(anything=True)


def wishes_of(sources: Iterable[str], wheels: Iterable[bytes]) -> Wishes:
    """Of an app's own sources and the wheels that come along."""
    libraries: list[bytes] = []
    anything = any(map(_BY_NAME.search, sources))
    for wheel in wheels:
        libraries += [content for _, content in files_in(wheel, _LIBRARY)]
        anything = anything or any(_BY_NAME.search(content.decode("latin-1")) for content in python_in(wheel))
    return Wishes(tuple(libraries), anything)
