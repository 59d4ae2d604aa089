"""Random changes anywhere in a nested value: undone, redone, and told to exactly those who read what has changed."""

from __future__ import annotations

import copy
import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.state import Store, path_of, redo, undo
from skerry.state.paths import children

from .tools import FakeRun, Reader, running


@dataclass
class Leaf:
    text: Any = ""
    items: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Tight:
    text: Any = ""
    by: dict[str, Any] = field(default_factory=dict)


def nest(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, max_size=3)
    named = st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    return st.one_of(
        some,
        named,
        named.map(lambda items: defaultdict(int, items)),
        some.map(lambda items: deque(items, 4)),
        st.builds(Leaf, inner, some),
        st.builds(Tight, inner, named),
        st.tuples(some, named),
        st.sets(st.integers(0, 5), max_size=3),
    )


VALUES = nest(st.recursive(st.integers(0, 9), nest, max_leaves=8)).filter(lambda value: not isinstance(value, tuple))


def plain(value: Any) -> Any:
    """A copy that can be compared, with the order of dicts, and without observation."""
    if isinstance(value, dict):
        return [(key, plain(item)) for key, item in dict.items(value)]
    if isinstance(value, list):
        return [plain(item) for item in list.__iter__(value)]
    if isinstance(value, deque):
        return deque([plain(item) for item in deque.__iter__(value)], value.maxlen)
    if isinstance(value, (set, frozenset)):
        return set().union(value)
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    if is_dataclass(value):
        return type(value).__name__, [(f.name, plain(getattr(value, f.name))) for f in fields(value)]
    return value


def containers(value: Any, seen: set[int] | None = None) -> Iterator[Any]:
    """The observed objects in a value, itself included, each once."""
    seen = set() if seen is None else seen
    if isinstance(value, tuple):
        for item in value:
            yield from containers(item, seen)
    elif hasattr(type(value), "_sk_store") and id(value) not in seen:
        seen.add(id(value))
        yield value
        for _, item in list(children(value)):
            yield from containers(item, seen)


# Changes

_fresh = itertools.count(1000)


def fresh(draw: Callable[..., Any]) -> Any:
    """A value that is nowhere yet, at times one that holds others."""
    number = next(_fresh)
    return draw(st.sampled_from([number, number, [number, [number]], {"a": {number}}, Leaf(number), Tight(number), ([number], 1)]))


def change_list(it: Any, draw: Callable[..., Any]) -> None:
    size = len(it)
    what = draw(st.sampled_from(["append", "insert", "set", "pop", "slice", "extended", "sort", "reverse", "clear", "imul"]))
    at = draw(st.integers(0, max(0, size - 1)))
    if what == "append":
        it.append(fresh(draw))
    elif what == "insert":
        it.insert(at, fresh(draw))
    elif what == "slice":
        it[at : at + draw(st.integers(0, 2))] = [fresh(draw) for _ in range(draw(st.integers(0, 2)))]
    elif what == "extended":
        del it[at::2]
    elif what == "sort":
        it.sort(key=str, reverse=True)
    elif what == "reverse":
        it.reverse()
    elif what == "clear":
        it.clear()
    elif what == "imul":
        it *= draw(st.integers(0, 2))
    elif size and what == "set":
        it[at] = fresh(draw)
    elif size:
        it.pop(at)


def change_deque(it: Any, draw: Callable[..., Any]) -> None:
    size = len(it)
    what = draw(st.sampled_from(["append", "appendleft", "extend", "extendleft", "rotate", "reverse", "clear", "set", "del", "popleft"]))
    if what in ("append", "appendleft"):
        getattr(it, what)(fresh(draw))
    elif what in ("extend", "extendleft"):
        getattr(it, what)([fresh(draw), fresh(draw)])
    elif what == "rotate":
        it.rotate(draw(st.integers(-3, 3)))
    elif what in ("reverse", "clear"):
        getattr(it, what)()
    elif size and what == "set":
        it[draw(st.integers(-size, size - 1))] = fresh(draw)
    elif size and what == "del":
        del it[draw(st.integers(-size, size - 1))]
    elif size:
        it.popleft()


def change_dict(it: Any, draw: Callable[..., Any]) -> None:
    key = draw(st.sampled_from("abcd"))
    what = draw(st.sampled_from(["set", "pop", "popitem", "setdefault", "update", "ior", "clear"]))
    if what == "set":
        it[key] = fresh(draw)
    elif what == "pop":
        it.pop(key, None)
    elif what == "popitem" and len(it):
        it.popitem()
    elif what == "setdefault":
        it.setdefault(key, fresh(draw))
    elif what == "update":
        it.update({key: fresh(draw), "e": fresh(draw)})
    elif what == "ior":
        it |= [(key, fresh(draw))]
    elif what == "clear":
        it.clear()


def change_set(it: Any, draw: Callable[..., Any]) -> None:
    other = draw(st.sets(st.integers(0, 7), max_size=3))
    names = ["update", "difference_update", "intersection_update", "symmetric_difference_update"]
    getattr(it, draw(st.sampled_from(names)))(other)


def change_object(it: Any, draw: Callable[..., Any]) -> None:
    name = draw(st.sampled_from([f.name for f in fields(it)]))
    setattr(it, name, fresh(draw))


