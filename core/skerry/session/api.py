"""Functions of an app that are called by name from outside: by the page around it, or over HTTP."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from .. import protocol
from ..errors import HandlerError, nearest
from ..events import CustomEvent
from ..handlers import Listener, as_listeners, describe, left_to_callers
from ..scheduler import Run
from .values import written

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Api"]

UNKNOWN: Final = "unknown"
ARGUMENTS: Final = "arguments"
FAILED: Final = "failed"
STOPPED: Final = "stopped"


class Api:
    """What may be called by name in one session, and the calls that are under way."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._running: dict[int, Run] = {}

    def check(self, listener: Listener) -> None:
        """A listener is to be shown. Raises ``HandlerError`` where its name outside is that of another function."""
        other, _ = self._session.app.apis.get(listener.api_name or "", (None, ""))
        if other is not None and other != listener.handler:
            raise _two_called(listener.api_name, other, listener.handler)

    def public(self) -> dict[str, Any]:
        """The handlers that may be called and are listed, by name."""
        found = {name: one for name, (one, visibility) in self._session.app.apis.items() if visibility == "public"}
        found |= {str(one.api_name): one.handler for one in self._shown() if one.api_visibility == "public"}
        return dict(sorted(found.items()))

    def takes(self, handler: Any) -> inspect.Signature:
        """The parameters that a caller fills."""
        return left_to_callers(handler, CustomEvent, self._session.app.states)

    # Messages

    def called(self, message: protocol.Message) -> None:
        """Run a handler for a call, and answer with what it gives; with ``steps``, with each value as it comes, too."""
        number, name, args = message["id"], message["name"], message["args"]
        if not name:
            self._answer(number, value=[self._described(*one) for one in self.public().items()])
            return
        try:
            listener = self._callable(name)
        except HandlerError as error:
            self._answer(number, error=str(error), why=FAILED)
            return
        if listener is None:
            known = self.public()
            has = ", ".join(known) or "none"
            said = f"The app has no handler {name!r:.80} to call.{nearest(name, known)} It has: {has}"
            self._answer(number, error=said, why=UNKNOWN)
            return
        event = CustomEvent(type="call", target=name, payload={"args": args}, detail=args)
        given = (args, {}) if isinstance(args, list) else ([], args)
        try:
            handler = self._session.runs.filled_for(listener.handler, event, given, "what it was called with")
        except HandlerError as error:
            self._answer(number, error=str(error), why=ARGUMENTS)
            return
        results: list[Any] = [None]

        def take(value: Any) -> None:
            results[0] = value
            if message.get("steps") is True:
                if not protocol.carries(value):
                    raise HandlerError(_not_carried(run, value))
                self._answer(number, value=protocol.snapshot(value), more=True)

        run = self._session.runs.for_call(
            listener, ("call", name), lambda: written(self._session.runs.call(handler, event), take)
        )
        run.finish = lambda run, reason: self._ended(number, results, run, reason)
        self._running[number] = run
        self._session.scheduler.submit(run)

    def stop(self, message: protocol.Message) -> None:
        """Who called waits no longer."""
        run = self._running.get(message["id"])
        if run is not None:
            self._session.scheduler.cancel(run)

    def _ended(self, number: int, results: list[Any], run: Run, reason: str) -> None:
        self._running.pop(number, None)
        if reason or run.cancelled:
            self._answer(number, error=f"{run.name} did not run to its end: {reason or 'it was cancelled'}", why=STOPPED)
        elif run.error is not None:
            self._answer(number, error=f"{type(run.error).__name__}: {run.error}", why=FAILED)
        elif protocol.carries(results[0]):
            self._answer(number, value=protocol.snapshot(results[0]))
        else:
            self._answer(number, error=_not_carried(run, results[0]), why=FAILED)

    def _answer(self, number: int, **fields: Any) -> None:
        self._session.send({"t": protocol.ANSWER, "id": number, **fields})

    # Names

    def _callable(self, name: str) -> Listener | None:
        """The one that a caller means; None where there is none. Raises ``HandlerError`` where it cannot be told."""
        function, visibility = self._session.app.apis.get(name, (None, ""))
        named = [one for one in self._shown() if one.api_name == name]
        for one in named[1:]:
            if one.handler != named[0].handler:
                raise _two_called(name, named[0].handler, one.handler)
        found = named[0] if named else None if function is None else Listener(function, api_visibility=visibility)
        return None if found is None or found.api_visibility == "private" else found

    def _shown(self) -> Iterator[Listener]:
        """The listeners on the page that have a name outside."""
        for element in self._session.tree.all_listening():
            for on in (element.listeners or {}).values():
                for listener in as_listeners(on):
                    yield from (one for one in listener.chained() if one.api_name)

    def _described(self, name: str, handler: Any) -> dict[str, Any]:
        """What a caller needs to know of a function: its name, what it takes, and what it says of itself."""
        parameters = [_parameter(one) for one in self.takes(handler).parameters.values()]
        return {"name": name, "parameters": parameters, "doc": inspect.getdoc(handler) or ""}


def _parameter(one: inspect.Parameter) -> str:
    """As it stands in the source: where an annotation is a text, as ``from __future__`` makes it, without quotes."""
    text = one.annotation
    return str(one).replace(f": {text!r}", f": {text}", 1) if isinstance(text, str) else str(one)


def _not_carried(run: Run, value: Any) -> str:
    return f"{run.name} gave {value!r:.60}, which JSON cannot carry"


def _two_called(name: Any, one: Any, other: Any) -> HandlerError:
    """The error where two functions have one name outside."""
    return HandlerError(f"two functions are called {name!r} from outside: {describe(one)} and {describe(other)}")
