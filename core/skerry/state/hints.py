"""Type hints of state classes, resolved when they are needed, and values checked against them."""

from __future__ import annotations

import collections.abc
import dataclasses
import sys
import types
import typing
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, Final

from .adopt import PLAIN
from .paths import ATTRIBUTE, ITEM, Step
from .rich import is_model, library_of

__all__ = ["Problem", "Seen", "hints_of", "mentioned_classes", "mismatches"]


class Problem(typing.NamedTuple):
    """A value that is not of its declared type. steps: where; expected and given: for people."""

    steps: tuple[Step, ...]
    expected: str
    given: str


def hints_of(cls: type) -> dict[str, Any]:
    """A class's annotations as types; Any for what cannot be resolved, as a name local to a function."""
    try:
        return typing.get_type_hints(cls)
    except Exception:
        bases = reversed(cls.__mro__)
        return {name: _resolve(hint, base) for base in bases for name, hint in own_annotations(base).items()}


def own_annotations(cls: type) -> dict[str, Any]:
    """The class's own annotations, names not yet defined left as they are. As text they would take a module to be written that is
    in no snapshot, and with it the whole standard library."""
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)
    return dict(cls.__dict__.get("__annotations__", {}))


def _resolve(hint: Any, cls: type) -> Any:
    module = sys.modules.get(cls.__module__)
    holder = type("hint", (), {"__annotations__": {"it": hint}, "__module__": cls.__module__})
    try:
        found = typing.get_type_hints(holder, vars(module) if module else {}, {cls.__name__: cls})
    except Exception:
        return Any
    return found["it"]


def mentioned_classes(cls: type) -> set[type]:
    """The dataclasses, enums, named tuples and models of libraries that a class's annotations name, and theirs."""
    found: set[type] = set()
    waiting: list[Any] = [cls]
    while waiting:
        hint = waiting.pop()
        waiting.extend(typing.get_args(hint))
        named = isinstance(hint, type) and hint not in found
        if named and (dataclasses.is_dataclass(hint) or issubclass(hint, Enum) or hasattr(hint, "_make") or is_model(hint)):
            found.add(hint)
            waiting.extend(hints_of(hint).values())
    return found


class Seen:
    """objects: the ids of those already checked, or being checked (cycles); hints: of the classes met.

    lost: items of lists and dicts may be None, for some could not be saved.
    """

    __slots__ = ("hints", "lost", "objects")

    def __init__(self, lost: bool = False) -> None:
        self.lost = lost
        self.objects: dict[int, None] = {}
        self.hints: dict[type, dict[str, Any]] = {}

    def enter(self, value: Any) -> bool:
        """Whether an object is met for the first time."""
        new = id(value) not in self.objects
        self.objects[id(value)] = None
        return new


def mismatches(value: Any, hint: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    """What in a value is not as its hint says."""
    if hint is Any or hint is object or isinstance(hint, (str, typing.TypeVar, typing.ForwardRef)):
        return
    while (named := getattr(hint, "__supertype__", None) or getattr(hint, "__value__", None)) is not None:
        hint = named  # NewType, and "type X = ..."
    origin = typing.get_origin(hint) or hint
    check = _BY_ORIGIN.get(origin, _check_class)
    yield from check(value, hint, steps, seen)


_Check = Callable[[Any, Any, tuple[Step, ...], Seen], Iterator[Problem]]


def _problem(value: Any, hint: Any, steps: tuple[Step, ...]) -> Problem:
    shown = repr(value)
    short = shown if len(shown) <= 60 else shown[:57] + "..."
    return Problem(steps, describe(hint), f"{type(value).__name__} {short}")


def describe(hint: Any) -> str:
    if hint is None or hint is type(None):
        return "None"
    return hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint).replace("typing.", "")


