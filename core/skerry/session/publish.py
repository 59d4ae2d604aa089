"""``publish``: callbacks run one after another, each as a handler of its own."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any

from ..bus import Subscription
from ..errors import RenderError
from ..events import CustomEvent
from ..handlers import describe
from ..scheduler import Run
from ..view import building
from .context import current_session
from .values import written

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Published", "publish", "run_callbacks"]

Runs = Iterator[Run]


class Published:
    """The callbacks of one ``publish``: awaiting it waits for those that take time, and gives ``results``.

    results: what each callback has returned, or yielded last, in their order; None for one that has not ended, or has raised.
    """

    def __init__(self, count: int) -> None:
        self.results: list[Any] = [None] * count
        self._rest: asyncio.Task[None] | None = None

    @property
    def done(self) -> bool:
        """Whether all callbacks have ended."""
        return self._rest is None or self._rest.done()

    def __await__(self) -> Generator[Any, None, list[Any]]:
        if self._rest is not None:
            yield from asyncio.shield(self._rest).__await__()
        return self.results


def publish(name: str, /, *args: Any, **kwargs: Any) -> Published:
    """Call everything that is subscribed to a name, in order, with these arguments. That there is nothing is fine.

    A callback that takes time (a coroutine, a generator) holds up those behind it, not the one who publishes: to wait for
    all, and have what they return, ``results = await sk.publish(...)``. One that raises is reported, what it has changed is undone,
    and the others are called. Raises ``HandlerError`` outside a running app, ``RenderError`` while a page is built.
    """
    session = current_session("sk.publish()")
    if building():
        raise RenderError(
            f"sk.publish({name!r}) calls functions that change state, and a page only shows it. "
            "Publish in a handler, such as the page's on_load="
        )
    found = session.app.bus.take(name, session)
    made = Published(len(found))
    runs = (_run(session, name, one, (args, kwargs), functools.partial(made.results.__setitem__, n)) for n, one in enumerate(found))
    task = _call_until_one_waits(session, runs)
    if task is not None:
        made._rest = session.host.spawn(_go_on(session, task, runs))
    return made


run_callbacks = publish


def _call_until_one_waits(session: Session, runs: Runs) -> asyncio.Task[None] | None:
    for run in runs:
        task = session.scheduler.call(run)
        if task is not None:
            return task
    return None


async def _go_on(session: Session, task: asyncio.Task[None] | None, runs: Runs) -> None:
    while task is not None:
        await asyncio.wait([task])
        task = _call_until_one_waits(session, runs)


def _run(session: Session, published: str, one: Subscription, given: tuple[Any, Any], keep: Callable[[Any], None]) -> Run:
    def call() -> Any:
        event = CustomEvent(type=one.pattern, target=published)
        return written(session.runs.call_with(one.callback, event, given, f"what was published as {published!r}"), keep)

    name = getattr(one.callback, "__qualname__", describe(one.callback))
    return Run(name, ("bus", one.number), "multiple", call, handler=one.callback)
