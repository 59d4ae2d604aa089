"""The sessions on a server: each is one visit, of somebody who comes back with a token, or for one call only."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from skerry import protocol
from skerry.app import App
from skerry.errors import AppError
from skerry.protocol import Message
from skerry.session import Session
from skerry.tracebacks import describe

from .calls import Call
from .host import ServerHost
from .limits import Limits
from .problems import Problem

__all__ = ["Visit", "Visits"]

_log: Final = logging.getLogger("skerry.server")

_NO_PAGE: Final = "JavaScript is the page's, and this session was begun over HTTP, without one"


class Visit:
    """One session without a page before it: what a page would answer is answered here.

    token: what it is found by; empty where it is not kept. gone: called once when it has ended.
    """

    def __init__(self, app: App, host: ServerHost, limits: Limits, token: str, gone: Callable[[Visit], None]) -> None:
        self.token = token
        self._limits = limits
        self._gone = gone
        self._woken = asyncio.Event()
        self._calls: dict[int, Call] = {}
        self._numbers = itertools.count(1)
        self._users = 0
        self._ending: asyncio.TimerHandle | None = None
        self._serving: asyncio.Task[None] | None = None
        self.session = Session(app, host, self._woken.set)

    async def start(self, url: str) -> None:
        """Show the page at an address to nobody; its ``on_load`` handlers run, and one that sleeps holds up nobody else."""
        starting = self.session.host.spawn(self._start(url))
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(lambda done: done.cancelled() or done.exception())
            self.close()  # which ends a handler that sleeps
            raise
        self._serving = asyncio.create_task(self._serve())
        self._woken.set()

    async def _start(self, url: str) -> None:
        self.session.start({"t": protocol.HELLO, "version": protocol.VERSION, "url": url, "props": {}})

    @contextmanager
    def used(self) -> Iterator[None]:
        """While this lasts, it is not idle."""
        self._users += 1
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
        try:
            yield
        finally:
            self._users -= 1
            if not self._users and self.token and not self.session.closed:
                self._ending = asyncio.get_running_loop().call_later(self._limits.idle, self.close)

    @contextmanager
    def call(self, name: str, args: Any, *, steps: bool = False) -> Iterator[Call]:
        """Call a function by name. What is not over at the end of the block is cancelled. Raises ``Problem``."""
        if self.session.closed:
            raise Problem(410, "The session has ended.")
        if len(self._calls) >= self._limits.calls:
            raise Problem(503, f"{self._limits.calls} calls wait in this session already. Try again later.", {"Retry-After": "1"})
        number = next(self._numbers)
        call = self._calls[number] = Call()
        self._handle({"t": protocol.CALL, "id": number, "name": name, "args": args, "steps": steps})
        try:
            yield call
        finally:
            call.close()
            if not call.answered:
                self._handle({"t": protocol.STOP, "id": number})
            del self._calls[number]

    def close(self) -> None:
        """End the session; its runs are cancelled. Doing it twice is harmless."""
        if self.session.closed:
            return
        if self._ending is not None:
            self._ending.cancel()
        self.session.close()
        self._woken.set()
        self._gone(self)

    # What a page does

    def _handle(self, message: Message) -> None:
        self.session.handle(message)
        self._woken.set()

    async def _serve(self) -> None:
        """Take what the session says, until it has ended and said the last."""
        ended = False
        while not ended:
            await self._woken.wait()
            self._woken.clear()
            ended = self.session.closed
            try:
                messages = self.session.patches()
            except Exception:
                _log.exception("A session could not be shown, and was ended")
                self.close()
                continue
            for message in messages:
                await self._take(message)
        for call in list(self._calls.values()):
            if not call.answered:
                await call.put({"t": protocol.ANSWER, "error": "The session has ended meanwhile.", "why": "stopped"})

    async def _take(self, message: Message) -> None:
        if message["t"] == protocol.ANSWER:
            call = self._calls.get(message["id"])
            if call is not None:
                await call.put(message)
        elif message["t"] == protocol.PATCH:
            self._handle({"t": protocol.ACK, "p": message["p"]})
            for code, *rest in message["o"]:
                if code == protocol.COMMAND:
                    self._obey(*rest)

    def _obey(self, name: str, args: Mapping[str, Any]) -> None:
        """A command to the page; those that are to be answered are."""
        if name == "js":
            self._handle({"t": protocol.RESULT, "id": args["id"], "error": _NO_PAGE})
        elif name == "kept":
            self._handle({"t": protocol.RESULT, "id": args["id"], "value": None})


class Visits:
    """All sessions of one app. host: makes what a session is given."""

    def __init__(self, app: App, limits: Limits, host: Callable[[], ServerHost]) -> None:
        self._app = app
        self._limits = limits
        self._host = host
        self._all: set[Visit] = set()
        self._kept: dict[str, Visit] = {}

    def __len__(self) -> int:
        return len(self._all)

    async def begin(self, url: str, *, keep: bool) -> Visit:
        """A new session at an address of the app. keep: it gets a token, and ends when it was idle for long enough.

        Raises ``Problem`` where there are too many already, and where the app has no such page.
        """
        try:
            self._app.match(url.partition("#")[0].partition("?")[0])
        except AppError as error:
            raise Problem(404, f"{error} ?page=/... says which page a session begins at.") from None
        if len(self._all) >= self._limits.sessions:
            raise Problem(503, f"There are {self._limits.sessions} sessions already. Try again later.", {"Retry-After": "5"})
        host = self._host()
        token = host.random_bytes(24).hex() if keep else ""
        visit = Visit(self._app, host, self._limits, token, self._forget)
        self._all.add(visit)
        if keep:
            self._kept[token] = visit
        try:
            await visit.start(url)
        except Exception as error:
            visit.close()
            host.log("error", f"The app could not be started:\n{describe(error, self._app.owns_file)['text']}")
            raise Problem(500, "The app could not be started; the server's log says why.") from None
        except BaseException:
            visit.close()
            raise
        return visit

    def first_page(self) -> str:
        """The address that a session begins at which names none."""
        plain = [page.path for page in self._app.pages if not page.route.types]
        return "/" if "/" in plain or not plain else plain[0]

    def find(self, token: str) -> Visit | None:
        return self._kept.get(token)

    def close(self) -> None:
        """End all of them."""
        for visit in list(self._all):
            visit.close()

    def _forget(self, visit: Visit) -> None:
        self._all.discard(visit)
        self._kept.pop(visit.token, None)
