"""Charts under the strict policy: plotly's and Vega-Lite's are drawn, tell of points, keep what the person did, follow the theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import watch

Mount = Callable[..., None]

HEAD = """
import skerry as sk

@sk.state
class Desk:
    first: int = 1
    shown: bool = True
    mode: str = "light"
    log: list[str] = []

def other(state: Desk):
    state.first += 1

def away(state: Desk):
    state.shown = not state.shown

def dark(state: Desk):
    state.mode = "dark"

def light(state: Desk):
    state.mode = "light"

def clicked(event: sk.SelectEvent, state: Desk):
    state.log.append(f"clicked {event.index} {event.value}")

def selected(event: sk.SelectEvent, state: Desk):
    state.log.append(f"selected {event.selected} {event.index} {event.value}")

@sk.page("/")
def home(state: Desk):
    sk.theme(mode=state.mode)
    sk.button("Other", on_click=other)
    sk.button("Away", on_click=away)
    sk.button("Dark", on_click=dark)
    sk.button("Light", on_click=light)
    if state.shown:
        show(state)
    for number, line in enumerate(state.log):
        sk.text(line, key=number)
"""
PLOTLY = (
    HEAD
    + """
def show(state):
    figure = {
        "data": [
            {"type": "scatter", "mode": "lines+markers", "name": "tide", "x": [0, 1, 2, 3, 4], "y": [state.first, 2, float("nan"), 4, 5],
             "marker": {"size": 14}},
            {"type": "bar", "name": "rain", "x": [0, 1, 2, 3, 4], "y": [1, 1, 2, 1, 1]},
        ],
        "layout": {"xaxis": {"title": {"text": "hour"}}, "yaxis": {"title": {"text": "metres"}}, "showlegend": True},
    }
    sk.plot(figure, label="Tide", height=300, on_click=clicked)
"""
)
HEAT = (
    HEAD
    + """
def show(state):
    figure = [
        {"type": "heatmap", "x": ["a", "b"], "y": ["low", "high"], "z": [[1, 2], [3, state.first]]},
        {"type": "heatmap", "z": [[1, 2], [3, 4]], "zsmooth": "fast", "xaxis": "x2", "yaxis": "y2"},
    ]
    sk.plot({"data": figure, "layout": {"grid": {"rows": 1, "columns": 2, "pattern": "independent"}}}, label="Heat", on_click=clicked)
"""
)
SELECTING = PLOTLY.replace("on_click=clicked", "on_select=selected")
LITE = (
    HEAD
    + """
def show(state):
    rows = [{"boat": name, "crew": crew} for name, crew in [("Argo", state.first), ("Beagle", 5), ("Calypso", 3)]]
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": {"field": "boat", "type": "nominal"},
            "y": {"field": "crew", "type": "quantitative"},
            "opacity": {"condition": {"test": "datum.crew > 2", "value": 1}, "value": 0.5},
        },
    }
    sk.plot(chart, label="Crews", height=240, on_click=clicked, alt="Beagle has most.")
"""
)
BRUSH = LITE.replace('"mark": "bar"', '"mark": "bar", "params": [{"name": "picked", "select": "point"}]').replace(
    "on_click=clicked", "on_select=selected"
)
SPAN = (
    LITE.replace('"mark": "bar"', '"mark": "point", "params": [{"name": "span", "select": {"type": "interval", "encodings": ["y"]}}]')
    .replace('label="Crews"', 'label=f"Crews {len(state.log)}"')
    .replace("on_click=clicked", "on_select=selected")
)
PICTURE = (
    HEAD
    + """
