"""Where an observed object is: the way down to it from a root, found from below when someone asks."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from .tracking import Mark

__all__ = ["children", "format_steps", "locate", "path_of_key", "roots_above"]

ATTRIBUTE: Final = "."
ITEM: Final = "["
Step: TypeAlias = tuple[str, Any]  # (ATTRIBUTE, name) or (ITEM, key)
Steps: TypeAlias = tuple[Step, ...]

DETACHED: Final = "(no longer in the state)"


def children(holder: Any) -> Iterator[tuple[Step, Any]]:
    """What an observed object holds, read raw."""
    if isinstance(holder, list):
        return (((ITEM, i), value) for i, value in enumerate(list.__iter__(holder)))
    if isinstance(holder, deque):
        return (((ITEM, i), value) for i, value in enumerate(deque.__iter__(holder)))
    if isinstance(holder, dict):
        return (((ITEM, key), value) for key, value in dict.items(holder))
    if isinstance(holder, set):
        return (((ITEM, value), value) for value in set.__iter__(holder))
    return (((ATTRIBUTE, name), value) for name, value in type(holder)._sk_items(holder))


def find(holder: Any, child: Any) -> Steps | None:
    """The steps from a holder to something that it holds, itself or inside a tuple; None where it does not."""
    for step, value in children(holder):
        if value is child:
            return (step,)
        if isinstance(value, tuple):
            inside = _find_in_tuple(value, child)
            if inside is not None:
                return (step, *inside)
    return None


def _find_in_tuple(holder: tuple[Any, ...], child: Any) -> Steps | None:
    for i, value in enumerate(holder):
        if value is child:
            return ((ITEM, i),)
        if isinstance(value, tuple):
            inside = _find_in_tuple(value, child)
            if inside is not None:
                return ((ITEM, i), *inside)
    return None


def holders(target: Any) -> Iterator[Any]:
    """The live holders of an object, and the names of the roots that it is."""
    ups = target._sk_up
    for up in ups if type(ups) is tuple else (ups,):
        if type(up) is str:
            yield up
        elif up is not None:
            holder = up()
            if holder is not None:
                yield holder


def locate(target: Any, seen: frozenset[int] = frozenset()) -> tuple[str, Steps] | None:
    """The root's name and the steps from it; None for what is no longer in the state."""
    for holder in holders(target):
        if type(holder) is str:
            return holder, ()
        if id(holder) in seen:
            continue
        steps = find(holder, target)
        above = locate(holder, seen | {id(target)}) if steps is not None else None
        if above is not None and steps is not None:
            return above[0], above[1] + steps
    return None


def roots_above(targets: Iterable[Any], most: int = 200) -> set[str] | None:
    """The names of the roots that may hold these objects; None where there are too many to ask each. One that held an object
    once may be among them."""
    names: set[str] = set()
    seen: set[int] = set()
    waiting: list[Any] = []
    for target in targets:
        waiting.append(target)
        while waiting:
            one = waiting.pop()
            if type(one) is str:
                names.add(one)
            elif id(one) not in seen:
                seen.add(id(one))
                if len(seen) > most:
                    return None
                waiting.extend(holders(one))
    return names


def inside(target: Any, ancestor: Any, seen: set[int]) -> bool:
    """Whether ``target`` is ``ancestor`` or is held by it at any depth."""
    if target is ancestor:
        return True
    seen.add(id(target))
    return any(
        inside(holder, ancestor, seen)
        for holder in holders(target)
        if type(holder) is not str and id(holder) not in seen and find(holder, target) is not None
    )


def format_steps(root: str, steps: Steps) -> str:
    """``Counter.log[3].text``"""
    return root + "".join(f".{key}" if kind is ATTRIBUTE else f"[{key!r}]" for kind, key in steps)


def path_of_key(target: Any, key: Hashable | None) -> str:
    """The path of an observed object, or of one field, item or key of it."""
    found = locate(target)
    if found is None:
        base = f"{type(target).__name__} {DETACHED}"
    else:
        base = format_steps(*found)
    if key is None or isinstance(key, Mark):
        return base
    kind = ITEM if isinstance(target, (list, dict, set, deque)) else ATTRIBUTE
    return format_steps(base, ((kind, key),))
