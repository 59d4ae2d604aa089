"""Which callbacks a name has, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from skerry import HandlerError
from skerry.bus import Bus


def _callback(name: str) -> Any:
    def called() -> None: ...

    called.__name__ = name
    return called


def _names(bus: Bus, name: str) -> list[str]:
    return [one.callback.__name__ for one in bus.take(name)]


@pytest.fixture
def bus() -> Bus:
    return Bus()


def test_callbacks_are_in_the_order_of_their_registration_and_none_is_fine(bus: Bus) -> None:
    for name in "abc":
        bus.subscribe("joined", _callback(name))
    assert _names(bus, "joined") == ["a", "b", "c"]
    assert _names(bus, "left") == []


def test_a_higher_priority_comes_first_and_equals_keep_their_order(bus: Bus) -> None:
    for name, priority in (("a", 0), ("b", 5), ("c", 5), ("d", -1)):
        bus.subscribe("joined", _callback(name), priority=priority)
    assert _names(bus, "joined") == ["b", "c", "a", "d"]


def test_once_means_the_next_time_only(bus: Bus) -> None:
    bus.subscribe("joined", _callback("once"), once=True)
    bus.subscribe("joined", _callback("always"))
    assert _names(bus, "left") == []
    assert _names(bus, "joined") == ["once", "always"]
    assert _names(bus, "joined") == ["always"]


class Visitor:
    """Stands for a session."""


def test_once_is_once_in_each_session(bus: Bus) -> None:
    bus.subscribe("joined", _callback("once"), once=True)
    one, other = Visitor(), Visitor()
    assert [len(bus.take("joined", who)) for who in (one, one, other, other)] == [1, 0, 1, 0]


def test_what_a_session_has_subscribed_is_its_own_and_goes_with_it(bus: Bus) -> None:
    one, other = Visitor(), Visitor()
    mine, both = _callback("mine"), _callback("both")
    bus.subscribe("joined", both)
    bus.subscribe("joined", mine, session=one, priority=1)
    bus.subscribe("joined", mine, session=one, once=True)
    assert [[sub.callback for sub in bus.take("joined", who)] for who in (one, other)] == [[mine, both, mine], [both]]
    assert len(bus) == 2, "what is spent is not kept"
    assert bus.unsubscribe(mine, session=other) == 0
    bus.leave(one)
    assert len(bus) == 1


def test_names_with_wildcards(bus: Bus) -> None:
    for pattern in ("user.*", "*", "user.joined", "order.*"):
        bus.subscribe(pattern, _callback(pattern))
    assert _names(bus, "user.joined") == ["user.*", "*", "user.joined"]


def test_a_callback_can_be_taken_away_from_one_name_or_all(bus: Bus) -> None:
    callback = _callback("a")
    for name in ("x", "y", "y"):
        bus.subscribe(name, callback)
    assert bus.unsubscribe(callback, "y") == 2
    assert _names(bus, "x") == ["a"]
    assert bus.unsubscribe(callback) == 1
    assert len(bus) == 0


@pytest.mark.parametrize(("pattern", "callback"), [("", print), (7, print), ("a", 7)])
def test_what_cannot_be_subscribed(bus: Bus, pattern: Any, callback: Any) -> None:
    with pytest.raises(HandlerError):
        bus.subscribe(pattern, callback)
