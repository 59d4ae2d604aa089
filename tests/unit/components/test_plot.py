"""Charts: what the page is told of each kind of figure, what the events carry, and what is refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from skerry.components.plot import _spec
from skerry.errors import RenderError
from skerry.testing import App
from skerry.testing.dom import ModelNode
from skerry.testing.stage import AppFailure
from skerry.view.blobs import taken

HEAD = """
import skerry as sk

@sk.state
class S:
    log: list[str] = []
    first: int = 1

def note(event: sk.SelectEvent, s: S):
    s.log.append(f"{event.index} {event.value} {event.selected}")

def other(s: S):
    s.first += 1

@sk.page("/")
def home(s: S):
    sk.button("Other", on_click=other)
    place(s)
    sk.text(" | ".join(s.log), key="log")
"""


@pytest.fixture
def open_app() -> Any:
    opened: list[App] = []

    def make(body: str) -> App:
        opened.append(App(source=f"{HEAD}\n{body}"))
        return opened[-1]

    yield make
    for app in opened:
        app.close()


Open = Callable[[str], App]


def chart(app: App) -> ModelNode:
    return next(node for node in app.document.root.walk() if node.tag == "sk-plot")


def figure(app: App) -> Any:
    return json.loads(chart(app).props["figure"])


def _data(address: str) -> bytes:
    """The bytes of an SVG's address."""
    kind, comma, small = address.partition(";base64,")
    if comma:
        assert kind == "data:image/svg+xml"
        return base64.b64decode(small)
    found = taken(address)
    assert found is not None and found[1] == "image/svg+xml"
    return found[0]


def spec(value: object) -> Any:
    text = _spec(value)
    assert text is not None
    return json.loads(text)


LINES = """
def place(s):
    figure = {"data": [{"x": [1, 2], "y": [s.first, float("nan")]}], "layout": {"title": {"text": "Tide"}}}
    sk.plot(figure, label="Tide", alt="It rises.", height=200, on_click=note, on_select=note, class_="wide", data_day=3)
"""


def test_a_dict_of_plotlys_goes_to_the_page(open_app: Open) -> None:
    app = open_app(LINES)
    node = chart(app)
    assert figure(app) == {
        "kind": "plotly",
        "spec": {"data": [{"x": [1, 2], "y": [1, None]}], "layout": {"title": {"text": "Tide"}}},
    }
    assert node.attrs["aria-label"] == "Tide" and node.attrs["role"] == "figure" and node.attrs["data-day"] == "3"
    assert node.attrs["class"] == "sk-plot wide" and "clicks" in node.attrs and "selects" in node.attrs
    assert "It rises." in app.text
    app.find("Other").click()
    assert figure(app)["spec"]["data"][0]["y"] == [2, None]


def test_what_is_clicked_and_selected(open_app: Open) -> None:
    app = open_app(LINES)
    plot = app.find("Tide", role="figure")
    plot.pick(0, 1, value={"x": 2, "y": None})
    assert app.find(key="log").text == "(0, 1) {'x': 2, 'y': None} True"
    plot.pick_all([(0, 0)])
    assert app.find(key="log").text.endswith("| (0, 0) [{'x': 1, 'y': 1, 'trace': 0, 'point': 0}] True")
    plot.pick_all([])
    assert app.find(key="log").text.endswith("| None [] False")


def test_without_handlers_nothing_is_listened_to(open_app: Open) -> None:
    app = open_app('def place(s):\n    sk.plot([{"y": [1]}], label="One")')
    assert figure(app) == {"kind": "plotly", "spec": {"data": [{"y": [1]}]}}
    assert "clicks" not in chart(app).attrs and "selects" not in chart(app).attrs


def test_a_row_of_vega_lite(open_app: Open) -> None:
    app = open_app(
        'def place(s):\n    sk.plot({"data": {"values": [{"a": 1}, {"a": 2}]}, "mark": "bar"}, label="Bars", on_click=note)'
    )
    assert figure(app)["kind"] == "vega-lite"
    app.find("Bars", role="figure").pick(1)
    assert app.find(key="log").text == "1 {'a': 2} True"


