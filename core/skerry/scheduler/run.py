"""One run of a handler, from its event's arrival to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

__all__ = ["Run"]


class Run:
    """A handler called for one event.

    name: for people; group: the listener on its element, whose trigger mode counts its runs together; call: starts the handler;
    prepare: what must happen when the event's turn has come, whatever the trigger mode then decides (a two-way binding writes
    the person's value); spawn: the handler may block, so it starts on the loop, where it can suspend; handler: the function
    itself; key: of the element that the event happened on; cancels: the handlers whose runs end when this one starts;
    cancel_on: what of the page ends it; lane: what it needs a place in to start, and how many there are; follow: gives the next
    run of its chain, asked when it has ended and was not cancelled; origin: the group of the run that began the chain; error:
    what it raised; forgiven: something in its chain takes a failure up; node: the id of the element that the event happened on;
    causes: how many runs led to it by what they changed; context: what is around its element; within: gives ``scopes``, for who
    asks; finish: called once when it has ended, with "", or is dropped, with the reason; show: what people see of it while it takes
    time: full, minimal or hidden; over: it has ended, though what it has started may go on.
    """

    __slots__ = (
        "_scopes", "call", "cancel_on", "cancelled", "cancels", "causes", "context", "decided", "error", "finish", "follow",
        "forgiven", "group", "handler", "held", "key", "lane", "mode", "name", "node", "origin", "over", "prepare", "show", "spawn",
        "started", "task", "within",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        group: Any,
        mode: str,
        call: Callable[[], Any] | None,
        *,
        prepare: Callable[[], None] | None = None,
        spawn: bool = False,
        handler: Any = None,
        key: Any = None,
        cancels: tuple[Any, ...] = (),
        cancel_on: tuple[str, ...] = (),
        lane: tuple[Any, int | None] | None = None,
        follow: Callable[[Run], Run | None] | None = None,
        origin: Any = None,
    ) -> None:
        self.name = name
        self.group = group
        self.mode = mode
        self.call = call
        self.prepare = prepare
        self.spawn = spawn
        self.handler = handler
        self.key = key
        self.cancels = cancels
        self.cancel_on = cancel_on
        self.lane = lane
        self.follow = follow
        self.origin = group if origin is None else origin
        self.error: BaseException | None = None
        self.forgiven = False
        self.finish: Callable[[Run, str], None] | None = None
        self.held = False
        self.show = "hidden"
        self.causes = 0
        self.node = 0
        self.context: dict[str, Any] | None = None
        self.within: Callable[[], tuple[Any, ...]] | None = None
        self._scopes: tuple[Any, ...] | None = None
        self.cancelled = False
        self.decided = False
        self.started = False
        self.over = False
        self.task: asyncio.Task[None] | None = None

    @property
    def scopes(self) -> tuple[Any, ...] | None:
        """The components that its element stands in, innermost first, or None where it began with none."""
        if self._scopes is None and self.within is not None:
            self._scopes = self.within()
        return self._scopes

    def __repr__(self) -> str:
        return f"<run of {self.name}{' (cancelled)' if self.cancelled else ''}>"
