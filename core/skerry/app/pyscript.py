"""PyScript's own configuration (``pyscript.toml``, ``pyscript.json``): packages, files and JavaScript modules.

    packages = ["pydantic>=2", "./wheels/fleet-1.0-py3-none-any.whl"]

    [files]
    "{DATA}" = "./data"                     # a name for what is repeated
    "./log.csv" = "{DATA}/"                 # into a folder, under its own name
    "./helpers.py" = ""                     # under its own name, at the top
    "./more.zip" = "./more/*"               # an archive, unpacked into a folder

    [js_modules.main]
    "./chart.js" = "chart"                  # from pyscript.js_modules import chart
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..errors import AppError, nearest
from .config import texts

__all__ = ["PyScript", "PyScriptFile", "parse_pyscript"]

_READ: Final = ("packages", "files", "js_modules", "index_urls")
_IGNORED: Final = frozenset(
    "name version description type author_name author_email license interpreter plugins debug packages_cache "
    "experimental_create_proxy experimental_remote_packages".split()
)
"""What concerns PyScript's own loading, or only people."""
_OF_WORKERS: Final = frozenset({"sync_main_only", "experimental_ffi_timeout"})
_NAMED: Final = re.compile(r"\{.+?\}")
_ARCHIVES: Final = (".zip", ".whl", ".tar.gz", ".tgz", ".tar")


@dataclass(frozen=True, slots=True)
class PyScriptFile:
    """A file to fetch. path: where Python finds it, relative to its working folder or absolute; for an archive, the folder."""

    url: str
    path: str
    archive: bool = False


@dataclass(frozen=True, slots=True)
class PyScript:
    """A configuration. js_modules: name -> URL. styles: URLs of style sheets. URLs are as written, relative to the file."""

    packages: tuple[str, ...] = ()
    files: tuple[PyScriptFile, ...] = ()
    js_modules: tuple[tuple[str, str], ...] = ()
    styles: tuple[str, ...] = ()
    index_urls: tuple[str, ...] = ()


def parse_pyscript(text: str, name: str) -> PyScript:
    """The configuration in a text: JSON where ``name`` ends so or it looks so, else TOML.

    Raises ``AppError`` that names the file, for a text that cannot be read, a key that is unknown or of use to workers only, a
    value of the wrong type, and two files with one destination.
    """
    table = _read(text, name)
    for key in table:
        if key in _OF_WORKERS:
            raise AppError(f"{name}: {key} is for PyScript's workers, and this app runs in the page. Take it out")
        if key not in _READ and key not in _IGNORED:
            hint = nearest(key, (*_READ, *_IGNORED))
            raise AppError(f"{name}: unknown key {key!r}.{hint} The keys that are read here: {', '.join(_READ)}")
    modules = _modules(table.get("js_modules", {}), name)
    return PyScript(
        packages=texts(table.get("packages", []), "packages", name),
        files=tuple(_files(_strings(table.get("files", {}), "files", name), name)),
        js_modules=tuple((module, url) for url, module in modules.items() if not _is_style(url)),
        styles=tuple(url for url in modules if _is_style(url)),
        index_urls=texts(table.get("index_urls", []), "index_urls", name),
    )


def _read(text: str, name: str) -> dict[str, Any]:
    try:
        if name.endswith(".json") or text.lstrip().startswith("{"):
            found = json.loads(text)
        else:
            import tomllib

            found = tomllib.loads(text)
    except ValueError as error:  # of both
        kind = "JSON" if isinstance(error, json.JSONDecodeError) else "TOML"
        raise AppError(f"{name} is not {kind}: {error}") from None
    if not isinstance(found, dict):
        raise AppError(f"{name} must be a table of keys, not {found!r:.60}")
    return found


def _files(given: Mapping[str, str], name: str) -> Iterator[PyScriptFile]:
    values: dict[str, str] = {}
    taken: dict[str, str] = {}
    for source, destination in given.items():
        if _NAMED.fullmatch(source):
            values[source] = _filled(destination, values, name)
            continue
        file = _file(_filled(source, values, name), _filled(destination, values, name), name)
        if not file.archive and taken.setdefault(file.path, file.url) != file.url:
            raise AppError(f"{name}: files: {taken[file.path]} and {file.url} both go to {file.path}. Give each a place of its own")
        yield file


def _file(url: str, destination: str, name: str) -> PyScriptFile:
    own = url.partition("?")[0].partition("#")[0].rpartition("/")[2]
    if destination.endswith("/*"):
        if not own.endswith(_ARCHIVES):
            kinds = ", ".join(_ARCHIVES)
            raise AppError(f"{name}: files: {url} goes to {destination}, which unpacks an archive, and it is none ({kinds})")
        return PyScriptFile(url, _place(destination[:-1], "", name), archive=True)
    if destination in ("", ".") or destination.endswith("/"):
        if not own:
            raise AppError(f"{name}: files: {url} has no file's name at its end. Name the file at its destination, too")
        return PyScriptFile(url, _place(destination, own, name))
    return PyScriptFile(url, _place(destination, "", name))


def _place(folder: str, file: str, name: str) -> str:
    """A path without ``.`` and doubled slashes."""
    parts = [part for part in f"{folder}/{file}".split("/") if part not in ("", ".")]
    if ".." in parts:
        raise AppError(f"{name}: files: {folder} leads out of the app's folder. Write the destination without '..'")
    return ("/" if folder.startswith("/") else "") + "/".join(parts)


def _filled(text: str, values: Mapping[str, str], name: str) -> str:
    def value(match: re.Match[str]) -> str:
        found = values.get(match[0])
        if found is None:
            hint = f"{nearest(match[0], values)} Those that have: {', '.join(values) or 'none'}"
            raise AppError(f"{name}: files: {match[0]} in {text!r} has no value above it.{hint}")
        return found

    return _NAMED.sub(value, text)


def _modules(given: Any, name: str) -> dict[str, str]:
    """URL -> name, of the modules and their style sheets."""
    if not isinstance(given, dict):
        raise AppError(f"{name}: js_modules must be a table, not {given!r:.60}")
    for key in given:
        if key == "worker":
            raise AppError(f"{name}: js_modules.worker is for PyScript's workers. This app runs in the page: js_modules.main")
        if key != "main":
            raise AppError(f"{name}: js_modules has no key {key!r}. The modules stand under js_modules.main")
    found = _strings(given.get("main", {}), "js_modules.main", name)
    taken: dict[str, str] = {}
    for url, module in found.items():
        if not module.isidentifier():
            raise AppError(f"{name}: js_modules.main: {module!r} is no name that Python can import: letters, digits, underscores")
        if not _is_style(url) and taken.setdefault(module, url) != url:
            raise AppError(f"{name}: js_modules.main: {taken[module]} and {url} are both named {module!r}")
    return found


def _is_style(url: str) -> bool:
    return url.partition("?")[0].endswith(".css")


def _strings(value: Any, key: str, name: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise AppError(f"{name}: {key} must be a table from text to text, not {value!r:.60}")
    return value

