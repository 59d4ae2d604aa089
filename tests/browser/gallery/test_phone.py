"""The gallery on a phone: narrow, worked with a finger, with the browser's own rules for small screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from ..conftest import SETTINGS, watch

# What is wrong with a page on a phone: it can be pushed aside; something to touch is smaller than WCAG 2.2 asks for (24 pixels, links in
# sentences aside); a field has letters so small that phones enlarge the page when it is entered.
WRONG = """
() => {
  const SMALLEST = 24, LETTERS = 16;
  const TOUCHED = "a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=option], [role=slider], [role=checkbox]";
  const WITHOUT_LETTERS = /^(checkbox|radio|range|color|file|hidden)$/;
  const wrong = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth || innerWidth > screen.width) wrong.push(`${Math.max(scrollWidth, innerWidth)} pixels wide`);
  const isInSentence = (one) => one.localName === "a" && getComputedStyle(one).display === "inline"
    && one.parentElement.textContent.trim() !== one.textContent.trim();
  for (const one of document.querySelectorAll(TOUCHED)) {
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || one.disabled) continue;
    const boxes = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect());
    const [width, height] = ["width", "height"].map((side) => Math.max(...boxes.map((box) => box[side])));
    const told = one.outerHTML.slice(0, 120);
    if (width && height && Math.min(width, height) < SMALLEST && !isInSentence(one)) wrong.push(`${width} x ${height}: ${told}`);
    const letters = parseFloat(getComputedStyle(one).fontSize);
    if (one.matches("input, select, textarea") && !WITHOUT_LETTERS.test(one.type) && letters < LETTERS) wrong.push(`letters of ${letters}: ${told}`);
  }
  return wrong;
}
"""


@pytest.fixture(scope="module")
def phone(chromium: Browser, gallery: str) -> Iterator[Page]:
    context = chromium.new_context(viewport=SETTINGS.NARROW_VIEWPORT, is_mobile=True, has_touch=True, device_scale_factor=2, base_url=gallery)
    page = context.new_page()
    failures = watch(page)
    yield page
    context.close()
    assert not failures, failures


def test_every_app_fits_and_can_be_touched(phone: Page) -> None:
    phone.goto("index.html")
    addresses = phone.get_by_role("listitem").get_by_role("link").evaluate_all("(links) => links.map((link) => link.href)")
    assert len(addresses) > 30
    wrong = [("the list", one) for one in phone.evaluate(WRONG)]
    phone.route("**/*.snapshot", _hold)  # most pages need no Python to be looked at
    for address in addresses:
        phone.goto(address)
        if phone.wait_for_selector("py-app[data-state]").get_attribute("data-state") == "loading":
            phone.unroute("**/*.snapshot")
            phone.reload()
            phone.wait_for_selector("py-app[data-state=ready]")
            phone.route("**/*.snapshot", _hold)
        wrong += [(address.split("/")[-2], one) for one in phone.evaluate(WRONG)]
    phone.unroute("**/*.snapshot")
    assert not wrong, "\n".join(f"{name}: {what}" for name, what in wrong)


def _hold(_: Route) -> None:
    """Never answered, and given up with the page."""


def test_fingers(phone: Page) -> None:
    phone.goto("circles/index.html")
    drawing = phone.get_by_role("group", name="Drawing")
    drawing.tap(position={"x": 100, "y": 120})
    circles = drawing.get_by_role("button")
    expect(circles).to_have_count(1)
    phone.get_by_role("button", name="Undo").tap()
    expect(circles).to_have_count(0)

    phone.goto("cells/index.html")
    cell = phone.get_by_role("grid", name="Cells").locator("tbody tr").nth(1).locator("td").nth(1)
    expect(phone.locator("py-app")).to_have_attribute("data-state", "ready")
    box = cell.bounding_box()
    assert box is not None
    for _ in range(2):
        phone.touchscreen.tap(box["x"] + 10, box["y"] + 10)
    editor = phone.get_by_label("Content of B1")
    expect(editor).to_be_focused()
    editor.fill("20")
    phone.keyboard.press("Enter")
    expect(cell).to_have_text("20")

    phone.goto("todo/index.html")
    new = phone.get_by_label("What needs to be done?")
    new.tap()
    new.press_sequentially("Sail")
    new.press("Enter")
    phone.get_by_label("Sail is done").tap()
    expect(phone.locator(".todo-count")).to_have_text("0 items left")
    phone.get_by_role("button", name="Remove Sail").tap()
    expect(phone.locator(".todo-list")).to_have_count(0)
