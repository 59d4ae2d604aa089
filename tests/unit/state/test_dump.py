"""Dump and load, further: what is shared, what is lost, classes that changed since, values of every type."""

from __future__ import annotations

import json
import math
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, Flag, IntEnum, StrEnum, auto
from fractions import Fraction
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal, NamedTuple, NewType
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.errors import StateError
from skerry.state import STATE_CLASSES, StateDict, Store, register_codec, state
from skerry.state.encoding import class_id

from .tools import Reader


class Colour(Enum):
    RED = "r"
    ALSO_RED = "r"  # noqa: PIE796
    BLUE = (1, 2)


class Size(IntEnum):
    S = 1
    L = 2


class Mood(StrEnum):
    GOOD = auto()


class Right(Flag):
    READ = auto()
    WRITE = auto()


class Pair(NamedTuple):
    left: Any
    right: Any = None


@dataclass(frozen=True)
class Point:
    x: int
    y: Any = 0


@dataclass(slots=True)
class Tight:
    name: str = ""
    parts: list[Any] = field(default_factory=list)


@dataclass
class Node:
    name: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    area: int = field(init=False, default=0)


class Outer:
    @dataclass
    class Inner:
        x: int = 0


@state
class Any1:
    value: Any = None


@state
class Any2:
    value: Any = None


@state
class Loose(StateDict):
    initial = {"first": 1}


@pytest.fixture(autouse=True)
def _forget_state_classes() -> Any:
    count = len(STATE_CLASSES)
    yield
    del STATE_CLASSES[count:]


def text_of(store: Store) -> Any:
    return json.loads(json.dumps(store.dump(), allow_nan=False))


def loaded(data: Any, *classes: type) -> Store:
    store = Store()
    store.load(data, classes)
    return store


def there_and_back(value: Any) -> Any:
    store = Store()
    store.of(Any1).value = value
    data = text_of(store)
    assert data["lost"] == []
    return loaded(data, Any1).of(Any1).value


