"""Bringing one page to another: the patch applied to the old tree gives the new one, with few operations."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skerry.errors import RenderError
from skerry.state import Store, state
from skerry.view import component, element, slot, text
from skerry.view.nodes import Scope
from skerry.view.order import stays

from .test_templates import Page
from .worlds import PAGES, World


@given(st.lists(PAGES, min_size=2, max_size=5))
@example([[("div", None, {}, []), "x"], ["x", ("scope", None, {}, []), ("div", 0, {}, []), ("div", None, {}, [])]])
@settings(max_examples=300, deadline=None)
def test_a_patch_applied_to_the_old_page_gives_the_new_one(pages: list[Any]) -> None:
    world = World(pages[0])
    for page in pages:
        world.become(page)
        assert not world.errors
        assert world.document.trees() == World(page).document.trees()


@given(PAGES)
@settings(max_examples=100, deadline=None)
def test_the_same_page_again_is_no_operation(page: list[Any]) -> None:
    world = World(page)
    world.become(page)
    assert world.ops == []


@given(PAGES, PAGES)
@settings(max_examples=200, deadline=None)
def test_ids_of_the_model_are_those_of_the_nodes(first: list[Any], second: list[Any]) -> None:
    world = World(first)
    world.become(second)
    assert sorted(world.document.nodes) == sorted([0, *_ids(world.root)])


def _ids(node: Any) -> list[int]:
    own = [node.id] if node.id else []
    return own + [i for child in getattr(node, "children", ()) for i in _ids(child)]


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)), st.sets(st.integers(20, 25)))
@settings(max_examples=300, deadline=None)
def test_moves_are_as_few_as_can_be(order: list[int], gone: set[int], new: set[int]) -> None:
    def row(n: int) -> Any:
        return ("li", n, {}, [str(n)])

    world = World([row(n) for n in range(12)])
    page = [n for n in order if n not in gone] + sorted(new)
    world.become([row(n) for n in page])
    kept = [n for n in page if n < 12]
    codes = [op[0] for op in world.ops]
    assert codes.count(">") == len(kept) - _longest_run(kept)
    assert [len(op) - 1 for op in world.ops if op[0] == "-"] == ([12 - len(kept)] if gone else [])
    assert codes.count("+") == (1 if new else 0)


def _longest_run(numbers: list[int]) -> int:
    best: list[int] = []
    for i, n in enumerate(numbers):
        best.append(1 + max((best[j] for j in range(i) if numbers[j] < n), default=0))
    return max(best, default=0)


@pytest.mark.parametrize(
    ("places", "expected"),
    [([], set()), ([-1, -1], set()), ([0, 3, 1, 2, -1], {0, 2, 3}), ([4, 3, 2, 1, 0], {4}), ([0, 1, 2], {0, 1, 2})],
)
def test_stays(places: list[int], expected: set[int]) -> None:
    assert stays(places) == expected


def test_a_change_deep_inside_is_one_operation() -> None:
    page = [("div", None, {}, [("div", i, {"class": "a"}, [f"row {i}"]) for i in range(50)])]
    world = World(page)
    page[0][3][30] = ("div", 30, {"class": "a"}, ["changed"])
    world.become(page)
    assert [op[0] for op in world.ops] == ["t"]


def test_two_siblings_with_one_key_are_an_error_that_names_it() -> None:
    world = World([("li", 7, {}, ["old"])])
    world.become([("li", 7, {}, ["a"]), ("li", 8, {}, ["b"]), ("li", 7, {}, ["c"])])
    assert isinstance(world.errors[0], RenderError)
    assert "the key 7 is there twice" in str(world.errors[0])
    assert world.document.root.content == "old", "what was there stays, and the app goes on"


def test_the_same_key_on_different_kinds_is_fine() -> None:
    world = World([("li", 7, {}, ["a"]), ("p", 7, {}, ["b"])])
    assert not world.errors


def test_an_element_is_no_condition() -> None:
    world = World([])
    world.root.fn = lambda: bool(element("button", "Go"))
    world.root.invalidate()
    world.show()
    assert "on_click=" in str(world.errors[0])


def test_an_element_outside_a_page_is_an_error() -> None:
    with pytest.raises(RenderError, match="no page is being built"):
        element("p", "x")


def test_a_component_that_raises_leaves_the_rest_alone() -> None:
    @component
    def Bad(flag: bool) -> None:
        text("fine")
        if flag:
            raise ValueError("no")

    world = World([])
    flags = [False]

    def page() -> None:
        text("before ")
        Bad(flags[0])
        text(" after")

    world.root.fn = page
    world.root.invalidate()
    world.show()
    flags[0] = True
    world.root.invalidate()
    world.show()
    assert [str(error) for error in world.errors] == ["no"]
    assert world.document.root.content == "before fine after"


def test_content_belongs_to_the_caller() -> None:
    runs: list[str] = []
    words = ["one"]

    @component
    def Frame(title: str) -> None:
        runs.append(f"Frame {title}")
        with element("section"):
            text(title)
            slot()

    def page() -> None:
        runs.append("page")
        with Frame("T"):
            text(words[0])

    world = World([])
    world.root.fn = page
    world.root.invalidate()
    world.show()
    words[0] = "two"
    world.root.invalidate()
    world.show()
    assert world.document.root.content == "Ttwo"
    assert runs == ["page", "Frame T", "page"]
    frame = world.root.children[0]
    assert isinstance(frame, Scope)
    frame.invalidate()
    world.show()
    assert world.document.root.content == "Ttwo"
    assert runs == ["page", "Frame T", "page", "Frame T"]


def test_content_can_move_to_another_place_of_its_component() -> None:
    inner = [True]

    @component
    def Frame() -> None:
        if inner[0]:
            with element("section"):
                slot()
        else:
            with element("aside"):
                slot()

    def page() -> None:
        with Frame(), element("p"):
            text("content")

    world = World([])
    world.root.fn = page
    world.root.invalidate()
    world.show()
    inner[0] = False
    world.root.children[0].invalidate()  # type: ignore[attr-defined]
    world.show()
    assert world.document.trees() == [["aside", 0, 0, ["p", 0, 0, "content"]]]


def test_slot_twice_is_an_error() -> None:
    @component
    def Twice() -> None:
        slot()
        slot()

    world = World([])
    world.root.fn = lambda: Twice()
    world.root.invalidate()
    world.show()
    assert "twice" in str(world.errors[0])


def test_what_fails_in_one_place_leaves_what_else_has_changed_to_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    @state
    class Count:
        number: int = 0

    count = Store().of(Count)

    @component
    def show(before: str) -> None:
        text(f"{before}{count.number}")

    page = Page(lambda: (show("a"), show("b")))
    update, failed = page.tree.update, []

    def fails_once(scope: Any) -> None:
        if not failed:
            failed.append(scope)
            raise MemoryError
        update(scope)

    monkeypatch.setattr(page.tree, "update", fails_once)
    count.number = 1
    with pytest.raises(MemoryError):
        page.tree.flush()
    page.show()
    assert page.html == "a0<!---->b1"
