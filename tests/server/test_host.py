"""What a session is given on a server: secrets, files, the network, and a log of its own."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
import threading
import time
from pathlib import Path

import pytest

from skerry_server import Limits
from skerry_server.logs import Lines, install_output

from .asking import Client
from .conftest import Make
from .test_api import problem, run

VALUE = "sk-live-0123456789"

SOURCE = '''
# /// script
# [tool.skerry]
# files = ["words.txt"]
# ///
import asyncio
import logging
import sys
import time
import skerry as sk

@sk.state
class Kept:
    key: str = ""

log = logging.getLogger("shop")
OPEN = []

@sk.api
async def use_key(state: Kept):
    state.key = key = await sk.secret("API_KEY")
    log.warning("the key is %s", key)
    return len(key)

@sk.api
async def tell_key():
    return {"key": await sk.secret("API_KEY")}

@sk.api
async def fail():
    raise ValueError(f"{await sk.secret('API_KEY')} is not liked")

@sk.api
async def no_key():
    return await sk.secret("NO_SUCH_KEY")

@sk.api
def words():
    return sk.file("words.txt").decode()

@sk.api
def hidden():
    return sk.file("hidden.txt").decode()

@sk.api
async def own(name, method="GET"):
    response = await sk.fetch(name, method=method)
    return [response.status, response.headers["content-type"], await response.text()]

@sk.api
async def unreachable():
    await sk.fetch("http://127.0.0.1:1/")

@sk.api
def speak(name):
    for n in range(2):
        log.warning("%s says %s", name, n)
        time.sleep(0.001)

@sk.api
def chat(name):
    print(name, "begins", end=" ")
    time.sleep(0.001)
    print("and goes on")
    print(name, "warns", file=sys.stderr)

@sk.api
async def chat_key():
    print(await sk.secret("API_KEY"))

@sk.api
def hold():
    return HELD.wait(20)

@sk.api
async def in_thread():
    def work():
        time.sleep(0.001)
        return "slept"
    return await asyncio.to_thread(work)

@sk.page("/")
def home(state: Kept):
    sk.text("home")
'''


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("API_KEY", VALUE)
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    (tmp_path / "words.txt").write_text("some words")
    (tmp_path / "hidden.txt").write_text("nobody's")


def test_a_secret_is_a_variable_of_the_environment_and_shown_nowhere(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.setFormatter(Lines())

    async def scene(client: Client) -> None:
        visitor = await client.new_session()
        assert await visitor.value("use_key") == len(VALUE)
        (visit,) = client.app.state.visits._all  # type: ignore[attr-defined]
        assert VALUE not in str(visit.session.dump())
        assert await client.value("tell_key") == {"key": "<secret API_KEY>"}
        failed = await client.call("fail")
        assert problem(failed, 500) == "ValueError: <secret API_KEY> is not liked"
        assert "NO_SUCH_KEY is not set: on a server, a secret is an environment variable" in problem(await client.call("no_key"), 500)

    run(make, scene, SOURCE)
    assert VALUE not in caplog.text and "the key is <secret API_KEY>" in caplog.text


def test_files_are_those_that_the_app_names(make: Make) -> None:
    async def scene(client: Client) -> None:
        assert await client.value("words") == "some words"
        for address in ("words.txt", "/words.txt", "./words.txt?v=3", "other/../words%2Etxt"):
            assert await client.value("own", address) == [200, "text/plain", "some words"]
        assert await client.value("own", "words.txt", "HEAD") == [200, "text/plain", ""]
        for address in ("hidden.txt", "../app.py", "/etc/passwd", ""):
            assert (await client.value("own", address))[0] == 404
        assert "'hidden.txt' is not among the app's files: words.txt" in problem(await client.call("hidden"), 500)

    run(make, scene, SOURCE)


def test_a_file_that_is_not_there_is_told_when_the_app_is_loaded(make: Make, tmp_path: Path) -> None:
    (tmp_path / "words.txt").rename(tmp_path / "word.txt")
    with pytest.raises(Exception, match=r"no such file .* Did you mean 'word.txt'"):
        make(SOURCE)


def test_requests_that_lead_nowhere_say_why(make: Make) -> None:
    async def scene(client: Client) -> None:
        for address in ("ftp://example.com/", "http://["):
            assert "could not be reached" in problem(await client.call("own", [address]), 500)
        assert "one of the app's files, which takes GET only" in problem(await client.call("own", ["words.txt", "POST"]), 500)
        assert "127.0.0.1:1 could not be reached: GET http://127.0.0.1:1/ failed" in problem(await client.call("unreachable"), 500)

    run(make, scene, SOURCE)


def test_lines_of_the_log_are_told_apart_by_session_and_handler(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.setFormatter(Lines())

    async def scene(client: Client) -> None:
        await asyncio.gather(client.value("speak", "Ada"), client.value("speak", "Bo"))

    run(make, scene, SOURCE)
    lines = [line for line in caplog.text.split("\n") if "says" in line]
    assert lines == [
        "WARNING: [app 1] speak: Ada says 0",
        "WARNING: [app 2] speak: Bo says 0",
        "WARNING: [app 1] speak: Ada says 1",
        "WARNING: [app 2] speak: Bo says 1",
    ]


def test_printed_lines_are_told_apart_too(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(logging, "lastResort", logging.lastResort)
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)
    install_output()

    async def scene(client: Client) -> None:
        await asyncio.gather(client.value("chat", "Ada"), client.value("chat", "Bo"))
        await client.value("chat_key")
        print("the server says so")

    run(make, scene, SOURCE)
    assert err.getvalue().split("\n") == [
        "INFO: [app 1] chat: Ada begins and goes on",
        "WARNING: [app 1] chat: Ada warns",
        "INFO: [app 2] chat: Bo begins and goes on",
        "WARNING: [app 2] chat: Bo warns",
        "INFO: [app 3] chat_key: <secret API_KEY>",
        "",
    ]
    assert out.getvalue() == "the server says so\n"


def test_who_holds_up_everybody_is_named(make: Make) -> None:
    said: list[str] = []

    class LettingGo(logging.Handler):
        """Lets go of the handler as soon as it was named."""

        def emit(self, record: logging.LogRecord) -> None:
            said.append(Lines().format(record))
            held.set()

    held = threading.Event()
    logger, letting_go = logging.getLogger("skerry.app"), LettingGo()
    logger.addHandler(letting_go)

    async def scene(client: Client) -> None:
        client.app.state.app.builtins["HELD"] = held  # type: ignore[attr-defined]
        assert await client.value("hold") is True

    try:
        run(make, scene, SOURCE, limits=Limits(standstill=0.02))
    finally:
        logger.removeHandler(letting_go)
    (line,) = said
    assert line.startswith("WARNING: hold (") and "app.py, line" in line and "return HELD.wait(20)) has held up" in line


def test_a_sleep_in_a_thread_blocks_that_thread_alone(make: Make) -> None:
    async def scene(client: Client) -> None:
        assert await client.value("in_thread") == "slept"
        started = time.monotonic()
        time.sleep(0.001)
        assert time.monotonic() - started >= 0.001, "outside of handlers it is Python's own"
        with pytest.raises(ValueError, match="non-negative"):
            time.sleep(-1)

    run(make, scene, SOURCE)
    assert threading.active_count() < 20


def test_a_record_without_a_session_is_a_plain_line() -> None:
    record = logging.LogRecord("uvicorn", logging.INFO, __file__, 1, "started %s", ("well",), None)
    assert Lines().format(record) == "INFO: started well"
