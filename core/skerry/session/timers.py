"""``timer``: a handler that is called again and again."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

from ..errors import HandlerError
from ..events import TickEvent
from ..handlers import Listener, elementless, listener
from ..view import current_scope, effect
from .context import current_session

if TYPE_CHECKING:
    from .session import Session

__all__ = ["timer"]


class Timer:
    """Submits a run for each tick until it is closed. Ticks keep to the timer's own pace, whatever their handlers take."""

    def __init__(self, session: Session, seconds: float, once: bool) -> None:
        self._session = session
        self._seconds = seconds
        self._once = once
        self.listener: Listener | None = None
        self.key: Any = None
        self._task = session.host.spawn(self._tick())

    async def _tick(self) -> None:
        now = self._session.host.now
        began, count = now(), 0
        while not self._session.closed:
            due = began + (count + 1) * self._seconds
            await asyncio.sleep(max(0.0, due - now()))
            count = count + 1 if self._once else max(count + 1, math.floor((now() - began) / self._seconds + 1e-9))
            self._submit(count, now() - began)
            if self._once:
                break

    def _submit(self, count: int, elapsed: float) -> None:
        if self.listener is not None:
            event = TickEvent(type="tick", key=self.key, count=count, elapsed=elapsed)
            mode = self.listener.trigger_mode or "once"
            self._session.scheduler.submit(self._session.runs.of(self.listener, event, ("timer", id(self)), mode))

    def close(self) -> None:
        self._task.cancel()
        self._session.left(("timer", id(self)))


def timer(
    seconds: float, on_tick: Any, *, active: bool = True, once: bool = False, key: Any = None, **options: Any
) -> None:
    """Call a handler every so many seconds while this page or component is shown: ``sk.timer(1, tick)``.

    active: False stops it, and True lets it begin anew. once: one tick only. on_tick gets a ``TickEvent``; a tick that comes
    while it still runs is left out, unless ``trigger_mode=`` says otherwise. options: as of ``listener``.

    Raises ``HandlerError`` where seconds is no number above 0.
    """
    current_scope("sk.timer()")
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not math.isfinite(seconds) or seconds <= 0:
        raise HandlerError(f"sk.timer(): seconds is a number above 0, not {seconds!r:.80}")
    session = current_session("sk.timer()")
    made = elementless(listener(on_tick, **options), "sk.timer()")
    session.bindings.plan_all(made, "tick")
    if active:
        one = effect(("timer", float(seconds), once, key), lambda: Timer(session, float(seconds), once))
        one.listener, one.key = made, key
