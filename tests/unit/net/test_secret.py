"""Secrets: for use, not for show."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from skerry.net import Secret, redact, redact_json
from skerry.state import Store, state
from skerry.testing import App, AppFailure

VALUE = "sk-live-0123456789"

SOURCE = """
import logging
import skerry as sk

@sk.state
class Kept:
    key: str = ""
    keys: list[str] = []
    by_name: dict[str, str] = {}
    header: str = ""

async def go(state: Kept):
    key = await sk.secret("API_KEY", prompt="The key of the weather service")
    state.key = key
    state.keys.append(key)
    state.by_name["key"] = key
    state.header = f"{len(key)}"
    await sk.fetch("https://example.com/", headers={"authorization": f"Bearer {key}", "x-key": key})

async def fail():
    key = await sk.secret("API_KEY")
    raise ValueError(f"the server does not like {key}")

@sk.page("/")
def home(state: Kept):
    sk.button("Go", on_click=go)
    sk.button("Fail", on_click=fail)
    sk.text(f"length {state.header}")
"""


def test_it_is_used_and_nowhere_kept() -> None:
    with App(source=SOURCE, secrets={"API_KEY": VALUE}, responses={"https://example.com/": "ok"}) as app:
        app.find("Go").click()
        assert app.requests[0].headers == {"authorization": f"Bearer {VALUE}", "x-key": VALUE}
        assert type(app.requests[0].headers["x-key"]) is str
        dumped = app.session.dump()
        assert VALUE not in str(dumped) and VALUE not in repr(app.requests)
        assert [lost["path"] for lost in dumped["state"]["lost"]] == ["Kept.key", "Kept.keys[0]", "Kept.by_name['key']"]
        assert all("never saved" in lost["why"] for lost in dumped["state"]["lost"])
        assert "length 18" in app.text


def test_reports_and_logs_have_its_name() -> None:
    with App(source=SOURCE, secrets={"API_KEY": VALUE}, raises=False) as app:
        app.find("Fail").click()
        assert app.errors[0]["message"] == "the server does not like <secret API_KEY>"
        assert VALUE not in str(app.errors) + str(app.logs)


def test_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEY", VALUE)
    with App(source=SOURCE, responses=lambda request: "ok") as app:
        app.find("Go").click()
        assert app.requests[0].headers["x-key"] == VALUE


def test_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("API_KEY", raising=False)
    with App(source=SOURCE) as app, pytest.raises(AppFailure, match="SecretError: API_KEY is not set: .* environment variable API_KEY"):
        app.find("Go").click()


def test_it_is_refused() -> None:
    with App(source=SOURCE, secrets={"API_KEY": None}) as app, pytest.raises(AppFailure, match="SecretError: API_KEY was asked for and not given"):
        app.find("Go").click()


def test_what_it_shows() -> None:
    key = Secret("KEY", VALUE)
    assert repr(key) == "<secret KEY>" and repr([key]) == "[<secret KEY>]" and f"{key!r}" == "<secret KEY>"
    assert str(key) == VALUE and type(str(key)) is str
    assert f"Bearer {key}" == f"Bearer {VALUE}" and f"{key}" == VALUE and key == VALUE
    assert copy.copy(key) is key and copy.deepcopy([key])[0] is key
    with pytest.raises(TypeError, match="not saved anywhere"):
        pickle.dumps(key)


def test_redacting() -> None:
    Secret("LONG", VALUE + "-and-more")
    Secret("KEY", VALUE)
    Secret("SHORT", "no")
    assert redact(f"a {VALUE}-and-more b {VALUE} no") == "a <secret LONG> b <secret KEY> no"


def test_redacting_json() -> None:
    value = 'a"b\\c é\n0123456789'
    Secret("ODD", value)
    Secret("WORD", "password")
    for ascii_only in (True, False):
        text = json.dumps({"password": ["x", f"Bearer {value}!"]}, ensure_ascii=ascii_only)
        assert json.loads(redact_json(text)) == {"password": ["x", "Bearer <secret ODD>!"]}


SHOWING = """
import skerry as sk

@sk.state(persist="browser")
class Kept:
    key: str = ""
    header: str = ""

async def go(state: Kept):
    key = await sk.secret("API_KEY")
    state.key = key
    state.header = f"Bearer {key}"
    sk.toast(f"used {key}")
    sk.emit("used", {"key": key})

@sk.page("/")
def home(state: Kept):
    sk.button("Go", on_click=go)
    sk.text(state.key)
    sk.text(state.header)
    sk.input("Header", bind=sk.ref(state).header)
"""


def test_a_page_that_shows_it_shows_its_name() -> None:
    with App(source=SHOWING, secrets={"API_KEY": VALUE}) as app:
        app.find("Go").click()
        app.advance(1)
        assert app.text.count("<secret API_KEY>") == 2
        assert VALUE not in app.text + str(app.commands) + str(app.stored) + str(app.emitted)
        assert app.toasts == ["used <secret API_KEY>"]


@pytest.mark.parametrize("name", ["", "two words", 7, 'a"b'])
def test_names(name: object) -> None:
    source = SOURCE.replace('"API_KEY"', repr(name))
    with App(source=source, secrets={}) as app, pytest.raises(AppFailure, match="letters, digits and underscores"):
        app.find("Fail").click()


def test_a_state_in_memory_has_it_and_a_dump_has_not() -> None:
    @state
    class Box:
        key: str = ""

    store = Store()
    store.of(Box).key = Secret("KEY", VALUE)
    assert store.of(Box).key == VALUE
    assert VALUE not in str(store.dump())
    assert VALUE not in repr(store.of(Box))
