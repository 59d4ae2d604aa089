"""The tide charts, driven without a browser."""

from __future__ import annotations

from .test_gallery import opened


def test_tide_charts() -> None:
    with opened("plots") as app:
        sea = app.state(app.module().Sea)
        tides = app.find("Tides of three harbours on day 3 of the moon", role="figure")
        tides.pick(1, 8)
        assert sea.harbour == "Holm" and "Holm at 02:00: " in app.text
        app.find("Height at Holm, hour by hour", role="figure").pick(23)
        assert "Holm at 23:00: " in app.text
        app.find("Days since new moon").fill("9")
        assert sea.day == 9
        app.find("Tides of three harbours on day 9 of the moon", role="figure")
