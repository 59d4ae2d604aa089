"""``skerry build app.py``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from ..entry import check_entry
from ..site.builder import build_site, check_base

__all__ = ["build"]


@click.command()
@click.argument("app", default="app.py", metavar="APP")
@click.option("-o", "--output", default="dist", show_default=True, help="The folder to make.")
@click.option("--base", default="", metavar="PATH", help="Where on the host it will be, as in /docs/. Without it, anywhere.")
@click.option("--upgrade", is_flag=True, help="Lock the newest packages that fit, whatever APP.lock.json says.")
@click.option("--offline/--no-offline", default=True, show_default=True, help="Whether browsers keep the site.")
@click.option("--embed", is_flag=True, help="For pages that exist already: print what to paste there.")
def build(app: str, output: str, base: str, upgrade: bool, offline: bool, embed: bool) -> None:
    """Make a folder that any static host can serve: APP (a Python file), its modules and data files, and all they need."""
    entry = check_entry(app)
    target = Path(output)
    made = build_site(entry, target.absolute(), check_base(base), upgrade=upgrade, offline=offline, embed=embed)
    console = Console(stderr=True)
    console.print(Text.assemble(("Built ", "bold"), str(target), f"  {made.files} files, {made.size / 2**20:.1f} MiB"))
    for page in made.pages:
        console.print(Text(f"  {page}", "dim"))
    for note in made.notes:
        console.print(Text(note, "yellow"))
    console.print(Text(f"To see it: skerry serve {target}", "dim"))
    if embed:
        click.echo(made.embed, nl=False)
