"""How large what a page loads besides Pyodide is."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import skerry
from skerry_toolchain.packages import package_files

__all__ = ["sizes"]


def sizes(site: Path) -> dict[str, int]:
    """Bytes of a built site's runtime, as a host would send it. shell: the modules that its page names, each compressed by itself;
    the wheel of Skerry's core as it is installed in the page: its modules' source in a zip, without what only tests use."""
    (runtime,) = site.glob("skerry-*")
    page = (site / "index.html").read_text("utf-8")
    named = [path for path in runtime.glob("*.js") if f"{runtime.name}/{path.name}" in page]
    return {
        "shell": sum(len(gzip.compress(path.read_bytes(), 9)) for path in named),
        "style sheet": len(gzip.compress((runtime / "skerry.css").read_bytes(), 9)),
        "core": _zipped(Path(skerry.__file__).parent),
        "skerry.zip": (runtime / "skerry.zip").stat().st_size,
    }


def _zipped(package: Path) -> int:
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in package_files(package):
            archive.write(path, path.relative_to(package.parent))
    return len(text.getvalue())
