"""Where things stand: rows, columns, grids, cards, the sidebar. Each is used as ``with sk.row(): ...``."""

from __future__ import annotations

from typing import Any, Final

from ..view import Element
from ..view import element as place
from .common import Style, attributes, length, one_of

__all__ = ["card", "column", "grid", "row", "sidebar"]

_ALIGN: Final = {"start": "flex-start", "center": "center", "end": "flex-end", "stretch": "stretch", "baseline": "baseline"}
_JUSTIFY: Final = {
    "start": "flex-start", "center": "center", "end": "flex-end", "between": "space-between", "around": "space-around",
    "evenly": "space-evenly",
}  # fmt: skip


def row(
    *,
    gap: str | float | None = None,
    align: str | None = None,
    justify: str | None = None,
    wrap: bool = True,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """Things beside each other; they wrap where there is no room.

    gap: none, xs, s, m, l, xl, a number of pixels or a CSS length. align: start, center, end, stretch or baseline.
    justify: start, center, end, between, around or evenly.
    """
    return _flex("row", "sk-row" if wrap else "sk-row sk-nowrap", gap, align, justify, key, class_, style, rest)


def column(
    *,
    gap: str | float | None = None,
    align: str | None = None,
    justify: str | None = None,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """Things below each other; inside a row, columns share the width. The arguments are those of ``row``."""
    return _flex("column", "sk-column", gap, align, justify, key, class_, style, rest)


def _flex(
    component: str,
    own: str,
    gap: str | float | None,
    align: str | None,
    justify: str | None,
    key: Any,
    class_: str,
    style: Style | None,
    rest: dict[str, Any],
) -> Element:
    css: dict[str, Any] = {}
    if gap is not None:
        css["--sk-gap"] = length(gap)
    if align is not None:
        css["align-items"] = _ALIGN[one_of(component, "align", align, _ALIGN)]
    if justify is not None:
        css["justify-content"] = _JUSTIFY[one_of(component, "justify", justify, _JUSTIFY)]
    attrs, on = attributes(own, class_, {**css, **(style or {})}, rest)
    return place("div", key=key, attrs=attrs, on=on)


def grid(
    columns: int | str = "16rem",
    *,
    gap: str | float | None = None,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A grid. columns: how many, or the least width of one as a CSS length (``"16rem"``): then there are as many as fit."""
    template = (
        f"repeat({columns}, minmax(0, 1fr))"
        if isinstance(columns, int)
        else f"repeat(auto-fill, minmax(min({columns}, 100%), 1fr))"
    )
    css: dict[str, Any] = {"--sk-columns": template}
    if gap is not None:
        css["--sk-gap"] = length(gap)
    attrs, on = attributes("sk-grid", class_, {**css, **(style or {})}, rest)
    return place("div", key=key, attrs=attrs, on=on)


def card(
    title: object = "", *, level: int = 3, key: Any = None, class_: str = "", style: Style | None = None, **rest: Any
) -> Element:
    """A frame around what belongs together: ``with sk.card("Total"): ...``. level: of the title's heading."""
    attrs, on = attributes("sk-card", class_, style, rest)
    made = place("section" if title else "div", key=key, attrs=attrs, on=on)
    if title:
        with made:
            place(f"h{level}", str(title), attrs={"class": "sk-heading sk-card-title"})
    return made


def sidebar(*, label: str = "Sidebar", key: Any = None, class_: str = "", style: Style | None = None, **rest: Any) -> Element:
    """What stands beside the page, and above it where the page is narrow. Put it first in the page.

    label: what people hear who cannot see where it stands.
    """
    attrs, on = attributes("sk-sidebar", class_, style, rest, **{"aria-label": label})
    return place("section", key=key, attrs=attrs, on=on)
