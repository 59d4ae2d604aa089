"""pydantic models in the state: fields keep their types, saved data is validated, what cannot be kept is named."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.errors import StateError
from skerry.state import Store, state

from .tools import damaged, dumped, loaded, lost, there_and_back, with_data

pydantic = pytest.importorskip("pydantic")

BaseModel, Field = pydantic.BaseModel, pydantic.Field
T = TypeVar("T")
RAN: list[str] = []


class Mood(Enum):
    GOOD = "g"


class Part(BaseModel):
    name: str
    size: float = 1.0


class Big(Part):
    weight: int = 5


class Order(BaseModel):
    id: int
    when: datetime = datetime(2030, 1, 1, tzinfo=UTC)
    price: Decimal = Decimal("1.10")
    mood: Mood = Mood.GOOD
    path: Path = Path("a")
    parts: list[Part] = []
    by: dict[int, tuple[Part, ...]] = {}
    tags: set[str] = set()
    first: Part | None = None
    anything: Any = None


class Loose(BaseModel, extra="allow"):
    a: int = 1


class Frozen(BaseModel, frozen=True):
    a: tuple[int, ...] = ()


class Aliased(BaseModel):
    a: int = Field(alias="theA")
    b: int = Field(validation_alias="x", serialization_alias="y", default=2)


class Numbers(pydantic.RootModel[list[int]]):
    pass


class Answer(BaseModel, Generic[T]):
    value: T


AnyAnswer = Answer[Any]


class Checked(BaseModel):
    age: int = Field(gt=0)
    name: str = None  # type: ignore[assignment]
    secret_sum: int = 0

    @pydantic.field_validator("secret_sum")
    @classmethod
    def _add(cls, value: int) -> int:
        return value + 1

    @pydantic.computed_field  # type: ignore[prop-decorator]
    @property
    def double(self) -> int:
        return self.age * 2

    def model_post_init(self, context: Any) -> None:
        RAN.append("post init")


class Private(BaseModel):
    a: int = 1
    _seen: list[int] = pydantic.PrivateAttr(default_factory=list)
    _lock: Any = pydantic.PrivateAttr(default="none")


class Addresses(BaseModel):
    url: pydantic.HttpUrl
    base: pydantic.PostgresDsn | None = None


class Secrets(BaseModel):
    name: str
    password: pydantic.SecretStr


class Tree(BaseModel):
    children: list[Tree] = []
    other: Any = None


class Word(BaseModel):
    letters: list[str]

    @pydantic.field_validator("letters", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return value.split("-")


class Valued(BaseModel, use_enum_values=True):
    mood: Mood = Mood.GOOD


@pydantic.dataclasses.dataclass
class Data:
    a: int = 1


MODELS: list[Any] = [
    Part(name="a"),
    Big(name="b", weight=7),
    Order(id=1),
    Order(
        id=2**60, when=datetime(2030, 5, 5), price=Decimal("-0.00"), path=Path("b/c"), parts=[Part(name="x"), Big(name="y")],
        by={1: (Part(name="z"),)}, tags={"t"}, first=Big(name="w"), anything=[(1, Decimal("1.0")), {2: Part(name="v")}],
    ),
    Loose(a=1, more=[1, (2,)], deep=Part(name="p")),
    Frozen(a=(1, 2)),
    Aliased(theA=5, x=6),
    Numbers([1, 2]),
    Answer[int](value=1),
    Answer[Part](value=Part(name="a")),
    Addresses(url="https://a.example/x?y=1", base="postgres://u:p@h/db"),
    Valued(mood=Mood.GOOD),
    Data(5),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(MODELS)))
def test_models_come_back_as_they_were(number: int) -> None:
    model = MODELS[number]
    for found in (there_and_back(model), there_and_back({"k": [model]})["k"][0], there_and_back((model,))[0]):
        assert type(found).__name__ == type(model).__name__ and repr(found) == repr(model)
        assert found == model
        if isinstance(model, BaseModel):
            assert type(found) is type(model) and found.model_fields_set == model.model_fields_set
            assert repr(found.__dict__) == repr(model.__dict__)


@settings(max_examples=50, deadline=None)
@given(st.recursive(st.builds(Big, name=st.text(max_size=3)), lambda inner: st.builds(Order, id=st.integers(), anything=st.lists(inner, max_size=2)), max_leaves=5))
def test_nested_models(model: Any) -> None:
    found = there_and_back(model)
    assert found == model and repr(found) == repr(model)


def test_validators_change_nothing_and_nothing_is_made_anew() -> None:
    model = Checked(age=1, secret_sum=5)
    RAN.clear()
    data = dumped(model)
    found = loaded(data).value
    assert found.secret_sum == model.secret_sum == 6 and found.name is None and found.double == 2
    assert found.model_fields_set == {"age", "secret_sum"}


def test_private_attributes() -> None:
    model = Private()
    model._seen.append(3)
    model._lock = "held"
    found = there_and_back(model)
    assert found._seen == [3] and found._lock == "held"
    model._lock = print
    assert lost(model) == [("['it']._lock", "")]
    data = dumped(model)
    data["lost"].clear()
    found = loaded(data).value
    assert found._seen == [3] and found._lock == "none"
    found._seen.append(4)
    assert Private()._seen == []


def test_one_model_in_two_places_comes_back_as_one() -> None:
    part = Part(name="a")
    box = loaded(dumped([part, Order(id=1, first=part), (part,)], part))
    assert box.value[0] is box.value[1].first is box.value[2][0] is box.other


# What is not kept


def test_what_cannot_be_kept_is_named_by_path() -> None:
    assert lost(Order(id=1, anything=[1, print])) == [("['it'].anything[1]", "")]
    found = loaded({**dumped(Order(id=1, anything=[1, print])), "lost": []}).value
    assert found.anything == [1]
    assert lost(AnyAnswer(value=print)) == [("['it'].value", "")]
    assert lost(Secrets(name="a", password="b")) == [("['it'].password", "a secret is not written anywhere: ask for it anew")]


def test_a_model_that_would_not_be_accepted_again_is_named_when_it_is_saved() -> None:
    part = Part(name="a")
    part.size = "large"  # type: ignore[assignment]
    [(path, why)] = lost([1, part])
    assert path == "['it'][1]" and why.startswith("Part does not accept it: size: Input should be a valid number")
    [(path, why)] = lost(Word(letters="a-b"))
    assert (path, why) == ("['it']", "Word does not accept it: AttributeError: 'list' object has no attribute 'split'")
    part.size = "5"  # type: ignore[assignment]
    assert there_and_back(part).size == 5.0, "as the model itself would take it"


def test_what_holds_itself_and_what_has_no_name() -> None:
    tree = Tree()
    tree.other = [tree]
    assert lost(tree) == [("['it'].other[0]", "it holds itself")]

    class Local(BaseModel):
        a: int = 1

    [(path, why)] = lost([Local()])
    assert path == "['it'][0]" and "cannot be found by its name: define it at the top of a module" in why


def test_a_class_that_an_annotation_names_is_found() -> None:
    class Local(BaseModel):
        a: int = 1

    @state
    class Holder:
        one: Local | None = None

    Holder.__annotations__["one"] = Local | None
    store = Store()
    store.of(Holder).one = Local(a=5)
    data = store.dump()
    again = Store()
    again.load(data, [Holder])
    assert data["lost"] == [] and again.of(Holder).one == Local(a=5)


# What damaged data says


def content(model: Any) -> Any:
    return dumped([model])["roots"][next(iter(dumped(None)["roots"]))]["value"][0]["$pydantic.model"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c[1].update(age="old"), r"age: Input should be a valid integer"),
        (lambda c: c[1].update(age=-5), r"age: Input should be greater than 0"),
        (lambda c: c[1].pop("age"), r"no age, which has no default"),
        (lambda c: c.__setitem__(0, "os:system"), r"the class os:system"),
        (lambda c: c.__setitem__(0, "builtins:list"), r"the class builtins:list"),
        (lambda c: c.__setitem__(0, "pydantic.main:BaseModel"), r"the class pydantic.main:BaseModel"),
        (lambda c: c.__setitem__(0, "decimal:Decimal"), r"the class decimal:Decimal"),
        (lambda c: c.__setitem__(0, 5), r"as pydantic\.model"),
        (lambda c: c.__setitem__(1, []), r"as pydantic\.model"),
        (lambda c: c.pop(), r"as pydantic\.model"),
        (lambda c: c[1].update(age={"$data": ["nowhere:Gone", {}]}), r"Box\.value\[0\]\.age: .*nowhere:Gone"),
        (lambda c: c[1].update(name={"$numpy.array": 5}), r"Box\.value\[0\]\.name"),
    ],
    ids=range(12),
)
def test_damaged_models_are_an_error_with_path(change: Any, says: str) -> None:
    data = content(Checked(age=1, secret_sum=2))
    change(data)
    with pytest.raises(StateError, match=says) as caught:
        loaded(with_data({"$pydantic.model": data}))
    assert "Box.value[0]" in str(caught.value)


def test_text_where_the_model_wants_a_number_becomes_one() -> None:
    data = content(Part(name="a"))
    data[1]["size"] = "2.5"
    data[1]["unknown"] = 1
    assert loaded(with_data({"$pydantic.model": data})).value[0] == Part(name="a", size=2.5)


@pytest.mark.parametrize("number", [0, 3, 4, 10])
def test_damage_anywhere_is_read_or_an_error_with_path(number: int) -> None:
    for data in damaged(dumped(MODELS[number])):
        try:
            found = loaded(data).value[0]
        except StateError as error:
            assert str(error).startswith("Box.value[0]")
        else:
            repr(found)


def test_addresses_take_only_classes_of_addresses() -> None:
    for name in ("pydantic.networks:validate_email", "os:system", "pydantic.networks:sys", "pydantic.networks:EmailStr", 5):
        with pytest.raises(StateError, match=r"Box\.value\[0\]"):
            loaded(with_data({"$pydantic.url": [name, "https://a.example"]}))
    with pytest.raises(StateError, match=r"Box\.value\[0\]"):
        loaded(with_data({"$pydantic.url": ["pydantic.networks:HttpUrl", "no address"]}))
