"""What happens to an event whose listener may be running already: the trigger modes, as pure functions.

Each mode looks at two lists, the listener's running runs and those that wait, oldest first, and answers what to do
with the new one. Nothing here knows clocks, tasks or handlers.

    mode          nothing runs   something runs
    queue         start          wait
    once          start          drop, "already running"
    multiple      start          start
    always_last   start          wait, instead of those that wait ("a newer event took its place")
    restart       start          start, and cancel what runs ("started anew")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from ..errors import HandlerError, nearest

__all__ = ["MODES", "Verdict", "decide"]

Action = Literal["start", "wait", "drop"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an event: ``action``, why it was dropped, which waiting ones go and which running are cancelled."""

    action: Action
    reason: str = ""
    dropped: Sequence[Any] = ()
    cancelled: Sequence[Any] = ()


_START: Final = Verdict("start")
_WAIT: Final = Verdict("wait")
Policy = Callable[[Sequence[Any], Sequence[Any]], Verdict]


def _queue(running: Sequence[Any], waiting: Sequence[Any]) -> Verdict:
    return _WAIT if running or waiting else _START


def _once(running: Sequence[Any], waiting: Sequence[Any]) -> Verdict:
    return Verdict("drop", "already running") if running or waiting else _START


def _multiple(running: Sequence[Any], waiting: Sequence[Any]) -> Verdict:
    return _START


def _always_last(running: Sequence[Any], waiting: Sequence[Any]) -> Verdict:
    return Verdict("wait", "a newer event took its place", dropped=tuple(waiting)) if running else _START


def _restart(running: Sequence[Any], waiting: Sequence[Any]) -> Verdict:
    return Verdict("start", "started anew", cancelled=tuple(running))


MODES: Final[dict[str, Policy]] = {
    "queue": _queue,
    "once": _once,
    "multiple": _multiple,
    "always_last": _always_last,
    "restart": _restart,
}


def decide(mode: str, running: Sequence[Any], waiting: Sequence[Any]) -> Verdict:
    """What a listener with this trigger mode does with a new event."""
    policy = MODES.get(mode)
    if policy is None:
        raise HandlerError(f"Unknown trigger_mode {mode!r}: use one of {', '.join(MODES)}.{nearest(mode, MODES)}")
    return policy(running, waiting)
