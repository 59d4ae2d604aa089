"""``Store.dump`` and ``Store.load``: all state classes of a session as JSON, and back.

    {"v": 1, "roots": {"app:Counter": {"count": 3, ...}}, "lost": [{"path": "Data.df", "type": ..., "why": ...}]}

A state that is dumped while runs are under way is as it is at that moment.
"""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..errors import StateError
from .adopt import Memo, adopt
from .classes import STATE_CLASSES
from .decoding import Decoder
from .encoding import Encoder, class_id
from .hints import Problem, Seen, hints_of, mismatches
from .paths import ATTRIBUTE, format_steps
from .tracking import untracked

if TYPE_CHECKING:
    from .store import Store

__all__ = ["Saved", "dump_roots", "fill"]

VERSION: Final = 1


def dump_roots(roots: Mapping[type, Any], waiting: Saved | None) -> dict[str, Any]:
    """The instances as JSON, along with what was loaded for classes that nobody has asked for yet."""
    encoder = Encoder()
    with untracked():
        done = {class_id(cls): encoder.root(value, cls) for cls, value in roots.items()}
    kept = {} if waiting is None else {name: data for name, data in waiting.roots.items() if name not in done}
    return {"v": VERSION, "roots": {**kept, **done}, "lost": encoder.lost}


class Saved:
    """Dumped state, applied to each state class when it is there or asked for.

    reset: takes a line for each field that does not fit, which then keeps its default; without it that is an error.
    gone: the fields in the data that their classes no longer have, see ``Decoder``.
    """

    def __init__(self, data: Any, store: Store, reset: list[str] | None = None) -> None:
        if not isinstance(data, dict) or data.get("v") != VERSION or not isinstance(data.get("roots"), dict):
            raise StateError(
                f"load() was given {str(data)[:60]!r}, expected what dump() returned (a dict with v = {VERSION}). "
                "Data of another version cannot be read; start without it"
            )
        self.roots: dict[str, Any] = dict(data["roots"])
        self._store = store
        self._reset = reset
        self.gone: dict[tuple[type, str], str] = {}
        self._made: dict[str, list[Any]] = {}
        self._busy: set[str] = set()

    def apply(self, cls: type, instance: Any) -> Any:
        """Fill a state, which is in the store already or is about to be, and return it observed."""
        name = class_id(cls)
        decoder = Decoder(cls, self._same)
        self._busy.add(name)
        try:
            values = self._values(decoder, cls, instance, self.roots[name])
        except StateError as error:
            if self._reset is None:
                raise
            decoder = Decoder(cls, self._same)
            decoder.made.append(instance)
            values = self._fitting(cls, instance, self.roots[name], error)
        self.gone |= decoder.gone
        memo: Memo = {}
        instance = _assign(self._store, instance, values, cls.__name__, memo)
        self._made[name] = [memo.get(id(made), (made,))[0] for made in decoder.made]
        self._made[name][0] = instance
        return instance

    def _values(self, decoder: Decoder, cls: type, instance: Any, data: Any) -> dict[Any, Any]:
        if isinstance(instance, dict):
            return decoder.pairs(instance, data)
        names = {field.name for field in dataclasses.fields(cls)}
        values = decoder.fields(instance, data, names)
        _check(cls, values, "the saved data has", decoder.lost)
        return values

    def _fitting(self, cls: type, instance: Any, data: Any, error: StateError) -> dict[Any, Any]:
        """The fields that fit, each decoded by itself."""
        assert self._reset is not None
        if isinstance(instance, dict) or not isinstance(data, dict):
            self._reset.append(str(error))
            return dict(instance) if isinstance(instance, dict) else {}
        values: dict[Any, Any] = {}
        for name, value in data.items():
            try:
                if _shares(value):
                    raise StateError(f"{cls.__name__}.{name}: it shares a part with a field that does not fit")
                values |= self._values(Decoder(cls, self._same), cls, instance, {name: value})
            except StateError as problem:
                self._reset.append(str(problem))
        return values

    def _same(self, name: str, number: int) -> Any:
        """A container that another root holds, too."""
        if name not in self._made and name not in self._busy:
            for cls in reversed(STATE_CLASSES):
                if class_id(cls) == name:
                    self._store.of(cls)
                    break
        return self._made[name][number]


def fill(store: Store, cls: type, instance: Any, values: dict[Any, Any], lost: bool) -> Any:
    """Put what ``migrate`` gave into a state, checked. lost: it was given None for items that could not be saved.

    Raises ``StateError`` for values that are not of the declared type.
    """
    if not isinstance(instance, dict):
        _check(cls, values, "migrate() gave", lost)
    return _assign(store, instance, values, cls.__name__, {})


def _check(cls: type, values: dict[Any, Any], given: str, lost: bool) -> None:
    hints, seen = hints_of(cls), Seen(lost)
    problems = [
        problem
        for key, value in values.items()
        for problem in mismatches(value, hints.get(key, Any), ((ATTRIBUTE, key),), seen)
    ]
    if problems:
        raise StateError("\n".join(_told(cls, problem, given) for problem in problems[:10]))


def _shares(data: Any) -> bool:
    """Whether encoded data refers to a container elsewhere, by its number."""
    if isinstance(data, list):
        return any(_shares(item) for item in data)
    return isinstance(data, dict) and ("$same" in data or any(_shares(item) for item in data.values()))


def _told(cls: type, problem: Problem, given: str) -> str:
    path = format_steps(cls.__name__, problem.steps)
    return f"{path}: {given} {problem.given}, expected {problem.expected}"


def _assign(store: Any, instance: Any, values: dict[Any, Any], name: str, memo: Memo) -> Any:
    if getattr(instance, "_sk_store", None) is None:
        put = dict.__setitem__ if isinstance(instance, dict) else object.__setattr__
        if isinstance(instance, dict):
            dict.clear(instance)
        for key, value in values.items():
            put(instance, key, value)
        return adopt(instance, store, name, memo)
    up = weakref.ref(instance)
    adopted = {key: adopt(value, store, up, memo) for key, value in values.items()}
    if isinstance(instance, dict):
        instance.clear()
        instance.update(adopted)
    else:
        for key, value in adopted.items():
            setattr(instance, key, value)
    return instance

