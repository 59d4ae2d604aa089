"""State to JSON. What cannot be saved is left out and reported by path; the rest goes on.

In lists, deques and dicts its place is kept, so that nothing behind it moves: ``{"$lost": "builtins.function"}``, which is
read as None.
"""

from __future__ import annotations

import dataclasses
import math
import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, Flag
from typing import Any, Final

from ..ids import bare_name
from .codec import codec_for, exact_codec
from .deques import ObservedDeque
from .fields import unkept
from .hints import mentioned_classes
from .lists import ObservedList
from .mappings import ObservedDefaultDict, ObservedDict, StateDict
from .paths import ATTRIBUTE, ITEM, Step, children, format_steps
from .rich import Keeper, Refused, keeper_for, library_of
from .sets import ObservedSet

__all__ = ["Encoder", "class_id"]

_AS_THEY_ARE: Final = frozenset({str, bool, type(None)})
FROZEN: Final = 1
"""Says of an object that it is a value: it has no number."""
SAFE_INTEGER: Final = 2**53  # what survives a reader that has only doubles


class Lost(Exception):
    """This value, and whatever cannot be without it, is not saved."""


def class_id(cls: type) -> str:
    """A class's name, equal in every instance of an app: ``app:Row``."""
    return f"{bare_name(cls.__module__)}:{cls.__qualname__}"


