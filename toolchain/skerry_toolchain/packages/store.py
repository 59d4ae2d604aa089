"""Files that were fetched or made before, on this machine, by what they are. Losing them costs time and nothing else."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

__all__ = ["Store", "default_store", "sha256"]

_ENVIRONMENT: Final = "SKERRY_CACHE_DIR"


class Store:
    """A folder of files by key. A file that cannot be written is not kept, and that is all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        try:
            return (self.folder / key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Others may read and write the same: a file is there as a whole, or it is not."""
        path = self.folder / key
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(content)
            os.replace(file.name, path)
        except OSError:
            return

    def wheel(self, digest: str) -> bytes | None:
        """A wheel by its SHA-256; none that has been damaged."""
        found = self.get(f"wheels/{digest}")
        return found if found is not None and sha256(found) == digest else None


def default_store() -> Store:
    """In the user's folder for caches, or where SKERRY_CACHE_DIR says."""
    from platformdirs import user_cache_path  # while a wheel is being built, nothing of what Skerry needs is installed

    return Store(Path(os.environ.get(_ENVIRONMENT) or user_cache_path("skerry", appauthor=False)))


def sha256(content: bytes) -> str:
    """Lower-case hex."""
    return hashlib.sha256(content).hexdigest()
