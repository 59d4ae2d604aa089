"""``on``: one handler for events of elements that are there already."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..errors import HandlerError
from ..handlers import Attached, Listener, as_listeners, listener
from ..view import Element, Trigger, listen

__all__ = ["Outlet", "on"]


class Outlet:
    """An event that a component tells of by itself rather than by one of its elements.

    put: takes all that listen to it, each time that there are more.
    """

    def __init__(self, put: Callable[[list[Listener]], None]) -> None:
        self.listeners: list[Listener] = []
        self.put = put


class _Shared(NamedTuple):
    """What several triggers have in common: the first of them stands for all, so that their trigger mode counts them together."""

    element: Element
    event: str
    ordinal: int

    @property
    def group(self) -> tuple[Any, ...]:
        return ("on", self.element.id, self.event, self.ordinal)


class _Part(NamedTuple):
    """Where to listen for a trigger: an event of an element, or what a component makes of one of its parts'."""

    element: Element
    event: str
    keys: tuple[str, ...] = ()
    means: str = ""
    convert: Any = None
    outlet: Outlet | None = None

    def listeners(self) -> list[Listener]:
        """Those that listen there already."""
        if self.outlet is not None:
            return list(self.outlet.listeners)
        return list(as_listeners((self.element.listeners or {}).get(self.event, ())))

    def listen(self, listeners: list[Listener]) -> None:
        if self.outlet is None:
            listen(self.element, self.event, listeners)
        else:
            self.outlet.listeners = listeners
            self.outlet.put(listeners)


def on(triggers: Trigger | Iterable[Trigger], handler: Any, **options: Any) -> Attached:
    """Call a handler for one or several events: ``sk.on([name.enter, button.click], save).then(show)``.

    Called while the page is built, with elements that it has just made; their events are named as the arguments are,
    without ``on_``. options: those of ``listener``. All triggers together count as one listener: with trigger mode ``once``,
    an event of one is dropped while the handler runs for another.

    Raises ``HandlerError`` for what is no event of an element, and as ``listener`` does.
    """
    found = [triggers] if isinstance(triggers, Trigger) else _several(triggers)
    made = listener(handler, **options)
    places = [(part, len(part.listeners())) for one in found for part in _parts(one)]
    shared = _Shared(places[0][0].element, places[0][0].event, places[0][1]) if len(places) > 1 else None

    def put(one: Listener) -> None:
        for part, ordinal in places:
            now = part.listeners()
            own = dataclasses.replace(one, shared=shared, keys=part.keys or one.keys, means=part.means, convert=part.convert)
            now[ordinal : ordinal + 1] = [own]
            part.listen(now)

    put(made)
    return Attached(made, put)


def _parts(trigger: Trigger) -> list[_Part]:
    offers = trigger.element.offers
    if not offers or trigger.event not in offers:
        return [_Part(*trigger)]
    offer = offers[trigger.event]
    if isinstance(offer, Outlet):
        return [_Part(trigger.element, trigger.event, outlet=offer)]
    found = offer() if callable(offer) else offer  # a function makes the parts, which are there only where somebody listens
    return [_Part(part, event, (), trigger.event, convert) for part, event, convert in found]


def _several(triggers: Any) -> list[Trigger]:
    given = list(triggers) if isinstance(triggers, Iterable) and not isinstance(triggers, (str, Element)) else [triggers]
    for one in given:
        if not isinstance(one, Trigger):
            what = f"{one!r} is an element: name its event too" if isinstance(one, Element) else f"not {one!r:.80}"
            raise HandlerError(f"sk.on() takes events of elements, such as button.click; {what}")
    if not given:
        raise HandlerError("sk.on() was given no event: pass one, such as button.click, or a list of them")
    if len({(id(one.element), *one[1:]) for one in given}) < len(given):
        raise HandlerError("sk.on() was given the same event of the same element twice")
    return given
