"""JSON to state: the inverse of ``encoding``. Classes are found by name, and only where they can be meant.

A class in the data is looked for among those that the state's annotations name, then in modules that are loaded;
nothing is imported, and no ``__init__`` runs.
"""

from __future__ import annotations

import dataclasses
import sys
from collections import defaultdict, deque
from collections.abc import Callable, Container
from enum import Enum
from typing import Any, Final

from ..errors import StateError, nearest
from ..ids import bare_name
from .codec import decoder_for
from .encoding import FACTORIES, class_id
from .hints import mentioned_classes
from .mappings import StateDict
from .paths import ATTRIBUTE, ITEM, Step, format_steps
from .rich import Keeper, is_model, keeper_of_tag, missing_library
from .tracking import Mark

__all__ = ["Decoder", "is_lost", "loses"]


class Decoder:
    """Decodes one root. made: its containers by number; same: gives a container of another root.

    lost: whether there was a place of what could not be saved, which is None now. gone: the fields in the data that their class no
    longer has, by class and name; the path of the first of each. They are left out.
    """

    def __init__(self, cls: type, same: Callable[[str, int], Any], name: str = "") -> None:
        self.made: list[Any] = []
        self.lost = False
        self.gone: dict[tuple[type, str], str] = {}
        self._cls = cls
        self._id = name or class_id(cls)
        self._same = same
        self._steps: list[Step] = []
        self._fields: dict[type, dict[str, dataclasses.Field[Any]]] = {}
        self._told_apart = sys.maxsize  # containers from this number on cannot be referred to
        self._classes = {class_id(found): found for found in mentioned_classes(cls)}

    def fields(self, root: Any, data: dict[str, Any], names: set[str]) -> dict[str, Any]:
        """The values of a state's fields; those that the class no longer has are left out."""
        self.made.append(root)
        if not isinstance(data, dict):
            raise self._wrong(f"{data!r:.60}", "an object with its fields")
        return self.named(self._cls, data, names)

    def pairs(self, root: Any, data: Any) -> dict[Any, Any]:
        """The items of a dict state; where one was lost, what it has already."""
        self.made.append(root)
        try:
            items = dict(self._pairs(data))
            return items | {key: root[key] for key, item in data.items() if is_lost(item) and key in root}
        except (AttributeError, TypeError, ValueError) as error:
            raise self._wrong(f"{data!r:.60}", f"the items of a dict ({error})") from error

    def decode(self, data: Any) -> Any:
        if isinstance(data, list):
            return self._fill_list(self._add([]), data)
        if not isinstance(data, dict):
            return data
        if len(data) == 1:
            ((key, content),) = data.items()
            if key.startswith("$"):
                return self._tagged(key[1:], content)
        return self._dict(data)

    def _dict(self, data: Any) -> Any:
        made = self._add({})
        made.update(self._pairs(data))
        return made

    def _tagged(self, tag: str, content: Any) -> Any:
        decode = _BY_TAG.get(tag)
        try:
            if decode is not None:
                return decode(self, content)
            codec = decoder_for(tag)
            if codec is None and (keeper := keeper_of_tag(tag)) is not None:
                return self._rich(keeper, content)
            if codec is None and (library := missing_library(tag)) is not None:
                raise self._wrong(f"a value of {library}", f"that the app imports {library}")
            if codec is None:
                raise self._wrong(f"an unknown tag {tag!r}", "one that register_codec() has made known")
            return codec.decode(content)
        except StateError:
            raise
        except Exception as error:
            raise self._wrong(f"{content!r:.80} as {tag}", f"what dump() wrote ({error})") from error

    # For the modules of the libraries

    def _rich(self, keeper: Keeper, content: Any) -> Any:
        if not keeper.shared:
            return keeper.decode(self, content)
        number = len(self.made)
        self.made.append(_UNFINISHED)
        self.made[number] = made = keeper.decode(self, content)
        return made

    def part(self, kind: str, key: Any, data: Any, decode: Callable[[Any], Any] | None = None) -> Any:
        """One part of a value; kind: ATTRIBUTE or ITEM, for the path."""
        if decode is None:
            return self._part((kind, key), data)
        self._steps.append((kind, key))
        value = decode(data)
        self._steps.pop()
        return value

    def all(self, data: Any) -> list[Any]:
        return self._items(data)

    def named(self, cls: type, data: dict[str, Any], names: Container[str]) -> dict[str, Any]:
        """The values of those of an object's fields that its class has, of ``names``; the others are noted as gone.

        They are read in the order of the data, by which containers have their numbers.
        """
        values = {}
        for name, value in data.items():
            if name in names:
                values[name] = value if type(value) not in _STRUCTURED else self._part((ATTRIBUTE, name), value)
            else:
                self._leave_out(cls, name, value)
        return values

    def miss(self, cls: type, name: str) -> None:
        """Note a field as gone, whose value is decoded."""
        self.gone.setdefault((cls, name), format_steps(self._cls.__name__, (*self._steps, (ATTRIBUTE, name))))

    def class_named(self, name: Any) -> Any:
        return self._class(name)

    def wrong(self, given: str, expected: str, steps: tuple[Step, ...] = ()) -> StateError:
        """The error for a part of the value that is being decoded."""
        self._steps.extend(steps)
        return self._wrong(given, expected)

    def _wrong(self, given: str, expected: str) -> StateError:
        path = format_steps(self._cls.__name__, tuple(self._steps))
        return StateError(f"{path}: the saved data has {given}, expected {expected}")

    def _add(self, container: Any) -> Any:
        self.made.append(container)
        return container

    def _part(self, step: Step, data: Any) -> Any:
        if type(data) not in _STRUCTURED:
            return data
        self._steps.append(step)
        value = self.decode(data)
        self._steps.pop()
        return value

    def _items(self, data: Any) -> list[Any]:
        return [self._part((ITEM, i), item) for i, item in enumerate(data)]

    def _fill_list(self, made: Any, data: Any) -> Any:
        made.extend(self._items(data))
        return made

    def _pairs(self, data: dict[str, Any]) -> list[tuple[Any, Any]]:
        if data.keys() != {"$dict"}:
            return [(key, self._part((ITEM, key), value)) for key, value in data.items()]
        return [(self.decode(key), self._part((ITEM, key), value)) for key, value in data["$dict"]]

    # Classes

    def _class(self, name: str) -> Any:
        found = self._classes.get(name)
        if found is None:
            found = self._loaded_class(name)
        if found is None:
            hint = nearest(name, self._classes)
            raise self._wrong(f"the class {name}", f"one that is defined now.{hint}")
        return found

    def _loaded_class(self, name: str) -> Any:
        module, _, qualified = name.partition(":")
        own = self._cls.__module__
        prefix = own.removesuffix(bare_name(own))
        found: Any = sys.modules.get(prefix + module) or sys.modules.get(module)
        for part in qualified.split("."):
            found = getattr(found, part, None)
        kind = isinstance(found, type) and (
            dataclasses.is_dataclass(found) or issubclass(found, Enum) or hasattr(found, "_make") or is_model(found)
        )
        return found if kind else None

    def _object(self, content: Any) -> Any:
        name, data, *frozen = content
        cls = self._class(name)
        made = object.__new__(cls)
        if not frozen:
            self._add(made)
        fields = self._fields_of(cls)
        values = self.named(cls, data, fields)
        for field in fields.values():
            if field.name in values:
                value = values[field.name]
            elif field.default is not dataclasses.MISSING:
                value = field.default
            elif field.default_factory is not dataclasses.MISSING:
                value = field.default_factory()
            else:
                raise self._wrong(f"no {field.name} for {name}", "a value, since the field has no default")
            object.__setattr__(made, field.name, value)
        return made

    def _leave_out(self, cls: type, name: str, data: Any) -> None:
        """A field that is gone: nothing of it is kept but the numbers of its containers, which others may refer to."""
        step: Step = (ATTRIBUTE, name)
        self.miss(cls, name)
        lost, gone = self.lost, dict(self.gone)
        steps, count = len(self._steps), len(self.made)
        try:
            self._part(step, data)
        except StateError:  # its class is gone, too
            from .earlier import number  # which builds on this

            del self._steps[steps:], self.made[count:]
            try:
                number(self.made, self._id, self._same, data)
            except StateError:
                self._told_apart = min(self._told_apart, count)
        self.lost, self.gone = lost, gone

    def _fields_of(self, cls: Any) -> dict[str, dataclasses.Field[Any]]:
        found = self._fields.get(cls)
        if found is None:
            found = self._fields[cls] = {field.name: field for field in dataclasses.fields(cls)}
        return found

    def _enum(self, content: Any) -> Any:
        cls = self._class(content[0])
        if content[1] not in cls.__members__:
            hint = nearest(content[1], cls.__members__)
            raise self._wrong(f"{content[1]!r} of {content[0]}", f"one of its members.{hint}")
        return cls[content[1]]

    def _default(self, content: Any) -> Any:
        made = self._add(defaultdict(FACTORIES[content[0]] if content[0] is not None else None))
        made.update(self._pairs(content[1]))
        return made

    def _state(self, content: Any) -> Any:
        made = self._add(StateDict())
        dict.update(made, self._pairs(content))
        return made

    def _refer(self, content: Any) -> Any:
        root, number = content
        if root == self._id and number >= self._told_apart:
            raise ValueError("what it refers to cannot be told any more")
        found = self.made[number] if root == self._id else self._same(root, number)
        if found is _UNFINISHED:
            raise ValueError("it refers to what it stands in")
        return found

    def _set(self, content: Any) -> Any:
        made = self._add(set())
        made.update(self._items(content))
        return made

    def _lost(self, content: Any) -> None:
        self.lost = True


