"""What dataclasses can be, and still are when they are observed."""

from __future__ import annotations

import copy
import dataclasses
import functools
import json
import pickle
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import pytest

from skerry.errors import StateError
from skerry.state import STATE_CLASSES, ObservedList, Store, UnknownFieldError, path_of, state
from skerry.state.encoding import class_id

from .tools import FakeRun, Reader, running

T = TypeVar("T")


@dataclass
class Plain:
    text: str
    size: int = 0
    tags: list[str] = field(default_factory=list)

    @property
    def double(self) -> int:
        return self.size * 2

    @double.setter
    def double(self, value: int) -> None:
        self.size = value // 2

    def grow(self, by: int = 1) -> None:
        self.size += by

    @classmethod
    def named(cls, text: str) -> Plain:
        return cls(text)


@dataclass
class Derived(Plain):
    extra: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Slotted:
    text: str
    tags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SlottedChild(Slotted):
    more: int = 0


@dataclass(slots=True, weakref_slot=True)
class SlottedWeak:
    text: str = ""


@dataclass(order=True)
class Ordered:
    rank: int
    _: KW_ONLY
    note: str = field(default="", compare=False)


@dataclass(unsafe_hash=True)
class Hashed:
    x: int


@dataclass(eq=False)
class ById:
    x: int = 0


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@dataclass
class Box(Generic[T]):
    inside: T


class Pair(NamedTuple):
    left: list[int]
    right: int


class Shape(ABC):
    kinds: ClassVar[list[str]] = []

    def __init_subclass__(cls, *, kind: str) -> None:
        Shape.kinds.append(kind)

    @abstractmethod
    def area(self) -> int: ...


@dataclass
class Square(Shape, kind="square"):
    side: int = 1

    def area(self) -> int:
        return self.side**2


@dataclass
class Worked:
    width: int
    scale: InitVar[int] = 1
    area: int = field(init=False)
    count: ClassVar[int] = 0

    def __post_init__(self, scale: int) -> None:
        self.area = self.width * scale
        self.cache: dict[str, int] = {}


@dataclass
class Node:
    name: str
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None


def held(value: Any) -> Any:
    return Store().attach([value])[0]


MAKE: list[Any] = [
    lambda: Plain("a", 1, ["x"]), lambda: Derived("a", 1, ["x"], {"k": 1}), lambda: Slotted("a", ["x"]),
    lambda: SlottedChild("a", ["x"], 3), lambda: SlottedWeak("a"), lambda: Ordered(1, note="n"), lambda: Hashed(1),
    lambda: Square(2), lambda: Box([1]), lambda: Worked(3, 2),
]  # fmt: skip


@pytest.mark.parametrize("make", MAKE)
def test_it_equals_shows_and_copies_as_the_plain_one(make: Any) -> None:
    plain, observed = make(), held(make())
    assert observed == plain and plain == observed and (observed != plain) is False
    assert repr(observed) == repr(plain)
    assert isinstance(observed, type(plain)) and observed.__class__ is type(plain)
    assert dataclasses.asdict(observed) == dataclasses.asdict(plain)
    assert [f.name for f in dataclasses.fields(observed)] == [f.name for f in dataclasses.fields(plain)]
    assert json.dumps(dataclasses.asdict(observed)) == json.dumps(dataclasses.asdict(plain))
    for copied in (copy.copy(observed), copy.deepcopy(observed), pickle.loads(pickle.dumps(observed))):
        assert type(copied) is type(plain) and copied == plain
    if type(plain).__hash__ is not None:
        assert hash(observed) == hash(plain)
    if hasattr(plain, "__dict__"):
        assert vars(observed) == vars(plain)


@pytest.mark.parametrize("make", MAKE)
def test_every_field_is_observed_and_taken_back(make: Any) -> None:
    store = Store()
    rows = store.attach([make()])
    before = copy.deepcopy(rows[0])
    for name in [f.name for f in dataclasses.fields(rows[0])]:
        watch = Reader(lambda name=name: getattr(rows[0], name))  # type: ignore[misc]
        others = [Reader(lambda n=f.name: getattr(rows[0], n)) for f in dataclasses.fields(rows[0]) if f.name != name]  # type: ignore[misc]
        run = FakeRun()
        with running(run):
            setattr(rows[0], name, "other")
            assert watch.told == 1 and not any(other.told for other in others)
            assert path_of(rows[0]) == "list[0]"
            assert store.rollback(run) == []
        assert watch.told == 2
    assert rows[0] == before


def test_a_copy_is_free_of_the_state() -> None:
    row = held(Plain("a", 1, ["x"]))
    watch = Reader(lambda: (row.size, list(row.tags)))
    deep = copy.deepcopy(row)
    deep.size = 5
    deep.tags.append("y")
    assert not watch.told and row.tags == ["x"]
    assert type(deep.tags) is list


