"""References: recorded, read, written, touched and named at any depth."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest

from skerry.errors import StateError
from skerry.state import STATE_CLASSES, Ref, StateDict, Store, UnknownFieldError, path_of, read, ref, state, touch, write

from .tools import FakeRun, Reader, running


@dataclass
class Leaf:
    value: int = 0
    tags: dict[tuple[int, str], list[int]] = field(default_factory=dict)


@state
class Deep:
    rows: deque[dict[str, list[Leaf]]] = deque([{"a": [Leaf(), Leaf()]}], 5)
    pair: tuple[Leaf, list[int]] = (Leaf(), [1])
    frame: Any = None
    loose: dict[Any, Any] = {}
    path: str = "a field named as a function is"


class Opaque:
    """What cannot be observed: a DataFrame."""

    def __init__(self) -> None:
        self.cells = [1]


def test_a_reference_at_any_depth() -> None:
    deep = Store().of(Deep)
    place = ref(deep).rows[0]["a"][1].value
    watch = Reader(lambda: read(place))
    other = Reader(lambda: deep.rows[0]["a"][0].value)
    write(place, 5)
    assert (read(place), deep.rows[0]["a"][1].value, watch.told, other.told) == (5, 5, 1, 0)
    assert path_of(place) == "Deep.rows[0]['a'][1].value" and repr(place) == "ref(Deep.rows[0]['a'][1].value)"
    write(ref(deep.rows[0]["a"][1]).value, 6)
    assert path_of(ref(deep.rows[0]["a"][1]).value) == path_of(place) and read(place) == 6


def test_negative_indices_odd_keys_and_tuples() -> None:
    deep = Store().of(Deep)
    write(ref(deep).rows[-1]["a"][-1].value, 5)
    assert deep.rows[0]["a"][1].value == 5
    write(ref(deep).rows[0]["a"][0].tags[(1, "x")], [1])
    write(ref(deep).rows[0]["a"][0].tags[(1, "x")][0], 2)
    assert deep.rows[0]["a"][0].tags == {(1, "x"): [2]}
    write(ref(deep).pair[0].value, 9)
    write(ref(deep).pair[1][0], 9)
    assert deep.pair == (Leaf(9), [9])
    assert path_of(deep.pair[0]) == "Deep.pair[0]"
    assert read(ref(deep).path) == "a field named as a function is"


def test_writing_a_reference_makes_a_key_and_reading_follows_what_is_there_now() -> None:
    deep = Store().of(Deep)
    place = ref(deep).loose["new"]["er"]
    with pytest.raises(StateError, match=r"Deep\.loose\['new'\] is not there"):
        read(place)
    with pytest.raises(StateError, match=r"Deep\.loose\['new'\] is not there"):
        write(place, 1)
    write(ref(deep).loose["new"], {})
    write(place, 1)
    assert (read(place), deep.loose) == (1, {"new": {"er": 1}})
    deep.loose = {"new": {"er": 2}}
    assert read(place) == 2


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda deep: ref(deep).rosw, "Deep has no field 'rosw'. Did you mean 'rows'"),
        (lambda deep: ref(deep).rows[0]["a"][0].vlaue, "Leaf has no field 'vlaue'. Did you mean 'value'"),
        (lambda deep: ref(deep).rows[0:1], "names one place"),
        (lambda deep: ref(deep.path), "expected an object of the state"),
        (lambda deep: ref(Leaf()), "expected an object of the state"),
        (lambda deep: write(deep.rows, 1), r"write\(\) was given"),
        (lambda deep: read(5), r"read\(\) was given int 5"),
        (lambda deep: write(ref(deep).pair[0], Leaf()), r"Deep\.pair\[0\] cannot be assigned: it is in a tuple"),
        (lambda deep: write(ref(deep).rows[7], {}), r"Deep\.rows\[7\] cannot be assigned: it is in a deque"),
        (lambda deep: read(ref(deep).rows[0]["b"]), r"Deep\.rows\[0\]\['b'\] is not there: Deep\.rows\[0\] is a dict"),
        (lambda deep: read(ref(deep).path.nothing), r"Deep\.path\.nothing is not there"),
        (lambda deep: list(ref(deep).rows), "cannot be iterated"),
        (lambda deep: ref(deep).rows.__setitem__(0, 1), "Use write"),
        (lambda deep: "yes" if ref(deep).rows == [] or ref(deep).rows else "no", "has no truth"),
    ],
)
def test_mistakes_name_the_place(make: Any, says: str) -> None:
    with pytest.raises((StateError, UnknownFieldError), match=says):
        make(Store().of(Deep))


def test_references_are_values() -> None:
    deep, other = Store().of(Deep), Store().of(Deep)
    assert ref(deep).rows[0] == ref(deep).rows[0] and ref(deep).rows[0] != ref(deep).rows[1]
    assert ref(deep).rows != ref(other).rows
    assert len({ref(deep).rows, ref(deep).rows, ref(other).rows}) == 2
    assert isinstance(ref(deep).rows, Ref) and ref(ref(deep).rows) == ref(deep).rows


def test_writing_down_a_reference_reads_nothing() -> None:
    deep = Store().of(Deep)
    watch = Reader(lambda: repr(ref(deep).rows[0]["a"][0].value))
    deep.rows[0]["a"][0].value = 4
    deep.rows.clear()
    assert (watch.told, watch.sources) == (0, [])


def test_touch_at_any_depth_tells_the_readers_of_that_place() -> None:
    deep = Store().of(Deep)
    deep.frame = Opaque()
    deep.loose["x"] = [Opaque()]
    watches = [Reader(lambda: deep.frame.cells), Reader(lambda: deep.loose["x"][0].cells), Reader(lambda: deep.path)]
    deep.frame.cells.append(2)
    touch(ref(deep).frame)
    assert [watch.told for watch in watches] == [1, 0, 0]
    touch(ref(deep).loose["x"][0])
    assert [watch.told for watch in watches] == [1, 1, 0]
    deep.frame = deep.frame
    assert watches[0].told == 2, "assigning it over itself says so, too"
    touch(deep)
    assert [watch.told for watch in watches] == [3, 2, 1]


def test_touch_of_an_item_tells_those_who_iterate_whichever_way_it_is_named() -> None:
    deep = Store().of(Deep)
    deep.loose["all"] = [Opaque(), Opaque()]
    deep.frame = (1, (Opaque(),))
    watches = [Reader(lambda: [x.cells for x in deep.loose["all"]]), Reader(lambda: deep.loose["all"][1].cells)]
    touch(ref(deep).loose["all"][-1])
    assert [watch.told for watch in watches] == [1, 1]
    touch(ref(deep).loose["all"][0])
    assert [watch.told for watch in watches] == [2, 1]
    inside = Reader(lambda: deep.frame[1][0].cells)
    touch(ref(deep).frame[1][0])
    assert inside.told == 1


def test_touch_is_logged_named_and_refused_where_writing_is() -> None:
    from skerry.state import RunCancelled, observe, unobserve

    store = Store()
    deep = store.of(Deep)
    run = FakeRun()
    with running(run):
        touch(ref(deep).frame)
        touch(deep.rows)
        assert [(m.kind, m.path) for m in store.commit(run)] == [("touch", "Deep.frame"), ("touch", "Deep.rows")]
    run.cancelled = True
    with running(run), pytest.raises(RunCancelled):
        touch(ref(deep).frame)
    watch = Reader(lambda: None)
    watch.forbid_writes = True  # type: ignore[attr-defined]
    token = observe(watch)
    with pytest.raises(StateError, match=r"Deep\.frame was written while the page is being rendered"):
        touch(ref(deep).frame)
    unobserve(token)


def test_in_a_dict_state() -> None:
    @state
    class Form(StateDict):
        initial = {"a": {"b": 1}}

    STATE_CLASSES.remove(Form)
    form = Store().of(Form)
    assert read(ref(form)["a"]["none"]) is None
    write(ref(form)["a"]["c"], 2)
    assert form == {"a": {"b": 1, "c": 2}} and path_of(ref(form)["a"]["c"]) == "Form['a']['c']"
    with pytest.raises(StateError, match=r"Form\['x'\]\['y'\] is not there|cannot be assigned"):
        write(ref(form)["x"]["y"], 2)
    for act, says in ((lambda: form.a, r"read state\['a'\]"), (lambda: setattr(form, "a", 1), r"write state\['a'\]")):
        with pytest.raises((AttributeError, StateError), match=says):
            act()


def test_paths_follow_what_moves() -> None:
    deep = Store().of(Deep)
    leaf = deep.rows[0]["a"][1]
    deep.rows[0]["a"].pop(0)
    assert path_of(leaf) == "Deep.rows[0]['a'][0]"
    deep.rows.appendleft({})
    assert path_of(leaf) == "Deep.rows[1]['a'][0]"
    deep.loose["leaf"] = leaf
    deep.rows.clear()
    assert path_of(leaf) == "Deep.loose['leaf']"
    deep.loose.clear()
    assert "no longer in the state" in path_of(leaf)
    leaf.value = 7
    deep.loose["back"] = leaf
    assert (path_of(leaf), deep.loose["back"].value) == ("Deep.loose['back']", 7)


def test_one_object_at_two_places_has_a_path_as_long_as_one_is_left() -> None:
    row, leaf = [1], Leaf()
    data = Store().attach({"a": row, "b": row, "c": (leaf,), "d": [leaf]})
    assert data["a"] is data["b"] and data["c"][0] is data["d"][0]
    assert path_of(data["b"]) == "dict['a']"
    del data["a"]
    assert path_of(data["b"]) == "dict['b']"
    del data["c"]
    assert path_of(data["d"][0]) == "dict['d'][0]"
