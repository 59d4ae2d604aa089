"""Watches, timers, and change for programs."""

from __future__ import annotations

import pytest

from skerry.testing import App

HEAD = '''
import asyncio
from dataclasses import dataclass, field
import skerry as sk

@dataclass
class Line:
    name: str
    count: int = 1

@sk.state
class Basket:
    lines: list[Line] = []
    total: int = 0
    note: str = ""
    on: bool = True
    a: int = 0
    b: int = 0
    seen: list[str] = []
'''


def test_a_watch_is_called_once_for_what_a_run_changed_at_any_depth() -> None:
    source = HEAD + '''
def told(event: sk.WatchEvent, state: Basket):
    before = [(one.name, one.count) for one in event.previous]
    now = [(one.name, one.count) for one in event.value]
    state.seen.append(f"{event.target}: {before} to {now}")

def add(state: Basket):
    state.lines.append(Line("tea"))
    state.lines.append(Line("rice"))

def more(state: Basket):
    state.lines[1].count += 1

def same(state: Basket):
    state.lines[0].count += 1
    state.lines[0].count -= 1

@sk.page("/")
def home(state: Basket):
    if state.on:
        sk.watch(sk.ref(state).lines, told)
    for handler in (add, more, same):
        sk.button(handler.__name__, on_click=handler)
    sk.checkbox("on", bind=sk.ref(state).on)
'''
    with App(source=source) as app:
        seen = app.state(app.module().Basket).seen
        app.find("add").click()
        app.find("same").click()
        app.find("more").click()
        assert seen == [
            "Basket.lines: [] to [('tea', 1), ('rice', 1)]",
            "Basket.lines: [('tea', 1), ('rice', 1)] to [('tea', 1), ('rice', 2)]",
        ]
        app.find("on").click()
        app.find("more").click()
        assert len(seen) == 2, "what is not asked for any more does not watch"
        assert not app.session.watches.all


def test_a_watch_of_a_handler_lasts_until_it_is_ended() -> None:
    source = HEAD + '''
STOP = []

def told(state: Basket):
    state.b += 1

def start(state: Basket):
    STOP.append(sk.watch(sk.ref(state).a, told))

def step(state: Basket):
    state.a += 1

def stop():
    STOP.pop()()

@sk.page("/")
def home(state: Basket):
    for handler in (start, step, stop):
        sk.button(handler.__name__, on_click=handler)
    sk.text(f"b {state.b}")
'''
    with App(source=source) as app:
        for name in ("step", "start", "step", "step", "stop", "step"):
            app.find(name, role="button").click()
        assert "b 2" in app.text


def test_trap_change_loops_a_watch_does_not_call_itself() -> None:
    source = HEAD + '''
async def clamp(state: Basket):
    state.a += 1
    await asyncio.sleep(0.1)
    state.a += 1

def step(state: Basket):
    state.a += 10

@sk.page("/")
def home(state: Basket):
    sk.watch(sk.ref(state).a, clamp)
    sk.button("step", on_click=step)
    sk.text(f"a {state.a}", key="a")
'''
    with App(source=source) as app:
        app.find("step").click()
        app.advance(2)
        assert app.find(key="a").text == "a 12"


def test_trap_change_loops_watches_that_call_each_other_for_ever_are_stopped() -> None:
    source = HEAD + '''
def one(state: Basket):
    state.b += 1

def other(state: Basket):
    state.a += 1

@sk.page("/")
def home(state: Basket):
    sk.watch(sk.ref(state).a, one)
    sk.watch(sk.ref(state).b, other)
    sk.button("step", on_click=other)
    sk.text(f"a {state.a}", key="a")
'''
    with App(source=source, raises=False) as app:
        app.find("step").click()
        app.advance(1)
        assert app.errors[0]["message"].endswith("such as by writing only what differs")
        before = app.find(key="a").text
        app.find("step").click()
        assert app.find(key="a").text != before, "the app goes on"


FIELDS = HEAD + '''
def set_b(event: sk.ChangeEvent, state: Basket):
    state.seen.append(f"set_b {event.value} {event.payload.get('programmatic', False)}")
    state.note = event.value.upper()

def own(event: sk.ChangeEvent, state: Basket):
    state.seen.append(f"own {event.value}")
    state.note = state.note + "!"

def fill(state: Basket):
    state.note = "filled"

@sk.page("/")
def home(state: Basket):
    sk.input("source", on_change=set_b)
    sk.input("note", bind=sk.ref(state).note, on_change=sk.listener(own, programmatic=True))
    sk.input("quiet", bind=sk.ref(state).note, on_change=set_b)
    sk.button("fill", on_click=fill)
    sk.text(", ".join(state.seen), key="log")
'''


