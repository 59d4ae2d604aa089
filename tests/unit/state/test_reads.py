"""Exactly who is told: each read, each change, and whether the two meet. A row without ``told`` must stay quiet."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from skerry.state import Store, observe, state, unobserve, untracked

from .tools import Reader


@dataclass
class Leaf:
    text: str = ""
    size: int = 0
    tags: set[str] = field(default_factory=set)


@state
class Tree:
    a: list[int] = [1, 2, 3, 4]
    b: list[int] = [1, 2]
    d: dict[str, int] = {"x": 1, "y": 2}
    e: dict[str, int] = {"x": 1}
    s: set[int] = {1, 2}
    t: set[int] = {2, 3}
    q: deque[int] = deque([1, 2, 3])
    r: deque[int] = deque([1, 2, 3])
    groups: list[set[int]] = [{1}, {2}]
    named: dict[str, set[int]] = {"one": {1}}
    queue: deque[set[int]] = deque([{1}])
    counts: defaultdict[str, int] = defaultdict(int, {"a": 1})
    leaves: list[Leaf] = [Leaf("one"), Leaf("two")]
    pair: tuple[list[int], str] = ([1], "x")
    count: int = 0


Act = Callable[[Tree], Any]


def both(tree: Tree, reader: Act, change: Act) -> int:
    watch = Reader(lambda: reader(tree))
    change(tree)
    return watch.told


TOLD: dict[str, tuple[Act, Act]] = {
    "a + b": (lambda v: v.a + v.b, lambda v: v.b.append(3)),
    "a == b": (lambda v: v.a == v.b, lambda v: v.b.append(3)),
    "a != b": (lambda v: v.a != v.b, lambda v: v.b.append(3)),
    "a < b": (lambda v: v.a < v.b, lambda v: v.b.append(3)),
    "[] + b": (lambda v: [0] + v.b, lambda v: v.b.append(3)),
    "x += b": (lambda v: [0].__iadd__(v.b), lambda v: v.b.append(3)),
    "d == e": (lambda v: v.d == v.e, lambda v: v.e.update(z=1)),
    "d | e": (lambda v: v.d | v.e, lambda v: v.e.update(z=1)),
    "{} | e": (lambda v: {} | v.e, lambda v: v.e.update(z=1)),
    "{**e}": (lambda v: {**v.e}, lambda v: v.e.update(x=2)),
    "f(**e)": (lambda v: dict(**v.e), lambda v: v.e.update(x=2)),
    "s | t": (lambda v: (2 in v.t, v.s | v.t), lambda v: v.t.add(9)),
    "s & t": (lambda v: (2 in v.t, v.s & v.t), lambda v: v.t.add(1)),
    "s == t": (lambda v: (2 in v.t, v.s == v.t), lambda v: v.t.add(9)),
    "union": (lambda v: (2 in v.t, v.s.union(v.t)), lambda v: v.t.add(9)),
    "isdisjoint": (lambda v: (2 in v.t, v.s.isdisjoint(v.t)), lambda v: v.t.clear()),
    "set(s)": (lambda v: set(v.s), lambda v: v.s.add(9)),
    "frozenset(s)": (lambda v: frozenset(v.s), lambda v: v.s.discard(1)),
    "{*s}": (lambda v: {*v.s}, lambda v: v.s.discard(1)),
    "plain | s": (lambda v: {7} | v.s, lambda v: v.s.discard(1)),
    "plain.update(s)": (lambda v: set().update(v.s), lambda v: v.s.discard(1)),
    "sets in a list": (lambda v: [set(x) for x in v.groups], lambda v: v.groups[0].add(5)),
    "sets in a slice": (lambda v: [set(x) for x in v.groups[:1]], lambda v: v.groups[0].add(5)),
    "sets in a dict": (lambda v: [set(x) for x in v.named.values()], lambda v: v.named["one"].add(5)),
    "sets in items": (lambda v: [set(x) for _, x in v.named.items()], lambda v: v.named["one"].add(5)),
    "a set by key": (lambda v: set(v.named["one"]), lambda v: v.named["one"].add(5)),
    "a set with get": (lambda v: set(v.named.get("one")), lambda v: v.named["one"].add(5)),
    "a set by index": (lambda v: set(v.groups[-1]), lambda v: v.groups[1].add(5)),
    "sets in a deque": (lambda v: [set(x) for x in v.queue], lambda v: v.queue[0].add(5)),
    "a set in a deque": (lambda v: set(v.queue[0]), lambda v: v.queue[0].add(5)),
    "a set in an object": (lambda v: set(v.leaves[0].tags), lambda v: v.leaves[0].tags.add("x")),
    "deques compared": (lambda v: v.q == v.r, lambda v: v.r.append(1)),
    "deques joined": (lambda v: v.q + v.r, lambda v: v.r.append(1)),
    "a bool as index": (lambda v: v.a[True], lambda v: v.a.insert(0, 7)),
    "a bool as index, many readers": (lambda v: v.a[True], lambda v: v.a.__setitem__(slice(0, 3), [7, 7, 7])),
    "last": (lambda v: v.a[-1], lambda v: v.a.append(7)),
    "last changed": (lambda v: v.a[-1], lambda v: v.a.__setitem__(3, 7)),
    "beyond the end": (lambda v: v.a[4:5], lambda v: v.a.append(7)),
    "no such index": (lambda v: v.a[4], lambda v: v.a.append(7)),
    "shifted": (lambda v: v.a[2], lambda v: v.a.pop(0)),
    "unpacked": (lambda v: [*v.a], lambda v: v.a.__setitem__(0, 9)),
    "sliced": (lambda v: v.a[1:3], lambda v: v.a.__setitem__(1, 9)),
    "sorted": (lambda v: sorted(v.a), lambda v: v.a.__setitem__(0, 9)),
    "a missing key": (lambda v: "new" in v.d, lambda v: v.d.update(new=1)),
    "get of a missing key": (lambda v: v.d.get("new"), lambda v: v.d.update(new=1)),
    "a factory's key": (lambda v: v.counts.get("new"), lambda v: v.counts["new"]),
    "keys": (lambda v: list(v.d), lambda v: v.d.update(new=1)),
    "a key gone": (lambda v: v.d["x"], lambda v: v.d.clear()),
    "a missing member": (lambda v: 9 in v.s, lambda v: v.s.add(9)),
    "a member gone": (lambda v: 1 in v.s, lambda v: v.s.clear()),
    "turned": (lambda v: v.q[0], lambda v: v.q.rotate()),
    "dataclasses compared": (lambda v: v.leaves[0] == v.leaves[1], lambda v: setattr(v.leaves[1], "size", 4)),
    "a dataclass shown": (lambda v: repr(v.leaves[0]), lambda v: setattr(v.leaves[0], "size", 4)),
    "vars": (lambda v: vars(v.leaves[0]), lambda v: setattr(v.leaves[0], "size", 4)),
    "within a tuple": (lambda v: v.pair[0][0], lambda v: v.pair[0].__setitem__(0, 5)),
    "truth": (lambda v: bool(v.a), lambda v: v.a.clear()),
    "an f-string": (lambda v: f"{v.s}{v.q}", lambda v: v.q.pop()),
}

QUIET: dict[str, tuple[Act, Act]] = {
    "another index": (lambda v: v.a[0], lambda v: v.a.__setitem__(1, 9)),
    "the length": (lambda v: len(v.a), lambda v: v.a.__setitem__(1, 9)),
    "truth": (lambda v: bool(v.a), lambda v: v.a.__setitem__(1, 9)),
    "before what was put in": (lambda v: v.a[1], lambda v: v.a.insert(2, 9)),
    "before what was taken out": (lambda v: v.a[1], lambda v: v.a.pop()),
    "before a slice": (lambda v: v.a[0], lambda v: v.a.__setitem__(slice(1, 3), [])),
    "after a slice of the same length": (lambda v: v.a[3], lambda v: v.a.__setitem__(slice(1, 3), [8, 9])),
    "an equal value": (lambda v: list(v.a), lambda v: v.a.__setitem__(0, 1)),
    "sorted already": (lambda v: list(v.a), lambda v: v.a.sort()),
    "another key": (lambda v: v.d["x"], lambda v: v.d.update(y=9)),
    "another key goes": (lambda v: v.d.get("x"), lambda v: v.d.pop("y")),
    "another key comes": (lambda v: v.d["x"], lambda v: v.d.setdefault("z", 3)),
    "keys": (lambda v: list(v.d), lambda v: v.d.update(x=9)),
    "another missing key": (lambda v: "no" in v.d, lambda v: v.d.update(yes=1)),
    "another key, cleared": (lambda v: v.d.get("no"), lambda v: v.d.clear()),
    "another member": (lambda v: 1 in v.s, lambda v: v.s.update({7, 8})),
    "another member goes": (lambda v: 1 in v.s, lambda v: v.s.discard(2)),
    "another field": (lambda v: v.leaves[0].text, lambda v: setattr(v.leaves[0], "size", 4)),
    "another leaf": (lambda v: v.leaves[0].text, lambda v: setattr(v.leaves[1], "text", "x")),
    "the list of a leaf": (lambda v: [leaf.text for leaf in v.leaves], lambda v: v.leaves[0].tags.add("x")),
    "another root field": (lambda v: v.count, lambda v: v.a.append(1)),
    "a deque's front": (lambda v: v.q[0], lambda v: v.q.append(9)),
    "a full turn": (lambda v: v.q[0], lambda v: v.q.rotate(3)),
    "the same list again": (lambda v: v.a, lambda v: setattr(v, "a", v.a)),
    "added in place": (lambda v: v.count, lambda v: v.a.__iadd__([1])),
    "one member of a set in a list": (lambda v: 1 in v.groups[0], lambda v: v.groups[0].add(5)),
}


@pytest.mark.parametrize("name", TOLD)
def test_told(name: str) -> None:
    assert both(Store().of(Tree), *TOLD[name]) >= 1


@pytest.mark.parametrize("name", QUIET)
def test_quiet(name: str) -> None:
    assert both(Store().of(Tree), *QUIET[name]) == 0


def test_a_mutation_tells_each_reader_once_however_much_of_it_it_read() -> None:
    tree = Store().of(Tree)
    watch = Reader(lambda: (tree.a[0], tree.a[1], len(tree.a), list(tree.a), 3 in tree.a))
    tree.a.insert(0, 9)
    assert watch.told == 1


def test_reads_nest_and_untracked_reads_are_not_recorded() -> None:
    tree = Store().of(Tree)
    inner = Reader(lambda: tree.d["x"])

    def read() -> Any:
        with untracked():
            tree.b[0]
        return tree.a[0], inner.look(), tree.d["y"]

    outer = Reader(read)
    tree.d["x"] = 5
    tree.b[0] = 5
    assert (inner.told, outer.told) == (1, 0)
    tree.d["y"] = 5
    assert outer.told == 1


def test_a_reader_that_reads_less_the_next_time_is_told_less() -> None:
    tree = Store().of(Tree)
    watch = Reader(lambda: tree.a[0] if tree.count else tree.b[0])
    tree.a[0] = 9
    assert not watch.told
    tree.count = 1
    assert watch.look() == 9
    tree.b[0] = 9
    assert not watch.told


def test_reads_end_with_the_token_that_began_them() -> None:
    tree = Store().of(Tree)
    watch = Reader(lambda: None)
    token = observe(watch)
    unobserve(token)
    assert tree.a[0] == 1
    tree.a[0] = 5
    assert (watch.told, watch.sources) == (0, [])
