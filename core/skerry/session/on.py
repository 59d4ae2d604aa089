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

    first: Trigger
    ordinal: int

    @property
    def group(self) -> tuple[Any, ...]:
        return ("on", self.first.element.id, self.first.event, self.ordinal)


def on(triggers: Trigger | Iterable[Trigger], handler: Any, **options: Any) -> Attached:
    """Call a handler for one or several events: ``sk.on([name.enter, button.click], save).then(show)``.

    Called while the page is built, with elements that it has just made; their events are named as the arguments are,
    without ``on_``. options: those of ``listener``. All triggers together count as one listener: with trigger mode ``once``,
    an event of one is dropped while the handler runs for another.

    Raises ``HandlerError`` for what is no event of an element, and as ``listener`` does.
    """
    found = [triggers] if isinstance(triggers, Trigger) else _several(triggers)
    made = listener(handler, **options)
    places = [(one, len(_there(one))) for one in found]
    shared = _Shared(*places[0]) if len(found) > 1 else None

    def put(one: Listener) -> None:
        for trigger, ordinal in places:
            now = _there(trigger)
            now[ordinal : ordinal + 1] = [dataclasses.replace(one, shared=shared, keys=trigger.keys or one.keys)]
            listen(trigger.element, trigger.event, now)

    put(made)
    return Attached(made, put)


def _there(trigger: Trigger) -> list[Listener]:
    """The listeners that the element has to this event."""
    return list(as_listeners((trigger.element.listeners or {}).get(trigger.event, ())))


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
