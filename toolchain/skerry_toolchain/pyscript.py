"""What a configuration of PyScript's that an app names means on this disk: which files belong to the app, and what for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from skerry.app import Config, PyScript, parse_pyscript
from skerry.errors import AppError, nearest

from .secrecy import may_be_public

__all__ = ["Configured", "read_pyscript"]

_IMPORTED: Final = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Configured:
    """A configuration with its files found.

    packages: requirements. sources, files: by the names that Python sees. remote: files elsewhere, name -> URL. archives: folder ->
    what is unpacked there, modules: name -> JavaScript, styles: style sheets; each a name among ``files``, or a URL. parts: the
    files that JavaScript modules consist of, by names that keep their places to each other. working: the names that are found
    in the working folder, too.
    """

    packages: tuple[str, ...] = ()
    sources: Mapping[str, Path] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    remote: Mapping[str, str] = field(default_factory=dict)
    archives: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    styles: tuple[str, ...] = ()
    parts: Mapping[str, Path] = field(default_factory=dict)
    working: tuple[str, ...] = ()

    def listing(self, address: Mapping[str, str]) -> dict[str, Any]:
        """What a page has to know besides files and sources. address: where files lie, by name; URLs stand for themselves."""
        said = {
            "archives": {folder: address.get(name, name) for folder, name in self.archives.items()},
            "modules": {name: address.get(module, module) for name, module in self.modules.items()},
            "styles": [address.get(style, style) for style in self.styles],
            "working": list(self.working),
        }
        return {key: value for key, value in said.items() if value}


def read_pyscript(entry: Path, config: Config) -> Configured:
    """The configuration that an app's script block names. Raises ``AppError`` for what cannot be read or found."""
    if not config.config:
        return Configured()
    path = entry.parent / config.config
    if not path.is_file():
        near = nearest(path.name, [one.name for one in path.parent.iterdir() if one.is_file()]) if path.parent.is_dir() else ""
        raise AppError(f"{entry.name}: config names {config.config!r}, and there is no such file.{near}")
    return _Reading(entry.parent.resolve(), path.resolve(), parse_pyscript(path.read_text("utf-8-sig"), config.config)).configured()


class _Reading:
    """Finds the files of one configuration; URLs in it are relative to its own folder."""

    def __init__(self, root: Path, path: Path, given: PyScript) -> None:
        self._root = root
        self._path = path
        self._given = given
        self._files: dict[str, Path] = {self._name(path): path}

    def configured(self) -> Configured:
        sources: dict[str, Path] = {}
        remote: dict[str, str] = {}
        archives: dict[str, str] = {}
        for file in self._given.files:
            if file.archive:
                archives[file.path or "."] = self._own(file.url)
            elif _is_elsewhere(file.url):
                remote[file.path] = self._checked(file.path, file.url)
            else:
                (sources if file.path.endswith(".py") else self._files)[file.path] = self._found(file.url)
        modules = {name: self._own(url) for name, url in self._given.js_modules}
        styles = tuple(self._own(url) for url in self._given.styles)
        parts = dict(part for name in modules.values() if name in self._files for part in self._reached(self._files[name]))
        self._files |= parts
        working = tuple(file.path for file in self._given.files if not file.archive and not file.path.endswith(".py"))
        return Configured(self._packages(), sources, self._files, remote, archives, modules, styles, parts, working)

    def _packages(self) -> tuple[str, ...]:
        """Paths of wheels are relative to this file, and the app's to the app."""
        inside = PurePosixPath(self._path.parent.relative_to(self._root).as_posix())
        return tuple(str(inside / text) if text.startswith(("./", "../")) else text for text in self._given.packages)

    def _own(self, url: str) -> str:
        """The name of a file that comes along, or the URL of one that does not."""
        if _is_elsewhere(url):
            return url
        path = self._found(url)
        name = self._name(path)
        self._files[name] = path
        return name

    def _found(self, url: str) -> Path:
        path = (self._path.parent / unquote(urlsplit(url).path).lstrip("/")).resolve()
        if not path.is_file():
            near = nearest(path.name, [one.name for one in path.parent.iterdir()]) if path.parent.is_dir() else ""
            raise AppError(f"{self._path.name}: there is no file {url}.{near}")
        if not may_be_public(path, self._inside(path)):
            raise AppError(f"{self._path.name}: {url} may hold secrets, and whatever a site holds anyone can read")
        return path

    def _name(self, path: Path) -> str:
        return path.relative_to(self._inside(path)).as_posix()

    def _inside(self, path: Path) -> Path:
        if not path.is_relative_to(self._root):
            raise AppError(f"{self._path.name}: {path} is outside the app's folder, {self._root}")
        return self._root

    def _checked(self, path: str, url: str) -> str:
        if path.endswith(".py"):
            raise AppError(f"{self._path.name}: {url} is elsewhere, and an app's modules are its own files. Copy it here")
        return url

    def _reached(self, path: Path) -> Iterator[tuple[str, Path]]:
        """A JavaScript module and those that it imports by a relative path."""
        waiting, seen = [path], set()
        while waiting:
            one = waiting.pop().resolve()
            if one in seen or not one.is_file():
                continue
            seen.add(one)
            yield self._name(one), one
            waiting += [one.parent / found for found in _IMPORTED.findall(one.read_text("utf-8", "replace"))]


def _is_elsewhere(url: str) -> bool:
    return "://" in url or url.startswith("//")
