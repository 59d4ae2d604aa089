"""From what an app asks for to the wheels that its page installs: locked by micropip in the page's interpreter, made smaller and
quicker there, and kept."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import click
from packaging.utils import canonicalize_name

import skerry_browser
from skerry.errors import AppError

from ..interpreter import Interpreter, InterpreterError
from .index import Found, Index, Unreachable, WrongContent
from .lock import Lock, LockedPackage, lock_path, made_from, read_lock
from .own import own_versions
from .problems import conflict, explain
from .settings import pip_settings
from .store import Store, default_store, sha256
from .wanted import Wanted
from .web import Shelf, serving
from .wheel import APART, WheelError, metadata_of, modules_of, names_in

__all__ = ["NOTHING", "Packages", "lock_packages"]

_MADE: Final = 2
"""The way in which wheels are made, for what is kept of it: a higher number makes all anew."""
_PATIENCE: Final = 600.0


@dataclass(frozen=True, slots=True)
class Packages:
    """What a page installs: the lock, and the content of each package's wheel as it is made for pages."""

    lock: Lock
    wheels: Mapping[str, bytes]

    @property
    def modules(self) -> frozenset[str]:
        """The top-level modules that they give."""
        return frozenset(module for package in self.lock.packages.values() for module in package.imports)


NOTHING: Final = Packages(Lock({}, {}), {})


def lock_packages(
    entry: Path,
    wanted: Sequence[Wanted],
    modules: Iterable[str],
    *,
    byte_compile: bool = True,
    upgrade: bool = False,
    store: Store | None = None,
) -> Packages:
    """The packages for the app that starts with ``entry``; what is new is written into its lock file.

    modules: what the app imports, by full names: the sources of packages that this runs become byte code. upgrade: resolve anew,
    whatever the lock says. Raises ``click.ClickException`` that says what cannot be had, and why.
    """
    if not wanted:
        return NOTHING
    with _Work(wanted, store or default_store()) as work:
        try:
            lock = None if upgrade else read_lock(lock_path(entry), wanted)
        except AppError as error:
            raise click.ClickException(str(error)) from None
        if lock is None:
            lock = work.resolve()
            with suppress(OSError):  # an app in a folder that is only to be read is built all the same
                lock_path(entry).write_text(lock.text(), "utf-8")
        return Packages(lock, work.make(lock, sorted(modules), byte_compile))


