"""The source texts of one app: which modules they make, and under which file names they are known.

A file is known by the name that its author gave it, so tracebacks read well. Where another app in the same
interpreter has a file of that name, this one's gets the app's number behind it: ``app.py#2``.
"""

from __future__ import annotations

import io
import linecache
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from .. import ids
from ..errors import AppError, nearest
from .compiled import Compiled, compile_files, compiled_in, made_of
from .config import Config, parse_config

__all__ = ["SourceFile", "Sources", "module_name"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file. ``module`` is its name without the app's prefix, ``filename`` what its code objects carry,
    ``compiled`` what a build has made of it, ``told`` what it says of itself where a build has read that."""

    module: str
    path: str
    filename: str
    text: str
    is_package: bool
    compiled: Compiled | None = None
    told: Mapping[str, Any] | None = None

    @property
    def config(self) -> Config:
        """What it says about itself. Raises ``AppError``."""
        return parse_config(self.text, self.path) if self.told is None else Config(**self.told)

    @property
    def lines(self) -> list[str]:
        """With their ends; split as Python does, for ``str.splitlines`` knows more line ends."""
        return list(io.StringIO(self.text))


class Sources:
    """The files of one app by module name."""

    def __init__(
        self, sources: Mapping[str, str], number: int = 0, root: str = "", taken: Iterable[str] = ()
    ) -> None:
        names = {_normal(path): text for path, text in sources.items()}
        used = set(taken)
        compiled = compiled_in(sources)
        self._files: dict[str, SourceFile] = {}
        for path, text in names.items():
            if not path.endswith(".py"):
                continue
            filename = f"{root.rstrip('/')}/{path}" if root else path
            filename = f"{filename}#{number}" if filename in used else filename
            text = _normal_lines(text)
            made = made_of(compiled, filename, text)
            self._add(SourceFile(module_name(path), path, filename, text, _is_package(path), *made))
        parents = (module.rpartition(".")[0] for module in self._files)
        self.folders = frozenset(folder for parent in parents for folder in _ancestors(parent))
        self.top = frozenset(module.partition(".")[0] for module in self._files)

    def _add(self, file: SourceFile) -> None:
        known = self._files.get(file.module)
        if known is not None:
            raise AppError(
                f"two files make the module {file.module!r}: {known.path} and {file.path}. Rename one"
            )
        self._files[file.module] = file

    def __iter__(self) -> Iterator[SourceFile]:
        return iter(self._files.values())

    def get(self, module: str) -> SourceFile | None:
        """The file of a module, without the app's prefix."""
        return self._files.get(module)

    def entry(self, path: str) -> SourceFile:
        """The file that the app starts with. Raises ``AppError`` with the nearest right name."""
        wanted = _normal(path)
        for file in self:
            if file.path == wanted:
                return file
        paths = [file.path for file in self]
        raise AppError(
            f"no file {path!r} in the app.{nearest(wanted, paths)} The files: {', '.join(paths) or 'none'}"
        )

    def compiled(self) -> str:
        """What a page can be given with these sources (``skerry.app.compiled``). Raises ``SyntaxError``."""
        return compile_files((file.filename, file.lines) for file in self)

    def publish(self) -> None:
        """Let tracebacks and ``inspect`` find the lines."""
        for file in self:
            lines = file.lines
            linecache.cache[file.filename] = (len(file.text), None, lines, file.filename)
            if file.compiled is not None:
                ids.remember(file.filename, lines, file.compiled[1])

    def withdraw(self, keep: Container[str] = ()) -> None:
        """Forget the lines, except those of the file names in ``keep``."""
        for file in self:
            if file.filename in keep:
                continue
            linecache.cache.pop(file.filename, None)
            ids.forget(file.filename)


def module_name(path: str) -> str:
    """``pkg/util.py`` -> ``pkg.util``; ``pkg/__init__.py`` -> ``pkg``. Dots in names become underscores."""
    pure = PurePosixPath(path)
    parts = [*pure.parts[:-1]] if _is_package(path) else [*pure.parts[:-1], pure.name.removesuffix(".py")]
    return ".".join(part.replace(".", "_") for part in parts)


def _is_package(path: str) -> bool:
    pure = PurePosixPath(path)
    return pure.name == "__init__.py" and len(pure.parts) > 1


def _normal(path: str) -> str:
    pure = PurePosixPath(path.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise AppError(f"the file name {path!r} must be relative to the app's folder and stay inside it")
    return str(pure)


def _normal_lines(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") else text + "\n"


def _ancestors(module: str) -> Iterator[str]:
    while module:
        yield module
        module = module.rpartition(".")[0]
