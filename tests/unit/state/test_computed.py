"""Computed values: when they are worked out, who is told, errors, cycles, inheritance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from skerry.errors import StateError
from skerry.state import STATE_CLASSES, StateDict, Store, computed, path_of, read, ref, state, write

from .tools import FakeRun, Reader, running

count: dict[str, int] = {}


def counted(name: str) -> None:
    count[name] = count.get(name, 0) + 1


@pytest.fixture(autouse=True)
def _start_at_zero() -> Any:
    classes = len(STATE_CLASSES)
    count.clear()
    yield
    del STATE_CLASSES[classes:]


@dataclass
class Row:
    price: int
    number: int = 1

    @computed
    def total(self) -> int:
        counted("row")
        return self.price * self.number


@state
class Shop:
    rows: list[Row] = [Row(1), Row(2)]
    chosen: int = 0
    tax: int = 0
    limit: int = 100

    @computed
    def sum(self) -> int:
        """What all rows come to."""
        counted("sum")
        return sum(row.total for row in self.rows)

    @computed
    def gross(self) -> int:
        counted("gross")
        return self.sum + self.tax

    @computed
    def row(self) -> Row:
        return self.rows[self.chosen]

    @computed
    def checked(self) -> int:
        counted("checked")
        if self.sum > self.limit:
            raise ValueError("too much")
        return self.sum


def test_it_is_worked_out_once_until_something_it_read_changes() -> None:
    shop = Store().of(Shop)
    assert [shop.gross, shop.gross, shop.sum] == [3, 3, 3]
    assert count == {"row": 2, "sum": 1, "gross": 1}
    shop.limit = 5
    shop.rows[0].number = 1
    assert shop.gross == 3 and count["gross"] == 1, "nothing that it read has changed"
    shop.tax = 1
    assert shop.gross == 4
    assert count == {"row": 2, "sum": 1, "gross": 2}
    shop.rows[0].number = 5
    assert shop.gross == 8
    assert count == {"row": 3, "sum": 2, "gross": 3}


def test_a_reader_of_it_is_told_once_through_any_number_of_steps() -> None:
    shop = Store().of(Shop)
    watch = Reader(lambda: (shop.gross, shop.sum))
    shop.rows[0].price = 5
    assert watch.told >= 1
    assert watch.look() == (7, 7)
    shop.rows.append(Row(10))
    assert watch.told >= 1
    assert watch.look() == (17, 17)
    shop.limit = 1
    assert not watch.told


def test_it_depends_on_what_it_read_the_last_time() -> None:
    shop = Store().of(Shop)
    assert shop.row.price == 1
    watch = Reader(lambda: shop.row.price)
    shop.rows[1].price = 9
    assert not watch.told
    shop.chosen = 1
    assert watch.told and watch.look() == 9
    shop.rows[0].price = 9
    assert not watch.told


def test_an_error_is_not_kept_and_its_readers_are_told_when_it_may_be_over() -> None:
    shop = Store().of(Shop)
    shop.limit = 1
    watch = Reader(lambda: shop.checked)
    assert watch.value is ValueError
    with pytest.raises(ValueError, match="too much"):
        print(shop.checked)
    shop.limit = 10
    assert watch.told
    assert watch.look() == 3


def test_a_cycle_is_named_and_the_state_goes_on() -> None:
    @state
    class Round:
        start: bool = True

        @computed
        def a(self) -> int:
            return self.b + 1

        @computed
        def b(self) -> int:
            return self.a + 1 if self.start else 1

    made = Store().of(Round)
    with pytest.raises(StateError, match=r"Round\.a is computed from itself: a reads b reads a"):
        print(made.a)
    made.start = False
    assert (made.a, made.b) == (2, 1)


def test_the_same_method_of_two_objects_is_no_cycle() -> None:
    @dataclass
    class Link:
        next: Any = None

        @computed
        def length(self) -> int:
            return 1 + (self.next.length if self.next else 0)

    chain = Store().attach(Link(Link(Link())))
    assert chain.length == 3
    watch = Reader(lambda: chain.length)
    chain.next.next.next = Link()
    assert watch.told and chain.length == 4


def test_it_may_not_write_and_says_so() -> None:
    @state
    class Writes:
        seen: int = 0

        @computed
        def value(self) -> int:
            self.seen += 1
            return 1

    made = Store().of(Writes)
    with pytest.raises(StateError, match=r"Writes\.seen was written while a computed value was being worked out"):
        print(made.value)
    assert made.seen == 0
    made.seen = 1
    with pytest.raises(StateError, match="value is computed"):
        made.value = 5  # type: ignore[misc]


def test_one_that_overrides_another_may_read_it() -> None:
    @state
    class Base:
        base: int = 1

        @computed
        def value(self) -> int:
            return self.base

    @state
    class Child(Base):
        own: int = 10

        @computed
        def value(self) -> int:
            return self.own + super().value

    made = Store().of(Child)
    watch = Reader(lambda: made.value)
    assert watch.value == 11
    for name, value, expected in (("own", 20, 21), ("base", 2, 22), ("own", 30, 32)):
        setattr(made, name, value)
        assert watch.told
        assert watch.look() == expected


def test_it_follows_what_a_rollback_takes_back() -> None:
    store = Store()
    shop = store.of(Shop)
    run = FakeRun()
    with running(run):
        shop.rows[0].price = 50
        assert shop.gross == 52
        store.rollback(run)
    assert shop.gross == 3


def test_on_a_plain_object_it_is_worked_out_each_time() -> None:
    row = Row(3)
    assert row.total == 3
    row.number = 2
    assert row.total == 6
    assert Shop.sum.__doc__ == "What all rows come to."
    assert isinstance(Shop.sum, computed)


def test_in_a_dict_state() -> None:
    @state
    class Form(StateDict):
        initial = {"first": "Ada", "last": "King"}

        @computed
        def name(self) -> str:
            return f"{self['first']} {self['last']}"

    form = Store().of(Form)
    watch = Reader(lambda: form.name)
    form["first"] = "A."
    assert watch.told and form.name == "A. King"


def test_a_reference_may_lead_through_one() -> None:
    shop = Store().of(Shop)
    price = ref(shop).row.price
    assert (read(price), path_of(price)) == (1, "Shop.row.price")
    write(price, 4)
    assert (shop.rows[0].price, shop.sum) == (4, 6)
    shop.chosen = 1
    write(price, 7)
    assert shop.rows[1].price == 7
    with pytest.raises(StateError, match="is computed"):
        write(ref(shop).sum, 5)


def test_each_session_and_each_object_has_its_own() -> None:
    one, other = Store().of(Shop), Store().of(Shop)
    assert (one.sum, other.sum) == (3, 3)
    one.rows[0].price = 100
    assert (one.sum, other.sum) == (102, 3)
    assert [row.total for row in one.rows] == [100, 2]
