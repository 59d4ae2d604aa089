"""Whatever comes from the page, and whatever a handler does: it is named, nothing else is lost, and the app goes on."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry import events, protocol
from skerry.errors import PayloadError, ProtocolError
from skerry.events import Event, decode
from skerry.scheduler import MOST_WAITING
from skerry.testing import App

HEAD = '''
import asyncio, functools, sys, time
import skerry as sk
from skerry.view import element

@sk.state
class S:
    count: int = 0
    seen: list[str] = []
    shown: bool = True

def plus(state: S):
    state.count += 1
'''


def app(body: str, *handlers: str, extra: str = "") -> App:
    """An app with a button for each handler, by its name."""
    buttons = "".join(f'    sk.button("{name}", key="{name}", on_click={name})\n' for name in ("plus", *handlers))
    page = f'@sk.page("/")\ndef home(state: S):\n    sk.text(f"count {{state.count}}", key="shown")\n{buttons}{extra}'
    return App(source=f"{HEAD}\n{body}\n{page}", raises=False)


def goes_on(page: App, count: int | None = None) -> None:
    """The app takes the next click, and nothing of the run before is left. count: what the state holds by then."""
    before = page.state(page.module().S).count
    assert before == (before if count is None else count)
    page.find(key="plus").click()
    assert page.find(key="shown").text == f"count {before + 1}"
    assert page.session.scheduler.idle
    assert not page.session.store._journals


def click(page: App, key: str = "plus", **changes: Any) -> dict[str, Any]:
    node = page.find(key=key).node
    spec = page.document.specs[node.specs[0]]
    return {"t": "event", "n": node.id, "e": "click", "h": spec["h"], "p": page.document.patch, "s": 1, "d": {}} | changes


# Payloads

CLASSES = sorted((one for one in vars(events).values() if isinstance(one, type) and issubclass(one, Event)), key=lambda one: one.__name__)
BASE = {one.name for one in dataclasses.fields(Event)}
NAMES = {cls.__name__: name for name, cls in sorted(events._CLASSES.items())}
CHECKED = [
    (NAMES[cls.__name__], one.name)
    for cls in CLASSES
    for one in dataclasses.fields(cls)
    if one.name not in BASE and cls.__name__ in NAMES and str(one.type) != "Any"
]

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(10**400, 10**401), st.floats(), st.text(max_size=5),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=3), st.dictionaries(st.sampled_from("ab"), st.none())), max_size=3),
    st.dictionaries(st.sampled_from(["id", "name", "size", "x"]), st.one_of(st.none(), st.integers(), st.text(max_size=3)), max_size=3),
)  # fmt: skip


@pytest.mark.parametrize(("name", "field"), CHECKED, ids=lambda one: str(one))
@given(VALUES)
@settings(max_examples=25, deadline=None, derandomize=True, database=None)
def test_a_field_of_the_wrong_type_is_named(name: str, field: str, value: Any) -> None:
    """It is taken, and then has the type that the class declares, or the error names the event, the field and what was given."""
    try:
        event = decode(name, {field: value})
    except PayloadError as error:
        assert f"{name}.{field}" in str(error)
        assert "must be" in str(error)
        assert len(str(error)) < 400
        return
    taken = getattr(event, field)
    hint = str({one.name: one.type for one in dataclasses.fields(type(event))}[field])
    if taken is None:
        assert "None" in hint
    elif isinstance(taken, bool):
        assert "bool" in hint
    elif isinstance(taken, (int, float)):
        assert "int" in hint or (abs(taken) < 1e309 and "float" in hint)
    elif isinstance(taken, list) and hint.startswith("list[str]"):
        assert all(isinstance(one, str) for one in taken)
    else:
        assert type(taken).__name__ in hint


def test_fields_that_nobody_knows_are_kept_for_those_who_ask() -> None:
    event = decode("click", {"x": 1, "colour": "red"})
    assert event.payload["colour"] == "red"
    assert not hasattr(event, "colour")


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ({"t": "evnt"}, "Unknown kind of message 'evnt'. Did you mean 'event'?"),
        ({"t": None}, "Unknown kind of message None"),
        ({"t": ["event"]}, "Unknown kind of message ['event']"),
        ({"t": "x" * 1_000_000}, "Unknown kind of message 'xxxx"),
        ({}, "Unknown kind of message None"),
        ({"t": "event"}, "needs the field 'n'"),
        ({"t": "event", "n": True, "e": "click", "h": "", "p": 1, "s": 1, "d": {}}, "Field 'n' of 'event' is int or list, and True"),
        ({"t": "event", "n": 1, "e": "click", "h": "", "p": 1, "s": "1", "d": {}}, "Field 's' of 'event' is int, and '1'"),
        ({"t": "event", "n": 1, "e": "click", "h": "", "p": 1, "s": 1, "d": [1]}, "Field 'd' of 'event' is dict, and [1]"),
        ({"t": "navigate", "url": "http://[", "s": 1}, "'http://[' is no address"),
        ({"t": "navigate", "url": "/nowhere", "s": 1}, "there is no page at '/nowhere'"),
        ("event", "A message is an object, and this is 'event'"),
        (None, "A message is an object, and this is None"),
        ([[[]]], "A message is an object, and this is [[[]]]"),
    ],
    ids=lambda one: f"{one!s:.40}",
)
def test_a_message_that_is_none_is_named_and_the_app_goes_on(message: Any, says: str) -> None:
    page = app("")
    page.session.handle(message)
    page.stage.settle()
    [error] = page.errors
    assert says in error["message"]
    assert len(error["message"]) < 300
    goes_on(page)


@pytest.mark.parametrize(
    "changes",
    [{"n": 10**30}, {"n": -1}, {"n": []}, {"n": [[]]}, {"n": [["button"]]}, {"n": [7, {}]}, {"n": [["button", "nobody"]]}],
    ids=str,
)
def test_an_event_for_what_is_not_there_is_dropped(changes: dict[str, Any]) -> None:
    page = app("")
    page.session.handle(click(page) | changes)
    page.stage.settle()
    assert not page.errors
    assert any("came for an element that is gone" in text for _, text in page.logs)
    goes_on(page, 0)


def test_an_unknown_handler_and_an_unknown_event_are_refused() -> None:
    page = app("")
    page.session.handle(click(page, h="0" * 16))
    page.session.handle(click(page, e="dance"))
    page.stage.settle()
    first, second = (error["message"] for error in page.errors)
    assert "different versions of the app. Reload the page" in first
    assert "does not listen to 'dance', only to ['click']" in second
    goes_on(page, 0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "must be JSON"),
        ("{", "must be JSON"),
        ("null", "come as a list"),
        ('"x"', "come as a list"),
        ("[" * 200_000, "nested too deeply"),
        ('[{"t":"ack","p":NaN}]', "NaN is no number of JSON"),
        ('[{"t":"ack","p":-Infinity}]', "-Infinity is no number of JSON"),
        (f'[{{"t":"ack","p":{"9" * 5000}}}]', "must be JSON"),
    ],
    ids=lambda one: f"{one:.30}",
)
def test_a_text_that_is_no_list_of_messages_is_refused(text: str, says: str) -> None:
    with pytest.raises(ProtocolError, match=says) as raised:
        protocol.parse(text)
    assert len(str(raised.value)) < 400


def test_a_text_of_100_mb_is_refused_before_it_is_read() -> None:
    text = '[{"t":"ack","p":1,"x":"' + "x" * 100_000_000 + '"}]'
    with pytest.raises(ProtocolError, match=r"sent 100,000,026 characters at once, and the most is 33,554,432\. Files travel"):
        protocol.decode(text)


def test_a_payload_of_many_mb_is_handled_and_an_error_about_it_is_short() -> None:
    page = app("def big(event: sk.ClickEvent):\n    raise ValueError(event.payload['text'])\n", "big")
    text = "x" * 20_000_000
    page.session.handle(click(page, "big", d={"text": text}))
    page.session.handle(click(page, "big", d={"x": text}))
    page.session.handle(click(page, "big", d={"x": list(text[:1_000_000])}))
    page.stage.settle()
    raised, wrong, other = page.errors
    assert len(json.dumps(page.errors)) < 150_000
    assert "more characters" in raised["message"]
    assert wrong["message"].startswith("click.x must be float, and 'xxxx")
    assert other["message"].startswith("click.x must be float, and ['x', 'x'")
    goes_on(page)


def test_what_is_wrong_with_one_message_does_not_lose_the_others() -> None:
    page = app("")
    good = click(page)
    for message in protocol.parse(json.dumps([good, {"t": "evnt"}, good, {**good, "d": {"x": "left"}}, good])):
        page.session.handle(message)
    page.stage.settle()
    assert len(page.errors) == 2
    goes_on(page, 3)


# Too many

MODES = ("queue", "once", "multiple", "always_last", "restart")
FLOODED = "\n".join(
    f"""
