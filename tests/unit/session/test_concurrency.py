"""Limits on how many runs are under way, who waits, and what ends with its element or page."""

from __future__ import annotations

from skerry import protocol
from skerry.app import App as LoadedApp
from skerry.scheduler import MOST_WAITING
from skerry.testing import App

WORK = '''
import asyncio
import skerry as sk

@sk.state
class Work:
    begun: list[str] = []
    ended: list[str] = []
    there: bool = True

async def work(event: sk.ClickEvent, state: Work):
    state.begun.append(event.key)
    await asyncio.sleep(1)
    state.ended.append(event.key)

async def other(event: sk.ClickEvent, state: Work):
    await work(event, state)

def hide(state: Work):
    state.there = False

LIMITED = {"concurrency_limit": 2, "concurrency_id": "disk"}

@sk.page("/")
def home(state: Work):
    sk.text(f"begun {''.join(state.begun)}, ended {''.join(state.ended)}", key="log")
    sk.text(f"next {sk.queue_position(work)}, d {sk.queue_position(work, key='d')}", key="line")
    for key in "abcd":
        sk.button(key, key=key, on_click=sk.listener(work, **LIMITED))
    sk.button("e", key="e", on_click=sk.listener(other, concurrency_limit=5, concurrency_id="disk"))
    sk.button("f", key="f", on_click=sk.listener(work, queue=False, **LIMITED))
    sk.button("stop", on_click=sk.cancel(work, key="c"))

@sk.page("/ends")
def ends(state: Work):
    sk.text(f"begun {''.join(state.begun)}, ended {''.join(state.ended)}", key="log")
    sk.button("hide", on_click=hide)
    if state.there:
        for key in "un":
            sk.button(key, key=key, on_click=sk.listener(work, cancel_on={"u": "unmount", "n": "navigate"}[key]))
    sk.button("go", on_click=lambda: sk.navigate("/"))
'''


def log(app: App) -> str:
    return app.find(key="log").text


def test_no_more_runs_than_the_limit_are_under_way_and_the_others_wait_in_order() -> None:
    with App(source=WORK) as app:
        for name in "abcde":
            app.find(name, role="button").click()
        assert log(app) == "begun ab, ended"
        assert app.find(key="line").text == "next 1, d 2"
        app.advance(1)
        assert log(app) == "begun abcd, ended ab"
        assert app.find(key="line").text == "next None, d None"
        app.advance(1)
        assert log(app) == "begun abcde, ended abcd", "the lowest limit of a shared name holds"
        app.advance(1)
        assert log(app) == "begun abcde, ended abcde"


def test_queue_false_does_not_wait() -> None:
    with App(source=WORK) as app:
        for name in "abf":
            app.find(name, role="button").click()
        assert log(app) == "begun abf, ended"


def test_what_waits_can_be_cancelled() -> None:
    with App(source=WORK) as app:
        for name in "abcd":
            app.find(name, role="button").click()
        app.find("stop").click()
        assert app.find(key="line").text == "next 1, d 1"
        app.advance(3)
        assert log(app) == "begun abd, ended abd"


def test_the_sessions_of_an_app_count_together_and_a_session_that_ends_makes_room() -> None:
    from skerry.testing.stage import Stage

    with App(source=WORK) as app:
        other = Stage(app.loaded, {}, {"version": 1, "url": "/", "props": {}, "stored": {}}, {}, True)
        for name in "ab":
            app.find(name, role="button").click()
        second = _Over(app, other)
        second.find("c", role="button").click()
        assert "begun ," in second.text
        app.session.close()
        app.advance(0.1)
        other.advance(0.1)
        assert "begun c," in second.text
        other.advance(1)
        assert "begun c, ended c" in second.text
        other.close()


class _Over(App):
    """Another visitor of the same app."""

    def __init__(self, first: App, stage: object) -> None:
        self.loaded: LoadedApp = first.loaded
        self.stage = stage  # type: ignore[assignment]


def test_a_run_ends_with_its_element_or_its_page_where_that_was_asked() -> None:
    for name, left, expected in [("u", "hide", ""), ("u", "go", ""), ("n", "hide", "n"), ("n", "go", "")]:
        with App(source=WORK, url="/ends") as app:
            app.find(name, role="button").click()
            app.find(left, role="button").click()
            app.advance(2)
            assert log(app) == f"begun {name}, ended {expected}".strip()


def test_a_handler_that_never_ends_does_not_fill_the_memory() -> None:
    source = '''
import asyncio
import skerry as sk

async def forever():
    await asyncio.Event().wait()

@sk.page("/")
def home():
    sk.button("go", on_click=forever)
'''
    with App(source=source) as app:
        node = app.find("go").node
        spec = app.document.specs[node.specs[0]]
        event = {"t": protocol.EVENT, "n": node.id, "e": "click", "h": spec["h"], "p": 1, "d": {}}
        for number in range(MOST_WAITING + 50):
            app.session.handle({**event, "s": number + 1})
            if not number:
                app.advance(0.1)
        waiting = sum(map(len, app.session.scheduler.waiting.values()))
        assert waiting == MOST_WAITING
        assert [text for _, text in app.logs if "wait already" in text]
