"""The documents of a site. No inline script and no inline style, so that a strict Content-Security-Policy fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Document", "embed_snippet", "not_found"]


@dataclass(frozen=True, slots=True)
class Document:
    """One HTML file around one app. URLs are relative to the file, or absolute.

    runtime: the runtime's folder. modules: its ES modules, to be fetched at once. listing: the app's. base: the URL of
    the app's ``/``. before: HTML that stands above the app. routing: ``path``, or ``hash`` where the app's addresses have no
    documents of their own. around: HTML in place of the app's element, with ``{app}`` for the attribute that names the app.
    """

    title: str
    description: str
    runtime: str
    modules: Sequence[str]
    listing: str
    base: str
    styles: Sequence[str] = ()
    before: str = ""
    routing: str = "path"
    around: str = ""

    def html(self) -> str:
        return (
            head(self.title, self.description, [f"{self.runtime}/skerry.css", *self.styles])
            + "".join(f'<link rel="modulepreload" href="{escape(self.runtime)}/{escape(name)}">\n' for name in self.modules)
            + f'<script src="{escape(self.runtime)}/check.js" defer></script>\n'
            + f'<script type="module" src="{escape(self.runtime)}/{self.modules[0]}"></script>\n</head>\n<body>\n{self.before}'
            + f"<main>\n{self._app()}</main>\n"
            + "<noscript><p>This page is an app and needs JavaScript.</p></noscript>\n</body>\n</html>\n"
        )

    def _app(self) -> str:
        if self.around:
            return self.around.replace("{app}", f'src="{escape(self.listing)}"')
        return f'<py-app src="{escape(self.listing)}" routing="{self.routing}" base="{escape(self.base)}"></py-app>\n'


def head(title: str, description: str, styles: Sequence[str]) -> str:
    """The beginning of a document, up to where scripts may follow."""
    meta = f'<meta name="description" content="{escape(description)}">\n' if description else ""
    links = "".join(f'<link rel="stylesheet" href="{escape(style)}">\n' for style in styles)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<title>{escape(title)}</title>\n{meta}<link rel="icon" href="data:,">\n{links}'
    )


def not_found(title: str) -> str:
    """A 404.html that works at any depth: it loads nothing, for it cannot know where it is."""
    return (
        head(f"Not found: {title}", "", [])
        + "</head>\n<body>\n<main>\n<h1>There is no such page</h1>\n"
        + "<p>The address leads nowhere on this site.</p>\n</main>\n</body>\n</html>\n"
    )


def embed_snippet(runtime: str, listing: str, where: str) -> str:
    """What to paste into a page that exists already; ``where`` is the URL of the site's folder."""
    folder = where.rstrip("/") or "."
    return (
        f'<link rel="stylesheet" href="{escape(folder)}/{runtime}/skerry.css">\n'
        f'<script type="module" src="{escape(folder)}/{runtime}/py-app.js"></script>\n'
        f'<py-app src="{escape(folder)}/{listing}" shadow>Loading…</py-app>\n'
    )
