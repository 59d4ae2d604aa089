"""Values that are equal and not the same: to the page, to a component, and to what a callback was made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from skerry.view import component, element, text

from .test_templates import Page


@pytest.mark.parametrize(
    ("before", "after"),
    [(0, False), (1, True), (False, 0), ([1], [True]), ({"a": (1, 2)}, {"a": (1, 2.0)}), ([{"a": 0}], [{"a": False}])],
)
def test_a_value_that_is_equal_and_of_another_type_is_sent(before: Any, after: Any) -> None:
    def show(value: Any) -> Callable[[], Any]:
        plain = value if isinstance(value, int) else "-"
        return lambda: element("p", attrs={"tabindex": plain, ".value": value})

    page = Page(show(before))
    page.become(show(after))
    fresh = Page(show(after))
    assert repr(page.document.trees()) == repr(fresh.document.trees())
    assert page.become(show(after)) == []


def test_a_zero_with_another_sign_is_another_argument() -> None:
    @component
    def show(value: float) -> None:
        text(str(value))

    page = Page(lambda: show(0.0))
    page.become(lambda: show(-0.0))
    assert page.html == "-0.0"
    assert page.become(lambda: show(-0.0)) == []


def test_a_callback_whose_default_is_another_equal_object_is_another() -> None:
    @dataclass
    class Row:
        name: str

    called: list[Row] = []

    @component
    def item(on: Callable[[], None]) -> None:
        on()

    def page_of(row: Row) -> Callable[[], Any]:
        return lambda: item(lambda *, row=row: called.append(row))

    first, second = Row("a"), Row("a")
    page = Page(page_of(first))
    page.become(page_of(second))
    page.become(page_of(second))
    assert [id(row) for row in called] == [id(first), id(second)]
