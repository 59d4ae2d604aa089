"""The page's side of Skerry: where its JavaScript and the Pyodide that goes with it lie, for the tools that serve them.

``bridge`` and ``host`` run inside the interpreter only; nothing here imports them.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "PLOT_FILES", "PYODIDE_FILES", "js_folder", "package_folder", "plots_folder", "pyodide_folder", "pyscript_folder",
    "snapshots_folder", "wheels_folder",
]  # fmt: skip

PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
"""The files of Pyodide that a page needs."""

PLOT_FILES = {
    "plotly": ("plotly-strict.min.js",),
    "vega": ("vega.min.js", "vega-lite.min.js", "vega-interpreter.js"),
}
"""The libraries that draw what ``sk.plot`` is given, and the files of each: a page loads them with its first plot."""


def package_folder() -> Path:
    """This package, whose ``*.py`` files go into the page's archives."""
    return Path(__file__).parent


def js_folder() -> Path:
    """The ES modules; ``py-app.js`` is the entry, and ``check.js`` a classic script."""
    return package_folder() / "js"


def pyodide_folder() -> Path:
    """Pyodide as npm ships it, put there when the package is built. Raises ``FileNotFoundError`` where it is not."""
    folder = package_folder() / "vendor" / "pyodide"
    missing = [name for name in PYODIDE_FILES if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(
            f"{folder} lacks {', '.join(missing)}. Pyodide is fetched when Skerry is built: run `pip install .` again"
        )
    return folder


def snapshots_folder() -> Path:
    """Snapshots of Pyodide's memory with this package in it, in a folder for each version of that."""
    return package_folder() / "vendor" / "snapshots"


def plots_folder() -> Path:
    """The libraries of plots, put there in the same way; a file that is not there is missed when it is needed."""
    return package_folder() / "vendor" / "plots"


def pyscript_folder() -> Path:
    """PyScript's Python modules and what its ``storage`` needs, put there in the same way."""
    return package_folder() / "vendor" / "pyscript"


def wheels_folder(*, check: bool = True) -> Path:
    """micropip's wheel, put there in the same way. Raises ``FileNotFoundError`` where it is not, if that is to be checked."""
    folder = package_folder() / "vendor" / "wheels"
    if check and not any(folder.glob("micropip-*.whl")):
        raise FileNotFoundError(
            f"{folder} lacks micropip, which installs packages. It is fetched when Skerry is built: run `pip install .` again"
        )
    return folder
