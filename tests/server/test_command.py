"""``skerry host``: the whole of it, with a real server and real connections."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner

from skerry_toolchain.cli import commands

SOURCE = '''
import asyncio
import logging
import skerry as sk

STARTED = []

@sk.api
async def count(limit: int):
    for n in range(limit):
        yield n
        await asyncio.sleep(0.001)

@sk.api
def plus(a, b):
    print("adding", flush=True)
    return a + b

@sk.api
async def through(url: str):
    """What another function of this server gives, over the network."""
    async with sk.fetch(f"{url}/plus", method="POST", json=[2, 3]) as response:
        response.raise_for_status()
        return [await response.json(), response.headers["content-type"]]

@sk.api
async def lines(url: str):
    headers = {"accept": "text/event-stream"}
    async with sk.fetch(f"{url}/count", method="POST", json=[3], headers=headers) as response:
        return [event.data async for event in response.events()]

@sk.api
async def forever():
    STARTED.append(1)
    try:
        await asyncio.Event().wait()
    finally:
        logging.warning("forever has ended")

@sk.api
def started():
    return len(STARTED)

@sk.page("/")
def home():
    sk.text("home")
'''


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """(the API's address, the process)."""
    (tmp_path / "app.py").write_text(SOURCE, "utf-8")
    command = [sys.executable, "-c", "from skerry_toolchain.cli import main; main()", "host", "app.py", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://localhost:\d+/", said)
    if found is None:
        process.kill()
        raise AssertionError(f"{said}{process.communicate()}")
    yield f"{found[0]}api", process
    if process.poll() is None:
        process.kill()
        process.communicate()


def test_functions_are_called_over_the_network(server: tuple[str, subprocess.Popen[str]]) -> None:
    url, process = server
    with httpx2.Client(timeout=20) as client:
        assert client.post(f"{url}/plus", json={"a": 1, "b": 2}).json() == 3
        assert client.post(f"{url}/through", json=[url]).json() == [5, "application/json"]
        assert client.post(f"{url}/lines", json=[url]).json() == ["0", "1", "2", "2"]
        with client.stream("POST", f"{url}/count", json=[2], headers={"accept": "text/event-stream"}) as response:
            assert "".join(response.iter_text()) == "data: 0\n\ndata: 1\n\nevent: done\ndata: 1\n\n"
        assert client.get(url, headers={"host": "evil.example"}).status_code == 403
        with pytest.raises(httpx2.ReadTimeout):
            client.post(f"{url}/forever", timeout=0.2)
        assert client.post(f"{url}/started").json() == 1
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "forever has ended" in err, "who has gone away has stopped it"
    assert "adding" in out + err and "Traceback" not in err


def test_an_app_that_cannot_be_run_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text("import skerry as sk\n@sk.page('/')\ndef home():\n    sk.text('x')\n1 / 0\n")
    for args, says in ((["app.py"], "1 / 0"), (["ap.py"], "Did you mean 'app.py'")):
        result = CliRunner().invoke(commands, ["host", *args])
        assert result.exit_code == 1 and says in result.output, result.output
        assert "ZeroDivisionError" in result.output or args == ["ap.py"]
