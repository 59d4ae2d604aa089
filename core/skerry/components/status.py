"""How far something is: progress bars, spinners, single figures."""

from __future__ import annotations

from typing import Any

from ..errors import RenderError
from ..session.feedback import report_progress
from ..state import RUN
from ..view import Element, building
from ..view import element as place
from .common import Style, attributes

__all__ = ["metric", "progress", "spinner"]


def progress(
    value: Any = None,
    label: str = "Progress",
    *,
    total: float | None = None,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Any:
    """How much is done: ``sk.progress(done / total, "Reading")``. value: 0 to 1; None while that cannot be told.

    While a page is built it shows a bar, and gives its element. In a handler it says how far the handler is, which the page shows
    in a line over it; there, value may be something to go through: ``for row in sk.progress(rows, "Reading"):`` (also with
    ``async for``), with ``total`` where its length is not known.
    """
    if not building() and RUN.get() is not None:
        return report_progress(value, "" if label == "Progress" else label, total)
    if value is not None and not 0 <= value <= 1:
        raise RenderError(
            f"sk.progress({value!r}): how much is done is a number from 0 to 1, or None. For parts of a whole: done / total"
        )
    attrs, on = attributes("sk-progress", class_, style, rest)
    made = place("div", key=key, attrs=attrs, on=on)
    percent = "" if value is None else f"{value:.0%}"
    with made:
        with place("div", attrs={"class": "sk-progress-head", "aria-hidden": "true"}):
            place("span", label)
            place("span", percent, attrs={"class": "sk-progress-value"})
        place("progress", attrs={"value": value, "max": 1, "aria-label": label})
    return made


def spinner(label: str = "Loading", *, key: Any = None, class_: str = "", style: Style | None = None, **rest: Any) -> Element:
    """Something is going on; the label says what, and is read out."""
    attrs, on = attributes("sk-spinner", class_, style, rest, role="status")
    made = place("div", key=key, attrs=attrs, on=on)
    with made:
        place("span", attrs={"class": "sk-spinner-ring", "aria-hidden": "true"})
        place("span", label)
    return made


def metric(
    label: str,
    value: object,
    delta: float | str | None = None,
    *,
    good: str = "up",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A figure that matters: ``sk.metric("Boats", 12, delta=+3)``. good: up, down or neither: which change is welcome."""
    attrs, on = attributes("sk-metric", class_, style, rest)
    made = place("div", key=key, attrs=attrs, on=on)
    with made:
        place("span", label, attrs={"class": "sk-metric-label"})
        place("span", _figure(value), attrs={"class": "sk-metric-value"})
        if delta is not None and delta != "":
            _delta(delta, good)
    return made


def _delta(delta: float | str, good: str) -> None:
    down = delta.lstrip().startswith(("-", "−")) if isinstance(delta, str) else delta < 0
    level = not isinstance(delta, str) and delta == 0
    way = "level" if level else "down" if down else "up"
    kind = "" if level or good not in ("up", "down") else " sk-good" if way == good else " sk-bad"
    sign, said = {"level": ("→", "unchanged"), "down": ("▼", "down"), "up": ("▲", "up")}[way]
    text = delta.lstrip("+-− ") if isinstance(delta, str) else _figure(abs(delta))
    with place("span", attrs={"class": f"sk-metric-delta{kind}"}):
        place("span", sign, attrs={"aria-hidden": "true"})
        place("span", f"{said} ", attrs={"class": "sk-hidden"})
        place("span", text)


def _figure(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
