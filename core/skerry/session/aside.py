"""What was kept of a state and could not be used: ``set_aside`` lists it. ``forget`` has nothing kept any more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..errors import HandlerError
from ..state.earlier import plain
from ..state.encoding import class_id
from .context import current_session
from .kept import Record, state_in

if TYPE_CHECKING:
    from .session import Session

__all__ = ["SetAside", "forget", "set_aside"]


class SetAside:
    """A kept state that the app did not take over.

    where: ``"browser"`` or ``"tab"``. name: the state class's, such as ``"app:Notes"``. version: the class's, when it was kept.
    at: when that was. why: one sentence for people.
    """

    def __init__(self, session: Session, where: str, name: str, record: Record, why: str) -> None:
        self._session = session
        self._record = record
        self.where = where
        self.name = name
        self.version = record.version
        self.why = why

    @property
    def at(self) -> datetime:
        return self._record.when

    async def text(self) -> str:
        """It as it was kept, JSON, to be saved in a file for instance. Raises ``HandlerError`` where it is there no more."""
        place = {"where": self.where, "name": self.name, "version": self.version, "at": self._record.at}
        found = await self._session.calls.ask("kept", "set_aside()", **place)
        if not isinstance(found, str):
            raise HandlerError(f"What was kept of {self.name} by version {self.version} is there no more")
        return found

    async def fields(self) -> dict[str, Any]:
        """Its fields as plain values, as ``migrate`` is given them."""
        return plain(self.name, state_in(await self.text()))

    def __repr__(self) -> str:
        return f"<set aside: {self.name}, version {self.version}: {self.why}>"


def set_aside() -> list[SetAside]:
    """What the browser or the tab has kept for this app, and the app did not take over when it started.

    States that did not fit, those of earlier versions that could not be migrated, what other versions have kept later than what the
    app goes on from, and those of classes that the app does not have, or whose modules are not imported yet.
    """
    return list(current_session("sk.set_aside()").saving.aside)


def forget(*classes: type) -> None:
    """Have the browser keep nothing of these state classes any more, or of all of the app's: also what is set aside, and in other
    versions. The state stays as it is, and its next change is kept again; ``sk.reset(state)`` before it gives the defaults.
    """
    session = current_session("sk.forget()")
    for cls in classes:
        if not isinstance(cls, type) or "_sk_state" not in cls.__dict__:
            raise HandlerError(
                f"sk.forget() was given {cls!r:.60}, expected state classes, as in sk.forget(Notes), or nothing for all"
            )
    session.saving.forget({class_id(cls) for cls in classes})
