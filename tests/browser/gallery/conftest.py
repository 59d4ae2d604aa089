"""The gallery as `skerry demo` shows it; each test works one app as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..conftest import ROOT, SETTINGS, watch

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


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
        page.goto(f"{self.base}{name}/{hash}")
        expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
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
