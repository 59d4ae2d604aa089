"""Built sites: packages come from the site's own folder, checked, while Python is still on its way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from skerry_toolchain.site.builder import build_site

from .conftest import Make

Serve = Callable[[Path], str]

ORDERS = """
# /// script
# dependencies = ["skerry", "pydantic", "msgspec"]
# ///
import msgspec
import pydantic
import skerry as sk

class Order(pydantic.BaseModel):
    boat: str
    days: int = pydantic.Field(gt=0)

class Reply(msgspec.Struct):
    total: int

@sk.state
class Form:
    text: str = '{"boat": "Tern", "days": 3}'
    answer: str = ""

def check(state: Form):
    try:
        order = Order.model_validate_json(state.text)
    except pydantic.ValidationError as error:
        state.answer = error.errors()[0]["msg"]
    else:
        state.answer = msgspec.json.encode(Reply(order.days * 40)).decode()

@sk.page("/", title="Orders")
def home(state: Form):
    sk.input("Order", bind=sk.ref(state).text)
    sk.button("Check", on_click=check)
    sk.text(state.answer or f"pydantic {pydantic.VERSION}", key="answer")
"""

SAILS = """
# /// script
# dependencies = ["{wanted}"]
# ///
import importlib.resources
import sail
import skerry as sk

@sk.page("/")
def home():
    sk.heading(f"Sail {{sail.AREA}}, {{importlib.resources.files('sail').joinpath('cut.txt').read_text()}}")
"""


def sails(wanted: str) -> str:
    return SAILS.format(wanted=wanted)


def wheel_in(site: Path, name: str) -> Path:
    (path,) = site.glob(f"*/packages/{name}-*.whl")
    return path


def test_pydantic_and_msgspec_under_the_strict_policy_with_no_index_in_reach(page: Page, serve: Serve, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKERRY_CACHE_DIR", str(cache))
    (tmp_path / "app.py").write_text(ORDERS)
    build_site(tmp_path / "app.py", tmp_path / "dist")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(serve(tmp_path / "dist"))
    expect(page.get_by_text(re.compile("pydantic 2"))).to_be_visible()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text('{"total":120}')).to_be_visible()
    page.get_by_label("Order").fill('{"boat": "Tern", "days": 0}')
    page.get_by_label("Order").press("Tab")
    page.get_by_role("button", name="Check").press("Enter")
    expect(page.get_by_text("Input should be greater than 0")).to_be_visible()
    wheels = [url for url in asked if url.endswith(".whl")]
    assert len(wheels) == len(set(wheels)) == len(list((tmp_path / "dist/packages").glob("*.whl")))
    assert not any("micropip" in url for url in asked)


def test_packages_come_while_python_is_on_its_way(build: Make, page: Page, serve: Serve) -> None:
    site = build(sails("sail<2"))
    held: list[Route] = []
    page.route("**/pyodide.asm.wasm*", lambda route: held.append(route))
    with page.expect_response("**/sail-1.0-*.whl"):
        page.goto(f"{serve(site)}app/")
    assert held, "the interpreter has not come yet"
    held[0].continue_()
    expect(page.get_by_role("heading", name="Sail 7, square")).to_be_visible()


def test_the_lock_in_the_folder_names_what_is_there(build: Make) -> None:
    site = build(sails("sail<2"))
    (path,) = site.glob("*/packages/pyodide-lock.*.json")
    (package,) = json.loads(path.read_text())["packages"].values()
    assert package["file_name"] == wheel_in(site, "sail").name


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"!"), "A file is not the one that belongs here"),
        (lambda path: path.unlink(), "A file is missing"),
    ],
)
def test_a_wheel_that_is_damaged_or_missing_is_named_and_can_be_tried_again(build: Make, page: Page, serve: Serve, damage: Callable[[Path], None], says: str) -> None:
    site = build(sails("sail<2"))
    wheel = wheel_in(site, "sail")
    whole = wheel.read_bytes()
    damage(wheel)
    page.goto(f"{serve(site)}app/")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(says)
    expect(alert).to_contain_text(wheel.name)
    wheel.write_bytes(whole)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Sail 7, square")).to_be_visible()
    expect(alert).to_have_count(0)


def embed(site: Path, *names: str) -> None:
    """A page with several apps on it, each from a build of its own, and one runtime."""
    runtime = next(site.glob("*/skerry-*")).relative_to(site)
    apps = "".join(f'<py-app id="{name}" src="{next((site / name / "app").glob("app.*.json")).relative_to(site)}"></py-app>' for name in names)
    script = f'<script type="module" src="{runtime}/py-app.js"></script>'
    (site / "both.html").write_text(f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Both</title>{script}<main>{apps}</main>')


def test_apps_with_the_same_package_share_it(build: Make, page: Page, serve: Serve) -> None:
    build(sails("sail<2"), "one")
    site = build(sails("fleet"), "two")
    embed(site, "one", "two")
    page.goto(f"{serve(site)}both.html")
    expect(page.get_by_role("heading", name="Sail 7, square")).to_have_count(2)


def test_apps_with_different_versions_of_a_package_are_told(build: Make, page: Page, serve: Serve) -> None:
    build(sails("sail<2"), "one")
    site = build(sails("sail>=2"), "two")
    embed(site, "one", "two")
    page.goto(f"{serve(site)}both.html")
    expect(page.get_by_role("heading", name=re.compile("^Sail"))).to_have_count(1)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Apps on this page need different versions of a package")
    expect(alert).to_contain_text(re.compile(r"app\.py \((one|two)/app/app\.\w+\.json\) needs sail (1|2)\.0, and app\.py \((one|two)/app/app\.\w+\.json\) has brought (1|2)\.0"))
    assert page.locator("py-app[data-state=error]").count() == 1
