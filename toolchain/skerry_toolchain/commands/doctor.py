"""``skerry doctor``."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

import click
from rich.console import Console
from rich.text import Text

import skerry
import skerry_browser

__all__ = ["doctor"]


@click.command()
def doctor() -> None:
    """Tell what is installed, and whether it is whole."""
    console = Console()
    console.print(f"skerry {skerry.__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    failures = 0
    for name, problem in [*_files(), *_packages()]:
        failures += bool(problem)
        mark = ("wrong ", "bold red") if problem else ("fine  ", "green")
        console.print(Text.assemble(mark, name, f": {problem}" if problem else ""))
    if failures:
        console.print("Installing Skerry again puts this right: pip install --force-reinstall skerry")
        sys.exit(1)


def _files() -> Iterator[tuple[str, str]]:
    """Each of the files of Pyodide and of what else comes with Skerry, and what is wrong with it."""
    package = skerry_browser.package_folder()
    locked = json.loads((package / "vendor.json").read_text("utf-8"))
    files = [(f"Pyodide {locked['pyodide']}", "pyodide", name, digest) for name, digest in locked["sha256"].items()]
    files += [("Plots", "plots", name, plot["sha256"]) for name, plot in locked["plots"].items()]
    files += [(wheel, "wheels", locked_as["file"], locked_as["sha256"]) for wheel, locked_as in locked["wheels"].items()]
    for what, folder, name, digest in files:
        path = package / "vendor" / folder / name
        if not path.is_file():
            problem = "missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            problem = "not the file that this version was made with"
        else:
            problem = ""
        yield f"{what} {name}", problem


def _packages() -> Iterator[tuple[str, str]]:
    """Each pinned dependency, and whether it is the pinned version."""
    for requirement in requires("skerry") or []:
        name, _, pinned = requirement.partition(";")[0].strip().partition("==")
        if "extra ==" in requirement or not pinned:
            continue
        try:
            found = version(name)
        except PackageNotFoundError:
            yield name, f"missing; {pinned} is needed"
        else:
            yield f"{name} {found}", "" if found == pinned else f"{pinned} is what this version is tested with"
