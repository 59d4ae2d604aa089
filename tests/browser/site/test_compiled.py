"""A built app's Python comes compiled, and does what its sources say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from skerry.app.compiled import COMPILED
from skerry_toolchain.site.builder import build_site

from .conftest import of_runtime

APP = """
import skerry as sk
from shop import prices

@sk.state
class Basket:
    total: int = 0

def add(s: Basket):
    s.total += prices.APPLE

def wrong(s: Basket):
    prices.unknown()

@sk.page("/", title="Basket")
def home(s: Basket):
    sk.heading(f"Total: {s.total}")
    sk.button("Apple", on_click=add)
    sk.button("Plum", on_click=wrong)
"""
PRICES = '''APPLE = 3

def unknown():
    raise LookupError("no price")
'''
IS_COMPILED = "from skerry.app.current import LIVE; {file.path: file.compiled is not None for app in LIVE.values() for file in app.sources}"


def are_compiled(page: Page) -> Any:
    """Path -> whether its code has come with it."""
    return of_runtime(page, f"runtime.pyodide.runPython({json.dumps(IS_COMPILED)}).toJs()")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "shop").mkdir(parents=True)
    (source / "app.py").write_text(APP)
    (source / "shop" / "__init__.py").write_text("")
    (source / "shop" / "prices.py").write_text(PRICES)
    build_site(source / "app.py", tmp_path / "site", offline=False)
    return tmp_path / "site"


def file_of(site: Path, name: str) -> Path:
    """Where the site has what its listing calls so among the sources."""
    listing = json.loads(next((site / "app").glob("app.*.json")).read_text())
    return site / "app" / str(listing["sources"][name])


def buy(page: Page) -> None:
    page.get_by_role("button", name="Apple").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Total: 3")


def test_what_the_build_has_compiled_is_run(built: Path, serve: Callable[[Path], str], page: Page) -> None:
    page.goto(serve(built))
    buy(page)
    assert are_compiled(page) == {"app.py": True, "shop/__init__.py": True, "shop/prices.py": True}


def test_an_error_names_the_line_of_the_source(built: Path, serve: Callable[[Path], str], page: Page) -> None:
    page.goto(serve(built))
    buy(page)
    page.get_by_role("button", name="Plum").click()
    box = page.get_by_role("alert")
    expect(box).to_contain_text("LookupError")
    expect(box).to_contain_text("shop/prices.py")
    expect(box).to_contain_text('raise LookupError("no price")')


def test_a_source_that_is_another_than_the_compiled_one_wins(built: Path, serve: Callable[[Path], str], page: Page) -> None:
    file_of(built, "shop/prices.py").write_text(PRICES.replace("= 3", "= 4"))
    page.goto(serve(built))
    page.get_by_role("button", name="Apple").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Total: 4")
    assert are_compiled(page) == {"app.py": True, "shop/__init__.py": True, "shop/prices.py": False}


def test_what_another_python_has_compiled_is_of_no_account(built: Path, serve: Callable[[Path], str], page: Page) -> None:
    compiled = file_of(built, COMPILED)
    compiled.write_text("00000000 " + compiled.read_text().partition(" ")[2])
    page.goto(serve(built))
    buy(page)
    assert set(are_compiled(page).values()) == {False}
