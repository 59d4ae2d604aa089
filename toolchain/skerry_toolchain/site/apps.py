"""An app's files in a site: under names that change with their content, and the listing that names them."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from skerry.app.compiled import COMPILED
from skerry.app.config import Config, parse_config
from skerry.errors import AppError

from ..collect import collect, imported_modules
from ..javascript import javascript_of
from ..packages.resolve import NOTHING, Packages, lock_packages
from ..packages.store import sha256
from ..packages.wanted import Wanted, read_wanted
from ..packages.wheel import python_in
from ..parsing import parse
from ..pyscript import Configured, read_pyscript
from .ahead import Ahead, listed_ahead, watch_for
from .output import Output
from .pages import PageEntry, find_pages
from .parts import needed_parts
from .prerender import Watch

__all__ = ["AppFiles", "read_app"]

_OF_THE_PAGE: Final = (3, 14)


@dataclass(frozen=True, slots=True)
class AppFiles:
    """An app as it lies on disk: texts and bytes by the names that Python sees. path: the entry file's."""

    path: Path
    entry: str
    sources: Mapping[str, str]
    files: Mapping[str, bytes]
    config: Config
    pages: list[PageEntry]
    doc: str
    configured: Configured
    wanted: Sequence[Wanted]

    @property
    def title(self) -> str:
        """What the document is called before the app says so itself."""
        first = next((page.title for page in self.pages if page.title and page.fixed), None)
        return self.config.title or first or self.entry.removesuffix(".py")

    @property
    def modules(self) -> set[str]:
        """What its sources import, by full names."""
        return {module for name, text in self.sources.items() for module in imported_modules(text.encode(), name)}

    def parts(self, packages: Packages = NOTHING) -> list[str]:
        """The parts of the page's code that it may need. Of packages, those that do not use Skerry need none but the network's."""
        texts = self.sources.values()
        more = self.files or self.configured != Configured() or any("pyscript" in text for text in texts)
        unknown = self.wanted and (not packages.wheels or any(map(_uses_skerry, packages.wheels.values())))
        return needed_parts(texts, alone=not (more or unknown), sends=bool(self.wanted))

    def lock(self, *, upgrade: bool = False) -> Packages:
        """The packages that the app asks for. Raises ``click.ClickException`` for what cannot be had, and why."""
        return lock_packages(self.path, self.wanted, self.modules, byte_compile=self.config.byte_compile, upgrade=upgrade)

    @property
    def watch(self) -> Watch | None:
        """How to find out what it needs of Python's modules before it is shown; None where it needs none, as far as can be read."""
        return watch_for(self.sources, self.modules, more=bool(self.wanted))

    def write(
        self, output: Output, folder: str, packages: Packages = NOTHING, ahead: Ahead | None = None, compiled: str = ""
    ) -> str:
        """Write the files into ``folder``, and packages beside it; returns the listing's name.

        ahead: None where nobody knows. compiled: what goes with the sources (``RenderedApp``), empty for nothing.
        """
        sources = {name: output.write_hashed(f"{folder}/{name}", text) for name, text in sorted(self.sources.items())}
        if compiled:
            sources[COMPILED] = output.write_hashed(f"{folder}/{COMPILED}.txt", compiled)
        files = {name: output.write_hashed(f"{folder}/files/{_plain(name)}", data) for name, data in sorted(self.files.items())}
        listed = {name: _inside(folder, path) for name, path in files.items()}
        listing: dict[str, Any] = {
            "entry": self.entry,
            "sources": {name: _inside(folder, path) for name, path in sources.items()},
            "files": {**listed, **self.configured.remote},
            "parts": self.parts(packages),
            **self.configured.listing({**listed, **self._parts(output, folder)}),
        }
        if ahead is not None and "archives" not in listing:
            listing["library"] = listed_ahead(output, folder, ahead)
        if packages.lock.packages:
            listing["packages"] = write_packages(output, packages, "../" * (folder.count("/") + 1))
        if code := javascript_of(self.sources):
            listing["functions"] = _inside(folder, output.write_hashed(f"{folder}/functions.js", code))
        return output.write_hashed(f"{folder}/app.json", json.dumps(listing, indent=1))

    def _parts(self, output: Output, folder: str) -> dict[str, str]:
        """JavaScript modules import each other by their places, so these stay; their folder's name changes with their content."""
        parts = {name: path.read_bytes() for name, path in sorted(self.configured.parts.items())}
        digest = sha256(b"".join(name.encode() + content for name, content in parts.items()))[:8]
        return {name: _inside(folder, output.write(f"{folder}/modules-{digest}/{name}", parts[name])) for name in parts}


def _uses_skerry(wheel: bytes) -> bool:
    return any(b"skerry" in content for content in python_in(wheel))


def read_app(entry: Path) -> AppFiles:
    """Everything that belongs to the app. Raises ``click.ClickException`` that names the file and the line of what is wrong."""
    try:
        sources, files = collect(entry)
        texts = {name: path.read_text("utf-8-sig") for name, path in sources.items()}
        config = parse_config(texts[entry.name], entry.name)
        configured = read_pyscript(entry, config)
        wanted = read_wanted([*config.dependencies, *config.packages, *configured.packages], entry.name, entry.parent)
    except AppError as error:
        raise click.ClickException(str(error)) from None
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{entry.name} or a module of it is not UTF-8 text: {error}") from None
    trees = {name: _parsed(text, name, sources[name]) for name, text in texts.items()}
    return AppFiles(
        path=entry,
        entry=entry.name,
        sources=texts,
        files={name: path.read_bytes() for name, path in files.items()},
        config=config,
        pages=find_pages(trees),
        doc=ast.get_docstring(trees[entry.name]) or "",
        configured=configured,
        wanted=wanted,
    )


def _parsed(text: str, name: str, path: Path) -> ast.Module:
    try:
        return parse(text, name)
    except SyntaxError as error:
        line = (error.text or "").rstrip()
        mark = f"\n    {line.strip()}" if line else ""
        raise click.ClickException(f"{path}, line {error.lineno}: {error.msg}{mark}{_newer()}") from None


def _newer() -> str:
    """What may be meant where this Python knows less than the page's."""
    if sys.version_info >= _OF_THE_PAGE:
        return ""
    own, page = (".".join(map(str, version[:2])) for version in (sys.version_info, _OF_THE_PAGE))
    return f"\n  Sources are read here by Python {own}, and in the page by {page}. What is newer cannot be built yet."


def write_packages(output: Output, packages: Packages, up: str) -> list[dict[str, Any]]:
    """Write wheels under names that change with their content, and the lock that names them; returns what the listing says.

    up: the way from the listing to the site's folder.
    """
    files = {}
    for name, wheel in packages.wheels.items():
        path = output.write_hashed(f"packages/{packages.lock.packages[name].file_name}", wheel)
        files[name] = (path.removeprefix("packages/"), sha256(wheel))
    lock = packages.lock.naming(files)
    output.write_hashed("packages/pyodide-lock.json", json.dumps(lock.spec(), indent=1, sort_keys=True))
    return [
        {
            "name": name,
            "version": package.version,
            "url": f"{up}packages/{package.file_name}",
            "size": len(packages.wheels[name]),
            "sha256": package.sha256,
        }
        for name, package in lock.packages.items()
    ]


def _plain(name: str) -> str:
    """A place of the interpreter's as one in a folder."""
    return name.lstrip("/")


def _inside(folder: str, path: str) -> str:
    return path.removeprefix(f"{folder}/")
