"""The addresses of an app, read from its source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import click

from skerry.app.routes import parse_route
from skerry.errors import AppError

__all__ = ["PageEntry", "find_pages"]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """What ``@sk.page("/about", title=..., description=...)`` says; None where it is not written out as a text."""

    path: str
    title: str | None
    description: str | None

    @classmethod
    def of(cls, path: str, title: str, description: str) -> PageEntry:
        """Of an address as a browser writes it: folders have the names that it stands for."""
        return cls(unquote(path), title or None, description or None)

    @property
    def fixed(self) -> bool:
        """Without parameters: one address, which can have a folder of its own."""
        return "{" not in self.path

    @property
    def folder(self) -> str:
        """``about/team`` for ``/about/team``."""
        return self.path.strip("/")


def find_pages(trees: Mapping[str, ast.Module]) -> list[PageEntry]:
    """The pages of all modules, by path. Raises ``click.ClickException`` for an app without a page or a path that is none."""
    found: dict[str, PageEntry] = {}
    unknown = False
    for name, tree in trees.items():
        for call in _decorators(tree):
            entry = _entry(call, name)
            if entry is None:
                unknown = True
            else:
                found.setdefault(entry.path, entry)
    if not found and not unknown:
        raise click.ClickException(
            f'{next(iter(trees))} defines no page, and neither do its modules. Put @sk.page("/") above the function that builds it.'
        )
    return sorted(found.values() or [PageEntry("/", None, None)], key=lambda page: page.path)


def _decorators(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from (d for d in node.decorator_list if isinstance(d, ast.Call) and _is_page(d.func))


def _is_page(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    return name == "page"


def _entry(call: ast.Call, name: str) -> PageEntry | None:
    """None where the path is made at run time."""
    said = {keyword.arg: _text(keyword.value) for keyword in call.keywords if keyword.arg}
    path = _text(call.args[0]) if call.args else said.get("path", "/")
    if path is None:
        return None
    try:
        route = parse_route(path)
    except AppError as error:
        raise click.ClickException(f"{name}, line {call.lineno}: {error}") from None
    return PageEntry(route.pattern, said.get("title"), said.get("description"))


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
