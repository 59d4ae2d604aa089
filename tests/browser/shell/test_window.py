"""Events of the window and of elements' size and view, as the browser makes them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

APP = """
import skerry as sk

@sk.state
class Seen:
    lines: list[str] = []
    typed: str = ""
    wide: bool = False
    level: int = 0
    here: bool = True

def note(event: sk.Event, state: Seen):
    fields = {k: v for k, v in event.payload.items() if k in ("hash", "visible", "online")}
    state.lines.append(f"{event.type} {fields}")

def saved(event: sk.KeyEvent, state: Seen):
    state.lines.append(f"key {event.pressed}")

def size(event: sk.ResizeEvent, state: Seen):
    state.lines.append(f"{event.key} {event.width:g}")

def widen(state: Seen):
    state.wide = True

def hover(event: sk.HoverEvent, state: Seen):
    state.lines.append(f"hover {event.inside}")

def released(event: sk.ReleaseEvent, state: Seen):
    state.lines.append(f"released {event.value:g}")

@sk.page("/")
def home(state: Seen):
    sk.text(" | ".join(state.lines), key="log", class_="log")
    sk.input("Name", bind=sk.ref(state).typed)
    sk.slider("Level", 0, 10, bind=sk.ref(state).level, on_release=released)
    sk.button("Widen", on_click=widen, on_hover=hover, on_hover_end=hover)
    if state.here:
        sk.shortcut(["Ctrl+S", "N"], saved)
        sk.window(on_hash_change=note, on_resize=size, on_visibility=note, on_connection=note)
    sk.checkbox("Listen", bind=sk.ref(state).here)
    sk.element("div", "box", key="box", style={"width": "200px" if state.wide else "100px"}, on_resize=size)
    sk.element("div", style={"height": "3000px"})
    sk.element("div", "far below", id="far", on_visibility=note)
"""


def test_the_window_the_view_and_sizes(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    log = lab.locator("#app .log")
    expect(log).to_contain_text("box 100")
    lab.evaluate("location.hash = 'x'")
    expect(log).to_contain_text("hashchange {'hash': '#x'}")
    lab.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(log).to_contain_text("offline {'online': True}")
    lab.get_by_role("button", name="Widen").click()
    expect(log).to_contain_text("box 200")
    expect(log).to_contain_text("hover True")
    lab.mouse.move(0, 0)
    expect(log).to_contain_text("hover False")
    lab.locator("#far").scroll_into_view_if_needed()
    expect(log).to_contain_text("visibility {'visible': True}")
    lab.evaluate("scrollTo(0, 0)")
    expect(log).to_contain_text("visibility {'visible': False}")
    lab.set_viewport_size({"width": 600, "height": 700})
    expect(log).to_contain_text("None 600")
    lab.set_viewport_size({"width": 1280, "height": 720})
    lab.evaluate("history.replaceState(null, '', location.pathname)")


def test_shortcuts_and_typing(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    log = lab.locator("#app .log")
    field = lab.get_by_label("Name")
    field.press("n")
    field.press("Control+s")
    expect(log).to_contain_text("key s")
    expect(field).to_have_value("n")
    lab.evaluate("document.activeElement.blur()")
    lab.keyboard.press("n")
    expect(log).to_contain_text("key n")
    lab.get_by_label("Listen").click()
    lab.evaluate("document.activeElement.blur()")
    before = log.inner_text()
    lab.keyboard.press("n")
    lab.get_by_label("Level").press("ArrowRight")  # a later event, so what the key would have done has been done
    expect(log).to_have_text(before + " | released 1")
