"""Every app of the gallery, without a network, under exactly the strict policy: one visit keeps all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..conftest import ROOT, SETTINGS, watch
from .host import Host

APPS = sorted(path.stem for path in (ROOT / "public" / "gallery").glob("[!_]*.py"))

KEPT = "navigator.serviceWorker.ready.then(() => true)"

# Reports of what the policy refuses, also of what no console message is written for.
REPORTS = "addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => console.log(`violation: ${effectiveDirective} ${blockedURI}`));"

# What a person would do with what stands there first: a button is pressed, a field gets a text. Without either there is something to look at.
USE = """() => {
  const shown = (one) => one.checkVisibility() && !one.disabled && !one.readOnly;
  const find = (selector) => [...document.querySelectorAll(`.sk-app :is(${selector})`)].find(shown);
  const button = find("button:not([aria-haspopup], [aria-expanded])");
  button?.click();
  const field = find("input:not([type]), input[type=text], textarea");
  if (field) {
    field.value = "12";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return document.querySelector("py-app").api().then((found) => found.length); // behind all of that, in order
}"""


@pytest.fixture(scope="module")
def offline(chromium: Browser, gallery_folder: Path) -> Iterator[tuple[BrowserContext, str]]:
    """A browser that has visited one app of the gallery, and the gallery's address, at which nobody answers any more."""
    host = Host(gallery_folder)
    context = chromium.new_context(service_workers="allow")
    context.add_init_script(REPORTS)
    page = context.new_page()
    page.goto(f"{host.site}counter/")
    page.evaluate(KEPT)
    host.stop()
    page.close()
    yield context, host.site
    context.close()


@pytest.fixture(scope="module")
def page(offline: tuple[BrowserContext, str]) -> Page:
    return offline[0].new_page()


def test_every_app_of_the_gallery_works_without_a_network(page: Page, offline: tuple[BrowserContext, str]) -> None:
    base = offline[1]
    wrong: dict[str, list[str]] = {}
    page.goto(base)
    assert page.get_by_role("listitem").get_by_role("link").count() == len(APPS)
    failures = watch(page)
    page.on("console", lambda message: failures.append(message.text) if message.text.startswith("violation: ") else None)
    for name in APPS:
        answer = page.goto(f"{base}{name}/")
        assert answer is not None and answer.headers["content-security-policy"] == SETTINGS.CONTENT_SECURITY_POLICY
        expect(page.locator("py-app").first).to_have_attribute("data-state", re.compile("ready|error"))
        page.evaluate(USE)
        failures += page.locator("py-app .error").all_inner_texts()
        if failures:
            wrong[name] = failures[:]
            failures.clear()
    assert not wrong, wrong


def test_plots_packages_and_files_are_there(page: Page, offline: tuple[BrowserContext, str]) -> None:
    base = offline[1]
    page.goto(f"{base}plots/")
    expect(page.locator(".sk-plotly .scatterlayer .js-line")).to_have_count(3)
    expect(page.locator(".sk-vega .mark-rect path")).to_have_count(24)
    page.goto(f"{base}customs/")
    page.get_by_role("button", name="Check").press("Enter")
    expect(page.get_by_role("cell", name="68.10")).to_be_visible()
    page.goto(f"{base}network/")
    page.get_by_role("button", name="Ask for the tides").click()
    expect(page.get_by_label("Port")).to_be_visible()
