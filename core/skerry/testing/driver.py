"""``App``: a session of an app with a model page in front of it and a clock that a test moves."""

from __future__ import annotations

import copy
import os
import sys
import weakref
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, TypeVar

from .. import protocol
from ..app import App as LoadedApp
from ..cpython import Folder, read_sources
from ..host import Request
from ..ids import MODULE_PREFIX
from ..session import Session
from ..view.blobs import taken
from .dom import Document
from .locator import Locator
from .roles import text_of
from .stage import AppFailure, Stage

__all__ = ["App", "AppFailure"]

T = TypeVar("T")


class App:
    """Drive an app without a browser.

        app = App("app.py")
        app.find("Name").fill("Ada")
        app.find("Greet", role="button").click()
        assert "Hello, Ada" in app.text

    path: the app's entry file; its neighbours can be imported. source: the text of a one-file app instead. url: where
    to start. props: what the host page would pass. files: data files by name; without it those beside the app. stored:
    what an earlier App's ``stored`` held, as the state that a browser has kept, or ``kept(...)``. responses: what ``sk.fetch`` is
    answered with, by address, such as ``{"https://example.com/a.json": {"a": 1}}``; a value may be a ``Reply``, text, bytes, what
    JSON can carry, an error to raise, or a function of the request; one function instead of the dict answers everything. secrets:
    what ``sk.secret`` gives, by name, None for one that the person refuses; without it, the environment's variables. raises: raise
    ``AppFailure`` as soon as the app reports an error; otherwise the reports collect in ``errors``.

    js: Python functions in place of the JavaScript that the app names, by its text; None stands for undefined. slow: the fast paths
    that are closed, to see whether they change anything but the time (``skerry.view.fast.FAST_PATHS``, or ``all``).

    Time stands still until ``advance(seconds)``; whatever is due at once has run when a gesture returns. The session
    ends when the App is let go of, or with ``close()``; ``with App(...) as app:`` does that too.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        source: str | None = None,
        url: str = "/",
        props: Mapping[str, Any] | None = None,
        files: Mapping[str, bytes] | None = None,
        stored: Mapping[str, Any] | None = None,
        responses: Mapping[str, Any] | Callable[[Request], Any] | None = None,
        secrets: Mapping[str, str | None] | None = None,
        raises: bool = True,
        js: Mapping[str, Callable[..., Any]] | None = None,
        slow: Iterable[str] = (),
    ) -> None:
        entry, sources, root = ("app.py", {"app.py": source}, "") if source is not None else read_sources(path)
        data = dict(files) if files is not None else Folder(root)
        kept = copy.deepcopy(dict(stored or {}))
        hello = {"version": protocol.VERSION, "url": url, "props": dict(props or {}), "slow": list(slow)}
        self.loaded = LoadedApp.load(entry, sources, files=dict(files or {}), root=root)
        self.stage = Stage(self.loaded, data, hello, kept, raises, responses, secrets, js)
        self.close = weakref.finalize(self, self.stage.close)
        """End the session and let go of the app. Doing it twice is harmless."""

    # Looking

    def find(
        self,
        name: str | None = None,
        *,
        role: str | None = None,
        label: str | None = None,
        text: str | None = None,
        key: Any = None,
        tag: str | None = None,
    ) -> Locator:
        """What on the page is called so. Looked up anew at each use, and one must be there then.

        name: the accessible name or the text, as a person would say it. role: as assistive technology says it. label:
        a control by its label. text: an element by the text in it. key: by its ``key=``. tag: by its tag.
        """
        wanted = {"name": name, "role": role, "label": label, "text": text, "key": key, "tag": tag}
        return Locator(self, {k: v for k, v in wanted.items() if v is not None})

    @property
    def text(self) -> str:
        """All visible text of the page, its white space folded."""
        return text_of(self.document.root)

    @property
    def url(self) -> str:
        """The address within the app."""
        return self.session.place.url

    @property
    def title(self) -> str:
        """The document's title, as the app has set it."""
        titles = [args["text"] for name, args in self.commands if name == "title"]
        return titles[-1] if titles else ""

    @property
    def focused(self) -> Locator | None:
        """Where the keyboard goes: what the app or the person focused last."""
        node = self.stage.person.focused
        return None if node is None or node.id not in self.document.nodes else Locator(self, {"node": node})

    @property
    def emitted(self) -> list[tuple[str, Any]]:
        """(name, detail) of what the app told its host page with ``sk.emit``."""
        return [(args["name"], args["detail"]) for name, args in self.commands if name == "emit"]

    @property
    def toasts(self) -> list[str]:
        """The texts of all short messages so far."""
        return [args["text"] for name, args in self.commands if name == "toast"]

    @property
    def downloads(self) -> list[tuple[str, bytes]]:
        """(name, bytes) of the files that the app has given the person to save."""
        found = []
        for name, args in self.commands:
            if name == "download":
                if "data" not in args:
                    lent = taken(args["blob"])
                    assert lent is not None, args
                    args["data"] = lent[0]
                found.append((args["name"], args["data"]))
        return found

    @property
    def commands(self) -> list[tuple[str, dict[str, Any]]]:
        """(name, arguments) of everything that the app told the page to do, as docs/protocol.md lists them."""
        return self.stage.commands

    @property
    def requests(self) -> list[Request]:
        """What the app has asked of the network so far: each has ``method``, ``url``, ``headers`` and ``body``."""
        return self.stage.host.network.requests

    @property
    def logs(self) -> list[tuple[str, str]]:
        """(level, text) of what the session told the developer."""
        return self.stage.host.logs

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The error messages that were shown, with ``raises=False``."""
        return self.stage.errors

    @property
    def stored(self) -> dict[str, Any]:
        """What a browser would have kept of the state if the page were closed now, for ``App(stored=...)``: by place
        (``"browser"``, ``"tab"``) and class (``"app:Notes"``), the records, with ``version`` and ``text``."""
        if not self.stage.closed:
            self.stage.deliver({"t": protocol.HIDE})
        return copy.deepcopy(self.stage.cupboard.stored)

    @property
    def document(self) -> Document:
        """The model page."""
        return self.stage.document

    @property
    def session(self) -> Session:
        return self.stage.session

    def state(self, cls: type[T]) -> T:
        """The session's instance of a state class. Name the class by import or by ``app.module("app").Counter``."""
        return self.session.store.of(cls)

    def module(self, name: str | None = None) -> Any:
        """A module of the app; without a name the entry module."""
        return sys.modules[f"{MODULE_PREFIX}{self.loaded.number}.{name or self.loaded.entry.module}"]

    # Acting

    def advance(self, seconds: float) -> None:
        """Let time pass: timers, sleeps and debounces that fall due run, and the page is brought up to date."""
        self.stage.advance(seconds)

    def press(self, key: str) -> None:
        """Press a key combination such as "Enter" or "Ctrl+K" where the focus is; without one, only shortcuts hear it."""
        node = self.stage.person.focused
        if node is None or node.id not in self.document.nodes:
            self.stage.person.press_anywhere(key)
        else:
            self.stage.person.press(node, key)
        self.stage.settle()

    def happens(self, event: str, **payload: Any) -> None:
        """Something happens to the window: ``app.happens("resize", width=320, height=640)``. See ``sk.window``."""
        self.stage.person.outside(event, payload)
        self.stage.settle()

    def call(self, name: str, *args: Any) -> Any:
        """Call a function of the app's by name, as the page around it does. Raises ``AppFailure`` with what it has raised."""
        number = len(self.stage.answers) + 1
        self.stage.deliver({"t": protocol.CALL, "id": number, "name": name, "args": list(args)})
        answer = self.stage.answers.get(number)
        if answer is None:
            raise AppFailure(f"{name} has not answered yet; let time pass with advance()")
        if answer.get("error") is not None:
            raise AppFailure(answer["error"])
        return answer.get("value")

    def send(self, message: protocol.Message) -> None:
        """Give the session a message as a page would, for tests of what no gesture does."""
        self.stage.deliver(message)

    def set_props(self, **props: Any) -> None:
        """The host page changes the element's attributes; all of them are given."""
        self.send({"t": protocol.PROPS, "props": props, "s": 0})

    def go(self, url: str) -> None:
        """The person goes to another address of the app: a link, back or forward."""
        self.send({"t": protocol.NAVIGATE, "url": url, "s": 0})

    def __enter__(self) -> App:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
