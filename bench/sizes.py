"""How large what a page loads besides Pyodide is."""

from __future__ import annotations

import gzip
from pathlib import Path

__all__ = ["sizes"]


def sizes(site: Path) -> dict[str, int]:
    """Bytes of a built site's runtime, as a host would send it. shell: the modules that its page names, each compressed by itself.
    core, components, packages: the archives of Skerry's own Python, which are compressed as they lie there; python: the three."""
    (runtime,) = site.glob("skerry-*")
    page = (site / "index.html").read_text("utf-8")
    named = [path for path in runtime.glob("*.js") if f"{runtime.name}/{path.name}" in page]
    archives = {path.stem: path.stat().st_size for path in sorted((runtime / "python").glob("*.archive"))}
    return {
        "shell": sum(len(gzip.compress(path.read_bytes(), 9)) for path in named),
        "style sheet": len(gzip.compress((runtime / "skerry.css").read_bytes(), 9)),
        "core": archives.pop("core"),
        **archives,
        "python": sum(path.stat().st_size for path in (runtime / "python").iterdir()),
    }
