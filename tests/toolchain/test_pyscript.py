"""An app that names a configuration of PyScript's: what of it comes along, and under which names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from skerry.app import Config
from skerry.errors import AppError
from skerry_toolchain.cli import commands
from skerry_toolchain.collect import collect
from skerry_toolchain.pyscript import read_pyscript

APP = "# /// script\n# [tool.skerry]\n# config = 'conf/pyscript.toml'\n# ///\nimport helpers\n@page('/')\ndef f(): pass\n"
CONF = """
packages = ["./fleet-1.0-py3-none-any.whl", "sail"]
[files]
"./log.csv" = "data/"
"./code.py" = "helpers.py"
"./more.zip" = "./more/*"
"https://data.example/far.csv" = "far.csv"
[js_modules.main]
"./chart.js" = "chart"
"./chart.css" = "chart"
"https://js.example/map.js" = "map"
"""
FILES = {
    "app.py": APP,
    "conf/pyscript.toml": CONF,
    "conf/log.csv": "a,b",
    "conf/code.py": "import deeper\n",
    "deeper.py": "",
    "conf/more.zip": "zip",
    "conf/chart.js": 'import { line } from "./lib/line.js";\nexport * from "./lib/none.js";\n',
    "conf/lib/line.js": "export const line = 1;\n",
    "conf/chart.css": "p { color: red }",
    "conf/.env": "SECRET=1",
}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path / "app.py"


def test_what_belongs_to_the_app(app: Path) -> None:
    sources, files = collect(app)
    assert set(sources) == {"app.py", "helpers.py", "deeper.py"}
    assert sources["helpers.py"] == app.parent / "conf" / "code.py"
    assert set(files) == {"conf/pyscript.toml", "data/log.csv", "conf/more.zip", "conf/chart.js", "conf/lib/line.js", "conf/chart.css"}
    found = read_pyscript(app, Config(config="conf/pyscript.toml"))
    assert found.packages == ("conf/fleet-1.0-py3-none-any.whl", "sail")
    assert found.listing({"conf/chart.js": "there/chart.js"}) == {
        "archives": {"more": "conf/more.zip"},
        "modules": {"chart": "there/chart.js", "map": "https://js.example/map.js"},
        "styles": ["conf/chart.css"],
        "working": ["data/log.csv", "far.csv"],
    }


def test_a_build_takes_all_of_it_along(app: Path) -> None:
    text = CONF.replace('packages = ["./fleet-1.0-py3-none-any.whl", "sail"]\n', "")
    (app.parent / "conf" / "pyscript.toml").write_text(text)
    result = CliRunner().invoke(commands, ["build", str(app), "-o", str(app.parent / "dist")])
    assert result.exit_code == 0, result.output
    (path,) = (app.parent / "dist" / "app").glob("app.*.json")
    listing = json.loads(path.read_text())
    assert listing["files"]["far.csv"] == "https://data.example/far.csv"
    assert (path.parent / listing["archives"]["more"]).read_text() == "zip"
    chart = path.parent / listing["modules"]["chart"]
    assert chart.read_text() == FILES["conf/chart.js"]
    assert (chart.parent / "lib" / "line.js").is_file(), "modules find each other"
    assert (path.parent / listing["styles"][0]).is_file()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"./lok.csv" = ""', "pyscript.toml: there is no file ./lok.csv. Did you mean 'log.csv'?"),
        ('"./.env" = "env"', "./.env may hold secrets"),
        ('"../../x.csv" = ""', "there is no file ../../x.csv"),
        ('"https://py.example/x.py" = ""', "is elsewhere, and an app's modules are its own files"),
    ],
)
def test_what_is_wrong_is_named(line: str, says: str, app: Path) -> None:
    (app.parent / "conf" / "pyscript.toml").write_text(f"[files]\n{line}\n")
    with pytest.raises(AppError) as caught:
        collect(app)
    assert says in str(caught.value)
