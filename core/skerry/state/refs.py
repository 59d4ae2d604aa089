"""References: ``ref(state).path.to[0].value`` records where something is, for two-way bindings and ``touch``.

A ref reads nothing while it is written down. It is typed as what it refers to, so checkers see a wrong name; at run
time a name that a state class does not declare is an error at once.
"""

from __future__ import annotations

from collections import deque
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from ..errors import StateError
from .adopt import PLAIN
from .bypass import tell_all
from .hints import hints_of
from .log import MISSING, RUN
from .objects import UnknownFieldError, unknown_field
from .paths import ATTRIBUTE, ITEM, Step, format_steps, path_of_key
from .tracking import COMPARED, CONTENT, READING, track, untracked
from .writes import answers, begin, record, tell_keys

__all__ = ["Ref", "equals", "path_of", "read", "ref", "touch", "write"]

T = TypeVar("T")

_get = object.__getattribute__


class Ref:
    """A place in the state: an observed object and the steps from it."""

    __slots__ = ("_sk_root", "_sk_steps")

    _sk_root: Any
    _sk_steps: tuple[Step, ...]

    def __init__(self, root: Any, steps: tuple[Step, ...] = ()) -> None:
        object.__setattr__(self, "_sk_root", root)
        object.__setattr__(self, "_sk_steps", steps)

    def __getattr__(self, name: str) -> Ref:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        _check_name(self, name)
        return Ref(self._sk_root, (*self._sk_steps, (ATTRIBUTE, name)))

    def __getitem__(self, key: Any) -> Ref:
        if type(key) is slice:
            raise StateError(f"{path_of(self)}[...]: a reference names one place, and a slice names several")
        return Ref(self._sk_root, (*self._sk_steps, (ITEM, key)))

    def __setattr__(self, name: str, value: Any) -> None:
        raise StateError(f"{path_of(self)}.{name}: a reference is not assigned to. Use write(ref, value)")

    def __setitem__(self, key: Any, value: Any) -> None:
        raise StateError(f"{path_of(self)}[{key!r}]: a reference is not assigned to. Use write(ref, value)")

    def __iter__(self) -> Any:
        raise StateError(f"{path_of(self)}: a reference cannot be iterated. Iterate the state itself")

    def __bool__(self) -> bool:
        raise StateError(f"{path_of(self)}: a reference has no truth. Test the state itself, or read(ref)")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and self._sk_root is other._sk_root and self._sk_steps == other._sk_steps

    def __hash__(self) -> int:
        return hash((id(self._sk_root), self._sk_steps))

    def __repr__(self) -> str:
        return f"ref({path_of(self)})"


def ref(state: T) -> T:
    """A reference to ``state``, an object in the state; attributes and items of it are references too."""
    if isinstance(state, Ref):
        return state
    if not hasattr(type(state), "_sk_store"):
        raise StateError(
            f"ref() was given {type(state).__name__} {state!r}, expected an object of the state: a state, or a list, "
            "dict, set, deque or dataclass in it. Write ref(state).name rather than ref(state.name)."
        )
    return cast(T, Ref(state))


def _as_ref(value: Any, what: str) -> Ref:
    if not isinstance(value, Ref):
        raise StateError(f"{what} was given {type(value).__name__} {value!r}, expected a reference as ref(state).name")
    return value


def _step(holder: Any, step: Step) -> Any:
    kind, key = step
    return getattr(holder, key) if kind is ATTRIBUTE else holder[key]


def _walk(where: Ref, steps: tuple[Step, ...]) -> Any:
    value = where._sk_root
    for i, step in enumerate(steps):
        try:
            value = _step(value, step)
        except (AttributeError, LookupError, TypeError) as error:
            if isinstance(error, UnknownFieldError):
                raise
            base = path_of_key(where._sk_root, None)
            raise StateError(
                f"{format_steps(base, steps[: i + 1])} is not there: {format_steps(base, steps[:i])} is a "
                f"{type(value).__name__.removeprefix('Observed').lower()} ({type(error).__name__}: {error})"
            ) from error
    return value


def _check_name(where: Ref, name: str) -> None:
    with untracked():
        try:
            holder = _walk(where, where._sk_steps)
        except StateError:
            return  # not there yet
    cls = getattr(type(holder), "_sk_base", None)
    if cls is not None and name not in type(holder)._sk_names and not hasattr(cls, name):
        raise unknown_field(cls, name)


