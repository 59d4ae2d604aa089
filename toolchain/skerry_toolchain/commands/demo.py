"""``skerry demo``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from ..site.gallery import build_gallery
from .serve import options, show

__all__ = ["demo"]


@click.command()
@options
def demo(port: int | None, host: str, open_page: bool) -> None:
    """Build the gallery of apps that comes with Skerry, and show it."""
    with tempfile.TemporaryDirectory(prefix="skerry-demo-") as place:
        folder = Path(place, "gallery")
        exhibits = build_gallery(folder)
        show(folder, "The gallery:", f"{len(exhibits)} apps", port, host, open_page)
