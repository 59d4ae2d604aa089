"""msgspec Structs in the state."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import pytest

from skerry.errors import StateError

from .tools import damaged, dumped, loaded, lost, there_and_back, with_data

msgspec = pytest.importorskip("msgspec")

T = TypeVar("T")


class Part(msgspec.Struct):
    name: str
    size: float = 1.0


class Order(msgspec.Struct, kw_only=True):
    id: int
    parts: list[Part] = []
    by: dict[str, tuple[Part, ...]] = msgspec.field(default_factory=dict)
    when: date = date(2030, 1, 1)
    anything: Any = None


class Frozen(msgspec.Struct, frozen=True, order=True):
    a: Annotated[int, msgspec.Meta(gt=0)]
    b: int = 2


class Tagged(msgspec.Struct, tag="t", forbid_unknown_fields=True, rename="camel"):
    the_name: str
    a: int | msgspec.UnsetType = msgspec.UNSET


class Base(msgspec.Struct):
    x: int = 1


class Mixed(Base, kw_only=True):
    y: int
    z: int = 3


class Answer(msgspec.Struct, Generic[T]):
    value: T


STRUCTS: list[Any] = [
    Part("a"),
    Order(id=1),
    Order(id=2**60, parts=[Part("b")], by={"k": (Part("c", 2),)}, when=date(1, 1, 1), anything=[Part("d"), (1,)]),
    Frozen(1),
    Tagged("n", 5),
    Mixed(y=5),
    Answer([1, Part("a")]),
]


@pytest.mark.parametrize("number", range(len(STRUCTS)))
def test_structs_come_back_as_they_were(number: int) -> None:
    struct = STRUCTS[number]
    for found in (there_and_back(struct), there_and_back({"k": [struct]})["k"][0], there_and_back((struct,))[0]):
        assert type(found) is type(struct) and found == struct and repr(found) == repr(struct)


def test_a_field_that_is_unset() -> None:
    assert there_and_back(Tagged("n")) == Tagged("n")


def test_one_struct_in_two_places_comes_back_as_one() -> None:
    part = Part("a")
    box = loaded(dumped([part, Order(id=1, parts=[part])], part))
    assert box.value[0] is box.value[1].parts[0] is box.other


def test_what_cannot_be_kept_is_named_by_path() -> None:
    assert lost(Order(id=1, anything=[1, print])) == [("['it'].anything[1]", "")]
    assert lost([Answer(print), 5]) == [("['it'][0].value", "")]
    assert loaded({**dumped([Answer(print), 5]), "lost": []}).value == [None, 5]
    order = Order(id=1)
    order.anything = order
    assert lost(order) == [("['it'].anything", "it holds itself")]
    assert lost(msgspec.Raw(b"1"))[0][1] == "it is a message that is not decoded yet"

    class Local(msgspec.Struct):
        a: int = 1

    assert "cannot be found by its name" in lost(Local())[0][1]


def content(struct: Any) -> Any:
    return dumped([struct])["roots"][next(iter(dumped(None)["roots"]))]["value"][0]["$msgspec.struct"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c[1].update(id="x"), r"Box\.value\[0\]\.id: the saved data has str 'x', expected int"),
        (lambda c: c[1].update(parts=[5]), r"Box\.value\[0\]\.parts\[0\]: the saved data has int 5, expected Part"),
        (lambda c: c[1].pop("id"), r"Missing required argument 'id'"),
        (lambda c: c.__setitem__(0, "os:system"), r"the class os:system"),
        (lambda c: c.__setitem__(0, "msgspec:Struct"), r"the class msgspec:Struct|is no Struct"),
        (lambda c: c.__setitem__(1, 5), r"as msgspec\.struct"),
        (lambda c: c.clear(), r"as msgspec\.struct"),
    ],
    ids=range(7),
)
def test_damaged_structs_are_an_error_with_path(change: Any, says: str) -> None:
    data = content(Order(id=1, parts=[Part("a")]))
    change(data)
    with pytest.raises(StateError, match=says) as caught:
        loaded(with_data({"$msgspec.struct": data}))
    assert "Box.value[0]" in str(caught.value)


def test_damage_anywhere_is_read_or_an_error_with_path() -> None:
    for data in damaged(dumped(STRUCTS[2])):
        try:
            repr(loaded(data).value[0])
        except StateError as error:
            assert "Box.value[0]" in str(error)
