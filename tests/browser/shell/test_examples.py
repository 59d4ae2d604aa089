"""The examples of docs/events.md in the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from skerry_toolchain.site.builder import build_site

from ...examples import Example, examples, follow
from ..conftest import watch

LISTEN = """(app) => { window.said = []; app.addEventListener("py-log", ({ detail }) => said.push(detail)); }"""
SAID = """async ([text, handler]) => {
  while (!said.some((one) => one.text.trim() === text && one.handler === handler)) await new Promise(requestAnimationFrame);
}"""


class Visitor:
    """folder: what is served beside the page."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.app = page.locator("py-app")
        self.seconds = 0.0
        self.app.evaluate(LISTEN)

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

    def logged(self, text: str, handler: str) -> None:
        self.page.evaluate(SAID, [text, handler])

    def beside(self, file: str, content: str) -> None:
        (self.folder / file).write_text(content)

    def calls(self, name: str, arguments: str, answer: str) -> None:
        found = self.app.evaluate("(app, [name, values]) => app.call(name, ...values)", [name, json.loads(arguments)])
        assert found == json.loads(answer)


EXAMPLES = list(examples())
BUILT = [example for example in EXAMPLES if "js=" in example.source]
"""Those with JavaScript, which the tools collect: the strict policy lets a page make none of text."""


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one not in BUILT], ids=lambda example: example.name)
def test_example(lab: Page, mount: Callable[..., None], shell_folder: Path, example: Example) -> None:
    mount(example.source)
    follow(example, Visitor(lab, shell_folder))


@pytest.mark.parametrize("example", BUILT, ids=lambda example: example.name)
def test_example_of_a_built_site(
    chromium: Browser, serve: Callable[[Path], str], tmp_path: Path, example: Example
) -> None:
    (tmp_path / "app.py").write_text(example.source)
    build_site(tmp_path / "app.py", tmp_path / "site")
    context = chromium.new_context(base_url=serve(tmp_path / "site"))
    page = context.new_page()
    failures = watch(page)
    page.goto("")
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
    follow(example, Visitor(page, tmp_path / "site"))
    context.close()
    assert not failures, failures