class Encoder:
    """Encodes the roots of one store; ``lost`` tells of what was left out. kept: fields that are not to be kept are left out."""

    def __init__(self, *, kept: bool = False) -> None:
        self._kept_only = kept
        self.lost: list[dict[str, str]] = []
        self._numbers: dict[int, list[Any]] = {}  # id -> [root, number], in the order of the numbers
        self._kept: dict[type, tuple[str, list[str]]] = {}  # dataclass -> its id, the fields it cannot be without
        self._ways: dict[type, _Encode | None] = {}  # of the types that are not in the table
        self._open: set[int] = set()  # the ids of values of libraries that are being encoded
        self._alive: list[Any] = []  # made on the way, and numbered: their ids are not to be used again
        self._named: set[type] = set()
        self._base = 0
        self._root = ""
        self._title = ""
        self._cls: type = object
        self._steps: list[Step] = []

    def root(self, value: Any, cls: type) -> Any:
        """What is kept of a state class's instance: its fields, or a dict state's items."""
        self.begin(value, cls)
        if isinstance(value, dict):
            return self._pairs(value)
        return self._fields(value, required=())

    def begin(self, value: Any, cls: type) -> None:
        """A root, whose parts come next."""
        self._root, self._title, self._base = class_id(cls), cls.__name__, len(self._numbers)
        self._cls, self._named = cls, set()
        self._number(value)

    def encode(self, value: Any) -> Any:
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        encode = _BY_KIND.get(kind) or self._way(kind)
        if encode is not None:
            return encode(self, value)
        codec = codec_for(kind)
        if codec is None:
            raise self._give_up(kind)
        try:
            return {f"${codec.tag}": codec.encode(value)}
        except Exception as error:
            raise self._give_up(kind, error) from error

    def _way(self, kind: type) -> _Encode | None:
        if kind not in self._ways:
            self._ways[kind] = _for_class(kind)
        return self._ways[kind]

    def _give_up(self, kind: type, error: Exception | None = None) -> Lost:
        if isinstance(error, Refused):
            why = str(error)
        else:
            why = "" if error is None else f"{type(error).__name__}: {error}"
        path = format_steps(self._title, tuple(self._steps))
        self.lost.append({"path": path, "type": f"{bare_name(kind.__module__)}.{kind.__qualname__}", "why": why})
        return Lost()

    # Containers

    def _number(self, value: Any) -> Any:
        """Number a container; a reference instead where it has a number already."""
        known = self._numbers.get(id(value))
        if known is not None:
            return {"$same": known}
        self._numbers[id(value)] = [self._root, len(self._numbers) - self._base]
        return None

    def _part(self, step: Step, value: Any, encode: Callable[[Any], Any] | None = None) -> Any:
        """One part of a value, encoded. Where that is lost, so are the numbers given in it."""
        self._steps.append(step)
        count = len(self._numbers)
        try:
            return (encode or self.encode)(value)
        except Lost:
            self._forget(count)
            raise
        finally:
            self._steps.pop()

    def _forget(self, count: int) -> None:
        """Take back the numbers given since there were this many."""
        while len(self._numbers) > count:
            self._numbers.popitem()

    def _some(
        self, parts: Iterable[tuple[Step, Any]], encode: Callable[[Any], Any] | None = None, *, places: bool = False
    ) -> list[tuple[Any, Any]]:
        """(key, encoded) of the parts that can be saved. places: those that cannot keep their place."""
        done = []
        for step, value in parts:
            kind = type(value)
            if kind in _AS_THEY_ARE or (kind is int and -SAFE_INTEGER <= value <= SAFE_INTEGER):
                done.append((step[1], value))
                continue
            try:
                done.append((step[1], self._part(step, value, encode)))
            except Lost:
                if places and not self._open:  # a model's class may not take None there: its lists are without the item
                    done.append((step[1], self.place()))
        return done

    def place(self) -> dict[str, str]:
        """What stands for the part that turned out to be lost just now. The value names its type, for people."""
        return {"$lost": self.lost[-1]["type"]}

    def _items(self, value: Any, *, places: bool = True) -> list[Any]:
        return [encoded for _, encoded in self._some(children(value), places=places)]

    def _all(self, values: Iterable[Any]) -> list[Any]:
        """Of a tuple: without one of its items it would be another value."""
        return [self._part((ITEM, i), value) for i, value in enumerate(values)]

    def _fields(self, value: Any, required: Iterable[str]) -> dict[str, Any]:
        return self.fields(type(value), self.items_of(value), required)

    def items_of(self, value: Any) -> Iterator[tuple[str, Any]]:
        """A dataclass's fields, but for those that are not to be kept."""
        items = _field_items(value)
        left_out = unkept(type(value)) if self._kept_only else ()
        return (item for item in items if item[0] not in left_out) if left_out else items

    def fields(self, kind: type, items: Iterable[tuple[str, Any]], required: Iterable[str]) -> dict[str, Any]:
        """The fields that can be saved of an object of this kind; it is lost where one of those required cannot."""
        count = len(self.lost)
        fields = self.some(ATTRIBUTE, dict(items))
        if all(name in fields for name in required):
            return fields
        if len(self.lost) == count:
            raise self._give_up(kind, AttributeError("one of its fields has no value"))
        raise Lost

    def _pairs(self, value: dict[Any, Any]) -> Any:
        if all(type(key) is str and not key.startswith("$") for key in dict.__iter__(value)):
            return dict(self._some(children(value), places=True))
        pairs = (((ITEM, key), (key, item)) for key, item in dict.items(value))
        return {"$dict": [pair for _, pair in self._some(pairs, self._all_of_it)]}

    # For ``pieces``, which encodes a root part by part

    def number(self, value: Any) -> Any:
        """Number a container; a reference instead where it has a number already."""
        return self._number(value)

    def pairs(self, value: dict[Any, Any]) -> Any:
        return self._pairs(value)

    def within(self, step: Step, inner: Iterator[str]) -> Iterator[str]:
        """Go on inside a part, for the paths of what is lost there."""
        self._steps.append(step)
        yield from inner
        self._steps.pop()

    # For the modules of the libraries

    def rich(self, keeper: Keeper, value: Any) -> Any:
        """A value of a library, by what ``rich`` has for it."""
        number = id(value)
        if keeper.shared:
            if number in self._open:
                raise self._give_up(type(value), Refused("it holds itself"))
            same = self._number(value)
            if same is not None:
                return same
            self._open.add(number)
        try:
            return {f"${keeper.tag}": keeper.encode(self, value)}
        except Lost:
            raise
        except Exception as error:
            raise self._give_up(type(value), error) from error
        finally:
            self._open.discard(number)

    def part(self, kind: str, key: Any, value: Any, encode: Callable[[Any], Any] | None = None) -> Any:
        """One part of a value, which is lost where this cannot be saved. kind: ATTRIBUTE or ITEM, for the path."""
        return self._part((kind, key), value, encode)

    def some(self, kind: str, values: dict[Any, Any]) -> dict[Any, Any]:
        """The parts that can be saved."""
        return dict(self._some([((kind, key), value) for key, value in values.items()]))

    def all(self, values: Iterable[Any]) -> list[Any]:
        """Items that belong together: none can be left out."""
        return self._all(values)

    def encode_made(self, value: Any) -> Any:
        """A container that was made only to be encoded."""
        self._alive.append(value)
        return self.encode(value)

    def name_of(self, cls: type) -> str:
        """A class's name. Raises ``Refused`` where it would not be found by it."""
        if cls not in self._named and not _is_found(cls) and cls not in mentioned_classes(self._cls):
            raise Refused(f"its class {class_id(cls)} cannot be found by its name: define it at the top of a module")
        self._named.add(cls)
        return class_id(cls)

    def known(self, cls: Any) -> tuple[str, list[str]]:
        """A dataclass's name, and the fields that its objects cannot be without."""
        found = self._kept.get(cls)
        if found is None:
            required = [f.name for f in dataclasses.fields(cls) if f.default is f.default_factory is dataclasses.MISSING]
            found = self._kept[cls] = (class_id(cls), required)
        return found

    def _all_of_it(self, pair: tuple[Any, Any]) -> list[Any]:
        """A key, without which there is no place, and its value."""
        key, count = self.encode(pair[0]), len(self._numbers)
        try:
            return [key, self.encode(pair[1])]
        except Lost:
            if self._open:
                raise
            self._forget(count)
            return [key, self.place()]


