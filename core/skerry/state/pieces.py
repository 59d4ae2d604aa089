"""A state as JSON text in pieces, each of little work, so that whoever encodes a large one can pause in between.

Lists, deques, dicts and objects that hold much are taken apart; everything else is encoded as a whole. The pieces joined are the
text of what ``Encoder.root`` gives. Whoever pauses must begin anew where the state was changed meanwhile.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ..protocol import json_text
from .adopt import PLAIN
from .deques import ObservedDeque
from .encoding import Encoder, Lost
from .lists import ObservedList
from .mappings import ObservedDict, StateDict
from .paths import ATTRIBUTE, Step, children

__all__ = ["Indivisible", "pieces"]

_BATCH: Final = 100
"""Values, about, that make a piece."""

_MUCH: Final = 400
"""Values, about, that are worth being taken apart."""

_DEPTH: Final = 3
"""How deep to look for them."""


class Indivisible(Exception):
    """It turned out too late that an object cannot be kept without a part that cannot be saved: encode the whole at once."""


def pieces(encoder: Encoder, value: Any, cls: type) -> Iterator[str]:
    """The text of a state class's instance. Raises ``Indivisible``, after which a fresh encoder's ``root`` is the way."""
    encoder.begin(value, cls)
    return _dict(encoder, value) if isinstance(value, dict) else _fields(encoder, value, ())


def weight(value: Any, depth: int = _DEPTH) -> int:
    """How many values there are in one, about: of many alike, the first stands for all."""
    kind = type(value)
    if kind in PLAIN:
        return 1
    if hasattr(kind, "_sk_items"):
        return 1 + (sum(weight(item, depth - 1) for _, item in kind._sk_items(value)) if depth else 0)
    for base, first in _FIRST:
        if isinstance(value, base):
            count: int = base.__len__(value)
            return 1 + count * (weight(first(value), depth - 1) if count and depth else 1)
    return 1


_FIRST: Final[tuple[tuple[Any, Callable[[Any], Any]], ...]] = (
    (list, lambda value: list.__getitem__(value, 0)),
    (dict, lambda value: next(iter(dict.values(value)))),
    (deque, lambda value: deque.__getitem__(value, 0)),
    (set, lambda value: next(set.__iter__(value))),
    (tuple, lambda value: value[0]),
)


def _some(encoder: Encoder, parts: Iterable[tuple[Step, Any]], keyed: bool, kept: set[str] | None = None) -> Iterator[str]:
    """The parts that can be saved, a few at a time, with commas between them; of the others, their places.

    keyed: they have keys. kept: for an object's fields, where there are no places: gets those that can be saved.
    """
    batch: list[tuple[Any, Any]] = []
    held, comma = 0, ""
    for step, value in parts:
        size = weight(value)
        much = size >= _MUCH and _way(value) is not None
        if not much:
            held += size
            try:
                batch.append((step[1], encoder.part(*step, value)))
            except Lost:
                if kept is not None:
                    continue
                batch.append((step[1], encoder.place()))
        if kept is not None:
            kept.add(step[1])
        if batch and (much or held >= _BATCH):
            yield comma + _listed(batch, keyed)
            batch, held, comma = [], 0, ","
        if much:
            yield comma + (f"{json_text(step[1])}:" if keyed else "")
            yield from encoder.within(step, _apart(encoder, value))
            comma = ","
    if batch:
        yield comma + _listed(batch, keyed)


def _listed(batch: list[tuple[Any, Any]], keyed: bool) -> str:
    return json_text(dict(batch) if keyed else [value for _, value in batch])[1:-1]


def _apart(encoder: Encoder, value: Any) -> Iterator[str]:
    """One value that holds much."""
    same = encoder.number(value)
    way = _way(value)
    assert way is not None
    if same is not None:
        yield json_text(same)
    else:
        yield from way(encoder, value)


def _list(encoder: Encoder, value: Any) -> Iterator[str]:
    yield "["
    yield from _some(encoder, children(value), False)
    yield "]"


def _deque(encoder: Encoder, value: Any) -> Iterator[str]:
    yield '{"$deque":['
    yield from _list(encoder, value)
    yield f",{json_text(value.maxlen)}]}}"


def _state_dict(encoder: Encoder, value: Any) -> Iterator[str]:
    yield '{"$state":'
    yield from _dict(encoder, value)
    yield "}"


def _dict(encoder: Encoder, value: Any) -> Iterator[str]:
    if all(type(key) is str and not key.startswith("$") for key in dict.__iter__(value)):
        yield "{"
        yield from _some(encoder, children(value), True)
        yield "}"
    else:
        yield json_text(encoder.pairs(value))


def _fields(encoder: Encoder, value: Any, required: Iterable[str]) -> Iterator[str]:
    kept: set[str] = set()
    yield "{"
    yield from _some(encoder, (((ATTRIBUTE, name), item) for name, item in encoder.items_of(value)), True, kept)
    yield "}"
    if not kept.issuperset(required):
        raise Indivisible


def _object(encoder: Encoder, value: Any) -> Iterator[str]:
    name, required = encoder.known(type(value)._sk_base)
    yield f'{{"$data":[{json_text(name)},'
    yield from _fields(encoder, value, required)
    yield "]}"


_WAYS: Final[dict[type, Callable[[Encoder, Any], Iterator[str]]]] = {
    list: _list,
    ObservedList: _list,
    deque: _deque,
    ObservedDeque: _deque,
    dict: _dict,
    ObservedDict: _dict,
    StateDict: _state_dict,
}


def _way(value: Any) -> Callable[[Encoder, Any], Iterator[str]] | None:
    kind = type(value)
    return _WAYS.get(kind) or (_object if "_sk_base" in kind.__dict__ else None)
