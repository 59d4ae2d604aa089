"""``js``: functions of the page, called from Python.

A JavaScript function is written as text: one function, ``"(a, b) => a + b"``, or a name in a module of the app's own files,
``"tools.js#add"``. ``skerry build`` and ``skerry run`` put the texts that they find in the source into a module, since pages with a
strict Content-Security-Policy evaluate no text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final

from .. import protocol
from ..errors import HandlerError
from ..handlers import Listener
from ..state import RUN, untracked
from .context import current_session

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Calls", "JavaScriptError", "call_js"]

NOTHING: Final = object()
"""What a JavaScript function gives that returns nothing."""


class JavaScriptError(HandlerError):
    """A JavaScript function has thrown; the message is what it said."""


class Calls:
    """What one session has asked of the page's JavaScript."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._count = 0
        self._waiting: dict[int, tuple[asyncio.Future[Any], str]] = {}

    async def js(self, code: str, *args: Any) -> Any:
        """What the function gives, or its promise; ``NOTHING`` for undefined. Raises ``JavaScriptError`` with what it throws."""
        with untracked():
            if not protocol.carries(list(args)):
                raise HandlerError(f"sk.js() was given {args!r:.80}: JavaScript takes what JSON can carry")
            values = protocol.snapshot(list(args))
        return await self.ask("js", code, code=code, args=values)

    async def ask(self, command: str, what: str, /, **args: Any) -> Any:
        """What the page answers to a command that it answers. what: names it in errors. Raises ``JavaScriptError``."""
        self._count += 1
        number = self._count
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = (future, what)
        self._session.command(command, id=number, **args)
        try:
            return await future
        finally:
            del self._waiting[number]

    def result(self, message: protocol.Message) -> None:
        """The page has an answer."""
        future, code = self._waiting.get(message["id"], (None, ""))
        if future is None or future.done():
            return  # whoever asked was cancelled
        if message.get("error") is not None:
            future.set_exception(JavaScriptError(f"{code.strip():.60}: {message['error']}"))
        else:
            future.set_result(message.get("value", NOTHING))


async def with_js(session: Session, listener: Listener, event: Any, call: Callable[..., Any]) -> Any:
    """Run a listener's JavaScript, and then its handler with what that gives: one value, a list as several, an object by name where
    the inputs have names. Where it gives nothing, the inputs stay as they are. call: calls the handler with these arguments.
    """
    args, kwargs = session.values.arguments_of(listener)
    given = [kwargs] if kwargs else args if listener.inputs is not None else [event.payload]
    result = await session.calls.js(listener.js or "", *given)
    if listener.js_only:
        if listener.outputs is not None and result is not NOTHING:
            session.values.taker(listener)(result)
        return None
    if result is NOTHING:
        return call(*args, **kwargs)
    if kwargs and isinstance(result, dict):
        return call(**result)
    if result is None and listener.inputs is None:
        return call()
    return call(*(result if isinstance(result, list) else [result]))


def call_js(code: str, *args: Any) -> Any:
    """Call a function of the page's: ``width = await sk.js("() => innerWidth")``.

    code: one function as text, or a name in a module among the app's files, ``"tools.js#add"``. args: what JSON can carry.
    What the function returns, or what its promise comes to, comes back as JSON gives it.

    Raises ``JavaScriptError`` where it throws, ``HandlerError`` outside a handler or for what JSON cannot carry.
    """
    session = current_session("sk.js()")
    if RUN.get() is None:
        raise HandlerError('sk.js() is for handlers: await it there. For an event, pass sk.listener(None, js="...")')
    if not isinstance(code, str) or not code.strip():
        raise HandlerError(f"sk.js() takes a function as text, not {code!r:.60}")
    return _value_of(session.calls.js(code, *args))


async def _value_of(result: Coroutine[Any, Any, Any]) -> Any:
    value = await result
    return None if value is NOTHING else value
