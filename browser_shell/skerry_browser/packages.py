"""Installs what is not locked: micropip, given an index. Runs in the page while an app is developed, and on Node when it is built.

Nothing here is needed for packages that a build has locked (packages.js).
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import re
import sys
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import unquote

__all__ = ["install", "installed", "narrowed", "versions"]

_MOST_TRIES: Final = 30
_CONFLICT: Final = re.compile(r"Requested '(?P<wanted>[^']+)', but (?P<name>\S+)==\S+ is already installed")
_NOTHING: Final = re.compile(r"(?:wheel for:? |metadata for )'(?P<wanted>[^']+)'")
_WHEEL: Final = re.compile(r"(?:.*[/@\s])?(?P<name>[^-/@\s]+)-(?P<version>[^-/]+)-[^/]+\.whl(?:[?#].*)?")
_REQUIREMENT: Final = re.compile(r"\s*(?P<name>[\w.-]+)\s*(?:\[[^\]]*\])?\s*\(?(?P<versions>[^;@)]*)")


_own: Final[dict[str, str]] = {}
"""Versions of wheels that were named themselves, as their files say. micropip takes whatever version is there in their place."""


async def install(given: str) -> str:
    """Install requirements and what they need.

    given: JSON with requirements, index (the URL of a Simple API, or null for micropip's own) and constraints. Returns JSON:
    ``{}``, or what is in the way: ``{"none": requirement}``, ``{"conflict": name, "there": version}`` (empty where it is not
    installed), ``{"failed": text}``.

    micropip takes the newest of everything as it comes and never goes back, so that a package that was taken may be too new for one
    that comes after it. What that one said is then a constraint, and all begins anew; nothing is installed before all is found.
    """
    asked = json.loads(given)
    wheels = dict(_wheels_of(asked["requirements"]))
    for name, version in wheels.items():
        there = installed([name]).get(name, "")
        if there and version not in (there, _own.get(name)):
            return json.dumps({"conflict": name, "there": there})
    manager = _manager()
    narrowing: dict[str, str] = {}
    for _ in range(_MOST_TRIES):
        try:
            await manager.install(
                asked["requirements"],
                index_urls=asked["index"] and [asked["index"]],
                constraints=[*asked["constraints"], *narrowing],
            )
        except Exception as error:
            problem = _problem(error, narrowing)
            if problem is None:
                continue
            return json.dumps(problem)
        _own.update(wheels)
        return "{}"
    return json.dumps({"conflict": next(iter(narrowing.values())), "there": ""})


def _wheels_of(requirements: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Name and version of each wheel that is named itself, with its address."""
    for requirement in requirements:
        if match := _WHEEL.fullmatch(requirement):
            yield match["name"].replace("_", "-").lower(), unquote(match["version"])


def installed(names: Iterable[str]) -> dict[str, str]:
    """Name -> version, of those that are there."""
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def versions(names: str) -> str:
    """The same as text: JSON in and out."""
    return json.dumps(installed(json.loads(names)))


def narrowed(requirement: str) -> tuple[str, str]:
    """A requirement's name, and it as a constraint: without extras and markers."""
    match = _REQUIREMENT.match(requirement)
    if match is None:
        return requirement, requirement
    return match["name"], match["name"] + match["versions"].strip()


def _problem(error: Exception, narrowing: dict[str, str]) -> dict[str, str] | None:
    """What is in the way; None where trying again with what was added to ``narrowing`` (constraint -> name) may help."""
    text = str(error)
    if found := _CONFLICT.search(text):
        name, constraint = narrowed(found["wanted"])
        there = installed([name]).get(name, "")
        if there or constraint in narrowing:
            return {"conflict": name, "there": there}
        narrowing[constraint] = name
        return None
    if found := _NOTHING.search(text):
        name, _ = narrowed(found["wanted"])
        return {"conflict": name, "there": ""} if name in narrowing.values() else {"none": found["wanted"]}
    return {"failed": f"{type(error).__name__}: {text}"}


def _manager() -> Any:
    """micropip. It is not to look into Pyodide's own list of packages, whose wheels are nowhere near."""
    if "micropip" in sys.modules:
        return sys.modules["micropip"]
    api = importlib.import_module("pyodide_js")._api
    listed = api.lockfile_packages
    api.lockfile_packages = importlib.import_module("js").Object.new()
    try:
        return importlib.import_module("micropip")
    finally:
        api.lockfile_packages = listed
