"""What an app reads of the archives that hold Python's modules, which a page fetches only in idle time."""

from __future__ import annotations

import codecs
import contextlib
import encodings
import importlib
import io
import sys
import zipimport
from collections.abc import Iterable
from typing import Any

__all__ = ["begin", "end"]

_read: set[tuple[str, str]] = set()
_get_data = zipimport._get_data  # type: ignore[attr-defined]


def begin(known: Iterable[str]) -> None:
    """From now on it is written down. known: the modules that a page has imported before any app; here, too, no others are."""
    kept = frozenset(known)
    for name, module in list(sys.modules.items()):
        if isinstance(getattr(module, "__loader__", None), zipimport.zipimporter) and name not in kept:
            del sys.modules[name]
            parent, _, child = name.rpartition(".")
            if parent in sys.modules:
                vars(sys.modules[parent]).pop(child, None)
    encodings._cache.clear()  # type: ignore[attr-defined]
    codecs.unregister(encodings.search_function)  # so that what was looked up is forgotten
    codecs.register(encodings.search_function)
    zipimport._get_data = _noted  # type: ignore[attr-defined]
    sys.addaudithook(_audited)  # this interpreter renders no other app


def end(modules: Iterable[str]) -> list[tuple[str, str]]:
    """The archives that were opened and the names of the files in them that were read, or none for what is asked whether it has any
    package's metadata; importing these modules counts, too, and what cannot be imported here as far as it went."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for name in modules:
            with contextlib.suppress(BaseException):
                importlib.import_module(name)
    return sorted(_read)


def _audited(event: str, args: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(args[0], str) and args[0].endswith(".zip") and args[0] in sys.path:
        _read.add((_named(args[0]), ""))


def _noted(archive: str, entry: tuple[str, int]) -> bytes:
    _read.add((_named(archive), entry[0].removeprefix(f"{archive}/")))
    data: bytes = _get_data(archive, entry)
    return data


def _named(archive: str) -> str:
    return archive.rpartition("/")[2].removesuffix(".zip")
