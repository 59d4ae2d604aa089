"""Tide charts: a day of tides in two charts, drawn anew while you move the moon."""

import math
from typing import Any

import skerry as sk

HARBOURS = {"Ness": (1.0, 0.0), "Holm": (0.7, 1.6), "Skar": (0.45, 3.1)}
TIMES = [quarter / 4 for quarter in range(97)]


def clock(hour: float) -> str:
    return f"{int(hour):02}:{round(hour % 1 * 60):02}"


@sk.state
class Sea:
    day: int = 3
    harbour: str = "Ness"
    note: str = "Click a point, or go through them with the arrow keys."


def metres(sea: Sea, name: str, hour: float) -> float:
    """Springs at new and full moon, neaps between; each harbour has its own delay."""
    share, delay = HARBOURS[name]
    spring = 1 + 0.4 * math.cos(4 * math.pi * sea.day / 29.5)
    return round(2.4 + share * spring * 1.6 * math.cos(2 * math.pi * (hour - delay - 0.8 * sea.day) / 12.42), 2)


def curves(sea: Sea) -> dict[str, Any]:
    """For plotly: a line for each harbour."""
    hours = [clock(hour) for hour in TIMES]
    return {
        "data": [
            {"type": "scatter", "name": name, "x": hours, "y": [metres(sea, name, hour) for hour in TIMES], "line": {"shape": "spline"}}
            for name in HARBOURS
        ],
        "layout": {
            "xaxis": {"title": {"text": "Time"}, "nticks": 8},
            "yaxis": {"title": {"text": "Height (m)"}, "range": [0, 5]},
            "legend": {"orientation": "h", "y": 1.12},
        },
    }


def hourly(sea: Sea) -> dict[str, Any]:
    """For Vega-Lite: how high the water stands at one harbour, each hour."""
    rows = [{"hour": clock(hour), "metres": metres(sea, sea.harbour, hour)} for hour in range(24)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": rows},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "x": {"field": "hour", "type": "ordinal", "title": "Hour", "axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {"field": "metres", "type": "quantitative", "title": "Height (m)", "scale": {"domain": [0, 5]}},
            "opacity": {"condition": {"test": "datum.metres > 2.4", "value": 1}, "value": 0.45},
        },
    }


def clicked(event: sk.SelectEvent, sea: Sea) -> None:
    assert isinstance(event.index, tuple)
    sea.harbour = [*HARBOURS][event.index[0]]
    sea.note = f"{sea.harbour} at {event.value['x']}: {event.value['y']} m"


def bar(event: sk.SelectEvent, sea: Sea) -> None:
    sea.note = f"{sea.harbour} at {event.value['hour']}: {event.value['metres']} m"


@sk.page("/", title="Tide charts")
def home(sea: Sea) -> None:
    sk.heading("Tide charts")
    sk.slider("Days since new moon", min=0, max=29, bind=sk.ref(sea).day)
    sk.plot(curves(sea), label=f"Tides of three harbours on day {sea.day} of the moon", height=360, on_click=clicked)
    sk.text(sea.note, role="status")
    sk.heading(f"Each hour at {sea.harbour}", level=2)
    sk.plot(hourly(sea), label=f"Height at {sea.harbour}, hour by hour", height=260, on_click=bar)
