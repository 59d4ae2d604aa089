"""A built site's interpreter has the exports that the site uses, and few constants: it starts from the snapshot of the whole one."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from skerry_toolchain.site.builder import build_site

from .conftest import of_runtime

APP = """
import skerry as sk

@sk.state
class Sum:
    value: int = 0

def add(s: Sum):
    import decimal, hashlib, json, re, zlib
    data = json.dumps({"n": str(decimal.Decimal("1.5") * 2)}).encode()
    s.value += int(re.search(r"[0-9]", zlib.decompress(zlib.compress(data)).decode())[0]) + len(hashlib.sha256(data).digest())

@sk.page("/", title="Sum")
def home(s: Sum):
    sk.heading(f"Sum: {s.value}")
    sk.button("Add", on_click=add)
"""


@pytest.mark.parametrize("embed", [False, True])
@pytest.mark.parametrize("switching", [False, True])
def test_a_site_starts_from_the_snapshot(page: Page, serve: Callable[[Path], str], tmp_path: Path, embed: bool, switching: bool) -> None:
    (tmp_path / "app.py").write_text(APP)
    build_site(tmp_path / "app.py", tmp_path / "site", offline=False, embed=embed)
    if not switching:
        page.add_init_script("delete WebAssembly.Suspending; delete WebAssembly.promising")
    page.goto(serve(tmp_path / "site"))
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading")).to_have_text("Sum: 35")
    assert of_runtime(page, '[runtime.way, "_PyCapsule_New" in runtime.pyodide._module]') == ["snapshot", embed]
    assert len(list(tmp_path.glob("site/skerry-*/pyodide.mjs"))) == embed, "PyScript's scripts may ask for any library"


@pytest.mark.parametrize("embed", [False, True])
def test_a_site_starts_without_a_snapshot(page: Page, serve: Callable[[Path], str], tmp_path: Path, embed: bool) -> None:
    """The constants that snapshots have come by themselves then."""
    (tmp_path / "app.py").write_text(APP)
    build_site(tmp_path / "app.py", tmp_path / "site", offline=False, embed=embed)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.route("**/*.snapshot", lambda route: route.fulfill(status=404, body="no"))
    page.goto(serve(tmp_path / "site"))
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading")).to_have_text("Sum: 35")
    assert of_runtime(page, "runtime.way") == "plain"
    assert asked.count("pyodide.constants.gz") == (not embed)


def test_constants_that_are_wrong_are_not_taken(page: Page, serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    build_site(tmp_path / "app.py", tmp_path / "site", offline=False)
    page.route("**/*.snapshot", lambda route: route.fulfill(status=404, body="no"))
    page.route("**/pyodide.constants.gz", lambda route: route.fulfill(body=gzip.compress(bytes(3_000_000))))
    page.goto(serve(tmp_path / "site"))
    expect(page.get_by_text("pyodide.constants.gz")).to_be_visible(timeout=30_000)
    page.unroute("**/pyodide.constants.gz")
    page.get_by_role("button", name="Try again").press("Enter")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading")).to_have_text("Sum: 35")
