"""JavaScript from Python, and handlers called by name from the page."""

from __future__ import annotations

from typing import Any

import pytest

from skerry import HandlerError
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


def test_javascript_that_cancels_a_handler_is_told_to_python() -> None:
    source = """
import asyncio
import skerry as sk

async def wait():
    await asyncio.sleep(9)

@sk.page("/")
def home():
    sk.button("wait", on_click=wait)
    sk.button("stop", on_click=sk.listener(None, js="() => 1", cancels=wait))
    sk.text("running" if sk.running(wait) else "quiet", key="log")
"""
    with App(source=source, js={"() => 1": lambda *_: 1}) as page:
        page.find("wait").click()
        assert log(page) == "running"
        page.find("stop").click()
        assert log(page) == "quiet"


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


VALUES = '''
import skerry as sk

@sk.state
class Desk:
    a: str = "a"
    b: str = "b"
    log: str = ""

def upper(text):
    return text.upper()

def pair(x, desk: Desk, y):
    return f"{x}{y}"

def named(*, first, second):
    return f"{first}, {second}"

def loaded(number, desk: Desk):
    desk.log = f"loaded {number}"

@sk.page("/", on_load=sk.listener(loaded, js="() => 7"))
def home(desk: Desk):
    a, b, log = sk.ref(desk).a, sk.ref(desk).b, sk.ref(desk).log
    sk.button("alert", on_click=sk.listener(upper, inputs=a, outputs=log, js="() => alert('Processing started!')"))
    sk.button("swap", on_click=sk.listener(pair, inputs={"x": a, "y": b}, outputs=log, js="(v) => ({ x: v.y, y: v.x })"))
    sk.button("event", on_click=sk.listener(pair, outputs=log, js="(e) => [e.detail, 2]"))
    sk.button("few", on_click=sk.listener(pair, outputs=log, js="() => 1"))
    sk.button("say", on_click=sk.listener(upper, inputs=a, outputs=log).then(None, js="() => alert('Done')", outputs=log))
    sk.text(desk.log, key="log")
'''

STAND_INS: dict[str, Any] = {
    "() => 7": lambda *_: 7,
    "() => alert('Processing started!')": lambda *_: None,
    "(v) => ({ x: v.y, y: v.x })": lambda v: {"x": v["y"], "y": v["x"]},
    "(e) => [e.detail, 2]": lambda e: [e.get("detail", 1), 2],
    "() => 1": lambda *_: 1,
    "() => alert('Done')": lambda *_: None,
}


@pytest.mark.parametrize(
    ("button", "expected"), [("", "loaded 7"), ("alert", "A"), ("swap", "ba"), ("event", "12"), ("say", "A")]
)
def test_what_javascript_returns_are_the_arguments_and_nothing_leaves_them_as_they_are(button: str, expected: str) -> None:
    with App(source=VALUES, js=STAND_INS) as page:
        if button:
            page.find(button).click()
        assert log(page) == expected


def test_what_javascript_returns_has_to_fit() -> None:
    with App(source=VALUES, js=STAND_INS, raises=False) as page:
        page.find("few").click()
        said = page.errors.pop()["message"]
        assert "pair (app.py:" in said
        assert "cannot take what its JavaScript has returned: missing a required argument: 'y'. It takes: x, y" in said


@pytest.mark.parametrize(
    ("page", "line", "where"),
    [
        ("", "sk.timer(1, tick, api_name='tick')", "sk.timer()"),
        ("", "sk.watch(sk.ref(state).value, sk.listener(tick).then(tick, api_name='tick'))", "sk.watch()"),
        (", on_load=sk.listener(tick, api_name='tick')", "pass", "on_load of the page /"),
        (", on_props=sk.listener(tick, api_name='tick')", "pass", "on_props of the page /"),
    ],
)
def test_a_name_for_what_no_element_has_is_an_error(page: str, line: str, where: str) -> None:
    source = f"""
import skerry as sk

@sk.state
class Total:
    value: int = 0

def tick(): ...

@sk.page("/"{page})
def home(state: Total):
    {line}
"""
    try:
        with App(source=source, raises=False) as app:
            text = app.errors.pop()["text"]
    except HandlerError as error:
        text = str(error)
    assert f"this one is of {where}. Put @sk.api above" in text


CALLED = '''
import asyncio
import time
import skerry as sk

@sk.state
class Desk:
    shown: bool = True
    most: int = 0

RUNNING = []

@sk.api
def add(a, state: Desk, b=2):
    return a + b

@sk.api("vault", visibility="private")
def vault():
    return "gold"

def here():
    return "here"

def hide(state: Desk):
    state.shown = False

async def limited(number, state: Desk):
    RUNNING.append(number)
    state.most = max(state.most, len(RUNNING))
    await asyncio.sleep(0.1)
    RUNNING.remove(number)

def sleeper():
    time.sleep(0.1)
    return "slept"

@sk.page("/")
def home(state: Desk):
    if state.shown:
        sk.button("here", on_click=sk.listener(here, api_name="here"))
    sk.button("hide", on_click=sk.listener(hide, api_name="hide", api_visibility="private"))
    box = sk.number("number", 0)
    sk.button("limited", on_click=sk.listener(limited, inputs=box, api_name="limited", concurrency_limit=2))
    sk.button("sleeper", on_click=sk.listener(sleeper, api_name="sleeper", blocking=True))
    for name in ("Ada", "Bo"):
        sk.button(name, key=name, on_click=sk.listener(lambda name=name: name, api_name="who"))
    sk.text(f"most {state.most}", key="log")
'''