async def {mode}_work(event: sk.ClickEvent, state: S):
    state.seen.append(f"start {{event.detail}}")
    await asyncio.sleep(0.01)
    state.seen.append(f"end {{event.detail}}")
{mode} = sk.listener({mode}_work, trigger_mode="{mode}")
"""
    for mode in MODES
)


@pytest.mark.parametrize("mode", MODES)
def test_a_thousand_events_a_second_keep_their_order_within_bounds(mode: str) -> None:
    page = app(FLOODED, *MODES)
    most, message = 0, click(page, mode)
    for number in range(1000):
        page.session.handle({**message, "d": {"detail": number}})
        if number % 20 == 19:
            page.advance(0.02)
            scheduler = page.session.scheduler
            most = max(most, sum(map(len, [*scheduler.waiting.values(), *scheduler.running.values(), scheduler._entry])))
    page.advance(30)
    seen = page.state(page.module().S).seen
    started = [int(line[6:]) for line in seen if line.startswith("start")]
    ended = [int(line[4:]) for line in seen if line.startswith("end")]
    assert started == sorted(started), "in the order of the events"
    assert ended == sorted(ended) or mode == "multiple"
    assert most <= {"queue": 1000, "once": 1, "multiple": 40, "always_last": 2, "restart": 1}[mode]
    if mode in ("queue", "multiple"):
        assert sorted(ended) == list(range(1000))
    if mode in ("always_last", "restart"):
        assert ended[-1] == 999, "the last is never lost"
    goes_on(page)


@pytest.mark.parametrize("mode", ["queue", "multiple"])
def test_a_handler_that_never_ends_takes_so_many_events_and_says_so_once(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skerry.scheduler.scheduler.MOST_WAITING", 50)
    page = app(f"async def work():\n    await asyncio.Event().wait()\nnever = sk.listener(work, trigger_mode='{mode}')\n"
               "stop = sk.cancel(work)\n", "never", "stop")  # fmt: skip
    for _ in range(200):
        page.session.handle(click(page, "never"))
        page.stage.settle()
    warnings = [text for level, text in page.logs if level == "warning"]
    assert warnings[0] == f"work was dropped: 50 {'wait' if mode == 'queue' else 'run'} already"
    assert warnings[1].startswith("Further events for work are dropped too")
    assert len(warnings) == 2
    page.find(key="plus").click()
    assert page.find(key="shown").text == "count 1"
    page.find(key="stop").click()
    goes_on(page, 1)
    assert MOST_WAITING == 10_000


# What handlers do

KINDS = {"def": "", "async def": "    await asyncio.sleep(0)\n", "def generator": "    yield\n", "async def generator": "    yield\n"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "raised", ["SystemExit(3)", "KeyboardInterrupt()", "GeneratorExit()", "StopIteration(1)", "StopAsyncIteration()", "BaseException('b')"]
)
def test_whatever_a_handler_raises_ends_the_handler_and_not_the_app(kind: str, raised: str) -> None:
    page = app(f"{kind.removesuffix(' generator')} work(state: S):\n{KINDS[kind]}    state.count += 100\n    raise {raised}\n", "work")
    page.find(key="work").click()
    page.advance(0.1)
    [error] = page.errors
    assert error["handler"] == "work"
    assert raised.partition("(")[0] in error["text"]
    if raised == "SystemExit(3)":
        assert "end work, and not the app. To end a handler early, return from it" in error["message"]
    goes_on(page, 0)


@pytest.mark.parametrize(
    ("body", "title", "says"),
    [
        ("def work():\n    work()\n", "RecursionError", "recursion"),
        ("async def work():\n    return work()\n", "HandlerError", "awaited 100 times in a row"),
        ("class Bad(Exception):\n    def __str__(self): raise ValueError\ndef work():\n    raise Bad\n", "Bad", "could not be made: ValueError"),
        ("class A:\n    def __await__(self): return 5\ndef work():\n    return A()\n", "TypeError", "A.__await__() must give an iterator"),
        ("class A:\n    def __await__(self): yield 5\ndef work():\n    return A()\n", "RuntimeError", "bad yield"),
        ("def work():\n    try:\n        raise KeyError('a')\n    finally:\n        raise ValueError('in finally')\n", "ValueError", "in finally"),
        ("async def work():\n    try:\n        yield\n    finally:\n        raise ValueError('in finally')\n", "ValueError", "in finally"),
        ("one = asyncio.sleep\ndef work():\n    c = one(0)\n    c.close()\n    return c\n", "RuntimeError", "cannot reuse"),
    ],
    ids=["recursion", "endless awaitable", "bad text", "bad awaitable", "bad yield", "finally", "finally of a generator", "closed"],
)
def test_nonsense_is_reported_with_the_handlers_name(body: str, title: str, says: str) -> None:
    page = app(body, "work")
    page.find(key="work").click()
    page.advance(0.1)
    [error] = page.errors
    assert (error["title"], error["handler"]) == (title, "work")
    assert says in error["message"]
    goes_on(page)


@pytest.mark.parametrize("value", ["[object()]", "{1: 2}", "NotImplemented", "type", "lambda: 1", "b'x' * 10", "float('nan')"])
def test_what_a_handler_without_outputs_returns_is_nobodys(value: str) -> None:
    page = app(f"def work():\n    return {value}\n", "work")
    page.find(key="work").click()
    assert not page.errors
    goes_on(page)


def test_a_handler_that_swallows_its_cancelling_is_let_go_and_named() -> None:
    page = app("""
