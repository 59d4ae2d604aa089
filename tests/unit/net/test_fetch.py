"""``sk.fetch`` without a browser: what is sent, what comes back, and what ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from skerry.errors import NetworkError
from skerry.host import Request
from skerry.testing import App, AppFailure, Reply

HEAD = """
import asyncio
import skerry as sk

@sk.state
class Seen:
    lines: list[str] = []

"""

PAGE = """

@sk.page("/")
def home(state: Seen):
    sk.button("Go", on_click=go)
    sk.button("Stop", on_click=sk.cancel(go))
    for i, line in enumerate(state.lines):
        sk.text(line, key=i)
"""


def app(body: str, responses: Any = None, **options: Any) -> App:
    handler = "async def go(state: Seen):\n" + "\n".join(f"    {line}" for line in body.strip("\n").split("\n"))
    return App(source=HEAD + handler + PAGE, responses=responses, **options)


def shown(app: App) -> list[str]:
    app.find("Go").click()
    return list(app.state(app.module().Seen).lines)


def ask(body: str, responses: Any, **options: Any) -> list[str]:
    with app(body, responses, **options) as it:
        return shown(it)


URL = "https://api.example.com/things"


def test_a_response() -> None:
    body = f"""
response = await sk.fetch("{URL}")
state.lines += [str(response.status), str(response.ok), response.url, response.headers["Content-Type"], response.headers["x-Two"]]
state.lines += [await response.text(), str(await response.bytes()), str(await response.json()), repr(response)]
"""
    reply = Reply('{"é": 1}', 201, {"Content-Type": "application/json", "X-Two": "2"}, f"{URL}/new?key=1")
    assert ask(body, {URL: reply}) == [
        "201", "True", f"{URL}/new?key=1", "application/json", "2",
        '{"é": 1}', str('{"é": 1}'.encode()), "{'é': 1}", "<Response 201 to GET https://api.example.com/things/new>",
    ]  # fmt: skip


def test_what_is_sent() -> None:
    body = f"""
await sk.fetch("{URL}?a=1#part", params={{"b": [1, 2], "c": None, "d": True, "e": "x y&"}}, headers={{"Accept": "text/plain"}})
await sk.fetch("{URL}", method="post", json={{"a": [1, "é"]}})
await sk.fetch("{URL}", method="PUT", data={{"a": 1, "b": ["x", "y"]}})
await sk.fetch("{URL}", method="PATCH", data=b"\\0", headers={{"Content-Type": "image/png"}})
await sk.fetch("{URL}", method="POST", data="text", params=[("q", "é"), ("q", 2)])
"""
    with app(body, lambda request: b"") as it:
        it.find("Go").click()
        sent = it.requests
    assert [(r.method, r.url, r.headers, r.body) for r in sent] == [
        ("GET", f"{URL}?a=1&b=1&b=2&d=true&e=x+y%26#part", {"accept": "text/plain"}, None),
        ("POST", URL, {"content-type": "application/json"}, '{"a": [1, "é"]}'.encode()),
        ("PUT", URL, {"content-type": "application/x-www-form-urlencoded"}, b"a=1&b=x&b=y"),
        ("PATCH", URL, {"content-type": "image/png"}, b"\0"),
        ("POST", f"{URL}?q=%C3%A9&q=2", {"content-type": "text/plain; charset=utf-8"}, b"text"),
    ]


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ("sk.fetch(7)", "the address is text"),
        ("sk.fetch('/a', method='GTE')", "Did you mean 'GET'?"),
        ("sk.fetch('/a', json=1)", "GET sends none"),
        ("sk.fetch('/a', method='POST', json=1, data='a')", "a request has one body"),
        ("sk.fetch('/a', method='POST', json={1, 2})", "what JSON cannot carry"),
        ("sk.fetch('/a', method='POST', data=[1])", "was given a list"),
        ("sk.fetch('/a', headers={'x': 1})", "'x' is a int"),
        ("sk.fetch('/a', headers={'x': 'key\\n'})", "has a line break"),
        ("sk.fetch('/a', timeout=0)", "more than 0"),
    ],
)
def test_arguments_that_make_no_request(call: str, complaint: str) -> None:
    with app(f"await {call}", {}) as it, pytest.raises(AppFailure, match="HandlerError") as failure:
        it.find("Go").click()
    assert complaint in str(failure.value)


def test_outside_an_app_and_in_a_page() -> None:
    import skerry as sk

    with pytest.raises(sk.HandlerError, match="needs a running app"):
        sk.fetch("/a")
    source = 'import skerry as sk\n@sk.page("/")\ndef home():\n    sk.fetch("/a")\n'
    with pytest.raises(AppFailure, match="a page is built at once"):
        App(source=source)


@pytest.mark.parametrize(("status", "meaning"), [(404, "there is nothing at this address"), (401, "a key is missing or wrong"), (499, "")])
def test_a_status_that_says_no(status: int, meaning: str) -> None:
    body = f"""
