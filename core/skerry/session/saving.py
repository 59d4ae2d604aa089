"""State that outlives the page: what ``@state(persist=...)`` asks for.

A change is saved in a turn of its own, after what it changed is shown; quick changes are saved together. The shell
stores what a ``save`` message carries, and gives it back in the next ``hello``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from .. import protocol
from ..errors import StateError

if TYPE_CHECKING:
    from ..app import App
    from ..host import Host
    from ..protocol import Message
    from ..state import Store

__all__ = ["Saving"]

PAUSE: Final = 0.25
"""Seconds from one saving to the next."""


class Saving:
    """Keeps one session's persistent state classes saved. ``send`` is given each message."""

    def __init__(self, app: App, store: Store, host: Host, send: Callable[[Message], None]) -> None:
        self._app = app
        self._store = store
        self._host = host
        self._send = send
        self._saved: dict[str, Any] = {}
        self._told: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._last = float("-inf")

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Take over what the shell has kept, by place. What does not fit the app any more is reported, and stays unread."""
        for where, classes in self._places():
            data = stored.get(where)
            if data is None:
                continue
            try:
                self._store.load(data, classes)
            except StateError as error:
                self._host.log("warning", f"The state that this {where} has kept does not fit the app any more: {error}")
            else:
                self._saved[where] = data["roots"]

    def changed(self) -> None:
        """A run has committed changes: save them soon."""
        if self._task is None and next(self._places(), None) is not None:
            self._task = self._host.spawn(self._soon())

    def now(self) -> None:
        """Save what is not saved yet."""
        self._last = self._host.now()
        for where, classes in self._places():
            data = self._store.dump(classes)
            if data["roots"] != self._saved.get(where, {}):
                self._saved[where] = data["roots"]
                self._send(protocol.save(where, data))
            self._tell(data.get("lost", ()))

    def close(self) -> None:
        """Save nothing more. A shell that ends a session asks for what is unsaved first, with ``hide``."""
        if self._task is not None:
            self._task.cancel()

    async def _soon(self) -> None:
        await asyncio.sleep(max(0.0, self._last + PAUSE - self._host.now()))
        self._task = None
        self.now()

    def _places(self) -> Iterator[tuple[str, list[type]]]:
        for where in ("browser", "tab"):
            classes = [cls for cls in self._app.states if getattr(cls, "_sk_persist", None) == where]
            if classes:
                yield where, classes

    def _tell(self, lost: Any) -> None:
        """Each value that cannot be saved is named once."""
        for item in lost:
            if item["path"] not in self._told:
                self._told.add(item["path"])
                why = item["why"] or f"it is a {item['type']}"
                self._host.log("warning", f"{item['path']} is not saved: {why}")
