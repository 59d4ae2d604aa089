"""What people see of handlers that take time."""

from __future__ import annotations

from typing import Any

import pytest

from skerry.testing import App

HEAD = '''
import asyncio, time
import skerry as sk

@sk.state
class Work:
    n: int = 0

async def wait(event: sk.ClickEvent, state: Work):
    await asyncio.sleep(float(event.key))
    state.n += 1

async def fails():
    await asyncio.sleep(0.2)
    raise ValueError("no luck")
'''


def page(body: str, *, raises: bool = True) -> App:
    return App(source=f'{HEAD}\n@sk.page("/")\ndef home(state: Work):\n{body}', raises=raises)


def said(app: App, *names: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in args.items() if k != "n"} for name, args in app.commands if name in names]


def test_nothing_is_said_of_what_takes_less_than_100_ms() -> None:
    with page('    sk.button("go", key="0.09", on_click=wait)') as app:
        app.find("go").click()
        app.advance(1)
        assert said(app, "busy", "status") == []


def test_the_element_is_marked_while_its_handler_runs() -> None:
    with page('    sk.button("go", key="0.3", on_click=wait)\n    sk.button("bad", on_click=fails)', raises=False) as app:
        app.find("go").click()
        app.advance(0.099)
        assert said(app, "busy") == []
        app.advance(0.02)
        assert said(app, "busy") == [{"state": "busy"}]
        app.find("go").click()  # a second one waits: still busy until both have ended
        app.advance(0.3)
        assert said(app, "busy") == [{"state": "busy"}]
        app.advance(0.4)
        assert said(app, "busy") == [{"state": "busy"}, {"state": ""}]
        app.find("bad").click()
        app.advance(1)
        assert said(app, "busy")[2:] == [{"state": "busy"}, {"state": "failed"}]
        app.errors.clear()


@pytest.mark.parametrize(("show", "busy", "lines"), [("full", 1, 1), ("minimal", 1, 0), ("hidden", 0, 0)])
def test_how_much_is_shown_can_be_said(show: str, busy: int, lines: int) -> None:
    with page(f'    sk.button("go", key="0.3", on_click=sk.listener(wait, show_progress="{show}"))') as app:
        app.find("go").click()
        app.advance(0.2)
        assert len(said(app, "busy")) == busy
        assert said(app, "status") == [{"id": 1, "value": None, "text": "Wait"}] * lines
        app.advance(0.2)
        assert said(app, "status")[lines:] == [{"id": 1, "done": True}] * lines


def test_a_place_in_line_is_told() -> None:
    body = '    for n in (1, 2, 3):\n        sk.button(f"b{n}", key="0.3", on_click=LIMITED)' .replace('key="0.3"', 'key=f"0.3{n}"')
    source = f'{HEAD}\nLIMITED = sk.listener(wait, concurrency_limit=1, show_progress="full")\n@sk.page("/")\ndef home(state: Work):\n{body}'
    with App(source=source) as app:
        for name in ("b1", "b2", "b3"):
            app.find(name).click()
        app.advance(0.2)
        app.advance(0.2)
        positions = [one["position"] for one in said(app, "status") if "position" in one]
        assert positions == [1], "the third moves up when the first has ended"


STEPS = HEAD + '''
def rows(state: Work):
    for number in sk.progress(range(4), "Reading"):
        state.n = number + 1
        time.sleep(0.2)

async def stream(state: Work):
    async def source():
        for number in range(3):
            await asyncio.sleep(0.1)
            yield number
    async for number in sk.progress(source(), "Streaming", total=3):
        state.n = number + 1

async def by_hand():
    sk.progress(0.5, "Half")
    await asyncio.sleep(0.3)
    sk.progress(None, "Who knows")
    await asyncio.sleep(0.3)

def wrong():
    sk.progress(3)

@sk.page("/")
def home(state: Work):
    for handler in (by_hand, stream, wrong):
        sk.button(handler.__name__, on_click=handler)
    sk.button("rows", on_click=sk.listener(rows, blocking=True))
    done = sk.progress_of(by_hand) or sk.progress_of(rows)
    sk.text("nothing" if done is None else f"{done.text} {done.value}", key="done")
    sk.progress(0.25, "A bar")
'''


def test_a_handler_says_how_far_it_is() -> None:
    with App(source=STEPS) as app:
        app.find("by_hand").click()
        assert app.find(key="done").text == "Half 0.5"
        app.advance(0.15)
        app.advance(0.2)
        assert [(one.get("value"), one.get("text")) for one in said(app, "status")] == [(0.5, "Half"), (None, "Who knows")]
        app.advance(0.5)
        assert app.find(key="done").text == "nothing"
        assert said(app, "status")[-1] == {"id": 1, "done": True}
        assert app.find("A bar", role="progressbar").exists


