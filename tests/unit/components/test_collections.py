"""Galleries, data as a tree, and parts that repeat."""

from __future__ import annotations

import pytest

from skerry.testing import App

HEAD = '''
from dataclasses import dataclass
import skerry as sk

@dataclass
class Boat:
    name: str
    crew: dict[str, int]

@sk.state
class S:
    log: list[str] = []
    chosen: int | None = None
    boats: list[Boat] = [Boat("Tern", {"Ada": 1, "Bo": 2}), Boat("Gull", {"Cy": 3})]

def note(event: sk.SelectEvent, state: S):
    state.log.append(f"{event.index} {event.value} {event.selected}")
'''


def app(body: str, *, raises: bool = True) -> App:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return App(source=f'{HEAD}\n@sk.page("/")\ndef home(state: S):\n{lines}\n    sk.text(" | ".join(state.log), key="log")\n', raises=raises)


PICTURES = '[("a.png", "A pier"), {"image": "b.png", "caption": "A boat"}, ("c.png", "A gull")]'


def test_a_picture_is_chosen_shown_large_and_let_go_of() -> None:
    with app(f"gallery = sk.gallery({PICTURES}, on_select=note)\nsk.on(gallery.select, note)") as page:
        page.find("A boat", role="button").click()
        assert page.find("A boat", role="button").attrs["aria-pressed"] == "true"
        assert page.find(tag="figure").exists
        value = "{'image': 'b.png', 'caption': 'A boat'}"
        assert page.find(key="log").text == f"1 {value} True | 1 {value} True"
        page.find("A boat", role="button").press("ArrowRight")
        assert page.focused is not None and page.focused.name == "A gull"
        page.press("Home")
        assert page.focused.name == "A pier"
        page.find("A boat", role="button").click()
        assert not page.find(tag="figure").exists


def test_a_gallery_can_be_bound_and_needs_words() -> None:
    with app(f"sk.gallery({PICTURES}, bind=sk.ref(state).chosen)\nsk.text(str(state.chosen), key='n')") as page:
        page.find("A gull", role="button").click()
        assert page.find(key="n").text == "2"
    for wrong in ("['a.png']", "[('a.png', '')]", "[{'caption': 'x'}]", "[('a.png', 'A', 'B')]"):
        with app(f"sk.gallery({wrong})", raises=False) as page:
            assert "give each picture a caption" in page.errors[0]["text"]
            page.errors.clear()


def test_data_is_a_tree() -> None:
    with app("sk.json_view({'boats': state.boats, 'n': [1.5, None, True, 'x', b'ab'], 'deep': {'er': {}}}, open=2)") as page:
        assert "3 keys" in page.text
        assert "n: [5 items]" in page.text
        for text in ("1.5", "null", "true", '"x"', "2 bytes"):
            assert text in page.text


def test_long_lists_are_shown_by_and_by_and_loops_end() -> None:
    with app("sk.json_view(list(range(1300)))") as page:
        assert "99" in page.text and "100: 100" not in page.text
        page.find("Show 1000 more of 1300").click()
        assert "1099: 1099" in page.text
        page.find("Show 200 more of 1300").click()
        assert "1299: 1299" in page.text
    with app("loop = []\nloop.append(loop)\nsk.json_view(loop, open=3)") as page:
        assert "(itself)" in page.text


REPEATED = '''
def told(context, state: S):
    kept = {k: v if isinstance(v, int) else getattr(v, "name", v) for k, v in context.items() if k in ("boat", "at", "who", "nr")}
    state.log.append(str(kept))

def person(nr):
    sk.button(f"crew {nr}", key=nr, on_click=told)

def row(boat, at):
    sk.button(boat.name, on_click=told)
    sk.repeater(boat.crew, person, key_name="who", value_name="nr")
'''