def test_specifications_by_what_is_in_them() -> None:
    assert spec({"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "mark": "bar"})["kind"] == "vega-lite"
    assert spec({"$schema": "https://vega.github.io/schema/vega/v6.json", "marks": []})["kind"] == "vega"
    assert spec({"layer": []})["kind"] == "vega-lite"
    assert spec({"data": []})["kind"] == "plotly"


class Altair:
    def to_dict(self) -> dict[str, Any]:
        return {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "mark": "point"}


def test_a_chart_with_to_dict() -> None:
    assert spec(Altair()) == {"kind": "vega-lite", "spec": Altair().to_dict()}


def test_a_chart_of_altair() -> None:
    altair = pytest.importorskip("altair")
    values = altair.Data(values=[{"a": 1, "b": 2}])
    assert spec(altair.Chart(values).mark_bar().encode(x="a:Q", y="b:Q"))["spec"]["encoding"]["x"]["field"] == "a"


def test_a_figure_of_plotly_with_arrays() -> None:
    objects = pytest.importorskip("plotly.graph_objects")
    numpy = pytest.importorskip("numpy")
    made = objects.Figure(
        [
            objects.Scatter(x=numpy.arange(3), y=numpy.array([1.5, numpy.nan, numpy.inf])),
            objects.Heatmap(z=numpy.array([[1, 2], [3, 4]], dtype="int16")),
        ]
    )
    line, heat = spec(made)["spec"]["data"]
    assert line["x"] == [0, 1, 2] and line["y"] == [1.5, None, None]
    assert heat["z"] == [[1, 2], [3, 4]]


def test_values_of_libraries_in_a_dict() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    days = pandas.Series(pandas.to_datetime(["2026-01-02", None]))
    data = spec([{"x": days, "y": numpy.array([numpy.nan, 2]), "z": [numpy.float64("nan"), numpy.int8(3)]}])["spec"]["data"]
    assert data[0]["x"][0].startswith("2026-01-02") and data[0]["x"][1] is None
    assert data[0]["y"] == [None, 2] and data[0]["z"] == [None, 3]


def test_a_figure_of_matplotlib_is_a_picture(open_app: Open) -> None:
    pytest.importorskip("matplotlib")
    app = open_app("""
from matplotlib.figure import Figure

def place(s):
    figure = Figure()
    axes = figure.add_subplot()
    axes.plot([1, 2, 3])
    if s.first > 1:
        axes.imshow([[1, 2], [3, 4]])
    sk.plot(axes if s.first == 3 else figure, label="Line", height=100)
""")
    picture = app.find("Line", role="img").node
    found = _data(picture.attrs["src"])
    assert b"<svg" in found and b"<dc:date" not in found
    assert "sk-plot-adapts" in picture.attrs["class"]  # black on nothing: it can be white on nothing
    app.find("Other").click()
    assert "sk-plot-adapts" not in app.find("Line", role="img").node.attrs["class"]
    app.find("Other").click()
    assert app.find("Line", role="img").node.attrs["class"] == "sk-image"


def test_the_same_figure_gives_the_same_picture() -> None:
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    from skerry.components.plot import _drawn

    def make(color: str = "white", points: int = 3) -> Any:
        figure = Figure(facecolor=color)
        figure.add_subplot().scatter(range(points), range(points))
        return figure

    assert _drawn(make()) == _drawn(make())
    assert _drawn(make())[1] and not _drawn(make("black"))[1]
    assert _drawn(make(points=30_000))[0].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("3, label='x'", r"sk\.plot\(\) was given int: it takes a figure"),
        ("{}, label='x'", "a dict with nothing in it"),
        ("{'trace': []}, label='x'", "a dict with 'trace': plotly's has a list under 'data'"),
        ("{'data': []}, label=' '", "needs a label"),
        ("{'data': [{'x': [object()]}]}, label='x'", "that JSON cannot carry: object cannot go"),
        ("{'data': []}, label='x', on_clik=note", "has no argument 'on_clik'"),
        ("type('F', (), {'savefig': print})(), label='x', on_click=note", "as a picture, which has no points"),
    ],
)
def test_what_is_refused(open_app: Open, call: str, message: str) -> None:
    with pytest.raises((RenderError, AppFailure), match=message):
        open_app(f"def place(s):\n    sk.plot({call})")