def test_what_is_gone_through_is_reported() -> None:
    with App(source=STEPS) as app:
        app.find("rows").click()
        app.advance(1.5)
        values = [one["value"] for one in said(app, "status") if "value" in one]
        assert values == [0.0, 0.25, 0.5, 0.75, 1.0] or values == [0.0, 0.25, 0.5, 0.75]
        app.find("stream").click()
        app.advance(1)
        assert [one["text"] for one in said(app, "status") if "text" in one][-1] == "Streaming"


def test_a_share_that_is_none_is_an_error() -> None:
    with App(source=STEPS, raises=False) as app:
        app.find("wrong").click()
        assert "a number from 0 to 1" in app.errors[0]["message"]
        app.errors.clear()


def test_the_bars_of_tqdm_report() -> None:
    pytest.importorskip("tqdm")
    source = HEAD + '''
async def work(state: Work):
    from tqdm import tqdm
    with sk.track_tqdm():
        for number in tqdm(range(4), desc="Rows", mininterval=0):
            await asyncio.sleep(0.2)

@sk.page("/")
def home(state: Work):
    sk.button("work", on_click=work)
'''
    with App(source=source) as app:
        app.find("work").click()
        app.advance(2)
        found = [(one["text"], one["value"]) for one in said(app, "status") if "text" in one]
        assert ("Rows", 0.5) in found


TWO_BARS = HEAD + '''
async def work(event: sk.ClickEvent, state: Work):
    from tqdm import tqdm
    with sk.track_tqdm():
        for number in tqdm(range(4), desc=str(event.key), mininterval=0):
            await asyncio.sleep(0.1 if event.key == "short" else 0.3)

@sk.page("/")
def home(state: Work):
    for key in ("long", "short"):
        sk.button(key, key=key, on_click=work)
'''


def test_the_bars_of_two_handlers_are_told_apart_and_tqdm_is_left_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    tqdm = pytest.importorskip("tqdm").tqdm
    own = tqdm.display, tqdm.monitor_interval
    with App(source=TWO_BARS) as app:
        app.find("short").click()
        app.find("long").click()
        app.advance(2)
        found = {one["id"]: one["text"] for one in said(app, "status") if one.get("value") == 0.75}
        assert found == {1: "short", 2: "long"}
    assert (tqdm.display, tqdm.monitor_interval) == own
    assert capsys.readouterr() == ("", ""), "not a word, not an empty line"


FAILURES = HEAD + '''
def plain(state: Work):
    if state.n < 1:
        raise ValueError("no luck")

def steps():
    yield
    raise ValueError("no luck")

def luck(state: Work):
    state.n = 1

@sk.page("/")
def home(state: Work):
    sk.button("plain", on_click=plain)
    sk.button("steps", on_click=steps)
    sk.button("quiet", on_click=sk.listener(fails, show_progress="hidden"))
    sk.input("typed", on_input=plain)
    sk.button("taken up", on_click=sk.listener(fails).failure(luck))
'''


@pytest.mark.parametrize("name", ["plain", "steps", "quiet", "typed"])
def test_a_failed_handler_shows_where_until_it_is_tried_again(name: str) -> None:
    with App(source=FAILURES, raises=False) as app:
        place = app.find(name)
        place.fill("x") if name == "typed" else place.click()
        app.advance(0.5)
        marks = [(args["n"], args["state"]) for command, args in app.commands if command == "busy"]
        assert marks[-1] == (place.node.id, "failed")
        app.commands.clear()
        place.fill("xy") if name == "typed" else place.click()
        app.advance(0.5)
        assert said(app, "busy")[0] == {"state": ""}, "what has failed is past"
        assert said(app, "busy")[-1] == {"state": "failed"}
        app.errors.clear()


def test_a_failure_that_is_taken_up_is_not_shown() -> None:
    with App(source=FAILURES) as app:
        app.find("taken up").click()
        app.advance(0.5)
        assert said(app, "busy") == [{"state": "busy"}, {"state": ""}]
        app.find("plain").click()
        assert said(app, "busy")[2:] == []


SCROLLING = HEAD + '''
def answer():
    for word in ("fair", "winds"):
        yield word

@sk.page("/")
def home(state: Work):
    go = sk.button("go")
    out = sk.text("...")
    sk.on(go.click, answer, outputs=out, scroll_to_output=True)
'''


def test_the_output_is_scrolled_to_once_it_has_its_first_value() -> None:
    with App(source=SCROLLING) as app:
        app.find("go").click()
        app.advance(0.1)
        assert [args for name, args in app.commands if name == "scroll"] == [{"n": app.find("winds").node.id}]


def test_what_is_scrolled_to_is_a_component() -> None:
    with App(source=SCROLLING.replace("outputs=out", "outputs=sk.ref(state).n"), raises=False) as app:
        assert "scroll_to_output=True needs a component among its outputs" in app.errors.pop()["message"]
