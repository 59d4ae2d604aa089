"""Sites with packages, built from an index on this machine or from the one that everybody uses, and served with no index in reach."""

from __future__ import annotations

import functools
import shutil
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


@pytest.fixture(scope="session")
def built(index: str, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """``built(source)``: the app as a site. The same source is locked and built once."""

    @functools.cache
    def make(source: str) -> Path:
        folder = tmp_path_factory.mktemp("built")
        (folder / "app.py").write_text(source)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PIP_INDEX_URL", index)
            patch.setenv("SKERRY_CACHE_DIR", str(cache))
            build_site(folder / "app.py", folder / "site")
        return folder / "site"

    return make


@pytest.fixture
def build(tmp_path: Path, built: Callable[[str], Path]) -> Make:
    """``build(source, "name")`` puts an app into ``<site>/name``, built from the index of this machine; gives the site's folder."""

    def make(source: str, name: str = "app") -> Path:
        shutil.copytree(built(source), tmp_path / "site" / name)
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