response = await sk.fetch("{URL}", params={{"key": "abc123"}})
try:
    response.raise_for_status()
except sk.StatusError as error:
    state.lines += [str(error), str(error.status), await response.text()]
"""
    said, code, text = ask(body, {URL: Reply("why", status)})
    assert said.startswith(f"GET {URL} was answered with {status}") and meaning in said and "abc123" not in said
    assert (code, text) == (str(status), "why")


def test_a_status_that_says_yes_goes_on_in_the_chain() -> None:
    assert ask(f'state.lines.append(str(await (await sk.fetch("{URL}")).raise_for_status().json()))', {URL: [1, 2]}) == ["[1, 2]"]


def test_what_is_no_json() -> None:
    with app(f'await (await sk.fetch("{URL}")).json()', {URL: Reply("<!doctype html>", 200, {"content-type": "text/html"})}) as it:
        with pytest.raises(AppFailure, match=r"is not JSON .* its kind 'text/html', and it begins with '<!doctype html>'"):
            it.find("Go").click()


def test_a_charset_and_a_byte_order_mark() -> None:
    body = f'state.lines.append(await (await sk.fetch("{URL}")).text())'
    assert ask(body, {URL: Reply(b"caf\xe9", 200, {"content-type": 'text/plain; charset="ISO-8859-1"'})}) == ["café"]
    assert ask(body, {URL: Reply(b"\xef\xbb\xbfcaf\xc3\xa9")}) == ["café"]


async def slow(*chunks: bytes, ended: list[str] | None = None) -> AsyncIterator[bytes]:
    try:
        for chunk in chunks:
            yield chunk
            await asyncio.sleep(1)
    finally:
        if ended is not None:
            ended.append("ended")


LINES = f"""
async with sk.fetch("{URL}") as response:
    async for line in response.lines():
        state.lines.append(line)
"""


def test_lines_come_as_they_arrive() -> None:
    with app(LINES, {URL: Reply(slow(b"caf\xc3", b"\xa9\r", b"\nb\n\nla", b"st"))}) as it:
        assert shown(it) == []
        seen = it.state(it.module().Seen)
        it.advance(1)
        assert list(seen.lines) == ["café"]
        it.advance(1)
        assert list(seen.lines) == ["café", "b", ""]
        it.advance(2)
        assert list(seen.lines) == ["café", "b", "", "last"]


def test_events_come_as_they_arrive() -> None:
    body = f"""
async for event in (await sk.fetch("{URL}")).events():
    state.lines.append(f"{{event.event}} {{event.data}} {{event.id}} {{event.retry}}")
"""
    with app(body, {URL: Reply(slow(b"id: 1\ndata: a", b"\n\nevent: e\nretry: 10\nda", b"ta: b\n\n"))}) as it:
        assert shown(it) == []
        it.advance(1)
        assert shown(it)[:1] == ["message a 1 None"]
        it.advance(1)
        assert list(it.state(it.module().Seen).lines)[:2] == ["message a 1 None", "e b 1 10"]


def test_a_stream_comes_once_and_a_whole_body_again_and_again() -> None:
    body = f"""
response = await sk.fetch("{URL}")
await response.text()
state.lines += [line async for line in response.lines()]
state.lines += [line async for line in response.lines()]
streamed = await sk.fetch("{URL}")
state.lines += [line async for line in streamed.lines()]
try:
    await streamed.text()
except sk.NetworkError as error:
    state.lines.append(str(error))
