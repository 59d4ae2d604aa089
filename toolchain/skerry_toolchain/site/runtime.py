"""What every page needs: the interpreter, the packages and the page's own modules, in one folder named by its content."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import deflate

import skerry_browser

from ..bundle import Shell, bundle_shell
from ..lean import ANYTHING, CONSTANTS, Pages, Wishes, lean_interpreter
from ..packages import pack_archives, package_folder
from ..snapshots import make_snapshots, pages_read
from .output import Output

__all__ = ["RuntimeFiles", "collect_runtime", "file_entry", "pyodide_version", "pyscript_files", "stylesheet", "wheels"]

_COMPRESSED: Final = ("pyodide.asm.wasm", CONSTANTS)
_BEST: Final = 12
"""What libdeflate can do at most. What zlib makes is 4 % larger."""

_PLOTS: Final = "plots/"
_FOR_PYSCRIPT: Final = "pyodide.mjs"


@dataclass(frozen=True, slots=True)
class RuntimeFiles:
    """The files by name, inside the folder ``name``. modules: the ES modules that every page loads, the entry first."""

    name: str
    files: dict[str, bytes]
    modules: tuple[str, ...]

    def write(self, output: Output) -> None:
        for name, content in self.files.items():
            output.write(f"{self.name}/{name}", content)


def collect_runtime(plots: Iterable[str] = (), *, pyscript: bool = False, wishes: Wishes = ANYTHING) -> RuntimeFiles:
    """All files of the runtime, made from what is installed. Raises ``FileNotFoundError`` where a part of it is missing.

    plots: the libraries of plots that are to come along, by name. pyscript: whether PyScript's modules are to come along.
    wishes: what is asked of the interpreter's exports. Unless that may be anything, it has only those that are used, and is none
    for PyScript's scripts.
    """
    shell = bundle_shell()
    files = dict(shell.files)
    snapshots = make_snapshots()
    lean = {} if wishes.anything else lean_interpreter(wishes.libraries, Pages(*pages_read(snapshots.values())))
    if lean:
        files.pop(_FOR_PYSCRIPT, None)
    for library in plots:
        files[f"{_PLOTS}licenses.txt"] = (skerry_browser.package_folder() / "plot_licenses.txt").read_bytes()
        for name in skerry_browser.PLOT_FILES[library]:
            files[f"{_PLOTS}{name}"] = (skerry_browser.plots_folder() / name).read_bytes()
    files["skerry.css"] = stylesheet()
    entries: dict[str, Any] = {}
    pyodide = skerry_browser.pyodide_folder()
    for name in (*skerry_browser.PYODIDE_FILES, *(lean.keys() & {CONSTANTS})):
        raw = lean.get(name) or (pyodide / name).read_bytes()
        compressed = name in _COMPRESSED
        url = f"pyodide/{name}.gz" if compressed else f"pyodide/{name}"
        files[url] = _compressed(raw) if compressed else raw
        entries[name] = file_entry(url, files[url], raw, "gzip" if compressed else None)
    for name, wheel in wheels().items():
        files[f"wheels/{wheel.name}"] = wheel.read_bytes()
        entries[name] = file_entry(f"wheels/{wheel.name}", files[f"wheels/{wheel.name}"], files[f"wheels/{wheel.name}"], None)
    for name, content in snapshots.items():
        files[f"pyodide/{name}"] = content
        entries[name] = file_entry(f"pyodide/{name}", content, content, None)
    if pyscript:
        files |= pyscript_files()
        entries["pyscript.zip"] = file_entry("pyscript/pyscript.zip", *[files["pyscript/pyscript.zip"]] * 2, None)
    for name, archive in pack_archives().items():
        url = f"python/{name}.archive"
        files[url] = archive.content
        entry = file_entry(url, archive.content, archive.content, "zstd")  # checked as it is: the interpreter unpacks it
        entries[f"{name}.archive"] = {**entry, "raw": archive.size}
    manifest = {"version": 1, "pyodide": pyodide_version(), "files": entries, "parts": _part_hashes(shell)}
    files["manifest.json"] = json.dumps(manifest, indent=1).encode()
    return RuntimeFiles(f"skerry-{_digest(files)}", files, shell.modules)


def pyscript_files() -> dict[str, bytes]:
    """PyScript's Python modules in a zip, and the JavaScript that its ``storage`` needs. Raises ``FileNotFoundError``."""
    folder = skerry_browser.pyscript_folder()
    found = sorted((folder / "pyscript").glob("*.py"))
    if not found:
        raise FileNotFoundError(
            f"{folder} lacks PyScript's modules. They are fetched when Skerry is built: run `pip install .` again"
        )
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in found:
            archive.writestr(zipfile.ZipInfo(f"pyscript/{path.name}"), path.read_bytes(), zipfile.ZIP_DEFLATED)
    maps = {f"pyscript/idb-map/{path.name}": path.read_bytes() for path in sorted((folder / "idb-map").glob("*.js"))}
    return {"pyscript/pyscript.zip": stored.getvalue(), **maps}


def wheels() -> dict[str, Path]:
    """What a page loads when it has to install packages itself, by name. A build is whole without it."""
    return {path.name.partition("-")[0]: path for path in sorted(skerry_browser.wheels_folder(check=False).glob("*.whl"))}


def stylesheet() -> bytes:
    """The components' stylesheet."""
    return (package_folder("skerry") / "components" / "skerry.css").read_bytes()


def pyodide_version() -> str:
    """Of the Pyodide that comes along; its own list of packages does not say."""
    version: str = json.loads((skerry_browser.package_folder() / "vendor.json").read_bytes())["pyodide"]
    return version


def file_entry(url: str, stored: bytes, raw: bytes, encoding: str | None) -> dict[str, Any]:
    """A file as the manifest names it. stored: what lies there; raw: what it is once unpacked."""
    packed = {"packed": hashlib.sha256(stored).hexdigest()} if encoding == "gzip" else {}
    digest = hashlib.sha256(raw).hexdigest()
    return {"url": url, "encoding": encoding, "size": len(stored), "raw": len(raw), "sha256": digest, **packed}


def _part_hashes(shell: Shell) -> dict[str, dict[str, str]]:
    """Of each part that pages ask for later, its files and their SHA-256 in hex: documents name only those that are certain."""
    return {
        part.removesuffix(".js"): {name: hashlib.sha256(shell.files[name]).hexdigest() for name in files}
        for part, files in shell.parts.items()
    }


@functools.lru_cache(maxsize=4)  # the whole one, the leanest, one with libraries, and the constants
def _compressed(raw: bytes) -> bytes:
    """It takes some time, and is the same in each build of a process."""
    packed: bytes = deflate.gzip_compress(raw, _BEST)
    return packed


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name} {len(content)} ".encode() + content)
    return digest.hexdigest()[:8]