VALUES: list[Any] = [
    Colour.RED, Colour.BLUE, Size.L, Mood.GOOD, Right.READ, Right.READ | Right.WRITE, Right(0), Pair(1, [2]), Pair(Pair(1), 2),
    Point(1, (2, 3)), Tight("a", [Tight("b")]), Outer.Inner(3), (), ((),), (1,), [()], {(): 1}, {(1, "a"): {2: None}}, {None: 1, True: 2},
    {1.5: 1}, {"$tuple": [1]}, {"$dict": 1}, {"$": {"$same": [1]}}, [{"$tuple": []}], {"a": {"$set": 1}}, "$tuple", set(), {1, "a", (1,)},
    frozenset({1, frozenset({2})}), {frozenset({1}): 1}, deque(), deque([1, [2]], 5), deque(maxlen=0), defaultdict(int, {1: 2}),
    defaultdict(None, {"a": 1}), defaultdict(list, {"a": [1]}), b"", b"\x00\xff", bytearray(b"x"), date(1, 1, 1), date.max, time(1, 2, 3, 4),
    time(1, fold=1), time(1, tzinfo=UTC), datetime.max, datetime(2030, 3, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
    datetime(2030, 10, 27, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1), datetime(2030, 1, 1, tzinfo=timezone(timedelta(hours=-3, minutes=7))),
    timedelta(days=-1, microseconds=1), timedelta.max, timedelta.min, timezone(timedelta(hours=2)), UTC, Decimal("1.0"), Decimal("1.00"),
    Decimal("-0"), Decimal("1E+999"), Fraction(1, 3), 1j, complex(-0.0, 1), UUID(int=5), Path("a/b"), PurePosixPath("/a"), PureWindowsPath("c:/a"),
    range(5), range(5, 0, -2), 2**53, 2**53 + 1, -(2**53) - 1, 10**400, 0.1, 5e-324, 1.7976931348623157e308, "", "\x00", "\U0001f600", "é",
    ZoneInfo("Europe/Berlin"),
]  # fmt: skip


def kinds(value: Any) -> Any:
    """The types at any depth, as plain ones."""
    kind = next(cls for cls in value.__class__.__mro__ if not cls.__name__.startswith("Observed"))
    if isinstance(value, dict):
        return kind, [(kinds(k), kinds(v)) for k, v in value.items()]
    if isinstance(value, (list, tuple, deque)):
        return kind, [kinds(item) for item in value]
    return kind


# Numbers, not the values' repr: a set's order is another in each process, and the workers of a run must agree on the names.
@pytest.mark.parametrize("value", VALUES, ids=[f"{number} {type(value).__name__}" for number, value in enumerate(VALUES)])
def test_every_kind_of_value(value: Any) -> None:
    for one in (value, [value], {"k": value}, (value, value), {1: [value]}):
        found = there_and_back(one)
        assert found == one and kinds(found) == kinds(one)
        assert repr(found) == repr(one) or isinstance(value, (set, frozenset))


def test_numbers_that_json_has_not() -> None:
    found = there_and_back([float("nan"), float("inf"), float("-inf"), -0.0, Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")])
    assert math.isnan(found[0]) and found[1:3] == [math.inf, -math.inf] and math.copysign(1, found[3]) == -1
    assert list(map(str, found[4:])) == ["NaN", "sNaN", "-Infinity"]


def test_datetimes_keep_their_fold_and_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for fold in (0, 1):
        when = datetime(2030, 10, 27, 2, 30, tzinfo=berlin, fold=fold)
        found = there_and_back(when)
        assert (found.fold, found.tzinfo, found.utcoffset()) == (fold, berlin, when.utcoffset())


KEYS = st.one_of(st.text(max_size=3), st.sampled_from(["$same", "$dict", "$tuple", "$"]), st.integers(-3, 3), st.none(), st.tuples(st.text(max_size=1), st.integers(0, 2)))
SHARED: st.SearchStrategy[Any] = st.shared(st.lists(st.integers(0, 3), max_size=2), key="one list")
TREES = st.recursive(
    st.one_of(st.integers(), st.text(max_size=3), SHARED, st.sampled_from(Colour), st.builds(Point, st.integers(0, 2), SHARED)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3),
        st.tuples(inner, SHARED),
        st.builds(Pair, inner, inner),
        st.builds(Tight, st.text(max_size=2), st.lists(inner, max_size=2)),
        st.builds(deque, st.lists(inner, max_size=2)),
    ),
    max_leaves=8,
)


def identities(value: Any, seen: dict[int, int] | None = None) -> Any:
    """The value with a number for each container, equal where it is the same one."""
    seen = {} if seen is None else seen
    if isinstance(value, (list, dict, deque, Tight)):
        if id(value) in seen:
            return seen[id(value)]
        seen[id(value)] = len(seen)
    if isinstance(value, dict):
        return [(key, identities(item, seen)) for key, item in value.items()]
    if isinstance(value, (list, tuple, deque)):
        return [identities(item, seen) for item in value]
    return identities(value.parts, seen) if isinstance(value, Tight) else value


@settings(max_examples=200, deadline=None)
@given(TREES)
def test_what_is_shared_is_shared_again(value: Any) -> None:
    store = Store()
    store.of(Any1).value = value
    found = loaded(text_of(store), Any1).of(Any1).value
    assert found == value and kinds(found) == kinds(value)
    assert identities(found) == identities(store.of(Any1).value)


@settings(max_examples=150, deadline=None)
@given(TREES, st.data())
def test_what_is_lost_takes_nothing_else_along_and_shifts_nothing(value: Any, data: st.DataObject) -> None:
    """Objects that cannot be saved, put anywhere: the rest comes back, and what is shared is what was."""
    spoiled = spoil(value, data.draw)
    expected = placed(spoiled)
    store = Store()
    store.of(Any1).value = {"tree": spoiled, "end": (end := [1]), "again": end}
    dumped = text_of(store)
    found = loaded(dumped, Any1).of(Any1).value
    assert found["tree"] == expected
    assert found["again"] is found["end"] and found["end"] == [1]
    assert bool(dumped["lost"]) is (expected != spoiled)
    assert all(item["path"].startswith("Any1.value['tree']") and item["type"].endswith(".Lost") for item in dumped["lost"])


class Lost:
    """Cannot be saved."""

    def __hash__(self) -> int:
        return 1


LOST: Any = object()


def spoil(value: Any, draw: Callable[..., Any]) -> Any:
    """Some parts of it replaced by what cannot be saved."""
    if draw(st.integers(0, 5)) == 0:
        return Lost()
    if isinstance(value, dict):
        pairs = [(Lost() if draw(st.integers(0, 5)) == 0 else key, spoil(item, draw)) for key, item in value.items()]
        return dict(pairs)
    if isinstance(value, Pair):
        return Pair(spoil(value.left, draw), spoil(value.right, draw))
    if isinstance(value, (list, tuple, deque)):
        return type(value)(spoil(item, draw) for item in value)
    if isinstance(value, Tight):
        return Tight(value.name, spoil(value.parts, draw))
    return value


def cleaned(value: Any) -> Any:
    """What is left of it; LOST where nothing is."""
    if isinstance(value, Lost):
        return LOST
    if isinstance(value, dict):
        return {key: placed(item) for key, item in value.items() if not isinstance(key, Lost)}
    if isinstance(value, tuple):
        items = [cleaned(item) for item in value]
        return LOST if LOST in items else (Pair(*items) if isinstance(value, Pair) else tuple(items))
    if isinstance(value, (list, deque)):
        return type(value)(map(placed, value))
    if isinstance(value, Tight):
        parts = cleaned(value.parts)
        return Tight(value.name) if parts is LOST else Tight(value.name, parts)
    return value


def placed(item: Any) -> Any:
    """An item of a list or dict: its place is kept."""
    new = cleaned(item)
    return None if new is LOST else new


def test_cycles_through_every_kind_of_container() -> None:
    root = Node("root")
    root.children.append(Node("child", root))
    store = Store()
    made = store.of(Any1)
    made.value = [root, {"d": deque()}, (1, [])]
    made.value[1]["d"].append(made.value)
    made.value[2][1].append(made.value[2])
    found = loaded(text_of(store), Any1).of(Any1).value
    assert found[0].children[0].parent is found[0]
    assert found[1]["d"][0] is found
    assert found[2][1][0][1] is found[2][1]


def test_what_two_states_share_whichever_is_asked_for_first() -> None:
    store = Store()
    shared = Node("both")
    store.of(Any1).value = [shared]
    store.of(Any2).value = {"it": store.of(Any1).value, "node": store.of(Any1).value[0]}
    data = text_of(store)
    for first, second in ((Any1, Any2), (Any2, Any1)):
        fresh = loaded(data)
        fresh.of(first), fresh.of(second)
        one, two = fresh.of(Any1).value, fresh.of(Any2).value
        assert two["it"] is one and two["node"] is one[0]
        watch = Reader(lambda two=two: two["node"].name)  # type: ignore[misc]
        one[0].name = "changed"
        assert watch.told == 1
    there = Store()
    there.of(Any1), there.of(Any2)
    there.load(data)
    assert there.of(Any2).value["it"] is there.of(Any1).value


def test_states_that_nobody_has_asked_for_are_kept_as_they_were() -> None:
    store = Store()
    store.of(Any1).value = [1]
    store.of(Any2).value = (2,)
    data = text_of(store)
    fresh = loaded(data)
    fresh.of(Any1).value.append(5)
    again = loaded(text_of(fresh), Any1, Any2)
    assert (again.of(Any1).value, again.of(Any2).value) == ([1, 5], (2,))


def test_a_dump_of_some_classes() -> None:
    store = Store()
    store.of(Any1).value, store.of(Any2).value = 1, 2
    assert list(store.dump([Any2])["roots"]) == [class_id(Any2)]
    assert store.dump([Loose])["roots"] == {}


def test_dict_states() -> None:
    store = Store()
    form = store.of(Loose)
    form["deep"] = {"x": {1: (2,)}}
    del form["first"]
    found = loaded(text_of(store), Loose).of(Loose)
    assert found == {"deep": {"x": {1: (2,)}}} and found["deep"]["none"] is None and found["first"] is None


def test_loading_tells_readers_and_keeps_the_instance() -> None:
    store = Store()
    store.of(Any1).value = [1]
    store.of(Loose)["a"] = 1
    data = text_of(store)
    other = Store()
    one, form = other.of(Any1), other.of(Loose)
    watches = [Reader(lambda: one.value), Reader(lambda: form["a"])]
    other.load(data)
    assert other.of(Any1) is one and (one.value, form["a"]) == ([1], 1)
    assert [watch.told for watch in watches] == [1, 1]
    last = Reader(lambda: list(one.value))
    one.value.append(2)
    assert last.told == 1


@pytest.mark.parametrize(
    ("value", "lost", "rest"),
    [
        ({"a": 1, "f": print, "b": [2, print, 3]}, ["['f']", "['b'][1]"], {"a": 1, "f": None, "b": [2, None, 3]}),
        ([(1, print), 2], ["[0][1]"], [None, 2]),
        ({1: print, 2: [Lost()]}, ["[1]", "[2][0]"], {1: None, 2: [None]}),
        (deque([print, 1], 3), ["[0]"], deque([None, 1], 3)),
        ({print, 1}, [f"[{print!r}]"], {1}),
        ({print: 1, "a": 2}, [f"[{print!r}]"], {"a": 2}),
        ([{frozenset({print}): 1}], [f"[0][{frozenset({print})!r}][0]"], [{}]),
        ([Node("x", print), Point(print, 1), Pair(1, print)], ["[0].parent", "[1].x", "[2][1]"], [Node("x"), None, None]),  # type: ignore[arg-type]
        ([Counter("a"), OrderedDict(a=1)], ["[0]", "[1]"], [None, None]),
        ([defaultdict(lambda: 1, a=2)], ["[0]"], [None]),
    ],
)
def test_what_cannot_be_saved_is_named_by_path(value: Any, lost: list[str], rest: Any) -> None:
    store = Store()
    store.of(Any1).value = value
    data = text_of(store)
    assert [item["path"] for item in data["lost"]] == ["Any1.value" + path for path in lost]
    assert loaded(data, Any1).of(Any1).value == rest


def test_a_codec_that_fails_is_reported_and_a_new_one_is_used() -> None:
    class Vector:
        def __init__(self, x: float) -> None:
            self.x = x

    register_codec(Vector, "test-vector", lambda v: 1 / v.x, Vector)
    store = Store()
    store.of(Any1).value = [Vector(2), Vector(0), type("Sub", (Vector,), {})(4)]
    data = text_of(store)
    assert [(item["path"], item["why"]) for item in data["lost"]] == [("Any1.value[1]", "ZeroDivisionError: division by zero")]
    assert [v and v.x for v in loaded(data, Any1).of(Any1).value] == [0.5, None, 0.25]
    with pytest.raises(StateError, match="test-vector"):
        register_codec(Point, "test-vector", str, str)


# Types


Name = NewType("Name", str)


@state
class Typed:
    number: int = 0
    real: float = 0.0
    flag: bool = False
    text: str = ""
    maybe: int | None = None
    either: int | list[str] = 0
    one_of: Literal["a", 1] = "a"
    name: Name = Name("x")
    noted: Annotated[int, "cm"] = 0
    pair: tuple[int, str] = (1, "a")
    many: tuple[int, ...] = ()
    empty: tuple[()] = ()
    rows: list[dict[str, list[int]]] = []
    seq: Sequence[int] = ()
    by: Mapping[int, str] = {}
    tags: set[str] = set()
    queue: deque[int] = deque()
    counts: defaultdict[str, int] = defaultdict(int)
    node: Node = Node()
    nodes: dict[str, Node] = {}
    colour: Colour = Colour.RED
    when: date = date(2000, 1, 1)
    point: Point = Point(0)
    call: Callable[[], int] | None = None
    path: Path = Path()
    anything: Any = None
    unknown: "NotDefinedAnywhere" = None  # type: ignore[name-defined] # noqa: F821, UP037


GOOD: list[tuple[str, Any]] = [
    ("real", 1), ("maybe", None), ("maybe", 1), ("either", ["a"]), ("one_of", 1), ("many", (1, 2)), ("rows", [{"a": [1]}]), ("seq", [1]),
    ("by", {1: "a"}), ("tags", {"a"}), ("queue", deque([1])), ("node", Node("a", Node("b"))), ("nodes", {"a": Node()}), ("anything", [object]),
    ("unknown", 5), ("path", Path("x")),
]  # fmt: skip

BAD: list[tuple[str, Any, str]] = [
    ("number", "a", r"Typed\.number: the saved data has str 'a', expected int"),
    ("number", 1.5, "float 1.5, expected int"),
    ("number", None, "NoneType None, expected int"),
    ("real", True, "bool True, expected float"),
    ("flag", 1, "int 1, expected bool"),
    ("text", b"x", "bytes b'x', expected str"),
    ("maybe", "x", r"expected int \| None"),
    ("either", [1], r"expected int \| list\[str\]"),
    ("one_of", True, "bool True, expected Literal"),
    ("name", 1, "int 1, expected str"),
    ("noted", "x", "expected int"),
    ("pair", (1,), r"expected tuple\[int, str\]"),
    ("pair", (1, 2), r"Typed\.pair\[1\]: .*int 2, expected str"),
    ("pair", [1, "a"], "expected tuple"),
    ("many", (1, "a"), r"Typed\.many\[1\]"),
    ("empty", (1,), "expected tuple"),
    ("rows", [{}, {"a": [1, "b"]}], r"Typed\.rows\[1\]\['a'\]\[1\]: .*str 'b', expected int"),
    ("rows", {}, "expected list"),
    ("seq", ["a"], r"Typed\.seq\[0\]"),
    ("by", {"a": "b"}, r"Typed\.by\['a'\]: .*str 'a', expected int"),
    ("tags", {1}, "int 1, expected str"),
    ("tags", ["a"], "expected set"),
    ("queue", [1], r"expected collections\.deque"),
    ("counts", {"a": 1}, "expected .*defaultdict"),
    ("node", Point(1), "expected Node"),
    ("node", Node("a", None, [Node(5)]), r"Typed\.node\.children\[0\]\.name: .*int 5, expected str"),  # type: ignore[arg-type]
    ("nodes", {"k": Node(parent=3)}, r"Typed\.nodes\['k'\]\.parent: .*expected .*None"),  # type: ignore[arg-type]
    ("colour", Size.S, "expected Colour"),
    ("when", "2000-01-01", "str '2000-01-01', expected date"),
    ("point", Point("x"), r"Typed\.point\.x: .*str 'x', expected int"),  # type: ignore[arg-type]
    ("call", 5, "expected"),
    ("path", "x", "expected"),
]


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_what_fits_is_taken(name: str, value: Any) -> None:
    store = Store()
    setattr(store.of(Typed), name, value)
    data = text_of(store)
    data["lost"].clear()
    found = getattr(loaded(data, Typed).of(Typed), name)
    assert found == (value if name != "anything" else [None])


@pytest.mark.parametrize(("name", "value", "says"), BAD)
def test_what_does_not_fit_is_refused_with_path_expected_and_given(name: str, value: Any, says: str) -> None:
    store = Store()
    setattr(store.of(Typed), name, value)
    data = text_of(store)
    with pytest.raises(StateError, match=says) as caught:
        loaded(data, Typed)
    assert "Typed." + name in str(caught.value)
    there = Store()
    there.of(Typed).text = "mine"
    with pytest.raises(StateError, match=says):
        there.load(data)
    assert there.of(Typed).text == "mine", "it is as it was"
    reset: list[str] = []
    fresh = Store()
    fresh.load(data, [Typed], reset)
    assert len(reset) == 1 and getattr(fresh.of(Typed), name) == getattr(Typed(), name)


# Classes that changed since


def renamed(data: Any, old: type, new: type) -> Any:
    return json.loads(json.dumps(data).replace(class_id(old), class_id(new)))


def test_fields_that_came_went_or_were_renamed() -> None:
    @state
    class Old:
        kept: int = 1
        gone: list[int] = [1]
        node: Node = Node("n")

    @state
    class New:
        kept: int = 5
        came: list[int] = [7]
        node: Node = Node()

    store = Store()
    store.of(Old).kept = 2
    data = renamed(text_of(store), Old, New)
    inner = data["roots"][class_id(New)]["node"]["$data"][1]
    inner["unknown"] = 5
    del inner["children"]
    found = loaded(data, New).of(New)
    assert (found.kept, found.came, found.node) == (2, [7], Node("n"))
    found.node.children.append(Node())
    assert not hasattr(found, "gone") and not hasattr(found.node, "unknown")


def test_a_nested_field_without_default_that_is_not_saved_is_an_error() -> None:
    store = Store()
    store.of(Any1).value = [Point(1)]
    data = text_of(store)
    del data["roots"][class_id(Any1)]["value"][0]["$data"][1]["x"]
    with pytest.raises(StateError, match=r"Any1\.value\[0\].*no x for .*Point"):
        loaded(data, Any1)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"$data": ["nowhere:Gone", {}]}, "the class nowhere:Gone"),
        ({"$data": [class_id(Node).replace("Node", "Nod"), {}]}, "class .*Nod"),
        ({"$data": ["os:system", {}]}, "the class os:system"),
        ({"$data": ["builtins:list", {}]}, "the class builtins:list"),
        ({"$enum": [class_id(Colour), "REDD"]}, "Did you mean 'RED'"),
        ({"$enum": [class_id(Point), "RED"]}, "expected what dump"),
        ({"$unknown": 1}, "an unknown tag 'unknown'"),
        ({"$date": "yesterday"}, "'yesterday' as date"),
        ({"$bytes": 5}, "5 as bytes"),
        ({"$same": ["nowhere:Gone", 0]}, "as same"),
        ({"$same": [class_id(Any1), 99]}, "as same"),
        ({"$set": [[1]]}, "as set"),
        ({"$dict": [1]}, "Any1.value"),
        ({"$dict": [[[1], 2]]}, "Any1.value"),
        ({"$tuple": 5}, "as tuple"),
    ],
)
def test_data_that_was_tampered_with_is_refused(data: Any, says: str) -> None:
    for place in (data, [data], {"k": data}):
        with pytest.raises(StateError, match=says):
            loaded({"v": 1, "roots": {class_id(Any1): {"value": place}}, "lost": []}, Any1)
    reset: list[str] = []
    store = Store()
    store.load({"v": 1, "roots": {class_id(Any1): {"value": data}}, "lost": []}, [Any1], reset)
    assert store.of(Any1).value is None and len(reset) == 1


@pytest.mark.parametrize(("cls", "data"), [*((cls, data) for cls in (Any1, Loose) for data in (None, 5, [], "x")), (Loose, {"$dict": [1]})])
def test_a_root_that_is_no_object_is_refused(cls: type, data: Any) -> None:
    with pytest.raises(StateError, match=cls.__name__):
        loaded({"v": 1, "roots": {class_id(cls): data}, "lost": []}, cls)
    reset: list[str] = []
    store = Store()
    store.load({"v": 1, "roots": {class_id(cls): data}, "lost": []}, [cls], reset)
    assert store.of(cls) == Store().of(cls) and len(reset) == 1


def test_persist_is_kept_on_the_class_and_checked() -> None:
    @state(persist="browser")
    class Kept:
        n: int = 0

    @state
    class Not(Kept):
        m: int = 0

    assert (Kept._sk_persist, Not._sk_persist) == ("browser", None)  # type: ignore[attr-defined]
    with pytest.raises(StateError, match="persist='browsr'.*Did you mean 'browser'"):
        state(persist="browsr")  # type: ignore[call-overload]
