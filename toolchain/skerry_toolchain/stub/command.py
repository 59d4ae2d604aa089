"""``skerry stub app.py``."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.text import Text

from skerry.errors import SkerryError, nearest
from skerry.tracebacks import describe

from ..entry import check_entry
from ..site.apps import AppFiles, read_app
from .code import argument_of, write_stub
from .elements import known_arguments
from .pages import Found, NoPage, find_stubs

__all__ = ["code_for", "stub"]


@click.command()
@click.argument("app", default="app.py", metavar="APP")
@click.option("--event", "events", multiple=True, metavar="NAME", help="Only handlers of this event, as in click or on_change.")
@click.option("--all", "everything", is_flag=True, help="Those of events that are handled already, too.")
def stub(app: str, events: tuple[str, ...], everything: bool) -> None:
    """Print Python code for the handlers that APP lacks: of buttons, forms and fields that nobody listens to, and of names
    that are used as handlers and defined nowhere.

    It shows every page as it first is, without a browser. What appears only later is found by the inspector in the
    page of `skerry run`.
    """
    entry = check_entry(app)
    wanted = [_argument(event) for event in events]
    files = read_app(entry)
    try:
        found = find_stubs(files, wanted, everything)
    except ModuleNotFoundError as error:
        raise click.ClickException(_missing(error, files)) from None
    except (SkerryError, NoPage) as error:
        raise click.ClickException(str(error)) from None
    except Exception as error:
        raise click.ClickException(_told(error, files)) from None
    console = Console(stderr=True)
    for note in found.notes:
        console.print(Text(note, "yellow"), soft_wrap=True)
    if found.stubs:
        click.echo(code_for(entry.name, found), nl=False)
    else:
        console.print(Text(_nothing(entry.name, found, events, everything)), soft_wrap=True)


def code_for(entry: str, found: Found) -> str:
    """All stubs as one module."""
    states = {one.state for one in found.stubs if one.state is not None}
    library = found.stubs[0].library
    lines = [
        f"# Handlers for {entry}, made by `skerry stub`. Paste them above the page, and give them",
        "# to the elements as the comments show. Leave out the imports that are there already.",
        "import skerry" if library == "skerry" else f"import skerry as {library}",
        *(f"\nfrom {state.module} import {state.name}" for state in states),
    ]
    return "\n".join(lines) + "\n\n\n" + "\n\n".join(map(write_stub, found.stubs))


def _argument(event: str) -> str:
    """An event's argument without ``on_``, however it is called: ``dblclick``, ``double_click``, ``on_double_click``."""
    name = event.strip().lower().removeprefix("on_")
    known = known_arguments()
    name = name if name in known else argument_of(name)
    if name:
        return name
    hint = nearest(event, sorted(known))
    raise click.BadParameter(f"there is no event {event!r}.{hint} The events: {', '.join(sorted(known))}")


def _missing(error: ModuleNotFoundError, files: AppFiles) -> str:
    if error.name in ("js", "pyodide", "pyodide_js"):
        return (
            f"It imports {error.name}, which only the page has, so it cannot be shown here. "
            "The inspector in the page of `skerry run` makes the same code for one element at a time."
        )
    return _told(error, files)


def _told(error: Exception, files: AppFiles) -> str:
    text: str = describe(error, lambda name: name in files.sources)["text"]
    return text.rstrip()


def _nothing(entry: str, found: Found, events: Sequence[str], everything: bool) -> str:
    of = f" of {', '.join(events)}" if events else ""
    seen = f"{found.seen} element{'s' * (found.seen != 1)} on {found.pages} page{'s' * (found.pages != 1)}"
    more = "" if everything or not found.seen else " --all shows those that are there."
    return f"{entry}: no handler{of} is missing. Looked at {seen} that people can act on.{more}"
