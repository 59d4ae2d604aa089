"""``watch``: a handler that is called when a place in the state has changed.

A watch reads its place at any depth under observation, so it is told of every change of it; when a run commits, those that
were told compare with a copy of what was there before. What a watch's own handler writes does not call it again.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ..errors import HandlerError
from ..events import WatchEvent
from ..handlers import Listener, describe, elementless, listener
from ..scheduler import Run
from ..state import forget, observe, path_of, read, ref, unobserve
from ..view import building, effect
from .context import current_session

if TYPE_CHECKING:
    from .session import Session

__all__ = ["MOST_CAUSES", "Watches", "endless", "watch"]

MOST_CAUSES: Final = 100
"""How many handlers may call each other in a row by what they change, before that is taken for a loop without end."""


class Watch:
    """One watched place of one session."""

    def __init__(self, watches: Watches, number: int, where: Any, listener: Listener) -> None:
        self.sources: list[Any] = []
        self.number = number
        self.path = path_of(where)
        self.where = where
        self.listener = listener
        self._watches = watches
        self._told = True
        self.previous = self.look()

    def invalidate(self) -> None:
        if not self._told:
            self._told = True
            self._watches.told.append(self)

    def field_changed(self, target: Any, name: str) -> None:
        self.invalidate()

    def look(self) -> Any:
        """A plain copy of what is there now; the watch follows all that it has read for it."""
        forget(self)
        token = observe(self)
        try:
            return _copy(read(self.where))
        finally:
            unobserve(token)
            self._told = False

    def close(self) -> None:
        forget(self)
        self._watches.all.pop(self.number, None)
        self._watches.left(self)


class Watches:
    """The watches of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._count = 0
        self.all: dict[int, Watch] = {}
        self.told: list[Watch] = []

    def add(self, where: Any, listener: Listener) -> Watch:
        self._session.bindings.plan_all(listener, "watch")
        self._count += 1
        made = self.all[self._count] = Watch(self, self._count, where, listener)
        return made

    def left(self, one: Watch) -> None:
        self._session.left(("watch", one.number))

    def committed(self, by: Run) -> None:
        """A run has committed: call the handlers of what has changed, but for those that have changed it themselves."""
        while self.told:
            told, self.told = self.told, []
            for one in told:
                if one.number in self.all:
                    self._check(one, by)

    def _check(self, one: Watch, by: Run) -> None:
        previous = one.previous
        try:
            one.previous = one.look()
        except Exception as error:  # what led there is gone
            self._session.host.log("debug", f"{one.path} cannot be read any more: {error}")
            return
        group = ("watch", one.number)
        if same(previous, one.previous) or by.origin == group:
            return
        if by.causes >= MOST_CAUSES:
            what = f"{describe(one.listener.handler)} watches {one.path}"
            self._session.report(endless(what), by.name)
            return
        event = WatchEvent(type="watch", target=one.path, previous=previous, value=read(one.where))
        run = self._session.runs.of(one.listener, event, group, one.listener.mode_for("watch"))
        run.causes = by.causes + 1
        self._session.scheduler.submit(run)


def watch(where: Any, handler: Any, **options: Any) -> Callable[[], None]:
    """Call a handler when a place in the state has changed: ``sk.watch(sk.ref(state).items, recount)``.

    where: a place (``sk.ref``) or a whole state object, watched at any depth. handler: gets a ``WatchEvent`` with
    ``previous`` and ``value``; options: as of ``listener``. It is called when the run that made the change commits, once for
    all that the run has changed there, and not for what it writes itself.

    Called while a page or component is built, it watches as long as that is shown; called in a handler, until the session
    ends. Returns what ends it. Raises ``StateError`` where ``where`` is no place, ``HandlerError`` as ``listener`` does.
    """
    session = current_session("sk.watch()")
    made = elementless(listener(handler, **options), "sk.watch()")
    place = ref(where)
    if not building():
        return session.watches.add(place, made).close
    one = effect(("watch", path_of(place), session.bindings.id_of(made.handler)), lambda: session.watches.add(place, made))
    one.listener, one.where = made, place
    return one.close


def endless(what: str) -> HandlerError:
    """The error for handlers that call each other for ever by what they change."""
    return HandlerError(
        f"{what} and would be called again: {MOST_CAUSES} handlers in a row were called by what the one before had changed. "
        "Let them come to rest, such as by writing only what differs"
    )


def _copy(value: Any) -> Any:
    try:
        return copy.deepcopy(value)
    except Exception:  # what cannot be copied is compared as it is
        return value


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal; what cannot tell (arrays) is not."""
    try:
        return bool(one == other)
    except Exception:
        return one is other
