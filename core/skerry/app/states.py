"""The state classes of one app, among all that there are in the interpreter."""

from __future__ import annotations

from collections.abc import Iterable

from ..state import STATE_CLASSES
from .current import prefix_of

__all__ = ["drop_states", "put_states", "states_of"]


def states_of(number: int) -> tuple[type, ...]:
    """The state classes that an app's own modules define, in the order of their definition."""
    prefix = prefix_of(number) + "."
    return tuple(cls for cls in STATE_CLASSES if cls.__module__.startswith(prefix))


def drop_states(classes: Iterable[type]) -> None:
    """Forget the state classes of an app that is gone."""
    gone = {id(cls) for cls in classes}
    STATE_CLASSES[:] = [cls for cls in STATE_CLASSES if id(cls) not in gone]


def put_states(classes: Iterable[type]) -> None:
    """Make dropped state classes known again."""
    STATE_CLASSES.extend(classes)
