"""What tests of built sites share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ..conftest import watch


def of_runtime(page: Page, expression: str) -> Any:
    """What an expression of JavaScript's gives, in which ``runtime`` is the one of a built site's page."""
    return page.evaluate(f"""async () => {{
      const {{ src }} = document.querySelector('script[type="module"]');
      const {{ runtimeOf }} = await import(src);
      const runtime = await runtimeOf(new URL("manifest.json", src)).ready;
      return {expression};
    }}""")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a first visit: nothing keeps the site for it. No error of its own and no violation of the policy goes unseen."""
    context = chromium.new_context(service_workers="block")
    made = context.new_page()
    failures = watch(made)
    yield made
    context.close()
    assert not failures, failures
