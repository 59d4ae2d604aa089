"""``skerry host app.py``."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click
import uvicorn
from rich.console import Console
from rich.text import Text
from starlette.types import ASGIApp

from skerry.cpython import LOCAL
from skerry.errors import SkerryError
from skerry.protocol import MOST_TEXT
from skerry.tracebacks import describe
from skerry_server import Limits
from skerry_server.logs import install_output

from ..entry import check_entry
from ..ports import LOOPBACK, address_of, listen

__all__ = ["host"]

_SECONDS: Final = click.FloatRange(min=0, min_open=True)


@click.command()
@click.argument("app", default="app.py", metavar="[APP]")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; the first free one from 8000 on by default.")
@click.option("--host", "address", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for all networks.")
@click.option("--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="Another site whose pages may ask; * for all.")
@click.option("--timeout", type=_SECONDS, default=60.0, show_default=True, help="Seconds that a call may take.")
@click.option("--idle", type=_SECONDS, default=900.0, show_default=True, help="Seconds until an unused session is ended.")
@click.option("--sessions", type=click.IntRange(min=1), default=1000, show_default=True, help="How many there may be at once.")
@click.option("--max-body", type=click.IntRange(min=0), default=1_000_000, show_default=True, help="Bytes of a request's body.")
def host(
    app: str, port: int | None, address: str, origins: tuple[str, ...], timeout: float, idle: float, sessions: int, max_body: int
) -> None:
    """Run APP (a Python file; app.py if left out) on a server, for browsers and for programs.

    A browser shows it without Python in the page. Functions that `@sk.api` and `api_name=` name can be called over HTTP: GET /api
    lists them. Secrets are environment variables.
    """
    from ..hosting import application

    entry = check_entry(app)
    console = Console(file=sys.stdout)
    install_output()
    local = address in LOOPBACK
    limits = Limits(sessions=sessions, idle=idle, timeout=timeout, body=max_body)
    try:
        made = application(entry, limits=limits, allow_origins=origins, hosts=LOCAL if local else ())
    except SkerryError:
        raise
    except Exception as error:
        raise click.ClickException(_not_loaded(entry, error)) from None
    listening = listen(address, port)
    _greet(console, entry, address_of(address, listening), local)
    serve(made, listening)


def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Serve until Ctrl+C."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, ws_max_size=MOST_TEXT)
    with suppress(KeyboardInterrupt):  # which uvicorn raises again once all is closed
        uvicorn.Server(config).run(sockets=[listening])


def _not_loaded(entry: Path, error: Exception) -> str:
    text = describe(error, lambda name: str(entry.parent) in name)["text"]
    return f"{entry.name} cannot be loaded:\n{text}"


def _greet(console: Console, entry: Path, url: str, local: bool) -> None:
    console.print(Text.assemble(("Skerry", "bold"), f"  {entry.name}  ", (url, f"cyan underline link {url}")), soft_wrap=True)
    if not local:
        console.print(Text("Others on the network can use it, too.", "yellow"))
    if not any(find_spec(name) for name in ("websockets", "wsproto")):
        console.print(Text("Pages need WebSockets, which are not there: pip install 'skerry[server]'", "yellow"))
    console.print(Text("Ctrl+C stops it.", "dim"))
