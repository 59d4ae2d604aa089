"""The examples of docs/events.md in the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ...examples import Example, examples, follow


class Visitor:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.app = page.locator("#app")
        self.seconds = 0.0

    def click(self, name: str) -> None:
        self.app.get_by_role("button", name=name, exact=True).or_(self.app.get_by_text(name, exact=True)).first.click()

    def type(self, text: str, name: str) -> None:
        self.app.get_by_label(name, exact=True).fill(text)

    def press(self, key: str, name: str) -> None:
        self.app.get_by_label(name, exact=True).or_(self.app.get_by_role("button", name=name, exact=True)).first.press(key)

    def tick(self, name: str) -> None:
        self.app.get_by_label(name, exact=True).click()

    def choose(self, option: str, name: str) -> None:
        self.app.get_by_label(name, exact=True).select_option(label=option)

    def give(self, file: str, content: str, name: str) -> None:
        payload = {"name": file, "mimeType": "image/svg+xml" if file.endswith(".svg") else "text/plain", "buffer": content.encode()}
        self.app.get_by_label(name, exact=True).set_input_files(payload)

    def wait(self, seconds: float) -> None:
        self.seconds = seconds

    def sees(self, text: str) -> None:
        expect(self.app).to_contain_text(text)

    def sees_not(self, text: str) -> None:
        self.page.wait_for_timeout(self.seconds * 1000)  # for what must not come; what must come is waited for
        expect(self.app).not_to_contain_text(text)

    def told(self, text: str) -> None:
        expect(self.page.locator("py-app, body").get_by_text(text).first).to_be_visible()


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.name)
def test_example(lab: Page, mount: Callable[..., None], example: Example) -> None:
    mount(example.source)
    follow(example, Visitor(lab))
