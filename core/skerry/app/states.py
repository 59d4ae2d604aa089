"""The state classes of one app, among all that there are in the interpreter."""

from __future__ import annotations

from collections.abc import Iterable

from ..state import STATE_CLASSES
from .current import prefix_of

__all__ = ["drop_states", "put_states", "states_of"]


_found: dict[int, tuple[int, tuple[type, ...]]] = {}
"""By app: its classes, and how many there were in all when they were looked for."""


def states_of(number: int) -> tuple[type, ...]:
    """The state classes that an app's own modules define, in the order of their definition."""
    known = _found.get(number)
    if known is None or known[0] != len(STATE_CLASSES):
        prefix = prefix_of(number) + "."
        classes = tuple(cls for cls in STATE_CLASSES if cls.__module__.startswith(prefix))
        known = _found[number] = len(STATE_CLASSES), classes
    return known[1]


def drop_states(classes: Iterable[type]) -> None:
    """Forget the state classes of an app that is gone."""
    _found.clear()
    gone = {id(cls) for cls in classes}
    STATE_CLASSES[:] = [cls for cls in STATE_CLASSES if id(cls) not in gone]


def put_states(classes: Iterable[type]) -> None:
    """Make dropped state classes known again."""
    _found.clear()
    STATE_CLASSES.extend(classes)
