"""The gallery as `skerry demo` shows it; each test works one app as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..conftest import ROOT, SETTINGS, watch

# Of a page that was rendered when the site was built: its nodes, and whether anything of it has moved.
RENDERED = """
window.moved = [];
new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput).forEach((entry) => moved.push(
  [entry.value, ...entry.sources.map(({ node }) => node?.parentElement?.outerHTML.slice(0, 200))]))).observe({ type: "layout-shift", buffered: true });
addEventListener("DOMContentLoaded", () => {
  const every = (node) => [node, ...[...node.childNodes].flatMap(every)];
  const root = document.querySelector("[data-sk-page]");
  window.rendered = root ? every(root).filter(({ nodeType, nodeValue }) => nodeType !== Node.COMMENT_NODE && nodeValue !== "") : [];
});
"""

STILL = 0.005
"""A cumulative layout shift that nobody sees: a player's own controls, a scroll bar."""

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def arrive(page: Page, url: str) -> None:
    """Open a page and wait for Python: not a node that was there has been made anew, and nothing has moved."""
    page.add_init_script(RENDERED)
    page.goto(url)
    for app in page.locator("py-app").all():
        expect(app).to_have_attribute("data-state", "ready")
    gone = page.evaluate("rendered.filter((node) => !node.isConnected).map((node) => node.outerHTML ?? node.nodeValue)")
    assert not gone, f"{url}: made anew, though it was there: {gone}"
    moved = page.evaluate("moved")
    assert sum(share for share, *_ in moved) < STILL, f"{url}: moved while Python came up: {moved}"


class Visit:
    """One person's browser on the gallery."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.failures: list[str] = []

    def open(self, name: str, hash: str = "") -> Page:
        """An app, once Python is up. Errors and violations of the policy are kept for the end."""
        page = self.context.new_page()
        failures = watch(page)
        page.on("console", lambda m: failures.append(m.text) if m.type == "error" else None)
        self.failures = failures
        arrive(page, f"{self.base}{name}/{hash}")
        return page


@pytest.fixture
def visit(chromium: Browser, gallery: str) -> Iterator[Visit]:
    context = chromium.new_context()
    made = Visit(context, gallery)
    yield made
    context.close()
    assert not made.failures, made.failures


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """Fails on any violation of axe-core's rules, in light and dark, wide and narrow, and on a page that is too wide.

    brief: only light and wide, dark and narrow.
    """
    source = Path(AXE).read_text("utf-8")

    def check(page: Page, brief: bool = False) -> None:
        page.evaluate(source)
        wrong: list[Any] = []
        for scheme in ("light", "dark"):
            for viewport in (SETTINGS.VIEWPORT, SETTINGS.NARROW_VIEWPORT):
                if brief and (scheme == "dark") != (viewport is SETTINGS.NARROW_VIEWPORT):
                    continue
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.set_viewport_size(viewport)
                found = page.evaluate(
                    """async () => {
                      await Promise.all(document.getAnimations().map((one) => one.effect?.getComputedTiming().iterations === Infinity ? null : one.finished));
                      const { violations } = await axe.run(document, { resultTypes: ["violations"] });
                      const { scrollWidth, clientWidth } = document.documentElement;
                      return violations.map(({ id, help, nodes }) => [id, help, nodes.slice(0, 3).map((node) => node.html.slice(0, 200))])
                        .concat(scrollWidth > clientWidth ? [["too wide", `${scrollWidth} of ${clientWidth} pixels`, []]] : []);
                    }"""
                )
                wrong += [(scheme, viewport["width"], *one) for one in found]
        page.set_viewport_size(SETTINGS.VIEWPORT)
        assert not wrong, "\n".join(map(str, wrong))

    return check
