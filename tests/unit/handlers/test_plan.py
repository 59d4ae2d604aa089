"""What a handler's parameters are given, and what is said where they cannot be."""

from __future__ import annotations

import functools
import types
from typing import TYPE_CHECKING, Annotated, Any, Optional, Union

import pytest

from skerry import events
from skerry.errors import HandlerError
from skerry.events import ChangeEvent, ClickEvent, DoubleClickEvent, Event, KeyEvent, PointerEvent
from skerry.handlers import Need, Plans, plan, plan_page

if TYPE_CHECKING:
    from decimal import Decimal as Unreachable

    from skerry.events import ClickEvent as Click


class Base:
    pass


class Counter(Base):
    pass


class Todo:
    pass


class Bag(dict):
    pass


def needs(
    handler: Any, event: type[Event] = ClickEvent, states: tuple[type, ...] = (Counter,)
) -> dict[str, Any]:
    """Parameter -> kind of the need, or the state class."""
    return {name: need.cls or need.kind for name, need in plan(handler, event, states).needs}


def complaint(handler: Any, event: type[Event] = ClickEvent, states: tuple[type, ...] = (Counter,)) -> str:
    with pytest.raises(HandlerError) as caught:
        plan(handler, event, states)
    return str(caught.value)


# --- by name


def test_every_reserved_name():
    def f(event, state, payload, context, session, key): ...

    names = ("event", "state", "payload", "context", "session", "key")
    assert needs(f) == dict.fromkeys(names) | {name: name for name in names} | {"state": Counter}


def test_keyword_only_and_defaults():
    def f(event, *, key=None, other=3, more=None): ...

    assert needs(f) == {"event": "event", "key": "key"}


def test_nothing_is_asked_for():
    assert needs(lambda: 1) == {}
    assert needs(lambda *args, **kwargs: 1) == {}


def test_the_plan_binds_by_name():
    made = plan(lambda event, key, x=3: 1, ClickEvent)
    assert made.bind(lambda need: need.kind.upper()) == {"event": "EVENT", "key": "KEY"}
    assert made.asks_for("key")
    assert not made.asks_for("state")


# --- by annotation


def by_base(e: Event): ...
def by_exact(e: ClickEvent): ...
def by_middle(e: PointerEvent): ...
def by_optional(e: Optional[ClickEvent]): ...  # noqa: UP045
def by_none(e: ClickEvent | None = None): ...
def by_union(e: Union[KeyEvent, ClickEvent]): ...  # noqa: UP007
def by_annotated(e: Annotated[ClickEvent, "x"]): ...
def by_module(e: events.ClickEvent): ...
def by_text(e: "ClickEvent"): ...  # noqa: UP037
def by_type_checkers_name(e: Click): ...
def by_any_name(event: Any): ...
def by_object(event: object): ...


def by_unreachable_known_name(e: sk.ClickEvent): ...  # type: ignore[name-defined]  # noqa: F821


@pytest.mark.parametrize(
    "handler",
    [
        by_base,
        by_exact,
        by_middle,
        by_optional,
        by_none,
        by_union,
        by_annotated,
        by_module,
        by_text,
        by_any_name,
        by_object,
        by_unreachable_known_name,
    ],
)
def test_annotations_that_mean_the_event(handler):
    assert list(needs(handler).values()) == ["event"]


def test_an_event_of_a_derived_class_fits():
    assert needs(by_exact, DoubleClickEvent) == {"e": "event"}


def test_a_wrong_event_type_is_an_error():
    text = complaint(by_exact, ChangeEvent)
    assert "by_exact (" in text
    assert "test_plan.py:" in text
    assert "'e'" in text
    assert "wants ClickEvent, and the event here is ChangeEvent" in text
    assert "KeyEvent or ClickEvent" in complaint(by_union, ChangeEvent)


def test_an_event_that_is_no_event():
    def f(event: int): ...

    assert "it is annotated int, and an event here is ClickEvent" in complaint(f)


def test_state_classes_by_annotation():
    def f(a: Counter, b: Todo, c: Base, *, d: Optional[Todo] = None): ...  # noqa: UP045

    assert needs(f, states=(Counter, Todo)) == {"a": Counter, "b": Todo, "c": Counter, "d": Todo}


def test_a_base_of_several_state_classes():
    class Other(Base):
        pass

    def f(a: Base): ...

    text = complaint(f, states=(Counter, Other))
    assert "its annotation fits several state classes: Counter or Other" in text


def test_a_dict_state_is_not_given_to_whatever_is_a_dict():
    def f(state: dict, payload: dict): ...

    def g(data: dict): ...

    assert needs(f, states=(Bag,)) == {"state": Bag, "payload": "payload"}
    assert "nothing can be injected" in complaint(g, states=(Bag,))


def test_state_without_annotation():
    def f(state): ...

    assert "no state class" in complaint(f, states=())
    assert "several state classes: Counter or Todo. Say which, as in state: Counter" in complaint(
        f, states=(Counter, Todo)
    )


def test_a_state_that_is_none():
    def f(state: Unreachable): ...

    def g(state: Plans): ...

    assert needs(f) == {"state": Counter}, "a name out of reach says nothing"
    assert "it is annotated Plans, and the app's state classes are: Counter" in complaint(g)


def test_names_only_known_to_type_checkers():
    def f(c: Counter, x: Unreachable): ...

    text = complaint(f)
    assert "'x'" in text
    assert "annotated Unreachable" in text
    assert "Click" in complaint(by_type_checkers_name)


