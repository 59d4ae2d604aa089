"""What was resolved for an app: ``app.lock.json`` beside ``app.py``, in pyodide-lock's format, with what it was resolved from.

It belongs in version control: as long as it fits what the app asks for, every build has the same packages, and needs no index for
those that were fetched before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import skerry_browser
from skerry.errors import AppError

from .own import own_versions
from .store import sha256
from .wanted import Wanted

__all__ = ["Lock", "LockedPackage", "lock_path", "made_from", "pyodide_info", "read_lock"]


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One package, with pyodide-lock's fields. file_name: the wheel's. sha256: of the wheel as it was published."""

    name: str
    version: str
    file_name: str
    sha256: str
    imports: tuple[str, ...]
    depends: tuple[str, ...]

    @property
    def binary(self) -> bool:
        """Whether it has compiled code, for this interpreter alone."""
        return not self.file_name.endswith("-any.whl")

    def entry(self) -> dict[str, Any]:
        return {**asdict(self), "install_dir": "site", "package_type": "package", "unvendored_tests": False}


@dataclass(frozen=True, slots=True)
class Lock:
    """Packages by name. made_from: equal as long as resolving again is no use."""

    packages: Mapping[str, LockedPackage]
    made_from: Mapping[str, Any]

    def text(self) -> str:
        """The file's content, sorted, so that versions of it can be compared."""
        return json.dumps({**self.spec(), "made_from": self.made_from}, indent=1, sort_keys=True) + "\n"

    def spec(self) -> dict[str, Any]:
        """What pyodide.loadPackage reads."""
        return {"info": pyodide_info(), "packages": {name: package.entry() for name, package in self.packages.items()}}

    def naming(self, files: Mapping[str, tuple[str, str]]) -> Lock:
        """The same with other files: by name, the file's name and its hash."""
        packages = {
            name: replace(package, file_name=files[name][0], sha256=files[name][1]) for name, package in self.packages.items()
        }
        return Lock(packages, self.made_from)


def made_from(wanted: Iterable[Wanted]) -> dict[str, Any]:
    """What a lock depends on: the requirements, wheels that are named themselves, Skerry's own versions, and the interpreter."""
    files = {one.filename: sha256(one.path.read_bytes()) for one in wanted if one.path}
    own = {name: version for name, version in own_versions().items() if name != "skerry"}
    return {"requirements": sorted(one.text for one in wanted), "wheels": files, "own": own, "pyodide": pyodide_info()}


def lock_path(entry: Path) -> Path:
    return entry.with_suffix(".lock.json")


def read_lock(path: Path, wanted: Sequence[Wanted]) -> Lock | None:
    """The lock beside an app; None where there is none that fits what the app asks for. Raises ``AppError`` for one that cannot be
    read: what it has locked is not to be lost without a word."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    try:
        content = json.loads(text)
        if content["made_from"] != made_from(wanted):
            return None
        return Lock({name: _package(entry) for name, entry in content["packages"].items()}, content["made_from"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> AppError:
    what = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
    return AppError(
        f"{path.name} says which versions of packages the app has, and cannot be read: {what}. Mend it, or have all versions "
        "looked for anew: skerry build --upgrade"
    )


def pyodide_info() -> dict[str, Any]:
    """The interpreter, as Pyodide's own lock describes it."""
    info: dict[str, Any] = json.loads((skerry_browser.pyodide_folder() / "pyodide-lock.json").read_bytes())["info"]
    return info


def _package(entry: Mapping[str, Any]) -> LockedPackage:
    return LockedPackage(
        name=entry["name"],
        version=entry["version"],
        file_name=entry["file_name"],
        sha256=entry["sha256"],
        imports=tuple(entry["imports"]),
        depends=tuple(entry["depends"]),
    )
