"""The gallery: every app that comes with Skerry, on a page of its own, and a page that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import click

from ..lean import wishes_of
from ..packages.resolve import Packages
from .apps import AppFiles, read_app
from .builder import load_runtime, render_pages, write_pages
from .html import head
from .installable import Installable, write_installable
from .offline import seal
from .output import Output, open_output
from .plots import plot_libraries
from .prerender import Shape

__all__ = ["Exhibit", "build_gallery", "public_folder", "read_gallery"]

# In the order in which the gallery shows them; what is not named here follows by name, under REST.
GROUPS: Final = {
    "Tasks": "counter temperature flight timer crud circles cells todo",
    "Apps": "stream talk explorer table files bells plots components",
    "Events": "pad thermometers options boats modes",
    "Handlers": "kinds roll printer survey booking textlab feedback radio logbook",
    "State, pages and the world": "cargo berth islands network customs pageside sessions",
}
REST: Final = "Apps"

TITLE: Final = "Skerry: the gallery"
TEXT: Final = "Small apps in Python that run inside the page"

# Apps of which several stand on their page, each with one of these as its data-ship.
SIDE_BY_SIDE: Final = {"sessions": ("The Tern", "The Puffin")}


@dataclass(frozen=True, slots=True, eq=False)
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

    @property
    def group(self) -> str:
        return next((group for group, names in GROUPS.items() if self.name in names.split()), REST)

    @property
    def routing(self) -> str:
        """Pages with parameters have no documents of their own; behind the ``#`` they can be entered and reloaded all the same."""
        return "path" if all(page.fixed for page in self.app.pages) else "hash"


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
    """Build the gallery into a folder; returns what is in it. An app whose packages cannot be had is left out, which is said."""
    public = public_folder()
    packages = _with_packages(read_gallery(public))
    exhibits = list(packages)
    plots = sorted({name for one in exhibits for name in plot_libraries(one.app.sources)})
    sources = [text for one in exhibits for text in one.app.sources.values()]
    runtime = load_runtime(plots, wishes=wishes_of(sources, [wheel for one in packages.values() for wheel in one.wheels.values()]))
    with open_output(target) as output:
        runtime.write(output)
        style = output.write_hashed("gallery.css", (public / "gallery.css").read_bytes())
        installable = write_installable(output, TITLE, TEXT)
        for exhibit in exhibits:
            styles = (f"{{up}}{style}",)
            shape = Shape(routing=exhibit.routing, attributes=_attributes(exhibit))
            rendered, ahead = render_pages(output, exhibit.app, shape, packages[exhibit].wheels, exhibit.name)
            listing = exhibit.app.write(output, f"{exhibit.name}/app", packages[exhibit], ahead, rendered.compiled)
            bar = _bar(exhibit, output, listing)
            write_pages(
                output,
                exhibit.app,
                runtime,
                listing,
                folder=exhibit.name,
                before=bar,
                styles=styles,
                routing=exhibit.routing,
                around=_side_by_side(exhibit),
                rendered=rendered,
                installable=installable,
            )
            for name, data in exhibit.app.files.items():  # under their own names too, to be fetched
                output.write(f"{exhibit.name}/{name}", data)
        output.write("index.html", _index(exhibits, installable, f"{runtime.name}/skerry.css", style))
        seal(output)
    return exhibits


def _with_packages(exhibits: Sequence[Exhibit]) -> dict[Exhibit, Packages]:
    """The apps with their packages: without a network, the gallery is one without those that need some."""
    found = {}
    for exhibit in exhibits:
        try:
            found[exhibit] = exhibit.app.lock()
        except click.ClickException as error:
            click.echo(f"{exhibit.title} is left out of the gallery. {error.message}", err=True)
    return found


def _rank(name: str) -> int:
    order = " ".join(GROUPS.values()).split()
    return order.index(name) if name in order else len(order)


def _attributes(exhibit: Exhibit) -> list[dict[str, str]]:
    """What each of its elements on the page has besides the usual."""
    return [{"data-ship": ship} for ship in SIDE_BY_SIDE.get(exhibit.name, ())] or [{}]


def _side_by_side(exhibit: Exhibit) -> str:
    """The page of an app that stands there several times; nothing for any other."""
    if exhibit.name not in SIDE_BY_SIDE:
        return ""
    text = f"{exhibit.text[:1].upper()}{exhibit.text[1:]} Work one of them, and look at the other."
    return (
        f'<header class="gallery-head">\n<h1>{escape(exhibit.title)}</h1>\n<p>{escape(text)}</p>\n</header>\n'
        '<div class="gallery-side-by-side">\n{apps}</div>\n'
    )


def _bar(exhibit: Exhibit, output: Output, listing: str) -> str:
    """The way back, and to the source."""
    source = output.write(f"{exhibit.name}/source.txt", exhibit.app.sources[exhibit.app.entry])
    return (
        '<nav class="gallery-bar" aria-label="Gallery">\n<a href="{up}index.html">All apps</a>\n'
        f'<a href="{{up}}{source}">Source of this one</a>\n</nav>\n'
    )


def _index(exhibits: Sequence[Exhibit], installable: Installable, *styles: str) -> str:
    groups = ((group, [one for one in exhibits if one.group == group]) for group in GROUPS)
    return (
        head(TITLE, TEXT, styles, installable=(installable, "./"))
        + '</head>\n<body class="gallery">\n<main>\n<h1>Skerry</h1>\n'
        + "<p>Python apps that run inside this page. Each is one file; there is no server behind them.</p>\n"
        + "".join(_group(group, members) for group, members in groups if members)
        + "</main>\n</body>\n</html>\n"
    )


def _group(group: str, exhibits: Sequence[Exhibit]) -> str:
    items = "".join(
        f'<li><a href="{escape(one.name)}/index.html"><strong>{escape(one.title)}</strong>\n'
        f"<span>{escape(one.text)}</span></a></li>\n"
        for one in exhibits
    )
    return f'<h2>{escape(group)}</h2>\n<ul class="gallery-list">\n{items}</ul>\n'
