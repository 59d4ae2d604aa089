"""sk.each: rows that follow a list of the state, with as few operations as its changes are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.errors import RenderError
from skerry.state import Store
from skerry.testing.dom import Document
from skerry.view import Scope, Tree, component, each, element, text


@dataclass
class Item:
    id: int
    label: str = ""


class World:
    """A list of the state between two other elements, its rows, and the model of the DOM."""

    def __init__(self, items: list[Any], key: Any = None, slow: frozenset[str] = frozenset()) -> None:
        self.store = Store()
        self.items = self.store.attach(items)
        self.key = key
        self.suffix = ""
        self.built: list[Any] = []
        self.errors: list[BaseException] = []
        self.document = Document()
        self.tree = Tree(lambda _: None, lambda: None, lambda _, error: self.errors.append(error))
        self.tree.slow = slow
        self.root = Scope(self._build, (), {})
        self.tree.mount(self.root)
        self.ops: list[Any] = []
        self.show()

    def _build(self) -> None:
        element("header")
        each(self.items, self.row, key=self.key, suffix=self.suffix)
        element("footer")

    def row(self, item: Any, suffix: str) -> None:
        self.built.append(item)
        if isinstance(item, Item):
            element("li", item.label, suffix, key=item.id)
        else:
            element("li", str(item), suffix)

    def show(self) -> list[Any]:
        self.built.clear()
        self.ops = self.tree.flush()
        self.document.apply(self.ops)
        return self.ops

    @property
    def shown(self) -> list[str]:
        first, *rows, last = self.document.root.children
        assert (first.tag, last.tag) == ("header", "footer")
        return [row.content for row in rows]

    @property
    def codes(self) -> list[str]:
        return [op[0] for op in self.ops if op[0] != "S"]


def labels(*names: str) -> list[Item]:
    return [Item(n, name) for n, name in enumerate(names)]


def test_rows_stand_between_what_is_around_them() -> None:
    assert World(labels("a", "b")).shown == ["a", "b"]
    assert World([]).shown == []


def test_a_changed_field_builds_that_row_only() -> None:
    world = World(labels("a", "b", "c"))
    world.items[1].label = "B"
    assert world.show() == [["t", world.ops[0][1], "B"]]
    assert [item.label for item in world.built] == ["B"]


@pytest.mark.parametrize(
    ("change", "shown", "codes", "built"),
    [
        (lambda rows: rows.append(Item(9, "x")), "abcdx", ["+"], "x"),
        (lambda rows: rows.insert(0, Item(9, "x")), "xabcd", ["+"], "x"),
        (lambda rows: rows.extend(labels("x", "y")), "abcdxy", ["+"], "xy"),
        (lambda rows: rows.pop(1), "acd", ["-"], ""),
        (lambda rows: rows.clear(), "", ["-"], ""),
        (lambda rows: rows.__setitem__(1, Item(9, "x")), "axcd", ["-", "+"], "x"),
        (lambda rows: rows.__setitem__(slice(1, 3), labels("x", "y", "z")), "axyzd", ["-", "+"], "xyz"),
        (lambda rows: rows.reverse(), "dcba", [">", ">", ">"], ""),
        (lambda rows: rows.sort(key=lambda item: -item.id), "dcba", [">", ">", ">"], ""),
        (lambda rows: rows.insert(0, rows.pop()), "dabc", [">"], ""),
    ],
)
def test_a_change_of_the_list_costs_what_it_is_worth(change: Any, shown: str, codes: list[str], built: str) -> None:
    world = World(labels(*"abcd"))
    change(world.items)
    world.show()
    assert "".join(world.shown) == shown
    assert world.codes == codes
    assert "".join(item.label for item in world.built) == built


def test_two_rows_change_places() -> None:
    world = World(labels(*"abcde"))
    rows = world.items
    rows[1], rows[3] = rows[3], rows[1]
    world.show()
    assert world.shown == [*"adcbe"]
    assert world.codes == [">", ">"] and world.built == []


def test_other_arguments_build_all_rows_once_more() -> None:
    world = World(labels("a", "b"))
    world.suffix = "!"
    world.root.invalidate()
    world.show()
    assert world.shown == ["a!", "b!"] and "+" not in world.codes


def test_another_list_with_the_same_keys_continues_the_rows() -> None:
    world = World(labels("a", "b"), key="id")
    world.items = world.store.attach([Item(1, "B"), Item(0, "a"), Item(2, "c")])
    world.root.invalidate()
    world.show()
    assert world.shown == ["B", "a", "c"]
    assert sorted(world.codes) == ["+", ">", "t"]


@pytest.mark.parametrize("slow", [frozenset[str](), frozenset({"lists"})])
def test_an_item_that_takes_anothers_place_and_key_is_shown(slow: frozenset[str]) -> None:
    world = World(labels("a", "b"), key="id", slow=slow)
    world.items[0] = Item(0, "A")
    world.show()
    assert world.shown == ["A", "b"] and "+" not in world.codes
    world.items[0].label = "again"
    world.items[:] = [Item(1, "B"), world.items[0]]
    world.show()
    assert world.shown == ["B", "again"]


def test_without_keys_other_items_are_other_rows() -> None:
    world = World(labels("a"))
    world.items = world.store.attach(labels("a"))
    world.root.invalidate()
    world.show()
    assert world.codes == ["-", "+"]


def test_two_items_with_one_key_are_an_error_and_shown_all_the_same() -> None:
    world = World(labels("a"), key="id")
    world.items.extend([Item(5, "x"), Item(5, "y")])
    world.show()
    assert world.shown == ["a", "x", "y"]
    assert len(world.errors) == 1 and "two items have the key 5" in str(world.errors[0])


def test_a_key_that_is_not_there_says_so() -> None:
    world = World([], key="nmae")
    world.items.append(Item(1))
    world.show()
    assert [type(error) for error in world.errors] == [RenderError]
    assert "has no 'nmae'" in str(world.errors[0])


KEYS = {"raises": lambda item: item["id"], "cannot be hashed": lambda item: item.get("id", []), "has no such name": "id"}


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("spoil", [
    lambda items: items.append({"no": 1}),
    lambda items: items.insert(0, {"no": 1}),
    lambda items: items.__setitem__(1, {"no": 1}),
    lambda items: (items.pop(0), items.extend([{"id": 9}, {"no": 1}])),
    lambda items: items.__setitem__(slice(None), [{"no": 1}]),
    lambda items: (items.reverse(), items.append({"no": 1})),
])  # fmt: skip
def test_an_item_without_a_key_leaves_the_rows_as_they_were_until_it_has_one(slow: bool, key: Any, spoil: Any) -> None:
    world = World([{"id": number} for number in (1, 2, 3)], key, frozenset(["lists"] if slow else []))
    before = world.shown
    spoil(world.items)
    world.show()
    assert world.shown == before and len(world.errors) == 1
    world.items.append({"id": 4})
    world.show()
    assert world.shown == before and len(world.errors) == 2, "it is said again, since nothing has been mended"
    for number, item in enumerate(world.items):
        item.setdefault("id", 100 + number)
    world.items.append({"id": 5})
    world.show()
    assert len(world.errors) == 2
    assert world.shown == [str(dict(item)) for item in world.items]


def test_an_item_without_a_key_waits_with_other_arguments() -> None:
    world = World([{"id": 1}], key="id")
    world.items.append({})
    world.suffix = "!"
    world.root.invalidate()
    world.show()
    assert len(world.errors) == 1
    del world.items[1]
    world.show()
    assert len(world.errors) == 1
    assert world.shown == ["{'id': 1}!"]


def test_an_item_without_a_key_at_first_is_no_row_yet() -> None:
    world = World([{}], key="id")
    assert world.shown == [] and len(world.errors) == 1
    world.items[0]["id"] = 1
    world.items.append({"id": 2})
    world.show()
    assert world.shown == ["{'id': 1}", "{'id': 2}"]


def test_equal_values_are_rows_of_their_own() -> None:
    world = World(["a", "a", 1, True, 1])
    assert world.shown == ["a", "a", "1", "True", "1"]
    world.items.remove("a")
    world.items.append(1)
    world.show()
    assert world.shown == ["a", "1", "True", "1", "1"]


def test_a_row_that_is_gone_hears_no_more() -> None:
    world = World(labels("a", "b"))
    gone = world.items.pop()
    world.show()
    gone.label = "later"
    assert not world.tree.dirty


def test_what_is_undone_is_shown_as_before() -> None:
    world = World(labels(*"abc"))

    class Run:
        name, cancelled, over = "run", False, False

    from skerry.state import RUN

    run = Run()
    token = RUN.set(run)
    world.items.pop(0)
    world.items.append(Item(9, "x"))
    RUN.reset(token)
    world.show()
    assert world.shown == ["b", "c", "x"]
    world.store.rollback(run)
    world.show()
    assert world.shown == ["a", "b", "c"]


def test_a_plain_list_and_other_collections_are_compared() -> None:
    rows: list[Any] = ["a", "b"]

    def build() -> None:
        each(tuple(rows), lambda item: text(item))

    @component
    def part() -> None:
        build()

    document = Document()
    tree = Tree(lambda _: None, lambda: None, lambda _, error: None)
    root = Scope(build, (), {})
    tree.mount(root)
    document.apply(tree.flush())
    rows.insert(1, "x")
    root.invalidate()
    ops = tree.flush()
    document.apply(ops)
    assert document.trees() == ["a", "x", "b"] and [op[0] for op in ops] == ["+"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(0, 8), st.integers(0, 99)),
        st.tuples(st.just("pop"), st.integers(0, 8)),
        st.tuples(st.just("set"), st.integers(0, 8), st.integers(0, 99)),
        st.tuples(st.just("swap"), st.integers(0, 8), st.integers(0, 8)),
        st.tuples(st.just("slice"), st.integers(0, 8), st.integers(0, 8), st.lists(st.integers(0, 99), max_size=3)),
        st.tuples(st.just("move"), st.integers(0, 8), st.integers(0, 8)),
        st.tuples(st.just("label"), st.integers(0, 8), st.integers(0, 99)),
        st.just(("sort",)),
        st.just(("reverse",)),
        st.just(("clear",)),
        st.just(("show",)),
    ),
    max_size=14,
)


@given(st.integers(0, 6), STEPS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_happens_to_the_list_the_page_shows_it(size: int, steps: list[Any], keyed: bool) -> None:
    world = World([Item(n, str(n)) for n in range(size)], key=(lambda item: id(item)) if keyed else None)
    for step in [*steps, ("show",)]:
        do(world, *step)
    assert world.shown == [item.label for item in world.items] and not world.errors
    assert len(world.document.nodes) == 3 + 2 * len(world.items) + sum(1 for item in world.items)


def do(world: World, what: str, *given: Any) -> None:
    rows: Any = world.items
    size = len(rows)
    match what, given:
        case "show", _:
            world.show()
        case "insert", (at, n):
            rows.insert(at, Item(n, str(n)))
        case "pop", (at,) if at < size:
            rows.pop(at)
        case "set", (at, n) if at < size:
            rows[at] = Item(n, str(n))
        case "swap", (a, b) if a < size and b < size:
            rows[a], rows[b] = rows[b], rows[a]
        case "move", (a, b) if a < size:
            rows.insert(b, rows.pop(a))
        case "slice", (a, b, numbers):
            rows[a:b] = [Item(n, str(n)) for n in numbers]
        case "label", (at, n) if at < size:
            rows[at].label = str(n)
        case "sort", _:
            rows.sort(key=lambda item: item.id)
        case "reverse", _:
            rows.reverse()
        case "clear", _:
            rows.clear()
