"""Observed dicts. ``d[k]``, ``d.get(k)`` and ``k in d`` read that one key; iterating reads the keys, ``values`` all.

Undo puts a deleted key back where it stood. The first deletion from a dict numbers its keys (``_sk_order``); from then
on every new key gets a higher number, and a key that is put back by undo gets its old one.
"""

from __future__ import annotations

import copy
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, SupportsIndex, TypeVar

from ..errors import StateError
from .adopt import ADOPTERS, PLAIN, Memo, Up, adopt, adopt_all, for_classes, keep
from .lists import LOOKED_AFTER, look_after, look_after_all
from .log import MISSING
from .reads import read_whole, reading
from .tracking import CONTENT, READING, SHAPE, Found, gather, track
from .writes import begin, record, same, tell_found, tell_keys

__all__ = ["ObservedDefaultDict", "ObservedDict", "StateDict", "restore_order"]

K = TypeVar("K")
V = TypeVar("V")

_WHOLE = ("copy", "__repr__", "__eq__", "__ne__", "__ror__")
_NOTHING: Any = object()


_dict_or: Any = reading(dict.__or__)


@read_whole(_WHOLE)
class ObservedDict(dict[K, V]):
    """A dict in the state. Calling the class makes a plain dict, so copies made by ``type(x)(...)`` are plain."""

    __slots__ = ("__weakref__", "_sk_order", "_sk_store", "_sk_subs", "_sk_up")

    _sk_order: dict[Any, int] | None
    _sk_store: Any
    _sk_subs: Any
    _sk_up: Up

    def __new__(cls, *args: Any, **items: Any) -> dict[K, V]:  # type: ignore[misc]
        return dict(*args, **items)

    # Reading

    def __getitem__(self, key: K) -> Any:
        if READING.current is not None:
            track(self, key)
        value: Any = dict.__getitem__(self, key)
        if type(value) in LOOKED_AFTER:
            look_after(value)
        return value

    def get(self, key: Any, default: Any = None) -> Any:
        return self[key] if dict.__contains__(self, key) else self._absent(key, default)

    def _absent(self, key: Any, default: Any) -> Any:
        if READING.current is not None:
            track(self, key)
        return default

    def __contains__(self, key: object) -> bool:
        if READING.current is not None:
            track(self, key)
        return dict.__contains__(self, key)

    def _read_keys(self) -> None:
        if READING.current is not None:
            track(self, SHAPE)

    def __iter__(self) -> Iterator[K]:
        self._read_keys()
        return dict.__iter__(self)

    def __reversed__(self) -> Iterator[K]:
        self._read_keys()
        return dict.__reversed__(self)

    def __len__(self) -> int:
        self._read_keys()
        return dict.__len__(self)

    def keys(self) -> Any:
        self._read_keys()
        return dict.keys(self)

    def values(self) -> Any:
        self._read_values()
        return dict.values(self)

    def items(self) -> Any:
        self._read_values()
        return dict.items(self)

    def _read_values(self) -> None:
        if READING.current is not None:
            track(self, CONTENT)
        look_after_all(dict.values(self))

    def __or__(self, other: Any) -> Any:
        if isinstance(other, dict) and type(other).__ror__ not in (dict.__ror__, ObservedDict.__ror__):
            return NotImplemented  # a kind of dict that would come first were this one plain
        return _dict_or(self, other)

    __hash__ = None

    # Changing

    def _adopted(self, value: Any) -> Any:
        return value if type(value) in PLAIN else adopt(value, self._sk_store, weakref.ref(self))

    def __setitem__(self, key: K, value: V) -> None:
        run = begin(self, key)
        old = dict.get(self, key, MISSING)
        if same(old, value):
            return
        value = self._adopted(value)
        dict.__setitem__(self, key, value)
        mutation = record(self, "set", key, old, value, run)
        if old is not MISSING:
            tell_keys(self, key, CONTENT)
            return
        if self._sk_order is not None and mutation is not None:
            self._sk_order[key] = mutation.serial
        tell_keys(self, key, CONTENT, SHAPE)

    def __delitem__(self, key: K) -> None:
        begin(self, key)
        if not dict.__contains__(self, key):
            raise KeyError(key)
        self._take(key)

    def _take(self, key: Any) -> Any:
        """Take out a key that is there; its value."""
        run = begin(self, key)
        order = self._sk_order
        if order is None and self._sk_store is not None:
            first = self._sk_store.serial - dict.__len__(self)
            order = self._sk_order = {k: i for i, k in enumerate(dict.__iter__(self), first)}
        old = dict.pop(self, key)
        mutation = record(self, "set", key, old, MISSING, run)
        if mutation is not None and order is not None:
            mutation.place = order.pop(key, None)
        tell_keys(self, key, CONTENT, SHAPE)
        return old

    def pop(self, key: Any, default: Any = _NOTHING) -> Any:
        begin(self, key)
        if dict.__contains__(self, key):
            return self._take(key)
        if default is _NOTHING:
            raise KeyError(key)
        return default

    def popitem(self) -> tuple[K, V]:
        begin(self)
        for key in dict.__reversed__(self):
            return key, self._take(key)
        raise KeyError("popitem(): dictionary is empty")

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if not dict.__contains__(self, key):
            self[key] = default
        return self[key]

    def clear(self) -> None:
        run = begin(self)
        old = dict.copy(self)
        if not old:
            return
        dict.clear(self)
        mutation = record(self, "whole", None, old, {}, run)
        if mutation is not None:
            mutation.place, self._sk_order = self._sk_order, None
        subs = self._sk_subs
        if subs:
            found: Found = {}
            gather(subs, [key for key in subs if key in old], found)
            gather(subs, (CONTENT, SHAPE), found)
            tell_found(self, found)

    def update(self, *args: Any, **items: Any) -> None:
        begin(self)
        for key, value in dict(*args, **items).items():
            self[key] = value

    def __ior__(self, other: Any) -> Any:
        self.update(other)
        return self

    # Copies are plain

    def __copy__(self) -> dict[K, V]:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        plain = self._plain()
        memo[id(self)] = plain
        for key, value in self.items():
            plain[copy.deepcopy(key, memo)] = copy.deepcopy(value, memo)
        return plain

    def _plain(self) -> dict[Any, Any]:
        """An empty plain one of the kind."""
        return {}

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return dict, (), None, None, iter(self.items())


