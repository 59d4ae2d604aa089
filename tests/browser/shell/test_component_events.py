"""Events that components make: for ``sk.on``, and ``change`` of what is no field."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

APP = """
import skerry as sk

@sk.state
class Desk:
    rows: list[dict] = [{"name": "Tern", "crew": 2}, {"name": "Gull", "crew": 5}]
    messages: list[dict] = []
    tab: str = "Map"
    log: list[str] = []

def note(event: sk.Event, state: Desk):
    state.log.append(f"{event.type} {getattr(event, 'index', '')}".strip())

def changed(event: sk.ChangeEvent, state: Desk):
    state.log.append(f"change {event.value if isinstance(event.value, str) else len(event.value)}")
    if event.value != state.tab:
        state.messages.append({"role": "user", "content": "and more"})

def write(state: Desk):
    state.messages.append({"role": "user", "content": "hello"})
    state.tab = "List"

@sk.page("/")
def home(state: Desk):
    fleet = sk.data_table(state.rows, on_edit=[], editable=True, label="Fleet")
    crew = sk.table(state.rows, ["crew"])
    save = sk.download_button("Save", b"calm", "log.txt")
    sk.on([fleet.select, fleet.edit, crew.select, save.download], note)
    sk.chat(state.messages, on_change=changed, on_send=note)
    sk.tabs(["Map", "List"], bind=sk.ref(state).tab, on_change=changed)
    sk.button("Write", on_click=write)
    sk.text("; ".join(state.log), key="log", class_="log")
"""


def test_events_of_components(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    log = lab.locator(".log")
    lab.get_by_role("gridcell", name="Gull").click()
    expect(log).to_have_text("select (1, 0)")
    lab.keyboard.press("F2")
    lab.keyboard.type("!")
    lab.keyboard.press("Enter")
    expect(log).to_have_text("select (1, 0); edit (1, 0)")
    lab.get_by_role("button", name="5").press("Enter")
    expect(log).to_have_text("select (1, 0); edit (1, 0); select 1")
    with lab.expect_download() as saved:
        lab.get_by_role("button", name="Save").press("Enter")
    assert saved.value.suggested_filename == "log.txt"
    expect(log).to_have_text("select (1, 0); edit (1, 0); select 1; download")
    box = lab.get_by_label("Conversation: Write a message")
    box.fill("typed and left")
    lab.keyboard.press("Tab")
    lab.get_by_role("button", name="Write").press("Enter")
    expect(log).to_have_text("select (1, 0); edit (1, 0); select 1; download; change 1; change List")
    lab.get_by_role("tab", name="Map").click()
    expect(log).to_have_text("select (1, 0); edit (1, 0); select 1; download; change 1; change List; change Map")
