"""An app: what a person's modules define, and how it is loaded from their source texts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from ..bus import Bus
from ..errors import AppError
from ..events import Event, class_for
from ..handlers import NAMES, Plan, Plans, Registry, as_listeners, elementless
from .config import Config
from .current import LIVE
from .imports import app_builtins
from .loader import load_entry, unload_app
from .pages import Match, Page, Pages
from .sources import Sources
from .states import states_of

__all__ = ["App"]

_NUMBERS: Final = itertools.count(1)


class App:
    """A loaded app. Made by ``App.load``.

    number: tells it apart from the others in this interpreter. name: its entry file's name without the
    ending. sources: its modules' texts. files: its data files. pages, handlers, bus, states, styles, apis, config:
    what its modules define.
    """

    def __init__(self, number: int, entry: str, sources: Sources, files: Mapping[str, bytes]) -> None:
        self.number = number
        self.sources = sources
        self.files = dict(files)
        self.entry = sources.entry(entry)
        self.name = self.entry.module.rpartition(".")[2]
        self.config: Config = self.entry.config
        self.pages = Pages()
        self.handlers = Registry()
        self.bus = Bus()
        self.styles: list[str] = []
        self.apis: dict[str, tuple[Callable[..., Any], str]] = {}
        self.builtins = app_builtins(number, sources)
        self.last_states: tuple[type, ...] = ()  # once it is unloaded or replaced
        self._plans = Plans()

    @classmethod
    def load(
        cls,
        entry: str = "app.py",
        sources: Mapping[str, str] | None = None,
        *,
        number: int | None = None,
        files: Mapping[str, bytes] | None = None,
        root: str = "",
    ) -> App:
        """Load an app from its source texts and run its entry module.

        sources: text by path relative to the app's folder (``"app.py"``, ``"pkg/util.py"``); what does not
        end in ``.py`` is left alone, but for what a build has compiled (``skerry.app.compiled``). number: the
        app's place in this interpreter; an app that is there already is replaced, or stays if the new one
        cannot be loaded. files: its data files. root: where the sources stand on disk, for tools that want
        real file names in tracebacks.

        Raises ``AppError`` for what is wrong with the app as a whole, ``HandlerError`` for a page or
        ``on_load`` handler that asks for what cannot be injected, and whatever its modules raise,
        ``SyntaxError`` included.
        """
        number = next(n for n in _NUMBERS if n not in LIVE) if number is None else number
        taken = {file.filename for n, app in LIVE.items() if n != number for file in app.sources}
        made = cls(number, entry, Sources(sources or {}, number, root, taken), files or {})
        load_entry(made)
        return made

    def unload(self) -> None:
        """Remove the app's modules, sources and state classes from the interpreter. Doing it twice is
        harmless."""
        if LIVE.get(self.number) is self:
            unload_app(self)

    @property
    def states(self) -> tuple[type, ...]:
        """The state classes that the app's modules define, in the order of their definition."""
        return self.last_states if LIVE.get(self.number) is not self else states_of(self.number)

    def match(self, path: str) -> Match:
        """The page that answers a path, and its parameters. Raises ``PageNotFound`` where there is none."""
        return self.pages.match(path)

    def plan(self, handler: Callable[..., Any], event: type[Event]) -> Plan:
        """What a handler is called with for events of this class; worked out once for each piece of
        source."""
        states = self.states
        if states != self._plans.states:
            self._plans = Plans(states)
        return self._plans.plan(handler, event)

    def owns_file(self, filename: str) -> bool:
        """Whether a code object's file is one of the app's."""
        return any(file.filename == filename for file in self.sources)

    def add_page(self, new: Page) -> None:
        """What ``@sk.page`` does. A page function is no handler by name."""
        self.pages.add(new)
        self.handlers.hide(new.fn)

    def check(self) -> None:
        """Raises ``AppError`` or ``HandlerError`` for what cannot work, before a person sees a page."""
        if not len(self.pages):
            raise AppError(
                f'{self.entry.path} defines no page. Put @sk.page("/") above the function that builds it'
                f"{_candidate(self.handlers)}"
            )
        self.handlers.check()
        token = NAMES.set(self.handlers)
        try:
            for page in self.pages:
                self._check(page)
        finally:
            NAMES.reset(token)

    def _check(self, page: Page) -> None:
        page.plan(self.states)
        for handler, event in ((page.on_load, "load"), (page.on_props, "props")):
            for listener in as_listeners(handler) if handler is not None else ():
                elementless(listener, f"on_{event} of the page {page.path}")
                for one in listener.chained():
                    if one.js is None:  # what JavaScript gives is known when it has run
                        self.plan(one.bound(), class_for(event))


def _candidate(names: Iterable[str]) -> str:
    """The function that is meant as the page, where there is a likely one."""
    likely = [name for name in ("main", "home", "index", "app", "page", "view", "root") if name in set(names)]
    return f", which may be {likely[0]}()" if likely else ""
