"""The same source gives the same ids here and in the page's Python."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent

COLLECT = """
from skerry.app import App
from skerry.ids import handler_id

app = App.load("sample.py", {"sample.py": TEXT, "sample_helpers.py": HELPERS}, number=7)
found = {name: handler_id(handler) for name, handler in app.handlers["everything"]().items()}
app.unload()
"""


def code() -> str:
    texts = {"TEXT": HERE / "sample.py", "HELPERS": HERE / "sample_helpers.py"}
    return "".join(f"{name} = {path.read_text('utf-8')!r}\n" for name, path in texts.items()) + COLLECT


def ids_here() -> dict[str, str]:
    names: dict[str, Any] = {}
    exec(code(), names)
    return names["found"]


exact = pytest.mark.skipif(
    sys.version_info[:2] == (3, 12), reason="equal constant lambdas on one line share an id in 3.12"
)


@exact
def test_ids_agree(pyodide, run_with_core):
    assert pyodide.version.startswith("3.14.")
    here, there = ids_here(), run_with_core(code() + "found")
    assert len(here) > 60
    assert there == here


@exact
def test_only_functions_of_one_source_share_an_id():
    by_id: dict[str, set[str]] = {}
    for name, value in ids_here().items():
        by_id.setdefault(value, set()).add(name)
    shared = sorted(sorted(names) for names in by_id.values() if len(names) > 1)
    assert shared == [["bare_1", "bare_2"], ["closure_1", "closure_2"], ["wrapped", "wrapped_partial"]]
