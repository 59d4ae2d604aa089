"""JavaScript from Python, and handlers called by name from the page."""

from __future__ import annotations

from typing import Any

import pytest

from skerry.testing import App, AppFailure
from skerry_toolchain.javascript import javascript_of

SOURCE = '''
import asyncio
import skerry as sk

@sk.state
class Desk:
    text: str = "hi"
    width: int = 0

async def measure(state: Desk):
    state.width = await sk.js("() => innerWidth") + await sk.js("(a, b) => a + b", 1, 2)

async def fails(state: Desk):
    try:
        await sk.js("() => boom()")
    except sk.JavaScriptError as error:
        state.text = str(error)

async def wrong():
    await sk.js("(a) => a", object())

def shout(text, state: Desk):
    return f"{text}! ({state.width})"

@sk.api
def add(a, b=1, *, state: Desk):
    state.width = a + b
    return state.width

@sk.api("count", visibility="undocumented")
async def count_to(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0.1)

@sk.api(visibility="private")
def hidden(): ...

@sk.api
def bad(): raise ValueError("no luck")

@sk.api
def odd(): return object()

@sk.page("/")
def home(state: Desk):
    sk.button("measure", on_click=measure)
    sk.button("fails", on_click=fails)
    sk.button("wrong", on_click=wrong)
    text = sk.ref(state).text
    sk.button("before", on_click=sk.listener(shout, js="(t) => t.toUpperCase()", inputs=text, outputs=text))
    sk.button("only", on_click=sk.listener(None, js="() => print()"))
    sk.button("into", on_click=sk.listener(None, js="(t) => t + t", inputs=text, outputs=text).then(shout, inputs=text, outputs=text))
    sk.button("named", on_click=sk.listener(shout, inputs=text, outputs=text, api_name="shout"))
    sk.text(f"{state.text} {state.width}", key="log")
'''

JS: dict[str, Any] = {
    "() => innerWidth": lambda: 300,
    "(a, b) => a + b": lambda a, b: a + b,
    "() => boom()": lambda: {}["x"],
    "(t) => t.toUpperCase()": str.upper,
    "(t) => t + t": lambda t: t + t,
}


def app() -> App:
    return App(source=SOURCE, js=JS, raises=False)


def log(page: App) -> str:
    return page.find(key="log").text


@pytest.mark.parametrize(
    ("button", "expected"),
    [("measure", "hi 303"), ("fails", "() => boom(): KeyError: 'x' 0"), ("before", "HI! (0) 0"), ("into", "hihi! (0) 0")],
)
def test_values_go_both_ways(button: str, expected: str) -> None:
    with app() as page:
        page.find(button).click()
        assert log(page) == expected


def test_javascript_alone_is_the_pages_own() -> None:
    with app() as page:
        node = page.find("only").node
        assert page.document.specs[node.specs[0]]["o"]["js"] == "() => print()"


def test_what_json_cannot_carry_is_an_error() -> None:
    with app() as page:
        page.find("wrong").click()
        assert "JavaScript takes what JSON can carry" in page.errors[0]["message"]
        page.errors.clear()


def test_functions_are_called_by_name() -> None:
    with app() as page:
        assert page.call("add", 2) == 3
        assert page.call("add", 2, 5) == 7
        assert log(page) == "hi 7", "they change state like handlers"
        assert page.call("shout", "hey") == "hey! (7)"
        with pytest.raises(AppFailure, match="ValueError: no luck"):
            page.call("bad")
        with pytest.raises(AppFailure, match="JSON cannot carry"):
            page.call("odd")
        for name in ("hidden", "measure"):
            with pytest.raises(AppFailure, match="no handler"):
                page.call(name)
        with pytest.raises(AppFailure, match="Did you mean 'shout'"):
            page.call("shot")
        with pytest.raises(AppFailure, match="has not answered yet"):
            page.call("count", 3)
        number = len(page.stage.answers) + 1
        page.advance(1)
        assert page.stage.answers[number]["value"] == 2, "the last that it yields"
        assert [one["name"] for one in page.call("")] == ["add", "bad", "odd", "shout"]
        assert page.call("")[0]["parameters"] == ["a", "b=1"]


def test_the_texts_of_a_source_are_found() -> None:
    code = javascript_of({"app.py": SOURCE, "other.py": 'f(js="tools.js#add")\nsk.js(f"() => {x}")\ng(js="() => 1")'})
    assert code.count("=>") >= 12
    assert "tools.js" not in code and "{x}" not in code
    assert '["() => 1"]: (\n() => 1\n),' in code
    assert javascript_of({"app.py": "import os"}) == ""
