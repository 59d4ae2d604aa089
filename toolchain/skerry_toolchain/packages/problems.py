"""Why a package cannot be had in a page, and what to do: looked up where it was asked for, and said in a few lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import Version

from skerry.errors import nearest

from .alternatives import INSTEAD, distributed, package_of, platform
from .index import PYTHON, Found, Index, Unreachable
from .wheel import WheelError, metadata_of

__all__ = ["conflict", "explain"]

_SYSTEMS: Final = {"manylinux": "Linux", "musllinux": "Linux", "linux": "Linux", "macosx": "macOS", "win": "Windows"}
_OWN_WHEEL: Final = 'name the file, as in packages = ["./wheels/{file}"], or its folder in pip\'s find-links'


def explain(index: Index, text: str) -> str:
    """Why micropip found nothing for a requirement, of the app's or of a package that was fetched for it."""
    requirement = Requirement(text)
    name = canonicalize_name(requirement.name)
    try:
        found = index.find(name)
    except Unreachable as error:
        return (
            f"{requirement}: the index cannot be reached ({error}). pip's settings say where it is: `pip config list`. "
            "What app.lock.json names and was fetched before needs no network"
        )
    if broken := [reason for file, reason in index.failures.items() if canonicalize_name(file.partition("-")[0]) == name]:
        return f"{requirement}: a file of it could not be fetched: {broken[0]}"
    if not found:
        return f"{requirement}: {_unknown(index, name)}"
    fitting = [one for one in found if requirement.specifier.contains(one.version, prereleases=True)]
    if not fitting:
        return f"{requirement}: there is no such version. {_versions(found)}"
    return f"{requirement}: {_not_for_pages(name, fitting, found)}{_advice(name)}{_needed(index, requirement)}"


def _needed(index: Index, requirement: Requirement) -> str:
    """Whose requirement it is, where it is a package's: another version of that one may ask for what can be had."""
    name = canonicalize_name(requirement.name)
    for who, one in _fetched(index):
        if canonicalize_name(one.name) == name and one.specifier == requirement.specifier:
            package, version = who
            return f". It is {package} {version} that needs it: ask for another version of {package}, or leave its version out"
    return ""


def _fetched(index: Index) -> Iterator[tuple[tuple[str, str], Requirement]]:
    """What the packages ask for that were fetched, each with the name and version of who asks."""
    for file, content in sorted(index.fetched.items()):
        package, version, *_ = file.split("-")
        for one in _requires(content):
            yield (canonicalize_name(package), version), one


def conflict(index: Index, name: str, wanted: Iterable[Requirement], own: Mapping[str, str], there: str = "") -> str:
    """What is said of requirements on one package that exclude each other.

    wanted: the app's own requirements. own: the versions of Skerry's packages. there: the version that a page has already.
    """
    name = canonicalize_name(name)
    said = [f"{one}, as the app says" for one in wanted if canonicalize_name(one.name) == name]
    said += [f"{one}, as {' '.join(who)} needs it" for who, one in _fetched(index) if canonicalize_name(one.name) == name]
    if name in own:
        said.append(f"{name}=={own[name]}, which Skerry's own components use")
        advice = (
            f"A page has one interpreter, and one version of each package. Ask for a range that {own[name]} is in, or leave the "
            "version out: it is there already."
        )
    elif there:
        said.append(f"{name}=={there}, which is in this page already")
        advice = (
            "Where it is from before a requirement was changed, reload the page. The apps of a page share one interpreter, and one "
            "version of each package: where another one needs it, ask for a range that both go with."
        )
    else:
        advice = "Widen one of them, or name a version of the packages that ask for it which goes with the rest."
    return "\n".join([f"The requirements on {name} exclude each other:", *(f"  {one}" for one in said), advice])


def _requires(content: bytes) -> list[Requirement]:
    try:
        return list(Metadata.from_email(metadata_of(content), validate=False).requires_dist or ())
    except (WheelError, ValueError, ExceptionGroup):
        return []


def _unknown(index: Index, name: str) -> str:
    if name in distributed():
        return f"{_distributed(name)}{_advice(name)}"
    near = nearest(name, [*distributed(), *map(canonicalize_name, INSTEAD)])
    module = package_of(name)
    hint = f" The module {name} is in the package {module}." if module != name else near
    places = ", ".join(index.places) or "no place, as pip is told no-index"
    return f"there is no package of this name.{hint} It was looked for in {places}"


def _versions(found: list[Found]) -> str:
    versions = sorted({Version(one.version) for one in found if not one.yanked}, reverse=True)
    return f"The newest are {', '.join(map(str, versions[:5]))}" if versions else "All versions were withdrawn"


def _not_for_pages(name: str, fitting: list[Found], found: list[Found]) -> str:
    wheels = [one for one in fitting if one.is_wheel]
    if not wheels:
        version = max(Version(one.version) for one in fitting)
        make = f"there is only its source, and a page can install wheels only. `pip wheel --no-deps {name}=={version}` makes one"
        use = f"if it is pure Python (…-none-any.whl), {_OWN_WHEEL.format(file='…-none-any.whl')}"
        return f"{make}; {use}{_other(name, fitting, found)}"
    if all(not one.is_for() for one in wheels):
        return f"it is for Python {wheels[0].requires_python}, and the page's is {PYTHON}{_other(name, fitting, found)}"
    other = _other(name, fitting, found)
    if name in distributed() and not other:
        return _distributed(name)
    systems = ", ".join(sorted({system for one in wheels for system in _systems(one.filename)}))
    return f"it has compiled code, with wheels for {systems} and none for the browser ({platform()}){other}"


def _distributed(name: str) -> str:
    version = distributed()[name]
    file = f"{name.replace('-', '_')}-{version}-…-wasm32.whl"
    return (
        f"it comes with Pyodide's own distribution (version {version}), which is not on the index. Take the wheel from the archive "
        f"of Pyodide's release and {_OWN_WHEEL.format(file=file)}"
    )


def _other(name: str, fitting: list[Found], found: list[Found]) -> str:
    """The newest version that a page can have, where one was not asked for."""
    able = [Version(one.version) for one in found if one not in fitting and _is_for_pages(one) and not one.yanked]
    return f". {name}=={max(able)} can be had" if able else ""


def _is_for_pages(one: Found) -> bool:
    return one.filename.endswith(("-none-any.whl", f"{platform()}.whl")) and one.is_for()


def _systems(filename: str) -> list[str]:
    try:
        tags = parse_wheel_filename(filename)[3]
    except InvalidWheelFilename:
        return []
    starts = {re.split(r"[_\d]", tag.platform)[0] for tag in tags}
    return [_SYSTEMS.get(start, start) for start in starts]


def _advice(name: str) -> str:
    return f". In its place: {INSTEAD[name]}" if name in INSTEAD else ""
