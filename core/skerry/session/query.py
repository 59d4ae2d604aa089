"""The address's query as a mapping: what stands behind the ``?``."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from ..errors import HandlerError
from ..view import building
from .context import current_session
from .place import query_text

__all__ = ["Query", "query"]


class Query(MutableMapping[str, str]):
    """The query of the address, by name. Reading it in a page or component follows it; writing changes the address, in place.

    Values are texts; None takes a name out, a list gives it several times, and ``get_all`` reads those. ``update`` changes several
    names at once.
    """

    def __getitem__(self, name: str) -> str:
        found: tuple[str, ...] = current_session("sk.query()").query[name]
        return found[-1]

    def get_all(self, name: str) -> tuple[str, ...]:
        """All values of a name that stands there several times, ``?tag=a&tag=b``; none where it is not there."""
        found: tuple[str, ...] = current_session("sk.query()").query.get(name, ())
        return found

    def __setitem__(self, name: str, value: Any) -> None:
        self.update({name: value})

    def __delitem__(self, name: str) -> None:
        if name not in self:
            raise KeyError(name)
        self.update({name: None})

    def __iter__(self) -> Iterator[str]:
        return iter(list(current_session("sk.query()").query))

    def __len__(self) -> int:
        return len(current_session("sk.query()").query)

    def __repr__(self) -> str:
        return f"sk.query() {dict(self)!r}"

    def update(self, *others: Any, push: bool = False, **values: Any) -> None:  # type: ignore[override]
        """Change several names. push: as a new entry of the browser's history, which Back leaves."""
        if building():
            raise HandlerError("sk.query() was written while a page is built: write it in a handler")
        session = current_session("sk.query()")
        place = session.place
        before = place.queries
        text = query_text({**before, **(dict(*others) if others else {}), **values})
        if text != query_text(before):
            session.navigate(f"{place.path}{text}{f'#{place.hash}' if place.hash else ''}", replace=not push, load=False)


def query() -> Query:
    """The query of the address as a mapping: ``sk.query().get("tab", "log")``, and in a handler ``sk.query()["tab"] = "map"``."""
    current_session("sk.query()")
    return Query()
