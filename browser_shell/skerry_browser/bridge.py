"""The one place where the page's JavaScript and Python meet. Text crosses; no proxy is kept by the page or its DOM.

JavaScript calls ``install`` once, then ``open``, ``dispatch``, ``frame``, ``dump`` and ``close`` with an app's number, and ``blob``
with an address that has come in a message. Python calls
``wake(number)`` and ``console(level, text)`` of the JavaScript object that ``install`` is given, and network.py what it needs.
Importing this module does nothing, so that it can be part of a memory snapshot.
"""

from __future__ import annotations

import asyncio
import builtins
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

from skerry import protocol
from skerry.app import App
from skerry.errors import StateError
from skerry.net import redact_json
from skerry.protocol import Message
from skerry.session import Session
from skerry.session.collection import collect_seldom
from skerry.session.streams import finish_lines, install_loop_errors, install_streams
from skerry.tracebacks import describe

from .files import page_blob
from .host import FILES, PageHost, page_sleep
from .urls import install_urls

__all__ = ["ScriptTimeout", "blob", "close", "dispatch", "dump", "frame", "install", "open"]

_page: Any = None
_sessions: dict[int, Session] = {}


class ScriptTimeout(KeyboardInterrupt):
    """Python ran for so long without a pause that the page counted it as endless, and stopped it."""


def install(page: Any) -> None:
    """Connect to the page: its clock for ``time.sleep``, its console for ``print``, its network for ``urllib``, its watchdog for
    endless scripts."""
    global _page
    _page = sys.modules["_skerry_page"] = page  # not to be looked for: that would read archives which have not come yet
    time.sleep = page_sleep
    install_streams(_page.console)
    install_loop_errors(asyncio.get_event_loop(), _page.console)
    install_urls()
    signal.signal(signal.SIGINT, _interrupted)
    collect_seldom()


def open(number: int, config: str) -> str:
    """Load an app and start its session.

    config: JSON with entry, sources (path -> text), hello (the protocol's), and saved (what ``dump`` gave, or null).
    Returns the messages for the page. Where the app cannot be loaded, they end with a fatal error.
    """
    given = json.loads(config)
    host = PageHost(number, lambda: _page.wake(number))
    app = None
    try:
        app = App.load(given["entry"], given["sources"], number=number, files=dict(_files(number)))
        session = _session(app, host, given["saved"])
        _sessions[number] = session
        session.start(given["hello"])
        return _messages(session)
    except BaseException as error:
        message = _fatal(error, given["sources"])
        host.log("error", message["text"])
        close(number)
        if app is not None:
            app.unload()
        return _encoded([*host.messages, message])


def dispatch(number: int, text: str) -> str:
    """Hand messages of the page to a session; returns those for the page. One that could not be opened has none to take them."""
    session = _sessions.get(number)
    if session is None:
        return "[]"
    try:
        for message in protocol.parse(text):
            session.handle(message)
    except (Exception, KeyboardInterrupt) as error:
        session.report(error)
    return _messages(session)


def frame(number: int) -> str:
    """The messages of a session that has something to show by itself."""
    session = _sessions.get(number)
    return "[]" if session is None else _messages(session)


def dump(number: int) -> str:
    """A session's saved state, for ``open``."""
    return redact_json(json.dumps(_sessions[number].dump()))


def blob(name: str) -> Any:
    """What an address in a message stands for (skerry.view.blobs): its MIME type and its bytes, or None."""
    return page_blob(name)


def close(number: int) -> None:
    """End a session and take its app out of the interpreter. Doing it twice is harmless."""
    session = _sessions.pop(number, None)
    if session is not None:
        session.close()
        session.app.unload()
    shutil.rmtree(f"{FILES}/{number}", ignore_errors=True)


def _session(app: App, host: PageHost, saved: str | None) -> Session:
    """A session, with the saved state where the app's state classes still take it."""

    def wake() -> None:
        _page.wake(host.number)

    session = Session(app, host, wake)
    if saved is None:
        return session
    reset: list[str] = []
    try:
        session.load(json.loads(saved), reset)
    except StateError as error:
        host.log(
            "warning", f"The state from before does not fit the app any more, so it starts afresh: {error}"
        )
        return Session(app, host, wake)
    for line in reset:
        host.log("warning", f"Reset, because it does not fit the app any more: {line}")
    return session


def _messages(session: Session) -> str:
    messages: list[Message] = session.patches()
    finish_lines()
    host = session.host
    assert isinstance(host, PageHost)
    logged, host.messages = host.messages, []
    return _encoded([*logged, *messages])


def _encoded(messages: list[Message]) -> str:
    """The text of messages; whatever becomes of a secret in Python, the page is not shown it."""
    return redact_json(protocol.encode(messages))


def _files(number: int) -> Iterator[tuple[str, bytes]]:
    """The app's data files by name; the page has stored them."""
    top = f"{FILES}/{number}"
    for folder, _, names in os.walk(top):
        for name in names:
            path = f"{folder}/{name}"
            with builtins.open(path, "rb") as file:
                yield path[len(top) + 1 :], file.read()


def _fatal(error: BaseException, sources: dict[str, str]) -> Message:
    details = describe(error, lambda name: name.partition("#")[0] in sources)
    return {"t": protocol.ERROR, **details, "handler": "", "fatal": True}


def _interrupted(*_: object) -> None:
    raise ScriptTimeout(
        "Python ran for too long without a pause, and was stopped so that the page can answer again. Let long work pause: "
        "in a generator with `yield`, in an async function with `await asyncio.sleep(0)`. "
        'The limit is an attribute, <py-app run-limit="60">, in seconds; 0 lifts it.'
    )
