"""The benchmark measures what it says: each operation really happens, in vanilla JavaScript and in Skerry alike."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.__main__ import OPERATIONS, load_twice, opened
from bench.report import markdown, rows
from bench.site import HERE
from skerry_toolchain.site.builder import build_site


@pytest.fixture(scope="module")
def base(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("bench")
    shutil.copytree(HERE / "subjects" / "vanilla", folder / "vanilla")
    build_site(HERE / "subjects" / "skerry" / "app.py", folder / "skerry")
    return serve(folder)


@pytest.mark.parametrize("subject", ["vanilla", "skerry"])
def test_every_operation_is_done(chromium: Browser, base: str, subject: str) -> None:
    page = opened(chromium, f"{base}{subject}/")
    seen = {operation: page.evaluate("(name) => measure(name)", operation) for operation in OPERATIONS}
    assert all(0 <= dom <= shown for dom, shown in seen.values())
    page.context.close()


def test_a_load_ends_with_a_handled_click(chromium: Browser, base: str) -> None:
    assert all(time > 0 for time in load_twice(chromium, f"{base}vanilla/"))


def test_the_report_gives_medians_and_ratios() -> None:
    times = {"click, DOM": {"vanilla": [1.0, 2.0, 3.0], "skerry": [4.0, 5.0, 6.0]}, "create, DOM": {"vanilla": [10.0], "skerry": [1500.0]}}
    assert rows(times) == [
        ["click, DOM p50", "2.0 ms", "5.0 ms  ×2.50"],
        ["click, DOM p95", "3.0 ms", "6.0 ms  ×2.00"],
        ["create, DOM p50", "10.0 ms", "1.50 s  ×150.00"],
    ]
    about = {"date": "2026-01-01", "chromium": "1", "machine": "m", "cores": 2, "rounds": 3, "loads": 1, "sizes": {"shell": 1500}}
    assert "| create, DOM p50 | 10.0 ms | 1.50 s  ×150.00 |" in markdown(times, about)
