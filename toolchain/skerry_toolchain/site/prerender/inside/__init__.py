"""What runs inside the page's interpreter while a site is built. It is mounted there by itself, so it imports nothing of
the tools."""

from .render import render_app

__all__ = ["render_app"]
