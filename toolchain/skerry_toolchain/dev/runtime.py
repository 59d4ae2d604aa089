"""What every page needs, straight from the installed packages: the modules, Pyodide, and Skerry's Python as one zip in memory."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import skerry_browser

__all__ = ["Runtime", "zip_packages"]

_PACKAGES: Final = ("skerry", "skerry_browser", "markdown_it", "mdurl", "justhtml")
_LEFT_OUT: Final = frozenset({"__pycache__", "js", "vendor"})
_SUFFIXES: Final = frozenset({".py", ".css", ".typed"})
_PYODIDE: Final = "pyodide"


class Runtime:
    """The runtime's files. Raises ``FileNotFoundError`` where Pyodide was not put into the package."""

    def __init__(self) -> None:
        self.pyodide = skerry_browser.pyodide_folder()
        self.js = skerry_browser.js_folder()
        self.packages = zip_packages()
        self.manifest = json.dumps(self._manifest()).encode()

    @property
    def stylesheet(self) -> bytes:
        """The components' stylesheet, read anew each time."""
        file = _folder("skerry") / "components" / "skerry.css"
        return file.read_bytes() if file.is_file() else b""

    def _manifest(self) -> Mapping[str, Any]:
        lock = json.loads((self.pyodide / "pyodide-lock.json").read_bytes())
        files = {name: _entry(f"{_PYODIDE}/{name}", (self.pyodide / name).read_bytes()) for name in skerry_browser.PYODIDE_FILES}
        files["skerry.zip"] = _entry("skerry.zip", self.packages)
        return {"version": 1, "pyodide": lock["info"].get("version", ""), "files": files}


def zip_packages() -> bytes:
    """Skerry's Python and the pure packages that it needs, for the interpreter's ``sys.path``."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in _PACKAGES:
            folder = _folder(name)
            for file in _package_files(folder):
                archive.writestr(f"{name}/{file.relative_to(folder).as_posix()}", file.read_bytes())
    return target.getvalue()


def _package_files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder).parts[:-1]
        if file.suffix in _SUFFIXES and file.is_file() and not _LEFT_OUT.intersection(inside):
            yield file


def _folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {name!r} is not installed; `pip install skerry` brings it")
    return Path(spec.origin).parent


def _entry(url: str, content: bytes) -> dict[str, Any]:
    size = len(content)
    return {"url": url, "encoding": None, "size": size, "raw": size, "sha256": hashlib.sha256(content).hexdigest()}
