"""How large what a page loads besides Pyodide is."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from skerry_toolchain.bundle import bundle_shell

__all__ = ["sizes"]


def sizes(site: Path) -> dict[str, int]:
    """Bytes of a built site's runtime, as a host would send it, each file compressed by itself.

    shell: the modules and scripts that its page names, which is what a page of this app loads up to its first handled click.
    loading bar: what comes besides where the start takes longer than half a second. core, components, packages: the archives of
    Skerry's own Python, which are compressed as they lie there; python: the three.
    """
    (runtime,) = site.glob("skerry-*")
    page = (site / "index.html").read_text("utf-8")
    archives = {path.stem: path.stat().st_size for path in sorted((runtime / "python").glob("*.archive"))}
    return {
        "shell": _compressed(runtime, [path.name for path in runtime.glob("*.js") if f"{runtime.name}/{path.name}" in page]),
        "loading bar": _compressed(runtime, bundle_shell().parts.get("bar.js", ())),
        "style sheet": _compressed(runtime, ["skerry.css"]),
        "core": archives.pop("core"),
        **archives,
        "python": sum(path.stat().st_size for path in (runtime / "python").iterdir()),
    }


def _compressed(folder: Path, names: Iterable[str]) -> int:
    return sum(len(gzip.compress((folder / name).read_bytes(), 9)) for name in names)