class Figure:
    def savefig(self, target, format):
        target.write(b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>')

def show(state):
    sk.plot(Figure(), label="A box")
"""
)


def drawn(page: Page) -> None:
    expect(page.locator("sk-plot .sk-plotly .scatterlayer .point, sk-plot .sk-vega .mark-rect path").first).to_be_attached()
    expect(page.locator("sk-plot")).not_to_have_attribute("aria-busy", "true")


def data_y(page: Page) -> Any:
    return page.evaluate("document.querySelector('.sk-plotly').data[0].y")


def x_range(page: Page) -> Any:
    return page.evaluate("document.querySelector('.sk-plotly')._fullLayout.xaxis.range.map((end) => Math.round(end * 10) / 10)")


def test_plotly_tells_of_a_click(lab: Page, mount: Mount) -> None:
    mount(PLOTLY)
    drawn(lab)
    assert data_y(lab) == [1, 2, None, 4, 5]
    box = lab.locator(".scatterlayer .point").nth(2).bounding_box()  # the third has no number, so this is the fourth
    assert box is not None
    lab.mouse.move(box["x"] + 5, box["y"] + 7)
    lab.mouse.move(box["x"] + 7, box["y"] + 7)
    lab.mouse.click(box["x"] + 7, box["y"] + 7)
    expect(lab.get_by_text("clicked (0, 3) {'x': 3, 'y': 4}")).to_be_visible()


def test_an_update_keeps_the_zoom(lab: Page, mount: Mount) -> None:
    mount(PLOTLY)
    drawn(lab)
    box = lab.locator(".sk-plotly .nsewdrag").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    lab.mouse.move(box["x"] + box["width"] * 0.3, middle)
    lab.mouse.down()
    lab.mouse.move(box["x"] + box["width"] * 0.6, middle, steps=4)
    lab.mouse.up()
    before = x_range(lab)
    assert before[1] - before[0] < 3
    lab.get_by_role("button", name="Other").click()
    lab.wait_for_function("() => document.querySelector('.sk-plotly').data[0].y[0] === 2")
    drawn(lab)
    assert x_range(lab) == before


def test_points_selected_with_a_box(lab: Page, mount: Mount) -> None:
    mount(SELECTING)
    drawn(lab)
    box = lab.locator(".sk-plotly .nsewdrag").bounding_box()
    assert box is not None
    lab.mouse.move(box["x"] + 2, box["y"] + 2)
    lab.mouse.down()
    lab.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] - 2, steps=4)
    lab.mouse.up()
    expect(lab.get_by_text("selected True (0, 0) [{'x': 0, 'y': 1, 'trace': 0, 'point': 0}")).to_be_visible()


@pytest.mark.parametrize("source", [PLOTLY, LITE], ids=["plotly", "vega-lite"])
def test_points_are_told_and_chosen_with_the_keyboard(lab: Page, mount: Mount, source: str) -> None:
    mount(source)
    drawn(lab)
    rows = lab.locator("sk-plot table tbody tr")
    canvas = lab.get_by_role("application")
    canvas.focus()
    lab.keyboard.press("End")
    lab.keyboard.press("Home")
    lab.keyboard.press("ArrowRight")
    if source is PLOTLY:
        assert rows.all_inner_texts()[:2] == ["tide\t0\t1", "tide\t1\t2"]
        expect(lab.locator("sk-plot [role=status]")).to_have_text("tide, 1, 2")
        said = "clicked (0, 1) {'x': 1, 'y': 2}"
    else:
        assert rows.all_inner_texts() == ["Argo\t1", "Beagle\t5", "Calypso\t3"]
        expect(lab.locator("sk-plot [role=status]")).to_have_text("Beagle, 5")
        said = "clicked 1 {'boat': 'Beagle', 'crew': 5}"
    lab.keyboard.press("Enter")
    expect(lab.get_by_text(said)).to_be_visible()
    expect(canvas).to_be_focused()


def test_a_heat_map_has_two_places_for_a_point(lab: Page, mount: Mount) -> None:
    mount(HEAT)
    expect(lab.locator("sk-plot .heatmaplayer image")).to_have_count(2)
    expect(lab.locator("sk-plot tbody tr").nth(2)).to_have_text("ahigh3")
    lab.get_by_role("application").focus()
    lab.keyboard.press("Home")
    lab.keyboard.press("End")
    lab.keyboard.press("Home")
    lab.keyboard.press("Enter")
    expect(lab.get_by_text("clicked (0, (0, 0)) {'x': 'a', 'y': 'low', 'z': 1}")).to_be_visible()


def test_vega_lite_tells_of_the_row_that_is_clicked(lab: Page, mount: Mount) -> None:
    mount(LITE)
    drawn(lab)
    bars = lab.locator("sk-plot .mark-rect path")
    expect(bars).to_have_count(3)
    assert [bar.get_attribute("opacity") for bar in bars.all()] == ["0.5", "1", "1"]  # an expression, and nothing was evaluated
    bars.nth(1).click()
    expect(lab.get_by_text("clicked 1 {'boat': 'Beagle', 'crew': 5}")).to_be_visible()
    lab.get_by_role("button", name="Other").click()
    expect(lab.locator("sk-plot tbody tr").first).to_have_text("Argo2")


def test_a_selection_of_vega_lite(lab: Page, mount: Mount) -> None:
    mount(BRUSH)
    drawn(lab)
    lab.locator("sk-plot .mark-rect path").nth(1).click()
    expect(lab.get_by_text("selected True None {'picked': [{'boat': 'Beagle', 'crew': 5}]}")).to_be_visible()


def test_an_interval_stays_where_only_the_label_changes(lab: Page, mount: Mount) -> None:
    mount(SPAN)
    expect(lab.locator("sk-plot")).not_to_have_attribute("aria-busy", "true")
    ground = lab.locator("sk-plot .role-frame > g > .background").first
    expect(ground).to_be_visible()
    box = ground.bounding_box()
    assert box is not None
    lab.mouse.move(box["x"] + 50, box["y"] + 2)
    lab.mouse.down()
    lab.mouse.move(box["x"] + 50, box["y"] + box["height"] - 5, steps=4)
    lab.mouse.up()
    expect(lab.get_by_text("selected True None {'span': {'crew': [")).to_be_visible()
    expect(lab.get_by_role("application", name="Crews 1: choose a point")).to_be_visible()
    expect(lab.locator("sk-plot caption")).to_have_text("Crews 1: the points")
    assert lab.evaluate("Number(document.querySelector('.sk-vega .span_brush path').getAttribute('d').match(/v([0-9.]+)/)[1])") > 50


@pytest.mark.parametrize("source", [PLOTLY, LITE], ids=["plotly", "vega-lite"])
def test_colours_follow_the_theme_and_the_width_the_place(lab: Page, mount: Mount, source: str) -> None:
    mount(source)
    drawn(lab)
    ink = "() => getComputedStyle(document.querySelector('.sk-plotly .xtitle, .sk-vega .role-axis-title text')).fill"
    lab.get_by_role("button", name="Dark").click()
    lab.wait_for_function(f"() => ({ink})() === 'rgb(233, 235, 238)'")
    drawn(lab)
    lab.get_by_role("button", name="Light").click()
    lab.wait_for_function(f"() => ({ink})() === 'rgb(27, 30, 36)'")
    drawn(lab)
    width = "document.querySelector('sk-plot svg').getBoundingClientRect().width"
    before = lab.evaluate(width)
    lab.evaluate("document.querySelector('#place').style.width = '320px'")
    lab.wait_for_function(f"() => {width} < 321")
    lab.evaluate("document.querySelector('#place').style.width = ''")
    lab.wait_for_function(f"() => Math.abs({width} - {before}) < 2")


def test_in_a_shadow_root_plotly_has_its_styles_too(lab: Page, mount: Mount) -> None:
    mount(PLOTLY, attributes={"shadow": ""})
    drawn(lab)
    assert lab.locator(".sk-plotly svg.main-svg").first.evaluate("(svg) => getComputedStyle(svg).position") == "absolute"
    lab.get_by_role("button", name="Dark").click()
    expect(lab.locator(".sk-plotly .xtitle")).to_have_css("fill", "rgb(233, 235, 238)")


def test_a_plot_that_goes_and_comes_back(lab: Page, mount: Mount) -> None:
    mount(PLOTLY)
    drawn(lab)
    lab.get_by_role("button", name="Away").click()
    expect(lab.locator("sk-plot")).to_have_count(0)
    lab.get_by_role("button", name="Away").click()
    drawn(lab)


def test_a_picture_is_turned_round_on_a_dark_page_only_if_it_may(lab: Page, mount: Mount) -> None:
    mount(PICTURE)
    picture = lab.get_by_role("img", name="A box")
    expect(picture).to_have_js_property("naturalWidth", 40)
    lab.get_by_role("button", name="Dark").click()
    expect(lab.locator("sk-plot")).to_have_attribute("data-dark", "")
    assert picture.evaluate("(image) => getComputedStyle(image).filter") == "none"
    picture.evaluate("(image) => image.classList.add('sk-plot-adapts')")
    assert "invert" in picture.evaluate("(image) => getComputedStyle(image).filter")
    lab.get_by_role("button", name="Light").click()
    expect(lab.locator("sk-plot")).not_to_have_attribute("data-dark", "")


def test_a_library_is_loaded_with_its_first_plot_only(shell_browser: Browser, shell_site: str) -> None:
    context = shell_browser.new_context(base_url=shell_site)
    page = context.new_page()
    failures = watch(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto("lab.html")
    page.evaluate(
        """async (source) => {
          const script = Object.assign(document.createElement("script"), {type: "text/python", textContent: source});
          const app = document.createElement("py-app");
          app.append(script);
          document.querySelector("#place").append(app);
          await new Promise((done) => queueMicrotask(done)).then(() => app.ready);
        }""",
        PLOTLY.replace("shown: bool = True", "shown: bool = False"),
    )
    assert not [name for name in asked if name.startswith(("plot", "vega"))]
    page.get_by_role("button", name="Away").click()
    drawn(page)
    assert "plotly-strict.min.js" in asked
    assert not [name for name in asked if name.startswith("vega")]
    context.close()
    assert not failures, failures


def test_a_library_that_is_not_there_is_named_and_the_points_are_shown(shell_browser: Browser, shell_site: str) -> None:
    context = shell_browser.new_context(base_url=shell_site)
    page = context.new_page()
    page.route("**/plotly-strict.min.js", lambda route: route.fulfill(status=404))
    page.goto("lab.html")
    page.evaluate(
        """(source) => {
          const app = document.createElement("py-app");
          app.append(Object.assign(document.createElement("script"), {type: "text/python", textContent: source}));
          document.querySelector("#place").append(app);
        }""",
        PLOTLY,
    )
    expect(page.get_by_role("alert")).to_contain_text("Tide: this chart cannot be drawn. plotly-strict.min.js did not load.")
    context.close()