async def stubborn(state: S):
    state.seen.append("begun")
    for _ in range(20):
        try:
            await asyncio.sleep(1)
            state.count += 100
        except asyncio.CancelledError:
            pass
stop = sk.cancel(stubborn)
""", "stubborn", "stop")
    page.find(key="stubborn").click()
    page.find(key="stop").click()
    page.find(key="stubborn").click()
    page.advance(2)
    assert page.state(page.module().S).seen == ["begun"], "the second waits for the first to end"
    page.advance(4)
    assert page.state(page.module().S).seen == ["begun", "begun"]
    assert any("stubborn was cancelled 5 seconds ago and still goes on: it swallows CancelledError" in text for _, text in page.logs)
    page.find(key="plus").click()
    assert page.state(page.module().S).count % 100 == 1
    page.find(key="stop").click()
    page.advance(30)
    goes_on(page)


def test_a_cleanup_that_takes_time_is_waited_for() -> None:
    page = app("""
async def work(state: S):
    try:
        await asyncio.sleep(100)
    finally:
        await asyncio.sleep(2)
        print("cleaned up")
async def next_one(state: S):
    pass
stop = sk.cancel(work)
""", "work", "stop")
    page.find(key="work").click()
    page.find(key="stop").click()
    assert not page.session.scheduler.idle
    page.advance(3)
    assert not page.logs
    goes_on(page, 0)


@pytest.mark.parametrize(
    "body",
    [
        "async def work():\n    try:\n        await asyncio.sleep(9)\n    finally:\n        raise ValueError('in cleanup')\n",
        "def work():\n    try:\n        yield\n        time.sleep(9)\n    finally:\n        raise ValueError('in cleanup')\n",
        "async def work():\n    try:\n        yield\n        await asyncio.sleep(9)\n    finally:\n        raise ValueError('in cleanup')\n",
    ],
    ids=["async", "generator", "async generator"],
)
def test_what_a_cancelled_handler_raises_on_its_way_out_is_in_the_log(body: str) -> None:
    page = app(body + "stop = sk.cancel(work)\n", "work", "stop")
    page.find(key="work").click()
    page.advance(0.1)
    page.find(key="stop").click()
    page.advance(0.1)
    [text] = [text for level, text in page.logs if level == "error"]
    assert text.startswith("work was cancelled, and raised on its way out:")
    assert "ValueError: in cleanup" in text
    assert not page.errors
    goes_on(page)


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_handler_that_yields_after_being_closed_ends(kind: str) -> None:
    sleep = "time.sleep(9)" if kind == "def" else "await asyncio.sleep(9)"
    page = app(f"{kind} work():\n    try:\n        yield\n        {sleep}\n    finally:\n        while True:\n            try:\n"
               "                yield\n            except GeneratorExit:\n                yield\n                return\n"
               "stop = sk.cancel(work)\n", "work", "stop")  # fmt: skip
    page.find(key="work").click()
    page.advance(0.1)
    page.find(key="stop").click()
    page.advance(0.1)
    assert any("ignored GeneratorExit" in text for _, text in page.logs)
    goes_on(page)


def test_a_task_that_outlives_its_handler_writes_and_is_shown_watched_and_saved() -> None:
    page = app("""
