"""What becomes of a listener when its event comes: a run of its handler, and the runs of its chain after that."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..events import Event
from ..handlers import Link, Listener, Need
from ..scheduler import Run, current_run
from .feedback import default_show
from .javascript import with_js
from .values import written

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Runs"]

Path = tuple[int, ...]
Links = list[tuple[Path, Link]]
"""What is left of a chain, each link with its place: (1, 0) is the first of the chain that the second link brings along."""


class Runs:
    """Makes the runs of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(
        self,
        listener: Listener,
        event: Event,
        group: Any,
        mode: str,
        prepare: Callable[[], None] | None = None,
        node: int = 0,
    ) -> Run:
        """The run of a listener for an event. group: what its trigger mode counts together; prepare, node: as in ``Run``."""
        run = self._make(listener, event, group, mode, None)
        run.prepare = prepare
        run.node = node
        if listener.chain:
            run.follow = lambda run: self._following(run, event, group, _numbered((), listener), None)
            run.forgiven = _taken_up(listener.chain)
        return run

    def call(self, handler: Any, event: Event, error: BaseException | None = None) -> Any:
        """Call a handler with what it asks for. Raises ``HandlerError`` where that cannot be had.

        error: what the handler before it in a chain has raised.
        """
        session = self._session
        plan = session.bindings.plan(handler, event.type)
        own = current_run()
        around = own.context if own is not None and own.context else {}
        context = {**session.place.context(), "target": event.target, "event": event.type, "error": error, **around}
        values = {"event": event, "payload": event.payload, "context": context, "session": session, "key": event.key}

        def inject(need: Need) -> Any:
            return session.store.of(need.cls) if need.cls is not None else values[need.kind]

        return handler(**plan.bind(inject))

    def _call(self, listener: Listener, event: Event, error: BaseException | None) -> Any:
        """Call a listener's handler, with its inputs if it has some, and write what it returns to its outputs."""
        handler = listener.handler
        values = self._session.values

        def take(value: Any) -> None:
            values.take(listener, value)

        if listener.js is not None:

            def call(*args: Any) -> Any:
                result = self.call(functools.partial(handler, *args), event, error)
                return result if listener.outputs is None else written(result, take)

            return with_js(self._session, listener, event, call)
        if listener.inputs is not None:
            args, kwargs = values.arguments_of(listener)
            handler = functools.partial(handler, *args, **kwargs)
        result = self.call(handler, event, error)
        return result if listener.outputs is None else written(result, take)

    def _make(self, listener: Listener, event: Event, group: Any, mode: str, error: BaseException | None) -> Run:
        handler = listener.handler
        bindings = self._session.bindings
        run = Run(
            getattr(handler, "__qualname__", repr(handler)),
            group,
            mode,
            lambda: self._call(listener, event, error),
            spawn=bindings.may_block(listener),
            handler=handler,
            key=event.key,
            cancels=listener.cancels,
            cancel_on=listener.cancel_on,
            lane=bindings.lane(listener),
        )
        run.show = listener.show_progress or default_show(event.type)
        return run

    def _following(self, ended: Run, event: Event, group: Any, links: Links, error: BaseException | None) -> Run | None:
        """The run after one that has ended, of the first link that is meant; error: what the chain has failed with before."""
        error = ended.error or error
        for number, (path, link) in enumerate(links):
            if not link.follows("success" if error is None else "failure"):
                continue
            listener = link.listener
            rest = [*_numbered(path, listener), *links[number + 1 :]]
            kept = None if link.when == "failure" else error
            run = self._make(listener, event, (group, path), listener.trigger_mode or "queue", error)
            run.node, run.context = ended.node, ended.context
            run.forgiven = _taken_up(other for _, other in rest)
            if rest:
                run.follow = lambda run: self._following(run, event, group, rest, kept)
            return run
        return None


def _taken_up(links: Iterable[Link]) -> bool:
    """Whether a failure before these links meets one that takes it up, which may be in the chain that a ``then`` brings along."""
    return any(link.when == "failure" or (link.when == "then" and _taken_up(link.listener.chain)) for link in links)


def _numbered(path: Path, listener: Listener) -> Links:
    return [((*path, number), link) for number, link in enumerate(listener.chain)]
