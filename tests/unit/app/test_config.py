"""The script block of an app's file."""

from __future__ import annotations

import pytest

from skerry.app import Config, parse_config
from skerry.errors import AppError

BLOCK = """\
#!/usr/bin/env python
# /// script
# requires-python = ">=3.11"
# dependencies = ["humanize>=4", "rich"]
#
# [tool.skerry]
# files = ["data.csv", "img/*.png"]
# title = "Sales"
# packages = ["plot-look"]
# config = "pyscript.toml"
# byte-compile = false
#
# [tool.skerry.theme]
# accent = "#06c"
# radius = 4
# ///
import skerry
"""


def block(inner: str) -> str:
    return "# /// script\n" + "".join(f"# {line}\n" for line in inner.split("\n")) + "# ///\n"


def test_no_block():
    assert parse_config("import skerry\n# /// other\n# ///\n") == Config()


@pytest.mark.parametrize("text", [BLOCK, BLOCK.replace("\n", "\r\n")])
def test_everything(text):
    assert parse_config(text) == Config(
        dependencies=("humanize>=4", "rich"),
        requires_python=">=3.11",
        files=("data.csv", "img/*.png"),
        title="Sales",
        packages=("plot-look",),
        config="pyscript.toml",
        byte_compile=False,
        theme={"accent": "#06c", "radius": 4},
    )


def test_tables_of_other_tools_are_left_alone():
    assert parse_config(block("[tool.other]\nx = 1")) == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# /// script\n# x = 1\n", "app.py:1: the '# /// script' block has no end"),
        ("\n# /// script\n# x = \n# ///\n", "app.py:3: the '# /// script' block is not TOML"),
        (block("") + block(""), "two '# /// script' blocks, at lines 1 and 4"),
        (block("[tool.skerry]\nfile = []"), "no key 'file'. Did you mean 'files'?"),
        (block("[tool.skerry]\nfiles = 'x'"), "files must be a list of texts, not 'x'"),
        (block("[tool.skerry]\npackage = []"), "no key 'package'. Did you mean 'packages'?"),
        (block("[tool.skerry]\nbyte-compile = 'no'"), "byte-compile must be true or false, not 'no'"),
        (block("[tool.skerry]\nconfig = '../x.toml'"), "config: '../x.toml' must be a path inside the app's folder"),
        (block("dependencies = [1]"), "dependencies must be a list of texts"),
        (block("[tool.skerry]\ntitle = 3"), "title must be a text, not 3"),
        (block("[tool.skerry]\ntheme = 3"), "theme must be a table, not 3"),
        (block("[tool]\nskerry = 3"), "[tool.skerry] must be a table"),
        (block("tool = 3"), "[tool] must be a table"),
        (block("[tool.skerry]\nfiles = ['../x']"), "must be a path inside the app's folder"),
        (block("[tool.skerry]\nfiles = ['/etc/passwd']"), "must be a path inside the app's folder"),
        (block("[tool.skerry]\nfiles = ['conf/.env']"), "holds secrets"),
        (block("[tool.skerry]\nfiles = ['.env.local']"), "holds secrets"),
    ],
)
def test_what_is_refused(text, message):
    with pytest.raises(AppError) as caught:
        parse_config(text)
    assert message in str(caught.value)


def test_a_block_ends_at_the_first_line_that_is_no_comment():
    with pytest.raises(AppError, match="has no end"):
        parse_config("# /// script\n# x = 1\nimport skerry\n# ///\n")
