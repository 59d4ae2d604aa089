"""What a test says of a point of a chart, found in the figure that the page was given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .dom import ModelNode

__all__ = ["plot_point"]


def plot_point(node: ModelNode, index: Sequence[int]) -> dict[str, Any]:
    """What a click there tells. ``AssertionError`` where there is no such point."""
    found = next((one for one in node.walk() if one.tag == "sk-plot" and "figure" in one.props), None)
    if found is None:
        raise AssertionError(f"{node!r} is no chart with points")
    figure = json.loads(found.props["figure"])
    try:
        return _point_of_plotly(figure["spec"], *index) if figure["kind"] == "plotly" else _row(figure["spec"], *index)
    except (IndexError, KeyError, TypeError):
        raise AssertionError(f"{node!r} has no point {tuple(index)}") from None


def _point_of_plotly(spec: Any, trace: int, point: int) -> dict[str, Any]:
    data = spec["data"][trace]
    value = {name: data[name][point] for name in ("x", "y", "z") if name in data}
    if not value:
        raise IndexError(point)
    return value


def _row(spec: Any, row: int) -> dict[str, Any]:
    rows = spec["data"]
    if "values" in rows:
        return dict(rows["values"][row])
    return dict(spec["datasets"][rows["name"]][row])
