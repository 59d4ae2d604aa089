"""Where a session is: its address, the page that it leads to, and the parameters in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from ..errors import AppError, HandlerError, PageNotFound
from ..view import Element, Instance, Scope
from ..view.nodes import Parent

if TYPE_CHECKING:
    from ..app import App, Page

__all__ = ["Place", "by_key", "leaves_app", "query_text"]

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES: Final = ("https", "http", "mailto", "tel")


class Place:
    """An address within an app: ``/user/7?tab=log#top``."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise AppError(f"{url!r:.100} is no address: {error}") from None
        self.path = parts.path or "/"
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        self.query = dict(pairs)
        self.queries = {name: tuple(value for other, value in pairs if other == name) for name in self.query}
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
        """Look up the page and its parameters. Raises ``PageNotFound`` where the app has no such page."""
        self.page, self.params = app.match(self.path)

    def is_file(self, app: App, *, guest: bool = False) -> bool:
        """Whether it is no page, and looks like a file that lies beside the app: ``/report.pdf``.

        guest: the app does not own the document's address, so whatever is none of its pages is its host's.
        """
        try:
            app.match(self.path)
        except PageNotFound:
            return guest or bool(PurePosixPath(self.path).suffix)
        return False

    def is_part_of(self, other: Place) -> bool:
        """Whether the two differ in what stands behind the ``#`` only."""
        return (self.path, self.queries) == (other.path, other.queries) and self.hash != other.hash

    def title(self, otherwise: str) -> str:
        """The page's title, its parameters filled in; ``otherwise`` where it has none."""
        return self._filled((self.page.title if self.page is not None else None) or otherwise)

    def description(self, otherwise: str) -> str:
        """For search engines; the same way."""
        return self._filled((self.page.description if self.page is not None else None) or otherwise)

    def _filled(self, found: str) -> str:
        for name, value in self.params.items():
            found = found.replace(f"{{{name}}}", str(value))
        return found

    def context(self) -> dict[str, Any]:
        """What a handler's ``context`` says of the place; a fresh dict each time."""
        return {
            "url": self.url,
            "path": self.path,
            "params": dict(self.params),
            "query": dict(self.query),
            "hash": self.hash,
        }


def leaves_app(url: str) -> bool:
    """Whether an address is the browser's to open. Raises ``HandlerError`` for one that an app may not go to."""
    scheme = _SCHEME.match(url)
    if scheme is None:
        return url.startswith("//")
    if scheme[1].lower() not in _SCHEMES:
        raise HandlerError(f"sk.navigate({url!r:.80}): an app may go to {', '.join(_SCHEMES)} addresses, and to pages of its own")
    return True


def query_text(values: Mapping[str, Any]) -> str:
    """What stands behind the path, with its ``?``: ``None`` leaves a name out, a list gives it several times."""
    pairs = [(name, str(one)) for name, value in values.items() for one in (value if isinstance(value, (list, tuple)) else [value])]
    left = urlencode([(name, text) for name, text in pairs if values[name] is not None])
    return f"?{left}" if left else ""


def by_key(root: Scope | None, key: Any) -> Element | None:
    """The first element with this key, in the order of the page; a component's key means its first element."""
    if root is None:
        return None
    pending: list[tuple[Any, bool]] = [(root, False)]
    while pending:
        node, wanted = pending.pop()
        if isinstance(node, Instance):
            node = node.expand()
        wanted = wanted or node.key == key
        if wanted and isinstance(node, Element):
            return node
        if isinstance(node, Parent):
            pending.extend((child, wanted) for child in reversed(node.children))
    return None
