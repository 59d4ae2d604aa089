"""plotly: a figure as its data, layout and frames, whose arrays and dates are kept like any others; plotly checks them anew."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from .keeper import Keeper, refuse

__all__ = ["KEEPERS", "keeper"]

_FIGURE_CLASS: Final = "plotly.graph_objs._figure.Figure"


def _figure_data(encoder: Any, figure: Any) -> Any:
    parts = figure.to_plotly_json()
    return [encoder.encode_made(parts.get(name)) for name in ("data", "layout", "frames")]


def _figure_from(decoder: Any, content: Any) -> Any:
    data, layout, frames = (decoder.decode(part) for part in content)
    figure = import_module("plotly.graph_objects").Figure(data, layout, frames)
    if "template" not in layout:
        figure.layout.template = None  # the default one came in
    return figure


_FIGURE: Final = Keeper("plotly.Figure", _figure_data, _figure_from, True)
KEEPERS: Final = (_FIGURE,)
_WIDGET: Final = refuse("a figure that is a widget of Jupyter cannot be restored: use plotly.graph_objects.Figure")


def keeper(kind: type) -> Keeper | None:
    if f"{kind.__module__}.{kind.__qualname__}" == _FIGURE_CLASS:
        return _FIGURE
    return _WIDGET if kind.__name__ == "FigureWidget" else None
