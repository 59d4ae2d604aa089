"""Sites with packages, built from an index on this machine or from the one that everybody uses, and served with no index in reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from skerry_toolchain.site.builder import build_site

from ...wheels import make_index, make_wheel
from ..conftest import watch

WHEELS = {
    "sail-1.0-py3-none-any.whl": make_wheel("sail", "1.0", {"sail/__init__.py": "AREA = 7\n", "sail/cut.txt": "square"}),
    "sail-2.0-py3-none-any.whl": make_wheel("sail", "2.0", {"sail/__init__.py": "AREA = 9\n", "sail/cut.txt": "round"}),
    "fleet-1.0-py3-none-any.whl": make_wheel("fleet", "1.0", {"fleet.py": "from sail import AREA\n"}, ["sail<2"]),
    "old-1.0-py3-none-any.whl": make_wheel("old", "1.0", {"old.py": ""}, ["markdown-it-py<2"]),
}

Make: TypeAlias = Callable[..., Path]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_index(tmp_path_factory.mktemp("index") / "simple", WHEELS)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one build has fetched and made, the next need not."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def build(tmp_path: Path, index: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """``build(source, "name")`` builds an app into ``<site>/name`` from the index of this machine; gives the site's folder."""
    monkeypatch.setenv("PIP_INDEX_URL", index)
    monkeypatch.setenv("SKERRY_CACHE_DIR", str(cache))

    def make(source: str, name: str = "app", files: dict[str, str] | None = None) -> Path:
        folder = tmp_path / "source" / name
        for file, text in {"app.py": source, **(files or {})}.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text)
        build_site(folder / "app.py", tmp_path / "site" / name)
        return tmp_path / "site"

    return make


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Requests to any other host end here, and what violates the policy or is not caught fails the test."""
    context = chromium.new_context()
    context.route(lambda url: "localhost" not in url, lambda route: route.abort())
    made = context.new_page()
    failures = watch(made)
    yield made
    context.close()
    assert not failures, failures
