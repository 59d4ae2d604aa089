"""What belongs to an app: the modules that its imports lead to, and the data files that its script block names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Final

from skerry.app.config import parse_config
from skerry.errors import AppError, nearest

__all__ = ["collect", "imported_modules"]


def collect(entry: Path) -> tuple[Mapping[str, Path], Mapping[str, Path]]:
    """The modules and the data files of the app that starts with ``entry``, by their names relative to its folder.

    A module with a syntax error belongs to it, with nothing that it would import. Raises ``AppError`` for a script block
    that cannot be read or names a file that is not there.
    """
    root = entry.parent
    sources: dict[str, Path] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        name = path.relative_to(root).as_posix()
        if name in sources:
            continue
        sources[name] = path
        for module in imported_modules(path.read_bytes(), name):
            waiting.extend(_files_of(module, root))
    return sources, _data_files(entry)


def imported_modules(source: bytes, name: str) -> set[str]:
    """All module names that a source's imports may mean; ``name`` is its path, for relative ones."""
    try:
        tree = ast.parse(source)
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


def _data_files(entry: Path) -> Mapping[str, Path]:
    root = entry.parent
    config = parse_config(entry.read_text("utf-8", "replace"), entry.name)
    found: dict[str, Path] = {}
    for pattern in config.files:
        matching = [path for path in sorted(root.glob(pattern)) if path.is_file()]
        if not matching:
            near = nearest(pattern, [path.relative_to(root).as_posix() for path in root.iterdir() if path.is_file()])
            raise AppError(f"{entry.name}: files names {pattern!r}, and there is no such file.{near}")
        found |= {path.relative_to(root).as_posix(): path for path in matching if _may_be_public(path, root)}
    return found


_NEVER: Final = tuple(".* *.pem *.key *.p12 *.pfx *.keystore id_rsa* id_ed25519* secrets.* credentials* *.pyc".split())
_NOT_THE_APPS: Final = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "env"})
_BUILT: Final = ".skerry"  # marks a folder that a build has made


def _may_be_public(path: Path, root: Path) -> bool:
    """Whatever a site holds, anyone can read: hidden files, keys and secrets never come along, nor what is not the app's own."""
    parts = path.relative_to(root).parts
    if any(part.startswith(".") or part in _NOT_THE_APPS for part in parts[:-1]):
        return False
    if any(fnmatch(parts[-1].lower(), pattern) for pattern in _NEVER):
        return False
    inner = [folder for folder in path.parents if root in folder.parents]
    return not any((folder / _BUILT).is_file() for folder in inner)
