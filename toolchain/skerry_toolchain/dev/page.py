"""The page around an app that is being developed."""

from __future__ import annotations

from html import escape
from typing import Final

__all__ = ["PREFIX", "listing_url", "make_page"]

PREFIX: Final = "/_skerry"
"""Where the development server's own addresses begin, so that they never meet an app's."""

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="skerry-version" content="{version}">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/skerry/skerry.css">
<script src="/skerry/check.js" defer></script>
<script type="module" src="/skerry/dev/main.js"></script>
</head>
<body>
<py-app src="{listing}" routing="path" base="/" errors="console"></py-app>
</body>
</html>
"""


def listing_url(project: str) -> str:
    """Where the app's files are listed.

    project: tells it apart from other apps that are developed under the same port, whose kept state is not this one's.
    """
    return f"{PREFIX}/app/{project}/app.json"


def make_page(title: str, version: str, project: str) -> str:
    """The HTML of every address that is no file. version: of the app that the page will at least see."""
    return _PAGE.format(title=escape(title), version=escape(version), listing=escape(listing_url(project)))