def _is_found(cls: type) -> bool:
    found: Any = sys.modules.get(cls.__module__)
    for part in cls.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is cls


def _field_items(value: Any) -> Iterator[tuple[str, Any]]:
    if hasattr(type(value), "_sk_items"):
        yield from type(value)._sk_items(value)
        return
    for field in dataclasses.fields(value):
        if hasattr(value, field.name):
            yield field.name, getattr(value, field.name)


# What each kind becomes


def _int(encoder: Encoder, value: int) -> Any:
    return value if -SAFE_INTEGER <= value <= SAFE_INTEGER else {"$int": str(value)}


def _float(encoder: Encoder, value: float) -> Any:
    return value if math.isfinite(value) else {"$float": repr(value)}


def _list(encoder: Encoder, value: Any) -> Any:
    return encoder._number(value) or encoder._items(value)


def _set(encoder: Encoder, value: Any) -> Any:
    return encoder._number(value) or {"$set": encoder._items(value, places=False)}


def _deque(encoder: Encoder, value: Any) -> Any:
    return encoder._number(value) or {"$deque": [encoder._items(value), value.maxlen]}


def _dict(encoder: Encoder, value: Any) -> Any:
    return encoder._number(value) or encoder._pairs(value)


def _state_dict(encoder: Encoder, value: Any) -> Any:
    return encoder._number(value) or {"$state": encoder._pairs(value)}


FACTORIES: Final = {kind.__name__: kind for kind in (int, float, str, bool, list, dict, set, deque, tuple)}


def _default_dict(encoder: Encoder, value: Any) -> Any:
    factory = value.default_factory
    if factory is not None and FACTORIES.get(getattr(factory, "__name__", "")) is not factory:
        raise encoder._give_up(type(value), TypeError(f"its factory {factory!r} has no name to be found by"))
    name = None if factory is None else factory.__name__
    return encoder._number(value) or {"$default": [name, encoder._pairs(value)]}


def _object(encoder: Encoder, value: Any) -> Any:
    cls = getattr(type(value), "_sk_base", type(value))
    same = None if cls.__dataclass_params__.frozen else encoder._number(value)
    if same is not None:
        return same
    name, required = encoder.known(cls)
    content = [name, encoder._fields(value, required)]
    return {"$data": [*content, FROZEN] if cls.__dataclass_params__.frozen else content}


def _enum(encoder: Encoder, value: Any) -> Any:
    if isinstance(value, Flag):
        return {"$flag": [class_id(type(value)), value.value]}
    return {"$enum": [class_id(type(value)), value.name]}


def _named_tuple(encoder: Encoder, value: Any) -> Any:
    return {"$named": [class_id(type(value)), encoder._all(value)]}


def _unknown(encoder: Encoder, value: Any) -> Any:
    raise encoder._give_up(type(value))


_Encode = Callable[[Encoder, Any], Any]

_BY_KIND: Final[dict[type, _Encode]] = {
    int: _int,
    float: _float,
    tuple: lambda encoder, value: {"$tuple": encoder._all(value)},
    frozenset: lambda encoder, value: {"$frozenset": encoder._all(value)},
    list: _list,
    ObservedList: _list,
    set: _set,
    ObservedSet: _set,
    deque: _deque,
    ObservedDeque: _deque,
    dict: _dict,
    ObservedDict: _dict,
    defaultdict: _default_dict,
    ObservedDefaultDict: _default_dict,
    StateDict: _state_dict,
}


def _for_class(kind: type) -> _Encode | None:
    if issubclass(kind, Enum):
        return _enum
    for cls in kind.__mro__[:-1]:  # a registered codec comes first, unless the value is of a library and more than what that knows
        if exact_codec(cls) is not None:
            return None
        if "__dataclass_fields__" in cls.__dict__:
            return _object
        library = library_of(cls)
        if library is not None:
            keeper = keeper_for(kind, library)
            return _unknown if keeper is None else lambda encoder, value: encoder.rich(keeper, value)
    if dataclasses.is_dataclass(kind):
        return _object
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _named_tuple
    return None

