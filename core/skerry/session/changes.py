"""``change`` for programs: where a handler has changed what a field shows, and the listener has asked to hear of that too.

Components that are no fields (a chat, a gallery, tabs, a picture) have no ``change`` of the DOM's: theirs is made here, whoever has
changed what they show.

A page cannot tell who made a change, so this is decided where pages are compared: an element whose value differs from what it
was, though the person has not edited it. A handler that has committed since the page was last shown is not called for what it
may have done itself, so nothing calls itself for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import HandlerError
from ..events import ChangeEvent, Event, decode
from ..handlers import Listener, as_listeners, describe
from ..scheduler import Run
from ..view import CHANGED, Element, path_text
from .watches import MOST_CAUSES, endless, same

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Changes", "check_programmatic"]

_PROPS = (".value", ".checked", ".values")
_FIELDS = ("input", "select", "textarea")


def check_programmatic(element: Element, event: str, listener: Listener) -> None:
    """Raise ``HandlerError`` where ``programmatic=True`` would never come to anything."""
    if (listener.means or event) != "change":
        raise HandlerError(f"{describe(listener.handler)}: programmatic=True is for change, and it was given for {event}")
    if event != CHANGED and (element.tag not in _FIELDS or element.attrs.get("type") == "file"):
        raise HandlerError(
            f"{describe(listener.handler)}: programmatic=True, and {element!r} shows no value that a handler could change. It is "
            "for fields, sk.chat, sk.gallery, sk.image_input and sk.tabs; for anything else, watch the state: "
            "sk.watch(sk.ref(state).rows, handler)"
        )


class Changes:
    """What has changed the page since it was last shown."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._groups: set[Any] = set()
        self._handlers: list[Any] = []
        self._edited: set[int] = set()
        self._causes = 0

    def committed(self, by: Run) -> None:
        """A run has changed state."""
        if by.handler is not None:
            self._handlers.append(by.handler)
        self._groups.add(by.origin)
        self._causes = max(self._causes, by.causes)

    def edited(self, element: int) -> None:
        """The person has edited a field."""
        self._edited.add(element)

    def shown(self, pairs: list[tuple[Element, Element]]) -> None:
        """The page was compared; these elements have other attributes than before."""
        done, edited, groups, causes = self._handlers, self._edited, self._groups, self._causes
        self._handlers, self._edited, self._groups, self._causes = [], set(), set(), 0
        handlers = set(map(self._session.bindings.id_of, done)) if pairs else ()
        for old, new in reversed(pairs):  # lists are compared from their ends
            listening = new.listeners or {}
            if CHANGED in listening and old.shows and new.shows and not same(old.shows[0], new.shows[0]):
                for ordinal, listener in enumerate(as_listeners(listening[CHANGED])):
                    group = self._session.bindings.group(new, CHANGED, ordinal, listener)
                    if group not in groups and self._session.bindings.id_of(listener.handler) not in handlers:
                        event = ChangeEvent(type="change", key=new.key, target=path_text(new), value=new.shows[1])
                        self._submit(listener, new, event, group, causes)
            prop = next((name for name in _PROPS if name in new.attrs), None)
            if "change" not in listening or prop is None or new.id in edited:
                continue
            if old.attrs.get(prop) == new.attrs[prop] or _is_let_go(new):
                continue
            for ordinal, listener in enumerate(as_listeners(listening["change"])):
                group = self._session.bindings.group(new, "change", ordinal, listener)
                own = group in groups or self._session.bindings.id_of(listener.handler) in handlers
                if listener.programmatic and not own:
                    self._call(listener, new, prop[1:], group, causes)

    def _call(self, listener: Listener, element: Element, field: str, group: Any, causes: int) -> None:
        payload = {field: element.attrs[f".{field}"], "programmatic": True}
        if field == "checked":
            payload["value"] = element.attrs.get("value", "on")
        event = decode("change", payload, key=element.key, target=path_text(element))
        self._submit(listener, element, event, group, causes)

    def _submit(self, listener: Listener, element: Element, event: Event, group: Any, causes: int) -> None:
        session = self._session
        if causes >= MOST_CAUSES:
            session.report(endless(f"{describe(listener.handler)} listens to changes of {element!r}"))
            return
        run = session.runs.of(listener, event, group, listener.mode_for("change"), node=element.id)
        run.causes = causes + 1
        session.scheduler.submit(run)


def _is_let_go(element: Element) -> bool:
    """A radio button that is not chosen any more: the page tells of the one that is."""
    return element.attrs.get("type") == "radio" and not element.attrs[".checked"]
