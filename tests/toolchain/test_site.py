"""`skerry build`, `check`, `serve` and the gallery, without a browser."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from skerry_toolchain.bundle import bundle_shell
from skerry_toolchain.cli import COMMANDS, commands
from skerry_toolchain.packages import ARCHIVES, zip_archive
from skerry_toolchain.site import output as outputs
from skerry_toolchain.site.gallery import build_gallery, public_folder, read_gallery
from skerry_toolchain.site.server import make_app

APP = '''
"""Boats: who sails when."""
# /// script
# [tool.skerry]
# title = "Boats"
# files = ["data/*.csv"]
# ///
import skerry as sk
from fleet.names import NAMES

@sk.page("/", title="All boats", description="Every boat")
def home():
    sk.text(", ".join(NAMES))

@sk.page("/about/us")
def about():
    sk.text("About")

@sk.page("/boat/{name}")
def boat(name):
    sk.text(name)
'''
FILES = {
    "app.py": APP,
    "fleet/__init__.py": "KIND = 'boat'\n",
    "fleet/names.py": "from . import KIND\nNAMES = ['Tern']\n",
    "data/log.csv": "a,b\n1,2\n",
    "data/.env.csv": "SECRET=1\n",
    ".env": "SECRET=1\n",
    "unused.py": "SECRET = 1\n",
}

Project: TypeAlias = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    def make(files: dict[str, str] = FILES) -> Path:
        for name, text in files.items():
            path = tmp_path / "boats" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path / "boats"

    return make


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments], prog_name="skerry")


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_site_has_a_folder_for_each_page_and_nothing_that_is_not_the_apps(project: Project) -> None:
    site = project() / "dist"
    result = run("build", project() / "app.py", "-o", site)
    assert result.exit_code == 0, result.output
    found = names(site)
    assert {"index.html", "about/us/index.html", "404.html"} <= found
    own = {re.sub(r"\.[0-9a-f]{8}(?=\.)", "", name) for name in found if name.startswith("app/")}
    assert own == {"app/app.json", "app/app.py", "app/compiled.txt", "app/fleet/__init__.py", "app/fleet/names.py", "app/files/data/log.csv"}
    assert not [path for path in site.rglob("*") if path.is_file() and b"SECRET" in path.read_bytes()]
    assert max(path.stat().st_size for path in site.rglob("*")) < outputs.MOST_BYTES
    assert "/boat/{name} stands for many addresses" in result.output


TITLED = '''
import time
import skerry as sk

@sk.page("/boat/{number:int}", title="Boat {number}", description="All of {number}", paths=[{"number": 7}, {"number": 8}])
def boat(number):
    if number == 8:
        time.time()  # that page has a placeholder
    sk.text(f"This is boat {number}")
'''


def test_pages_with_parameters_have_titles_of_their_own_whether_they_can_be_rendered_or_not(project: Project) -> None:
    folder = project({"app.py": TITLED})
    result = run("build", folder / "app.py", "-o", folder / "dist")
    assert result.exit_code == 0, result.output
    for number in (7, 8):
        text = (folder / f"dist/boat/{number}/index.html").read_text()
        assert f"<title>Boat {number}</title>" in text and f'content="All of {number}"' in text
    assert "This is boat 7" in (folder / "dist/boat/7/index.html").read_text()
    for name in ("index.html", "404.html"):
        assert "{number}" not in (folder / "dist" / name).read_text()


def test_documents_are_relative_and_hold_no_script_or_style_of_their_own(project: Project) -> None:
    site = project() / "dist"
    run("build", project() / "app.py", "-o", site)
    text = (site / "about/us/index.html").read_text()
    assert "<title>Boats</title>" in text
    assert "<title>All boats</title>" in (site / "index.html").read_text()
    assert 'content="Every boat"' in (site / "index.html").read_text()
    assert all(url.startswith(("../../", "data:")) for url in re.findall(r'(?:src|href|base)="([^"]*)"', text))
    assert not re.search(r'<script(?![^>]*(?:\bsrc=|type="application/json"))|<style|\sstyle=|\son\w+=', text)  # data is no script
    for url in re.findall(r'(?:src|href)="(\.\./[^"]*)"', text):
        assert (site / "about/us" / url).resolve().is_file()


def test_a_known_base_makes_the_404_page_show_the_app(project: Project) -> None:
    site = project() / "dist"
    assert "stands for many" not in run("build", project() / "app.py", "-o", site, "--base", "/docs").output
    text = (site / "404.html").read_text()
    assert all(url.startswith(("/docs/", "data:")) for url in re.findall(r'(?:src|href|base)="([^"]*)"', text))
    assert '<py-app src="/docs/app/app.' in text


def test_the_manifest_has_the_hashes_of_all_that_the_shell_asks_for_later(project: Project) -> None:
    run("build", project() / "app.py", "-o", project() / "dist")
    (runtime,) = (project() / "dist").glob("skerry-*")
    parts = json.loads((runtime / "manifest.json").read_text())["parts"]
    assert {f"{name}.js": tuple(files) for name, files in parts.items()} == bundle_shell().parts
    named = {name: digest for files in parts.values() for name, digest in files.items()}
    assert named == {name: hashlib.sha256((runtime / name).read_bytes()).hexdigest() for name in named}
    others = {path.name for path in runtime.glob("*.js")} - set(named)
    assert others == {"py-app.js", "check.js", "early.js", "why.js"}


def test_the_manifest_tells_the_truth(project: Project) -> None:
    site = project() / "dist"
    run("build", project() / "app.py", "-o", site)
    (runtime,) = site.glob("skerry-*")
    files = json.loads((runtime / "manifest.json").read_text())["files"]
    for entry in files.values():
        stored = (runtime / entry["url"]).read_bytes()
        checked = gzip.decompress(stored) if entry["encoding"] == "gzip" else stored
        assert (len(stored), hashlib.sha256(checked).hexdigest()) == (entry["size"], entry["sha256"])
        assert entry["encoding"] == "zstd" or len(checked) == entry["raw"]
        assert entry["encoding"] != "gzip" or hashlib.sha256(stored).hexdigest() == entry["packed"]
    for name in ARCHIVES:
        assert (files[f"{name}.archive"]["encoding"], files[f"{name}.archive"]["raw"]) == ("zstd", len(zip_archive(name)))


@pytest.mark.parametrize("where", ["", "/docs/"])
def test_documents_and_the_service_worker_have_the_hash_of_everything(project: Project, where: str) -> None:
    site = project() / "dist"
    run("build", project() / "app.py", "-o", site, *(["--base", where] if where else []))
    for name in ("index.html", "about/us/index.html"):
        text = (site / name).read_text()
        tags = re.findall(r'<(?:link rel="(?:stylesheet|modulepreload|preload)"|script)[^>]* (?:href|src)="([^"]+)"([^>]*)>', text)
        assert len(tags) >= 4
        for url, rest in tags:
            path = site / url.removeprefix(where) if where else (site / name).parent / url
            assert (f'integrity="sha256-{sha256(path.read_bytes())}"' in rest) == (path.name != "check.js")
    line, _, code = (site / "service-worker.js").read_text().partition("};\n")
    listed = json.loads(line.removeprefix("self.SKERRY_SITE = ") + "}")
    assert f'content="{listed["build"]}"' in (site / "index.html").read_text()
    assert set(listed["files"]) == names(site) - {"service-worker.js", ".skerry"}
    for name, hashes in listed["files"].items():
        content = (site / name).read_bytes()
        assert hashes.split() == [sha256(content), *([sha256(gzip.decompress(content))] if name.endswith(".gz") else [])]
    assert "addEventListener" in code


def sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def test_without_offline_a_worker_that_was_left_is_ended(project: Project) -> None:
    site = project() / "dist"
    assert run("build", project() / "app.py", "-o", site, "--no-offline").exit_code == 0
    document = (site / "index.html").read_text()
    assert "skerry-build" not in document
    assert '<link rel="manifest" href="./manifest.webmanifest">' in document  # no code that names it later
    assert "unregister()" in (site / "service-worker.js").read_text()


def test_equal_sources_give_equal_sites(project: Project) -> None:
    folder = project()
    for name in ("one", "two"):
        run("build", folder / "app.py", "-o", folder / name)
    assert names(folder / "one") == names(folder / "two")
    assert all((folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes() for name in names(folder / "one"))


def test_the_snippet_for_other_pages_names_what_was_built(project: Project) -> None:
    site = project() / "dist"
    snippet = run("build", project() / "app.py", "-o", site, "--base", "/docs/", "--embed").stdout
    urls = re.findall(r'(?:src|href)="/docs/([^"]*)"', snippet)
    assert len(urls) == 3
    assert all((site / url).is_file() for url in urls)


def test_a_build_takes_no_file_that_it_has_not_made(project: Project) -> None:
    folder = project()
    result = run("build", folder / "app.py", "-o", folder / "data")
    assert (result.exit_code, (folder / "data/log.csv").exists()) == (1, True)
    assert "holds files that Skerry has not made" in result.output
    assert run("build", folder / "app.py", "-o", folder / "dist").exit_code == 0
    (folder / "app.py").write_text("import skerry as sk\n")
    assert run("build", folder / "app.py", "-o", folder / "dist").exit_code == 1
    assert (folder / "dist/index.html").is_file(), "a build that fails leaves the last one"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import skerry as sk\ndef home(:\n", "app.py, line 2: invalid syntax"),
        ("import skerry as sk\n", "defines no page"),
        ("import numpy\n@page('/')\ndef f(): pass\n", "app.py, line 1: import numpy: it is a package of its own"),
        ("import requests\n@page('/')\ndef f(): pass\n", "sk.fetch"),
        ("import colection\n@page('/')\ndef f(): pass\n", "Did you mean 'collections'"),
        ("import yaml\n@page('/')\ndef f(): pass\n", 'dependencies = ["pyyaml"]'),
        ("import collectionz\n@page('/')\ndef f(): pass\n", 'If a package is meant, name it in'),
        ("# /// script\n# dependencies = ['a=>1']\n# ///\n@page('/')\ndef f(): pass\n", "app.py: 'a=>1' is no requirement"),
        ("# /// script\n# [tool.skerry]\n# config = 'pyscrip.toml'\n# ///\n@page('/')\ndef f(): pass\n", "there is no such file"),
        ("import multiprocessing\n@page('/')\ndef f(): pass\n", "a page has no processes"),
        ("@page('home')\ndef f(): pass\n", "line 1: a page's path begins with '/'"),
        ("# /// script\n# [tool.skerry]\n# files = ['no.csv']\n# ///\n@page('/')\ndef f(): pass\n", "there is no such file"),
        ("# /// script\n# [tool.skerry]\n# files = ['.env']\n# ///\n@page('/')\ndef f(): pass\n", "holds secrets"),
    ],
)
def test_what_is_wrong_with_an_app_is_said_with_its_line(source: str, says: str, project: Project) -> None:
    folder = project({"app.py": source})
    result = run("build", folder / "app.py", "-o", folder / "dist")
    assert result.exit_code == 1
    assert says in result.output
    assert not (folder / "dist").exists()


def test_imports_that_an_app_asks_about_are_its_own_business(project: Project) -> None:
    source = "try:\n    import numpy\nexcept ImportError:\n    numpy = None\ndef f():\n    import pandas\n@page('/')\ndef g(): pass\n"
    folder = project({"app.py": source})
    assert run("build", folder / "app.py", "-o", folder / "dist").exit_code == 0


def test_secrets_and_what_is_not_the_apps_never_come_along(project: Project) -> None:
    never = [".git/config", ".env", "server.pem", "deploy/id_rsa", "secrets.toml", "venv/lib/x.txt", "__pycache__/a.pyc", "credentials.json"]
    source = "# /// script\n# [tool.skerry]\n# files = ['**/*']\n# ///\n@page('/')\ndef f(): pass\n"
    folder = project({"app.py": source, "data/rows.csv": "a", **dict.fromkeys(never, "SECRET")})
    for _ in range(2):  # the second time, the first build lies in the folder
        assert run("build", folder / "app.py", "-o", folder / "dist").exit_code == 0
    files = {re.sub(r"\.[0-9a-f]{8}(?=\.)", "", name) for name in names(folder / "dist") if name.startswith("app/files/")}
    assert files == {"app/files/app.py", "app/files/data/rows.csv"}


def test_a_source_as_windows_editors_save_it(project: Project) -> None:
    folder = project()
    (folder / "app.py").write_bytes(b"\xef\xbb\xbf" + APP.replace("\n", "\r\n").encode())
    assert run("build", folder / "app.py", "-o", folder / "dist").exit_code == 0
    assert "nothing wrong found" in run("check", folder / "app.py").output


def test_check(project: Project) -> None:
    folder = project()
    assert "nothing wrong found. 3 modules, pages /, /about/us, /boat/{name}" in run("check", folder / "app.py").output
    (folder / "app.py").write_text("import skerry as sk\n@sk.page('/')\ndef home(evnt): pass\n")
    result = run("check", folder / "app.py")
    assert result.exit_code == 1
    (folder / "app.py").write_text("import skerry as sk\nimport js\n@sk.page('/')\ndef home(): pass\n")
    assert "only the page has" in run("check", folder / "app.py").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["serve", "nowhere"], "There is no folder nowhere"),
        (["serve", "."], "so it is no site"),
        (["build", "nope.py"], "There is no file nope.py"),
        (["bild"], "Did you mean 'build'"),
        (["app.py"], "Did you mean 'skerry run app.py'"),
        (["build", "app.py", "--base", "docs"], "not the path of a folder"),
        (["demo", "--port", "99999"], "99999"),
    ],
)
def test_wrong_arguments(arguments: list[str], says: str, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project())
    result = run(*arguments)
    assert result.exit_code
    assert says in result.output


def test_every_command_explains_itself() -> None:
    for name in COMMANDS:
        assert run(name, "--help").exit_code == 0
    assert run("doctor").output.count("fine") >= 6


def test_a_served_site_has_types_headers_and_a_404_page(project: Project) -> None:
    site = project() / "dist"
    run("build", project() / "app.py", "-o", site, "--base", "/docs/")
    client = TestClient(make_app(site, "/docs/"))
    (runtime,) = site.glob("skerry-*")
    types = {"py-app.js": "text/javascript", "pyodide/pyodide.mjs": "text/javascript", "pyodide/python_stdlib.zip": "application/zip"}
    for name, kind in types.items():
        answer = client.get(f"/docs/{runtime.name}/{name}")
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
    packed = client.get(f"/docs/{runtime.name}/pyodide/pyodide.asm.wasm.gz")
    assert "content-encoding" not in packed.headers
    page = client.get("/docs/about/us/")
    assert "wasm-unsafe-eval" in page.headers["content-security-policy"]
    missing = client.get("/docs/boat/Tern")
    assert (missing.status_code, "<py-app" in missing.text) == (404, True)


def test_without_a_network_the_gallery_leaves_out_what_needs_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("SKERRY_CACHE_DIR", str(tmp_path / "cache"))
    names = {exhibit.name for exhibit in build_gallery(tmp_path / "gallery")}
    assert {exhibit.name for exhibit in read_gallery(public_folder())} - names == {"customs"}
    assert "Customs is left out of the gallery." in capsys.readouterr().err


def test_the_gallery_lists_every_app(tmp_path: Path) -> None:
    exhibits = build_gallery(tmp_path / "gallery")
    index = (tmp_path / "gallery/index.html").read_text()
    assert len(exhibits) == len(list(public_folder().glob("gallery/[!_]*.py"))) > 10
    for exhibit in read_gallery(public_folder()):
        assert f'href="{exhibit.name}/index.html"' in index
        assert escape(exhibit.text) in index
        assert (tmp_path / "gallery" / exhibit.name / "index.html").is_file()
