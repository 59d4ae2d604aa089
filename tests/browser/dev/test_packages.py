"""Packages while an app is developed: micropip in the page, and the index by way of the server, under the strict policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ...wheels import make_index
from ..packages.conftest import WHEELS
from .conftest import Start

APP = """
# /// script
# dependencies = [{wanted}]
# ///
import sail
import skerry as sk

@sk.page("/")
def home():
    sk.heading(f"Sail {{sail.AREA}}")
"""


def app(*wanted: str, text: str = APP) -> str:
    return text.format(wanted=", ".join(f'"{one}"' for one in wanted))


@pytest.fixture(autouse=True)
def index(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("index")
    monkeypatch.setenv("PIP_INDEX_URL", make_index(folder / "simple", WHEELS))
    monkeypatch.setenv("SKERRY_CACHE_DIR", str(folder / "cache"))
    return folder / "simple"


def test_they_are_installed_from_the_apps_own_server(dev: Start, page: Page) -> None:
    server = dev({"app.py": app("skerry", "sail")})
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith((server.url, "data:")) else None)
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Sail 9")).to_be_visible()
    assert not elsewhere


def test_a_lock_is_followed_and_an_app_asks_for_more_while_it_runs(dev: Start, page: Page) -> None:
    server = dev({"app.py": app("fleet")})
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Sail 7")).to_be_visible()
    server.write(app("fleet", "fruit", text=APP.replace("Sail {{", "Now {{")))
    expect(page.get_by_text("fruit: there is no package of this name", exact=False)).to_be_visible()
    server.write(app("fleet", text=APP.replace("Sail {{", "Now {{")))
    expect(page.get_by_role("heading", name="Now 7")).to_be_visible()


def test_a_locked_version_is_taken(dev: Start, page: Page, tmp_path: Path) -> None:
    from skerry_toolchain.packages.lock import Lock, LockedPackage, made_from
    from skerry_toolchain.packages.wanted import read_wanted

    package = LockedPackage("sail", "1.0", "sail-1.0-py3-none-any.whl", "", ("sail",), ())
    lock = Lock({"sail": package}, made_from(read_wanted(["sail"], "app.py", tmp_path)))
    server = dev({"app.py": app("sail"), "app.lock.json": lock.text()})
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Sail 7")).to_be_visible()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (["numpy"], "numpy: it comes with Pyodide's own distribution"),
        (["fleet", "sail>=2"], "sail<2, as fleet 1.0 needs it"),
        (["old"], "which Skerry's own components use"),
        (["sail=>1"], "'sail=>1' is no requirement"),
    ],
)
def test_what_cannot_be_had_is_explained_as_a_build_would(dev: Start, page: Page, wanted: list[str], says: str) -> None:
    page.goto(dev({"app.py": app(*wanted)}).url)
    expect(page.get_by_text(says, exact=False).first).to_be_visible()


@pytest.mark.parametrize("before_and_after", [("sail<2", "sail>=2"), ("{}/sail-1.0-py3-none-any.whl", "{}/sail-2.0-py3-none-any.whl")])
def test_a_version_that_is_changed_while_the_app_runs_needs_the_page_anew(
    dev: Start, page: Page, tmp_path: Path, before_and_after: tuple[str, str]
) -> None:
    for name, content in WHEELS.items():
        (tmp_path / name).write_bytes(content)
    before, after = (one.format(tmp_path) for one in before_and_after)
    server = dev({"app.py": app(before)})
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Sail 7")).to_be_visible()
    server.write(app(after))
    expect(page.get_by_text("sail==1.0, which is in this page already", exact=False).first).to_be_visible()
    expect(page.get_by_text("reload the page", exact=False).first).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sail 9")).to_be_visible()


def test_an_index_that_cannot_be_reached_is_said_so(dev: Start, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    page.goto(dev({"app.py": app("sail")}).url)
    expect(page.get_by_text("the index cannot be reached", exact=False).first).to_be_visible()


def test_a_configuration_of_pyscripts(dev: Start, page: Page) -> None:
    conf = 'packages = ["sail<2"]\n[files]\n"./deep/log.csv" = "log.csv"\n[js_modules.main]\n"./js/chart.js" = "chart"\n'
    source = (
        "# /// script\n# [tool.skerry]\n# config = 'pyscript.toml'\n# ///\nimport sail\nimport skerry as sk\n"
        "from pyscript.js_modules import chart\n\n@sk.page('/')\ndef home():\n"
        "    sk.heading(f\"{chart.name()}, {sail.AREA}, {open('log.csv').read()}\")\n"
    )
    files = {
        "app.py": source, "pyscript.toml": conf, "deep/log.csv": "3 miles",
        "js/chart.js": 'import { NAME } from "./name.js";\nexport const name = () => NAME;\n', "js/name.js": 'export const NAME = "Tern";\n',
    }  # fmt: skip
    page.goto(dev(files).url)
    expect(page.get_by_role("heading", name="Tern, 7, 3 miles")).to_be_visible()
