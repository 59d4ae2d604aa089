"""Pages: the functions under ``@sk.page``, and which of them answers a path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from ..errors import AppError, PageNotFound, nearest
from ..handlers import Plan, describe, kind_of, plan_page
from .current import app_of
from .routes import Route, normal_path, parse_route

__all__ = ["Match", "Page", "Pages", "page"]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an app: the function that builds it, and what ``@sk.page`` says about it."""

    fn: Callable[..., Any]
    route: Route
    title: str | None = None
    on_load: Any = None
    on_props: Any = None
    description: str | None = None
    paths: Any = None

    @property
    def path(self) -> str:
        """The path or pattern that the page answers."""
        return self.route.pattern

    def plan(self, states: Iterable[type]) -> Plan:
        """What the function is called with, in an app with these state classes. Raises ``HandlerError``."""
        return plan_page(self.fn, states, self.route.types)


class Match(NamedTuple):
    """A page and the values of its route's parameters."""

    page: Page
    params: dict[str, Any]


class Pages:
    """The pages of one app, in the order of their definition."""

    def __init__(self) -> None:
        self._pages: list[Page] = []

    def add(self, new: Page) -> None:
        """Raises ``AppError`` that names both sides where two pages answer the same paths."""
        for known in self._pages:
            if known.route.shape == new.route.shape:
                sides = f"{describe(known.fn)} and {describe(new.fn)}"
                raise AppError(
                    f"two pages have the path {new.path!r}: {sides}. Give one of them another path"
                )
        self._pages.append(new)

    def __iter__(self) -> Iterator[Page]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)

    def match(self, path: str) -> Match:
        """The most particular page that answers a path (still percent-encoded). Raises ``PageNotFound``
        where none does."""
        normal = normal_path(path)
        found = [Match(p, params) for p in self._pages if (params := p.route.match(normal)) is not None]
        if not found:
            paths = [p.path for p in self._pages]
            raise PageNotFound(
                f"there is no page at {normal!r}.{nearest(normal, paths)} The pages: {', '.join(paths)}"
            )
        return min(found, key=lambda match: match.page.route.rank)


def page(
    path: str = "/",
    *,
    title: str | None = None,
    on_load: Any = None,
    on_props: Any = None,
    description: str | None = None,
    paths: Callable[[], Iterable[Any]] | Iterable[Any] | None = None,
) -> Callable[[F], F]:
    """Makes the function below it a page of the app: called to build what is shown at ``path``.

    path: as in ``/`` or ``/user/{id:int}``; the types are str, int, float and path. A parameter is given to
    the function by its name. title: of the document; it may hold parameters, ``"User {id}"``. on_load: a handler
    or listener that runs when the page is shown. on_props: one that runs when the host page changes the element's
    attributes. description: for search engines. The function stays what it was. Outside of an app, as in a plain ``python app.py``,
    nothing is registered. Raises ``AppError`` for a path that cannot be one or is taken.
    """
    if not isinstance(path, str) and callable(path):
        raise AppError(f'{describe(path)}: write @sk.page("/") with a path, not @sk.page alone')
    route = parse_route(path)
    if paths is not None and not route.types:
        raise AppError(
            f"@sk.page({path!r}, paths=...): this page has one address. paths= is for those with parameters, as in /boat/{{name}}"
        )

    def register(function: F) -> F:
        if not callable(function):
            raise AppError(f"@sk.page({path!r}) stands above a function, not above {function!r:.80}")
        if kind_of(function) != "sync":
            raise AppError(
                f"{describe(function)}: a page is built at once, so its function is neither async nor a generator. "
                "Load what takes time in a handler, such as on_load=, and show the state"
            )
        app = app_of(function)
        if app is not None:
            app.add_page(Page(function, route, title, on_load, on_props, description, paths))
        return function

    return register