"""
    *lines, complaint = ask(body, {URL: "a\nb"})
    assert lines == ["a", "b"] * 3 and "comes only once" in complaint


def test_a_cancelled_run_ends_its_stream() -> None:
    ended: list[str] = []
    with app(LINES, {URL: Reply(slow(b"a\n", b"b\n", b"c\n", ended=ended))}) as it:
        it.find("Go").click()
        it.advance(1)
        it.find("Stop").click()
        assert ended == ["ended"]
        it.advance(5)
        assert list(it.state(it.module().Seen).lines) == ["a", "b"]


def test_a_run_that_is_cancelled_elsewhere_ends_its_stream_too() -> None:
    ended: list[str] = []
    body = f"""
global kept
response = kept = await sk.fetch("{URL}")
lines = response.lines()
state.lines.append(await anext(lines))
await asyncio.sleep(100)
"""
    with app(body, {URL: Reply(slow(b"a\n", ended=ended))}) as it:
        assert shown(it) == ["a"]
        it.find("Stop").click()
        it.advance(0)
        assert ended == ["ended"]


def test_a_run_that_is_cancelled_before_the_answer_comes() -> None:
    ended: list[str] = []

    async def answer(request: Request) -> bytes:
        try:
            await asyncio.sleep(100)
        finally:
            ended.append("ended")
        return b""

    with app(LINES, answer) as it:
        it.find("Go").click()
        it.find("Stop").click()
        assert ended == ["ended"]


def test_the_end_of_the_session_ends_its_streams() -> None:
    ended: list[str] = []
    with app(LINES, {URL: Reply(slow(b"a\n", b"b\n", ended=ended))}) as it:
        it.find("Go").click()
    assert ended == ["ended"]


def test_the_end_of_the_block_closes_what_is_left_unread() -> None:
    ended: list[str] = []
    body = f"""
async with sk.fetch("{URL}") as response:
    async for line in response.lines():
        state.lines.append(line)
        break
await asyncio.sleep(100)
"""
    with app(body, {URL: Reply(slow(b"a\nb\n", ended=ended))}) as it:
        assert shown(it) == ["a"]
        assert ended == ["ended"]


def test_a_timeout_for_the_answer_and_for_each_piece() -> None:
    async def late(request: Request) -> bytes:
        await asyncio.sleep(3)
        return b"late"

    body = f"""
try:
    async for line in (await sk.fetch("{URL}", timeout=2)).lines():
        state.lines.append(line)
except TimeoutError as error:
    assert isinstance(error, sk.NetworkError)
    state.lines.append(str(error))
"""
    with app(body, late) as it:
        assert shown(it) == []
        it.advance(2.1)
        said = list(it.state(it.module().Seen).lines)
        assert len(said) == 1 and "nothing came for 2 s" in said[0] and "timeout=" in said[0]

    async def stops() -> AsyncIterator[bytes]:
        for chunk in (b"a\n", b"b\n", b"c\n"):
            await asyncio.sleep(1.5)
            yield chunk
        await asyncio.sleep(100)

    with app(body, {URL: Reply(stops())}) as it:
        it.find("Go").click()
        it.advance(7)
        assert list(it.state(it.module().Seen).lines)[:-1] == ["a", "b", "c"]


def test_several_at_once() -> None:
    async def answer(request: Request) -> str:
        await asyncio.sleep(1)
        return request.url[-1]

    body = f"""
responses = await asyncio.gather(*(sk.fetch(f"{URL}/{{i}}") for i in range(3)))
async with asyncio.TaskGroup() as group:
    tasks = [group.create_task(sk.fetch(f"{URL}/{{i}}")) for i in range(3, 5)]
await asyncio.sleep(0)
for response in [*responses, *(task.result() for task in tasks)]:
    state.lines.append(await response.text())
"""
    with app(body, answer) as it:
        it.find("Go").click()
        it.advance(2.1)
        assert list(it.state(it.module().Seen).lines) == list("01234")


def test_answers_that_are_errors_functions_or_missing() -> None:
    body = f"""
for url in ("{URL}/a", "{URL}/b?q=1", "{URL}/c"):
    try:
        state.lines.append(await (await sk.fetch(url, method="POST")).text())
    except sk.NetworkError as error:
        state.lines.append(str(error))
"""
    answers = {f"{URL}/a": NetworkError("no net"), f"POST {URL}/b": lambda request: request.url}
    first, second, third = ask(body, answers)
    assert (first, second) == ("no net", f"{URL}/b?q=1")
    assert "no answer to POST" in third and "Did you mean" in third


def test_a_generator_as_a_body() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"a\n"
        yield b"b"

    assert ask(LINES, {URL: Reply(chunks())}) == ["a", "b"]
