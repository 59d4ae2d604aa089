"""The documents of a site. No inline script and no inline style, so that a strict Content-Security-Policy fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .installable import Installable
from .offline import BUILD
from .prerender import Placed

__all__ = ["Document", "embed_snippet", "head", "not_found"]


@dataclass(frozen=True, slots=True)
class Document:
    """One HTML file around one app. URLs are relative to the file, or absolute.

    runtime: the runtime's folder. modules: its ES modules, to be fetched at once; the first imports the others. listing: the
    app's. base: the URL of the app's ``/``. before: HTML that stands above the app. routing: ``path``, or ``hash`` where the
    app's addresses have no documents of their own. around: HTML around the app's elements, ``{apps}`` in it. apps: what stands
    in the elements. mode: light or dark, where the app says so. installable: what the site is installed with, and the way to
    its folder.
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
    apps: Sequence[Placed] = (Placed(),)
    mode: str = ""
    installable: tuple[Installable, str] | None = None

    def html(self) -> str:
        styles = [f"{self.runtime}/skerry.css", *self.styles]
        return (
            head(self.title, self.description, styles, self.mode, self.installable, self._early(), app=True)
            + f"{BUILD}\n"
            + "".join(f'<link rel="modulepreload" href="{escape(self.runtime)}/{escape(name)}">\n' for name in self.modules[1:])
            + self._module()
            + f'<script src="{escape(self.runtime)}/check.js" defer></script>\n'
            + f'</head>\n<body{self._page()}>\n{self.before}'
            + f"<main>\n{self._app()}</main>\n"
            + "<noscript><p>This page is an app and needs JavaScript.</p></noscript>\n</body>\n</html>\n"
        )

    @property
    def _rendered(self) -> bool:
        return any(app.part is not None for app in self.apps)

    def _module(self) -> str:
        """early.js brings it, where there is something to be drawn before that."""
        url = f"{escape(self.runtime)}/{self.modules[0]}"
        if self._rendered:
            return f'<link rel="preload" as="script" crossorigin id="sk-start" href="{url}">\n'
        return f'<script type="module" src="{url}"></script>\n'

    def _page(self) -> str:
        """What is nothing but an app takes the app's colours to its edges."""
        return "" if self.around else ' class="sk-page"'

    def _early(self) -> str:
        """What people do before there is Python is written down, where there is something that they can do. It stands before the
        styles: a script behind them waits for them, and the document waits for the script."""
        return f'<script src="{escape(self.runtime)}/early.js"></script>\n' if self._rendered else ""

    def _app(self) -> str:
        named = {"src": self.listing}
        if self.around:
            return self.around.replace("{apps}", "".join(app.html(named) for app in self.apps))
        return "".join(app.html({**named, "routing": self.routing, "base": self.base}) for app in self.apps)


def head(
    title: str,
    description: str,
    styles: Sequence[str],
    mode: str = "",
    installable: tuple[Installable, str] | None = None,
    first: str = "",
    *,
    app: bool = False,
) -> str:
    """The beginning of a document, up to where scripts may follow. first: what stands before its styles. app: it has one."""
    theme = f' data-theme="{mode}"' if mode else ""
    meta = f'<meta name="description" content="{escape(description)}">\n' if description else ""
    icon = escape(installable[1] + installable[0].icon) if installable else "data:,"
    more = installable[0].links(installable[1], later=app) if installable else ""
    links = "".join(f'<link rel="stylesheet" href="{escape(style)}">\n' for style in styles)
    return (
        f'<!doctype html>\n<html lang="en"{theme}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<title>{escape(title)}</title>\n{meta}<link rel="icon" href="{icon}">\n{more}{first}{links}'
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
