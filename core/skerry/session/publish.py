"""``publish``: callbacks run one after another, each as a handler of its own."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

from ..bus import Subscription
from ..errors import HandlerError
from ..events import CustomEvent
from ..handlers import describe
from ..scheduler import Run
from .context import current_session

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Published", "publish", "run_callbacks"]


class Published:
    """The callbacks of one ``publish``: awaiting it waits for those that take time."""

    def __init__(self, rest: asyncio.Task[None] | None) -> None:
        self._rest = rest

    @property
    def done(self) -> bool:
        """Whether all callbacks have ended."""
        return self._rest is None or self._rest.done()

    def __await__(self) -> Generator[Any, None, None]:
        if self._rest is not None:
            yield from asyncio.shield(self._rest).__await__()


def publish(name: str, /, *args: Any, **kwargs: Any) -> Published:
    """Call everything that is subscribed to a name, in order, with these arguments. That there is nothing is fine.

    A callback that takes time (a coroutine, a generator) holds up those behind it, not the one who publishes: to wait for
    all, ``await sk.publish(...)``. One that raises is reported, what it has changed is undone, and the others are called.
    """
    session = current_session("sk.publish()")
    waiting = iter(session.app.bus.take(name))
    task = _call_until_one_waits(session, name, waiting, args, kwargs)
    if task is None:
        return Published(None)
    return Published(session.host.spawn(_go_on(session, name, task, waiting, args, kwargs)))


run_callbacks = publish


def _call_until_one_waits(
    session: Session, name: str, waiting: Iterator[Subscription], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> asyncio.Task[None] | None:
    for one in waiting:
        task = session.scheduler.call(_run(session, name, one, args, kwargs))
        if task is not None:
            return task
    return None


async def _go_on(
    session: Session,
    name: str,
    task: asyncio.Task[None] | None,
    waiting: Iterator[Subscription],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> None:
    while task is not None:
        await asyncio.wait([task])
        task = _call_until_one_waits(session, name, waiting, args, kwargs)


def _run(session: Session, published: str, one: Subscription, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Run:
    name = describe(one.callback)

    def call() -> Any:
        try:
            inspect.signature(one.callback).bind_partial(*args, **kwargs)
        except TypeError as error:
            raise HandlerError(f"{name} cannot take what was published as {one.pattern!r}: {error}") from None
        return session.runs.call(functools.partial(one.callback, *args, **kwargs), CustomEvent(type=one.pattern, target=published))

    return Run(getattr(one.callback, "__qualname__", name), ("bus", one.number), "multiple", call, handler=one.callback)
