"""What a component builds again and again goes to the page as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from skerry.view import component, each, element, text

from .test_templates import Page


@component
def boat(name: str, *, kind: str = "boat", more: Any = None) -> None:
    with element("li", attrs={"class": kind, ".value": more}):
        element("b", name)
        text(" sails")


def fleet(*boats: dict[str, Any]) -> Any:
    return lambda: [boat(**one) for one in boats]


def sent(page: Page, *boats: dict[str, Any]) -> list[Any]:
    """The trees that go to the page for more boats."""
    return [tree for op in page.become(fleet(*boats)) if op[0] == "+" for tree in op[4]]


A, B, C = {"name": "a"}, {"name": "b"}, {"name": "c", "kind": "ship"}
TREE_B = ["li", {"class": "boat", ".value": None}, 0, ["b", 0, 0, "b"], " sails"]


def test_the_third_time_only_values_go() -> None:
    page = Page(fleet(A))
    assert sent(page, A, B) == [TREE_B]
    ops = page.become(fleet(A, B, C))
    assert [op[0] for op in ops] == ["S", "+"]
    assert ops[1][4] == [[-1, 0, 0, 0, 0]]
    assert sent(page, A, B, C, B) == [[-1, "boat", 0, "b", 0]]
    assert page.document.trees() == Page(fleet(A, B, C, B)).document.trees()


def test_what_is_no_text_stands_in_a_list() -> None:
    page = Page(fleet(A, A, A))
    assert sent(page, A, A, A, {"name": "a", "more": [1, 2]}) == [[-1, 0, [[1, 2]], 0, 0]]
    assert sent(page, A, A, A, {"name": "a", "more": [1, 2]}, {"name": "", "more": 0}) == [[-1, 0, [0], "", 0]]
    assert page.document.trees()[-1] == ["li", {"class": "boat", ".value": 0}, 0, ["b", 0, 0, ""], " sails"]


def test_components_within_are_values() -> None:
    @component
    def card(name: str) -> None:
        with element("section"):
            boat(name)
            element("i", name)

    def cards(*names: str) -> Any:
        return lambda: [card(name) for name in names]

    page = Page(cards(*"abc"))
    ops = page.become(cards(*"abcd"))
    assert ops[-1][4] == [[-2, 0, 0]]  # the shape of the card is that of "d", which came just now
    assert page.become(cards(*"abcde"))[-1][4] == [[-2, [-1, 0, 0, "e", 0], "e"]]
    assert page.document.trees() == Page(cards(*"abcde")).document.trees()


def test_later_changes_find_their_nodes() -> None:
    page = Page(fleet(A, A, A, A))
    ops = page.become(fleet(A, A, A, B))
    assert [op[0] for op in ops] == ["t"] and ops[0][2] == "b"
    assert page.document.trees() == Page(fleet(A, A, A, B)).document.trees()


def test_a_component_that_never_looks_alike_is_left_alone() -> None:
    @component
    def various(count: int) -> None:
        with element("ul"):
            for n in range(count):
                element("li", str(n))

    page = Page(lambda: [various(n) for n in range(200)])
    assert not [op for op in page.ops if op[0] == "S"]


def test_equal_values_of_other_types_are_others() -> None:
    numbers = [{"name": "a", "more": {"of": [1]}}, {"name": "a", "more": {"of": [1]}}, {"name": "a", "more": {"of": [1]}}]
    page = Page(fleet(*numbers))
    page.become(fleet(*numbers, {"name": "a", "more": {"of": [True]}}))
    assert page.document.trees()[-1][1][".value"]["of"] == [True]
    assert page.document.trees()[-1][1][".value"]["of"][0] is True


def test_functions_made_at_each_build_are_not_kept() -> None:
    page = Page(lambda: each([0], lambda item: element("li", str(item))))
    known = len(page.tree.shapes._known)
    for number in range(20):
        page.become(lambda: each([number], lambda item: element("li", str(item))))
    assert len(page.tree.shapes._known) <= known + 1


def test_what_is_called_for_an_item_need_not_be_hashable() -> None:
    @dataclass
    class Row:
        kind: str

        def __call__(self, item: int) -> None:
            element(self.kind, str(item))

    page = Page(lambda: each([1, 2], Row("li")))
    assert page.html == "<li>1</li><li>2</li>"