async def work(state: S):
    async def afterwards():
        for _ in range(3):
            await asyncio.sleep(1)
            state.count += 10
            state.count += 10
    asyncio.ensure_future(afterwards())

def seen(event: sk.WatchEvent, state: S):
    state.seen.append(f"{event.previous} to {event.value}")
""", "work", extra="    sk.watch(sk.ref(state).count, seen)\n")
    page.find(key="work").click()
    assert page.session.scheduler.idle
    page.advance(1.5)
    assert page.find(key="shown").text == "count 20"
    assert page.state(page.module().S).seen == ["0 to 20"]
    page.advance(2)
    assert page.state(page.module().S).seen == ["0 to 20", "20 to 40", "40 to 60"]
    assert not page.session.store._journals
    goes_on(page, 60)


def test_a_task_of_a_cancelled_handler_writes_no_more() -> None:
    page = app("""
async def work(state: S):
    async def beside():
        await asyncio.sleep(2)
        state.count += 10
    asyncio.ensure_future(beside())
    await asyncio.sleep(5)
stop = sk.cancel(work)
""", "work", "stop")
    page.find(key="work").click()
    page.find(key="stop").click()
    page.advance(5)
    goes_on(page, 0)


def test_state_written_in_a_thread_is_an_error_that_says_how_to_do_it() -> None:
    page = app("""