def is_lost(data: Any) -> bool:
    """Whether encoded data is the place of what could not be saved."""
    return isinstance(data, dict) and data.keys() == {"$lost"}


def loses(data: Any) -> bool:
    """Whether there is such a place anywhere in encoded data."""
    if isinstance(data, list):
        return any(map(loses, data))
    return isinstance(data, dict) and (is_lost(data) or any(map(loses, data.values())))


_UNFINISHED: Final = Mark("UNFINISHED")
_STRUCTURED: Final = frozenset({list, dict})

_BY_TAG: Final[dict[str, Callable[[Decoder, Any], Any]]] = {
    "int": lambda decoder, text: int(text),
    "float": lambda decoder, text: float(text),
    "tuple": lambda decoder, data: tuple(decoder._items(data)),
    "frozenset": lambda decoder, data: frozenset(decoder._items(data)),
    "set": Decoder._set,
    "dict": lambda decoder, data: decoder._dict({"$dict": data}),
    "deque": lambda decoder, data: decoder._fill_list(decoder._add(deque(maxlen=data[1])), data[0]),
    "default": Decoder._default,
    "state": Decoder._state,
    "data": Decoder._object,
    "enum": Decoder._enum,
    "flag": lambda decoder, data: decoder._class(data[0])(data[1]),
    "named": lambda decoder, data: decoder._class(data[0])._make(decoder._items(data[1])),
    "same": Decoder._refer,
    "lost": Decoder._lost,
}