def test_classes_that_only_a_closure_knows():
    class Local:
        pass

    def f(a: Local):
        return Local

    assert needs(f, states=(Local,)) == {"a": Local}


def test_annotations_that_are_not_python():
    def f(x): ...

    f.__annotations__["x"] = "not python"
    assert "annotated not python" in complaint(f)


# --- defaults


def test_a_reserved_name_with_a_value_of_its_own():
    """The loop variable's trap: ``lambda key=key: ...`` would lose the value that it means to keep."""
    text = complaint(lambda key="a": key)
    assert "it has the default 'a'" in text
    assert "key_=key" in text


def test_other_defaults_are_kept():
    row = Counter()

    def f(event: ClickEvent, item: Counter = row, n=0): ...

    assert needs(f) == {"event": "event"}


def test_what_cannot_be_injected():
    text = complaint(lambda evnt: 1)
    assert "<lambda>" in text
    assert "Did you mean 'event'?" in text
    assert "ClickEvent or Counter" in text
    assert "event, state, payload, context, session, key" in text
    assert "Did you mean 'event'?" in complaint(lambda e: 1)

    def f(c: Countr): ...  # type: ignore[name-defined]  # noqa: F821

    assert "Did you mean 'Counter'?" in complaint(f)


def test_positional_only():
    def f(event, /): ...

    def g(x=3, /): ...

    assert "positional-only" in complaint(f)
    assert needs(g) == {}


# --- what wraps a function


def test_partials_keep_what_they_bind():
    def f(url, event, key, state=None): ...

    assert needs(functools.partial(f, "/1")) == {"event": "event", "key": "key", "state": Counter}
    assert needs(functools.partial(functools.partial(f, "/1"), key=5)) == {"event": "event", "state": Counter}
    assert "'url'" in complaint(functools.partial(f, key=5))


def test_methods_and_callable_objects():
    class A:
        def method(self, event): ...

        @classmethod
        def of_class(cls, key): ...

        @staticmethod
        def static(payload): ...

        def __call__(self, state): ...

    assert needs(A().method) == {"event": "event"}
    assert needs(A.of_class) == {"key": "key"}
    assert needs(A().static) == {"payload": "payload"}
    assert needs(A()) == {"state": Counter}


def test_decorators():
    def through(fn):
        @functools.wraps(fn)
        def run(*args, **kwargs):
            return fn(*args, **kwargs)

        return run

    def own(fn):
        @functools.wraps(fn)
        def run(event):
            return fn(event, 1)

        return run

    def f(event: ClickEvent, n): ...

    @through
    def g(event: ClickEvent, state: Counter): ...

    assert needs(g) == {"event": "event", "state": Counter}
    assert needs(own(f)) == {"event": "event"}
    assert "wants ClickEvent" in complaint(own(f), ChangeEvent)


def test_builtins():
    assert needs(print) == {}
    assert "Wrap it: lambda: ..." in complaint(iter)
    assert "positional-only" in complaint([].append) or "nothing can be injected" in complaint([].append)


# --- pages


def test_pages_get_states_session_context_and_route_parameters():
    def f(id, state, todo: Todo, session, context, tab="all"): ...

    made = plan_page(f, (Counter, Todo, Bag)[1:2], ["id", "tab"])
    assert dict(made.needs) == {
        "id": Need("parameter", None, "id"),
        "state": Need("state", Todo),
        "todo": Need("state", Todo),
        "session": Need("session"),
        "context": Need("context"),
        "tab": Need("parameter", None, "tab"),
    }


def test_pages_have_no_event():
    with pytest.raises(HandlerError, match="a page is built without one"):
        plan_page(by_exact)
    with pytest.raises(HandlerError, match="'event': nothing can be injected"):
        plan_page(lambda event: 1)


# --- the cache


def test_closures_of_one_source_share_a_plan():
    plans = Plans((Counter,))

    def make(url):
        return lambda event, state: url

    first = plans.plan(make(1), ClickEvent)
    assert plans.plan(make(2), ClickEvent) is first
    assert plans.plan(make(2), KeyEvent) is not first
    partial = plans.plan(functools.partial(make(1)), ClickEvent)
    assert plans.plan(functools.partial(make(2)), ClickEvent) is partial


def test_the_cache_tells_apart_what_differs():
    plans = Plans((Counter,))

    def make(value):
        return lambda key=value: key

    assert plans.plan(make(None), ClickEvent).needs
    with pytest.raises(HandlerError, match="reserved name"):
        plans.plan(make(3), ClickEvent)

    def f(a, event=None): ...

    assert plans.plan(functools.partial(f, a=1), ClickEvent).needs
    with pytest.raises(HandlerError, match="'a'"):
        plans.plan(functools.partial(f, event=1), ClickEvent)
    one, other = lambda event: 1, lambda key: 1
    assert plans.plan(one, ClickEvent) != plans.plan(other, ClickEvent)


def test_two_lambdas_on_one_line_have_their_own_plans():
    plans = Plans()
    one, other = [lambda key=None: 1, lambda key=None: 1]
    wide, none = [lambda key: 1, lambda: 1]
    assert plans.plan(one, ClickEvent) == plans.plan(other, ClickEvent)
    assert plans.plan(wide, ClickEvent).needs
    assert not plans.plan(none, ClickEvent).needs


def test_methods_plan_without_self():
    class A:
        def f(self, event): ...

    plans = Plans()
    assert plans.plan(A().f, ClickEvent) is plans.plan(A().f, ClickEvent)
    assert isinstance(A().f, types.MethodType)
