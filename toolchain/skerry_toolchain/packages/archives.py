"""The archives of Skerry's own Python as a site ships them: each compressed as a whole, and unpacked by the page's interpreter.

They are made once for the files as they are. A wheel brings those of Skerry's own modules along.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import skerry_browser

from ..interpreter import node_command
from .own import ARCHIVES, SKERRYS, own_files, own_metadata, zip_archive
from .store import Store

__all__ = ["ArchiveError", "Packed", "pack", "pack_archives", "remove_others"]

_PACKER: Final = Path(__file__).with_name("pack.mjs")
_MAKERS: Final = (_PACKER, Path(__file__).with_name("own.py"), Path(__file__).with_name("bare.py"))
_PATIENCE: Final = 120.0


class ArchiveError(Exception):
    """An archive could not be compressed; the text has what Node said."""


@dataclass(frozen=True, slots=True)
class Packed:
    """content: one frame of Zstandard. size: bytes of the zip file that is in it."""

    content: bytes
    size: int


def pack_archives(names: Iterable[str] = tuple(ARCHIVES), folder: Path | None = None) -> dict[str, Packed]:
    """The archives by name. Raises ``ArchiveError``.

    folder: where they are kept, if not in the package itself. Where it cannot be written, they are not kept.
    """
    store = Store(folder or _folder())
    found = {name: _read(store.get(_key(name))) for name in names}
    missing = [name for name, one in found.items() if one is None]
    if missing:
        for name, one in pack({name: zip_archive(name) for name in missing}).items():
            store.put(_key(name), b"%d\n" % one.size + one.content)
            found[name] = one
    return {name: one for name, one in found.items() if one is not None}


def remove_others(folder: Path | None = None) -> None:
    """Remove all but those of Skerry's own modules as they are now: what else is needed is another matter on another machine."""
    kept = {_key(name) for name in SKERRYS}
    for path in (folder or _folder()).iterdir():
        if path.name not in kept:
            path.unlink()


def _folder() -> Path:
    return skerry_browser.package_folder() / "vendor" / "archives"


def _key(name: str) -> str:
    """A file name that changes with anything that the archive depends on."""
    digest = hashlib.sha256()
    for path in _MAKERS:
        digest.update(path.read_bytes())
    for file, content in [*own_files(name), *own_metadata(name)]:
        digest.update(f"\n{file} {len(content)}\n".encode() + content)
    return f"{name}-{digest.hexdigest()[:16]}"


def _read(kept: bytes | None) -> Packed | None:
    if kept is None:
        return None
    size, _, content = kept.partition(b"\n")
    return Packed(content, int(size))


def pack(contents: Mapping[str, bytes]) -> dict[str, Packed]:
    """Contents by name, each compressed as a whole. Raises ``ArchiveError``."""
    with tempfile.TemporaryDirectory() as place:
        paths = {name: (Path(place, name), Path(place, f"{name}.packed")) for name in contents}
        for name, (source, _) in paths.items():
            source.write_bytes(contents[name])
        command = [*node_command(stack_switching=False), str(_PACKER), *(str(path) for pair in paths.values() for path in pair)]
        result = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
        if result.returncode:
            said = f"Node said:\n{result.stderr}"
            raise ArchiveError(f"Python could not be packed (exit status {result.returncode}). {said}")
        return {name: Packed(target.read_bytes(), len(contents[name])) for name, (_, target) in paths.items()}
