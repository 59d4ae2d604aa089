"""Functions called over HTTP: who may be called, with what, and what comes back."""

from __future__ import annotations

import asyncio
import gc
import json
from typing import Any

import pytest

from skerry.session import Session
from skerry.view import blobs
from skerry_server import Limits

from .asking import Asked, Client
from .conftest import Make

SOURCE = '''
import asyncio
import time
import skerry as sk

@sk.state
class Total:
    value: int = 0
    loaded: str = ""

VISITORS = []
OPEN = []
ENDED = []
MADE = [0]

@sk.api
def add(a: int, b: int = 1, *, state: Total, event: sk.CustomEvent):
    """Add two numbers.

    The sum is kept."""
    state.value += a + b
    assert event.target == "add"
    return state.value

@sk.api("count", visibility="undocumented")
async def count_to(limit: int):
    for n in range(1, limit + 1):
        await asyncio.sleep(0)
        yield n

@sk.api
def steps(limit):
    for n in range(limit):
        yield {"step": n}
        if n == 1 and limit > 2:
            raise ValueError("no more than two")

@sk.api(visibility="private")
def vault():
    return "gold"

@sk.api
def bad(name: str):
    raise ValueError(f"no luck with {name}")

@sk.api
def odd():
    return {"it": object()}

@sk.api
def everything(*rest, **named):
    return [list(rest), named]

@sk.api
def visit(name):
    VISITORS.append(name)
    return VISITORS

@sk.api
def wait_open(state: Total):
    """Sleeps as plain Python does."""
    try:
        ENDED.append("wait_open begins")
        while not OPEN:
            time.sleep(0.001)
        return "it is open"
    finally:
        ENDED.append("wait_open")

@sk.api
def open_up():
    OPEN.append(1)

@sk.api
def forever():
    n = 0
    try:
        while True:
            yield n
            n += 1
            MADE[0] = n
    finally:
        ENDED.append("forever")

@sk.api
def made():
    return MADE[0]

@sk.api
async def never():
    try:
        ENDED.append("never begins")
        await asyncio.Event().wait()
    finally:
        ENDED.append("never")

@sk.api
def ended():
    return ENDED

@sk.api
def save():
    sk.download("report.txt", "the report")
    sk.toast("saved")

@sk.api
async def from_page():
    return await sk.js("() => innerWidth")

@sk.api
async def loaded(state: Total):
    return state.loaded

def greet(who="you"):
    return f"hello {who}"

def load(state: Total):
    time.sleep(0.001)
    state.loaded = "by on_load"

@sk.page("/", on_load=load)
def home(state: Total):
    assert state.loaded, "on_load is over before the page is built"
    sk.text(f"The sum is {state.value}")
    sk.button("Greet", on_click=sk.listener(greet, api_name="greet"))

@sk.page("/other")
def other():
    sk.text("no greeting here")
'''


def run(make: Make, scene: Any, source: str = SOURCE, **options: Any) -> None:
    """Play a scene with a client, and have the server end as it does."""
    app = make(source, **options)

    async def played() -> None:
        async with app.router.lifespan_context(app):
            await scene(Client(app))
            await asyncio.sleep(0)
        assert len(app.state.visits) == 0, "a session is left"

    asyncio.run(played())


def problem(asked: Asked, status: int) -> str:
    assert asked.status == status, asked.body
    assert asked.headers["content-type"] == "application/problem+json"
    assert asked.json["status"] == status and asked.json["title"]
    return str(asked.json["detail"])


def test_arguments_come_by_position_or_by_name(make: Make) -> None:
    async def scene(client: Client) -> None:
        for body, value in [([2, 3], 5), ([2], 3), ({"a": 2, "b": 3}, 5), ({"a": 4}, 5)]:
            asked = await client.call("add", body)
            assert (asked.status, asked.json) == (200, value)
            assert asked.headers["content-type"] == "application/json"
        assert await client.value("everything", 1, [2]) == [[1, [2]], {}]
        assert (await client.call("everything", {"x": 1})).json == [[], {"x": 1}]
        assert (await client.call("everything")).json == [[], {}]

    run(make, scene)


def test_what_a_function_yields_last_is_the_answer(make: Make) -> None:
    async def scene(client: Client) -> None:
        assert await client.value("count", 3) == 3
        assert await client.value("steps", 2) == {"step": 1}

    run(make, scene)