class StateDict(ObservedDict[Any, Any]):
    """A dict whose missing keys read as None, and whose dicts are such dicts too; for state without declared fields."""

    __slots__ = ("_sk_computed",)

    _sk_computed: Any

    def __new__(cls, *args: Any, **items: Any) -> StateDict:
        made = dict.__new__(cls)
        made._sk_order = made._sk_store = made._sk_up = made._sk_subs = made._sk_computed = None
        dict.update(made, *args, **items)
        return made

    def __init__(self, *args: Any, **items: Any) -> None:
        pass  # __new__ has filled it

    def __missing__(self, key: Any) -> None:
        return None

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and not hasattr(getattr(type(self), name, None), "__set__"):
            kind = type(self).__name__
            raise StateError(f"{kind}.{name} was assigned, but {kind} is a dict state: write state[{name!r}] = ...")
        object.__setattr__(self, name, value)

    def _adopted(self, value: Any) -> Any:
        return ObservedDict._adopted(self, StateDict(value) if type(value) is dict else value)

    def _plain(self) -> dict[Any, Any]:
        return StateDict()

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return StateDict, (), None, None, iter(self.items())


class ObservedDefaultDict(ObservedDict[K, V]):
    """What a ``defaultdict`` becomes: reading a missing key makes it, so a render should use ``get``."""

    __slots__ = ("default_factory",)

    default_factory: Callable[[], Any] | None
    __class__ = property(lambda self: defaultdict)  # a defaultdict's layout in C has no room for ours

    def __new__(cls, *args: Any, **items: Any) -> defaultdict[K, V]:  # type: ignore[misc]
        return defaultdict(*args, **items)

    def __missing__(self, key: K) -> Any:
        if self.default_factory is None:
            raise KeyError(key)
        self[key] = self.default_factory()
        return dict.__getitem__(self, key)

    def _plain(self) -> dict[Any, Any]:
        return defaultdict(self.default_factory)

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return defaultdict, (self.default_factory,), None, None, iter(self.items())

    def __repr__(self) -> str:
        return f"defaultdict({self.default_factory!r}, {ObservedDict.__repr__(self)})"

    def copy(self) -> Any:
        plain = self._plain()
        plain.update(self)
        return plain

    __copy__ = copy

    def __or__(self, other: Any) -> Any:
        return _joined(self, self, other)

    def __ror__(self, other: Any) -> Any:
        return _joined(self, other, self)


def _joined(like: ObservedDefaultDict[Any, Any], first: Any, second: Any) -> Any:
    if not (isinstance(first, dict) and isinstance(second, dict)):
        return NotImplemented
    plain = like._plain()
    plain.update(first)
    plain.update(second)
    return plain


def restore_order(target: ObservedDict[Any, Any]) -> None:
    """After undo: keys in the order of their numbers."""
    order = target._sk_order
    if order is None:
        return
    before = list(dict.__iter__(target))
    after = sorted(before, key=lambda key: order.get(key, 0))
    if before != after:
        items = {key: dict.__getitem__(target, key) for key in after}
        dict.clear(target)
        dict.update(target, items)


def _adopt_into(cls: type[ObservedDict[Any, Any]]) -> Any:
    def adopt_dict(value: dict[Any, Any], store: Any, up: Up, memo: Memo) -> Any:
        made: Any = dict.__new__(cls)
        made._sk_store, made._sk_up, made._sk_subs, made._sk_order = store, up, None, None
        if isinstance(value, defaultdict):
            made.default_factory = value.default_factory
        memo[id(value)] = (made, value)
        dict.update(made, zip(value, adopt_all(value.values(), made, memo), strict=True))
        return made

    return adopt_dict


def _fill(value: Any, memo: Memo) -> None:
    for key, item in list(dict.items(value)):
        if type(item) not in PLAIN:
            dict.__setitem__(value, key, value._adopted(item))


ADOPTERS[dict] = _adopt_into(ObservedDict)
ADOPTERS[defaultdict] = _adopt_into(ObservedDefaultDict)
ADOPTERS[ObservedDict] = ADOPTERS[ObservedDefaultDict] = _adopt_observed = keep(_fill)
for_classes(lambda kind: _adopt_observed if issubclass(kind, StateDict) else None)
