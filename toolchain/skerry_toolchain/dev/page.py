"""The page around an app that is being developed."""

from __future__ import annotations

from html import escape
from typing import Final

__all__ = ["LISTING", "PREFIX", "make_page"]

PREFIX: Final = "/_skerry"
"""Where the development server's own addresses begin, so that they never meet an app's."""

LISTING: Final = f"{PREFIX}/app/app.json"

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
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


def make_page(title: str) -> str:
    """The HTML of every address that is no file."""
    return _PAGE.format(title=escape(title), listing=LISTING)
