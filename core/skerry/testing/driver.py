"""``App``: a session of an app with a model page in front of it and a clock that a test moves."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from .. import protocol
from ..app import App as LoadedApp
from ..errors import nearest
from ..host import CURRENT
from ..ids import MODULE_PREFIX
from ..session import Session
from ..session.place import by_key
from .clock import ManualHost, ManualLoop
from .dom import Document, ModelNode
from .locator import Locator
from .person import Person
from .roles import hidden, labelled_by, name_of, role_of, text_of

__all__ = ["App", "AppFailure"]

T = TypeVar("T")

_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "dist", "build"})
_SETTLING_ROUNDS = 100_000


class AppFailure(AssertionError):
    """The app showed an error to the person; the text is its traceback."""


class App:
    """Drive an app without a browser.

        app = App("app.py")
        app.find("Name").fill("Ada")
        app.find("Greet", role="button").click()
        assert "Hello, Ada" in app.text

    path: the app's entry file; its neighbours can be imported. source: the text of a one-file app instead. url: where
    to start. props: what the host page would pass. files: data files by name. stored: what an earlier App's ``stored``
    held, as the state that a browser has kept. raises: raise ``AppFailure`` as soon as
    the app reports an error; otherwise the reports collect in ``errors``.

    Time stands still until ``advance(seconds)``; whatever is due at once has run when a gesture returns.
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
        raises: bool = True,
    ) -> None:
        entry, sources, root = ("app.py", {"app.py": source}, "") if source is not None else _read(path)
        self._loop = ManualLoop()
        self._host = ManualHost(self._loop, files if files is not None else _Folder(root))
        self._raises = raises
        self._woken = False
        self.document = Document()
        self.errors: list[dict[str, Any]] = []
        self.emitted: list[tuple[str, Any]] = []
        self.title = ""
        self.stored: dict[str, Any] = dict(stored or {})
        self.loaded = LoadedApp.load(entry, sources, files=dict(files or {}), root=root)
        self.loaded.check()
        self.session = Session(self.loaded, self._host, self._wake)
        self._person = Person(self.document, self._deliver, self._loop.call_later)
        try:
            with _Sleeping():
                hello = {"version": protocol.VERSION, "url": url, "props": dict(props or {}), "stored": self.stored}
                self.session.start(hello)
            self._settle()
        except BaseException:
            self.close()
            raise

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

    def state(self, cls: type[T]) -> T:
        """The session's instance of a state class. Name the class by import or by ``app.module("app").Counter``."""
        return self.session.store.of(cls)

    def module(self, name: str | None = None) -> Any:
        """A module of the app; without a name the entry module."""
        return sys.modules[f"{MODULE_PREFIX}{self.loaded.number}.{name or self.loaded.entry.module}"]

    @property
    def logs(self) -> list[tuple[str, str]]:
        """(level, text) of what the session told the developer."""
        return self._host.logs

    # Acting

    def advance(self, seconds: float) -> None:
        """Let time pass: timers, sleeps and debounces that fall due run, and the page is brought up to date."""
        end = self._loop.time() + seconds
        while (step := min(0.016, end - self._loop.time())) > 1e-12:
            with _Sleeping():
                self._loop.advance(step)
            self._settle()

    def send(self, message: protocol.Message) -> None:
        """Give the session a message as a page would, for tests of what no gesture does."""
        self._deliver(message)

    def set_props(self, **props: Any) -> None:
        """The host page changes the element's attributes; all of them are given."""
        self._deliver({"t": protocol.PROPS, "props": props, "s": 0})

    def go(self, url: str) -> None:
        """The person goes to another address of the app: a link, back or forward."""
        self._deliver({"t": protocol.NAVIGATE, "url": url, "s": 0})

    def close(self) -> None:
        """End the session and let go of the app."""
        self.session.close()
        with _Sleeping():
            self._loop.advance()
        self.loaded.unload()
        if not self._loop.is_closed():
            self._loop.close()

    def __enter__(self) -> App:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # For locators

    @property
    def person(self) -> Person:
        return self._person

    def matches(self, wanted: Mapping[str, Any]) -> list[ModelNode]:
        """The visible elements that have all that is wanted, the innermost of nested ones."""
        if "key" in wanted:
            found = by_key(self.session.tree.root, wanted["key"])
            nodes = [self.document.nodes[found.id]] if found is not None else []
        else:
            nodes = [n for n in self.document.root.walk() if n.tag not in ("#text", "#root")]
        nodes = [n for n in nodes if self._is(n, wanted) and not hidden(n)]
        inner = {id(above) for n in nodes for above in _above(n)}
        return [n for n in nodes if id(n) not in inner] if "key" not in wanted else nodes

    def names(self) -> list[str]:
        """What there is to be found, for messages."""
        seen = (name_of(n, self.document) for n in self.document.root.walk() if role_of(n) or n.tag == "input")
        return list(dict.fromkeys(name for name in seen if name))

    def _is(self, node: ModelNode, wanted: Mapping[str, Any]) -> bool:
        return all(_TESTS[what](self, node, value) for what, value in wanted.items() if what != "key")

    def _missing(self, wanted: Mapping[str, Any]) -> str:
        first = str(next(iter(wanted.values())))
        return f"{nearest(first, self.names())} There are: {', '.join(map(repr, self.names())) or 'none'}"

    # Traffic

    def _wake(self) -> None:
        self._woken = True

    def _deliver(self, message: protocol.Message) -> None:
        text = protocol.encode([message])  # what cannot be sent cannot be tested
        with _Sleeping():
            for one in protocol.decode(text):
                self.session.handle(one)
        self._settle()

    def _settle(self) -> None:
        """Run what is due now, and bring the page up to date, until nothing is left to do."""
        for _ in range(_SETTLING_ROUNDS):
            with _Sleeping():
                self._show()
                self._loop.advance(0)
            if not self._woken:
                break
        else:
            raise AppFailure("The app never comes to rest: something changes state again and again without waiting")
        if self._raises and self.errors:
            report = self.errors.pop(0)
            raise AppFailure(f"{report['title']}: {report['message']}\n{report['text']}")

    def _show(self) -> None:
        self._woken = False
        for message in self.session.patches():
            if message["t"] == protocol.PATCH:
                self.document.receive(message)
            elif message["t"] == protocol.SAVE:
                self.stored[message["where"]] = message["data"]
            elif message["t"] == protocol.ERROR:
                self.errors.append(message)
        for name, args in self.document.commands:
            if name == "emit":
                self.emitted.append((args["name"], args["detail"]))
            elif name == "title":
                self.title = args["text"]
        self.document.commands.clear()


