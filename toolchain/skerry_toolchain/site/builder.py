"""A site of one app: the runtime, the app's files, a document for each page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import click

from ..lean import ANYTHING, Wishes, wishes_of
from .ahead import Ahead, what_was_read
from .apps import AppFiles, read_app
from .html import Document, embed_snippet, not_found
from .imports import missing_imports, uses_pyscript
from .installable import Installable, write_installable
from .offline import seal
from .output import Output, open_output
from .pages import PageEntry
from .plots import plot_libraries
from .prerender import NOT_RENDERED, RenderedApp, RenderedPage, Shape, render
from .runtime import RuntimeFiles, collect_runtime
from .waits import find_waits

__all__ = ["Built", "build_site", "check_base", "load_runtime", "render_pages", "write_pages"]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made. ``embed``: the snippet for other pages. ``notes``: what the author should know."""

    files: int
    size: int
    pages: list[str]
    embed: str
    notes: list[str]


def build_site(
    entry: Path, target: Path, base: str = "", *, upgrade: bool = False, offline: bool = True, embed: bool = False
) -> Built:
    """Build the app that starts with ``entry`` into the folder ``target``.

    base: the path that the site will be served from, as in ``/docs/``; without it every URL is relative, which works
    anywhere, but an unknown address cannot know its way to the app. upgrade: packages are locked anew. offline: browsers
    keep the site for use without a network. embed: other pages use it too, with scripts and packages that nobody knows of here.
    Raises ``click.ClickException``.
    """
    app = read_app(entry)
    packages = app.lock(upgrade=upgrade)
    if missing := missing_imports(app.sources, packages.modules):
        raise click.ClickException("\n".join(["This cannot be imported in the page:", *map(str, missing)]))
    pyscript = uses_pyscript(app.sources)
    wishes = ANYTHING if embed or pyscript else wishes_of(app.sources.values(), packages.wheels.values())
    runtime = load_runtime(plot_libraries(app.sources), pyscript=pyscript, wishes=wishes)
    with open_output(target) as output:
        runtime.write(output)
        installable = write_installable(output, app.title, app.doc.partition("\n")[0], app.config.theme)
        rendered, ahead = render_pages(output, app, Shape(base), packages.wheels)
        listing = app.write(output, "app", packages, ahead, rendered.compiled)
        pages = write_pages(output, app, runtime, listing, base, rendered=rendered, installable=installable)
        _write_not_found(output, app, runtime, listing, base, installable)
        seal(output, base, offline=offline)
    embed = embed_snippet(runtime.name, listing, base or f"PATH-TO/{target.name}")
    return Built(len(output.sizes), output.total, pages, embed, _notes(app, base, rendered))


def write_pages(
    output: Output,
    app: AppFiles,
    runtime: RuntimeFiles,
    listing: str,
    base: str = "",
    *,
    folder: str = "",
    before: str = "",
    styles: tuple[str, ...] = (),
    routing: str = "path",
    around: str = "",
    rendered: RenderedApp = NOT_RENDERED,
    installable: Installable | None = None,
) -> list[str]:
    """A document for each address that is known, in a folder of its own; returns their names.

    folder: where in the site the app's ``/`` is. before, styles: what stands around the app, ``{up}`` in it is the way to
    the site's folder. routing: with ``hash`` there is one document for all pages. around: as in ``Document``. rendered:
    the pages as HTML; the others have a placeholder. installable: what the site is installed with.
    """

    def write(page: PageEntry, made: RenderedPage | None) -> str:
        name = str(PurePosixPath(folder, page.folder, "index.html"))
        document = _document(app, page, runtime, listing, base, name, folder, before, styles, installable)
        document = replace(document, routing=routing, around=around, apps=rendered.placed(made))
        if made is not None and made.styles:
            sheet = output.write_hashed(f"{posixpath.dirname(listing)}/page.css", made.styles)
            address = document.base + sheet.removeprefix(f"{folder}/")
            document = replace(document, styles=[*document.styles, address], mode=made.mode)
        return output.write(name, document.html())

    known = [(PageEntry.of(made.path, made.title, made.description), made) for made in rendered.pages]
    for page in app.pages if rendered.problem else ():
        if page.path == "/" or (page.fixed and routing == "path"):
            known.append((page, None))
    if all(page.path != "/" for page, _ in known):  # an app whose pages all have parameters still has to be entered somewhere
        known.append((PageEntry("/", None, None), None))
    return [write(page, made) for page, made in known]


