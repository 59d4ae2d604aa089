"""``on``: one handler for events of elements that are there already."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..errors import HandlerError
from ..handlers import Attached, Listener, as_listeners, listener
from ..view import Element, Trigger, listen

__all__ = ["on"]


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


def on(triggers: Trigger | Iterable[Trigger], handler: Any, **options: Any) -> Attached:
    """Call a handler for one or several events: ``sk.on([name.enter, button.click], save).then(show)``.

    Called while the page is built, with elements that it has just made; their events are named as the arguments are,
    without ``on_``. options: those of ``listener``. All triggers together count as one listener: with trigger mode ``once``,
    an event of one is dropped while the handler runs for another.

    Raises ``HandlerError`` for what is no event of an element, and as ``listener`` does.
    """
    found = [triggers] if isinstance(triggers, Trigger) else _several(triggers)
    made = listener(handler, **options)
    places = [(part, len(_there(part.element, part.event))) for one in found for part in _parts(one)]
    shared = _Shared(places[0][0].element, places[0][0].event, places[0][1]) if len(places) > 1 else None

    def put(one: Listener) -> None:
        for part, ordinal in places:
            now = _there(part.element, part.event)
            own = dataclasses.replace(one, shared=shared, keys=part.keys or one.keys, means=part.means, convert=part.convert)
            now[ordinal : ordinal + 1] = [own]
            listen(part.element, part.event, now)

    put(made)
    return Attached(made, put)


def _parts(trigger: Trigger) -> list[_Part]:
    offers = trigger.element.offers
    if offers and trigger.event in offers:
        return [_Part(part, event, (), trigger.event, convert) for part, event, convert in offers[trigger.event]]
    return [_Part(*trigger)]


def _there(element: Element, event: str) -> list[Listener]:
    """The listeners that the element has to this event."""
    return list(as_listeners((element.listeners or {}).get(event, ())))


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