def test_handlers_in_repeaters_know_the_key_and_the_value_nested_too() -> None:
    body = 'sk.repeater(state.boats, row, key_name="at", value_name="boat")'
    with App(source=f'{HEAD}{REPEATED}\n@sk.page("/")\ndef home(state: S):\n    {body}\n    sk.text(" | ".join(state.log), key="log")\n') as page:
        page.find("Gull", role="button").click()
        page.find("crew 2").click()
        assert page.find(key="log").text == (
            "{'at': 1, 'boat': 'Gull'} | {'at': 0, 'boat': 'Tern', 'who': 'Bo', 'nr': 2}"
        )


def test_items_have_keys_of_their_own() -> None:
    body = 'sk.repeater(state.boats, lambda boat, at: sk.button(f"{at} {boat.name}"), key="name")'
    with app(body) as page:
        boats = page.state(page.module().S).boats
        node = page.find("Gull Gull").node.id
        boats.reverse()
        page.advance(0.1)
        assert page.find("Gull Gull").node.id == node, "it has moved, and is not made anew"
    for wrong, expected in [('key="nam"', "has no 'nam'"), ("key=lambda boat: 1", "two siblings")]:
        with app(f"sk.repeater(state.boats, lambda boat: None, {wrong})", raises=False) as page:
            assert expected in page.errors[0]["text"]
            page.errors.clear()


QUERY = '''
import skerry as sk

@sk.state
class S:
    loads: int = 0

def load(state: S):
    state.loads += 1

def show_map():
    sk.query()["tab"] = "map"

def more():
    sk.query().update(tab=None, page=2, push=True)

@sk.component
def panel():
    sk.text(f"tab {sk.query().get('tab', 'log')}, page {sk.query().get('page')}", key="panel")

@sk.page("/", on_load=load)
def home(state: S):
    panel()
    sk.text(f"loads {state.loads}", key="loads")
    sk.button("map", on_click=show_map)
    sk.button("more", on_click=more)
'''


def test_the_query_is_a_mapping_that_components_follow() -> None:
    with App(source=QUERY, url="/?tab=log&page=1#top") as app:
        assert app.find(key="panel").text == "tab log, page 1"
        app.find("map").click()
        assert app.url == "/?tab=map&page=1#top"
        assert app.find(key="panel").text == "tab map, page 1"
        app.find("more").click()
        assert app.url == "/?page=2#top"
        assert app.find(key="panel").text == "tab log, page 2"
        assert app.find(key="loads").text == "loads 1", "the page is the same one"
        assert [args["replace"] for name, args in app.commands if name == "navigate"] == [True, False]


def test_the_query_cannot_be_written_while_a_page_is_built() -> None:
    source = 'import skerry as sk\n@sk.page("/")\ndef home():\n    sk.query()["a"] = 1\n'
    with App(source=source, raises=False) as app:
        assert "write it in a handler" in app.errors[0]["text"]
        app.errors.clear()


@pytest.mark.parametrize("value", ["open('x')", "object()"])
def test_what_json_does_not_have_is_shown_as_it_is(value: str) -> None:
    with app(f"import sys\nsk.json_view({{'a': {value.replace(chr(40) + chr(39) + 'x' + chr(39) + chr(41), '')}}})") as page:
        assert "a: <" in page.text


def test_fields_in_a_repeater_are_bound_to_their_items() -> None:
    body = 'sk.repeater(state.boats, lambda boat, at: sk.input(f"Name {at}", bind=sk.ref(boat).name))'
    with app(body) as page:
        page.find(label="Name 1").fill("Kite")
        assert [boat.name for boat in page.state(page.module().S).boats] == ["Tern", "Kite"]


def test_two_repeaters_beside_each_other_do_not_mind_each_others_keys() -> None:
    body = """sk.repeater(state.boats, lambda boat, at: sk.input(f"Name {at}", bind=sk.ref(boat).name))
sk.repeater((boat for boat in state.boats if boat.crew), lambda boat: sk.text(f"{boat.name} has a crew"))
"""
    with app(body) as page:
        page.find(label="Name 0").fill("Kite")
        assert "Kite has a crew" in page.text
        page.state(page.module().S).boats[1].crew[0] = "Cy"
        page.advance(0.1)
        assert "Gull has a crew" in page.text, "what a generator has gone through is read where the page is built"
