"""All pages that are measured, in one folder: each with all it needs, so that nothing is fetched from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import skerry_browser
from skerry_toolchain.site.builder import build_site
from skerry_toolchain.snapshots import FLAVOURS, make_snapshots

__all__ = ["HERE", "LOADS", "PAGES", "ROWS", "make_loads", "make_rows", "make_site"]

HERE: Final = Path(__file__).parent
ROWS: Final = ("vanilla", "react", "skerry", "pyscript", "wybthon")
PAGES: Final = HERE / "pages"
MODULES: Final = HERE / "node_modules"
WHEELS: Final = HERE / "results" / "wheels"

LOADS: Final = {"counter": ("static", "skerry", "skerry-plain", "pyscript"), "package": ("static", "skerry", "pyscript")}
"""Pages that are loaded, and who has made them. ``skerry-plain`` has no snapshot that comes along, so it starts Python itself: as a
first visit would if the visitor's own browser were to make the snapshot, before the making."""

PLAIN_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../page.css">
{script}
</head>
<body>
<main>
{markup}
</main>
</body>
</html>
"""
SCRIPTS: Final = {
    "static": '<script type="module" src="app.js"></script>',
    "pyscript": '<script type="module" src="../../../lib/pyscript/core.js"></script>\n'
    '<script type="py" src="app.py" config="pyscript.json"></script>',
}

ROWS_STYLE: Final = """
body { margin: 0; padding: 10px 0 0; overflow-y: scroll; }
#duration { margin-top: 0; }
.jumbotron { padding-top: 10px; padding-bottom: 10px; }
.test-data a { display: block; }
.preloadicon { position: absolute; top: -20px; left: -20px; }
.col-sm-6.smallpad { padding: 5px; }
.glyphicon { display: inline-block; min-width: 1em; min-height: 1em; }
.sk-app { display: block; max-width: none; padding: 0; font: inherit; color: inherit; }
"""  # the original's own rules, beside Bootstrap; and Skerry's app takes the page's look, so that the rows of all are of one size


def make_site(folder: Path) -> None:
    """Fill a folder with everything. Skerry's sites have the snapshots that a wheel has."""
    make_snapshots(smallest=True)
    make_shared(folder)
    make_rows(folder)
    make_loads(folder)
    shutil.copytree(PAGES / "drag" / "vanilla", folder / "drag" / "vanilla")
    build_site(PAGES / "drag" / "skerry" / "app.py", folder / "drag" / "skerry")
    build_site(PAGES / "curves" / "app.py", folder / "curves")


def make_shared(folder: Path) -> None:
    """What several pages use: Pyodide and PyScript, as they come."""
    packages = MODULES / "@pyscript" / "core" / "dist"
    if not packages.is_dir():
        raise SystemExit("PyScript is not installed for the benchmark: npm ci --prefix bench (make bench does it)")
    shutil.copytree(packages, folder / "lib" / "pyscript")
    pyodide = folder / "lib" / "pyodide"
    shutil.copytree(skerry_browser.pyodide_folder(), pyodide)
    _add_micropip(pyodide)


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
        shutil.copyfile(_wheel("wybthon"), place / "wybthon" / "wybthon.whl")


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


def make_loads(folder: Path) -> None:
    """``loads/counter`` and ``loads/package``: the same page as Skerry builds it, with PyScript, and as a static one."""
    for page, subjects in LOADS.items():
        source, place = PAGES / "loads" / page, folder / "loads" / page
        build_site(source / "skerry" / "app.py", place / "skerry")
        markup, style = _rendered(place / "skerry" / "index.html")
        (place / "page.css").write_bytes((place / "skerry" / style).read_bytes())
        for name in subjects:
            if name == "skerry-plain":
                shutil.copytree(place / "skerry", place / name)
                _leave_out_snapshots(place / name)
            elif name != "skerry":
                shutil.copytree(source / name, place / name)
                (place / name / "index.html").write_text(
                    PLAIN_PAGE.format(title=page, markup=markup, script=SCRIPTS[name]), "utf-8"
                )
    wheel = _wheel("msgspec")
    for page in LOADS:
        config: dict[str, object] = {"interpreter": "../../../lib/pyodide/pyodide.mjs"}
        if page == "package":
            shutil.copyfile(wheel, folder / "loads" / page / "pyscript" / wheel.name)
            config["packages"] = [f"./{wheel.name}"]
        (folder / "loads" / page / "pyscript" / "pyscript.json").write_text(json.dumps(config))


def _leave_out_snapshots(site: Path) -> None:
    """What a page then does is what it does in a browser for which there is none. No service worker knows of that."""
    (path,) = site.glob("skerry-*/manifest.json")
    manifest = json.loads(path.read_text("utf-8"))
    for name in FLAVOURS:
        del manifest["files"][name]
    path.write_text(json.dumps(manifest), "utf-8")
    page = (site / "index.html").read_text("utf-8")
    (site / "index.html").write_text(re.sub(r'<meta name="skerry-build"[^>]*>', "", page), "utf-8")


def _rendered(page: Path) -> tuple[str, str]:
    """What Skerry has rendered, as others would write it, and the address of its style sheet."""
    text = page.read_text("utf-8")
    style = re.search(r'<link rel="stylesheet" href="([^"]*skerry\.css)"', text)
    markup = re.search(r'<py-app[^>]*>(.*?)<script type="application/json"', text, re.DOTALL)
    if style is None or markup is None:
        raise SystemExit(f"{page} was not rendered by skerry build: there is nothing to compare with")
    return re.sub(r' data-sk-[\w-]+="[^"]*"', "", markup[1]), style[1]


def _add_micropip(pyodide: Path) -> None:
    """PyScript installs wheels with micropip, which Pyodide's lock names and npm's package lacks: PyPI's of the same version."""
    folder = skerry_browser.package_folder() / "vendor" / "wheels"
    (wheel,) = folder.glob("micropip-*.whl")
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock["packages"]["micropip"] |= {"file_name": wheel.name, "sha256": digest, "version": wheel.name.split("-")[1]}
    (pyodide / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")
    shutil.copyfile(wheel, pyodide / wheel.name)


def _wheel(name: str) -> Path:
    """One of the wheels in requirements.txt, checked against its hash. They are for the page's Python, not for this one."""
    if not (found := list(WHEELS.glob(f"{name}-*.whl"))):
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:",
             "--python-version=3.14", "--abi=cp314", "--platform=pyemscripten_2026_0_wasm32", "--require-hashes",
             "--dest", WHEELS, "--requirement", HERE / "requirements.txt"],
            check=True,
        )  # fmt: skip
        found = list(WHEELS.glob(f"{name}-*.whl"))
    return found[0]
