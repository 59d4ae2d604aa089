"""An app's entry file: the one argument of most commands."""

from __future__ import annotations

from pathlib import Path

import click

from skerry.errors import nearest

__all__ = ["check_entry"]


def check_entry(path: str) -> Path:
    """The app's file. Raises ``click.ClickException`` that says what is wrong with the path and what may be meant."""
    given = Path(path)
    if given.is_dir():
        raise click.ClickException(f"{path} is a folder. Name the app's file in it.{_likely(given)}")
    if not given.exists():
        raise click.ClickException(_missing(given))
    if given.suffix != ".py":
        raise click.ClickException(f"{path} is no Python file: an app is a file that ends in .py.{_likely(given.parent)}")
    if not given.is_file():
        raise click.ClickException(f"{path} is no file that can be read.")
    entry = given.absolute()
    if entry.resolve().parent != entry.parent.resolve():
        raise click.ClickException(
            f"{path} is a link to {entry.resolve()}, outside its folder, so its imports would be looked for in the wrong place. "
            f"Run that file instead."
        )
    return entry.resolve()


def _missing(given: Path) -> str:
    if not given.parent.is_dir():
        return f"There is no file {given}: the folder {given.parent} does not exist."
    names = [path.name for path in given.parent.glob("*.py")]
    hint = nearest(given.name, names)
    return f"There is no file {given}.{hint or _likely(given.parent)}"


def _likely(folder: Path) -> str:
    """The Python files of a folder, those first that are usually apps."""
    usual = ("app.py", "main.py", "index.py")
    names = sorted(path.name for path in folder.glob("*.py") if not path.name.startswith(("_", "test_", ".")))
    names.sort(key=lambda name: usual.index(name) if name in usual else len(usual))
    if not names:
        return " There is none yet; `skerry new NAME` makes a project with one."
    return f" There: {', '.join(str(folder / name) for name in names[:6])}"
