"""sk.equals: who asks whether a field has a value is told when the answer changes, and only then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from skerry.errors import StateError
from skerry.state import RUN, Store, equals, observe, ref, state, touch, unobserve


@state
class Choice:
    chosen: Any = None
    other: int = 0


class Asker:
    def __init__(self, place: Any, value: Any) -> None:
        self.sources: list[Any] = []
        self.told = 0
        token = observe(self)
        self.answer = equals(place, value)
        unobserve(token)

    def invalidate(self) -> None:
        self.told += 1

    def field_changed(self, target: Any, name: str) -> None:
        self.invalidate()


@pytest.fixture
def choice() -> Any:
    return Store().of(Choice)


def askers(choice: Any) -> list[Asker]:
    return [Asker(ref(choice).chosen, value) for value in (None, 1, 2, "a")]


def test_the_answer_is_that_of_the_comparison(choice: Any) -> None:
    assert [one.answer for one in askers(choice)] == [True, False, False, False]
    assert equals(ref(choice).chosen, None)


def test_those_whose_answer_changes_are_told(choice: Any) -> None:
    none, one, two, text = askers(choice)
    choice.chosen = 1
    assert [a.told for a in (none, one, two, text)] == [1, 1, 0, 0]
    choice.chosen = "a"
    assert [a.told for a in (none, one, two, text)] == [1, 2, 0, 1]


def test_another_field_tells_nobody(choice: Any) -> None:
    found = askers(choice)
    choice.other = 5
    assert not any(one.told for one in found)


def test_a_value_that_is_not_plain_tells_all(choice: Any) -> None:
    found = askers(choice)
    choice.chosen = [1]
    assert all(one.told == 1 for one in found)


def test_what_is_undone_is_told(choice: Any) -> None:
    class Run:
        name, cancelled, over = "run", False, False

    run = Run()
    token = RUN.set(run)
    choice.chosen = 2
    RUN.reset(token)
    found = askers(choice)
    choice._sk_store.rollback(run)
    assert [one.told for one in found] == [1, 0, 1, 0]


def test_touch_tells_all(choice: Any) -> None:
    found = askers(choice)
    touch(ref(choice).chosen)
    assert all(one.told == 1 for one in found)


def test_an_item_of_a_list_is_compared_as_ever(choice: Any) -> None:
    choice.chosen = [1, 2]
    asker = Asker(ref(choice).chosen[0], 1)
    assert asker.answer
    choice.chosen[0] = 5
    assert asker.told


def test_a_value_in_place_of_a_reference_says_what_to_write(choice: Any) -> None:
    with pytest.raises(StateError, match=r"equals\(\) was given .* expected a reference"):
        equals(choice.chosen, 1)


def test_a_class_with_ways_of_its_own_is_asked() -> None:
    @state
    class Loud:
        name: str = "skua"

        def __getattribute__(self, name: str) -> Any:
            value = object.__getattribute__(self, name)
            return value.upper() if name == "name" else value

    loud = Store().of(Loud)
    assert equals(ref(loud).name, "SKUA") and loud.name == "SKUA"


def test_an_object_that_compares_by_what_is_in_it_tells_of_that() -> None:
    @dataclass
    class Boat:
        name: str

        def __eq__(self, other: object) -> bool:
            return self.name == other

        __hash__ = None  # type: ignore[assignment]

    @state
    class Chosen:
        boat: Any = None

    chosen = Store().of(Chosen)
    chosen.boat = Boat("Tern")
    asker = Asker(ref(chosen).boat, "Gull")
    assert not asker.answer
    chosen.boat.name = "Gull"
    assert asker.told == 1
    assert Asker(ref(chosen).boat, "Gull").answer
