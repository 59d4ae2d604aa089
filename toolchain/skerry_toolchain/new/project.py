"""A new project: what it may be called, what is in it, and where it goes."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from string import Template
from typing import Final

import click

import skerry

__all__ = ["check_name", "make_project", "project_files"]

TEMPLATE: Final = Path(__file__).parent / "template"

_FILES: Final = {
    "app.py": "app.py",
    "tests/test_app.py": "tests/test_app.py",
    "README.md": "README.md",
    "pyproject.toml": "pyproject.toml",
    "gitignore": ".gitignore",  # a file of that name here would be heeded by the tools that package Skerry
}
_FILLED_IN: Final = frozenset({"README.md", "pyproject.toml"})
_NAME: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_TAKEN: Final = {
    "skerry": "a project of that name would hide Skerry itself",
    "con": "Windows keeps that name for itself",
    "nul": "Windows keeps that name for itself",
    "aux": "Windows keeps that name for itself",
    "prn": "Windows keeps that name for itself",
}
_LONGEST: Final = 80


def check_name(name: str) -> None:
    """Raises ``click.ClickException`` for what cannot name a project, with the nearest name that can."""
    why = _TAKEN.get(name.lower())
    if why is not None:
        raise click.ClickException(f"{name!r} cannot be the project's name: {why}. Did you mean {f'{name.lower()}-app'!r}?")
    if _NAME.fullmatch(name) and len(name) <= _LONGEST:
        return
    allowed = f"letters (a-z), digits, '-', '_' and '.', not at its ends, at most {_LONGEST}"
    hint = _nearest_name(name)
    suggestion = f" Did you mean {hint!r}?" if hint else ""
    raise click.ClickException(f"{name!r} cannot be the project's name, which takes {allowed}.{suggestion}")


def project_files(name: str) -> dict[str, str]:
    """The texts of a project by path."""
    values = {"name": name, "version": skerry.__version__}
    texts = {stored: (TEMPLATE / stored).read_text("utf-8") for stored in _FILES}
    return {
        path: Template(texts[stored]).substitute(values) if stored in _FILLED_IN else texts[stored]
        for stored, path in _FILES.items()
    }


def make_project(folder: Path) -> list[str]:
    """Write a project into a folder that is new or empty; the paths of its files.

    Raises ``click.ClickException`` where the name is none or the folder is in use; nothing is written then.
    """
    check_name(folder.name)
    if folder.exists() and not folder.is_dir():
        raise click.ClickException(f"There is a file {folder} already. Give the project another name.")
    if folder.is_dir() and (inside := sorted(path.name for path in folder.iterdir())):
        listed = ", ".join(inside[:5]) + (", ..." if len(inside) > 5 else "")
        raise click.ClickException(
            f"The folder {folder} is not empty: {listed}. Give the project another name; nothing was written."
        )
    files = project_files(folder.name)
    try:
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(f"The project could not be written to {folder}: {error.strerror or error}") from None
    return list(files)


def _nearest_name(name: str) -> str:
    """``Mein schönes Spiel!`` -> ``mein-schones-spiel``; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-._").lower()[:_LONGEST].rstrip("-._")
