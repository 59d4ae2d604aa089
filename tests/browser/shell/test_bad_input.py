"""Input that no app expects: far too much of it, of no shape, far too fast, at handlers that never end. The app says what is wrong, and
goes on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .test_events import FAKE

Mount = Callable[..., None]

DESK = '''
import asyncio
import skerry as sk
from skerry.view import element

@sk.state
class Desk:
    lines: list[str] = []
    count: int = 0
    shown: bool = True

def note(state, line):
    state.lines.append(str(line)[:80])

def typed(event: sk.InputEvent, state: Desk):
    note(state, f"typed {len(event.value)}")

def pasted(event: sk.PasteEvent, state: Desk):
    note(state, f"pasted {len(event.text)}")

def dropped(event: sk.DragEvent, state: Desk):
    note(state, "dropped " + ", ".join(f"{one.name} {one.size}" for one in event.files))

def happened(event: sk.CustomEvent, state: Desk):
    note(state, f"detail {event.detail!r}")

def clicked(event: sk.ClickEvent, state: Desk):
    note(state, f"clicked at {event.x:g} {event.client_x:g} {event.detail}")

def chosen(event: sk.SelectEvent, state: Desk):
    note(state, "chosen")

def plus(state: Desk):
    state.count += 1

@sk.api
def size(text: str):
    return len(text)

@sk.page("/")
def home(state: Desk):
    element("textarea", attrs={"id": "field", "hidden": ""}, on={"input": typed, "paste": pasted})
    element("div", "drop here", attrs={"id": "target"}, on={"drop": dropped})
    element("x-part", "part", attrs={"id": "part"}, on={"happened": happened, "click": clicked, "select": chosen})
    sk.button("plus", on_click=plus)
    element("p", f"count {state.count}", attrs={"id": "count"})
    for number, line in enumerate(state.lines):
        element("p", line, key=number, attrs={"class": "line"})
'''

BIG = 100_000_000


def goes_on(page: Page) -> None:
    before = page.locator("#count").inner_text()
    page.get_by_role("button", name="plus").click()
    expect(page.locator("#count")).not_to_have_text(before)


def lines(page: Page, last: str = "") -> list[str]:
    """What the handlers noted, once ``last`` is there."""
    if last:
        expect(page.locator(".line").last).to_have_text(last)
    return page.locator(".line").all_inner_texts()


@pytest.mark.parametrize(
    ("what", "event"),
    [
        ("f.value = big(); f.dispatchEvent(new Event('input', { bubbles: true }))", "event input of <textarea>"),
        (
            "const d = new DataTransfer(); d.setData('text', big());"
            "f.dispatchEvent(new ClipboardEvent('paste', { clipboardData: d, bubbles: true }))",
            "event paste of <textarea>",
        ),
        ("p.dispatchEvent(new CustomEvent('happened', { detail: { text: big() } }))", "event happened of <x-part>"),
    ],
    ids=["input", "paste", "detail"],
)
def test_a_payload_of_100_mb_is_not_sent_and_the_person_and_the_log_are_told(lab: Page, mount: Mount, what: str, event: str) -> None:
    mount(DESK)
    lab.evaluate("() => { window.logged = []; document.querySelector('#app').addEventListener('py-log', (e) => logged.push(e.detail)); }")
    script = f"() => {{ const f = document.querySelector('#field'), p = document.querySelector('#part'); {what}; f.value = ''; }}"
    lab.evaluate(f"() => {{ const big = () => 'x'.repeat({BIG}); ({script})(); }}")
    alert = lab.get_by_role("alert")
    expect(alert.get_by_role("heading")).to_have_text("Not sent")
    expect(alert).to_contain_text(event)
    expect(alert).to_contain_text("and the most is 33,554,432")
    expect(alert).to_contain_text(re.compile(r"it has 100,000,\d\d\d characters"))
    [logged] = lab.evaluate("logged")
    assert logged["level"] == "error"
    assert event in logged["text"]
    lab.evaluate("document.querySelector('#part').dispatchEvent(new CustomEvent('happened', { detail: 1 }))")
    assert lines(lab, "detail 1") == ["detail 1"], "what came after it arrives"
    goes_on(lab)


def test_files_of_100_mb_travel_beside_the_messages(lab: Page, mount: Mount) -> None:
    mount(DESK)
    lab.evaluate(
        """(size) => {
          const data = new DataTransfer(), part = new Uint8Array(size / 10);
          data.items.add(new File(Array(10).fill(part), "big.bin"));
          for (let n = 0; n < 200; n++) data.items.add(new File(["x"], `${n}.txt`));
          document.querySelector("#target").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        BIG,
    )
    expect(lab.locator(".line")).to_have_text(re.compile(f"^dropped big.bin {BIG}, 0.txt 1, 1.txt 1"))
    goes_on(lab)


