"""<py-app config="..."> reads PyScript's own format, with no tool between: packages, files, archives, JavaScript modules, styles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ...wheels import make_wheel
from ..conftest import watch
from .conftest import HEAD, SHELL

APP = """
import sail
import helpers
import skerry as sk
from pyscript.js_modules import chart
from extra.deep import DEPTH

@sk.page("/")
def home():
    sk.heading(f"{sail.AREA}, {helpers.NAME}, {chart.name()}, {DEPTH}")
    sk.text(open("data/log.csv").read(), key="log")
    sk.text(sk.file("data/log.csv").decode().upper(), key="own")
    sk.text(open("extra/more.txt").read(), key="more")
"""
TOML = """
name = "Fleet"
packages = ["./sail-1.0-py3-none-any.whl"]
[files]
"{HERE}" = "./parts"
"{HERE}/log.csv" = "./data/"
"{HERE}/helpers.py" = ""
"{HERE}/extra.zip" = "./extra/*"
[js_modules.main]
"./chart.js" = "chart"
"./chart.css" = "chart"
"""


@pytest.fixture
def folder(shell_folder: Path, tmp_path: Path) -> Path:
    place = shell_folder / "config"
    (place / "parts").mkdir(parents=True, exist_ok=True)
    (place / "app.py").write_text(APP)
    (place / "pyscript.toml").write_text(TOML)
    (place / "sail-1.0-py3-none-any.whl").write_bytes(make_wheel("sail", "1.0", {"sail.py": "AREA = 7\n"}))
    (place / "parts/log.csv").write_text("3 miles")
    (place / "parts/helpers.py").write_text("NAME = 'Ada'\n")
    (place / "chart.js").write_text('export const name = () => "Tern";\n')
    (place / "chart.css").write_text("h1 { text-indent: 3px }\n")
    inside = tmp_path / "zip"
    inside.mkdir()
    (inside / "deep.py").write_text("DEPTH = 5\n")
    (inside / "more.txt").write_text("and more")
    shutil.make_archive(str(place / "parts/extra"), "zip", inside)
    return place


@pytest.fixture
def page(shell_browser: Browser, shell_site: str) -> Iterator[Page]:
    context = shell_browser.new_context(base_url=f"{shell_site}config/")
    made = context.new_page()
    failures = watch(made)
    yield made
    context.close()
    assert not failures, failures


def show(page: Page, folder: Path, element: str, name: str = "page.html") -> None:
    (folder / name).write_text(f"{HEAD}{SHELL.replace('skerry/', '../skerry/')}<main>{element}</main>")
    page.goto(name)


def test_all_that_it_names_is_there(page: Page, folder: Path) -> None:
    show(page, folder, '<py-app src="app.py" config="pyscript.toml"></py-app>')
    heading = page.get_by_role("heading", name="7, Ada, Tern, 5")
    expect(heading).to_be_visible()
    for text in ("3 miles", "3 MILES", "and more"):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    expect(heading).to_have_css("text-indent", "3px")


def test_json_beside_the_page_or_in_the_attribute_does_the_same(page: Page, folder: Path) -> None:
    import tomllib

    text = json.dumps(tomllib.loads(TOML))
    (folder / "pyscript.json").write_text(text)
    show(page, folder, '<py-app src="app.py" config="pyscript.json" shadow></py-app>')
    heading = page.get_by_role("heading", name="7, Ada, Tern, 5")
    expect(heading).to_have_css("text-indent", "3px")
    show(page, folder, f"<py-app src='app.py' config='{text}'></py-app>", "inline.html")
    expect(heading).to_be_visible()


def test_an_apps_own_block_asks_for_packages_too(page: Page, folder: Path) -> None:
    source = "# /// script\n# dependencies = ['skerry', './sail-1.0-py3-none-any.whl']\n# ///\nimport sail\nimport skerry as sk\n"
    source += "@sk.page('/')\ndef home():\n    sk.heading(f'Area {sail.AREA}')\n"
    show(page, folder, f'<py-app><script type="text/python">\n{source}</script></py-app>')
    expect(page.get_by_role("heading", name="Area 7")).to_be_visible()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("package = []", "pyscript.toml: unknown key 'package'. Did you mean 'packages'?"),
        ("sync_main_only = true", "sync_main_only is for PyScript's workers"),
        ("[js_modules.worker]\n'./chart.js' = 'chart'", "js_modules.worker is for PyScript's workers"),
        ("[files]\n'./none.csv' = ''", "none.csv (404)"),
        ("[js_modules.main]\n'./none.js' = 'none'", "js_modules names"),
        ("packages = ['./none-1.0-py3-none-any.whl']", "A package cannot be had in this page"),
        ("[files]\n'./parts/log.csv' = ''\n'./chart.zip' = './x/*'", "chart.zip (404)"),
    ],
)
def test_what_is_wrong_is_named(page: Page, folder: Path, text: str, says: str) -> None:
    (folder / "pyscript.toml").write_text(text)
    show(page, folder, '<py-app src="app.py" config="pyscript.toml"></py-app>')
    expect(page.get_by_role("alert")).to_contain_text(says)


def test_two_apps_cannot_give_one_name_to_two_modules(page: Page, folder: Path) -> None:
    (folder / "other.js").write_text("export const name = () => 'Puffin';\n")
    (folder / "other.toml").write_text(TOML.replace("./chart.js", "./other.js"))
    show(page, folder, '<py-app src="app.py" config="pyscript.toml"></py-app><py-app src="app.py" config="other.toml"></py-app>')
    expect(page.get_by_role("alert")).to_contain_text("Take another")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
