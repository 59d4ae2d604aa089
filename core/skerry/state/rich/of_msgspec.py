"""msgspec: a Struct as its class's name and its fields, each encoded like any other value and checked against its annotation."""

from __future__ import annotations

import sys
from typing import Any, Final

from ..hints import Seen, hints_of, mismatches
from ..paths import ATTRIBUTE
from .keeper import Keeper, refuse

__all__ = ["KEEPERS", "keeper"]

msgspec: Any = sys.modules["msgspec"]


def _struct_data(encoder: Any, struct: Any) -> Any:
    cls = type(struct)
    name = encoder.name_of(cls)
    items = [(name, getattr(struct, name)) for name in cls.__struct_fields__ if hasattr(struct, name)]
    return [name, encoder.fields(cls, items, _required(cls))]


def _required(cls: Any) -> list[str]:
    # The defaults belong to the last fields; those with keywords only come last and may have none in between.
    defaults = cls.__struct_defaults__
    names = cls.__struct_fields__
    first = len(names) - len(defaults)
    return [*names[:first], *(name for name, default in zip(names[first:], defaults, strict=True) if default is msgspec.NODEFAULT)]


def _struct_from(decoder: Any, content: Any) -> Any:
    name, data = content
    cls = decoder.class_named(name)
    if keeper(cls) is not _STRUCT:
        raise ValueError(f"{name} is no Struct")
    hints = hints_of(cls)
    fields = decoder.named(cls, data, cls.__struct_fields__)
    for key, value in fields.items():
        for problem in mismatches(value, hints.get(key, Any), ((ATTRIBUTE, key),), Seen()):
            raise decoder.wrong(problem.given, problem.expected, problem.steps)
    return cls(**fields)


_STRUCT: Final = Keeper("msgspec.struct", _struct_data, _struct_from, True)
_UNSET: Final = Keeper("msgspec.unset", lambda _, value: None, lambda _, content: msgspec.UNSET)
KEEPERS: Final = (_STRUCT, _UNSET)
_RAW: Final = refuse("it is a message that is not decoded yet")


def keeper(kind: type) -> Keeper | None:
    if issubclass(kind, msgspec.Struct):
        return _STRUCT if kind is not msgspec.Struct else None
    if kind is msgspec.UnsetType:
        return _UNSET
    return _RAW if issubclass(kind, msgspec.Raw) else None