def test_a_call_with_too_much_is_answered_with_what_is_wrong(lab: Page, mount: Mount) -> None:
    mount(DESK)
    calls = lab.evaluate(
        """async () => {
          const app = document.querySelector("#app");
          const cycle = {}; cycle.self = cycle;
          const said = (promise) => promise.catch((error) => error.message);
          return Promise.all([said(app.call("size", "x".repeat(40_000_000))), said(app.call("size", cycle)), said(app.call("size", "ab"))]);
        }"""
    )
    assert "message call was not sent" in calls[0]
    assert "33,554,432" in calls[0]
    assert "cannot be sent" in calls[1]
    assert calls[2] == 2


def test_details_that_json_cannot_say_arrive_without_it_and_those_without_end_are_refused(lab: Page, mount: Mount) -> None:
    mount(DESK)
    lab.evaluate(
        """() => {
          const part = document.querySelector("#part");
          const say = (detail) => part.dispatchEvent(new CustomEvent("happened", { detail }));
          const cycle = { name: "a" }; cycle.self = [cycle];
          say(cycle);
          say({ f() {}, n: NaN, i: Infinity, b: 10n ** 400n, d: new Date(NaN), u: undefined, e: part });
          let deep = null; for (let n = 0; n < 10_000; n++) deep = [deep];
          say(deep);
          say(new Uint8Array(50_000_000));                           // more values than any detail may have
          let wide = []; for (let n = 0; n < 8; n++) wide = Array(30).fill(wide);   // few objects, 30 ** 8 paths
          say(wide);
          say({ get broken() { throw new Error("no such thing"); } });
          say("last");
        }"""
    )
    shown = lines(lab)
    assert shown[0] == "detail {'name': 'a', 'self': [None]}"
    assert shown[1].startswith("detail {'f': None, 'n': None, 'i': None, 'b': '1000")
    assert shown[2:] == ["detail [[[[[[[[None]]]]]]]]", "detail 'last'"]
    alert = lab.get_by_role("alert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("its payload cannot be read: RangeError: it is made of more than 1,000,000 values")
    goes_on(lab)


def test_a_scripts_own_events_of_no_kind_are_as_good_as_a_persons(lab: Page, mount: Mount) -> None:
    mount(DESK)
    lab.evaluate(
        """() => {
          const part = document.querySelector("#part");
          part.dispatchEvent(new Event("click"));
          part.dispatchEvent(new CustomEvent("click"));
          part.dispatchEvent(new CustomEvent("select"));
          part.dispatchEvent(new Event("select"));           // of a field's text, and this is no field
        }"""
    )
    shown = lines(lab)
    assert len(shown) == 3
    assert all(re.fullmatch(r"clicked at -?[\d.]+ 0 0", line) for line in shown[:2])
    assert shown[2] == "chosen"
    expect(lab.get_by_role("alert")).to_contain_text("event select of <x-part> was not sent to the app: its payload cannot be read")
    goes_on(lab)


def test_one_message_that_cannot_be_sent_does_not_keep_the_others(shell_page: Page) -> None:
    shell_page.evaluate(FAKE)
    sent = shell_page.evaluate(
        """async () => {
          const errors = []; session.to.error = (error) => errors.push(error.message); session.to.log = () => {};
          const big = "x".repeat(20_000_000), huge = "x".repeat(40_000_000);
          session.outbox.during(() => {
            session.push({ t: "navigate", url: "/1" });
            session.push({ t: "navigate", url: huge });
            session.outbox.push({ t: "result", id: 7, value: huge });
            session.push({ t: "props", props: { big } });
            session.push({ t: "props", props: { big } });
            session.push({ t: "props", props: { n: 1n } });
            session.push({ t: "navigate", url: "/2" });
          });
          await until(3);
          return [sent.map((messages) => messages.map(({ t, url, error, id }) => `${t} ${url ?? error ?? id ?? ""}`)), errors];
        }"""
    )
    crossings, errors = sent
    assert [text for one in crossings[:2] for text in one] == ["navigate /1", "props ", "props ", "navigate /2"]
    assert len(crossings) == 3, "both at once would be too much"
    assert crossings[2][0].startswith("result The message result was not sent to the app: it has 40,000,")
    assert all("navigate" in error or "props" in error for error in errors)
    assert len(errors) == 2


def test_an_outbox_that_closes_while_it_waits_for_a_file_is_no_error(shell_page: Page) -> None:
    shell_page.evaluate(FAKE)
    shell_page.evaluate(
        """async () => {
          let arrives; const ready = new Promise((resolve) => { arrives = resolve; });
          session.outbox.push({ t: "event", s: 1 }, ready);
          session.outbox.push({ t: "event", s: 2 });
          session.close();
          arrives();
          await ready; await new Promise(requestAnimationFrame);
        }"""
    )
    assert shell_page.evaluate("sent") == []


FLOOD = '''
import asyncio
import skerry as sk
from skerry.view import element

@sk.state
class Counts:
    started: dict[str, int] = {}
    ended: dict[str, int] = {}
    order: dict[str, bool] = {}
    last: dict[str, int] = {}

MODES = ("queue", "once", "multiple", "always_last", "restart")

def at(mode):
    async def work(event: sk.CustomEvent, state: Counts):
        number = event.detail
        state.started[mode] = state.started.get(mode, 0) + 1
        state.order[mode] = state.order.get(mode, True) and number > state.last.get(mode, -1)
        state.last[mode] = number
        await asyncio.sleep(0)
        state.ended[mode] = state.ended.get(mode, 0) + 1
    return sk.listener(work, trigger_mode=mode)

@sk.page("/")
def home(state: Counts):
    for mode in MODES:
        element("x-source", attrs={"id": mode}, on={"go": at(mode)}, key=mode)
        told = f"{state.started.get(mode, 0)} {state.ended.get(mode, 0)} {state.order.get(mode)} {state.last.get(mode)}"
        element("p", told, key=f"told {mode}", attrs={"id": f"told-{mode}"})
'''

POUR = """
async ([mode, count, seconds]) => {
  const source = document.querySelector(`#${mode}`);
  const began = performance.now();
  let longest = 0, before = began, number = 0;
  while (number < count) {
    await new Promise((next) => setTimeout(next, 4));
    const now = performance.now();
    longest = Math.max(longest, now - before); before = now;
    const due = Math.min(count, Math.floor((now - began) / seconds / 1000 * count));
    while (number < due) source.dispatchEvent(new CustomEvent("go", { detail: number++ }));
  }
  return { took: performance.now() - began, longest };
}
"""


@pytest.mark.parametrize("mode", ["queue", "once", "multiple", "always_last", "restart"])
def test_a_thousand_events_in_a_second_keep_their_order_and_leave_the_page_alive(lab: Page, mount: Mount, mode: str) -> None:
    mount(FLOOD)
    lab.evaluate(POUR, [mode, 1000, 1])
    told = lab.locator(f"#told-{mode}")
    if mode in ("queue", "multiple"):
        expect(told).to_have_text("1000 1000 True 999")
    elif mode == "always_last":
        expect(told).to_have_text(re.compile(r"^\d+ \d+ True 999$"))
    else:
        expect(told).to_have_text(re.compile(r"^\d+ \d+ True \d+$"))
    answered = lab.evaluate(
        "(mode) => new Promise((done) => { const t = performance.now(); requestAnimationFrame(() => done(performance.now() - t)); })", mode
    )
    assert answered < 2000


STOPPED = '''
import asyncio
import skerry as sk
from skerry.view import element

@sk.state
class Work:
    count: int = 0
    shown: bool = True
    endless: bool = False

async def removes_its_button(state: Work):
    state.shown = False
    await asyncio.sleep(0.05)
    state.count += 10

async def long(state: Work):
    state.count += 1
    await asyncio.sleep(0.2)
    state.count += 100

def plus(state: Work):
    state.count += 1

def break_page(state: Work):
    state.endless = True

@sk.page("/")
def home(state: Work):
    element("p", f"count {state.count}", attrs={"id": "count"})
    sk.button("plus", on_click=plus)
    sk.button("long", on_click=long)
    sk.button("break", on_click=break_page)
    if state.shown:
        sk.button("remove", on_click=removes_its_button)
    while state.endless:
        pass
'''


def test_a_page_function_that_never_ends_is_stopped_and_the_app_goes_on(lab: Page, mount: Mount) -> None:
    mount(STOPPED, attributes={"run-limit": "0.3"})
    lab.get_by_role("button", name="break").click()
    alert = lab.get_by_role("alert").first
    expect(alert.get_by_role("heading")).to_have_text("ScriptTimeout")
    expect(lab.locator("#app")).to_have_attribute("data-state", "ready")
    expect(lab.locator("#count")).to_have_text("count 0")


def test_an_element_that_goes_while_its_handler_runs_takes_nothing_with_it(lab: Page, mount: Mount) -> None:
    mount(STOPPED)
    lab.get_by_role("button", name="remove").click()
    expect(lab.locator("#count")).to_have_text("count 10")
    goes_on(lab)


def test_a_reload_in_the_middle_of_a_handler_keeps_what_it_had_shown_and_ends_it(lab: Page, mount: Mount) -> None:
    mount(STOPPED)
    lab.get_by_role("button", name="long").click()
    expect(lab.locator("#count")).to_have_text("count 1")
    lab.evaluate("document.querySelector('#app').reload()")
    expect(lab.locator("#count")).to_have_text("count 1")
    lab.evaluate("new Promise((done) => setTimeout(done, 300))")  # what the old handler would have done by then
    expect(lab.locator("#count")).to_have_text("count 1")
    goes_on(lab)


def test_two_apps_of_one_source_share_nothing(lab: Page, mount: Mount) -> None:
    mount(STOPPED, id="one")
    mount(STOPPED, id="two")
    lab.locator("#one").get_by_role("button", name="plus").click()
    lab.locator("#one").evaluate("app => app.reload()")
    expect(lab.locator("#one #count")).to_have_text("count 1")
    expect(lab.locator("#two #count")).to_have_text("count 0")
    lab.locator("#two").get_by_role("button", name="plus").click()
    expect(lab.locator("#two #count")).to_have_text("count 1")


KEPT = '''
import skerry as sk

@sk.state(persist="browser")
class Kept:
    count: int = 0

def plus(state: Kept):
    state.count += 1

@sk.page("/")
def home(state: Kept):
    sk.text(f"count {state.count}", key="count")
    sk.button("plus", on_click=plus)
'''


def test_two_tabs_have_a_state_each_and_the_next_begins_with_what_was_kept(lab: Page, mount: Mount) -> None:
    put = """async (source) => {
      const app = Object.assign(document.createElement("py-app"), { id: "kept" });
      const script = Object.assign(document.createElement("script"), { type: "text/python", textContent: source });
      app.append(script);
      document.querySelector("#place").append(app);
      await new Promise((done) => queueMicrotask(done)).then(() => app.ready);
    }"""
    mount(KEPT, id="kept")
    other = lab.context.new_page()
    other.goto("lab.html")
    other.evaluate(put, KEPT)
    for tab, clicks in ((lab, 2), (other, 1)):
        for _ in range(clicks):
            tab.get_by_role("button", name="plus").click()
        expect(tab.locator("#kept")).to_contain_text(f"count {clicks}")
    expect(lab.locator("#kept")).to_contain_text("count 2")
    other.evaluate("document.querySelector('#place').replaceChildren()")  # which saves what is not saved yet
    other.evaluate(put, KEPT)
    expect(other.locator("#kept")).to_contain_text(re.compile("count [12]"))  # whichever tab has saved last
    expect(lab.get_by_role("alert")).to_have_count(0)
    expect(other.get_by_role("alert")).to_have_count(0)
    other.close()
