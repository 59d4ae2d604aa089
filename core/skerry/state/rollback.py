"""Taking a run's mutations back, except where another run has changed the same since.

Two mutations meet where they have the same target and the same *slot*: a field, a dict's key, a set's element, an
index. A splice of a list, or a change of all of it, has the slot WHOLE, which meets every other. Once one mutation of a
list stays, the earlier ones of that list stay too, for their indices no longer mean the same items; so they do where the
list was changed in C since.
A mutation that put an object into the state also stays where another run has changed something inside that object.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Final

from .bypass import refresh
from .log import MISSING, REDO, UNDO, Mutation
from .mappings import ObservedDict, restore_order
from .paths import inside, path_of_key
from .tracking import BOTH, CONTENT, Found, Mark, gather
from .writes import answers, tell_found

__all__ = ["Journal", "redo", "roll_back", "undo"]

WHOLE: Final = Mark("WHOLE")


class Journal:
    """One run's transaction. foreign: the last changes by others since its first mutation, one a slot."""

    __slots__ = ("foreign", "mutations", "run")

    def __init__(self, run: Any) -> None:
        self.run = run
        self.mutations: list[Mutation] = []
        self.foreign: dict[tuple[int, Hashable], Mutation] = {}

    def notice(self, mutation: Mutation) -> None:
        """Another run's mutation can no longer be undone."""
        if self.mutations and mutation.serial > self.mutations[0].serial:
            for slot in slots(mutation):
                self.foreign[id(mutation.target), slot] = mutation


def slots(mutation: Mutation) -> Iterable[Hashable]:
    if mutation.kind in ("set", "touch"):
        return (WHOLE if mutation.key is None else mutation.key,)
    if mutation.kind == "members":
        return (*mutation.old, *mutation.new)
    return (WHOLE,)


def _meet(one: Mutation, other: Mutation) -> bool:
    if one.target is not other.target:
        return False
    mine, theirs = set(slots(one)), set(slots(other))
    return WHOLE in mine or WHOLE in theirs or not mine.isdisjoint(theirs)


def _inserted(mutation: Mutation) -> list[Any]:
    values = mutation.new if mutation.kind in ("splice", "whole", "members") else (mutation.new,)
    if isinstance(values, dict):
        values = values.values()
    return [value for value in values if hasattr(type(value), "_sk_store")]


def _stays(mutation: Mutation, foreign: Sequence[Mutation]) -> bool:
    later = [other for other in foreign if other.serial > mutation.serial]
    if any(_meet(mutation, other) for other in later):
        return True
    values = _inserted(mutation) if later else []
    return any(inside(other.target, value, set()) for value in values for other in later)


def roll_back(journal: Journal, others: Sequence[Journal], bypassed: Sequence[Any]) -> list[str]:
    """Undo a journal's mutations, last first; the paths that stay."""
    pending = [mutation for other in others for mutation in other.mutations]
    foreign = [*journal.foreign.values(), *pending]
    kept: dict[str, None] = {path_of_key(target, None): None for target in bypassed}
    stuck = {id(target) for target in bypassed}
    undone: list[Mutation] = []
    for mutation in reversed(journal.mutations):
        target = mutation.target
        if mutation.kind == "touch":
            if mutation.key is None and isinstance(target, list):  # changed in C: what was done before cannot be found
                stuck.add(id(target))
                kept[mutation.path] = None
            continue
        if id(target) in stuck or (foreign and _stays(mutation, foreign)):
            kept[mutation.path] = None
            _hand_over(mutation, pending)
            if isinstance(target, (list, deque)):
                stuck.add(id(target))
        else:
            UNDO[mutation.kind](target, mutation)
            undone.append(mutation)
    _settle(undone)
    return list(kept)


def _hand_over(mutation: Mutation, pending: Sequence[Mutation]) -> None:
    """The next writer of the slot takes over what was there before, should it be undone in its turn."""
    if mutation.kind != "set":
        return
    later = [m for m in pending if m.serial > mutation.serial and m.kind == "set"]
    for other in sorted(later, key=lambda m: m.serial):
        if other.target is mutation.target and other.key == mutation.key:
            other.old = mutation.old
            return


def _settle(changed: Iterable[Mutation]) -> None:
    """After raw changes: order, fingerprints, and everyone who must know, each once."""
    targets = {id(mutation.target): mutation.target for mutation in changed}
    for target in targets.values():
        if isinstance(target, ObservedDict):
            restore_order(target)
        elif isinstance(target, list):
            refresh(target)
    found: Found = {}
    for mutation in changed:
        _gather(mutation, found)
    for target in targets.values():
        tell_found(target, found)
        break


def _gather(mutation: Mutation, found: Found) -> None:
    subs = mutation.target._sk_subs
    if not subs:
        return
    if mutation.kind in ("set", "members"):
        resized = mutation.kind == "set" and (mutation.old is MISSING or mutation.new is MISSING)
        keys = (*slots(mutation), *(BOTH if resized else (CONTENT,)))
        if mutation.kind == "set" and hasattr(type(mutation.target), "_sk_base"):
            keys = (*keys, *answers(subs, mutation.key, mutation.old, mutation.new))
        gather(subs, keys, found)
    else:
        gather(subs, [*subs], found)


def undo(mutation: Mutation) -> None:
    """Take one mutation back, whoever made it: for time travel, last first."""
    UNDO[mutation.kind](mutation.target, mutation)
    _settle([mutation])


def redo(mutation: Mutation) -> None:
    """Make an undone mutation again."""
    REDO[mutation.kind](mutation.target, mutation)
    _settle([mutation])