class _Work:
    """One locking. The index is asked, and the interpreter started, when they are needed."""

    def __init__(self, wanted: Sequence[Wanted], store: Store) -> None:
        self._wanted = wanted
        self._store = store
        self._index: Index | None = None
        self._interpreter: Interpreter | None = None
        self._place = tempfile.TemporaryDirectory(prefix="skerry-packages-")
        for folder in ("wheels", "made"):
            Path(self._place.name, folder).mkdir()
        self._there = False

    def __enter__(self) -> _Work:
        return self

    def __exit__(self, *_: object) -> None:
        if self._interpreter is not None:
            self._interpreter.close()
        if self._index is not None:
            self._index.close()
        self._place.cleanup()

    @property
    def index(self) -> Index:
        if self._index is None:
            self._index = Index(pip_settings(), self._store)
        return self._index

    def resolve(self) -> Lock:
        for one in self._wanted:
            if one.path is not None:
                _check(one.path)
        shelf = Shelf(self.index)
        with serving(shelf) as base:
            given = {
                "requirements": shelf.put(self._wanted, base),
                "index": f"{base}/simple",
                "constraints": list(self.index.settings.constraints),
                "own": own_versions(),
            }
            answer = self._run("await inside.resolve(requirements, index, constraints, own)", given)
            if "packages" not in answer:
                raise click.ClickException(self._problem(answer))
            self._there = True
            packages = [_locked(one, shelf) for one in answer["packages"]]
        return Lock({canonicalize_name(package.name): package for package in packages}, made_from(self._wanted))

    def make(self, lock: Lock, modules: Sequence[str], byte_compile: bool) -> dict[str, bytes]:
        """Each package's wheel for the page, by the package's name."""
        said = [_MADE, lock.spec(), modules if byte_compile else None]
        key = f"made/{sha256(json.dumps(said, sort_keys=True).encode())}"
        kept = {name: self._store.get(f"{key}/{package.file_name}") for name, package in lock.packages.items()}
        if all(kept.values()):
            return {name: content for name, content in kept.items() if content is not None}
        made = self._make(lock, modules, byte_compile)
        for name, content in made.items():
            self._store.put(f"{key}/{lock.packages[name].file_name}", content)
        return made

    def _make(self, lock: Lock, modules: Sequence[str], byte_compile: bool) -> dict[str, bytes]:
        wheels, made = (Path(self._place.name, folder) for folder in ("wheels", "made"))
        files = {package.file_name: package.file_name for package in lock.packages.values()}
        for package in lock.packages.values():
            (wheels / package.file_name).write_bytes(self._content(package))
        given = {"wheels": files, "own": own_versions(), "modules": list(modules)}
        compiled: list[str] = []
        if byte_compile:
            if not self._there:
                self._run("await inside.put(list(wheels), own)", given)
            compiled = self._run("inside.loaded(modules)", given)
        self._run("inside.make(wheels, compiled, apart)", {**given, "compiled": compiled, "apart": APART})
        return {name: (made / package.file_name).read_bytes() for name, package in lock.packages.items()}

    def _content(self, package: LockedPackage) -> bytes:
        """The wheel as it was published: the app's own, one that was fetched before, or from the index."""
        own = next((one for one in self._wanted if one.filename == package.file_name), None)
        if own is not None and own.path is not None:
            return own.path.read_bytes()
        kept = self._store.wheel(package.sha256)
        return kept if kept is not None else self._fetched(package, own)

    def _fetched(self, package: LockedPackage, own: Wanted | None) -> bytes:
        try:
            if own is not None:
                content = self.index.address(own.url, package.file_name)
            else:
                content = self.index.content(_same(self.index.find(package.name), package))
        except (Unreachable, WrongContent) as error:
            raise click.ClickException(f"{package.file_name}, which the lock names, cannot be fetched: {error}") from None
        if sha256(content) == package.sha256:
            return content
        raise click.ClickException(
            f"{package.file_name} is another file than the lock says (sha256 {sha256(content)[:12]}…, not {package.sha256[:12]}…). "
            "If that is as it should be, `skerry build --upgrade` locks it anew."
        )

    def _problem(self, answer: Mapping[str, str]) -> str:
        asked = [one.requirement for one in self._wanted]
        if "conflict" in answer:
            return conflict(self.index, answer["conflict"], asked, own_versions())
        if "none" in answer:
            return f"This cannot be had in a page:\n{explain(self.index, answer['none'])}"
        if self.index.failures:
            reasons = "\n".join(f"{what}: {why}" for what, why in self.index.failures.items())
            return f"Packages could not be fetched:\n{reasons}"
        names = ", ".join(str(one) for one in asked if canonicalize_name(one.name) not in own_versions())
        return (
            f"micropip could not install {names}: {answer['failed']}. Look whether each has what is asked of it: "
            "the extras in [ ], and a wheel that is whole and goes for pages"
        )

    def _run(self, code: str, given: Mapping[str, Any]) -> Any:
        if self._interpreter is None:
            self._interpreter = Interpreter(patience=_PATIENCE)
        place = Path(self._place.name)
        try:
            micropip = skerry_browser.wheels_folder()
        except FileNotFoundError as error:
            raise click.ClickException(str(error)) from None
        mount = {
            "/micropip": micropip,
            "/shell": skerry_browser.package_folder().parent,
            "/tools": Path(__file__).parent,
            "/wheels": place / "wheels",
            "/made": place / "made",
        }
        start = "import sys\nif '/tools' not in sys.path: sys.path.append('/tools')\nimport inside\n"
        try:
            return self._interpreter.run(start + code, mount, given=given, messages=[])
        except InterpreterError as error:
            raise click.ClickException(f"The interpreter in which packages are locked failed: {error}") from None


def _check(path: Path) -> None:
    try:
        metadata_of(path.read_bytes())
    except WheelError as error:
        raise click.ClickException(f"{path.name}: {error}. Build it again, or fetch it anew") from None


def _locked(frozen: Mapping[str, Any], shelf: Shelf) -> LockedPackage:
    name = unquote(urlsplit(frozen["file_name"]).path).rpartition("/")[2]
    try:
        modules = modules_of(names_in(shelf.content(name)))
    except WheelError as error:
        raise click.ClickException(f"{name}: {error}") from None
    depends = tuple(sorted(map(canonicalize_name, frozen["depends"])))
    return LockedPackage(frozen["name"], frozen["version"], name, frozen["sha256"], tuple(modules), depends)


def _same(found: Iterable[Found], package: LockedPackage) -> Found:
    for one in found:
        if one.filename == package.file_name:
            return one
    raise click.ClickException(
        f"The index has {package.file_name} no longer, which the lock names. `skerry build --upgrade` locks what there is now."
    )
