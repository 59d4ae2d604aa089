"""The page around an app that is being developed."""

from __future__ import annotations

from html import escape
from typing import Final

from ..site.html import head

__all__ = ["PREFIX", "listing_url", "make_page"]

PREFIX: Final = "/_skerry"
"""Where the development server's own addresses begin, so that they never meet an app's."""

def listing_url(project: str) -> str:
    """Where the app's files are listed.

    project: tells it apart from other apps that are developed under the same port, whose kept state is not this one's.
    """
    return f"{PREFIX}/app/{project}/app.json"


def make_page(title: str, version: str, project: str) -> str:
    """The HTML of every address that is no file. version: of the app that the page will at least see."""
    return (
        head(title, "", ["/skerry/skerry.css"])
        + f'<meta name="skerry-version" content="{escape(version)}">\n'
        + '<script src="/skerry/check.js" defer></script>\n'
        + '<script type="module" src="/skerry/dev/main.js"></script>\n</head>\n<body class="sk-page">\n'
        + f'<main>\n<py-app src="{escape(listing_url(project))}" routing="path" base="/" errors="console"></py-app>\n</main>\n'
        + "</body>\n</html>\n"
    )