def called() -> App:
    return App(source=CALLED, raises=False)


def refusal(page: App, *args: Any) -> str:
    with pytest.raises(AppFailure) as caught:
        page.call(*args)
    return str(caught.value)


def test_a_name_is_there_as_long_as_its_element() -> None:
    with called() as page:
        assert page.call("here") == "here"
        page.find("hide").click()
        assert "The app has no handler 'here' to call" in refusal(page, "here")
        assert "here" not in [one["name"] for one in page.call("")]


def test_private_ones_cannot_be_called_whatever_names_them() -> None:
    with called() as page:
        for name in ("hide", "vault", "home", "_hidden", "Desk", "asyncio"):
            said = refusal(page, name)
            assert f"no handler {name!r} to call" in said
            assert "vault" not in said.partition("It has")[2]
        assert "here" in page.text, "hide() did not run"


def test_callers_fill_what_is_not_injected_and_are_told_what_that_is() -> None:
    with called() as page:
        assert page.call("add", 1, 5) == 6
        assert [one["parameters"] for one in page.call("") if one["name"] == "add"] == [["a", "b=2"]]
        assert "missing a required argument: 'a'. It takes: a, b=2" in refusal(page, "add")
        assert "too many positional arguments. It takes: a, b=2" in refusal(page, "add", 1, 2, 3)


def test_calls_keep_to_the_limits_of_the_listener_and_may_block() -> None:
    with called() as page:
        for number in range(1, 6):
            page.send({"t": "call", "id": number, "name": "limited", "args": [number]})
        page.advance(1)
        assert log(page) == "most 2"
        assert [page.stage.answers[number]["t"] for number in range(1, 6)] == ["answer"] * 5
        page.send({"t": "call", "id": 9, "name": "sleeper", "args": []})
        page.advance(0.2)
        assert page.stage.answers[9]["value"] == "slept"


def test_a_caller_may_ask_for_the_steps_and_stop_them() -> None:
    with App(source=STEPPED, raises=False) as page:
        answers = answered(page, {"t": "call", "id": 1, "name": "count", "args": [2], "steps": True})
        assert answers == [{"value": 0, "more": True}, {"value": 1, "more": True}, {"value": 1}]
        assert answered(page, {"t": "call", "id": 2, "name": "long", "args": [], "steps": True}) == [{"value": "begun", "more": True}]
        (stopped,) = answered(page, {"t": "stop", "id": 2})
        assert stopped == {"error": "long did not run to its end: it was cancelled", "why": "stopped"}
        assert page.module("app").ENDED == ["long"]
        assert answered(page, {"t": "stop", "id": 2}, {"t": "stop", "id": 99}) == []
        odd, failed = answered(page, {"t": "call", "id": 3, "name": "odd", "args": [], "steps": True})[-1], page.errors
        assert odd["why"] == "failed" and "odd gave <object" in odd["error"] and not failed


def test_an_answer_that_is_none_says_why() -> None:
    with called() as page:
        calls = {"nobody": "unknown", "vault": "unknown", "add": "arguments", "who": "failed"}
        for number, (name, why) in enumerate(calls.items(), start=50):
            (answer,) = answered(page, {"t": "call", "id": number, "name": name, "args": []})
            assert answer["why"] == why, name


STEPPED = """
import asyncio
import skerry as sk

ENDED = []

@sk.api
def count(limit):
    yield from range(limit)

@sk.api
async def long():
    try:
        yield "begun"
        await asyncio.sleep(100)
    finally:
        ENDED.append("long")

@sk.api
def odd():
    yield 1
    yield object()

@sk.page("/")
def home():
    sk.text("home")
"""


def answered(page: App, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """All answers to some messages, in order, without their kind and number."""
    found: list[dict[str, Any]] = []
    patches = page.session.patches

    def listened() -> list[dict[str, Any]]:
        said = patches()
        found.extend({k: v for k, v in one.items() if k not in ("t", "id")} for one in said if one["t"] == "answer")
        return said

    page.session.patches = listened  # type: ignore[method-assign]
    for message in messages:
        page.send(message)
    page.advance(0.1)
    page.session.patches = patches  # type: ignore[method-assign]
    return found


def test_two_functions_of_one_name_are_an_error_that_names_both() -> None:
    with called() as page:
        assert "two functions are called 'who' from outside: home.<locals>.<lambda>" in refusal(page, "who")
    with App(source=CALLED.replace('api_name="here"', 'api_name="vault"'), raises=False) as page:
        said = page.errors.pop()["message"]
        assert "two functions are called 'vault' from outside: vault (app.py:" in said
        assert "and here (app.py:" in said
