"""A development server in a process of its own, and a browser that looks at it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from ..conftest import ROOT, watch

SKERRY = "from skerry_toolchain.cli import main; main()"
PATIENCE = 30

COUNTER = """
import logging
import warnings

import skerry as sk
from skerry.view import element, text
{imports}

@sk.state
class Counter:
    count: int = 0
    name: str = "Ada"

def add(state: Counter):
    state.count += 1
    print(f"count is {state.count}")

def warn(state: Counter):
    warnings.warn("the tide is high")
    logging.getLogger("harbour").error("the pier is wet")

def fails(state: Counter):
    boats = []
    state.count = -1
    return boats[3]

@sk.page("/", title="Counter")
def home(state: Counter):
    element("h1", f"{title}: {state.count}")
    for handler in (add, warn, fails):
        element("button", handler.__name__, on={"click": handler}, key=handler.__name__)
    element("input", attrs={"aria-label": "Free"}, key="free")
"""


def counter(title: str = "Count", imports: str = "", **changes: str) -> str:
    """The app's source with another title; ``changes`` are further replacements, text by text."""
    source = COUNTER.replace("{title}", title).replace("{imports}", imports)
    for old, new in changes.items():
        source = source.replace(old, new)
    return source


class Dev:
    """``skerry run`` at work. ``folder`` holds the app."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self._lines: queue.Queue[str] = queue.Queue()
        path = os.pathsep.join(str(ROOT / name) for name in ("core", "browser_shell", "toolchain"))
        env = {**os.environ, "COLUMNS": "160", "PYTHONUNBUFFERED": "1", "PYTHONPATH": path}
        command = [sys.executable, "-c", SKERRY, "run", str(folder / "app.py"), "--port", str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = ""
        self.port = port

    def ready(self) -> Dev:
        """Once it listens."""
        first = self.line_with("http://")
        self.url = first[first.index("http://") :].strip()
        self.port = int(self.url.rstrip("/").rpartition(":")[2])
        return self

    def write(self, text: str, name: str = "app.py") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def line_with(self, *texts: str) -> str:
        """The next line of the terminal that holds all of these."""
        seen = []
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"{texts} did not come; the terminal showed: {''.join(seen)}") from None
            assert line, f"{texts} did not come before the end; the terminal showed: {''.join(seen)}"
            seen.append(line)
            if all(text in line for text in texts):
                return line

    def close(self) -> None:
        if self.process.returncode is not None:
            return
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)
        self._reader.join(timeout=PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")


Start: TypeAlias = Callable[..., Dev]


@pytest.fixture
def dev(tmp_path: Path) -> Iterator[Start]:
    """``dev({"app.py": text})`` starts a server on a folder with these files."""
    started: list[Dev] = []

    def start(files: dict[str, str], port: int = 0) -> Dev:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        started.append(Dev(tmp_path, port))
        return started[-1].ready()

    yield start
    for server in started:
        server.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Its pages fail the test when something violates the policy or is not caught."""
    made = chromium.new_context()
    failures: list[list[str]] = []
    made.on("page", lambda page: failures.append(watch(page)))
    yield made
    made.close()
    assert not any(failures), failures


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
