"""An app's files in a site: under names that change with their content, and the listing that names them."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from skerry.app.config import Config, parse_config
from skerry.errors import AppError

from ..collect import collect
from ..javascript import javascript_of
from .output import Output
from .pages import PageEntry, find_pages

__all__ = ["AppFiles", "read_app"]

_OF_THE_PAGE: Final = (3, 14)


@dataclass(frozen=True, slots=True)
class AppFiles:
    """An app as it lies on disk: texts and bytes by the names that Python sees."""

    entry: str
    sources: Mapping[str, str]
    files: Mapping[str, bytes]
    config: Config
    pages: list[PageEntry]
    doc: str

    @property
    def title(self) -> str:
        """What the document is called before the app says so itself."""
        first = next((page.title for page in self.pages if page.title), None)
        return self.config.title or first or self.entry.removesuffix(".py")

    def write(self, output: Output, folder: str) -> str:
        """Write the files into ``folder``; returns the listing's name."""
        sources = {name: output.write_hashed(f"{folder}/{name}", text) for name, text in sorted(self.sources.items())}
        files = {name: output.write_hashed(f"{folder}/files/{name}", data) for name, data in sorted(self.files.items())}
        listing: dict[str, Any] = {
            "entry": self.entry,
            "sources": {name: _inside(folder, path) for name, path in sources.items()},
            "files": {name: _inside(folder, path) for name, path in files.items()},
        }
        if code := javascript_of(self.sources):
            listing["functions"] = _inside(folder, output.write_hashed(f"{folder}/functions.js", code))
        return output.write_hashed(f"{folder}/app.json", json.dumps(listing, indent=1))


def read_app(entry: Path) -> AppFiles:
    """Everything that belongs to the app. Raises ``click.ClickException`` that names the file and the line of what is wrong."""
    try:
        sources, files = collect(entry)
        texts = {name: path.read_text("utf-8-sig") for name, path in sources.items()}
        config = parse_config(texts[entry.name], entry.name)
    except AppError as error:
        raise click.ClickException(str(error)) from None
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{entry.name} or a module of it is not UTF-8 text: {error}") from None
    trees = {name: _parsed(text, name, sources[name]) for name, text in texts.items()}
    return AppFiles(
        entry=entry.name,
        sources=texts,
        files={name: path.read_bytes() for name, path in files.items()},
        config=config,
        pages=find_pages(trees),
        doc=ast.get_docstring(trees[entry.name]) or "",
    )


def _parsed(text: str, name: str, path: Path) -> ast.Module:
    try:
        return ast.parse(text, name)
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


def _inside(folder: str, path: str) -> str:
    return path.removeprefix(f"{folder}/")