def _check_union(value: Any, hint: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    for option in typing.get_args(hint):
        count = len(seen.objects)
        if not any(mismatches(value, option, steps, seen)):
            return
        while len(seen.objects) > count:  # the next option looks at them afresh
            seen.objects.popitem()
    yield _problem(value, hint, steps)


def _check_literal(value: Any, hint: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    if not any(type(value) is type(option) and value == option for option in typing.get_args(hint)):
        yield _problem(value, hint, steps)


def _check_inner(value: Any, hint: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    for inner in typing.get_args(hint)[:1]:
        yield from mismatches(value, inner, steps, seen)


def _check_tuple(value: Any, hint: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    args = typing.get_args(hint)
    if len(args) == 2 and args[1] is Ellipsis:
        args = (args[0],) * (len(value) if isinstance(value, tuple) else 0)
    elif not args and not _empty_tuple(hint):
        args = (Any,) * (len(value) if isinstance(value, tuple) else 0)
    if not isinstance(value, tuple) or len(value) != len(args):
        yield _problem(value, hint, steps)
        return
    for i, (item, inner) in enumerate(zip(value, args, strict=True)):
        yield from mismatches(item, inner, (*steps, (ITEM, i)), seen)


def _empty_tuple(hint: Any) -> bool:
    return typing.get_origin(hint) is tuple


def _check_callable(value: Any, hint: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    if not callable(value):
        yield _problem(value, hint, steps)


def _check_class(value: Any, hint: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    cls = typing.get_origin(hint) or hint
    if hint is None:
        cls = type(None)
    if not isinstance(cls, type):
        return
    try:
        fits = isinstance(value, _ALSO.get(cls, cls)) or _is_scalar(value, cls)
    except TypeError:
        return  # a protocol that cannot be asked at run time
    if not fits or (isinstance(value, bool) and cls in _ALSO):
        yield _problem(value, hint, steps)
        return
    if isinstance(value, (str, bytes, int, float)):
        return
    if isinstance(value, collections.abc.Mapping):
        inner = _check_pairs(value, typing.get_args(hint), steps, seen)
    elif dataclasses.is_dataclass(value):
        inner = _check_fields(value, steps, seen)
    elif isinstance(value, collections.abc.Collection) and not isinstance(value, tuple):
        inner = _check_items(value, typing.get_args(hint), steps, seen)
    else:
        return
    if seen.enter(value):
        yield from inner


def _check_items(value: Any, args: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    if len(args) == 1:
        for i, item in enumerate(value):
            if (type(item) is args[0] and args[0] in PLAIN) or (item is None and seen.lost):
                continue
            yield from mismatches(item, args[0], (*steps, (ITEM, i)), seen)


def _check_pairs(value: Any, args: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    if len(args) == 2:
        for key, item in value.items():
            yield from mismatches(key, args[0], (*steps, (ITEM, key)), seen)
            if item is not None or not seen.lost:
                yield from mismatches(item, args[1], (*steps, (ITEM, key)), seen)


def _check_fields(value: Any, steps: tuple[Step, ...], seen: Seen) -> Iterator[Problem]:
    cls = type(value)
    hints = seen.hints.get(cls)
    if hints is None:
        hints = seen.hints[cls] = hints_of(cls)
    for field in dataclasses.fields(value):
        name = field.name
        item, inner = getattr(value, name, None), hints.get(name, Any)
        if inner is not type(item) or inner not in PLAIN:
            yield from mismatches(item, inner, (*steps, (ATTRIBUTE, name)), seen)


def _is_scalar(value: Any, cls: type) -> bool:
    """Whether a numpy scalar stands where its Python kind is declared, as in ``total: int`` that was given a sum."""
    if cls not in _SCALARS or library_of(type(value)) != "numpy":
        return False
    return any(base.__name__ == "generic" for base in type(value).__mro__) and value.dtype.kind in _SCALARS[cls]


_SCALARS: Final[dict[type, str]] = {bool: "b", int: "iu", float: "fiu", complex: "cfiu"}  # the kinds of dtype that fit

_ALSO: Final[dict[Any, Any]] = {float: (float, int), complex: (complex, float, int)}

_BY_ORIGIN: Final[dict[Any, _Check]] = {
    typing.Union: _check_union,
    types.UnionType: _check_union,
    typing.Literal: _check_literal,
    typing.Final: _check_inner,
    typing.Annotated: _check_inner,
    dataclasses.InitVar: _check_inner,
    tuple: _check_tuple,
    collections.abc.Callable: _check_callable,
}
