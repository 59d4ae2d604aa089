"""The folder that a build writes: made beside its place first, then put there in one step."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

__all__ = ["MOST_BYTES", "Output", "open_output"]

MARK: Final = ".skerry"
"""A file that says that a folder was built by Skerry, and may be built anew."""

MOST_BYTES: Final = 20 * 2**20
"""What a file may have at most: some hosts refuse files over 25 MiB."""


class Output:
    """A folder being written. Names are relative paths with ``/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sizes: dict[str, int] = {}

    def write(self, name: str, content: bytes | str) -> str:
        """Write a file and return its name. Raises ``click.ClickException`` for one that hosts would refuse."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        if len(data) > MOST_BYTES:
            raise click.ClickException(
                f"{name} has {len(data) / 2**20:.1f} MiB, and some static hosts refuse files over 25 MiB; Skerry makes none "
                f"over {MOST_BYTES // 2**20}. Split it, or compress it and unpack it in the app."
            )
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.sizes[name] = len(data)
        return name

    def read(self, name: str) -> bytes:
        """What was written under a name."""
        return (self.folder / name).read_bytes()

    def write_hashed(self, name: str, content: bytes | str) -> str:
        """Write ``app/a.py`` as ``app/a.3f2a91c0.py``: a name that changes with the content, for caches."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        folder, _, file = name.rpartition("/")
        stem, dot, suffix = file.rpartition(".")
        digest = hashlib.sha256(data).hexdigest()[:8]
        hashed = f"{stem}.{digest}.{suffix}" if dot and stem else f"{file}.{digest}"
        return self.write(f"{folder}/{hashed}" if folder else hashed, data)

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(self.sizes.values())


@contextmanager
def open_output(target: Path) -> Iterator[Output]:
    """A folder to write; it takes the place of ``target`` when all is written, and only then.

    Raises ``click.ClickException`` where ``target`` holds anything that no build has made.
    """
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as place:
        made = Path(place, "site")
        made.mkdir()
        output = Output(made)
        yield output
        (made / MARK).write_text("Built by Skerry. The next build replaces this folder.\n")
        if target.exists():
            target.rename(Path(place, "before"))
        try:
            made.rename(target)
        except OSError:
            if (before := Path(place, "before")).exists():
                before.rename(target)
            raise
        shutil.rmtree(Path(place, "before"), ignore_errors=True)


def check_target(target: Path) -> None:
    """Raise ``click.ClickException`` unless a build may put its folder there."""
    if not target.exists():
        return
    if not target.is_dir():
        raise click.ClickException(f"{target} is a file. Name a folder with -o.")
    if any(target.iterdir()) and not (target / MARK).is_file():
        raise click.ClickException(
            f"The folder {target} holds files that Skerry has not made, and a build would replace them. "
            "Name another one with -o, or empty it."
        )
