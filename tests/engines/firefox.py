"""Firefox as it is installed, over WebDriver BiDi."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from ..browser.conftest import SETTINGS
from .persons import PATIENCE, Person

__all__ = ["firefox"]


@contextmanager
def firefox(path: str) -> Iterator[Person]:
    """A person with a window of their own."""
    with sync_playwright() as playwright:
        browser = playwright.firefox.launch(channel="moz-firefox", executable_path=path, headless=SETTINGS.HEADLESS)
        page = browser.new_page(viewport=SETTINGS.VIEWPORT)
        page.set_default_timeout(PATIENCE * 1000)
        yield _Firefox(page)
        browser.close()


class _Firefox:
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, url: str) -> None:
        self.page.goto(url)

    def run(self, script: str, *given: Any) -> Any:
        return self.page.evaluate(f"async (given) => {{ {script} }}", list(given))

    def click(self, css: str, text: str = "") -> None:
        self.page.locator(css).filter(has_text=text).first.click()

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
