"""The overlay and the log stand axe-core's rules, in light and dark, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from ..conftest import ROOT
from .conftest import Start, counter

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_nothing_of_the_development_page_is_in_anyones_way(dev: Start, chromium: Browser, scheme: Any, width: int) -> None:
    server = dev({"app.py": counter()})
    viewport: Any = {"width": width, "height": 740}
    context = chromium.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(server.url)
    page.add_script_tag(path=AXE)

    def violations() -> list[Any]:
        found: list[Any] = page.evaluate(
            """async () => (await axe.run({include: [["#skerry-dev"]]})).violations
              .map(({id, nodes}) => [id, nodes.map(({target, failureSummary}) => [target, failureSummary])])"""
        )
        return found

    for name in ("add", "warn", "fails"):
        page.get_by_role("button", name=name, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".line").first).to_be_visible()
    assert violations() == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Log").click()
    page.get_by_role("log").locator("summary").click()
    expect(page.get_by_role("log").get_by_text("Traceback")).to_be_visible()
    assert violations() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
    context.close()
