"""What people see of handlers that take time: which element is busy, how far its work is, where it waits in line, what failed.

Nothing is said of a run that ends within 100 ms. The element that the event happened on is marked; with ``show_progress="full"``,
or once the handler reports its progress, a line of its own says more.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import HandlerError
from ..protocol import COMMAND, Op
from ..scheduler import Run, current_run
from ..state import RUN, Store
from .context import current_session

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Done", "Feedback", "progress_of", "report_progress", "say", "share"]

_PATIENCE: Final = 0.1
_PACE: Final = 0.05
_LOUD: Final = frozenset("click dblclick contextmenu submit change drop paste keydown".split())


class Done(NamedTuple):
    """How far a handler is: ``value`` from 0 to 1, or None where that cannot be told; ``text`` says what it does."""

    value: float | None
    text: str


class Feedback:
    """What one session's page is told of its runs."""

    def __init__(self, session: Session, store: Store) -> None:
        self._session = session
        self._since: dict[Run, float] = {}
        self._lines: dict[Run, int] = {}
        self._said: dict[Run, tuple[Any, ...]] = {}
        self._busy: dict[int, set[Run]] = {}
        self._failed: set[int] = set()
        self._ops: list[Op] = []
        self._count = 0
        self._task: asyncio.Task[None] | None = None
        self._queue_changed = False
        self.done: dict[str, Done] = store.attach({}, "progress")

    # What becomes of a run

    def began(self, run: Run) -> None:
        """The run goes on after the call that started it, or waits in line."""
        if run.show != "hidden" and run not in self._since and not run.over and not self._session.closed:
            self._since[run] = self._session.host.now()
            if self._task is None:
                self._task = self._session.host.spawn(self._watch())

    def ended(self, run: Run) -> None:
        """The run is over, or will not start."""
        if run.handler is not None and self.done:
            self._forget(self._session.bindings.id_of(run.handler))
        if self._since.pop(run, None) is None:
            return
        line = self._lines.pop(run, None)
        self._said.pop(run, None)
        if line is not None:
            self._say({"id": line, "done": True})
        runs = self._busy.get(run.node)
        if runs is not None:
            runs.discard(run)
            if not runs:
                del self._busy[run.node]
                if run.node not in self._failed:
                    self._mark(run.node, "")

    def failed(self, run: Run) -> None:
        """The run has raised, and nothing takes that up: its element says so until something happens there again."""
        tree = self._session.tree
        if tree.current(run.node) is not None:
            self._failed = {node for node in self._failed if tree.current(node) is not None} | {run.node}
            self._mark(run.node, "failed")

    def tried(self, node: int) -> None:
        """Something happens on an element again: what has failed there is past."""
        if node in self._failed:
            self._failed.discard(node)
            self._mark(node, "busy" if node in self._busy else "")

    def queue_changed(self) -> None:
        self._queue_changed = True

    def report(self, run: Run, done: Done) -> None:
        """The run says how far it is. Nobody sees that of a plain function, which is over before the page has its turn."""
        if run.over or run.task is None:
            return
        if run.handler is not None:
            self._write(self._session.bindings.id_of(run.handler), done)
        if run.show != "hidden":
            self.began(run)
            if run not in self._lines:
                self._count += 1
                self._lines[run] = self._count
            if run in self._said:
                self._show_line(run, done)
            else:
                self._said[run] = (done,)

    def commands(self) -> list[Op]:
        """What to tell the page now."""
        if self._queue_changed:
            self._queue_changed = False
            for run, position in self._session.scheduler.positions() if self._lines else ():
                if run.show == "full" and run in self._lines:
                    self._say({"id": self._lines[run], "text": run.name, "position": position})
        ops, self._ops = self._ops, []
        return ops

    def close(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # Patience

    async def _watch(self) -> None:
        """Show what has lasted for long enough, until there is nothing that could."""
        try:
            while True:
                now = self._session.host.now()
                young = [since + _PATIENCE - now for run, since in self._since.items() if not self._is_shown(run)]
                if not young:
                    return
                wait = min(young)
                if wait > 1e-9:
                    await asyncio.sleep(wait)
                    continue
                for run, since in list(self._since.items()):
                    if not self._is_shown(run) and since + _PATIENCE <= now + 1e-9:
                        self._show(run)
        finally:
            self._task = None

    def _is_shown(self, run: Run) -> bool:
        return run in self._busy.get(run.node, ()) if run.node else run in self._said and run not in self._lines

    def _show(self, run: Run) -> None:
        runs = self._busy.setdefault(run.node, set())
        if not runs:
            self._mark(run.node, "busy")
        runs.add(run)
        if run.show == "full" and run not in self._lines:
            self._count += 1
            self._lines[run] = self._count
        done = self._said.get(run, (Done(None, ""),))[0]
        if run in self._lines:
            self._show_line(run, done)

    def _show_line(self, run: Run, done: Done) -> None:
        self._said[run] = (done,)
        if run in self._busy.get(run.node, ()):
            self._say({"id": self._lines[run], "value": done.value, "text": done.text or _title(run.name)})

    def _mark(self, node: int, state: str) -> None:
        if self._session.tree.current(node) is not None:
            self._ops.append([COMMAND, "busy", {"n": node, "state": state}])
            self._session.show()

    def _say(self, args: dict[str, Any]) -> None:
        self._ops = [op for op in self._ops if op[1] != "status" or op[2]["id"] != args["id"]]
        self._ops.append([COMMAND, "status", args])
        self._session.show()

    # What pages read

    def _write(self, name: str, done: Done) -> None:
        token = RUN.set(None)
        try:
            self.done[name] = done
        finally:
            RUN.reset(token)

    def _forget(self, name: str) -> None:
        token = RUN.set(None)
        try:
            self.done.pop(name, None)
        finally:
            RUN.reset(token)


def default_show(event: str) -> str:
    """What is shown of runs for events of this name where nobody has said: quiet for those that come all the time."""
    return "minimal" if event in _LOUD else "hidden"


def report_progress(what: Any, text: str = "", total: float | None = None) -> Any:
    """In a handler: how far it is, from 0 to 1; or what to go through, which is then reported as it is gone through.

    Raises ``HandlerError`` outside a handler, and for a number that is not from 0 to 1.
    """
    session = current_session("sk.progress()")
    run = current_run()
    if run is None:
        raise HandlerError("sk.progress() says how far a handler is: call it in one, or while a page is built to show a bar")
    if isinstance(what, AsyncIterable):
        return _through_async(session, run, what, text, total)
    if isinstance(what, Iterable):
        return _through(session, run, what, text, total)
    if what is not None and (
        isinstance(what, bool) or not isinstance(what, (int, float)) or not 0 <= what <= 1 or math.isnan(what)
    ):
        raise HandlerError(
            f"sk.progress({what!r:.80}): how much is done is a number from 0 to 1, or None, or something to go through. "
            "For parts of a whole: done / total"
        )
    say(session, run, Done(None if what is None else float(what), str(text)))
    return None


def progress_of(handler: Any) -> Done | None:
    """How far a handler is, ``value`` and ``text``, as it has said with ``sk.progress``; None while it does not run.

    A page that asks follows it.
    """
    from ..handlers import as_listener

    session = current_session("sk.progress_of()")
    return session.feedback.done.get(session.bindings.id_of(as_listener(handler).handler))


def say(session: Session, run: Run, done: Done) -> None:
    """The run says how far it is; the page is let show it."""
    session.feedback.report(run, done)
    session.breathe(run)


def _through(session: Session, run: Run, items: Iterable[Any], text: str, total: float | None) -> Iterator[Any]:
    whole = _whole(items, total)
    said = float("-inf")
    for number, item in enumerate(items):
        now = session.host.now()
        if now - said >= _PACE:
            said = now
            say(session, run, Done(share(number, whole), text))
        yield item
    say(session, run, Done(1.0, text))


async def _through_async(
    session: Session, run: Run, items: AsyncIterable[Any], text: str, total: float | None
) -> AsyncIterator[Any]:
    whole = _whole(items, total)
    number = 0
    async for item in items:
        session.feedback.report(run, Done(share(number, whole), text))
        number += 1
        yield item
    session.feedback.report(run, Done(1.0, text))


def share(done: float, whole: float | None) -> float | None:
    """How much of the whole is done, from 0 to 1; None where the whole is not known."""
    return min(1.0, max(0.0, done / whole)) if whole else None


def _title(name: str) -> str:
    """A handler's name in words: ``load_rows`` is ``Load rows``."""
    words = name.rpartition(".")[2].strip("_<>").replace("_", " ")
    return words[:1].upper() + words[1:]


def _whole(items: Any, total: float | None) -> float | None:
    return total if total is not None else len(items) if hasattr(items, "__len__") else None
