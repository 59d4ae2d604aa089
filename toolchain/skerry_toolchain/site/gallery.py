"""The gallery: every app that comes with Skerry, on a page of its own, and a page that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import click

from .apps import AppFiles, read_app
from .builder import load_runtime, write_pages
from .html import head
from .output import Output, open_output
from .plots import plot_libraries

__all__ = ["Exhibit", "build_gallery", "public_folder", "read_gallery"]

# In the order in which the gallery shows them; what is not named here follows by name.
ORDER: Final = ("counter", "temperature", "flight", "timer", "crud", "circles", "cells", "todo", "stream", "explorer", "files")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One app of the gallery. Its module's docstring begins ``Title: what it is.``"""

    name: str
    app: AppFiles

    @property
    def title(self) -> str:
        return self.app.doc.partition("\n")[0].partition(":")[0].strip() or self.name.title()

    @property
    def text(self) -> str:
        return self.app.doc.partition("\n")[0].partition(":")[2].strip()


def public_folder() -> Path:
    """Where the gallery's sources lie: in the installed package, or in the repository that it is installed from."""
    package = Path(__file__).parents[1]
    for folder in (package / "public", package.parents[1] / "public"):
        if (folder / "gallery").is_dir():
            return folder
    raise click.ClickException("The gallery is not installed. Installing Skerry again brings it.")


def read_gallery(folder: Path) -> list[Exhibit]:
    """The apps, in order."""
    paths = sorted(folder.glob("gallery/*.py"), key=lambda path: (_rank(path.stem), path.stem))
    return [Exhibit(path.stem, read_app(path)) for path in paths if not path.stem.startswith("_")]


def build_gallery(target: Path) -> list[Exhibit]:
    """Build the gallery into a folder."""
    public = public_folder()
    exhibits = read_gallery(public)
    runtime = load_runtime(sorted({name for one in exhibits for name in plot_libraries(one.app.sources)}))
    with open_output(target) as output:
        runtime.write(output)
        style = output.write_hashed("gallery.css", (public / "gallery.css").read_bytes())
        for exhibit in exhibits:
            listing = exhibit.app.write(output, f"{exhibit.name}/app")
            bar = _bar(exhibit, output, listing)
            styles = (f"{{up}}{style}",)
            write_pages(output, exhibit.app, runtime, listing, folder=exhibit.name, before=bar, styles=styles)
        output.write("index.html", _index(exhibits, f"{runtime.name}/skerry.css", style))
    return exhibits


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _bar(exhibit: Exhibit, output: Output, listing: str) -> str:
    """The way back, and to the source."""
    source = output.write(f"{exhibit.name}/source.txt", exhibit.app.sources[exhibit.app.entry])
    return (
        '<nav class="gallery-bar" aria-label="Gallery">\n<a href="{up}index.html">All apps</a>\n'
        f'<a href="{{up}}{source}">Source of this one</a>\n</nav>\n'
    )


def _index(exhibits: Sequence[Exhibit], *styles: str) -> str:
    items = "".join(
        f'<li><a href="{escape(one.name)}/index.html"><strong>{escape(one.title)}</strong>\n'
        f"<span>{escape(one.text)}</span></a></li>\n"
        for one in exhibits
    )
    return (
        head("Skerry: the gallery", "Small apps in Python that run inside the page", styles)
        + '</head>\n<body class="gallery">\n<main>\n<h1>Skerry</h1>\n'
        + "<p>Python apps that run inside this page. Each is one file; there is no server behind them.</p>\n"
        + f'<ul class="gallery-list">\n{items}</ul>\n</main>\n</body>\n</html>\n'
    )
