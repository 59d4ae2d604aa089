"""Chains: what runs after a handler, always or after one outcome; and one handler for many events."""

from __future__ import annotations

import pytest

from skerry.errors import HandlerError
from skerry.testing import App

HEAD = '''
import asyncio
import skerry as sk
from skerry.view import element

@sk.state
class Log:
    lines: list[str] = []
    n: int = 0

def add(line):
    def handler(state: Log):
        state.lines.append(f"{line}{state.n}")
        state.n += 1
    return handler

def bad(state: Log):
    state.lines.append("never seen")
    raise ValueError("no luck")

async def slow(state: Log):
    await asyncio.sleep(1)
    state.lines.append("slow")

def told(context, event: sk.ClickEvent, state: Log):
    state.lines.append(f"{event.type}: {context['error']}")

def show(state: Log):
    element("p", " ".join(state.lines))
'''


def clicked(chain: str, *, seconds: float = 0.0, errors: bool = False) -> str:
    """What a click on a button with this listener leaves on the page."""
    source = f'{HEAD}\n@sk.page("/")\ndef home(state: Log):\n    show(state)\n    element("button", "go", on={{"click": {chain}}})\n'
    with App(source=source, raises=False) as app:
        app.find(tag="button").nth(0).click()
        app.advance(seconds)
        assert bool(app.errors) == errors, app.errors
        app.errors.clear()
        return app.find(tag="p").nth(0).text


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ('sk.listener(add("a")).then(add("b")).then(add("c"))', "a0 b1 c2"),
        ('sk.listener(add("a")).success(add("b")).failure(add("c")).then(add("d"))', "a0 b1 d2"),
        ('sk.listener(add("a")).then(sk.listener(add("b")).success(add("c"))).then(add("d"))', "a0 b1 c2 d3"),
        ('sk.listener(bad).success(add("b")).failure(add("c")).success(add("d"))', "c0 d1"),
        ('sk.listener(bad).success(sk.listener(add("b")).then(add("x"))).failure(told)', "click: no luck"),
        ('sk.listener(bad).then(add("a")).failure(told).then(add("b"))', "a0 click: no luck b1"),
        ('sk.listener(add("a")).success(bad).failure(told)', "a0 click: no luck"),
        ('sk.listener(add("a")).then(sk.listener(bad).failure(add("b"))).failure(add("never"))', "a0 b1"),
    ],
)
def test_links_run_after_their_outcome_and_see_what_was_left(chain: str, expected: str) -> None:
    assert clicked(chain) == expected


def test_a_failure_that_nothing_takes_up_is_shown() -> None:
    assert clicked('sk.listener(bad).success(add("b")).then(add("c"))', errors=True) == "c0"


def test_a_chain_waits_for_what_takes_time() -> None:
    assert clicked('sk.listener(slow).then(add("a"))', seconds=0.5) == ""
    assert clicked('sk.listener(slow).then(add("a"))', seconds=1.5) == "slow a0"


LONG = HEAD + '''
async def first(state: Log):
    await asyncio.sleep(1)
    state.lines.append("first")

CHAIN = sk.listener(first, trigger_mode="restart").then(slow).then(add("end"))

@sk.page("/")
def home(state: Log):
    show(state)
    element("p", "busy" if sk.running(CHAIN) else "idle", key="status")
    element("button", "go", on={"click": CHAIN})
    element("button", "stop", on={"click": sk.cancel(CHAIN)})
    element("button", "stop slow", on={"click": sk.listener(add("x"), cancels=CHAIN)})
'''


@pytest.mark.parametrize("stop", ["stop", "stop slow"])
def test_a_cancelled_run_ends_its_chain(stop: str) -> None:
    with App(source=LONG) as app:
        app.find(tag="button").nth(0).click()
        app.advance(1.5)
        assert app.find(key="status").text == "busy"
        app.find(stop).click()
        app.advance(5)
        assert app.find(key="status").text == "idle"
        assert app.find(tag="p").nth(0).text == ("first" if stop == "stop" else "first x0")


def test_a_restart_ends_what_came_of_the_earlier_run() -> None:
    with App(source=LONG) as app:
        app.find(tag="button").nth(0).click()
        app.advance(1.5)  # first is done, slow runs
        app.find(tag="button").nth(0).click()
        app.advance(5)
        assert app.find(tag="p").nth(0).text == "first first slow end0"


