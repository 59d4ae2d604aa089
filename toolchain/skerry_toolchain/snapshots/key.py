"""What is in a snapshot: Skerry's own packages, the interpreter, and the way it is made. Nothing else is imported in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import skerry_browser

from .. import packages
from ..packages import SKERRYS, own_files, zip_archive

__all__ = ["MAKER", "snapshot_key", "zip_sources"]

MAKER: Final = Path(__file__).with_name("maker")


def snapshot_key() -> str:
    """A text that changes with anything that a snapshot depends on."""
    digest = hashlib.sha256()
    vendor = json.loads((skerry_browser.package_folder() / "vendor.json").read_bytes())
    digest.update(json.dumps([vendor["pyodide"], vendor["sha256"]], sort_keys=True).encode())
    for name, content in [*_sources(), *((path.name, path.read_bytes()) for path in _maker_files())]:
        digest.update(f"\n{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def zip_sources() -> dict[str, bytes]:
    """The archives that are imported from, by name: as a site has them, so that docstrings are not in memory either."""
    return {name: zip_archive(name) for name in SKERRYS}


def _sources() -> Iterator[tuple[str, bytes]]:
    for archive in SKERRYS:
        yield from own_files(archive)


def _maker_files() -> list[Path]:
    """Together with what the page itself reads a snapshot with, where it has its archives, and what they leave out."""
    own = [path for path in sorted(MAKER.iterdir()) if path.is_file()]
    page = [skerry_browser.js_folder() / name for name in ("snapshot.js", "archives.js")]
    return [*own, *page, Path(packages.__file__).with_name("bare.py")]
