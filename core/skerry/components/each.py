"""``sk.each``: a part for each item of a list; with ``virtual``, of a long list only those that are near what is in view.

A virtual list stands between two empty parts that are as high as what is not there. A row in which the focus is stays, however far
it is scrolled away:

    gap      400 rows, 12,800 px          <- with <sk-range> in it, which tells what is in view
    row      400
    ...
    row      459
    gap      540 rows
    row      1000                         <- the focus
    gap      8,999 rows
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from ..errors import RenderError
from ..events import CustomEvent
from ..session.context import CURRENT_SESSION
from ..view import Scope, component, current_scope, effect, parent_tag, unique_id
from ..view import each as rows
from ..view import element as place
from ..view.each import function_of, naming_of
from .semantic import part_of

__all__ = ["each"]

_FIRST: Final = 50
"""So many rows are there before the page has measured anything."""

_HEIGHT: Final = 32.0
"""Pixels, until the page has measured a row."""

_LEAST: Final = 5
"""So many rows above and below those in view are there, or as many as are in view."""

_TAGS: Final = {"tbody": ("tr", "td"), "thead": ("tr", "td"), "table": ("tr", "td"), "ul": ("li", "div"), "ol": ("li", "div")}
_OTHERWISE: Final = ("div", "div")


def each(
    items: Iterable[Any],
    component: Callable[..., Any],
    *,
    key: str | Callable[[Any], Any] | None = None,
    virtual: bool | float = False,
    **arguments: Any,
) -> None:
    """A component for each item: ``sk.each(state.boats, boat_row, key="id")``.

    items: a list of the state is followed: what comes, goes or moves in it costs as much as that, however long it is, where a
    ``for`` loop begins anew. Other lists are compared with those of the build before. component: a function, called with an item
    and these arguments; it is built again only when something that it has read has changed. key: the name of an item's field, or a
    function of an item; items with the same key continue each other, also where they are other objects. Without it, an item is
    itself.

    virtual: only the rows near what is in view are in the page, and the rest come as it is scrolled; for a list of any length,
    whose rows are about as high as each other. A number is their height in pixels, until they have been measured. The list
    scrolls with the window, or with whatever around it scrolls.

    Two items of one key are reported as an error. Raises ``RenderError`` where no page is being built.
    """
    if virtual is False:
        rows(items, component, key=key, **arguments)
        return
    current_scope("sk.each()")
    if virtual is not True and not (isinstance(virtual, (int, float)) and virtual > 0):
        raise RenderError(f"sk.each(virtual={virtual!r}): True, or about how high a row is, in pixels")
    listed = items if isinstance(items, Sequence) else list(items)
    build = function_of(component)
    _window(listed, build, key, _HEIGHT if virtual is True else float(virtual), tuple(arguments.items()))


class View(NamedTuple):
    """What of a list is in the page: the rows from start to before stop. kept: the row with the focus where it is not among them,
    or -1. height: of a row, in pixels."""

    start: int
    stop: int
    kept: int
    height: float

    def within(self, count: int) -> View:
        """The same of a list that has so many rows now."""
        length = self.stop - self.start
        stop = min(count, max(self.stop, length))
        return View(max(0, stop - length), stop, self.kept if self.kept < count else -1, self.height)


class Gap:
    """Stands for rows that are not there: so many, each so high."""

    __slots__ = ("list", "name")

    def __init__(self, list: VirtualList, name: str) -> None:
        self.list = list
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def rows(self, view: View, count: int) -> int:
        start, stop, kept, _ = view
        above = 0 <= kept < start
        below = kept >= stop
        return {
            "top": kept if above else start,
            "above": start - kept - 1 if above else 0,
            "below": kept - stop if below else 0,
            "bottom": count - kept - 1 if below else count - stop,
        }[self.name]


class VirtualList:
    """One list for as long as it is shown. count: how many items it has."""

    def __init__(self, name: str, height: float) -> None:
        self.name = name
        self.count = 0
        self.tags = _OTHERWISE
        self.scopes: dict[str, Scope] = {}
        self.gaps = {name: Gap(self, name) for name in ("top", "above", "below", "bottom")}
        self._height = height
        self._without_session: dict[str, Any] = {}

    def close(self) -> None:
        """It is not shown any more."""

    def has(self, count: int) -> None:
        """So many items there are now, which the gaps have to be told: not every list can be followed."""
        if count != self.count:
            self.count = count
            for scope in self.scopes.values():
                scope.invalidate()

    def view(self) -> View:
        kept = self._memory().get(self.name)
        return (View(0, _FIRST, -1, self._height) if kept is None else View(*kept)).within(self.count)

    def shown(self, items: Sequence[Any]) -> list[Any]:
        """The items and the gaps that are in the page, in order."""
        start, stop, kept, _ = self.view()
        inside = list(items[start:stop])
        gaps = self.gaps
        if 0 <= kept < start:
            return [gaps["top"], items[kept], gaps["above"], *inside, gaps["bottom"]]
        if kept >= stop:
            return [gaps["top"], *inside, gaps["below"], items[kept], gaps["bottom"]]
        return [gaps["top"], *inside, gaps["bottom"]]

    def scrolled(self, event: CustomEvent) -> None:
        """The page tells what is in view, in pixels from the list's start, how high a row is, in hundredths of a pixel or 0, and
        where the focus is: so many thousandths of the rows are before it, or -1; apart from them, or among them."""
        detail = event.detail if isinstance(event.detail, dict) else {}
        upper, lower, height, part = (part_of(detail, name, int, "range") for name in ("upper", "lower", "height", "part"))
        before = self.view()
        pixels = min(max(height / 100, 1.0), 100_000.0) if height > 0 else before.height
        seen = max(1, math.ceil((lower - upper) / pixels))
        spare = max(_LEAST, seen)
        first = min(max(0, math.floor(upper / pixels)), max(0, self.count - seen))
        kept = -1
        if part >= 0:  # of the rows beside each other that the focus is among
            kept = before.kept if detail.get("apart") else before.start + part * (before.stop - before.start) // 1000
        start, stop = max(0, first - spare), min(self.count, first + seen + spare)
        view = View(start, stop, -1 if start <= kept < stop else kept, pixels)
        if view != before:
            self._memory()[self.name] = list(view)

    def _memory(self) -> Any:
        session = CURRENT_SESSION.get()
        return self._without_session if session is None else session.memory


@component
def _window(
    items: Sequence[Any], build: Callable[..., Any], key: Any, height: float, arguments: tuple[tuple[str, Any], ...]
) -> None:
    name = f"each:{unique_id()}"
    shown: VirtualList = effect("each", lambda: VirtualList(name, height))
    shown.has(len(items))
    shown.tags = _TAGS.get(parent_tag(current_scope("sk.each()")), _OTHERWISE)
    naming = naming_of(key)
    named = None if naming is None else lambda item: item if isinstance(item, Gap) else naming(item)
    rows(shown.shown(items), _part, key=named, build=build, arguments=arguments)


def _part(item: Any, build: Callable[..., Any], arguments: tuple[tuple[str, Any], ...]) -> None:
    if isinstance(item, Gap):
        _gap(item)
    else:
        build(item, **dict(arguments))


def _gap(gap: Gap) -> None:
    """As high as the rows that it stands for; the first of them tells what is in view."""
    shown = gap.list
    shown.scopes[gap.name] = current_scope("sk.each()")
    view = shown.view()
    outer, inner = shown.tags
    style = {"block-size": f"{gap.rows(view, shown.count) * view.height:.0f}px"}
    cell = {"colspan": 1000} if inner == "td" else {}
    with place(outer, attrs={"class": "sk-gap", "role": "presentation", "aria-hidden": "true", "data-gap": gap.name}):
        with place(inner, attrs={**cell, "style": style}):
            if gap.name == "top":
                told = {"rows": view.stop - view.start, "height": view.height, "start": view.start}
                place("sk-range", attrs=told, on={"range": shown.scrolled})
