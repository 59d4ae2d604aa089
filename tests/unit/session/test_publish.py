"""Callbacks of published names: order, state, time, errors."""

from __future__ import annotations

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
