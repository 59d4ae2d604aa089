"""Charts: a figure of matplotlib as a picture, one of plotly or Vega-Lite drawn in the page by its own library."""

from __future__ import annotations

import base64
import io
import math
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any, Final

from ..errors import RenderError
from ..events import Event, SelectEvent
from ..protocol import json_text, stand_in
from ..view import Element
from ..view import element as place
from .common import Style, attributes, flag, length
from .media import picture_address
from .semantic import converted, part_of

__all__ = ["plot"]

_LITE: Final = frozenset("mark layer hconcat vconcat concat facet repeat".split())
_LARGE: Final = 1 << 20
"""Bytes from which a picture of lines and texts goes as one of pixels."""


def plot(
    figure: object,
    *,
    label: str,
    alt: str = "",
    height: str | float | None = None,
    on_click: Any = None,
    on_select: Any = None,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A chart: ``sk.plot({"data": [{"x": hours, "y": metres}]}, label="Tide at the pier")``.

    figure: of plotly, or a dict with "data" and perhaps "layout" and "config" as plotly has them; a chart of Altair, or a dict with
    a Vega-Lite specification; or what has ``savefig``, such as a figure of matplotlib, which is shown as a picture and stays open.
    label: what it shows, for people who do not see it; alt: more about that, such as what can be concluded. height: in pixels, or
    a CSS length. Colours follow the theme, but for those that the figure sets itself.
    on_click: a point is clicked, or chosen with the arrow keys and Enter: a ``SelectEvent`` whose ``value`` has "x" and "y" of it,
    and whose ``index`` is (trace, point). With Vega-Lite, ``value`` is the mark's row, and ``index`` its place among the rows.
    on_select: points are chosen with plotly's box or lasso: ``value`` is a list of dicts, each with "trace" and "point" besides,
    and ``index`` is the first one's. With Vega-Lite, ``value`` has what the specification's selections select, by name; without
    any in it, a click selects as for ``on_click``. Nothing selected: ``selected`` is False.
    Raises ``RenderError`` for what is no figure.
    """
    if not isinstance(label, str) or not label.strip():
        raise RenderError(f"sk.plot() needs a label, and {label!r} was given: it says what the chart shows")
    spec = _spec(figure)
    if spec is None:
        if on_click is not None or on_select is not None:
            raise RenderError("sk.plot() shows this figure as a picture, which has no points; sk.image(figure, on_select=...) has")
        return _place_picture(figure, alt or label, height, key, class_, style, rest)
    own: dict[str, Any] = {"role": "figure", "aria-label": label}
    own |= {"clicks": flag(on_click is not None), "selects": flag(on_select is not None), ".figure": spec}
    attrs, on = attributes("sk-plot", class_, style, rest, **own)
    heard = {"plot-click": converted(on_click, "select", _clicked), "plot-select": converted(on_select, "select", _selected)}
    made = place("sk-plot", key=key, attrs=attrs, on={**(on or {}), **{name: found for name, found in heard.items() if found}})
    with made:
        place("div", attrs={"class": "sk-plot-own", "style": {"height": length(height)}})
        if alt:
            place("p", alt, attrs={"class": "sk-hidden"})
    return made


def _clicked(event: Event) -> SelectEvent:
    return _event(event, part_of(event.payload, "detail", dict, "plot-click"))


def _selected(event: Event) -> SelectEvent:
    return _event(event, part_of(event.payload, "detail", dict, "plot-select"))


def _event(event: Event, detail: dict[str, Any]) -> SelectEvent:
    index, value, selected = detail.get("index"), detail.get("value"), bool(detail.get("selected", True))
    at: Any = tuple(tuple(part) if isinstance(part, list) else part for part in index) if isinstance(index, list) else index
    payload = event.payload
    return SelectEvent(type="select", key=event.key, target=event.target, payload=payload, index=at, value=value, selected=selected)


def _spec(figure: Any) -> str | None:
    """What the page is told of a figure that is drawn there; None for one that is shown as a picture."""
    if hasattr(figure, "to_plotly_json"):
        return _text("plotly", figure.to_plotly_json())
    if hasattr(figure, "savefig") or hasattr(getattr(figure, "figure", None), "savefig"):
        return None
    if not isinstance(figure, Mapping) and hasattr(figure, "to_dict") and not hasattr(figure, "columns"):
        figure = figure.to_dict()
    if isinstance(figure, (list, tuple)) and figure and all(isinstance(trace, Mapping) for trace in figure):
        figure = {"data": figure}
    if not isinstance(figure, Mapping):
        known = "a figure of plotly or matplotlib, a chart of Altair, or a dict"
        raise RenderError(f"sk.plot() was given {type(figure).__name__}: it takes {known}")
    schema = str(figure.get("$schema", ""))
    if "/vega/" in schema:
        return _text("vega", figure)
    if "vega-lite" in schema or (not schema and _LITE.intersection(figure)):
        return _text("vega-lite", figure)
    if "data" in figure and not isinstance(figure["data"], Mapping):
        return _text("plotly", figure)
    given = f"a dict with {', '.join(map(repr, figure)) or 'nothing in it'}"
    raise RenderError(f"sk.plot() was given {given}: plotly's has a list under 'data', one of Vega-Lite a '$schema' or a 'mark'")


def _text(kind: str, spec: Any) -> str:
    """One text rather than a value: it is compared at once, and copied by nobody."""
    try:
        return json_text({"kind": kind, "spec": _plain(spec)})
    except (TypeError, ValueError, RecursionError) as error:
        raise RenderError(f"sk.plot() was given a figure with something in it that JSON cannot carry: {error}") from None


def _plain(value: Any) -> Any:
    """Lists and dicts as JSON has them; None for what is no number."""
    if isinstance(value, str) or value is None or value is True or value is False:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        if value.keys() >= {"bdata", "dtype"}:
            return _plain(_of_bytes(value))
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        kinds = set(map(type, value))
        if kinds <= {int, str, bool, type(None)}:
            return list(value)
        if kinds <= {int, float, str, bool, type(None)}:
            return [None if type(part) is float and not math.isfinite(part) else part for part in value]
        return [_plain(part) for part in value]
    if isinstance(value, int):
        return int(value)
    if hasattr(value, "to_numpy"):  # a series, an index
        value = value.to_numpy()
    found = stand_in(value)
    return _plain(found) if isinstance(found, (list, float)) else found


def _of_bytes(packed: Mapping[str, Any]) -> Any:
    """The numbers of an array that plotly has packed."""
    import numpy  # which made it

    data = packed["bdata"]
    raw = base64.b64decode(data) if isinstance(data, str) else bytes(data)
    shape = packed.get("shape")
    sizes = [int(size) for size in shape.split(",")] if isinstance(shape, str) else shape
    flat = numpy.frombuffer(raw, dtype=numpy.dtype(packed["dtype"]).newbyteorder("<"))
    return flat if sizes is None else flat.reshape(sizes)


def _place_picture(
    figure: Any, alt: str, height: str | float | None, key: Any, class_: str, style: Style | None, rest: dict[str, Any]
) -> Element:
    data, adapts = _drawn(figure if hasattr(figure, "savefig") else figure.figure)
    attrs, on = attributes("sk-plot", class_, style, rest)
    made = place("sk-plot", key=key, attrs=attrs, on=on)
    own = "sk-image sk-plot-adapts" if adapts else "sk-image"
    with made:
        place("img", attrs={"class": own, "src": picture_address(data, "plot"), "alt": alt, "style": {"height": length(height)}})
        place("div", attrs={"class": "sk-plot-own"})
    return made


def _drawn(figure: Any) -> tuple[bytes, bool]:
    """The picture, and whether its colours may be turned round for a dark page."""
    matplotlib: Any = sys.modules.get("matplotlib")
    ours = matplotlib is not None and hasattr(figure, "get_facecolor") and hasattr(figure, "axes")
    adapts = ours and _adapts(figure)
    options: dict[str, Any] = {"bbox_inches": "tight"} if ours else {}
    if adapts:
        options |= {"facecolor": "none", "transparent": all(map(_is_white, figure.axes))}
    same: dict[str, Any] = {"metadata": {"Date": None}} if ours else {}  # equal figures give equal bytes
    with matplotlib.rc_context({"svg.hashsalt": "sk"}) if ours else nullcontext():
        target = io.BytesIO()
        figure.savefig(target, format="svg", **options, **same)
        if ours and target.tell() > _LARGE:
            target = io.BytesIO()
            figure.savefig(target, format="png", dpi=2 * figure.dpi, **options)
    return target.getvalue(), adapts


def _adapts(figure: Any) -> bool:
    """A white figure of lines and areas. One in which colours stand for numbers, such as a heat map, stays as it is."""
    artists = [artist for axes in figure.axes for artist in (*axes.images, *axes.collections)]
    return _is_white(figure) and all(getattr(artist, "get_array", lambda: None)() is None for artist in artists)


def _is_white(artist: Any) -> bool:
    from matplotlib.colors import to_rgba

    color = to_rgba(artist.get_facecolor())
    return bool(color[3] == 0 or min(color[:3]) == 1)
