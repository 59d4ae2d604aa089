"""Documents of one app that the browser has put aside and brings back, where the app was used meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from skerry_toolchain.site.builder import build_site

from ..conftest import gone_back, launch_with_back_cache, watch

APP = """
import skerry as sk

@sk.state(persist="tab")
class Count:
    number: int = 0

def add(count: Count):
    count.number += 1

def body(count: Count):
    sk.button("Add", on_click=add)
    sk.text(f"{count.number} in all", key="shown")

@sk.page("/", title="Home")
def home(count: Count):
    sk.heading("Home")
    body(count)

@sk.page("/other", title="Other")
def other(count: Count):
    sk.heading("Other")
    body(count)
"""


def _adds(page: Page, number: int) -> None:
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text(f"{number} in all")).to_be_visible()


def test_what_another_document_of_the_tab_has_kept_is_not_written_over(
    chromium: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(APP)
    build_site(tmp_path / "app.py", tmp_path / "site", offline=False)
    site = serve(tmp_path / "site")
    browser = launch_with_back_cache(chromium)
    for _ in range(5):
        context = browser.new_context(base_url=site)
        page = context.new_page()
        failures = watch(page)
        page.goto("")
        _adds(page, 1)
        page.evaluate("window.here = true")
        page.wait_for_load_state("networkidle")  # what is still fetched in idle time has the browser let go of the page
        page.goto("other/")
        _adds(page, 2)
        _adds(page, 3)
        here, reasons = gone_back(page, site)
        expect(page).to_have_title("Home")
        if here:  # else the browser had no room for it, or no time
            break
        context.close()
    assert here, reasons
    expect(page.get_by_text("1 in all")).to_be_visible()
    page.get_by_role("button", name="Show it here").click()
    expect(page.get_by_text("3 in all")).to_be_visible()
    _adds(page, 4)
    assert not failures
    browser.close()
