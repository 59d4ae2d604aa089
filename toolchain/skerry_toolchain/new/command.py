"""``skerry new NAME``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from .project import make_project

__all__ = ["new"]


@click.command()
@click.argument("name", metavar="NAME")
def new(name: str) -> None:
    """Begin a project in a folder NAME: an app, its tests, and what goes with them."""
    folder = Path(name).absolute()
    files = make_project(folder)
    console = Console()
    console.print(Text.assemble(("Made ", "bold"), name, "  ", (", ".join(files), "dim")), soft_wrap=True)
    if folder != Path.cwd():
        console.print(f"  cd {name}", markup=False, highlight=False, soft_wrap=True)
    console.print("  skerry run app.py\n  python -m pytest", markup=False, highlight=False)