def test_each_step_is_an_event_where_that_is_asked_for(make: Make) -> None:
    async def scene(client: Client) -> None:
        asked = await client.stream("count", [3])
        assert asked.status == 200 and asked.headers["content-type"].startswith("text/event-stream")
        assert asked.body.decode() == "data: 1\n\ndata: 2\n\ndata: 3\n\nevent: done\ndata: 3\n\n"
        asked = await client.stream("add", [2])
        assert asked.body.decode() == "data: 3\n\nevent: done\ndata: 3\n\n"
        asked = await client.stream("steps", [5])
        *values, error = asked.body.decode().split("\n\n")[:-1]
        assert values == ['data: {"step":0}', 'data: {"step":1}']
        kind, data = error.split("\n")
        assert kind == "event: error" and json.loads(data.removeprefix("data: "))["detail"] == "ValueError: no more than two"
        assert "missing a required argument" in problem(await client.stream("count"), 422), "it has not begun, so it has a status"

    run(make, scene)


def test_names_that_are_not_there_and_those_that_are_private_cannot_be_told_apart(make: Make) -> None:
    async def scene(client: Client) -> None:
        for name in ("vault", "vaults", "home", "_hidden", "asyncio", "Total", "load"):
            said = problem(await client.call(name), 404)
            assert said.startswith(f"The app has no handler {name!r} to call.")
            assert "vault" not in said.replace(repr(name), "", 1) and "count" not in said
        assert "Did you mean 'steps'?" in problem(await client.call("step"), 404)
        assert "There is nothing at /" in problem(await client.ask("GET", "/"), 404)
        assert "GET is not for this address, but POST" in problem(await client.ask("GET", "/api/add"), 405)

    run(make, scene)


def test_arguments_that_do_not_fit_are_told_what_does(make: Make) -> None:
    async def scene(client: Client) -> None:
        for body, says in [
            ([], "missing a required argument: 'a'. It takes: a: int, b: int = 1"),
            ([1, 2, 3], "too many positional arguments"),
            ({"a": 1, "state": {"value": 9}}, "got an unexpected keyword argument 'state'"),
        ]:
            said = problem(await client.call("add", body), 422)
            assert says in said and said.startswith("add (app.py:"), "nothing of the server's folders"
        assert "The body is 3, and arguments come as a list" in problem(await client.call("add", 3), 422)

    run(make, scene)


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        (b"[1,", "application/json", 400, "The body is not JSON"),
        (b"[NaN]", "application/json", 400, "NaN is no number of JSON"),
        (b"[" * 100_000, "application/json", 400, "nested too deeply"),
        (b"\xff\xfe\xfa", "application/json", 400, "The body is not JSON"),
        (b"[2, 3]", "text/plain", 415, "Send it as 'Content-Type: application/json'"),
        (b"a=2", "application/x-www-form-urlencoded", 415, "Content-Type"),
        (b"[" + b"1," * 600 + b"1]", "application/json", 413, "longer than 1,000 bytes"),
    ],
)
def test_bodies_that_are_none(make: Make, body: bytes, kind: str, status: int, says: str) -> None:
    limits = Limits(body=1000 if status == 413 else 1_000_000)

    async def scene(client: Client) -> None:
        assert says in problem(await client.call("add", body, content_type=kind), status)
        long = str(len(body))
        assert says in problem(await client.call("add", body, content_type=kind, content_length=long), status)

    run(make, scene, limits=limits)


