"""Imports inside an app: its own modules first, kept apart from those of every other app.

The modules of app N are in ``sys.modules`` as ``_sk<N>.<module>``, found there by one finder on
``sys.meta_path``, so relative imports, packages, cycles, pickles and ``typing`` work as ever. What the app's
code calls ``import utils`` is turned into that name by an ``__import__`` of its own, which stands in the
builtins of its modules: it holds for imports inside functions too, and no other code sees it.
``importlib.import_module("utils")`` does not go through it.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any, Final

from ..errors import nearest
from ..ids import MODULE_PREFIX, bare_name
from .current import app_named, prefix_of
from .sources import SourceFile, Sources

__all__ = ["app_builtins", "install_finder", "put_modules", "take_modules"]


class _Finder(MetaPathFinder):
    """Finds the modules of live apps, and nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(MODULE_PREFIX):
            return None
        app = app_named(fullname)
        if app is None:
            return None
        _, _, module = fullname.partition(".")
        file = app.sources.get(module)
        if file is None:
            is_folder = not module or module in app.sources.folders
            return ModuleSpec(fullname, None, is_package=True) if is_folder else None
        loader = _Loader(file, app.builtins)
        spec = ModuleSpec(fullname, loader, origin=file.filename, is_package=file.is_package)
        spec.has_location = True
        return spec


class _Loader(InspectLoader):
    """Loads one module of one app from its text, or from what a build has made of that."""

    def __init__(self, file: SourceFile, module_builtins: dict[str, Any]) -> None:
        self._file = file
        self._builtins = module_builtins

    def get_source(self, fullname: str) -> str:
        return self._file.text

    def get_code(self, fullname: str) -> CodeType:
        if self._file.compiled is not None:
            return self._file.compiled[0]
        return compile(self._file.text, self._file.filename, "exec", dont_inherit=True)

    def is_package(self, fullname: str) -> bool:
        return self._file.is_package

    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__builtins__"] = self._builtins
        exec(self.get_code(module.__name__), vars(module))


_FINDER: Final = _Finder()


def install_finder() -> None:
    """Put the finder in its place, once."""
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)


def take_modules(number: int) -> dict[str, ModuleType]:
    """Remove an app's modules from ``sys.modules`` and return them."""
    prefix = prefix_of(number)
    names = [name for name in sys.modules if name == prefix or name.startswith(prefix + ".")]
    return {name: sys.modules.pop(name) for name in names}


def put_modules(modules: Mapping[str, ModuleType]) -> None:
    """Put modules back into ``sys.modules`` that were taken out."""
    sys.modules.update(modules)


def app_builtins(number: int, sources: Sources) -> dict[str, Any]:
    """The builtins of an app's modules: those of Python, with an ``__import__`` that knows the app's own
    modules."""
    prefix = prefix_of(number)
    real = builtins.__import__

    def app_import(
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if level:
            _check_relative(name, globals or {}, level, prefix)
            return _explained(lambda: real(name, globals, locals, fromlist or (), level), name, sources)
        top = name.partition(".")[0]
        if top not in sources.top:
            return _explained(lambda: real(name, globals, locals, fromlist or (), 0), name, sources)
        found = _explained(
            lambda: real(f"{prefix}.{name}", globals, locals, fromlist or (), 0), name, sources
        )
        return found if fromlist else sys.modules[f"{prefix}.{top}"]

    return {**vars(builtins), "__import__": app_import}


def _check_relative(name: str, module_globals: Mapping[str, Any], level: int, prefix: str) -> None:
    """The package ``_sk<N>`` around an app's modules is ours: the app's own top level has no package."""
    package = str(module_globals.get("__package__") or "")
    depth = package.count(".") + 1 if package.startswith(prefix) else level + 1
    if level < depth:
        return
    if depth == 1:
        shown = f"from {'.' * level}{name} import ..."
        raise ImportError(
            f"{shown}: this file is in no package, so nothing is relative to it. Write it without the dots"
        )
    raise ImportError("attempted relative import beyond top-level package")


def _explained(load: Callable[[], ModuleType], name: str, sources: Sources) -> ModuleType:
    """The result of an import; a module that is not there is reported in the app's terms."""
    try:
        return load()
    except ModuleNotFoundError as error:
        if error.name is None or getattr(error, "_skerry", False):
            raise
        missing = bare_name(error.name)
        if (
            missing != name
            and not name.startswith(missing + ".")
            and not error.name.startswith(MODULE_PREFIX)
        ):
            raise
        error.msg = _not_found(missing, sources)
        error.args = (error.msg,)
        error.name = missing
        error._skerry = True  # type: ignore[attr-defined]
        raise


def _not_found(name: str, sources: Sources) -> str:
    paths = ", ".join(file.path for file in sources)
    top = name.partition(".")[0]
    modules = {file.module for file in sources}
    if top in sources.top:
        return f"No module named {name!r} among the app's files ({paths}).{nearest(name, modules)}"
    hint = nearest(name, modules | sys.stdlib_module_names | _imported())
    text = f"No module named {name!r}: not among the app's files ({paths}), and not installed"
    if sys.platform == "emscripten" and top in sys.stdlib_module_names:
        return f"{text}: Python in the browser does not have it.{hint}"
    package = f'dependencies = ["{top}"]'
    return f"{text}.{hint} A package from PyPI is named in the app's '# /// script' block: {package}"


def _imported() -> set[str]:
    return {name for name in list(sys.modules) if "." not in name and not name.startswith("_")}
