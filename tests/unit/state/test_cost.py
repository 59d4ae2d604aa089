"""What work grows with: counted in calls of functions, never in time."""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from skerry.state import Store, computed, state

from .tools import FakeRun, Reader, running


@dataclass
class Row:
    label: str
    number: int = 0

    @computed
    def shown(self) -> str:
        return self.label.upper()


@state
class Table:
    rows: list[Row] = []
    by: dict[int, Row] = {}
    picked: set[int] = set()
    recent: deque[int] = deque()
    selected: int = 0


def calls(act: Callable[[], Any]) -> int:
    """How many functions are called, of Python's and of C's."""
    count = 0

    def see(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    gc.disable()  # it calls what others have asked it to
    sys.setprofile(see)
    try:
        act()
    finally:
        sys.setprofile(before)
        gc.enable()
    return count


def table(size: int) -> Table:
    made = Store().of(Table)
    made.rows = [Row(f"row {i}") for i in range(size)]
    made.by = {i: Row(f"row {i}") for i in range(size)}
    made.picked = set(range(size))
    made.recent = deque(range(size))
    return made


SMALL, LARGE = 20, 5000

SAME_AT_ANY_SIZE: dict[str, Callable[[Table], Any]] = {
    "a field of a row": lambda t: setattr(t.rows[7], "label", "new"),
    "a field": lambda t: setattr(t, "selected", 5),
    "an item": lambda t: t.rows.__setitem__(7, Row("new")),
    "append": lambda t: t.rows.append(Row("new")),
    "pop": lambda t: t.rows.pop(),
    "reading an item": lambda t: t.rows[7].label,
    "reading the length": lambda t: len(t.rows),
    "a key": lambda t: setattr(t.by[7], "label", "new"),
    "a new key": lambda t: t.by.__setitem__(-1, Row("new")),
    "reading a key": lambda t: t.by.get(7),
    "a member": lambda t: t.picked.add(-1),
    "a member out": lambda t: t.picked.discard(7),
    "asking for a member": lambda t: 7 in t.picked,
    "a deque's end": lambda t: t.recent.append(1),
    "a deque's front": lambda t: t.recent.popleft(),
    "a deque's item": lambda t: t.recent.__setitem__(7, -1),
    "assigning what is there": lambda t: setattr(t, "rows", t.rows),
}


@pytest.mark.parametrize("name", SAME_AT_ANY_SIZE)
@pytest.mark.parametrize("reading", [False, True], ids=["", "while reading"])
def test_costs_the_same_at_any_size(name: str, reading: bool) -> None:
    counts = []
    for size in (SMALL, LARGE):
        it = table(size)
        rows = [Reader(lambda row=row: row.label) for row in it.rows[: size if not reading else 1]]  # type: ignore[misc]
        run = FakeRun()
        with running(run):
            act = SAME_AT_ANY_SIZE[name]
            counts.append(calls((lambda: Reader(lambda: act(it))) if reading else (lambda: act(it))))
        assert len(rows) == (1 if reading else size)
    assert counts[0] == counts[1]


def test_the_first_key_taken_out_of_a_dict_numbers_its_keys_and_no_other() -> None:
    it = table(LARGE)
    it.by.pop(1)
    small = table(SMALL)
    small.by.pop(1)
    assert calls(lambda: it.by.pop(2)) == calls(lambda: small.by.pop(2))


@pytest.mark.parametrize(
    "make",
    [
        lambda n: [Row("x") for _ in range(n)],
        lambda n: {i: [i] for i in range(n)},
        lambda n: [(i, [i]) for i in range(n)],
        lambda n: deque({i} for i in range(n)),
        lambda n: [{"a": {"b": [i]}} for i in range(n)],
    ],
)
def test_taking_a_value_in_grows_with_its_size_and_not_faster(make: Any) -> None:
    one, two = ((lambda value: calls(lambda: Store().attach(value)))(make(n)) for n in (500, 1000))
    assert two <= 2 * one


def test_one_changed_row_of_ten_thousand_tells_one_reader_and_computes_one_value() -> None:
    it = table(10_000)
    readers = [Reader(lambda row=row: row.shown) for row in it.rows]  # type: ignore[misc]
    it.rows[1234].number = 5
    assert not any(reader.told for reader in readers)
    it.rows[1234].label = "changed"
    assert [i for i, reader in enumerate(readers) if reader.told] == [1234]
    it.rows.append(Row("new"))
    it.rows.pop(0)
    assert sum(reader.told for reader in readers) == 1


def test_an_insertion_tells_the_readers_of_later_indices_only_and_looks_at_no_more_than_there_are() -> None:
    it = table(LARGE)
    readers = {i: Reader(lambda i=i: it.rows[i].label) for i in (0, 10, LARGE - 1)}  # type: ignore[misc]
    it.rows.insert(10, Row("new"))
    assert {i: reader.told for i, reader in readers.items()} == {0: 0, 10: 1, LARGE - 1: 1}
    small = table(SMALL)
    few = {i: Reader(lambda i=i: small.rows[i].label) for i in (0, 10, SMALL - 1)}  # type: ignore[misc]
    assert len(few) == 3
    for reader in (*few.values(), *readers.values()):
        reader.look()
    assert calls(lambda: it.rows.insert(10, Row("x"))) == calls(lambda: small.rows.insert(10, Row("x")))


def test_taking_back_grows_with_what_was_changed_and_not_with_the_state() -> None:
    def undone(size: int, changes: int) -> int:
        it, run = table(size), FakeRun()
        store = it._sk_store  # type: ignore[attr-defined]
        with running(run):
            for i in range(changes):
                it.rows[i % SMALL].number = i + 1
        return calls(lambda: store.rollback(run))

    assert undone(SMALL, 10) == undone(LARGE, 10)
    assert undone(SMALL, 400) <= 2 * undone(SMALL, 200)


def test_reading_again_records_nothing_more() -> None:
    it = table(SMALL)
    one, other = Reader(lambda: None), Reader(lambda: [it.rows[3].label for _ in range(50)])
    one._read = lambda: [it.rows[3].label for _ in range(50)]
    one.look()
    assert len(one.sources) == len(other.sources) == 6
    one.look()
    assert len(one.sources) == 6
