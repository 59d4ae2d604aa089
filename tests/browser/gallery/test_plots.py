"""The tide charts, worked as a person would."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .conftest import Visit


def test_tide_charts(visit: Visit, axe: Callable[[Page], None]) -> None:
    page = visit.open("plots")
    lines = page.locator(".sk-plotly .scatterlayer .js-line")
    bars = page.locator(".sk-vega .mark-rect path")
    expect(lines).to_have_count(3)
    expect(bars).to_have_count(24)
    before = [lines.first.get_attribute("d"), bars.first.get_attribute("d")]
    page.get_by_role("application", name="Tides of three harbours").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Each hour at Skar")).to_be_visible()
    bars.nth(5).click()
    expect(page.get_by_text("Skar at 05:00: ")).to_be_visible()
    page.get_by_role("slider").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("figure", name="Tides of three harbours on day 7 of the moon")).to_be_visible()
    expect(lines.first).not_to_have_attribute("d", before[0] or "")
    expect(bars.first).not_to_have_attribute("d", before[1] or "")
    axe(page)
