"""Driving what a handler returned: a generator, an awaitable, an async generator, or nothing to drive."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from typing import Any, Final

from ..errors import HandlerError

__all__ = ["Watched", "drive", "needs_driving"]

_MOST_IN_A_ROW: Final = 100

Step = Callable[[], Awaitable[None] | None]


def needs_driving(result: Any) -> bool:
    """True for what runs on after the handler's call has returned."""
    if result is None:
        return False
    return inspect.isgenerator(result) or inspect.isawaitable(result) or inspect.isasyncgen(result)


async def drive(result: Any, on_step: Step, on_suspend: Callable[[], None], on_resume: Callable[[], None]) -> None:
    """Run ``result`` to its end.

    on_step is called after each ``yield`` and may return something to await; on_suspend and on_resume around each
    ``await`` that really suspends. A handler's own generator is closed when this is cancelled, so its ``finally``
    runs.
    """
    for _ in range(_MOST_IN_A_ROW):
        if inspect.isgenerator(result) and not inspect.isawaitable(result):  # both: a coroutine of ``types.coroutine``
            await _generator(result, on_step)
            return
        if inspect.isasyncgen(result):
            await _async_generator(result, on_step, on_suspend, on_resume)
            return
        result = await Watched(result, on_suspend, on_resume)
        if not needs_driving(result):
            return
    if inspect.iscoroutine(result):
        result.close()
    raise HandlerError(f"What it returned was awaited {_MOST_IN_A_ROW} times in a row, and each time gave something else to await")


async def _generator(steps: Generator[Any, Any, Any], on_step: Step) -> None:
    try:
        for _ in steps:
            shown = on_step()
            if shown is not None:
                await asyncio.shield(shown)  # several may wait for the same, and one that is cancelled leaves it to them
    finally:
        steps.close()


async def _async_generator(
    steps: AsyncGenerator[Any, Any], on_step: Step, on_suspend: Callable[[], None], on_resume: Callable[[], None]
) -> None:
    try:
        while True:
            try:
                await Watched(steps.__anext__(), on_suspend, on_resume)
            except StopAsyncIteration:
                return
            shown = on_step()
            if shown is not None:
                await asyncio.shield(shown)
    finally:
        await steps.aclose()


class Watched:
    """An awaitable that tells when it really suspends and when it goes on."""

    __slots__ = ("_inner", "_on_resume", "_on_suspend")

    def __init__(self, inner: Awaitable[Any], on_suspend: Callable[[], None], on_resume: Callable[[], None]) -> None:
        self._inner = inner
        self._on_suspend = on_suspend
        self._on_resume = on_resume

    def __await__(self) -> Generator[Any, Any, Any]:
        iterator = self._inner if inspect.isgenerator(self._inner) else self._inner.__await__()
        if not hasattr(iterator, "__next__"):
            raise TypeError(f"{type(self._inner).__name__}.__await__() must give an iterator, and gave {iterator!r:.60}")
        advance: Callable[[], Any] = iterator.__next__
        while True:
            try:
                waiting = advance()
            except StopIteration as end:
                return end.value
            self._on_suspend()
            try:
                value = yield waiting
            except BaseException as error:
                self._on_resume()
                advance = _thrower(iterator, error)
            else:
                self._on_resume()
                advance = _sender(iterator, value)


def _sender(iterator: Any, value: Any) -> Callable[[], Any]:
    if value is None:
        return iterator.__next__  # type: ignore[no-any-return]
    return lambda: iterator.send(value)


def _thrower(iterator: Any, error: BaseException) -> Callable[[], Any]:
    if hasattr(iterator, "throw"):
        return lambda: iterator.throw(error)

    def raise_it() -> Any:
        raise error

    return raise_it