def test_properties_methods_and_class_methods() -> None:
    row = held(Plain("a", 1))
    watch = Reader(lambda: row.double)
    row.grow(2)
    assert (watch.told, row.double) == (1, 6)
    row.double = 20
    assert (row.size, watch.told) == (10, 2)
    assert type(row.named("z")) is type(type(row)("z")) is Plain
    assert Plain.grow.__get__(row)() is None and row.size == 11


def test_post_init_init_vars_and_class_variables() -> None:
    row = held(Worked(3, 2))
    assert (row.area, row.count, row.cache) == (6, 0, {})
    row.cache = {"a": 1}
    assert row.cache == {"a": 1}
    assert Worked.count == row.count
    row._private = 1
    assert row._private == 1
    with pytest.raises(UnknownFieldError, match="Did you mean 'width'"):
        row.widht = 3


def test_no_registry_hears_of_the_observing_class() -> None:
    held(Square(2))
    assert held(Square(3)).area() == 9
    assert Shape.kinds == ["square"]
    with pytest.raises(TypeError):
        type("NoKind", (Shape,), {})


def test_ordering_and_hashing() -> None:
    rows = Store().attach([Ordered(2), Ordered(1)])
    assert sorted(rows) == [Ordered(1), Ordered(2)] and min(rows) == Ordered(1)
    one = ById()
    members = Store().attach({"set": {one}, "by": {"k": one}})
    assert one in members["set"] and members["by"]["k"] is one
    watch = Reader(lambda: [each.x for each in members["set"]])
    one.x = 5
    assert watch.told == 1


def test_frozen_ones_are_values_and_what_a_named_tuple_holds_is_observed() -> None:
    data = Store().attach({"point": Point(1, 2), "pair": Pair([1], 2), "deep": ((1, [2]), {"k": (Plain("a"),)})})
    assert data["point"] is not None and dataclasses.replace(data["point"], x=5) == Point(5, 2)
    assert type(data["pair"]) is Pair and type(data["pair"].left) is ObservedList
    watch = Reader(lambda: (data["pair"].left[0], data["deep"][0][1][0], data["deep"][1]["k"][0].size))
    for change in (
        lambda: data["pair"].left.insert(0, 9),
        lambda: data["deep"][0][1].insert(0, 9),
        lambda: data["deep"][1]["k"][0].grow(),
    ):
        watch.look()
        change()
        assert watch.told == 1
    assert path_of(data["deep"][1]["k"][0]) == "dict['deep'][1]['k'][0]"


def test_cycles_of_objects() -> None:
    root = Node("root")
    child = Node("child", parent=root)
    root.children.append(child)
    found = Store().attach(root)
    watch = Reader(lambda: found.children[0].parent.children[0].name)
    assert found.children[0].parent is found
    found.children[0].name = "x"
    assert watch.told == 1
    assert path_of(found.children[0]) == "Node.children[0]"
    assert path_of(found.children[0].parent.children) == "Node.children"


def test_an_object_without_room_for_observation_is_copied_in_and_stays_one() -> None:
    one = Slotted("a")
    rows = Store().attach([one, one])
    assert rows[0] is rows[1] and rows[0] is not one
    with pytest.raises(AttributeError):
        rows[0].other = 1


@pytest.mark.parametrize("make", [lambda: Plain("a"), lambda: Slotted("a")])
def test_names_that_are_not_there(make: Any) -> None:
    row = held(make())
    for act in (lambda: row.txet, lambda: setattr(row, "txet", 1), lambda: delattr(row, "txet")):
        with pytest.raises(UnknownFieldError, match="Did you mean 'text'"):
            act()
    assert not hasattr(row, "other")
    del row.text
    with pytest.raises(AttributeError, match="text has no value"):
        print(row.text)
    with pytest.raises(AttributeError, match="text has no value"):
        del row.text
    row.text = "back"
    assert row.text == "back"


# State classes


@pytest.fixture(autouse=True)
def _forget_state_classes() -> Any:
    count = len(STATE_CLASSES)
    yield
    del STATE_CLASSES[count:]


def test_state_classes_inherit_fields_and_methods() -> None:
    class Mixin:
        def shout(self) -> str:
            return self.name.upper()  # type: ignore[attr-defined, no-any-return]

    @state
    class Base(Mixin):
        name: str = "base"
        items: list[int] = [1]

    @state
    class Child(Base):
        name: str = "child"
        more: list[int] = [2]

    @dataclass
    class Undecorated(Base):
        pass

    store = Store()
    base, child = store.of(Base), store.of(Child)
    child.items.append(5)
    assert (base.items, child.items, child.shout(), base.shout()) == ([1], [1, 5], "CHILD", "BASE")
    assert class_id(Child) != class_id(Base)
    with pytest.raises(StateError, match="Put @sk.state above it"):
        store.of(Undecorated)


