"""WebKitGTK's own small browser on a display that nobody sees, over its WebDriver: the classic protocol, JSON over HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from typing import Any, Final

from ..browser.conftest import SETTINGS
from .persons import KEYS, PATIENCE, Person, key_presses, until

__all__ = ["webkit"]

HOST: Final = "127.0.0.1"
FIND: Final = "return [...document.querySelectorAll(arguments[0])].find((one) => one.textContent.includes(arguments[1]))"


@contextmanager
def webkit(driver: str, browser: str, display_server: str) -> Iterator[Person]:
    """A person with a window of their own. The three are programs: WebKitWebDriver, MiniBrowser and Xvfb."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    with (
        _display(display_server) as display,
        _process([driver, f"--port={port}"], {"DISPLAY": display, "GDK_BACKEND": "x11"}),
        closing(HTTPConnection(HOST, port, timeout=PATIENCE)) as connection,
    ):
        until(lambda: _listens(port), "WebKitWebDriver")
        person = _WebKit(connection, browser)
        yield person
        person.ask("DELETE", "")


class _WebKit:
    def __init__(self, connection: HTTPConnection, browser: str) -> None:
        self.connection = connection
        self.path = ""
        options = {"binary": browser, "args": ["--automation"]}
        made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self.path = f"/session/{made['sessionId']}"
        self.ask("POST", "/timeouts", {"script": PATIENCE * 1000, "pageLoad": PATIENCE * 1000})

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        content = None if method == "DELETE" else json.dumps(body or {})
        self.connection.request(method, self.path + path, content, {"Content-Type": "application/json"})
        answer = json.loads(self.connection.getresponse().read())["value"]
        assert not (isinstance(answer, dict) and "error" in answer), answer
        return answer

    def open(self, url: str) -> None:
        self.ask("POST", "/url", {"url": url})

    def run(self, script: str, *given: Any) -> Any:
        body = f"const given = [...arguments]; return (async () => {{ {script} }})()"
        return self.ask("POST", "/execute/sync", {"script": body, "args": given})

    def click(self, css: str, text: str = "") -> None:
        (reference,) = self.ask("POST", "/execute/sync", {"script": FIND, "args": [css, text]}).values()
        self.ask("POST", f"/element/{reference}/click")

    def type(self, text: str) -> None:
        self.ask("POST", "/actions", {"actions": [key_presses(text)]})

    def press(self, key: str) -> None:
        self.type(KEYS[key])


@contextmanager
def _display(program: str) -> Iterator[str]:
    """An X server on a number that it finds by itself; its name."""
    width, height = SETTINGS.VIEWPORT["width"], SETTINGS.VIEWPORT["height"] + 100  # with the window's own bar
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with _process(command, {}, pass_fds=(write,)):
        os.close(write)
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"


@contextmanager
def _process(command: list[str], environment: dict[str, str], **options: Any) -> Iterator[None]:
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port)):
        return True
    return False
