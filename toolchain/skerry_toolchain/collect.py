"""What belongs to an app: the modules that its imports lead to, the data files that its script block names, and what a
configuration of PyScript's adds."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from skerry.app.config import Config, parse_config
from skerry.errors import AppError, nearest

from .parsing import parse
from .pyscript import read_pyscript
from .secrecy import may_be_public

__all__ = ["collect", "imported_modules"]


def collect(entry: Path) -> tuple[Mapping[str, Path], Mapping[str, Path]]:
    """The modules and the data files of the app that starts with ``entry``, by their names relative to its folder.

    A module with a syntax error belongs to it, with nothing that it would import. Raises ``AppError`` for a script block
    that cannot be read or names a file that is not there.
    """
    root = entry.parent
    config = parse_config(entry.read_text("utf-8-sig", "replace"), entry.name)
    configured = read_pyscript(entry, config)
    sources: dict[str, Path] = {}
    waiting = [(entry.name, entry), *configured.sources.items()]
    while waiting:
        name, path = waiting.pop()
        if name in sources:
            continue
        sources[name] = path
        for module in imported_modules(path.read_bytes(), name):
            waiting += [(file.relative_to(root).as_posix(), file) for file in _files_of(module, root)]
    return sources, {**_data_files(entry, config), **configured.files}


def imported_modules(source: bytes, name: str) -> set[str]:
    """All module names that a source's imports may mean; ``name`` is its path, for relative ones."""
    try:
        tree = parse(source.decode("utf-8-sig"))
    except (SyntaxError, ValueError):
        return set()
    package = PurePosixPath(name).parent.parts
    return {module for node in ast.walk(tree) for module in _named(node, package)}


def _named(node: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        if node.level > len(package):
            return  # beyond the app's folder: Python says so when it runs
        parts = package[: len(package) - node.level + 1] if node.level else ()
        base = ".".join([*parts, *([node.module] if node.module else [])])
        yield base
        yield from (f"{base}.{alias.name}" if base else alias.name for alias in node.names if alias.name != "*")


def _files_of(module: str, root: Path) -> Iterator[Path]:
    """The files that importing a module runs: those of the packages around it, too."""
    folder = root
    for part in module.split("."):
        if (found := folder / f"{part}.py").is_file() and not (folder / part / "__init__.py").is_file():
            yield found
            return
        folder = folder / part
        if not folder.is_dir():
            return
        if (found := folder / "__init__.py").is_file():
            yield found


def _data_files(entry: Path, config: Config) -> Mapping[str, Path]:
    root = entry.parent
    found: dict[str, Path] = {}
    for pattern in config.files:
        matching = [path for path in sorted(root.glob(pattern)) if path.is_file()]
        if not matching:
            near = nearest(pattern, [path.relative_to(root).as_posix() for path in root.iterdir() if path.is_file()])
            raise AppError(f"{entry.name}: files names {pattern!r}, and there is no such file.{near}")
        found |= {path.relative_to(root).as_posix(): path for path in matching if may_be_public(path, root)}
    return found