def test_defaults_of_every_kind_are_copied_also_private_and_nested_ones() -> None:
    shared = ({"deep": [1]}, [2])

    @state
    class Defaults:
        _hidden: list[int] = [0]
        pair: tuple[Any, ...] = shared
        when: Any = field(default_factory=lambda: deque([1]))
        constant: ClassVar[list[int]] = []

    one, other = Store().of(Defaults), Store().of(Defaults)
    one._hidden.append(1)
    one.pair[0]["deep"].append(2)
    one.pair[1].clear()
    one.when.append(2)
    assert (other._hidden, other.pair, list(other.when)) == ([0], ({"deep": [1]}, [2]), [1])
    assert shared == ({"deep": [1]}, [2])
    assert type(one._hidden) is ObservedList
    assert [f.name for f in dataclasses.fields(Defaults)] == ["_hidden", "pair", "when"]  # type: ignore[arg-type]


def test_a_state_may_be_slotted_or_a_dataclass_already() -> None:
    @state
    @dataclass(slots=True)
    class Tight:
        items: list[int] = field(default_factory=list)

    @state
    @dataclass(kw_only=True)
    class Named:
        items: list[int] = field(default_factory=list)

    for cls in (Tight, Named):
        store = Store()
        made = store.of(cls)
        watch = Reader(lambda made=made: list(made.items))  # type: ignore[misc]
        made.items.append(1)
        assert watch.told == 1 and store.of(cls) is made


def test_a_state_that_needs_arguments_says_so() -> None:
    @state
    class Needs:
        name: str

    with pytest.raises(StateError, match="every field needs a default"):
        Store().of(Needs)


def test_a_property_that_fails_says_why() -> None:
    @state
    class Wrong:
        name: str = ""

        @property
        def shout(self) -> str:
            return self.nmae.upper()  # type: ignore[attr-defined, no-any-return]

    with pytest.raises(AttributeError, match="nmae.*Did you mean 'name'"):
        print(Store().of(Wrong).shout)
    with pytest.raises(AttributeError, match="Did you mean 'name'"):
        print(Wrong().shout)


def test_a_cached_property_is_never_stale() -> None:
    @state
    class Cached:
        count: int = 1

        @functools.cached_property
        def twice(self) -> int:
            return self.count * 2

    made = Store().of(Cached)
    assert made.twice == 2
    made.count = 5
    assert made.twice == 10


def test_an_own_setattr_is_respected() -> None:
    @state
    class Own:
        count: int = 0

        def __setattr__(self, name: str, value: Any) -> None:
            object.__setattr__(self, name, max(0, value))

    made = Store().of(Own)
    watch = Reader(lambda: made.count)
    made.count = -5
    assert not watch.told and made.count == 0
    made.count = 5
    assert watch.told == 1


def test_writing_while_rendering_is_refused_with_the_path() -> None:
    from skerry.state import observe, unobserve

    @state
    class Page:
        rows: list[Plain] = [Plain("a")]
        names: dict[str, int] = {"a": 1}
        tags: set[int] = {1}
        last: deque[int] = deque([1])

    page = Store().of(Page)
    watch = Reader(lambda: None)
    watch.forbid_writes = True  # type: ignore[attr-defined]
    acts: dict[str, Any] = {
        r"Page\.rows\[0\]\.text": lambda: setattr(page.rows[0], "text", "b"),
        r"Page\.rows\[0\]\.tags": lambda: page.rows[0].tags.append("x"),
        r"Page\.names was": lambda: page.names.update(b=2),
        r"Page\.names\['a'\]": lambda: page.names.pop("a"),
        r"Page\.tags": lambda: page.tags.add(2),
        r"Page\.last": lambda: page.last.rotate(),
        r"Page\.last\[0\]": lambda: page.last.__setitem__(0, 5),
        r"Page\.rows was": lambda: page.rows.sort(key=len),
    }
    for path, act in acts.items():
        token = observe(watch)
        try:
            with pytest.raises(StateError, match=path) as caught:
                act()
            assert "being rendered" in str(caught.value) and "handler" in str(caught.value)
        finally:
            unobserve(token)
    assert dataclasses.asdict(page) == dataclasses.asdict(Store().of(Page))
    page.rows[0].text = "b"
    assert page.rows[0].text == "b"


def test_a_field_that_is_a_property_keeps_its_ways() -> None:
    @dataclass
    class Boat:
        name: str
        _name: str = field(init=False, repr=False, default="")

        @property  # type: ignore[no-redef]
        def name(self) -> str:
            return self._name

        @name.setter
        def name(self, value: str) -> None:
            self._name = value.strip()

    @state
    class Harbour:
        boat: Any = None

    harbour = Store().of(Harbour)
    harbour.boat = Boat(" Tern ")
    reader = Reader(lambda: harbour.boat.name)
    assert harbour.boat.name == "Tern"
    harbour.boat.name = " Gull "
    assert harbour.boat.name == "Gull"
    assert reader.told