def read(where: T) -> T:
    """What is at a reference now. Raises ``StateError`` where there is nothing."""
    place = _as_ref(where, "read()")
    return cast(T, _walk(place, place._sk_steps))


def equals(where: T, value: T) -> bool:
    """Whether what is at a reference equals a value: ``sk.equals(sk.ref(state).selected, row.id)``.

    As ``state.selected == row.id``, but who asks is built again only when the answer for this value changes: of a thousand rows
    that ask which one is selected, the one that was and the one that is. That is so for fields that hold texts, numbers and the
    like; others are compared as ``==`` does.
    """
    given: Any = where
    place: Ref = given if type(given) is Ref else _as_ref(where, "equals()")
    steps = place._sk_steps
    current = READING.current
    if current is None or not steps or type(value) not in PLAIN:
        return bool(_walk(place, steps) == value)
    kind, name = steps[-1]
    holder = place._sk_root if len(steps) == 1 else _walk(place, steps[:-1])
    cls: Any = type(holder)
    if kind is not ATTRIBUTE or name not in getattr(cls, "_sk_names", ()) or cls.__getattribute__ is not object.__getattribute__:
        return bool(_step(holder, (kind, name)) == value)
    held = cls._sk_get(holder, name) if cls._sk_slots else holder._sk_dict.get(name, MISSING)
    if hasattr(type(held), "_sk_store"):  # how it compares depends on what is in it
        return bool(getattr(holder, name) == value)
    track(holder, (name, value))
    COMPARED.add(name)
    if type(held) in PLAIN:  # each row of a list asks: no reading by way of the field
        return bool(held == value)
    READING.current = None  # as untracked() does
    try:
        return bool(getattr(holder, name) == value)
    finally:
        READING.current = current


def write(where: T, value: T) -> None:
    """Assign to the place that a reference names."""
    place = _as_ref(where, "write()")
    if not place._sk_steps:
        raise StateError(f"write() was given {path_of(place)} as a whole, expected a field or an item of it")
    with untracked():
        holder = _walk(place, place._sk_steps[:-1])
    kind, key = place._sk_steps[-1]
    if kind is ATTRIBUTE:
        setattr(holder, key, value)
        return
    try:
        holder[key] = value
    except (LookupError, TypeError) as error:
        what = type(holder).__name__.removeprefix("Observed").lower()
        raise StateError(f"{path_of(place)} cannot be assigned: it is in a {what} ({error})") from error


def path_of(where: Any) -> str:
    """The path that a reference names, or that an object of the state has, as ``Counter.log[3].text``."""
    if isinstance(where, Ref):
        return format_steps(path_of_key(where._sk_root, None), where._sk_steps)
    return path_of_key(where, None)


def declared_types(where: Any) -> tuple[Any, ...] | None:
    """The types that the field at a reference may have, by its annotation; None for an item, or where there is none."""
    place = _as_ref(where, "declared_types()")
    if not place._sk_steps or place._sk_steps[-1][0] is not ATTRIBUTE:
        return None
    with untracked():
        holder = _walk(place, place._sk_steps[:-1])
    hint = hints_of(type(holder)).get(place._sk_steps[-1][1])
    if hint is None or hint is Any:
        return None
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def touch(where: Any) -> None:
    """Say that something was changed in place: a DataFrame's cells, an array. Its readers run again.

    where: a reference, or an object of the state. Such a change cannot be undone.
    """
    place = where if isinstance(where, Ref) else ref(where)
    steps = place._sk_steps
    with untracked():
        value = _walk(place, steps)
        holder, key = _observed_holder(place)
    if holder is not None:
        begin(holder, key)
        record(holder, "touch", key, None, None, RUN.get())
        tell_keys(holder, key, CONTENT, *answers(holder._sk_subs, key))
    if hasattr(type(value), "_sk_store"):
        begin(value)
        if holder is None:
            record(value, "touch", None, None, None, RUN.get())
        tell_all(value)


def _observed_holder(place: Ref) -> tuple[Any, Any]:
    """The nearest observed object above a place, and which of its keys leads there: a tuple between is part of that value."""
    for i in range(len(place._sk_steps) - 1, -1, -1):
        holder, key = _walk(place, place._sk_steps[:i]), place._sk_steps[i][1]
        if hasattr(type(holder), "_sk_store"):
            from_end = isinstance(holder, (list, deque)) and isinstance(key, int) and key < 0
            return holder, key + len(holder) if from_end else key
    return None, None