def test_trap_change_loops_change_for_programs_does_not_call_itself() -> None:
    with App(source=FIELDS) as app:
        app.find("fill").click()
        assert app.find(key="log").text == "own filled"
        assert app.find(label="note").value == "filled!"
        app.find(label="note").fill("mine")
        assert app.find(key="log").text == "own filled, own mine"
        assert app.find(label="note").value == "mine!"
        app.find(label="source").fill("tea")
        assert app.find(key="log").text == "own filled, own mine, set_b tea False, own TEA"


def test_a_change_by_a_program_says_what_a_persons_says() -> None:
    source = HEAD + '''
def told(event: sk.ChangeEvent, state: Basket):
    state.seen.append(f"{event.value} {event.checked}")

@sk.state
class Choice:
    way: str = "bus"
    first: bool = False

def turn(choice: Choice):
    choice.way, choice.first = ("train", True) if choice.way == "bus" else ("bus", False)

@sk.page("/")
def home(state: Basket, choice: Choice):
    hear = sk.listener(told, programmatic=True)
    sk.radio("Way", ["bus", "train"], bind=sk.ref(choice).way, on_change=hear)
    sk.checkbox("First class", bind=sk.ref(choice).first, on_change=hear)
    sk.button("turn", on_click=turn)
    sk.text(", ".join(state.seen), key="log")
'''
    with App(source=source) as app:
        app.find("turn").click()
        assert sorted(app.find(key="log").text.split(", ")) == ["on True", "train True"]
        app.find("bus").check()
        app.find("First class").check(False)
        assert app.find(key="log").text.endswith(", bus True, on False")


def test_programmatic_is_for_change() -> None:
    source = HEAD + '''
@sk.page("/")
def home(state: Basket):
    sk.button("a", on_click=sk.listener(print_it, programmatic=True))

def print_it(): ...
'''
    with App(source=source, raises=False) as app:
        assert "programmatic=True is for change" in app.errors[0]["text"]
        app.errors.clear()


COMPONENTS = HEAD + """
from dataclasses import dataclass, field

@sk.state
class Shown:
    messages: list[dict] = []
    photo: str | None = None
    tab: str = "Map"
    chosen: int | None = None
    log: list[str] = []

def said(event: sk.ChangeEvent, shown: Shown):
    shown.log.append(f"chat {len(event.value)}")
    if len(event.value) < 3:
        shown.messages.append({"role": "user", "content": "from the handler itself"})

def other(event: sk.ChangeEvent, shown: Shown):
    shown.log.append(f"{event.key} {event.value}")

def write(shown: Shown):
    shown.messages.append({"role": "user", "content": "hello"})
    shown.photo, shown.tab, shown.chosen = "b.png", "List", 1

@sk.page("/")
def home(shown: Shown):
    place = sk.ref(shown)
    sk.chat(shown.messages, on_change=sk.listener(said, programmatic=True), on_send=lambda: None)
    sk.image_input("Photo", value=shown.photo, on_change=other, key="photo")
    sk.tabs(["Map", "List"], bind=place.tab, on_change=sk.listener(other, programmatic=True), key="tabs")
    pictures = sk.gallery([("a.png", "A"), ("b.png", "B")], bind=place.chosen, key="gallery")
    sk.on(pictures.change, other, programmatic=True)
    sk.button("write", on_click=write)
    sk.text("; ".join(shown.log), key="log")
"""


def test_what_components_show_changes_for_programs_and_people_and_no_handler_calls_itself() -> None:
    with App(source=COMPONENTS) as app:
        app.find("write").click()
        assert app.find(key="log").text == "chat 1; photo b.png; tabs List; gallery 1"
        app.find("Map").click()
        app.find("B", role="button").click()
        assert app.find(key="log").text.endswith("gallery 1; tabs Map; gallery None")


