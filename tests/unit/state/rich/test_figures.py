"""Figures in the state: plotly's come back, matplotlib's are named as not kept."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from skerry.errors import StateError

from .tools import damaged, dumped, loaded, lost, there_and_back, with_data


def test_figures_of_plotly_come_back() -> None:
    np = pytest.importorskip("numpy")
    go = pytest.importorskip("plotly.graph_objects")
    figure = go.Figure(
        [
            go.Scatter(x=np.arange(3), y=[1, None, float("nan")], name="a", marker={"color": ["red", "#00f", "green"]}),
            go.Bar(x=[date(2030, 1, 1)], y=[5], text=["<b>x</b>"]),
            go.Heatmap(z=np.arange(6.0).reshape(2, 3)),
            go.Scatter(x=np.array(["2030-01-01"], "M8[ns]"), y=[1]),
        ],
        {"title": {"text": "é"}, "xaxis": {"range": [0, 5]}, "template": "plotly_dark"},
    )
    figure.add_annotation(text="here", x=1, y=1)
    for given in (figure, go.Figure(), go.Figure(data=[go.Pie(values=[1])], frames=[go.Frame(data=[go.Pie(values=[2])], name="f")])):
        found = there_and_back({"k": [given]})["k"][0]
        assert type(found) is go.Figure and len(found.frames) == len(given.frames)
        assert json.loads(found.to_json()) == json.loads(given.to_json())
    box = loaded(dumped([figure], figure))
    assert box.value[0] is box.other


def test_figures_of_plotly_with_what_cannot_be_kept() -> None:
    go = pytest.importorskip("plotly.graph_objects")
    figure = go.Figure(go.Scatter(x=[1], customdata=[[print]]))
    [(path, _)] = lost([figure])
    assert path.startswith("['it'][0]")


def test_damaged_figures_of_plotly() -> None:
    go = pytest.importorskip("plotly.graph_objects")
    figure = go.Figure(go.Scatter(x=[1, 2]), {"title": {"text": "a"}})
    figure.layout.template = None
    assert there_and_back(figure).layout.template == figure.layout.template
    for data in damaged(dumped(figure)):
        try:
            repr(loaded(data).value[0])
        except StateError as error:
            assert str(error).startswith("Box.value[0]")
    for content in ([[{"type": "nothing"}], {}, None], [[{"type": "scatter", "x": 5}], {}, None], [[], {"nothing": 1}, None], 5, []):
        with pytest.raises(StateError, match=r"Box\.value\[0\]: .* as plotly\.Figure"):
            loaded(with_data({"$plotly.Figure": content}))


def test_figures_of_matplotlib_are_named_and_stop_nothing() -> None:
    pytest.importorskip("matplotlib")
    figures: Any = pytest.importorskip("matplotlib.figure")
    figure = figures.Figure()
    axes = figure.subplots()
    lines = axes.plot([1, 2])
    why = "a drawing of matplotlib cannot be restored: keep the data in the state, and draw where the page is built"
    for drawing in (figure, axes, lines[0]):
        assert lost([1, {"k": drawing}]) == [("['it'][1]['k']", why)]
