"""Many components that leave the page together: they do nothing any more, and are let go of later."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skerry.protocol import MANY
from skerry.state import Store
from skerry.testing import App
from skerry.testing.dom import Document
from skerry.view import Scope, Tree, build, component, diff, each, element
from skerry.view.fast import LEAVING

from . import test_each as rows


class Fleet:
    """Rows with a component inside, which reads a text of its own, and something beside them that reads how many there are."""

    def __init__(self, size: int, *, lasting: bool = False, slow: frozenset[str] = frozenset()) -> None:
        self.names = Store().attach([str(n) for n in range(size)])
        self.notes = Store().attach({str(n): "" for n in range(size)})
        self.lasting = lasting
        self.built: list[str] = []
        self.document = Document()
        self.tree = Tree(lambda made: [1] if made.listeners else None, lambda: None, self._raise)
        self.tree.slow = slow
        self.tree.define(["d", 1, {"e": "click", "h": "", "o": {}}])
        self._note = component(self._show_note)
        self._count = component(lambda: element("b", str(len(self.names))))
        self.tree.mount(Scope(self._build, (), {}))
        self.ops: list[Any] = []
        self.show()

    @staticmethod
    def _raise(_: object, error: BaseException) -> None:
        raise error

    def _build(self) -> None:
        each(self.names, self._row)
        self._count()

    def _row(self, name: str) -> None:
        if self.lasting:
            build.effect("clock", Clock)
        with element("li", key=name):
            element("button", on={"click": print})
            self._note(name)

    def _show_note(self, name: str) -> None:
        self.built.append(name)
        element("i", self.notes[name])

    def show(self) -> list[Any]:
        self.built.clear()
        self.ops = self.tree.flush()
        self.document.apply(self.ops)
        return self.ops

    def buttons(self) -> list[int]:
        return [made.id for made in self.tree.all_listening()]


class Clock:
    """What lasts with a component."""

    ticking = 0

    def __init__(self) -> None:
        Clock.ticking += 1

    def close(self) -> None:
        Clock.ticking -= 1


def test_they_are_gone_at_once_and_let_go_of_later() -> None:
    fleet = Fleet(MANY)
    button, number = fleet.buttons()[0], fleet.tree.number
    fleet.names.clear()
    fleet.show()
    assert sorted(op[0] for op in fleet.ops) == ["-", "t"]
    assert [tree[0] for tree in fleet.document.trees()] == ["b"]
    assert fleet.notes._sk_subs, "who has read what is not looked at yet"
    fleet.tree.acknowledge(number)
    assert not fleet.notes._sk_subs
    assert fleet.tree.element(button, number) is not None, "the page may not have known yet"
    assert fleet.tree.element(button, number + 1) is None
    fleet.tree.acknowledge(number + 1)
    assert not fleet.tree.retired
    assert not fleet.tree.listening


def test_whoever_asks_for_what_listens_has_them_let_go_of_first() -> None:
    fleet = Fleet(MANY)
    button = fleet.buttons()[0]
    for asks in (lambda: fleet.tree.element(button, fleet.tree.number), lambda: fleet.tree.current(button), fleet.buttons):
        fleet.names.extend(str(n) for n in range(MANY))
        fleet.show()
        fleet.names.clear()
        fleet.show()
        assert fleet.tree.leaving
        assert not asks()
        assert not fleet.tree.leaving


def test_what_they_have_read_changes_and_nothing_runs() -> None:
    fleet = Fleet(MANY)
    fleet.names.clear()
    fleet.notes["7"] = "in the same breath"
    fleet.show()
    assert fleet.built == []
    fleet.notes["8"] = "later"
    assert not fleet.show()
    assert fleet.built == []


def test_few_are_let_go_of_at_once() -> None:
    fleet = Fleet(MANY - 1)
    fleet.names.clear()
    fleet.show()
    assert not fleet.tree.leaving
    assert not fleet.notes._sk_subs


def test_what_lasts_with_one_ends_when_it_leaves() -> None:
    fleet = Fleet(MANY, lasting=True)
    assert Clock.ticking == MANY
    fleet.names.clear()
    fleet.show()
    assert Clock.ticking == 0
    assert not fleet.tree.leaving


def test_the_whole_is_unmounted_meanwhile() -> None:
    fleet = Fleet(MANY)
    fleet.names.clear()
    fleet.show()
    fleet.tree.unmount()
    assert not fleet.notes._sk_subs


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "MANY", 1)


@pytest.mark.usefixtures("few")
@given(size=st.integers(0, 6), steps=rows.STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_are_as_if_they_had_been_let_go_of_at_once(size: int, steps: list[Any]) -> None:
    worlds = [rows.World([rows.Item(n, str(n)) for n in range(size)], slow=slow) for slow in (frozenset[str](), frozenset({LEAVING}))]
    for step in [*steps, ("show",)]:
        for world in worlds:
            rows.do(world, *step)
        if step == ("show",):
            assert worlds[0].document.trees() == worlds[1].document.trees()
            assert worlds[0].ops == worlds[1].ops
    for world in worlds:
        world.tree.unmount()
        assert not world.items._sk_subs
    assert not worlds[0].errors


SOURCE = """
import asyncio
import skerry as sk

@sk.state
class Fleet:
    names: list[str] = [str(n) for n in range(200)]
    steps: int = 0

async def sail(fleet: Fleet):
    while True:
        await asyncio.sleep(1)
        fleet.steps += 1

def sink(fleet: Fleet):
    fleet.names.clear()

def row(name: str):
    sk.button(name, key=name, on_click=sk.listener(sail, cancel_on="unmount"))

@sk.page("/")
def home(fleet: Fleet):
    sk.button("sink", on_click=sink)
    sk.text(f"{fleet.steps} steps")
    sk.each(fleet.names, row)
"""


def test_runs_that_end_with_their_element_end_when_it_leaves() -> None:
    app = App(source=SOURCE)
    app.find("7").click()
    app.advance(2)
    app.find("sink").click()
    app.advance(5)
    assert app.find("2 steps")


def test_the_pages_word_is_enough() -> None:
    app = App(source=SOURCE)
    app.find("sink").click()
    tree = app.stage.session.tree
    assert tree.leaving
    app.stage.deliver({"t": "ack", "p": tree.number})
    assert not tree.leaving
    assert [made.key for made in tree.all_listening()] == [None]
