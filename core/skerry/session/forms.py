"""Fields that are checked: each when its value is committed, all before their form is sent.

A field's rules are functions of its value that give what is wrong with it, or nothing; they may take time. What they found is kept
by the field's id in the document, and shown at the field.
"""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ..errors import HandlerError
from ..events import Event, SubmitEvent
from ..handlers import Link, Listener, as_listeners, describe
from ..scheduler import current_run
from ..state import RUN, Store, read, untracked
from ..view import Element
from ..view.nodes import Parent
from .context import current_session

if TYPE_CHECKING:
    from .session import Session

__all__ = ["FieldCheck", "Forms", "Rule"]

Rule = Callable[..., Any]
"""A function of a value: what is wrong with it as text, or None; or it raises ``ValueError``. It may be async, and ask for more by
annotation or reserved name, as a handler does."""


class FieldCheck:
    """The handler that checks one field. All of its kind are one piece of source to the page."""

    def __init__(self, id: str, name: str, label: str, rules: list[Rule]) -> None:
        self.id = id
        self.name = name
        self.label = label
        self.rules = rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldCheck)

    def __hash__(self) -> int:
        return hash(FieldCheck)

    async def __call__(self, event: Event) -> None:
        session, run = current_session(), current_run()
        element = session.tree.current(run.node) if run is not None else None
        if element is not None:
            session.forms.say(self.id, await self.wrong(session, element, event))

    async def wrong(self, session: Session, element: Element, event: Event) -> str:
        """What the first rule finds that the value breaks; empty where it is right."""
        value = self._value(element, event)
        for rule in self.rules:
            try:
                found = session.runs.call(functools.partial(rule, value), event)
                if inspect.isawaitable(found):
                    found = await found
            except ValueError as error:
                found = str(error) or "This is not right."
            if found is not None and found is not True and not isinstance(found, str):
                raise HandlerError(f"{describe(rule)} checks {self.label!r} and gave {found!r:.40}: a rule gives a text, or None")
            if isinstance(found, str) and found:
                return found
        return ""

    def _value(self, element: Element, event: Event) -> Any:
        if element.two_way is not None:
            return read(element.two_way.ref)
        if isinstance(event, SubmitEvent):
            return event.values.get(self.name, "")
        checked = getattr(event, "checked", None)
        return checked if checked is not None else getattr(event, "value", None)


class Forms:
    """What the rules of one session's fields have found."""

    def __init__(self, session: Session, store: Store) -> None:
        self._session = session
        self.errors: dict[str, str] = store.attach({}, "forms")

    def say(self, id: str, wrong: str) -> None:
        """Keep what is wrong with a field; it is no handler's own write, which would be undone with it."""
        token = RUN.set(None)
        try:
            if wrong:
                if self.errors.get(id) != wrong:
                    self.errors[id] = wrong
            else:
                self.errors.pop(id, None)
        finally:
            RUN.reset(token)

    def checked(self, form: Element, listener: Listener) -> Listener:
        """A form's listener, called only once all checked fields in the form are right."""
        with untracked():
            fields = {check.id: (check, element) for check, element in _fields(form)}
        if not fields:
            return listener

        async def check_all(event: Event) -> None:
            session = self._session
            found = await asyncio.gather(*(check.wrong(session, element, event) for check, element in fields.values()))
            for (check, _), wrong in zip(fields.values(), found, strict=True):
                self.say(check.id, wrong)
            first = next((element for (_, element), wrong in zip(fields.values(), found, strict=True) if wrong), None)
            if first is not None:
                session.to_node("focus", first.id)
                raise asyncio.CancelledError("a field is not right")

        link = Link("success", dataclasses.replace(listener, shared=None))
        gate = Listener(check_all, trigger_mode=listener.trigger_mode, chain=(link,), shared=listener.shared)
        return dataclasses.replace(gate, show_progress=listener.show_progress, cancels=listener.cancels)


def _fields(node: Any) -> Iterator[tuple[FieldCheck, Element]]:
    for child in node.children:
        if isinstance(child, Element):
            for one in as_listeners((child.listeners or {}).get("change", ())):
                if isinstance(one.handler, FieldCheck):
                    yield one.handler, child
        if isinstance(child, Parent):
            yield from _fields(child)
