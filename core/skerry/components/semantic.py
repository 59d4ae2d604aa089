"""Events with a meaning of their own, made of the elements' events: a click on a row is ``select``, one on a heart ``like``."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..errors import PayloadError, RenderError, short
from ..events import Event, class_for
from ..handlers import Listener, as_listeners
from ..session import CURRENT_SESSION
from ..view import CHANGED, Element, listen

__all__ = [
    "Offers", "as_it_is", "by_argument", "check_handlers", "converted", "meaning", "no_change", "part_of", "several", "shows",
]  # fmt: skip

T = TypeVar("T")
_NOTHING = object()


def meaning(on: Any, name: str, /, **fields: Any) -> list[Listener]:
    """Listeners for an element's event whose handlers get the event ``name`` instead.

    on: what the author gave: a handler, a listener, several, or None. fields: of the event's class; a function is called with the
    element's event for its value.
    """
    cls = class_for(name)
    own = {f.name for f in dataclasses.fields(cls)}

    def convert(event: Event) -> Event:
        values = {key: value(event) if callable(value) else value for key, value in fields.items()}
        assert own.issuperset(values), (name, values)
        return cls(**{"type": name, "key": event.key, "target": event.target, "payload": event.payload} | values)

    return [dataclasses.replace(one, means=name, convert=convert) for one in several(on)]


def check_handlers(**events: Any) -> None:
    """Raise ``HandlerError`` for a handler that does not fit its event, also where no part that has the event is there just now.

    events: what the author gave for them, by their names.
    """
    session = CURRENT_SESSION.get()
    if session is None:
        return
    for name, on in events.items():
        for one in several(on):
            session.bindings.plan_all(one, name)


def converted(on: Any, name: str, convert: Callable[[Any], Event | None]) -> list[Listener]:
    """The same with a function that makes the event of the element's, or gives None to keep it from the author's handler."""
    return [dataclasses.replace(one, means=name, convert=convert) for one in several(on)]


def several(on: Any) -> list[Listener]:
    """What an author gave for an event, as a list of listeners; an empty one for None."""
    return [] if on is None else list(as_listeners(on))


def part_of(values: Mapping[str, Any], name: str, kind: type[T], where: str) -> T:
    """A value that the page sends and that no class of events declares: ``part_of(event.payload, "x", int, "point")``.

    kind: its type as JSON has it. where: what the error calls the place. Raises ``PayloadError`` for another type, or nothing.
    """
    found = values.get(name, _NOTHING)
    if type(found) is not kind:
        given = "nothing" if found is _NOTHING else short(found)
        raise PayloadError(f"{where}.{name} must be {kind.__name__}, and {given} came from the page")
    return found


def shows(made: Element, what: Any, value: Any, on_change: Any) -> None:
    """A component shows this now: handlers of its ``change`` are called when that is something else, whoever has changed it.

    what: is compared, and does not change in place. value: what a ``ChangeEvent`` has.
    """
    made.shows = what, value
    if on_change is not None:
        listen(made, CHANGED, converted(on_change, "change", as_it_is))
    offered = made.offers or {}
    made.offers = {**offered, "change": [(made, CHANGED, as_it_is)]}


def as_it_is(event: Event) -> Event:
    return event


def no_change(component: str, rest: Mapping[str, Any], instead: str) -> None:
    """Raise ``RenderError`` for ``on_change=`` of a component that has none. instead: what tells of it."""
    if rest.get("on_change") is not None:
        raise RenderError(f"sk.{component}() has no on_change: {instead}")


def by_argument(component: str, *names: str) -> dict[str, str]:
    """For ``Element.offers``: events of which only an argument of the component can tell, and what ``sk.on`` says of them."""
    return {name: f"sk.on() cannot listen to {name!r} of sk.{component}(): pass on_{name}= to it instead" for name in names}


class Offers:
    """Events with a meaning of their own that a component's parts bring about, so that ``sk.on`` can listen to them too.

    names: all that there can be, also where no part brings them about just now.
    """

    def __init__(self, *names: str) -> None:
        self.by_name: dict[str, list[tuple[Element, str, Callable[[Any], Event | None]]]] = {name: [] for name in names}

    def add(self, name: str, part: Element, event: str, convert: Callable[[Any], Event | None]) -> None:
        """``event`` of an element inside is ``name`` of the component, made by ``convert``."""
        self.by_name[name].append((part, event, convert))
