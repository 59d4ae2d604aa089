"""One run of a handler, from its event's arrival to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

__all__ = ["Run"]


class Run:
    """A handler called for one event.

    name: for people; group: the listener on its element, whose trigger mode counts its runs together; call: starts
    the handler; prepare: what must happen when the event's turn has come, whatever the trigger mode then decides (a
    two-way binding writes the person's value); spawn: the handler may block, so it starts on the loop, where it can
    suspend; handler: the function itself; key: of the element that the event happened on; cancels: the handlers whose runs
    end when this one starts.
    """

    __slots__ = (
        "call", "cancelled", "cancels", "decided", "group", "handler", "key", "mode", "name", "prepare", "spawn", "started",
        "task",
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
        self.cancelled = False
        self.decided = False
        self.started = False
        self.task: asyncio.Task[None] | None = None

    def __repr__(self) -> str:
        return f"<run of {self.name}{' (cancelled)' if self.cancelled else ''}>"