def render_pages(
    output: Output, app: AppFiles, shape: Shape, wheels: Mapping[str, bytes], folder: str = ""
) -> tuple[RenderedApp, Ahead | None]:
    """The app's pages as HTML, and the files that they name in the site; what it needs before it is shown, where that is known.
    wheels: of the packages that it asks for, by name. folder: where in the site the app's ``/`` is.

    Raises ``click.ClickException`` where the app cannot work in a page either.
    """
    unknown = uses_pyscript(app.sources)  # PyScript's modules are not here
    watch = None if unknown else app.watch
    rendered = render(app.entry, app.sources, app.files, shape, wheels, watch)
    if rendered.problem is not None and rendered.problem.wrong:
        raise click.ClickException(str(rendered.problem))
    for name, data in rendered.blobs.items():
        output.write(str(PurePosixPath(folder, shape.blobs, name)), data)
    if watch is None:
        return rendered, None if unknown else Ahead()
    return rendered, None if rendered.read is None else what_was_read(rendered.read)


def _document(
    app: AppFiles,
    page: PageEntry,
    runtime: RuntimeFiles,
    listing: str,
    base: str,
    name: str,
    folder: str,
    before: str,
    styles: tuple[str, ...],
    installable: Installable | None,
) -> Document:
    up = base or "../" * name.count("/") or "./"
    own = f"{up}{folder}/" if folder else up
    return Document(
        title=page.title or app.title,
        description=page.description or app.doc.partition("\n")[0],
        runtime=f"{up}{runtime.name}",
        modules=runtime.modules,
        listing=f"{up}{listing}",
        base=own,
        styles=[style.replace("{up}", up) for style in styles],
        before=before.replace("{up}", up),
        installable=installable and (installable, up),
    )


def _write_not_found(
    output: Output, app: AppFiles, runtime: RuntimeFiles, listing: str, base: str, installable: Installable
) -> None:
    """With a known base, an unknown address shows the app, which knows its pages with parameters."""
    if base:
        page = PageEntry("/", None, None)
        output.write("404.html", _document(app, page, runtime, listing, base, "404.html", "", "", (), installable).html())
    else:
        output.write("404.html", not_found(app.title))


def check_base(base: str) -> str:
    """A base path with a slash at both ends. Raises ``click.BadParameter``."""
    if not base:
        return ""
    if not base.startswith("/") or "?" in base or "#" in base or "//" in base or ".." in base:
        raise click.BadParameter(f"{base!r} is not the path of a folder on the host. It looks like /docs/ or /.")
    return base if base.endswith("/") else f"{base}/"


def load_runtime(plots: Iterable[str] = (), *, pyscript: bool = False, wishes: Wishes = ANYTHING) -> RuntimeFiles:
    """The runtime as it is installed, with these libraries of plots, and PyScript's modules where they are asked for; wishes: see
    ``collect_runtime``.

    Raises ``click.ClickException`` where a part is missing.
    """
    try:
        return collect_runtime(plots, pyscript=pyscript, wishes=wishes)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from None


def _notes(app: AppFiles, base: str, rendered: RenderedApp) -> list[str]:
    notes = [*rendered.notes(), *map(str, find_waits(app.sources))]
    many = [page.path for page in app.pages if not page.fixed] if rendered.problem else rendered.unlisted
    if many and not base:
        notes.append(
            f"{', '.join(many)} stands for many addresses, which have no folder. To have them work when a person enters or "
            "reloads one, list them, as in @sk.page(..., paths=[...]), or say where the site will be: --base /docs/ (or / for "
            "a host of its own)."
        )
    return notes
