"""What an app asks for: requirements as pip reads them, and wheels by their path or address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from skerry.errors import AppError, nearest

__all__ = ["Wanted", "read_wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One requirement. text: as it was written. path, url: of a wheel that is named itself."""

    text: str
    requirement: Requirement
    path: Path | None = None
    url: str = ""

    @property
    def name(self) -> str:
        """The package's, in the form that all tools compare."""
        return canonicalize_name(self.requirement.name)

    @property
    def filename(self) -> str:
        """Of the wheel that is named itself."""
        return self.path.name if self.path else unquote(urlsplit(self.url).path).rpartition("/")[2]


def read_wanted(texts: Iterable[str], where: str, folder: Path) -> list[Wanted]:
    """The requirements in texts; paths of wheels are relative to ``folder``. The same one twice counts once.

    where: the file that holds them, for errors. Raises ``AppError`` for one that cannot be read and a wheel that is not there.
    """
    found: dict[str, Wanted] = {}
    for text in texts:
        found.setdefault(text.strip(), _wanted(text.strip(), where, folder))
    return list(found.values())


def _wanted(text: str, where: str, folder: Path) -> Wanted:
    named, at, place = text.partition("@")
    if text.partition("#")[0].endswith(".whl"):
        given, extras = (place.strip(), _extras(named, where, text)) if at and "://" in place else (text, "")
        return _wheel(text, given, extras, where, folder)
    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        raise AppError(
            f"{where}: {text!r} is no requirement: {str(error).splitlines()[0]}. It is a name with its versions, as in "
            "'pydantic>=2', or a wheel, as in './wheels/fleet-1.0-py3-none-any.whl'"
        ) from None
    if requirement.url:
        raise AppError(f"{where}: {text!r} leads to no wheel (a file that ends in .whl), and a page can install nothing else")
    return Wanted(text, requirement)


def _wheel(text: str, given: str, extras: str, where: str, folder: Path) -> Wanted:
    try:
        name, _, _, _ = parse_wheel_filename(unquote(given.partition("#")[0]).rpartition("/")[2])
    except InvalidWheelFilename as error:
        raise AppError(f"{where}: {text!r}: {error}. A wheel keeps the name that it was built with") from None
    requirement = Requirement(f"{name}{extras}")
    if "://" in given and not given.startswith("file:"):
        return Wanted(text, requirement, url=given)
    path = folder / unquote(given.removeprefix("file://"))
    if not path.is_file():
        near = nearest(path.name, [file.name for file in path.parent.glob("*.whl")]) if path.parent.is_dir() else ""
        raise AppError(f"{where}: there is no wheel {given}.{near}")
    return Wanted(text, requirement, path=path)


def _extras(named: str, where: str, text: str) -> str:
    try:
        extras = Requirement(named.strip()).extras
    except InvalidRequirement:
        raise AppError(f"{where}: {text!r} is no requirement: {named.strip()!r} is no package's name") from None
    return f"[{','.join(sorted(extras))}]" if extras else ""
