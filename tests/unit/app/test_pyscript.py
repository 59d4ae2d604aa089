"""PyScript's own configuration."""

from __future__ import annotations

import pytest

from skerry.app import PyScript, PyScriptFile, parse_pyscript
from skerry.errors import AppError

TOML = """
name = "Fleet"
packages = ["pydantic>=2", "./wheels/fleet-1.0-py3-none-any.whl"]
packages_cache = "never"

[files]
"{HOST}" = "https://data.example"
"{FROM}" = "{HOST}/v2"
"{TO}" = "./data/"
"{FROM}/log.csv?x=1" = "{TO}"
"./helpers.py" = ""
"./a.txt" = "./text//b.txt"
"/b.txt" = "/home/other/b.txt"
"./more.zip" = "./more/*"

[js_modules.main]
"./chart.js" = "chart"
"./chart.css" = "chart"
"""
READ = PyScript(
    packages=("pydantic>=2", "./wheels/fleet-1.0-py3-none-any.whl"),
    files=(
        PyScriptFile("https://data.example/v2/log.csv?x=1", "data/log.csv"),
        PyScriptFile("./helpers.py", "helpers.py"),
        PyScriptFile("./a.txt", "text/b.txt"),
        PyScriptFile("/b.txt", "/home/other/b.txt"),
        PyScriptFile("./more.zip", "more", archive=True),
    ),
    js_modules=(("chart", "./chart.js"),),
    styles=("./chart.css",),
)


def test_everything():
    assert parse_pyscript(TOML, "pyscript.toml") == READ


def test_json_says_the_same():
    import json
    import tomllib

    text = json.dumps(tomllib.loads(TOML))
    assert parse_pyscript(text, "pyscript.json") == parse_pyscript(text, "the attribute") == READ


def test_nothing_at_all():
    assert parse_pyscript("", "pyscript.toml") == PyScript()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("packages = [", "pyscript.toml is not TOML"),
        ("{", "pyscript.toml is not JSON"),
        ("package = []", "unknown key 'package'. Did you mean 'packages'?"),
        ("anything = 1", "The keys that are read here: packages, files, js_modules"),
        ("sync_main_only = true", "sync_main_only is for PyScript's workers"),
        ("[js_modules.worker]\n'./a.js' = 'a'", "js_modules.worker is for PyScript's workers"),
        ("[js_modules]\n'./a.js' = 'a'", "The modules stand under js_modules.main"),
        ("[js_modules.main]\n'./a.js' = 'a-b'", "'a-b' is no name that Python can import"),
        ("[js_modules.main]\n'./a.js' = 'a'\n'./b.js' = 'a'", "./a.js and ./b.js are both named 'a'"),
        ("packages = 'x'", "packages must be a list of texts"),
        ("[files]\n'./a' = 1", "files must be a table from text to text"),
        ("[files]\n'./a' = 'c'\n'./b' = './c'", "./a and ./b both go to c"),
        ("[files]\n'{TO}' = 'x'\n'./a' = '{T0}/a'", "{T0} in '{T0}/a' has no value above it. Did you mean '{TO}'?"),
        ("[files]\n'./folder/' = ''", "has no file's name at its end"),
        ("[files]\n'./a.txt' = './x/*'", "it is none (.zip"),
        ("[files]\n'./a.txt' = '../x'", "leads out of the app's folder"),
    ],
)
def test_what_is_wrong_is_named(text, says):
    with pytest.raises(AppError) as caught:
        parse_pyscript(text, "pyscript.toml")
    assert "pyscript.toml" in str(caught.value)
    assert says in str(caught.value)
