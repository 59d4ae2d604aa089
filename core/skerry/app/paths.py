"""Which addresses of a page are rendered when a site is built: its one, or those that ``paths=`` lists."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ..errors import AppError
from ..handlers import describe
from .pages import Page
from .routes import normal_path

__all__ = ["MOST_PATHS", "listed_paths"]

MOST_PATHS: Final = 20_000
"""How many addresses of one page a build makes documents of."""


def listed_paths(page: Page) -> list[str]:
    """The addresses, percent-encoded, each once; none where a page has parameters and lists nothing.

    Raises ``AppError`` for what does not fit the page's path, and whatever the function raises.
    """
    if not page.route.types:
        return [page.path]
    if page.paths is None:
        return []
    given = page.paths() if callable(page.paths) else page.paths
    if inspect.isawaitable(given) or not isinstance(given, Iterable) or isinstance(given, (str, bytes, Mapping)):
        if inspect.iscoroutine(given):
            given.close()
        example = f'[{{"{next(iter(page.route.types))}": ...}}]'
        expected = f"it is, or gives, a list of addresses such as {example}, and is neither async nor a text"
        raise AppError(f"{_who(page)} gave {given!r:.60}: {expected}")
    found: dict[str, None] = {}
    for item in given:
        found[_path(page, item)] = None
        if len(found) > MOST_PATHS:
            raise AppError(f"{_who(page)} lists more than {MOST_PATHS:,} addresses. What is not listed, the app finds in the page")
    return list(found)


def _path(page: Page, item: Any) -> str:
    route = page.route
    if isinstance(item, str) and item.startswith("/"):
        path = normal_path(item)
        if route.match(path) is None:
            raise AppError(f"{_who(page)} lists {item!r}, which is no address of {page.path!r}")
    else:
        try:
            path = route.build(**_values(page, item))
        except (AppError, TypeError) as error:
            raise AppError(f"{_who(page)} lists {item!r:.60}: {error}") from None
    of_folder = normal_path(path)
    if of_folder != path:
        raise AppError(f"{_who(page)} lists {item!r:.60}: an address that ends in index.html is that of its folder, {of_folder!r}")
    if not {".", ".."}.isdisjoint(path.split("/")):
        raise AppError(f"{_who(page)} lists {item!r:.60}: a browser takes '.' and '..' out of addresses")
    return path


def _values(page: Page, item: Any) -> Mapping[str, Any]:
    names = list(page.route.types)
    if isinstance(item, Mapping):
        return item
    values = item if len(names) > 1 else (item,)
    if not isinstance(values, (tuple, list)) or len(values) != len(names):
        raise AppError(f"{page.path!r} has the parameters {', '.join(names)}. Give a dict, or a tuple in this order")
    return dict(zip(names, values, strict=True))


def _who(page: Page) -> str:
    return f"paths={describe(page.paths) if callable(page.paths) else '...'} of @sk.page({page.path!r})"
