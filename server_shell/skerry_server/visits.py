"""The sessions on a server: each is one visit, of a page, of somebody who comes back with a token, or for one call only."""

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
from skerry.net import redact_json
from skerry.protocol import Message
from skerry.session import Session
from skerry.tracebacks import describe
from skerry.view.blobs import taken

from .calls import Call
from .host import ServerHost
from .limits import Limits
from .line import MOST_UNREAD, Line
from .problems import Problem

__all__ = ["Visit", "Visits"]

_log: Final = logging.getLogger("skerry.server")

_FRAME: Final = 0.016
"""Seconds between two patches to a page, which shows no more."""

_FIRST_CALL: Final = 1 << 40
"""Numbers of calls over HTTP; a page counts its own from 1."""

_NO_PAGE: Final = "JavaScript is the page's, and this session was begun over HTTP, without one"


class Visit:
    """One session. Where there is no page before it (``line`` is None), what a page would answer is answered here.

    token: what it is found by; empty where it is not kept. gone: called once when it has ended.
    """

    def __init__(
        self, app: App, host: ServerHost, limits: Limits, token: str, line: Line | None, gone: Callable[[Visit], None]
    ) -> None:
        self.host = host
        self.token = token
        self.line = line
        self.ended = False
        self._folder = app.entry.filename.removesuffix(app.entry.path)
        self._limits = limits
        self._gone = gone
        self._woken = asyncio.Event()
        self._calls: dict[int, Call] = {}
        self._numbers = itertools.count(_FIRST_CALL)
        self._users = 0
        self._ending: asyncio.TimerHandle | None = None
        self._serving: asyncio.Task[None] | None = None
        self.session = Session(app, host, self.wake)

    async def start(self, hello: Message) -> None:
        """Build the first page; its ``on_load`` handlers run, and one that sleeps holds up nobody else."""
        starting = self.host.spawn(self._start(hello))
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(lambda done: done.cancelled() or done.exception())
            self.close()  # which ends a handler that sleeps
            raise
        self._serving = asyncio.create_task(self._serve())
        self.wake()

    async def _start(self, hello: Message) -> None:
        self.session.start(hello)

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
            if not self._users and self.token and not self.ended:
                seconds = self._limits.idle if self.line is None else self._limits.away
                self._ending = asyncio.get_running_loop().call_later(seconds, self.close)

    @contextmanager
    def call(self, name: str, args: Any, *, steps: bool = False) -> Iterator[Call]:
        """Call a function by name. What is not over at the end of the block is cancelled. Raises ``Problem``."""
        if self.ended:
            raise Problem(410, "The session has ended.")
        if len(self._calls) >= self._limits.calls:
            raise Problem(503, f"{self._limits.calls} calls wait in this session already. Try again later.", {"Retry-After": "1"})
        number = next(self._numbers)
        call = self._calls[number] = Call()
        self.handle({"t": protocol.CALL, "id": number, "name": name, "args": args, "steps": steps})
        try:
            yield call
        finally:
            call.close()
            if not call.answered:
                self.handle({"t": protocol.STOP, "id": number})
            del self._calls[number]

    def handle(self, message: Message) -> None:
        """Take a message of the page, or of who stands for it."""
        self.session.handle(message)
        self.wake()

    def wake(self) -> None:
        """There is something to show, or a page to show it to."""
        self._woken.set()

    def close(self) -> None:
        """End the session; its runs are cancelled. Doing it twice is harmless."""
        if self.ended:
            return
        self.ended = True
        if self._ending is not None:
            self._ending.cancel()
        self.session.close()
        self.host.chosen.close()
        self.wake()
        self._gone(self)

    # What the session says

    async def _serve(self) -> None:
        """Take what the session says, until it has ended and said the last."""
        while not self.ended:
            await self._woken.wait()
            self._woken.clear()
            if self.session.closed:  # by what a page has said
                self.close()
            if self.line is not None and not self.line.connected and not self._calls and not self.ended:
                continue  # a step waits until it is shown, and what changes meanwhile is one patch
            try:
                await self._show()
            except Exception:
                _log.exception("A session could not be shown, and was ended")
                self.close()
        for call in list(self._calls.values()):
            if not call.answered:
                await call.put({"t": protocol.ANSWER, "error": "The session has ended meanwhile.", "why": "stopped"})
        if self.line is not None:
            await self.line.close()

    async def _show(self) -> None:
        messages = [self._outward(message) for message in self.session.patches()]
        for message in messages:
            call = self._calls.get(message["id"]) if message["t"] == protocol.ANSWER else None
            if call is not None:
                await call.put(message)
        if self.line is None:
            for message in messages:
                self._stand_in(message)
            return
        rest = [message for message in messages if message["t"] != protocol.ANSWER or message["id"] < _FIRST_CALL]
        if rest:
            await self.line.send(redact_json(protocol.encode(rest)))
            if self.line.frames.unread > MOST_UNREAD:
                raise OverflowError(f"{self.line.frames.unread:,} bytes wait for a page that does not take them")
            await asyncio.sleep(_FRAME)

    def _outward(self, message: Message) -> Message:
        """A message as strangers may read it: without tracebacks and the server's folders, which the log has."""
        if message["t"] == protocol.ERROR:
            return {**message, "message": self._hidden(message["message"]), "traceback": [], "text": ""}
        if message["t"] == protocol.ANSWER and "error" in message:
            return {**message, "error": self._hidden(message["error"])}
        return message

    def _hidden(self, text: str) -> str:
        return text.replace(self._folder, "") if self._folder else text

    # What a page does

    def _stand_in(self, message: Message) -> None:
        """Do with a message what a page would have to."""
        if message["t"] != protocol.PATCH:
            return
        self.handle({"t": protocol.ACK, "p": message["p"]})
        for code, *rest in message["o"]:
            if code == protocol.COMMAND:
                self._obey(*rest)

    def _obey(self, name: str, args: Mapping[str, Any]) -> None:
        """A command to the page; those that are to be answered are."""
        if name == "js":
            self.handle({"t": protocol.RESULT, "id": args["id"], "error": _NO_PAGE})
        elif name == "kept":
            self.handle({"t": protocol.RESULT, "id": args["id"], "value": None})
        elif name == "download":
            taken(args["blob"])  # nobody else will


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

    def __iter__(self) -> Iterator[Visit]:
        return iter(self._all)

    async def begin(self, hello: Message, *, keep: bool, line: Line | None = None) -> Visit:
        """A new session; hello: how the page, or who stands for it, greets. keep: it gets a token, and ends when it was idle for
        long enough.

        Raises ``Problem`` where there are too many already, and where the app has no such page.
        """
        try:
            self._app.match(hello["url"].partition("#")[0].partition("?")[0])
        except AppError as error:
            raise Problem(404, str(error)) from None
        if len(self._all) >= self._limits.sessions:
            raise Problem(503, f"There are {self._limits.sessions} sessions already. Try again later.", {"Retry-After": "5"})
        host = self._host()
        token = host.random_bytes(24).hex() if keep else ""
        visit = Visit(self._app, host, self._limits, token, line, self._forget)
        self._all.add(visit)
        if keep:
            self._kept[token] = visit
        try:
            await visit.start(hello)
        except Exception as error:
            visit.close()
            host.log("error", f"The app could not be started:\n{describe(error, self._app.owns_file)['text']}")
            raise Problem(500, "The app could not be started; the server's log says why.") from None
        except BaseException:
            visit.close()
            raise
        return visit

    def find(self, token: str) -> Visit:
        """Raises ``Problem`` where there is none."""
        found = self._kept.get(token)
        if found is None:
            raise Problem(410, "There is no such session: it was ended, was idle for too long, or the server was started anew.")
        return found

    def first_page(self) -> str:
        """The address that a session begins at which names none."""
        plain = [page.path for page in self._app.pages if not page.route.types]
        return "/" if "/" in plain or not plain else plain[0]

    def close(self) -> None:
        """End all of them."""
        for visit in list(self._all):
            visit.close()

    def _forget(self, visit: Visit) -> None:
        self._all.discard(visit)
        self._kept.pop(visit.token, None)
