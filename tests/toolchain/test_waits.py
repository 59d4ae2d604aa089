"""Calls that hold up the page where Python cannot be suspended are told with their lines, and nothing else is."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from skerry_toolchain.cli import commands
from skerry_toolchain.site.waits import find_waits

WAITING = """
import time, urllib.request
import time as clock
import requests
from time import sleep as nap
from httpx import Client, AsyncClient

def handler(state):
    time.sleep(1)
    clock.sleep(2)
    nap(3)
    urllib.request.urlopen("data.json")
    requests.get("data.json")
    with Client() as client:
        client.get("data.json")
    return input("name")
"""

FINE = """
import asyncio, time
import skerry as sk
from skerry import input
from time import monotonic

class requests:
    def get(self): ...

async def handler(state):
    await asyncio.sleep(1)
    state.now = time.time()
    await sk.fetch("data.json")
    input("Name")
    state.sleep(1)
    requests().get()
"""


def test_calls_are_found_by_what_they_are_and_not_by_their_name() -> None:
    found = [(one.call, list(one.lines)) for one in find_waits({"app.py": WAITING, "fine.py": FINE})]
    assert found == [
        ("time.sleep", [9, 10, 11]),
        ("urllib.request.urlopen", [12]),
        ("requests.get", [13]),
        ("httpx.Client", [14]),
        ("input", [16]),
    ]


def test_a_function_of_the_apps_own_is_no_dialog() -> None:
    assert find_waits({"app.py": "def input(): ...\ninput()"}) == []


def test_check_names_file_line_and_what_to_write(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text('import time\nimport skerry as sk\n\ndef go():\n    time.sleep(1)\n\n@sk.page("/")\ndef home():\n    sk.button("Go", on_click=go)\n')
    result = CliRunner().invoke(commands, ["check", str(app)])
    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert "app.py, line 5: time.sleep() holds up the page" in told and "`await asyncio.sleep(...)`" in told
