"""Where a session is: its address, the page that it leads to, and the parameters in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from ..errors import AppError
from ..view import Element, Scope
from ..view.nodes import Parent

if TYPE_CHECKING:
    from ..app import App, Page

__all__ = ["Place", "by_key"]


class Place:
    """An address within an app: ``/user/7?tab=log#top``."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise AppError(f"{url!r:.100} is no address: {error}") from None
        self.path = parts.path or "/"
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.hash = parts.fragment
        self.page: Page | None = None
        self.params: dict[str, Any] = {}

    def at(self, url: str) -> Place:
        """The place that an address leads to from here; it may be relative. Raises ``AppError`` for what is none."""
        try:
            return Place(urljoin(self.url, url))
        except ValueError as error:
            raise AppError(f"{url!r:.100} is no address: {error}") from None

    def find(self, app: App) -> None:
        """Look up the page and its parameters. Raises ``AppError`` where the app has no such page."""
        self.page, self.params = app.match(self.path)

    def context(self) -> dict[str, Any]:
        """What a handler's ``context`` says of the place; a fresh dict each time."""
        return {
            "url": self.url,
            "path": self.path,
            "params": dict(self.params),
            "query": dict(self.query),
            "hash": self.hash,
        }


def by_key(root: Scope | None, key: Any) -> Element | None:
    """The first element with this key, in the order of the page; a component's key means its first element."""
    if root is None:
        return None
    pending: list[tuple[Any, bool]] = [(root, False)]
    while pending:
        node, wanted = pending.pop()
        wanted = wanted or node.key == key
        if wanted and isinstance(node, Element):
            return node
        if isinstance(node, Parent):
            pending.extend((child, wanted) for child in reversed(node.children))
    return None