ON = HEAD + '''
MODE = None

@sk.page("/")
def home(state: Log):
    show(state)
    name = sk.input("Name", key="name")
    with sk.form(on_submit=add("form")) as form:
        go = sk.button("Go")
        sk.button("Send", type="submit")
    other = sk.button("Other", on_click=add("own"))
    sk.on([name.enter, go.click, form.submit, other.click], slow, trigger_mode=MODE).then(add("then"))
'''


def test_one_handler_for_many_events() -> None:
    with App(source=ON) as app:
        for act in (lambda: app.find("Name").press("Enter"), lambda: app.find("Go").click(), lambda: app.find("Send").click()):
            before = len(app.find(tag="p").nth(0).text.split())
            act()
            app.advance(1.5)
            assert len(app.find(tag="p").nth(0).text.split()) > before
        app.find("Other").click()
        app.advance(2)
        assert app.find(tag="p").nth(0).text == "slow then0 slow then1 form2 slow then3 own4 slow then5"


def test_the_triggers_of_one_handler_are_one_listener() -> None:
    with App(source=ON.replace("MODE = None", "MODE = 'once'")) as app:
        app.find("Go").click()
        app.find("Other").click()
        app.find("Name").press("Enter")
        app.advance(1.5)
        assert app.find(tag="p").nth(0).text == "own0 slow then1"
        app.find("Go").click()
        app.advance(1.5)
        assert app.find(tag="p").nth(0).text == "own0 slow then1 slow then2"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("sk.on(button, add('a'))", "name its event too"),
        ("sk.on([], add('a'))", "no event"),
        ("sk.on([button.click, button.click], add('a'))", "twice"),
        ("sk.on(button.clik, add('a'))", "Did you mean 'click'?"),
        ("sk.on(button.click, add('a')())", "missing 1 required positional"),
        ("sk.on(button.click, add('a'), trigger_mode='never')", "no trigger_mode 'never'"),
        ("sk.on(button.click, add('a')).then(None)", "a handler is a function"),
        ("sk.on(OLD[0].click, add('a'))", "was built earlier"),
        ("sk.on(sk.input('Box').submit, add('a'))", "For Enter in a field there is on_enter"),
        ("sk.input('Box', on_submit=add('a'))", "its form has: sk.form(on_submit=...)"),
        ("sk.on(sk.image('pier.jpg', alt='Pier').select, add('a'))", "cannot listen to 'select' of sk.image(): pass on_select="),
        ("sk.on(sk.image('a.png', alt='a').select, add('a'))", "pass on_select="),
        ("sk.on(button.click, lambda stat: None)", "'stat'"),
        ("sk.on(button.click, add('a')).then(lambda stat: None)", "'stat'"),
    ],
)
def test_what_is_wrong_with_on_is_said(call: str, expected: str) -> None:
    source = HEAD + f'''
OLD = []

@sk.page("/")
def home(state: Log):
    button = sk.button("Go", on_click=add("a"))
    sk.text(str(state.n))
    if not OLD:
        OLD.append(button)
    else:
        {call}
'''
    with App(source=source, raises=False) as app:
        app.find("Go").click()
        assert any(expected in error["text"] for error in app.errors), app.errors
        app.errors.clear()


def test_on_hears_a_sliders_release() -> None:
    source = HEAD + '''
def let_go(event: sk.ReleaseEvent, state: Log):
    state.lines.append(f"{event.key} {event.value}")

@sk.page("/")
def home(state: Log):
    show(state)
    sk.on(sk.slider("Volume", key="v").release, let_go)
'''
    with App(source=source) as app:
        app.find("Volume").fill(30)
        assert app.find(tag="p").nth(0).text == "v 30.0"


def test_a_listener_made_with_a_new_function_each_time_is_told_to_the_page_once() -> None:
    source = HEAD + '''
@sk.page("/")
def home(state: Log):
    def stop(): ...
    element("button", f"go {state.n}", on={"click": sk.listener(add("a"), cancels=stop).then(stop)})
'''
    with App(source=source, raises=False) as app:
        for _ in range(5):
            app.find(tag="button").nth(0).click()
        assert len(app.document.specs) == 1


def test_chain_and_listener_errors_name_the_option() -> None:
    from skerry import listener

    for options, expected in [
        ({"concurrency_limit": 0}, "from 1 up"),
        ({"concurrency_limit": True}, "from 1 up"),
        ({"concurrency_id": ""}, "is a text"),
        ({"cancel_on": "unmounted"}, "Did you mean 'unmount'?"),
    ]:
        with pytest.raises(HandlerError, match=expected):
            listener(print, **options)
