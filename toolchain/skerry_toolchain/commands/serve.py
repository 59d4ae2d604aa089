"""``skerry serve dist``."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.text import Text

from ..ports import address_of, listen

__all__ = ["options", "serve", "show"]

F = TypeVar("F", bound=Callable[..., Any])


def options(command: F) -> F:
    """The options of every command that serves."""
    for option in (
        click.option("--open", "open_page", is_flag=True, help="Open the page in a browser."),
        click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for all networks."),
        click.option("--port", type=click.IntRange(0, 65535), help="The port; the first free one from 8000 on by default."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("folder", default="dist", metavar="FOLDER")
@click.option("--base", default="/", metavar="PATH", help="Serve it under this path, as the host will.")
@options
def serve(folder: str, base: str, port: int | None, host: str, open_page: bool) -> None:
    """Serve FOLDER, which `skerry build` has made, as a static host with a strict Content-Security-Policy would."""
    path = Path(folder)
    if not path.is_dir():
        raise click.ClickException(f"There is no folder {folder}. `skerry build app.py -o {folder}` makes one.")
    if not (path / "index.html").is_file():
        raise click.ClickException(f"{folder} has no index.html, so it is no site. `skerry build app.py -o FOLDER` makes one.")
    show(path, "Serving", folder, port, host, open_page, base)


def show(folder: Path, verb: str, what: str, port: int | None, host: str, open_page: bool, base: str = "/") -> None:
    """Serve a folder until Ctrl+C, and say where."""
    from ..site.builder import check_base
    from ..site.server import serve as serve_folder

    base = check_base(base)
    listening = listen(host, port)
    url = address_of(host, listening, base)
    console = Console()
    console.print(Text.assemble((f"{verb} ", "bold"), what, "  ", (url, f"cyan underline link {url}")), soft_wrap=True)
    console.print(Text("Ctrl+C stops it.", "dim"))
    if open_page:
        webbrowser.open(url)
    serve_folder(folder, listening, base)
