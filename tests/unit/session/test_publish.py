"""Callbacks of published names: order, state, time, errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from skerry.testing import App

SIGNUP = '''
import asyncio
import skerry as sk
from skerry.view import element

@sk.state
class Users:
    names: list[str] = []
    log: list[str] = []

@sk.callback("user_joined")
def add_user(name, email, state: Users):
    state.names.append(name)

@sk.subscribe("user_joined")
async def greet(name, email, users: Users):
    users.log.append(f"greeting {email}")
    await asyncio.sleep(1)
    users.log.append(f"greeted {email}")

@sk.subscribe("user_*")
def count(name, *rest, state: Users):
    state.log.append(f"{len(state.names)} of them")

@sk.subscribe("user_joined", priority=1)
def refuse(name, email, state: Users):
    state.log.append("spoilt")
    if name == "Bob":
        raise ValueError("no Bobs")
    state.log.pop()

@sk.subscribe("wrong")
def takes_none(): ...

def join(event: sk.ClickEvent):
    sk.run_callbacks("user_joined", event.key, f"{event.key}@example.org")

async def join_and_wait(state: Users):
    await sk.publish("user_joined", "Cy", "cy@example.org")
    state.log.append("all done")

@sk.page("/")
def home(state: Users):
    for name in ("Ada", "Bob"):
        element("button", name, key=name, on={"click": join})
    element("button", "Wait", on={"click": join_and_wait})
    element("button", "Nobody", on={"click": lambda: sk.publish("nobody") and None})
    element("button", "Wrong", on={"click": lambda: sk.publish("wrong", 1) and None})
    element("p", "; ".join(state.log), key="log")
'''


def test_callbacks_run_in_order_change_state_and_hold_up_only_those_behind_them() -> None:
    with App(source=SIGNUP) as app:
        app.find("Ada").click()
        assert app.find(key="log").text == "greeting Ada@example.org"
        app.advance(1)
        assert app.find(key="log").text == "greeting Ada@example.org; greeted Ada@example.org; 1 of them"


def test_one_that_raises_is_undone_and_reported_and_the_others_are_called() -> None:
    with App(source=SIGNUP, raises=False) as app:
        app.find("Bob").click()
        app.advance(1)
        assert app.find(key="log").text == "greeting Bob@example.org; greeted Bob@example.org; 1 of them"
        assert [(e["message"], e["handler"]) for e in app.errors] == [("no Bobs", "refuse")]


def test_whoever_publishes_can_wait() -> None:
    with App(source=SIGNUP) as app:
        app.find("Wait").click()
        app.advance(0.5)
        assert "all done" not in app.text
        app.advance(0.6)
        assert app.find(key="log").text.endswith("1 of them; all done")


def test_no_callback_is_fine() -> None:
    with App(source=SIGNUP) as app:
        app.find("Nobody").click()


def test_a_callback_that_cannot_take_what_is_published_is_named() -> None:
    with App(source=SIGNUP, raises=False) as app:
        app.find("Wrong").click()
        assert "takes_none" in app.errors[0]["message"]
        assert "too many positional arguments" in app.errors[0]["message"]


ANSWERS = '''
import asyncio
import functools
import skerry as sk

@sk.state
class Desk:
    log: str = ""

@sk.subscribe("add")
def plain(x, desk: Desk, y):
    return x + y

@sk.subscribe("add")
async def later(x, y):
    await asyncio.sleep(0.1)
    return x * y

@sk.subscribe("add")
def fails(x, y):
    raise ValueError("no luck")

@sk.subscribe("add")
def steps(x, y):
    yield x
    yield y

async def ask(desk: Desk):
    desk.log = str(await sk.publish("add", 2, y=3))

def ask_at_once(desk: Desk):
    desk.log = str(sk.publish("add", 1, 1).results)

def note(prefix, text, desk: Desk):
    desk.log += prefix + text

class Ship:
    def hail(self, text, desk: Desk):
        desk.log += f"ship: {text}"

SHIP = Ship()

def come():
    sk.subscribe("hail")(functools.partial(note, "> "))
    sk.subscribe("hail")(SHIP.hail)

def hail():
    sk.publish("hail", "ahoy ")

def leave(desk: Desk):
    desk.log = str(sk.unsubscribe(SHIP.hail))

@sk.page("/")
def home(desk: Desk):
    for handler in (ask, ask_at_once, come, hail, leave):
        sk.button(handler.__name__, on_click=handler)
    sk.text(desk.log, key="log")
'''


def test_who_publishes_has_what_the_callbacks_return() -> None:
    with App(source=ANSWERS, raises=False) as app:
        app.find("ask_at_once").click()
        assert app.find(key="log").text == "[2, None, None, None]", "the second has not ended, and holds up those behind it"
        app.advance(1)
        app.find("ask").click()
        app.advance(1)
        assert app.find(key="log").text == "[5, 6, None, 3]"
        assert [e["message"] for e in app.errors] == ["no luck", "no luck"]


def test_callbacks_come_and_go_while_the_app_runs() -> None:
    with App(source=ANSWERS) as app:
        app.find("hail").click()
        app.find("come").click()
        app.find("hail").click()
        assert app.find(key="log").text == "> ahoy ship: ahoy"
        app.find("leave").click()
        app.find("hail").click()
        assert app.find(key="log").text == "1> ahoy"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('sk.publish("add", 1, 2)', "Publish in a handler"),
        ('sk.subscribe("add")(ask)', "a page, which is built again and again"),
        ("sk.subscribe(ask)", "write @sk.subscribe(\"name\") with the name that calls it"),
    ],
)
def test_what_a_page_cannot_do_with_the_bus(line: str, says: str) -> None:
    with App(source=ANSWERS.replace("    for handler", f"    {line}\n    for handler"), raises=False) as app:
        assert says in app.errors.pop()["message"]


VISITORS = """
import skerry as sk

@sk.state
class Desk:
    log: list[str] = []

@sk.subscribe("bell", once=True)
def first(desk: Desk):
    desk.log.append("first")

def join(desk: Desk):
    def mine():
        desk.log.append("mine")
    sk.subscribe("bell")(mine)

@sk.page("/")
def home(desk: Desk):
    sk.button("Join", on_click=join)
    sk.button("Ring", on_click=lambda: sk.publish("bell") and None)
    sk.text(", ".join(desk.log), key="log")
"""


def test_two_sessions_of_an_app_have_subscriptions_of_their_own() -> None:
    from skerry.testing.stage import Stage

    with App(source=VISITORS) as app:
        other = Stage(app.loaded, {}, {"version": 1, "url": "/", "props": {}, "stored": {}}, {}, True)
        second = object.__new__(App)
        second.loaded, second.stage = app.loaded, other
        app.find("Join").click()
        for _ in range(2):
            app.find("Ring").click()
            second.find("Ring").click()
        assert app.find(key="log").text == "first, mine, mine"
        assert second.find(key="log").text == "first"
        assert len(app.loaded.bus) == 2
        app.session.close()
        assert len(app.loaded.bus) == 1
        other.close()


def test_a_module_that_a_page_imports_may_subscribe(tmp_path: Path) -> None:
    (tmp_path / "later.py").write_text("import skerry as sk\n\n@sk.subscribe('x')\ndef x():\n    print('called')\n")
    (tmp_path / "app.py").write_text(
        'import skerry as sk\n\n@sk.page("/")\ndef home():\n    import later\n    sk.button("go", on_click=lambda: sk.publish("x") and None)\n'
    )
    with App(tmp_path / "app.py") as app:
        app.find("go").click()
        assert len(app.loaded.bus) == 1
