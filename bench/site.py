"""The three subjects in one folder: each with all it needs, so that nothing is fetched from elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import skerry_browser
from skerry_toolchain.site.builder import build_site

__all__ = ["SUBJECTS", "make_site", "sizes"]

HERE: Final = Path(__file__).parent
SUBJECTS: Final = ("vanilla", "pyscript", "skerry")


def make_site(folder: Path) -> None:
    """Fill a folder with ``vanilla/``, ``pyscript/`` and ``skerry/``."""
    for name in ("vanilla", "pyscript"):
        shutil.copytree(HERE / "subjects" / name, folder / name)
    packages = HERE / "node_modules" / "@pyscript" / "core" / "dist"
    if not packages.is_dir():
        raise SystemExit("PyScript is not installed for the benchmark: npm ci --prefix bench (make bench does it)")
    shutil.copytree(packages, folder / "pyscript" / "pyscript")
    shutil.copytree(skerry_browser.pyodide_folder(), folder / "pyscript" / "pyodide")
    build_site(HERE / "subjects" / "skerry" / "app.py", folder / "skerry")


def sizes(folder: Path) -> dict[str, int]:
    """Bytes that a page of Skerry's loads besides Pyodide: the shell compressed as a host would, and the packages' zip."""
    import gzip

    (runtime,) = (folder / "skerry").glob("skerry-*")
    shell = sum(len(gzip.compress(path.read_bytes(), 9)) for path in runtime.glob("*.js"))
    return {"page's modules, gzip": shell, "skerry.zip": (runtime / "skerry.zip").stat().st_size}
