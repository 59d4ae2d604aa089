"""Coroutines whose sync code can be left in the middle: each step runs on a stack of its own (a greenlet).

    task            on_own_stack(coro) ---- waits for the future --------------> goes on
    its stack             coro's handler: time.sleep(1) -> switch_out(future) |  -> returns from time.sleep

While a stack is left, the loop goes on, and so does every other task.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Generator
from typing import Any, cast

from greenlet import getcurrent, greenlet

__all__ = ["can_switch", "on_own_stack", "switch_out"]


class _Stack(greenlet):
    """The stack of one step of a task."""


def can_switch() -> bool:
    """Whether the code that runs now is on a stack that can be left."""
    return isinstance(getcurrent(), _Stack)


def switch_out(future: asyncio.Future[None]) -> None:
    """Leave the stack until a future is done; raises what that raises. To be called where ``can_switch()``."""
    stack = getcurrent()
    assert isinstance(stack, _Stack) and stack.parent is not None
    stack.parent.switch(future)


async def on_own_stack(coro: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine as a task does; sync code inside it may ``switch_out``."""
    await _Stacked(coro)


class _Stacked:
    """A coroutine whose every step runs on a stack of its own, all of them in one context."""

    def __init__(self, coro: Coroutine[Any, Any, None]) -> None:
        self._coro = coro
        self._context = contextvars.copy_context()

    def __await__(self) -> Generator[Any, Any, None]:
        step: Callable[[], Any] = lambda: self._coro.send(None)
        while True:
            ended, outcome = yield from self._run(step)
            if ended:
                if isinstance(outcome, StopIteration):
                    return
                raise outcome
            try:
                value = yield outcome
            except GeneratorExit:
                self._coro.close()
                raise
            except BaseException as error:
                step = _thrower(self._coro, error)
            else:
                step = _sender(self._coro, value)

    def _run(self, step: Callable[[], Any]) -> Generator[Any, Any, tuple[bool, Any]]:
        """One step: (False, what to wait for) or (True, how the coroutine ended). While it sleeps, the loop goes on."""
        stack = _Stack(_outcome)
        stack.gr_context = self._context
        result = stack.switch(step)
        while not stack.dead:
            try:
                yield from result
            except BaseException as error:
                result = stack.throw(error)
            else:
                result = stack.switch()
        return cast("tuple[bool, Any]", result)


def _outcome(step: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return False, step()
    except BaseException as error:
        return True, error


def _sender(coro: Coroutine[Any, Any, None], value: Any) -> Callable[[], Any]:
    return lambda: coro.send(value)


def _thrower(coro: Coroutine[Any, Any, None], error: BaseException) -> Callable[[], Any]:
    return lambda: coro.throw(error)
