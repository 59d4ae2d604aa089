"""Makes a site's ``skerry/`` folder as the browser needs it, for tests of the page's side alone."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import shutil
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
JS = ROOT / "browser_shell" / "skerry_browser" / "js"
PYODIDE = ROOT / "browser_shell" / "skerry_browser" / "vendor" / "pyodide"
CSS = ROOT / "core" / "skerry" / "components" / "skerry.css"
PURE = ("markdown_it", "mdurl", "justhtml")


def make_runtime(folder: Path) -> None:
    """Fill ``folder/skerry``: modules, Pyodide with the wasm file compressed, the packages, the manifest."""
    target = folder / "skerry"
    shutil.copytree(JS, target)
    (target / "pyodide").mkdir()
    (target / "skerry.css").write_bytes(CSS.read_bytes() if CSS.exists() else b"")
    _zip_packages(target / "skerry.zip")
    files = {"skerry.zip": _entry(target, "skerry.zip", None)}
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "python_stdlib.zip", "pyodide-lock.json"):
        shutil.copy(PYODIDE / name, target / "pyodide" / name)
        files[name] = _entry(target, f"pyodide/{name}", None)
    wasm = (PYODIDE / "pyodide.asm.wasm").read_bytes()
    (target / "pyodide" / "pyodide.asm.wasm.gz").write_bytes(gzip.compress(wasm, 6))
    files["pyodide.asm.wasm"] = _entry(target, "pyodide/pyodide.asm.wasm.gz", "gzip")
    (target / "manifest.json").write_text(json.dumps({"version": 1, "pyodide": "314.0.7", "files": files}))


def _entry(target: Path, url: str, encoding: str | None) -> dict[str, object]:
    stored = (target / url).read_bytes()
    raw = gzip.decompress(stored) if encoding else stored
    digest = hashlib.sha256(raw).hexdigest()
    return {"url": url, "encoding": encoding, "size": len(stored), "raw": len(raw), "sha256": digest}


def _zip_packages(path: Path) -> None:
    folders = [ROOT / "core" / "skerry", ROOT / "browser_shell" / "skerry_browser"]
    for name in PURE:
        found = importlib.util.find_spec(name)
        assert found is not None and found.origin is not None, f"{name} is not installed"
        folders.append(Path(found.origin).parent)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in folders:
            for file in sorted(folder.rglob("*")):
                if file.suffix in (".py", ".css", ".typed") and "vendor" not in file.parts and "js" not in file.parts:
                    archive.write(file, f"{folder.name}/{file.relative_to(folder)}")