def test_what_is_typed_inside_a_chat_is_no_change_of_it() -> None:
    with App(source=COMPONENTS) as app:
        app.find(label="Conversation: Write a message").fill("not sent yet")
        assert app.find(key="log").text == ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sk.data_table([[1]], on_change=print_it)", "sk.data_table() has no on_change: on_edit tells"),
        ("sk.table([[1]], on_change=print_it)", "sk.watch(sk.ref(state).rows, handler)"),
        ("sk.upload('Log', on_change=sk.listener(print_it, programmatic=True))", "on_upload and on_delete tell"),
        ("sk.webcam('Booth', on_change=print_it)", "on_capture tells"),
        ("sk.microphone('Voice', on_change=print_it)", "on_record tells"),
        ("sk.card(on_change=sk.listener(print_it, programmatic=True))", "shows no value that a handler could change"),
        ("sk.file_input('Log', on_change=sk.listener(print_it, programmatic=True))", "watch the state"),
        ("sk.on(sk.text('x').change, print_it, programmatic=True)", "shows no value"),
    ],
)
def test_a_change_that_could_never_come_is_an_error(line: str, says: str) -> None:
    source = HEAD + f"""
@sk.page("/")
def home(state: Basket):
    {line}

def print_it(): ...
"""
    with App(source=source, raises=False) as app:
        assert says in app.errors[0]["text"]
        app.errors.clear()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sk.timer(1, print_it, debounce=1)", "debounce= is decided in the page, and sk.timer() is none"),
        ("sk.watch(sk.ref(state).a, print_it, throttle=1)", "throttle= is decided in the page, and sk.watch() is none"),
        ("sk.watch(sk.ref(state).a, print_it, programmatic=True)", "programmatic=True is for change"),
        ("sk.tabs(['A'], on_change=sk.listener(print_it, debounce=1))", "and change of <div> is none of the page's events"),
        ("sk.on(sk.chat([]).change, print_it, prevent_default=True)", "and change of <section> is none"),
    ],
)
def test_an_option_that_nobody_would_look_at_is_an_error(line: str, says: str) -> None:
    source = HEAD + f"""
def print_it(): ...

@sk.page("/")
def home(state: Basket):
    {line}
"""
    with App(source=source, raises=False) as app:
        assert says in app.errors[0]["message"]
        app.errors.clear()


def test_what_has_no_element_ends_its_runs_too_where_that_is_asked() -> None:
    source = """
import asyncio
import skerry as sk

@sk.state
class Tide:
    on: bool = True
    n: int = 0
    ends: list[str] = []

ENDED = []

async def wait(name):
    try:
        await asyncio.sleep(60)
    finally:
        ENDED.append(name)

async def tick(): await wait("tick")
async def watched(): await wait("watched")
async def chained(): await wait("chained")
async def stays(): await wait("stays")
async def loaded(): await wait("loaded")

@sk.page("/", on_load=[sk.listener(loaded, cancel_on="unmount"), stays])
def home(tide: Tide):
    sk.checkbox("On", bind=sk.ref(tide).on)
    sk.button("Write", on_click=lambda: setattr(tide, "n", 1))
    sk.button("Leave", on_click=lambda: sk.navigate("/other"))
    if tide.on:
        sk.timer(1, tick, cancel_on="unmount")
        sk.timer(1, sk.listener(lambda: None).then(chained, cancel_on="unmount"), key=2)
        sk.timer(1, stays, key=1)
        sk.watch(sk.ref(tide).n, watched, cancel_on="unmount")

@sk.page("/other")
def other(): ...
"""
    with App(source=source) as app:
        app.find("Write").click()
        app.advance(1)
        app.find("On").check(False)
        app.advance(0.1)
        ended = app.module().ENDED
        assert sorted(ended) == ["chained", "tick", "watched"]
        app.find("Leave").click()
        app.advance(0.1)
        assert ended[3:] == ["loaded"]


def test_a_timer_ticks_while_it_is_shown() -> None:
    source = HEAD + '''
def tick(event: sk.TickEvent, state: Basket):
    state.a = event.count
    state.note = f"{event.key} {event.elapsed:.1f}"

async def slow(state: Basket):
    await asyncio.sleep(0.25)
    state.b += 1

@sk.page("/")
def home(state: Basket):
    sk.checkbox("on", bind=sk.ref(state).on)
    sk.timer(0.1, tick, active=state.on, key="t")
    sk.timer(0.1, slow)
    sk.timer(0.35, tick, once=True, key="once")
    sk.text(f"a {state.a}, b {state.b}, {state.note}", key="log")
'''
    with App(source=source) as app:
        app.advance(0.32)
        assert app.find(key="log").text == "a 3, b 0, t 0.3"
        app.advance(0.04)
        assert app.find(key="log").text.endswith("once 0.4") or app.find(key="log").text.endswith("once 0.3")
        app.advance(0.1)
        assert app.find(key="log").text == "a 4, b 1, t 0.4"
        app.find("on").click()
        app.advance(1)
        assert app.find(key="log").text.startswith("a 4, b ")
        app.find("on").click()
        app.advance(0.12)
        assert app.find(key="log").text.startswith("a 1, b ")


@pytest.mark.parametrize("seconds", ["0", "-1", "'a'", "float('inf')", "None", "True"])
def test_a_timer_needs_a_number_of_seconds(seconds: str) -> None:
    source = f'{HEAD}\n@sk.page("/")\ndef home():\n    sk.timer({seconds}, print)\n'
    with App(source=source, raises=False) as app:
        assert "seconds is a number above 0" in app.errors[0]["text"]
        app.errors.clear()
