"""The fast paths change nothing but the time: with each of them closed, and with all, the page is the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.testing import App
from skerry.view import element, template
from skerry.view.fast import COMPONENTS, FAST_PATHS, LISTS, TEMPLATES, fast_paths

from . import test_each as rows
from .markup import t
from .test_templates import Page
from .worlds import PAGES, World

CLOSED = [*(frozenset({name}) for name in FAST_PATHS), frozenset(FAST_PATHS)]


@pytest.mark.parametrize("slow", CLOSED, ids=lambda slow: "+".join(sorted(slow)))
@given(pages=st.lists(PAGES, min_size=2, max_size=4))
@settings(max_examples=40, deadline=None)
def test_pages_are_the_same(slow: frozenset[str], pages: list[Any]) -> None:
    world = World(pages[0], slow)
    for page in pages:
        world.become(page)
        assert not world.errors
        assert world.document.trees() == World(page).document.trees()


@pytest.mark.parametrize("slow", CLOSED, ids=lambda slow: "+".join(sorted(slow)))
@given(size=st.integers(0, 6), steps=rows.STEPS)
@settings(max_examples=40, deadline=None)
def test_rows_are_the_same(slow: frozenset[str], size: int, steps: list[Any]) -> None:
    worlds = [rows.World([rows.Item(n, str(n)) for n in range(size)], slow=closed) for closed in (frozenset[str](), slow)]
    for step in [*steps, ("show",)]:
        for world in worlds:
            rows.do(world, *step)
        if step == ("show",):
            assert worlds[0].document.trees() == worlds[1].document.trees()
    assert not worlds[1].errors


def test_a_list_is_compared_as_a_whole() -> None:
    world = rows.World(rows.labels(*"abc"), slow=frozenset({LISTS}))
    del world.items[0]
    world.show()
    assert world.shown == ["b", "c"]
    world.items.reverse()
    world.show()
    assert world.shown == ["c", "b"] and world.codes == [">"]


def test_every_component_runs_again() -> None:
    world = rows.World(rows.labels(*"abc"), slow=frozenset({COMPONENTS}))
    world.items[1].label = "B"
    world.show()
    assert sorted(item.label for item in world.built) == ["B", "a", "c"]


def test_a_template_is_elements_that_listen() -> None:
    def home() -> None:
        with element("ul"):
            template(t("<li class={}><b>{}</b><a on_click={}>x</a></li>", "boat", "Tern", print))

    pages = [Page(home, slow=slow) for slow in (frozenset[str](), frozenset({TEMPLATES}))]
    fast, slow = pages
    assert fast.document.trees() == slow.document.trees()
    assert [listening.tag for listening in slow.tree.all_listening()] == ["a"]
    assert not any(op[0] == "T" for op in slow.ops)


def test_names() -> None:
    assert fast_paths([]) == frozenset() and fast_paths(["all"]) == frozenset(FAST_PATHS)
    with pytest.raises(ValueError, match="slow names 'shape', and what can be slow is components, fields, leaving, lists, shapes, templates, or all"):
        App(source="import skerry as sk\n@sk.page('/')\ndef home(): ...\n", slow=["shape"])
