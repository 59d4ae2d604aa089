"""What tests of built sites share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from ..conftest import watch


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a first visit: nothing keeps the site for it. No error of its own and no violation of the policy goes unseen."""
    context = chromium.new_context(service_workers="block")
    made = context.new_page()
    failures = watch(made)
    yield made
    context.close()
    assert not failures, failures
