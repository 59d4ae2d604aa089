"""Handlers that are told when the app goes to another address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..events import NavigateEvent
from ..handlers import Listener, as_listeners
from ..view import effect
from .context import current_session

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Followers", "on_navigate"]


class _Follower:
    """One listener to navigation, for as long as what asked for it is shown."""

    def __init__(self, followers: Followers, number: int) -> None:
        self._followers = followers
        self.number = number
        self.listener: Listener | None = None

    def close(self) -> None:
        self._followers.all.pop(self.number, None)


class Followers:
    """Who is told when one session goes to another address."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._count = 0
        self.all: dict[int, _Follower] = {}

    def add(self) -> _Follower:
        self._count += 1
        made = self.all[self._count] = _Follower(self, self._count)
        return made

    def went(self, url: str) -> None:
        for one in list(self.all.values()):
            if one.listener is not None:
                event = NavigateEvent(type="navigate", target=url, url=url)
                group = ("navigate", one.number)
                run = self._session.runs.of(one.listener, event, group, one.listener.mode_for("navigate"))
                self._session.scheduler.submit(run)


def on_navigate(on: Any) -> None:
    """Listen while the page or component that is being built is shown."""
    session = current_session("sk.window()")
    for listener in as_listeners(on):
        session.bindings.plan_all(listener, "navigate")
        one = effect(("navigate", session.bindings.id_of(listener.handler)), session.followers.add)
        one.listener = listener