def change(root: Any, draw: Callable[..., Any]) -> None:
    """One change somewhere; at times an object is put at a second place, too."""
    all_of_them = list(containers(root))
    it = draw(st.sampled_from(all_of_them))
    if isinstance(it, list) and draw(st.integers(0, 4)) == 0:
        it.append(draw(st.sampled_from([one for one in all_of_them if not list(within(it, one))] or [0])))
        return
    for kind, act in ((list, change_list), (dict, change_dict), (deque, change_deque), (set, change_set), (object, change_object)):
        if isinstance(it, kind):
            act(it, draw)
            return


def within(it: Any, one: Any) -> Iterator[Any]:
    """``it`` where it is somewhere in ``one``: putting that in would make a cycle."""
    return (found for found in containers(one) if found is it)


# Readers


def keyed(it: Any) -> dict[Any, Callable[[], Any]]:
    """One read for each key, index or field of a container."""
    if isinstance(it, (list, deque)):
        return {i: lambda i=i: it[i] for i in range(len(it) + 1)}
    if isinstance(it, dict):
        return {key: lambda key=key: dict.__getitem__(it, key) if it.__contains__(key) else None for key in [*dict.__iter__(it), "d"]}
    if isinstance(it, set):
        return {item: lambda item=item: item in it for item in range(8)}
    return {f.name: lambda name=f.name: getattr(it, name) for f in fields(it)}


def shape(it: Any) -> Callable[[], Any]:
    if isinstance(it, dict):
        return lambda: list(it)
    return lambda: len(it) if not is_dataclass(it) else None


def same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and isinstance(one, (int, bool, type)) and one == other)


def reads_more(value: Any) -> bool:
    """An index that is not there reads the length; a set that is only handed out counts as read, as C may copy it unseen."""
    return value is IndexError or isinstance(value, set)


def shifted(it: Any, key: Any, mutations: list[Any]) -> bool:
    """Whether an index means another item now, be it an equal one."""
    return any(m.target is it and m.kind == "splice" and len(m.old) != len(m.new) and key >= m.key for m in mutations)


WHOLE = ("whole", "rotate")  # sorted, reversed, cleared, turned: every index may mean another item


@settings(max_examples=120, deadline=None)
@given(VALUES, st.data())
def test_each_reader_is_told_of_what_it_read_and_of_nothing_else(value: Any, data: st.DataObject) -> None:
    store = Store()
    root = store.attach(value)
    for _ in range(data.draw(st.integers(1, 3))):
        reads = [(it, key, Reader(read, raw=True)) for it in containers(root) for key, read in keyed(it).items()]
        shapes = [(it, Reader(shape(it), raw=True)) for it in containers(root)]
        run = FakeRun()
        with running(run):
            change(root, data.draw)
            mutations = store.commit(run)
        turned = {id(m.target) for m in mutations if m.kind in WHOLE}
        for it, key, reader in reads:
            before, told = reader.value, reader.told
            stays = same(reader.look(), before)
            if not stays:
                assert told if len(mutations) > 1 else told == 1, (it, key, before, reader.value, mutations)
            elif id(it) not in turned and len(mutations) < 2 and not reads_more(before) and not shifted(it, key, mutations):
                assert not told, (it, key, before, mutations)
        for it, reader in shapes:
            before, told = reader.value, reader.told
            if reader.look() != before:
                assert told, (it, before, mutations)
            elif id(it) not in {id(m.target) for m in mutations if m.kind != "set"}:
                assert not told or len(mutations) > 1, (it, before, mutations)


@settings(max_examples=120, deadline=None)
@given(VALUES, st.data())
def test_the_log_undone_gives_the_old_value_and_redone_the_new(value: Any, data: st.DataObject) -> None:
    store = Store()
    root = store.attach(value)
    before = plain(root)
    run = FakeRun()
    with running(run):
        for _ in range(data.draw(st.integers(1, 6))):
            change(root, data.draw)
        mutations = store.commit(run)
    after = plain(root)
    for mutation in reversed(mutations):
        undo(mutation)
    assert plain(root) == before
    for mutation in mutations:
        redo(mutation)
    assert plain(root) == after
    for mutation in reversed(mutations):
        undo(mutation)
    assert plain(root) == before


@settings(max_examples=120, deadline=None)
@given(VALUES, st.data())
def test_a_rollback_gives_the_old_value_and_tells_whoever_saw_the_new_one(value: Any, data: st.DataObject) -> None:
    store = Store()
    root = store.attach(value)
    before = plain(root)
    run = FakeRun()
    with running(run):
        for _ in range(data.draw(st.integers(1, 5))):
            change(root, data.draw)
        reads = [(it, key, Reader(read, raw=True)) for it in containers(root) for key, read in keyed(it).items()]
        assert store.rollback(run) == []
    assert plain(root) == before
    assert not store.pending(run)
    for it, key, reader in reads:
        was, told = reader.value, reader.told
        assert same(reader.look(), was) or told == 1, (it, key)


@settings(max_examples=80, deadline=None)
@given(VALUES, st.data())
def test_what_is_in_the_state_is_observed_and_finds_its_path(value: Any, data: st.DataObject) -> None:
    root = Store().attach(value, "root")
    for _ in range(3):
        change(root, data.draw)
    for it in containers(root):
        assert type(it) not in (list, dict, set, deque, defaultdict, Leaf, Tight)
        found = path_of(it)
        assert eval(found, {"root": root, "deque": deque}) is it, found


def test_a_copy_of_it_holds_nothing_observed() -> None:
    root = Store().attach([{"a": deque([Leaf(1, [Tight(2, {"x": {3}})])])}, ([1], {"k": defaultdict(list, y=[1])})])
    copied = copy.deepcopy(root)
    assert plain(copied) == plain(root)
    assert list(containers(copied)) == []