def test_what_fails_says_so_without_its_traceback(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(client: Client) -> None:
        asked = await client.call("bad", ["it"])
        assert problem(asked, 500) == "ValueError: no luck with it"
        assert b"Traceback" not in asked.body and b"app.py" not in asked.body
        assert "which JSON cannot carry" in problem(await client.call("odd"), 500)
        assert "JavaScript is the page's" in problem(await client.call("from_page"), 500)

    run(make, scene)
    assert "Traceback" in caplog.text and 'raise ValueError(f"no luck with {name}")' in caplog.text


def test_what_takes_too_long_is_stopped(make: Make) -> None:
    async def scene(client: Client) -> None:
        visitor = await client.new_session()
        assert "has not answered in 0.05 s, and was stopped" in problem(await visitor.call("never"), 504)
        assert await visitor.value("ended") == ["never begins", "never"]

    run(make, scene, limits=Limits(timeout=0.05))


def test_who_goes_away_stops_what_was_asked(make: Make) -> None:
    async def scene(client: Client) -> None:
        for name in ("never", "wait_open"):
            asked = client.call(name)
            await until(client, f"{name} begins")
            asked.go_away()
            await asked
            await until(client, name)
        asked = client.stream("forever")
        assert [await asked.piece() for _ in range(3)] == ["data: 0\n\n", "data: 1\n\n", "data: 2\n\n"]
        asked.go_away()
        await asked
        await until(client, "forever")
        asked = client.call("never")
        await asyncio.sleep(0)
        asked.go_away()
        await asked
        assert (await client.value("ended")).count("never begins") == 1, "its on_load was not over yet"

    run(make, scene)


def test_a_client_that_takes_nothing_holds_its_handler_up_and_nobody_else(make: Make) -> None:
    async def scene(client: Client) -> None:
        hello = {"t": "hello", "version": 1, "url": "/", "props": {}}
        visit = await client.app.state.visits.begin(hello, keep=False)  # type: ignore[attr-defined]
        with visit.call("forever", [], steps=True) as call:
            assert [(await call.next(5))["value"] for _ in range(3)] == [0, 1, 2]
            made = -1
            while made != (made := await client.value("made")):
                for _ in range(50):
                    await asyncio.sleep(0)
            assert [(await call.next(5))["value"] for _ in range(40)] == [*range(3, 43)], "it goes on where somebody takes"
        visit.close()
        await until(client, "forever")

    run(make, scene)


async def until(client: Client, what: str) -> None:
    """Until a handler has said so."""
    for _ in range(1000):
        if what in await client.value("ended"):
            return
    raise AssertionError(f"{what} is not among {await client.value('ended')}")


def test_a_plain_sleep_holds_up_nobody_else(make: Make) -> None:
    async def scene(client: Client) -> None:
        waiting = [client.call("wait_open") for _ in range(2)]
        visitor = await client.new_session()
        also = visitor.call("wait_open")
        assert await client.value("add", 1) == 2
        await client.value("open_up")
        assert [(await one).json for one in (*waiting, also)] == ["it is open"] * 3

    run(make, scene)


def test_calls_have_a_session_of_their_own_unless_they_name_one(make: Make) -> None:
    async def scene(client: Client) -> None:
        ada, bo = await client.new_session(), await client.new_session()
        assert [await ada.value("add", 1), await ada.value("add", 1), await bo.value("add", 1)] == [2, 4, 2]
        assert [await client.value("add", 1), await client.value("add", 1)] == [2, 2]
        assert (await ada.call("visit", ["ada"])).headers["skerry-session"] == ada.session != bo.session
        assert await client.value("visit", "bo") == ["ada", "bo"], "what modules hold is shared"
        assert "skerry-session" not in (await client.call("visit", ["nobody"])).headers
        assert (await ada.ask("DELETE", "/api")).status == 204
        for asked in (ada.call("add", [1]), ada.ask("GET", "/api"), ada.ask("DELETE", "/api")):
            assert "There is no such session" in problem(await asked, 410)
        assert "There is no such session" in problem(await client.ask("DELETE", "/api"), 410)
        assert await bo.value("add", 1) == 4
        waits = bo.call("never")
        await until(client, "never begins")
        await bo.ask("DELETE", "/api")
        assert "has ended meanwhile" in problem(await waits, 409)

    run(make, scene)


def test_a_session_that_nobody_uses_is_ended(make: Make) -> None:
    async def scene(client: Client) -> None:
        visitor = await client.new_session()
        while len(client.app.state.visits):  # type: ignore[attr-defined]
            await asyncio.sleep(0.001)
        assert "idle for too long" in problem(await visitor.call("add", [1]), 410)

    run(make, scene, limits=Limits(idle=0.01))


def test_a_session_begins_at_the_page_that_is_asked_for(make: Make) -> None:
    async def scene(client: Client) -> None:
        assert await client.value("greet", "Ada") == "hello Ada"
        assert await client.value("loaded") == "by on_load"
        assert "no handler 'greet'" in problem(await client.call("greet?page=/other"), 404)
        assert "/nowhere" in problem(await client.call("greet?page=/nowhere"), 404)

    run(make, scene)


def test_there_are_only_so_many_sessions_and_calls(make: Make) -> None:
    async def scene(client: Client) -> None:
        visitor = await client.new_session()
        waiting = [visitor.call("wait_open") for _ in range(2)]
        await asyncio.sleep(0)
        full = await visitor.call("add", [1])
        assert "2 calls wait in this session already" in problem(full, 503) and full.headers["retry-after"]
        alone = client.call("wait_open")
        await asyncio.sleep(0)
        assert "There are 2 sessions already" in problem(await client.call("add", [1]), 503)
        await visitor.ask("DELETE", "/api")
        await client.value("open_up")
        assert (await alone).json == "it is open"
        assert [(await one).status for one in waiting] == [409, 409]

    run(make, scene, limits=Limits(sessions=2, calls=2))


def test_what_can_be_called_is_listed(make: Make) -> None:
    async def scene(client: Client) -> None:
        listed = {one["name"]: one for one in (await client.ask("GET", "/api")).json}
        assert "vault" not in listed and "count" not in listed and "greet" in listed
        assert listed["add"] == {"name": "add", "parameters": ["a: int", "b: int = 1"], "doc": "Add two numbers.\n\nThe sum is kept."}
        described = (await client.ask("GET", "/api/openapi.json")).json
        assert described["openapi"] == "3.1.0" and sorted(described["paths"]) == sorted(f"/api/{name}" for name in listed)
        post = described["paths"]["/api/add"]["post"]
        assert post["summary"] == "Add two numbers."
        body = post["requestBody"]["content"]["application/json"]["schema"]
        assert body["properties"] == {"a": {"type": "integer"}, "b": {"type": "integer", "default": 1}}
        assert body["required"] == ["a"] and body["additionalProperties"] is False

    run(make, scene)


def test_only_those_for_whom_it_is_may_ask(make: Make) -> None:
    async def scene(client: Client) -> None:
        assert (await client.call("add", [1], origin="http://localhost:8000")).json == 2
        assert "Pages of https://evil.example may not" in problem(await client.call("add", [1], origin="https://evil.example"), 403)
        assert "Pages of null" in problem(await client.call("add", [1], origin="null"), 403)
        assert "This server is for localhost" in problem(await client.call("add", [1], host="evil.example:8000"), 403)

    run(make, scene, hosts=("localhost", "127.0.0.1", "[::1]"))


def test_other_sites_may_ask_where_that_is_permitted(make: Make) -> None:
    site = "https://app.example"

    async def scene(client: Client) -> None:
        before = {"origin": site, "access-control-request-method": "POST", "access-control-request-headers": "content-type,skerry-session"}
        asked = await client.ask("OPTIONS", "/api/add", headers=before)
        assert asked.status == 200 and asked.headers["access-control-allow-origin"] == site
        asked = await client.call("add", [1], origin=site)
        assert asked.json == 2 and asked.headers["access-control-allow-origin"] == site
        assert asked.headers["access-control-expose-headers"].lower() == "skerry-session"
        problem(await client.call("add", [1], origin="https://other.example"), 403)

    run(make, scene, allow_origins=[site])


def test_an_app_that_cannot_be_loaded_is_no_application(make: Make) -> None:
    with pytest.raises(SyntaxError):
        make("def home(:")
    with pytest.raises(Exception, match="defines no page"):
        make("import skerry")


def test_nothing_is_left_of_a_session_that_is_over(make: Make) -> None:
    async def scene(client: Client) -> None:
        lent = dict(blobs._lent)  # by sessions of other tests
        for name in ("add", "steps", "bad"):
            await client.call(name, [1])
        await client.value("save")
        assert blobs._lent == lent, "a file that nobody can save"
        visitor = await client.new_session()
        await visitor.call("steps", [1])
        await visitor.ask("DELETE", "/api")
        for _ in range(3):
            await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        gc.collect()
        assert not [one for one in gc.get_objects() if isinstance(one, Session) and one.app is client.app.state.app]  # type: ignore[attr-defined]

    run(make, scene)


def test_a_page_that_cannot_be_built_keeps_no_function_from_being_called(make: Make) -> None:
    source = "import skerry as sk\n@sk.api\ndef one():\n    return 1\n@sk.page('/')\ndef home():\n    1 / 0\n"

    async def scene(client: Client) -> None:
        assert await client.value("one") == 1

    run(make, scene, source)


