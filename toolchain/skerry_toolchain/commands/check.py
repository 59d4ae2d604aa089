"""``skerry check app.py``."""

from __future__ import annotations

from collections.abc import Collection

import click
from rich.console import Console
from rich.text import Text

from skerry.app import App
from skerry.errors import SkerryError
from skerry.tracebacks import describe

from ..entry import check_entry
from ..site.apps import AppFiles, read_app
from ..site.imports import missing_imports
from ..site.waits import find_waits

__all__ = ["check"]


@click.command()
@click.argument("app", default="app.py", metavar="APP")
def check(app: str) -> None:
    """Look for what cannot work: syntax, packages and imports that a page cannot have, pages, handlers and what they ask for."""
    entry = check_entry(app)
    found = read_app(entry)
    modules = found.lock().modules
    problems = [str(missing) for missing in missing_imports(found.sources, modules)]
    notes: list[str] = []
    if not problems:
        problems, notes = _load(found, modules)
    notes += map(str, find_waits(found.sources))
    console = Console(stderr=True)
    for note in notes:
        console.print(Text(note, "yellow"))
    if problems:
        raise click.ClickException("\n".join(problems))
    pages = ", ".join(page.path for page in found.pages)
    modules = len(found.sources)
    Console().print(Text(f"{entry.name}: nothing wrong found. {modules} module{'s' * (modules > 1)}, pages {pages}"))


def _load(found: AppFiles, modules: Collection[str]) -> tuple[list[str], list[str]]:
    """Problems and notes from running the modules here; the page's own modules are not there to be imported."""
    try:
        made = App.load(found.entry, found.sources, files=found.files)
    except ModuleNotFoundError as error:
        if error.name in ("js", "pyodide", "pyodide_js"):
            return [], [f"It imports {error.name}, which only the page has: its modules were read and not run."]
        if error.name and error.name.partition(".")[0] in modules:
            return [], [f"It imports {error.name}, which its page has and this Python has not: its modules were read and not run."]
        return [_told(error)], []
    except SkerryError as error:
        return [str(error)], []
    except Exception as error:
        return [_told(error)], []
    made.unload()
    return [], []


def _told(error: Exception) -> str:
    text: str = describe(error, lambda name: name.endswith(".py"))["text"]
    return text