_TESTS: dict[str, Callable[[App, ModelNode, Any], bool]] = {
    "name": lambda app, node, value: _called(app, node, value),
    "role": lambda app, node, value: role_of(node) == value,
    "label": lambda app, node, value: _labelled(app, node, value),
    "text": lambda app, node, value: value in text_of(node),
    "tag": lambda app, node, value: node.tag == value,
}


def _called(app: App, node: ModelNode, wanted: str) -> bool:
    return wanted in (name_of(node, app.document), text_of(node))


def _labelled(app: App, node: ModelNode, wanted: str) -> bool:
    if node.tag not in ("input", "select", "textarea", "button", "output", "progress", "fieldset", "table", "dialog"):
        return False
    if "aria-label" in node.attrs or "aria-labelledby" in node.attrs or labelled_by(node, app.document) is not None:
        return name_of(node, app.document) == wanted
    return node.tag == "fieldset" and name_of(node, app.document) == wanted


def _above(node: ModelNode) -> Iterator[ModelNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _read(path: str | os.PathLike[str] | None) -> tuple[str, dict[str, str], str]:
    """The entry's name, and the texts of all modules in its folder."""
    if path is None:
        raise TypeError('App needs a path, as in App("app.py"), or source=')
    entry = Path(path).resolve()
    if not entry.is_file():
        near = nearest(entry.name, [p.name for p in entry.parent.glob("*.py")]) if entry.parent.is_dir() else ""
        raise FileNotFoundError(f"There is no app at {str(path)!r}.{near}")
    sources = {}
    for folder, folders, names in os.walk(entry.parent):
        folders[:] = [f for f in folders if f not in _SKIPPED and not f.startswith(".")]
        for name in names:
            file = Path(folder, name)
            if name.endswith(".py") and (file == entry or not name.startswith("test_")):
                sources[file.relative_to(entry.parent).as_posix()] = file.read_text("utf-8")
    return entry.name, sources, str(entry.parent)


class _Folder(dict[str, bytes]):
    """The data files beside an app, read when asked for."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root

    def __contains__(self, name: object) -> bool:
        return bool(self._root) and Path(self._root, str(name)).is_file()

    def __getitem__(self, name: str) -> bytes:
        return Path(self._root, name).read_bytes()


class _Sleeping:
    """While the app runs, ``time.sleep`` in a handler is the host's."""

    def __enter__(self) -> None:
        import time

        self._real = time.sleep

        def sleep(seconds: Any) -> None:
            sleeper = CURRENT.get()
            (sleeper.sleep if sleeper is not None else self._real)(seconds)

        time.sleep = sleep

    def __exit__(self, *_: object) -> None:
        import time

        time.sleep = self._real
