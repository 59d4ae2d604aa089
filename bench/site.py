"""All pages that are measured, in one folder: each with all it needs, so that nothing is fetched from elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import skerry_browser
from skerry_toolchain.site.builder import build_site

__all__ = ["HERE", "ROWS", "make_rows", "make_site"]

HERE: Final = Path(__file__).parent
ROWS: Final = ("vanilla", "react", "skerry", "pyscript", "wybthon")
PAGES: Final = HERE / "pages"
MODULES: Final = HERE / "node_modules"
WHEELS: Final = HERE / "results" / "wheels"

ROWS_STYLE: Final = """
body { padding: 10px 0 0; overflow-y: scroll; }
#duration { margin-top: 0; }
.jumbotron { padding-top: 10px; padding-bottom: 10px; }
.test-data a { display: block; }
.preloadicon { position: absolute; top: -20px; left: -20px; }
.col-sm-6.smallpad { padding: 5px; }
"""  # the original's own rules, beside Bootstrap


def make_site(folder: Path) -> None:
    """Fill a folder with everything."""
    make_shared(folder)
    make_rows(folder)


def make_shared(folder: Path) -> None:
    """What several pages use: Pyodide and PyScript, as they come."""
    packages = MODULES / "@pyscript" / "core" / "dist"
    if not packages.is_dir():
        raise SystemExit("PyScript is not installed for the benchmark: npm ci --prefix bench (make bench does it)")
    shutil.copytree(packages, folder / "lib" / "pyscript")
    shutil.copytree(skerry_browser.pyodide_folder(), folder / "lib" / "pyodide")


def make_rows(folder: Path, names: Sequence[str] = ROWS) -> None:
    """``rows/`` with a folder for each subject."""
    place = folder / "rows"
    place.mkdir(parents=True, exist_ok=True)
    style = MODULES / "bootstrap" / "dist"
    if style.is_dir():  # the tests of the benchmark do without
        (place / "bootstrap.css").write_text((style / "css" / "bootstrap.min.css").read_text("utf-8") + ROWS_STYLE, "utf-8")
        shutil.copytree(style / "fonts", folder / "fonts")
    else:
        (place / "bootstrap.css").write_text(ROWS_STYLE, "utf-8")
    for name in names:
        source = PAGES / "rows" / name
        if name == "skerry":
            build_site(source / "app.py", place / name)
            _add_style(place / name / "index.html")
        else:
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("*.jsx"))
    if "react" in names:
        _bundle(PAGES / "rows" / "react" / "app.jsx", place / "react" / "app.js")
    if "wybthon" in names:
        shutil.copyfile(_wheel(), place / "wybthon" / "wybthon.whl")


def _add_style(page: Path) -> None:
    """The style sheet that all subjects share."""
    text = page.read_text("utf-8")
    page.write_text(text.replace("</head>", '<link rel="stylesheet" href="../bootstrap.css">\n</head>', 1), "utf-8")


def _bundle(source: Path, target: Path) -> None:
    """React's production build and the app in one module."""
    subprocess.run(
        [MODULES / ".bin" / "esbuild", source, "--bundle", "--minify", "--format=esm", "--jsx=automatic",
         "--define:process.env.NODE_ENV=\"production\"", f"--outfile={target}", "--log-level=warning"],
        check=True, cwd=HERE,
    )  # fmt: skip


def _wheel() -> Path:
    """Wybthon's wheel, of the version and with the hash in requirements.txt. It is for the page's Python, not for this one."""
    if not (found := list(WHEELS.glob("wybthon-*.whl"))):
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:",
             "--python-version=3.14", "--require-hashes", "--dest", WHEELS, "--requirement", HERE / "requirements.txt"],
            check=True,
        )  # fmt: skip
        found = list(WHEELS.glob("wybthon-*.whl"))
    return found[0]
