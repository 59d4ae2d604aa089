"""Plain values into a state class's fields: where an annotation names a dataclass or an enum, a dict or a name becomes one.

    rows: list[Row]       [{"id": 1}]  ->  [Row(id=1)]
    mode: Mode            "DARK"       ->  Mode.DARK

Lists and dicts are changed where they stand, so that what was one list in two places stays one. What is of the declared type
already is left as it is. Whether everything fits in the end is for ``hints.mismatches`` to say.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import types
import typing
from collections import deque
from collections.abc import Callable
from enum import Enum, Flag
from typing import Any, Final

from ..errors import StateError, nearest
from .earlier import Old, OldObject
from .encoding import class_id
from .hints import Seen, hints_of, mentioned_classes, mismatches
from .paths import ATTRIBUTE, ITEM, Step, format_steps
from .rich import is_model

__all__ = ["Fitting"]


class Fitting:
    """Fits the values of one state class's fields. lost: items of lists and dicts may be None, for some could not be saved."""

    def __init__(self, cls: type, lost: bool = False) -> None:
        self._cls = cls
        self._lost = lost
        self._steps: list[Step] = []
        self._classes = {class_id(found): found for found in mentioned_classes(cls)}
        self._done: dict[int, tuple[Any, Any]] = {}  # id of a value -> it, so that it lives as long, and what it has become

    def field(self, name: str, value: Any, hint: Any) -> Any:
        return self._part((ATTRIBUTE, name), value, hint)

    def fit(self, value: Any, hint: Any) -> Any:
        while (named := getattr(hint, "__supertype__", None) or getattr(hint, "__value__", None)) is not None:
            hint = named
        known = self._done.get(id(value))
        if known is not None:
            return known[1]
        way = _WAYS.get(typing.get_origin(hint) or hint)
        if way is not None:
            return way(self, value, hint)
        if isinstance(hint, type):
            return self._as_class(value, hint)
        return self._as_it_was(value)

    def _part(self, step: Step, value: Any, hint: Any) -> Any:
        if value is None and self._lost and step[0] == ITEM:
            return None
        self._steps.append(step)
        fitted = self.fit(value, hint)
        self._steps.pop()
        return fitted

    def _becomes(self, value: Any, fitted: Any) -> Any:
        self._done[id(value)] = (value, fitted)
        return fitted

    def _wrong(self, given: str, expected: str) -> StateError:
        path = format_steps(self._cls.__name__, tuple(self._steps))
        return StateError(f"{path}: migrate() gave {given}, expected {expected}")

    # Classes

    def _as_class(self, value: Any, cls: Any) -> Any:
        if isinstance(value, cls) and not isinstance(value, Old):
            return value
        if issubclass(cls, Enum):
            return self._member(value, cls)
        if dataclasses.is_dataclass(cls) and isinstance(value, dict):
            return self._object(value, cls)
        if is_model(cls) and isinstance(value, dict):
            return self._becomes(value, cls(**{str(key): self._as_it_was(one) for key, one in value.items()}))
        if hasattr(cls, "_make") and isinstance(value, (tuple, list)):
            hints = hints_of(cls)
            pairs = zip(cls._fields, value, strict=False)
            return cls._make([self._part((ATTRIBUTE, name), one, hints.get(name, Any)) for name, one in pairs])
        if issubclass(cls, (str, int)) and isinstance(value, Old):
            return cls(value)
        return value if isinstance(value, Old) else self._as_it_was(value)

    def _member(self, value: Any, cls: Any) -> Any:
        if issubclass(cls, Flag) and isinstance(value, int):
            return cls(value)
        if isinstance(value, str) and value in cls.__members__:
            return cls[value]
        raise self._wrong(repr(value), f"a member of {cls.__name__}.{nearest(str(value), cls.__members__)}")

    def _object(self, value: dict[str, Any], cls: Any) -> Any:
        """An object of a dataclass; no ``__init__`` runs for what was an object before."""
        fields = {field.name: field for field in dataclasses.fields(cls)}
        wrong = [name for name in value if name not in fields]
        if wrong and not isinstance(value, OldObject):
            expected = f"one of its fields: {', '.join(fields)}.{nearest(str(wrong[0]), fields)}"
            raise self._wrong(f"{wrong[0]!r} for a {cls.__name__}", expected)
        hints = hints_of(cls)
        made = self._becomes(value, object.__new__(cls))
        for name, field in fields.items():
            if name in value:
                fitted = self._part((ATTRIBUTE, name), value[name], hints.get(name, Any))
            elif field.default is not dataclasses.MISSING:
                fitted = field.default
            elif field.default_factory is not dataclasses.MISSING:
                fitted = field.default_factory()
            else:
                raise self._wrong(f"no {name} for a {cls.__name__}", "a value, since the field has no default")
            object.__setattr__(made, name, fitted)
        return made

    def _as_it_was(self, value: Any) -> Any:
        """For an annotation that says nothing: what was an object, or a member, becomes one again, at any depth."""
        if isinstance(value, Old):
            cls = self._classes.get(value.kind)
            if cls is None:
                raise self._wrong(f"what was of the class {value.kind}", "a value that the field's annotation tells how to make")
            return self._as_class(value, cls)
        if type(value) in (list, dict, deque, tuple):
            return _WAYS[type(value)](self, value, type(value))
        return value

    # Containers

    def _sequence(self, value: Any, hint: Any) -> Any:
        if not isinstance(value, (list, deque)):
            return value
        inner = (typing.get_args(hint) or (Any,))[0]
        self._becomes(value, value)
        for i, item in enumerate(value):
            value[i] = self._part((ITEM, i), item, inner)
        return value

    def _mapping(self, value: Any, hint: Any) -> Any:
        if not isinstance(value, dict):
            return value
        key_hint, inner = typing.get_args(hint) or (Any, Any)
        made = self._becomes(value, {} if isinstance(value, Old) else value)
        pairs = [(self.fit(key, key_hint), self._part((ITEM, key), item, inner)) for key, item in value.items()]
        made.clear()
        made.update(pairs)
        return made

    def _set(self, value: Any, hint: Any) -> Any:
        inner = (typing.get_args(hint) or (Any,))[0]
        if not isinstance(value, (set, frozenset)):
            return value
        return type(value)(self.fit(item, inner) for item in value)

    def _tuple(self, value: Any, hint: Any) -> Any:
        if not isinstance(value, tuple) or (type(value) is not tuple and not isinstance(value, Old)):
            return value
        args = typing.get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            args = (args[0],) * len(value)
        inner = args if len(args) == len(value) else (Any,) * len(value)
        return tuple(self._part((ITEM, i), item, one) for i, (item, one) in enumerate(zip(value, inner, strict=True)))

    def _union(self, value: Any, hint: Any) -> Any:
        options = typing.get_args(hint)
        if isinstance(value, Old):
            named = [one for one in options if isinstance(one, type) and class_id(one) == value.kind]
            options = (*named, *options)
        for option in options:
            try:
                fitted = self.fit(value, option)
            except StateError:
                self._done.pop(id(value), None)
                continue
            if not any(mismatches(fitted, option, (), Seen(self._lost))):
                return fitted
            self._done.pop(id(value), None)
        return value

    def _inner(self, value: Any, hint: Any) -> Any:
        return self.fit(value, (typing.get_args(hint) or (Any,))[0])


_WAYS: Final[dict[Any, Callable[[Fitting, Any, Any], Any]]] = {
    list: Fitting._sequence,
    deque: Fitting._sequence,
    collections.abc.Sequence: Fitting._sequence,
    collections.abc.MutableSequence: Fitting._sequence,
    dict: Fitting._mapping,
    collections.abc.Mapping: Fitting._mapping,
    collections.abc.MutableMapping: Fitting._mapping,
    set: Fitting._set,
    frozenset: Fitting._set,
    tuple: Fitting._tuple,
    typing.Union: Fitting._union,
    types.UnionType: Fitting._union,
    typing.Annotated: Fitting._inner,
    typing.Final: Fitting._inner,
    Any: lambda fitting, value, hint: fitting._as_it_was(value),
    object: lambda fitting, value, hint: fitting._as_it_was(value),
}
