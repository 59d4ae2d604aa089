"""Where a test's app plays: the session, a model page in front of it, a person, and a clock that stands still.

Nothing here knows the ``App`` that a test holds, so that the stage can be cleared as soon as the test lets go of it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from .. import protocol
from ..app import App
from ..cpython import app_sleep
from ..net import redact_json
from ..session import Session
from ..session.place import by_key
from .clock import ManualHost, ManualLoop
from .cupboard import Cupboard
from .dom import Document, ModelNode
from .matching import match
from .person import Person

__all__ = ["AppFailure", "Stage"]

FRAME: Final = 0.016
"""Seconds between two pictures of the page."""

_SETTLING_ROUNDS: Final = 100_000


class AppFailure(AssertionError):
    """The app showed an error to the person; the text is its traceback."""


class Stage:
    """A loaded app, its session and its page. raises: raise ``AppFailure`` as soon as the app reports an error."""

    def __init__(
        self,
        app: App,
        files: Mapping[str, bytes],
        hello: protocol.Message,
        stored: dict[str, Any],
        raises: bool,
        responses: Any = None,
        secrets: Mapping[str, str | None] | None = None,
        js: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        self.app = app
        self.loop = ManualLoop(self._is_awaited)
        self.host = ManualHost(self.loop, files, responses, secrets)
        self.raises = raises
        self.woken = False
        self.closed = False
        self.cupboard = Cupboard(stored)
        self.document = Document()
        self.errors: list[dict[str, Any]] = []
        self.answers: dict[int, dict[str, Any]] = {}
        self.js = dict(js or {})
        self.commands: list[tuple[str, dict[str, Any]]] = []
        self.session = Session(app, self.host, self._wake)
        self.person = Person(self.document, self.deliver, self.loop.call_later)
        try:
            with Sleeping(), self.loop.entered():
                self.session.start({**hello, "stored": self.cupboard.hello()})
            self.settle()
        except BaseException:
            self.close()
            raise

    def advance(self, seconds: float) -> None:
        """Let time pass, a frame at a time; a step that waits to be shown is shown at the moment it comes."""
        end = self.loop.time() + seconds
        while (left := end - self.loop.time()) > 1e-12:
            until = end if left < FRAME else self.loop.time() + FRAME
            with Sleeping():
                self.loop.advance(until - self.loop.time())
            self.settle()

    def deliver(self, message: protocol.Message) -> None:
        """Give the session a message of the page."""
        text = protocol.encode([message])  # what cannot be sent cannot be tested
        with Sleeping(), self.loop.entered():
            for one in protocol.decode(text):
                self.session.handle(one)
        if self.loop.is_running():
            self.woken = True  # a timer of the page's; whoever lets time pass brings the page up to date
        else:
            self.settle()

    def settle(self) -> None:
        """Run what is due now, and bring the page up to date, until nothing is left to do."""
        for _ in range(_SETTLING_ROUNDS):
            with Sleeping():
                self._show()
                self.loop.advance(0)
            if not self.woken and not self._is_awaited():
                break
        else:
            raise AppFailure("The app never comes to rest: something changes state again and again without waiting")
        if self.raises and self.errors:
            report = self.errors.pop(0)
            raise AppFailure(f"{report['title']}: {report['message']}\n{report['text']}")

    def matches(self, wanted: Mapping[str, Any], top: ModelNode | None = None) -> list[ModelNode]:
        """The visible elements inside ``top`` (the page) that have all that is wanted."""
        nodes = (top or self.document.root).walk()
        if "key" not in wanted:
            return match(nodes, wanted, self.document)
        found = by_key(self.session.tree.root, wanted["key"])
        inside = [n for n in nodes if found is not None and n.id == found.id]
        return match(iter(inside), {k: v for k, v in wanted.items() if k != "key"}, self.document)

    def close(self) -> None:
        """End the session and let go of the app. Doing it twice is harmless."""
        if self.closed:
            return
        self.closed = True
        self.session.close()
        with Sleeping():
            self.loop.advance()
        self.app.unload()
        self.loop.close()

    def _answer_js(self, args: dict[str, Any]) -> None:
        """Do what the page does with a function of JavaScript's: call what the test has put in its place."""
        stand_in = self.js.get(args["code"])
        if stand_in is None:
            error = f"the test says nothing of {args['code']!r}: App(js=...)"
            self.session.handle({"t": protocol.RESULT, "id": args["id"], "error": error})
            return
        try:
            value = stand_in(*args["args"])
            answer = {} if value is None else {"value": value}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        self.session.handle({"t": protocol.RESULT, "id": args["id"], **answer})

    def _wake(self) -> None:
        self.woken = True

    def _is_awaited(self) -> bool:
        """Whether a handler's step waits until the page has shown it."""
        return self.session._shown is not None

    def _show(self) -> None:
        self.woken = False
        with self.loop.entered():
            messages = self.session.patches()
        text = protocol.encode(messages)  # what could not be sent is no page
        if (hidden := redact_json(text)) is not text:
            messages = json.loads(hidden)
        for message in messages:
            self.cupboard.take(message, self.loop.time() * 1000)
            if message["t"] == protocol.PATCH:
                self.document.receive(message)
            elif message["t"] == protocol.ANSWER:
                self.answers[message["id"]] = message
            elif message["t"] == protocol.ERROR:
                self.errors.append(message)
        for name, args in self.document.commands:
            self.commands.append((name, args))
            if name == "clear":
                for node in self.document.root.walk():
                    if node.attrs.get("id") == args["id"]:
                        node.props["value"] = ""
            if name == "empty":
                self.person.empty(args["n"])
            if name == "js":
                self.loop.call_soon(self._answer_js, args)
            if name == "kept":
                answer = {"t": protocol.RESULT, "id": args["id"], "value": self.cupboard.text(args)}
                self.loop.call_soon(self.session.handle, answer)
            if name == "focus":
                self.person.focused = self.document.nodes.get(args["n"])
        self.document.commands.clear()


class Sleeping:
    """While the app runs, ``time.sleep`` in a handler is the host's."""

    def __enter__(self) -> None:
        self._real = time.sleep
        time.sleep = app_sleep

    def __exit__(self, *_: object) -> None:
        time.sleep = self._real
