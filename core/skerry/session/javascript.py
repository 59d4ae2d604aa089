"""``js``: functions of the page, called from Python, and ``call``: handlers of the app, called from the page.

A JavaScript function is written as text: one function, ``"(a, b) => a + b"``, or a name in a module of the app's own files,
``"tools.js#add"``. ``skerry build`` and ``skerry run`` put the texts that they find in the source into a module, since pages with a
strict Content-Security-Policy evaluate no text.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, Final

from .. import protocol
from ..errors import HandlerError, nearest
from ..events import CustomEvent
from ..handlers import Listener, as_listeners, describe, left_to_callers
from ..scheduler import Run
from ..state import RUN, untracked
from .context import current_session
from .values import written

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Calls", "JavaScriptError", "call_js"]

NOTHING: Final = object()
"""What a JavaScript function gives that returns nothing."""


class JavaScriptError(HandlerError):
    """A JavaScript function has thrown; the message is what it said."""


class Calls:
    """What one session has asked of the page's JavaScript, and what the page may ask of the app by name."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._count = 0
        self._waiting: dict[int, tuple[asyncio.Future[Any], str]] = {}

    # From Python to the page

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

    # From the page to Python

    def check(self, listener: Listener) -> None:
        """A listener is to be shown. Raises ``HandlerError`` where its name outside is that of another function."""
        other, _ = self._session.app.apis.get(listener.api_name or "", (None, ""))
        if other is not None and other != listener.handler:
            raise two_called(listener.api_name, other, listener.handler)

    def public(self) -> dict[str, Any]:
        """The handlers that may be called by name and are listed."""
        found = {name: one for name, (one, visibility) in self._session.app.apis.items() if visibility == "public"}
        return found | {str(one.api_name): one.handler for one in self._shown() if one.api_visibility == "public"}

    def called(self, message: protocol.Message) -> None:
        """Run a handler for a call by name, and answer with what it gives."""
        name = message["name"]
        if not name:
            self._answer(message["id"], value=[self._described(*one) for one in sorted(self.public().items())])
            return
        try:
            listener = self._callable(name)
        except HandlerError as error:
            self._answer(message["id"], error=str(error))
            return
        results: list[Any] = [None]
        event = CustomEvent(type="call", target=name, payload={"args": message["args"]}, detail=message["args"])
        given = (message["args"], {}) if isinstance(message["args"], list) else ([], message["args"])

        def call() -> Any:
            made = self._session.runs.call_with(listener.handler, event, given, "what it was called with")
            return written(made, lambda value: results.__setitem__(0, value))

        run = self._session.runs.for_call(listener, ("call", name), call)
        run.finish = functools.partial(self._ended, message["id"], results)
        self._session.scheduler.submit(run)

    def _ended(self, number: int, results: list[Any], run: Run, reason: str) -> None:
        if reason or run.cancelled:
            self._answer(number, error=f"{run.name} did not run to its end: {reason or 'it was cancelled'}")
        elif run.error is not None:
            self._answer(number, error=f"{type(run.error).__name__}: {run.error}")
        else:
            value = results[0]
            if protocol.carries(value):
                self._answer(number, value=protocol.snapshot(value))
            else:
                self._answer(number, error=f"{run.name} gave {value!r:.60}, which JSON cannot carry")

    def _answer(self, number: int, **fields: Any) -> None:
        self._session.send({"t": protocol.ANSWER, "id": number, **fields})

    def _callable(self, name: str) -> Listener:
        """The one that a caller means. Raises ``HandlerError`` where there is none, or where it cannot be told."""
        function, visibility = self._session.app.apis.get(name, (None, ""))
        named = [one for one in self._shown() if one.api_name == name]
        for one in named[1:]:
            if one.handler != named[0].handler:
                raise two_called(name, named[0].handler, one.handler)
        found = named[0] if named else None if function is None else Listener(function, api_visibility=visibility)
        if found is None or found.api_visibility == "private":
            known = self.public()
            has = ", ".join(known) or "none"
            raise HandlerError(f"The app has no handler {name!r} to call.{nearest(name, known)} It has: {has}")
        return found

    def _shown(self) -> Iterator[Listener]:
        """The listeners on the page that have a name outside."""
        for element in self._session.tree.all_listening():
            for on in (element.listeners or {}).values():
                for listener in as_listeners(on):
                    yield from (one for one in listener.chained() if one.api_name)

    def _described(self, name: str, handler: Any) -> dict[str, Any]:
        """What a caller needs to know of a function: its name, what it takes, and what it says of itself."""
        takes = left_to_callers(handler, CustomEvent, self._session.app.states)
        parameters = [_parameter(one) for one in takes.parameters.values()]
        return {"name": name, "parameters": parameters, "doc": inspect.getdoc(handler) or ""}


def _parameter(one: inspect.Parameter) -> str:
    """As it stands in the source: where an annotation is a text, as ``from __future__`` makes it, without quotes."""
    text = one.annotation
    return str(one).replace(f": {text!r}", f": {text}", 1) if isinstance(text, str) else str(one)


def two_called(name: Any, one: Any, other: Any) -> HandlerError:
    """The error where two functions have one name outside."""
    return HandlerError(f"two functions are called {name!r} from outside: {describe(one)} and {describe(other)}")


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
