"""What becomes of a listener when its event comes: a run of its handler, and the runs of its chain after that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import HandlerError
from ..events import Event, class_for
from ..handlers import Link, Listener, Need, describe, filled, left_to_callers, with_inputs
from ..scheduler import Run, current_run
from .feedback import default_show
from .instances import around
from .javascript import with_js
from .values import written

if TYPE_CHECKING:
    from ..view import Element
    from .bindings import Route
    from .session import Session

__all__ = ["Runs"]

Path = tuple[int, ...]
Given = tuple[Sequence[Any], Mapping[str, Any]]
"""Values by position and by name."""

Links = list[tuple[Path, Link]]
"""What is left of a chain, each link with its place: (1, 0) is the first of the chain that the second link brings along."""


class Runs:
    """Makes the runs of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._all_on_loop = session.host.starts_all_on_loop()

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

    def for_route(self, route: Route, handler: Any, event: str, element: Element) -> Run:
        """The run of a bare handler for an event that has happened on an element and says nothing."""
        number = element.id
        run = Run(
            route.name, (number, event, 0, route.id), route.mode, partial(self._call_bare, route, handler, element.key),
            spawn=self._all_on_loop, handler=handler, cancel_on=route.cancel_on,
        )  # fmt: skip
        run.key = element.key
        run.show = route.show
        run.node = number
        run.within = partial(around, element)
        return run

    def _call_bare(self, route: Route, handler: Any, key: Any) -> Any:
        needs = route.needs
        if not needs:
            return handler()
        store = self._session.store
        given: dict[str, Any] = {}
        for name, cls, kind in needs:
            given[name] = store.of(cls) if cls is not None else {"key": key, "session": self._session, "payload": {}}[kind]
        return handler(**given)

    def for_call(self, listener: Listener, group: Any, call: Callable[[], Any]) -> Run:
        """The run of a listener that is called by name: one after another, unless it says how many there may be at once."""
        run = self._prepared(listener, group, "queue", call)
        run.mode = "queue" if run.lane is None else "multiple"
        run.forgiven = True  # who called is told
        return run

    def call(self, handler: Any, event: Event, error: BaseException | None = None) -> Any:
        """Call a handler with what it asks for. Raises ``HandlerError`` where that cannot be had.

        error: what the handler before it in a chain has raised.
        """
        session = self._session
        plan = session.bindings.plan(handler, event.type)

        def inject(need: Need) -> Any:
            if need.cls is not None:
                return session.store.of(need.cls)
            if need.kind == "context":
                own = current_run()
                around = own.context if own is not None and own.context else {}
                return {**session.place.context(), "target": event.target, "event": event.type, "error": error, **around}
            return {"event": event, "payload": event.payload, "session": session, "key": event.key}[need.kind]

        return handler(**plan.bind(inject))

    def call_with(self, handler: Any, event: Event, given: Given, what: str, error: BaseException | None = None) -> Any:
        """Call a handler with values that it is given, and with what it asks for besides.

        Values and errors as in ``filled_for``.
        """
        return self.call(self.filled_for(handler, event, given, what), event, error)

    def filled_for(self, handler: Any, event: Event, given: Given, what: str) -> Any:
        """A handler with values that it is given, still without what it asks for besides.

        The values fill the parameters that nothing is injected for, in their order. what: says where the values come from, for the
        ``HandlerError`` where they do not fit.
        """
        takes = left_to_callers(handler, class_for(event.type), self._session.app.states)
        try:
            bound = takes.bind(*given[0], **given[1])
        except TypeError as wrong:
            names = ", ".join(map(str, takes.parameters.values())) or "nothing"
            raise HandlerError(f"{describe(handler)} cannot take {what}: {wrong}. It takes: {names}") from None
        return filled(handler, bound)

    def _call(self, listener: Listener, event: Event, error: BaseException | None) -> Any:
        """Call a listener's handler, with its inputs if it has some, and write what it returns to its outputs."""
        handler = listener.handler
        values = self._session.values
        if listener.js is None and listener.inputs is None and listener.outputs is None:
            return self.call(handler, event, error)
        take = values.taker(listener)
        if listener.js is not None:

            def call(*args: Any, **kwargs: Any) -> Any:
                result = self.call_with(handler, event, (args, kwargs), "what its JavaScript has returned", error)
                return result if listener.outputs is None else written(result, take)

            return with_js(self._session, listener, event, call)
        if listener.inputs is not None:
            args, kwargs = values.arguments_of(listener)
            handler = with_inputs(handler, class_for(event.type), self._session.app.states, args, kwargs)
        result = self.call(handler, event, error)
        return result if listener.outputs is None else written(result, take)

    def _make(self, listener: Listener, event: Event, group: Any, mode: str, error: BaseException | None) -> Run:
        run = self._prepared(listener, group, mode, lambda: self._call(listener, event, error))
        run.key = event.key
        run.show = listener.show_progress or default_show(event.type)
        return run

    def _prepared(self, listener: Listener, group: Any, mode: str, call: Callable[[], Any]) -> Run:
        handler = listener.handler
        bindings = self._session.bindings
        return Run(
            getattr(handler, "__qualname__", repr(handler)),
            group,
            mode,
            call,
            spawn=self._all_on_loop or bindings.may_block(listener),
            handler=handler,
            cancels=listener.cancels,
            cancel_on=listener.cancel_on,
            lane=bindings.lane(listener),
        )

    def _following(self, ended: Run, event: Event, group: Any, links: Links, error: BaseException | None) -> Run | None:
        """The run after one that has ended, of the first link that is meant; error: what the chain has failed with before."""
        error = ended.error or error
        for number, (path, link) in enumerate(links):
            if not link.follows("success" if error is None else "failure"):
                continue
            listener = link.listener
            rest = [*_numbered(path, listener), *links[number + 1 :]]
            kept = None if link.when == "failure" else error
            own = (group, path) if listener.shared is None else listener.shared.group
            run = self._make(listener, event, own, listener.trigger_mode or "queue", error)
            run.node, run.context, run.within = ended.node, ended.context, ended.within
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
