"""Events of the window, of elements' size and view, and listeners that get an event with another meaning."""

from __future__ import annotations

import pytest

from skerry.testing import App

HEAD = '''
import skerry as sk

@sk.state
class Seen:
    lines: list[str] = []
    shown: bool = True

def note(event: sk.Event, state: Seen):
    state.lines.append(f"{type(event).__name__} {event.type}")

def size(event: sk.ResizeEvent, state: Seen):
    state.lines.append(f"{event.width:g} by {event.height:g}")

def key(event: sk.KeyEvent, state: Seen):
    state.lines.append(f"key {event.pressed}")
'''


def app(body: str) -> App:
    return App(source=f'{HEAD}\n@sk.page("/")\ndef home(state: Seen):\n    sk.text(", ".join(state.lines), key="log")\n{body}', raises=False)


def log(page: App) -> str:
    return page.find(key="log").text


def test_the_window_is_heard_while_the_page_shows_it() -> None:
    body = '''
    if state.shown:
        sk.window(on_resize=size, on_hash_change=note, on_visibility=note, on_connection=note, on_unload=note)
    sk.checkbox("shown", bind=sk.ref(state).shown)
'''
    with app(body) as page:
        page.happens("resize", width=320, height=640)
        page.happens("hashchange", hash="#x")
        page.happens("visibilitychange", visible=False)
        page.happens("offline", online=False)
        page.happens("pagehide", persisted=False)
        assert log(page) == (
            "320 by 640, HashChangeEvent hashchange, VisibilityEvent visibilitychange, ConnectionEvent offline, UnloadEvent pagehide"
        )
        page.find("shown").click()
        page.happens("resize", width=1, height=1)
        assert log(page).endswith("pagehide")


def test_shortcuts_are_heard_wherever_the_focus_is_but_typing_is_the_fields() -> None:
    with app('    sk.input("Name", on_key_down=sk.listener(note, keys="F2"))\n    sk.shortcut(("Ctrl+S", "N"), key)') as page:
        page.press("Ctrl+S")
        page.press("N")
        page.find("Name").press("N")
        page.find("Name").press("Ctrl+S")
        assert log(page) == "key S, key N, key S"


def test_a_handler_annotated_with_another_event_is_an_error_when_the_page_is_built() -> None:
    for body, expected in [
        ('    sk.shortcut("Ctrl+S", size)', "ResizeEvent"),
        ('    sk.window(on_resize=key)', "KeyEvent"),
        ('    sk.window(on_resise=key)', "Did you mean 'on_resize'?"),
        ('    sk.shortcut("Ctl+S", key)', "Ctl"),
        ('    sk.slider("Level", on_release=size)', "ResizeEvent"),
    ]:
        with app(body) as page:
            assert expected in page.errors[0]["text"], body
            page.errors.clear()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sk.button('B', on_click=sk.listener(act, keys='Enter'))", "is for on_key_down and on_key_up, not for click"),
        ("sk.upload('U', on_upload=sk.listener(act, keys='Enter'))", "not for upload"),
        ("sk.shortcut('', act)", "keys is a text or a list of texts"),
        ("sk.shortcut([], act)", "has no key: name one"),
        ("sk.repeater([1], lambda one: None, value_name='event')", "'event' is in each handler's context already"),
    ],
)
def test_what_could_never_be_meant_is_an_error(line: str, says: str) -> None:
    source = f"""
import skerry as sk

def act(): ...

@sk.page("/")
def home():
    {line}
"""
    with App(source=source, raises=False) as app:
        assert says in app.errors.pop()["message"]


@pytest.mark.parametrize(
    "call",
    [
        "sk.chat([], on_like=tick)", "sk.chat([], on_clear=tick)", "sk.image_input('Photo', on_clear=tick)", "sk.gallery([], on_select=tick)",
        "sk.data_table([], on_sort=tick)", "sk.data_table([], on_edit=tick)", "sk.table([], on_select=tick)", "sk.tabs(['A'], on_change=tick)",
        "sk.download_button('Save', b'', 'a.txt', on_download=tick)", "sk.microphone('Voice', on_record=tick)",
    ],
)  # fmt: skip
def test_a_handler_of_a_part_that_is_not_there_yet_is_checked_too(call: str) -> None:
    source = f"""
import skerry as sk

def tick(event: sk.TickEvent): ...

@sk.page("/")
def home():
    {call}
"""
    with App(source=source, raises=False) as app:
        assert "it wants TickEvent, and the event here is" in app.errors.pop()["message"]


@pytest.mark.parametrize("kind", ["hover", "resize", "visibility"])
def test_elements_have_events_for_pointer_size_and_view(kind: str) -> None:
    dom = {"hover": "pointerenter", "resize": "resize", "visibility": "visibility"}[kind]
    name = {"hover": "HoverEvent", "resize": "ResizeEvent", "visibility": "VisibilityEvent"}[kind]
    with app(f'    sk.button("b", on_{kind}=note)') as page:
        page.find("b").dispatch(dom)
        assert log(page) == f"{name} {dom}"


def test_navigation_is_told_to_what_is_shown() -> None:
    source = HEAD + '''
def went(event: sk.NavigateEvent, state: Seen):
    state.lines.append(event.url)

@sk.page("/")
def home(state: Seen):
    sk.window(on_navigate=went)
    sk.button("on", on_click=lambda: sk.navigate("/?a=1"))
    sk.button("away", on_click=lambda: sk.navigate("/other"))

@sk.page("/other")
def other(state: Seen):
    sk.text(", ".join(state.lines), key="log")
    sk.button("back", on_click=lambda: sk.navigate("/"))
'''
    with App(source=source) as page:
        page.find("on", role="button").click()
        page.find("away").click()
        assert log(page) == "/?a=1, /other"
        page.find("back").click()
        page.find("away").click()
        assert log(page) == "/?a=1, /other, /other"


@pytest.mark.parametrize(
    "load",
    [
        "def load(event: sk.LoadEvent, state: Seen):\n    state.lines.append(event.path)",
        "def load(event: sk.LoadEvent, state: Seen):\n    yield\n    state.lines.append(event.path)",
        "async def load(event: sk.LoadEvent, state: Seen):\n    await asyncio.sleep(0.01)\n    state.lines.append(event.path)",
        "async def load(event: sk.LoadEvent, state: Seen):\n    yield\n    await asyncio.sleep(0.01)\n    state.lines.append(event.path)",
    ],
    ids=["plain", "generator", "async", "async generator"],
)
def test_a_page_that_loads_has_handlers_of_all_kinds(load: str) -> None:
    source = f"""import asyncio{HEAD}
{load}

@sk.page("/", on_load=load)
def home(state: Seen):
    sk.text(", ".join(state.lines), key="log")
"""
    with App(source=source) as page:
        page.advance(0.1)
        assert log(page) == "/"


def test_an_element_s_own_event_by_its_name() -> None:
    with app('    found = sk.element("my-map")\n    sk.on(found["map-moved"], note)') as page:
        page.find(tag="my-map").dispatch("map-moved", detail={"a": 1})
        assert log(page) == "CustomEvent map-moved"