import threading
async def work(state: S):
    def compute():
        state.count = 5
    failed = []
    threading.excepthook = lambda args: failed.append(args.exc_value)
    thread = threading.Thread(target=compute, name="worker")
    thread.start()
    thread.join()
    raise failed[0]
def compute_only(state: S):
    found = []
    thread = threading.Thread(target=lambda: found.append(40))
    thread.start()
    thread.join()
    state.count += found[0]
""", "work", "compute_only")
    hook = threading.excepthook
    try:
        page.find(key="work").click()
        page.advance(0.1)
    finally:
        threading.excepthook = hook
    [error] = page.errors
    assert "S.count was written in the thread 'worker'" in error["message"]
    assert "await asyncio.to_thread(compute)" in error["message"]
    page.errors.clear()
    page.find(key="compute_only").click()
    goes_on(page, 40)


def test_the_element_of_a_running_handler_goes() -> None:
    page = app("""
async def work(state: S):
    state.shown = False
    await asyncio.sleep(1)
    state.count += 10
    sk.focus("gone")
""", extra='    if state.shown:\n        sk.button("go", key="gone", on_click=work)\n')
    late = click(page, "gone")
    page.find(key="gone").click()
    page.session.handle(late | {"p": page.document.patch})
    page.advance(2)
    assert not page.errors
    assert any("no element on the page has this key" in text for _, text in page.logs)
    goes_on(page, 10)


@pytest.mark.parametrize("raised", ["sys.exit(3)", "raise KeyboardInterrupt('too long')", "raise GeneratorExit", "raise StopIteration"])
def test_a_page_function_that_raises_anything_is_reported(raised: str) -> None:
    page = app("def hide(state: S):\n    state.shown = False\n", "hide", extra=f"    if not state.shown:\n        {raised}\n")
    page.find(key="hide").click()
    assert page.errors[0]["handler"] == "home()"
    assert page.find(key="plus").exists, "what was shown stays"


def test_two_tabs_have_a_state_each_and_what_one_has_kept_the_next_one_gets() -> None:
    source = HEAD.replace("@sk.state\n", '@sk.state(persist="browser")\n') + '''
@sk.page("/")
def home(state: S):
    sk.text(f"count {state.count}", key="shown")
    sk.button("plus", key="plus", on_click=plus)
'''
    one, two = App(source=source), App(source=source)
    for _ in range(2):
        one.find(key="plus").click()
    two.find(key="plus").click()
    one.advance(1)
    two.advance(1)
    assert (one.find(key="shown").text, two.find(key="shown").text) == ("count 2", "count 1")
    assert App(source=source, stored=two.stored).find(key="shown").text == "count 1", "the one that saved last"
    broken = App(source=source, stored={"browser": {"app:S": [{"version": 1, "text": "[5]", "at": 0}]}}, raises=False)
    assert broken.find(key="shown").text == "count 0"


def test_a_session_that_ends_in_the_middle_ends_its_handlers() -> None:
    page = app("""
async def work(state: S):
    try:
        await asyncio.sleep(5)
    finally:
        sys.modules[__name__].ENDED = True
""", "work")
    module = page.module()
    page.find(key="work").click()
    state = page.session.dump()
    page.session.handle({"t": "bye"})
    page.advance(0.1)
    assert module.ENDED
    assert not asyncio.all_tasks(page.stage.loop)
    page.session.handle({"t": "ack", "p": 1})
    assert page.session.closed
    assert state["url"] == "/"
