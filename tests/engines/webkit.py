"""WebKitGTK's own small browser on a display that nobody sees, over its WebDriver: the classic protocol, JSON over HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
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
        TemporaryDirectory() as folder,
        Path(folder, "said").open("w+") as said,
        _display(display_server) as display,
        _process([driver, f"--port={port}"], {"DISPLAY": display, "GDK_BACKEND": "x11"}, stdout=said, stderr=said),
        closing(HTTPConnection(HOST, port, timeout=PATIENCE)) as connection,
    ):
        until(lambda: _listens(port), "WebKitWebDriver")
        person = _WebKit(connection, browser, Path(said.name))
        person.begin()
        yield person
        if person.session:
            person.ask("DELETE", "")


class _WebKit:
    """session: where it is asked; empty once the process of the page is gone, of which the driver takes the session away."""

    def __init__(self, connection: HTTPConnection, browser: str, said: Path) -> None:
        self.connection = connection
        self.browser = browser
        self.said = said
        self.session = ""

    def begin(self) -> None:
        options = {"binary": self.browser, "args": ["--automation"]}
        made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self.session = f"/session/{made['sessionId']}"
        self.ask("POST", "/timeouts", {"script": PATIENCE * 1000, "pageLoad": PATIENCE * 1000})

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        content = None if method == "DELETE" else json.dumps(body or {})
        self.connection.request(method, self.session + path, content, {"Content-Type": "application/json"})
        answer = json.loads(self.connection.getresponse().read())["value"]
        if isinstance(answer, dict) and "error" in answer:
            if answer["error"] == "invalid session id":
                self.session = ""
            raise AssertionError(f"{method} {path}: {answer}. The browser has said: {self.said.read_text()[-2000:] or 'nothing'}")
        return answer

    def open(self, url: str) -> None:
        if not self.session:
            self.begin()  # one scene is lost with a page that crashed, not those that come after it
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
    with _process(command, {}, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        os.close(write)
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"


@contextmanager
def _process(command: list[str], environment: dict[str, str], **options: Any) -> Iterator[None]:
    process = subprocess.Popen(command, env={**os.environ, **environment}, start_new_session=True, **options)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # with a browser that the driver does not know any more
        process.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port)):
        return True
    return False
