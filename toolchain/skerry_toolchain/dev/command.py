"""``skerry run app.py``."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from ..commands.serve import options
from ..entry import check_entry
from ..ports import LOOPBACK, address_of, listen
from .hub import News
from .project import Project
from .reports import Report

__all__ = ["run"]


@click.command()
@click.argument("app", default="app.py", metavar="[APP]")
@options
def run(app: str, port: int | None, host: str, open_page: bool) -> None:
    """Show APP (a Python file; app.py if left out) in the browser, and show every change of it at once.

    The state is kept over changes. What the app prints and logs, and its errors, are shown here and in the page.
    """
    entry = check_entry(app)
    _run(entry, port, host, open_page, Console())


def _run(entry: Path, port: int | None, host: str, open_page: bool, console: Console) -> None:
    from ..collect import collect
    from .runtime import Runtime
    from .server import serve
    from .site import make_site
    from .terminal import Terminal
    from .watch import Watch

    try:
        runtime = Runtime()
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from None
    listening = listen(host, port)

    def told(news: News) -> None:
        terminal.news(news, watch.hub.listeners)
        if watch.snapshot.problem:
            terminal.problem(watch.snapshot.problem)

    watch = Watch(Project(entry, collect), told)
    terminal = Terminal(console, lambda: watch.snapshot, entry.parent)

    def show(reports: Sequence[Report]) -> None:
        terminal.show(reports)

    local = host in LOOPBACK
    url = address_of(host, listening)
    _greet(console, entry, url, local)
    if open_page:
        webbrowser.open(url)
    site = make_site(runtime, lambda: watch.snapshot, watch.hub, show, project=watch.project.name, local=local)
    serve(site, watch, listening)


def _greet(console: Console, entry: Path, url: str, local: bool) -> None:
    console.print(Text.assemble(("Skerry", "bold"), f"  {entry.name}  ", (url, f"cyan underline link {url}")))
    if not local:
        console.print(Text("Others on the network can open it too, and read the app's source.", "yellow"))
    console.print(Text("Changes show at once, the state stays. Ctrl+C stops it.", "dim"))
