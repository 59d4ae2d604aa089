"""Pages that came as HTML: the shell's own fixtures, sites that are built, and a runtime that is held back."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

import skerry_browser
from skerry_toolchain.site.builder import build_site

from ..conftest import watch
from ..shell.conftest import shell_browser, shell_folder, shell_page, shell_site, shell_tab

__all__ = ["shell_browser", "shell_folder", "shell_page", "shell_site", "shell_tab"]

# What the page tells of itself, from its first moment: layout shifts, what the app emits, and every node with a mark of its own.
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push(
  [entry.value, ...entry.sources.map(({ node, previousRect, currentRect }) => [node?.nodeName, previousRect.y, currentRect.y])]))).observe({ type: "layout-shift", buffered: true });
window.emitted = [];
addEventListener("told", ({ detail }) => emitted.push(detail));
window.logged = [];
addEventListener("py-log", ({ detail }) => logged.push(`${detail.level}: ${detail.text}`));
window.every = (root) => [root, ...[...root.childNodes].flatMap(every)];
window.mark = (root = document.querySelector(".sk-app")) => { window.marked = every(root); };
window.lost = () => marked.filter((node) => !node.isConnected && !/^(#comment|SCRIPT)$/.test(node.nodeName)).map((node) => node.nodeName);
window.added = (root = document.querySelector(".sk-app")) => {
  const known = new Set(marked);
  return every(root).filter((node) => !known.has(node) && node.nodeValue !== "").map((node) => node.outerHTML ?? node.nodeValue);
};
"""


class Visit:
    """A page whose runtime does not arrive until ``release``."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.page: Page = context.new_page()
        self.failures = watch(self.page)
        self.page.add_init_script(WATCH)
        self._held: list[Route] | None = []
        self.page.route("**/pyodide.asm.wasm*", self._hold)

    def _hold(self, route: Route) -> None:
        if self._held is None:
            route.continue_()
        else:
            self._held.append(route)

    def hold(self) -> None:
        """For the next visit of the page, nothing of the runtime is let through again."""
        self._held = []

    def open(self, path: str = "") -> Page:
        """The page as it is shown without Python, with its nodes marked."""
        self.page.goto(self.site + path)
        expect(self.page.locator("py-app").first).to_have_attribute("data-state", "prerendered")
        self.page.evaluate("document.querySelectorAll('.sk-app').length === 1 && mark()")
        return self.page

    def release(self) -> Page:
        """Let Python start, and wait until it has."""
        held, self._held = self._held or [], None
        for route in held:
            route.continue_()
        for app in self.page.locator("py-app").all():
            expect(app).to_have_attribute("data-state", "ready")
        return self.page


@pytest.fixture(scope="session")
def site(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """``site(source, files={})``: the app as a built site; its URL. The same source is built once."""
    known: dict[str, str] = {}

    def build(source: str, base: str = "") -> str:
        text = textwrap.dedent(source)
        if text not in known:
            folder = tmp_path_factory.mktemp("site")
            entry = folder / "source" / "app.py"
            entry.parent.mkdir()
            entry.write_text(text)
            build_site(entry, folder / "www", base)
            shutil.copytree(skerry_browser.js_folder(), folder / "www" / "js")  # each module by itself, for tests of one
            known[text] = serve(folder / "www")
        return known[text]

    return build


@pytest.fixture
def visit(chromium: Browser, site: Callable[..., str]) -> Iterator[Callable[..., Visit]]:
    made: list[Visit] = []

    def start(source: str, **options: Any) -> Visit:
        context = chromium.new_context(**options)
        made.append(Visit(context, source if source.startswith("http") else site(source)))
        return made[-1]

    yield start
    for one in made:
        one.context.close()
        assert not one.failures, one.failures
