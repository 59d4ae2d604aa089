"""What an app needs besides its sources, where no tool has looked for it: read from its script block and from a configuration of
PyScript's, in the page itself. Only text crosses, but for JavaScript modules."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from skerry.app import parse_config, parse_pyscript
from skerry.errors import AppError

from .host import FILES, WORKING

__all__ = ["look_anew", "make_room", "provide", "read", "unpack"]

_NAMESPACE: Final = "pyscript.js_modules"

_provided: dict[str, str] = {}


def read(given: str) -> str:
    """Requirements, files and modules. given: JSON with entry, text (its source), config and name (the configuration's). Returns
    JSON; with ``error`` alone where something is wrong."""
    asked = json.loads(given)
    try:
        own = parse_config(asked["text"], asked["entry"])
        found = parse_pyscript(asked["config"], asked["name"])
    except AppError as error:
        return json.dumps({"error": str(error)})
    return json.dumps(
        {
            "requirements": [*own.dependencies, *own.packages, *found.packages],
            "index": found.index_urls[0] if found.index_urls else None,
            "files": {file.path: file.url for file in found.files if not file.archive},
            "archives": {file.path or ".": file.url for file in found.files if file.archive},
            "modules": dict(found.js_modules),
            "styles": found.styles,
        }
    )


def unpack(given: str) -> str:
    """Unpack an archive into the app's files and the working folder. given: JSON with number (the app's), place (the archive's name
    among its files) and folder. Returns JSON: the sources that were in it, by path, or an ``error``."""
    asked = json.loads(given)
    top = Path(FILES, str(asked["number"]))
    archive, target = top / asked["place"], top / asked["folder"]
    try:
        shutil.unpack_archive(archive, target, "zip" if archive.suffix == ".whl" else None)
    except (shutil.ReadError, ValueError, OSError) as error:
        return json.dumps({"error": str(error)})
    archive.unlink()
    shutil.copytree(target, Path(WORKING, asked["folder"]), dirs_exist_ok=True)
    found = [path for path in target.rglob("*.py") if path.is_file()]
    return json.dumps({"sources": {path.relative_to(top).as_posix(): path.read_text("utf-8") for path in found}})


def look_anew(place: str) -> str:
    """There is something new where packages are, the folder ``place``. Archives are what they were, and may not have come yet, so
    nothing else is looked at again. Returns nothing."""
    sys.path_importer_cache.pop(place, None)
    if "importlib.metadata" in sys.modules:
        sys.modules["importlib.metadata"].MetadataPathFinder.invalidate_caches()
    return ""


def provide(name: str, module: Any, url: str) -> str:
    """Have ``from pyscript.js_modules import <name>`` give a JavaScript module; what is in the way, or nothing."""
    if _provided.setdefault(name, url) != url:
        there = _provided[name]
        return f"js_modules names {url} as {name!r}, and another app on this page has {there} under that name. Take another"
    setattr(_namespace(), name, module)
    return ""


def make_room(place: str) -> str:
    """PyScript's own modules are in the archive ``place`` from now on, in the place of what has stood for them. Returns nothing."""
    sys.path.append(place)
    stand_in = sys.modules.get("pyscript")
    if stand_in is not None and stand_in.__spec__ is None:
        ours = sys.modules.pop(_NAMESPACE)
        del sys.modules["pyscript"]
        _put_before(importlib.import_module("pyscript"), ours)  # which makes a namespace of its own
    return ""


def _namespace() -> ModuleType:
    """PyScript's own module where its page has one, with what is added here beside it. Where there is no ``pyscript`` at all yet,
    an empty one stands for it, without a spec."""
    there = sys.modules.get(_NAMESPACE)
    if isinstance(there, ModuleType):
        return there
    try:
        package = importlib.import_module("pyscript")
    except ImportError:
        package = sys.modules["pyscript"] = ModuleType("pyscript")
        package.__path__ = []
    made = ModuleType(_NAMESPACE)
    _put_before(package, made)
    return made


def _put_before(package: Any, ours: ModuleType) -> None:
    """Our namespace in the place of the one that ``pyscript`` has made, which has what ours has not."""
    there = sys.modules.get(_NAMESPACE)
    if there is not None:
        ours.__getattr__ = lambda name: getattr(there, name)  # type: ignore[method-assign]
    package.js_modules = sys.modules[_NAMESPACE] = ours
