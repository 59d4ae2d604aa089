"""The page's modules as a site ships them."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import skerry_browser
from skerry_toolchain.bundle import BundleError, Shell, bundle_shell
from skerry_toolchain.site.html import Document

IMPORTS = re.compile(rb'(?:from|import)\s*"\./([\w.-]+)"')
LATER = re.compile(rb'import\("\./([\w.-]+)"\)')


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shell")


@pytest.fixture(scope="module")
def shell(kept: Path) -> Shell:
    return bundle_shell(kept)


def test_a_page_loads_few_modules_and_all_that_they_import(shell: Shell) -> None:
    assert shell.bundled and shell.modules[0] == "py-app.js"
    imported = {name.decode() for module in shell.modules for name in IMPORTS.findall(shell.files[module])}
    assert imported <= set(shell.modules)
    assert shell.modules == ("py-app.js",), "one request, after which everything can begin"


def test_what_only_some_pages_need_is_loaded_by_them(shell: Shell) -> None:
    later = {name.decode() for content in shell.files.values() for name in LATER.findall(content)}
    assert later and later <= set(shell.files)
    assert {"plot.js", "plotly.js"} <= later
    assert {"served.js", "keeping.js", "equip.js"} <= set(shell.parts), "what is asked for by name"
    assert not later & set(shell.modules)


def test_parts_take_what_they_share_with_the_first_file_from_it(shell: Shell) -> None:
    assert {"plotly.js", "upload.js", "equip.js"} <= set(shell.parts)
    for part, files in shell.parts.items():
        imported = {name.decode() for file in files for name in IMPORTS.findall(shell.files[file])}
        assert files[0] == part and imported <= {*files, *shell.modules}


def test_a_plain_page_stays_small(shell: Shell) -> None:
    files = [*shell.modules, "check.js", "early.js"]
    assert sum(len(gzip.compress(shell.files[name], 9)) for name in files) < 25_000, "what is grown here comes before anything on a page"


def test_it_is_the_same_wherever_it_is_made(shell: Shell, tmp_path: Path) -> None:
    assert bundle_shell(tmp_path).files == shell.files


def test_it_is_smaller_than_its_sources(shell: Shell) -> None:
    sources = sum(len(path.read_bytes()) for path in skerry_browser.js_folder().glob("*.js"))
    assert sum(len(shell.files[name]) for name in shell.modules) < sources / 2
    assert {"check.js", "early.js", "why.js"} <= set(shell.files), "for the head of a page"
    assert not any("inspector" in name for name in shell.files)


def test_it_is_made_once(shell: Shell, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skerry_toolchain.bundle.shell._run", lambda *given: pytest.fail(f"{given} was run"))
    assert bundle_shell(kept) == shell


def test_without_esbuild_the_sources_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skerry_toolchain.bundle.shell._program", lambda: tmp_path / "none")
    shell = bundle_shell(tmp_path)
    assert not shell.bundled and shell.modules[0] == "py-app.js"
    assert shell.files["py-app.js"] == (skerry_browser.js_folder() / "py-app.js").read_bytes()
    assert {"session.js", "widgets/plot.js"} <= set(shell.files)


def test_what_esbuild_refuses_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "py-app.js").write_text("import { none } from './nowhere.js';\n")
    monkeypatch.setattr(skerry_browser, "js_folder", lambda: tmp_path)
    with pytest.raises(BundleError, match=r'could not be bundled.*\n.*Could not resolve "./nowhere.js"'):
        bundle_shell(tmp_path / "kept")


@pytest.mark.parametrize("modules", [("py-app.js",), ("py-app.js", "mount.js", "session.js")])
def test_a_document_fetches_them_at_once(modules: tuple[str, ...]) -> None:
    html = Document("Title", "", "run", modules, "app.json", "/").html()
    assert re.findall('<script type="module" src="run/([^"]+)"', html) == ["py-app.js"]
    assert re.findall('rel="modulepreload" href="run/([^"]+)"', html) == list(modules[1:]), "they are found only one by one else"
