"""``run_in_pyodide``: Python code run in Pyodide on Node, for tests of what the page's interpreter does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import skerry_browser
from skerry_toolchain.interpreter import Interpreter, node_command

CORE = Path(__file__).resolve().parents[2] / "core"

Run: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="module")
def pyodide() -> Iterator[Interpreter]:
    """An interpreter for this file's tests."""
    with Interpreter() as made:
        yield made


@pytest.fixture
def run_in_pyodide(pyodide: Interpreter) -> Run:
    """``run_in_pyodide(code, mount={path: folder})``: the value of the last expression, through JSON."""
    return pyodide.run


@pytest.fixture
def run_with_core(pyodide: Interpreter) -> Run:
    """As ``run_in_pyodide``, with ``import skerry`` possible."""

    def run(code: str, mount: Mapping[str, str | Path] | None = None) -> Any:
        start = "import sys\nif '/core' not in sys.path: sys.path.insert(0, '/core')\n"
        return pyodide.run(start + code, {"/core": CORE, **(mount or {})})

    return run


def pytest_report_header() -> str:
    """The Node and the Pyodide that the tests use."""
    return f"pyodide: {skerry_browser.pyodide_folder()}; node: {node_command()[0]}; python: {sys.version.split()[0]}"
