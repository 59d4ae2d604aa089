"""What is in a snapshot: Skerry's own packages, the interpreter, and the way it is made. Nothing else is imported in it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import skerry_browser

from ..packages import package_files, package_folder

__all__ = ["MAKER", "SNAPSHOT_PACKAGES", "snapshot_key", "zip_sources"]

SNAPSHOT_PACKAGES: Final = ("skerry", "skerry_browser")
MAKER: Final = Path(__file__).with_name("maker")


def snapshot_key() -> str:
    """A text that changes with anything that a snapshot depends on."""
    digest = hashlib.sha256()
    vendor = json.loads((skerry_browser.package_folder() / "vendor.json").read_bytes())
    digest.update(json.dumps([vendor["pyodide"], vendor["sha256"]], sort_keys=True).encode())
    for name, content in [*_sources(), *((path.name, path.read_bytes()) for path in _maker_files())]:
        digest.update(f"\n{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def zip_sources() -> bytes:
    """The packages as one zip, to be imported from."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in _sources():
            archive.writestr(name, content)
    return target.getvalue()


def _sources() -> Iterator[tuple[str, bytes]]:
    for package in SNAPSHOT_PACKAGES:
        folder = package_folder(package)
        for path in package_files(folder):
            yield f"{package}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _maker_files() -> list[Path]:
    """Together with what the page itself reads a snapshot with."""
    own = [path for path in sorted(MAKER.iterdir()) if path.is_file()]
    return [*own, skerry_browser.js_folder() / "snapshot.js"]
