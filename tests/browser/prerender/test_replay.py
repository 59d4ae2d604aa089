"""What people do before there is Python is handled once it is: in order, once, with values as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

LOG = """
    import skerry as sk
    from skerry.view import element

    @sk.state
    class Log:
        lines: list[str] = []
        text: str = ""
        ticked: bool = False

    def note(line):
        sk.use(Log).lines.append(line)
        sk.emit("told", line)

    def clicked(event: sk.ClickEvent):
        note(f"click {event.key} {'ctrl' if event.ctrl else ''}{round(event.x)},{round(event.y)}")

    def typed(event: sk.InputEvent):
        note(f"input {event.value}")

    def ticked(event: sk.ChangeEvent, state: Log):
        note(f"tick {event.checked} {state.ticked}")

    def pressed(event: sk.KeyEvent):
        note(f"key {event.pressed} {event.value}")

    def sent(event: sk.SubmitEvent):
        note(f"submit {event.values['name']} {event.values.get('go', '-')}")

    def outer(event: sk.ClickEvent):
        note("outer")

    def saved():
        note("saved")

    @sk.page("/", title="Log")
    def home(state: Log):
        sk.shortcut("Ctrl+S", saved)
        with element("div", on={"click": outer}, key="outer"):
            sk.button("One", on_click=clicked, key="one")
            sk.button("Two", on_click=sk.listener(clicked, stop_propagation=True), key="two")
        sk.input("Text", bind=sk.ref(state).text, on_input=typed, on_key_down=sk.listener(pressed, keys="Enter"))
        sk.checkbox("Tick", bind=sk.ref(state).ticked, on_change=ticked)
        with element("form", on={"submit": sent}, key="form"):
            element("input", attrs={"name": "name", "aria-label": "Name"})
            element("button", "Go", attrs={"name": "go", "value": "yes"})
        sk.link("Elsewhere", "/other")
        with element("ol"):
            for n, line in enumerate(state.lines):
                element("li", line, key=n)

    @sk.page("/other", title="Other")
    def other():
        sk.heading("The other page")
        sk.link("Back", "/")
"""

LINKS = """
    import skerry as sk
    from skerry.view import element

    @sk.state
    class Presses:
        count: int = 0

    def press(state: Presses):
        state.count += 1
        sk.emit("told", state.count)

    @sk.page("/", title="Home")
    def home(state: Presses):
        sk.heading(f"Home after {state.count}")
        sk.button("Press", on_click=press)
        sk.link("First", "/first")
        sk.link("Second", "/second")
        element("a", "Told", attrs={"href": "/first"}, on={"click": press})
        element("a", "Part", attrs={"href": "#part"})

    @sk.page("/first", title="First")
    def first(state: Presses):
        sk.heading(f"First after {state.count}")

    @sk.page("/second", title="Second")
    def second(state: Presses):
        sk.heading(f"Second after {state.count}")
"""


def test_fifty_events_are_handled_once_in_order_with_values_as_they_were(visit: Callable[..., Any]) -> None:
    one = visit(LOG)
    page = one.open()
    expected: list[str] = []
    text = ""
    for number in range(10):
        page.get_by_role("button", name="One").click(position={"x": 5 + number, "y": 6})
        expected += [f"click one {6 + number},7", "outer"]  # from the border, not from inside it
        page.get_by_label("Text").focus()
        page.keyboard.press("End")
        page.keyboard.type("abcdefghij"[number])
        text += "abcdefghij"[number]
        expected.append(f"input {text}")
        page.get_by_label("Tick").click()
        expected.append(f"tick {number % 2 == 0} {number % 2 == 0}")
        page.get_by_label("Name").fill(f"name {number}")
        page.get_by_label("Name").press("Enter")
        expected.append(f"submit name {number} yes")
    assert len(expected) == 50
    assert page.evaluate("emitted") == []
    one.release()
    assert page.evaluate("emitted") == expected
    expect(page.locator("li")).to_have_text(expected)
    expect(page.get_by_label("Text")).to_have_value(text)
    expect(page.get_by_label("Name")).to_have_value("name 9")
    expect(page.get_by_label("Tick")).not_to_be_checked()
    assert page.evaluate("lost()") == []
    page.get_by_role("button", name="Two").click(modifiers=["Control"], position={"x": 4, "y": 4})
    expect(page.locator("li").last).to_have_text("click two ctrl5,5")
    assert page.evaluate("emitted.length") == 51


def test_typing_goes_on_while_python_arrives(visit: Callable[..., Any]) -> None:
    one = visit(LOG)
    page = one.open()
    field = page.get_by_label("Text")
    field.press_sequentially("before ", delay=2)
    field.evaluate(
        """(field) => {
          const words = "and while it starts ".repeat(6);
          let at = 0;
          const type = () => {
            if (at === words.length) return;
            document.execCommand("insertText", false, words[at++]);
            setTimeout(type, 5);
          };
          field.focus();
          type();
        }"""
    )
    one.release()
    whole = "before " + "and while it starts " * 6
    expect(field).to_have_value(whole)
    expect(page.locator("li").last).to_have_text(f"input {whole}".strip())
    told = page.evaluate("emitted")
    assert [line for line in told if line.startswith("input")] == [f"input {whole[:n]}" for n in range(1, len(whole) + 1)]


def test_a_key_is_chosen_and_a_shortcut_keeps_the_browser_from_its_own(visit: Callable[..., Any]) -> None:
    one = visit(LOG)
    page = one.open()
    page.evaluate("addEventListener('keydown', (event) => { if (event.key === 's') window.prevented = event.defaultPrevented; })")
    page.get_by_label("Text").fill("a")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Enter")
    page.get_by_label("Text").fill("ab")
    page.keyboard.press("Control+s")
    assert page.evaluate("window.prevented") is True
    one.release()
    assert page.evaluate("emitted") == ["input a", "key Enter a", "input ab", "saved"]


def test_stopping_an_event_stops_it_for_the_app_and_for_the_page_around(visit: Callable[..., Any]) -> None:
    one = visit(LOG)
    page = one.open()
    page.evaluate("window.heard = []; addEventListener('click', (event) => heard.push(event.target.textContent))")
    page.get_by_role("button", name="Two").click(position={"x": 3, "y": 3})
    page.get_by_role("button", name="One").click(position={"x": 3, "y": 3})
    one.release()
    assert page.evaluate("emitted") == ["click two 4,4", "click one 4,4", "outer"]
    assert page.evaluate("heard") == ["One"]


def test_a_form_does_not_leave_the_page_and_a_link_goes_to_the_other_rendered_page(visit: Callable[..., Any]) -> None:
    one = visit(LOG)
    page = one.open()
    page.get_by_role("link", name="Elsewhere").click()
    expect(page).to_have_url(f"{one.site}other/")
    expect(page).to_have_title("Other")
    expect(page.get_by_role("heading", name="The other page")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    expect(page).to_have_url(one.site)
    page.get_by_label("Name").fill("Ann")
    page.get_by_role("button", name="Go").click()
    assert page.url == one.site
    page.get_by_role("button", name="One").click(position={"x": 2, "y": 2})
    one.release()
    assert page.evaluate("emitted") == ["submit Ann yes", "click one 3,3", "outer"]
    page.get_by_role("link", name="Elsewhere").click()
    expect(page.get_by_role("heading", name="The other page")).to_be_visible()


@pytest.mark.parametrize("keyboard", [False, True])
def test_a_link_that_follows_a_press_waits_until_that_is_handled(visit: Callable[..., Any], keyboard: bool) -> None:
    one = visit(LOG)
    page = one.open()
    link = page.get_by_role("link", name="Elsewhere")
    if keyboard:
        page.get_by_role("button", name="Two").focus()
        page.keyboard.press("Enter")
        link.focus()
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name="Two").click(position={"x": 3, "y": 3})
        link.click()
    expect(link).to_have_attribute("data-sk-waits", "")
    assert page.url == one.site
    one.release()
    expect(page.get_by_role("heading", name="The other page")).to_be_visible()
    expect(page).to_have_url(f"{one.site}other")
    told = page.evaluate("emitted")
    assert len(told) == 1 and told[0].startswith("click two"), "in the same document"
    page.get_by_role("link", name="Back").click()
    expect(page.locator("li")).to_have_text(told)
    page.go_back()
    expect(page.get_by_role("heading", name="The other page")).to_be_visible()


def test_of_links_that_wait_the_last_is_followed_and_a_second_press_before_it_is_handled(visit: Callable[..., Any]) -> None:
    one = visit(LINKS)
    page = one.open()
    page.get_by_role("button", name="Press").click()
    page.get_by_role("link", name="First").click()
    page.get_by_role("button", name="Press").click()
    page.get_by_role("link", name="Second").click()
    page.get_by_role("button", name="Press").click()
    one.release()
    expect(page.get_by_role("heading", name="Second after 3")).to_be_visible()
    assert page.evaluate("emitted") == [1, 2, 3]


def test_a_link_that_the_app_listens_to_is_told_and_followed_once(visit: Callable[..., Any]) -> None:
    one = visit(LINKS)
    page = one.open()
    page.get_by_role("link", name="Told").click()
    one.release()
    expect(page.get_by_role("heading", name="First after 1")).to_be_visible()
    assert page.evaluate("emitted") == [1]


def test_links_that_leave_nothing_behind_do_not_wait(visit: Callable[..., Any]) -> None:
    one = visit(LINKS)
    page = one.open()
    page.get_by_role("button", name="Press").click()
    with one.context.expect_page() as opened:
        page.get_by_role("link", name="First").click(modifiers=["ControlOrMeta"])
    expect(opened.value.get_by_role("heading", name="First after 0")).to_be_visible()
    opened.value.close()
    page.get_by_role("link", name="Part").click()
    expect(page).to_have_url(f"{one.site}#part")
    one.release()
    expect(page.get_by_role("heading", name="Home after 1")).to_be_visible()
    assert page.evaluate("emitted") == [1]


def test_a_link_that_waits_is_followed_where_python_cannot_start(visit: Callable[..., Any]) -> None:
    one = visit(LINKS)
    held: list[Route] = []
    one.page.route("**/manifest.json", lambda route: held.append(route))
    page = one.open()
    page.get_by_role("button", name="Press").click()
    page.get_by_role("link", name="Second").click()
    assert page.url == one.site
    one.page.unroute("**/manifest.json")
    for route in held:
        route.fulfill(status=404)
    expect(page).to_have_url(f"{one.site}second/")
    expect(page.get_by_role("heading", name="Second after 0")).to_be_visible()
    one.failures.clear()


def test_the_element_says_what_state_it_is_in(visit: Callable[..., Any]) -> None:
    one = visit(LOG)
    page = one.page
    page.add_init_script("window.states = []; addEventListener('py-state', ({ detail }) => states.push(detail.state))")
    one.open()
    assert page.locator("py-app").get_attribute("aria-busy") == "true"
    button = page.get_by_role("button", name="One")
    button.click()
    expect(button).to_have_attribute("data-sk-waits", "")
    assert button.evaluate("(button) => getComputedStyle(button).cursor") == "pointer"
    one.release()
    expect(button).not_to_have_attribute("data-sk-waits", "")
    assert page.locator("py-app").get_attribute("aria-busy") == "false"
    assert page.evaluate("states") == ["prerendered", "ready"]


RULES = """
    import asyncio
    import skerry as sk
    from skerry.view import element

    @sk.state
    class State:
        done: list[str] = []

    async def slow(event: sk.ClickEvent, state: State):
        await asyncio.sleep(0.05)
        state.done.append(f"slow {event.key}")
        sk.emit("told", f"slow {event.key}")

    def quick(event: sk.ClickEvent, state: State):
        state.done.append(f"quick {event.key}")
        sk.emit("told", f"quick {event.key}")

    def searched(event: sk.InputEvent):
        sk.emit("told", f"search {event.value}")

    def chatted(event: sk.SubmitEvent):
        sk.emit("told", f"chat {event.values['text']}")

    def reset(event: sk.InputEvent):
        sk.emit("told", f"field {event.value}")

    def dropped(event: sk.DropEvent):
        sk.emit("told", f"drop {event.text}")

    @sk.page("/")
    def home(state: State):
        sk.button("Slow", on_click=slow, key="a")
        sk.button("Quick", on_click=quick, key="b")
        sk.input("Search", on_input=sk.listener(searched, debounce=0.2))
        with element("form", on={"submit": chatted}, key="chat"):
            element("textarea", attrs={"name": "text", "aria-label": "Chat", "data-sk-sends": True})
        with element("form", key="reset"):
            element("input", attrs={"aria-label": "Field", "value": "first"}, on={"input": reset})
            element("button", "Reset", attrs={"type": "reset"})
        element("div", "Drop here", attrs={"id": "drop"}, on={"drop": dropped})
        sk.text(" ".join(state.done), key="done", class_="done")
"""


def test_what_holds_for_events_holds_for_those_before(visit: Callable[..., Any]) -> None:
    one = visit(RULES)
    page = one.open()
    page.get_by_role("button", name="Slow").click()
    page.get_by_role("button", name="Slow").click()
    page.get_by_label("Search").press_sequentially("abc")
    page.get_by_role("button", name="Quick").click()
    page.get_by_label("Chat").fill("hello")
    page.get_by_label("Chat").press("Shift+Enter")
    page.get_by_label("Chat").press("Enter")
    page.get_by_label("Field").fill("second")
    page.get_by_role("button", name="Reset").click()
    page.evaluate("new Promise((done) => setTimeout(done))")  # a reset is told of when it is done
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.setData("text", "a text");
          const over = new DragEvent("dragover", { bubbles: true, cancelable: true, dataTransfer: carried });
          document.querySelector("#drop").dispatchEvent(over);
          window.offered = over.defaultPrevented;
          document.querySelector("#drop").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }));
        }"""
    )
    assert page.evaluate("offered") is True
    one.release()
    expect(page.locator(".done")).to_have_text("quick b slow a slow a")
    told = page.evaluate("emitted")
    assert told == ["search abc", "quick b", "chat hello\n", "field second", "field first", "drop a text", "slow a", "slow a"]


def test_what_a_reset_changes_comes_before_what_is_done_after_it(visit: Callable[..., Any]) -> None:
    """Both in one turn of the page, in which no timer runs: a busy browser handles what people do before its timers."""
    one = visit(RULES)
    page = one.open()
    page.get_by_label("Field").fill("second")
    page.evaluate("for (const text of ['Reset', 'Quick']) [...document.querySelectorAll('button')].find((one) => one.textContent === text).click()")
    one.release()
    assert page.evaluate("emitted") == ["field second", "field first", "quick b"]


def test_more_than_can_be_kept_is_said(visit: Callable[..., Any]) -> None:
    one = visit(LOG)
    page = one.open()
    page.get_by_label("Name").evaluate("(field) => { for (let n = 0; n < 5003; n++) field.dispatchEvent(new Event('input', { bubbles: true })); }")
    one.release()
    assert [line for line in page.evaluate("logged") if "3 events were lost" in line]


def test_the_browsers_keys_mean_the_same_before_and_after(visit: Callable[..., Any]) -> None:
    """early.js decides by itself what combos.js decides later; one table holds both."""
    one = visit(RULES)
    page = one.open()
    combos = ["Enter", "Ctrl+S", "Shift+Tab", "Alt+K", "?", "Ctrl++", "Mod+Enter", "F2", " ", "Character", "Ctrl+Shift+ArrowUp"]
    found = page.evaluate(
        """async (combos) => {
          const { matchesCombo } = await import('/js/combos.js');
          const root = document.querySelector('[data-sk-page]');
          const wrong = [];
          const keys = ["Enter", "s", "S", "Tab", "k", "K", "?", "+", "F2", " ", "x", "é", "ArrowUp", "Escape"];
          const modifiers = [{}, { ctrlKey: true }, { shiftKey: true }, { altKey: true }, { metaKey: true }, { ctrlKey: true, shiftKey: true }];
          for (const combo of combos) for (const key of keys) for (const held of modifiers) {
            const field = document.createElement("div");
            field.setAttribute("data-sk-on", "keydown");
            field.setAttribute("data-sk-options", JSON.stringify({ keydown: [{ keys: [combo], prevent_default: true }] }));
            root.append(field);
            const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "";
            const event = new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...held });
            field.dispatchEvent(event);
            field.remove();
            if (event.defaultPrevented !== matchesCombo(event, combo)) wrong.push([combo, key, held]);
          }
          return wrong;
        }""",
        combos,
    )
    assert found == []


CUSTOM = """
    import asyncio
    import skerry as sk
    from skerry.view import element

    @sk.state
    class Log:
        text: str = ""
        items: list[str] = ["a", "b"]

    def clicked(event: sk.ClickEvent):
        sk.emit("told", f"click {event.key}")

    def edited(event: sk.InputEvent):
        sk.emit("told", f"input {event.key} {event.value}")

    def picked(event: sk.CustomEvent):
        sk.emit("told", f"pick {event.detail}")

    def shout(event: sk.InputEvent, log: Log):
        log.text = event.value.upper()

    def remove(log: Log):
        log.items.pop(0)
        sk.emit("told", "removed")

    @sk.page("/", title="Custom")
    def home(log: Log):
        with element("div", on={"click": sk.listener(clicked, stop_propagation=True)}, key="outer"):
            element("span", "Outer")
            element("button", "Inner", on={"click": sk.listener(clicked, stop_propagation=True)}, key="inner")
        element("div", "hello", attrs={"contenteditable": "true", "aria-label": "Heard"}, on={"input": edited}, key="heard")
        element("div", "free", attrs={"contenteditable": "true", "aria-label": "Unheard"}, key="unheard")
        element("my-button", on={"click": clicked}, key="shadow")
        element("my-field", on={"input": edited}, key="field")
        element("my-mark", "mark", on={"pick": picked}, key="mark")
        sk.input("Loud", value=log.text, on_input=shout)
        for item in log.items:
            with sk.row(key=item):
                sk.link(f"Go {item}", f"/go/{item}")
                sk.button(f"Remove {item}", on_click=remove)

    @sk.page("/go/{item}", title="Gone", paths=["a", "b"])
    def go(item: str):
        sk.heading(f"Gone to {item}")

    def lead():
        sk.focus("target")

    @sk.page("/lead", title="Lead", on_load=lead)
    def led(log: Log):
        sk.input("Target", key="target")
        sk.input("Mine", bind=sk.ref(log).text)
"""

ELEMENTS = """addEventListener("DOMContentLoaded", () => {
  const define = (name, connected) => customElements.define(name, class extends HTMLElement {
    connectedCallback() { if (!this.done) connected(this); this.done = true; }
    get value() { return this.shadowRoot?.querySelector("input")?.value; }
  });
  const shadow = (html) => (element) => { element.attachShadow({ mode: "open" }).innerHTML = html; };
  define("my-button", shadow("<button>Inside</button>"));
  define("my-field", shadow("<input aria-label='Within'>"));
  define("my-mark", (element) => { element.tabIndex = 0; element.setAttribute("role", "note"); element.classList.add("marked"); });
});"""


def test_what_happens_in_custom_elements_and_where_people_edit_is_theirs(visit: Callable[..., Any]) -> None:
    one = visit(CUSTOM)
    one.page.add_init_script(ELEMENTS)
    page = one.open()
    page.get_by_role("button", name="Inside").click()
    page.get_by_label("Within").press_sequentially("ab")
    mark = page.locator("my-mark")
    mark.evaluate("(mark) => mark.dispatchEvent(new CustomEvent('pick', { bubbles: true, detail: 5 }))")
    for label in ("Heard", "Unheard"):
        page.get_by_label(label, exact=True).click()
        page.keyboard.press("End")
        page.keyboard.type("!")
    one.release()
    assert page.evaluate("emitted.slice(0, 5)") == ["click shadow", "input field a", "input field ab", "pick 5", "input heard hello!"]
    expect(page.get_by_label("Heard", exact=True)).to_have_text("hello!")
    expect(page.get_by_label("Unheard", exact=True)).to_have_text("free!")
    expect(page.get_by_label("Unheard", exact=True)).to_be_focused()
    assert mark.evaluate("(element) => [element.tabIndex, element.getAttribute('role'), element.className]") == [0, "note", "marked"]
    assert page.evaluate("lost()") == []


def test_a_press_that_stops_on_its_way_stops_no_other(visit: Callable[..., Any]) -> None:
    one = visit(CUSTOM)
    page = one.open()
    page.get_by_role("button", name="Inner").click()
    one.release()
    page.get_by_text("Outer").click()
    page.get_by_text("Outer").click()
    assert page.evaluate("emitted") == ["click inner", "click outer", "click outer"]


def test_a_field_that_was_left_before_python_shows_what_the_app_makes_of_it(visit: Callable[..., Any]) -> None:
    one = visit(CUSTOM)
    page = one.open()
    page.get_by_label("Loud").fill("abc")
    page.get_by_text("Outer").click()
    one.release()
    expect(page.get_by_label("Loud")).to_have_value("ABC")


def test_a_link_that_the_press_before_it_has_removed_leads_nowhere(visit: Callable[..., Any]) -> None:
    one = visit(CUSTOM)
    page = one.open()
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Remove a").click()
    page.get_by_role("link", name="Go a").click()
    one.release()
    expect(page.get_by_role("link", name="Go a")).to_have_count(0)
    assert page.evaluate("[same, emitted, location.pathname]") == [True, ["removed"], "/"]
    page.get_by_role("link", name="Go b").click()
    expect(page.get_by_role("heading", name="Gone to b")).to_be_visible()
    assert page.evaluate("same") is True


def test_a_link_of_one_app_waits_for_what_was_done_in_another(visit: Callable[..., Any]) -> None:
    one = visit(LINKS)
    page = one.open()
    page.evaluate("window.same = true; document.body.insertAdjacentHTML('beforeend', document.querySelector('py-app').outerHTML)")
    first, second = page.locator("py-app").all()
    first.get_by_role("button", name="Press").click()
    second.get_by_role("link", name="First").click()
    one.release()
    expect(first.get_by_role("heading", name="Home after 1")).to_be_visible()
    expect(second.get_by_role("heading", name="First after 0")).to_be_visible()
    assert page.evaluate("window.same") is True


def test_who_types_already_keeps_the_focus(visit: Callable[..., Any]) -> None:
    one = visit(CUSTOM)
    page = one.open("lead/")
    page.get_by_label("Mine").click()
    page.keyboard.type("ab")
    one.release()
    page.keyboard.type("cd")
    expect(page.get_by_label("Mine")).to_have_value("abcd")
    page.reload()
    expect(page.get_by_label("Target")).to_be_focused()


COUNT_LOOKS = """() => {
    window.looks = 0;
    const { composedPath } = Event.prototype;
    Event.prototype.composedPath = function () {
        looks++;
        return composedPath.call(this);
    };
}"""


def test_where_python_is_there_events_are_not_looked_at_until_another_page_waits(visit: Callable[..., Any]) -> None:
    one = visit(LINKS)
    page = one.open()
    page.evaluate("window.fresh = document.querySelector('py-app').outerHTML")
    page.evaluate(COUNT_LOOKS)
    page.keyboard.press("Shift")
    assert page.evaluate("looks") > 0
    one.release()
    page.evaluate("looks = 0")
    page.keyboard.press("Shift")
    page.get_by_role("heading", name="Home after 0").hover()
    assert page.evaluate("looks") == 0
    page.evaluate("""async () => {
        document.body.insertAdjacentHTML("beforeend", fresh);
        await null; // then it starts
        const [, second] = document.querySelectorAll("py-app");
        [...second.querySelectorAll("button")].find((one) => one.textContent === "Press").click();
    }""")
    second = page.locator("py-app").nth(1)
    expect(second).to_have_attribute("data-state", "ready")
    expect(second.get_by_role("heading", name="Home after 1")).to_be_visible()
    page.evaluate("looks = 0")
    page.keyboard.press("Shift")
    assert page.evaluate("looks") == 0


LATER_TASK = "new Promise((done) => setTimeout(done))"


def test_nothing_is_written_down_for_an_app_that_was_removed_before_the_pages_module_has_come(visit: Callable[..., Any]) -> None:
    one = visit(LINKS)
    one.page.route("**/py-app.js", lambda _: None)
    one.page.goto(one.site, wait_until="domcontentloaded")
    one.page.evaluate("document.querySelector('py-app').remove()")
    one.page.keyboard.press("Shift")
    one.page.evaluate(LATER_TASK)
    one.page.evaluate(COUNT_LOOKS)
    one.page.keyboard.press("Shift")
    assert one.page.evaluate("looks") == 0


def test_nothing_is_written_down_for_an_app_that_was_removed(visit: Callable[..., Any]) -> None:
    one = visit(LINKS)
    page = one.open()
    page.evaluate("window.app = document.querySelector('py-app'); app.remove()")
    page.keyboard.press("Shift")
    page.evaluate(LATER_TASK)  # whether it was only moved is looked at then
    page.evaluate(COUNT_LOOKS)
    page.keyboard.press("Shift")
    assert page.evaluate("looks") == 0
    page.evaluate("document.body.append(app)")
    page.get_by_role("button", name="Press").click()
    one.release()
    expect(page.get_by_role("heading", name="Home after 1")).to_be_visible()


# A file comes from the clipboard.
PASTE = """(field, name) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["b"], name, { type: "text/plain" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""

MADE = """
    import skerry as sk

    MAP = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="400" height="200" fill="#8ac"/></svg>'

    @sk.state
    class Seen:
        lines: list[str] = []

    def chosen(event: sk.SelectEvent, state: Seen):
        state.lines.append(f"at {event.index}")

    def took(event: sk.UploadEvent, state: Seen):
        state.lines.append(f"took {event.file.name}")

    def pressed(state: Seen):
        state.lines.append("pressed")

    @sk.page("/", title="Made")
    def home(state: Seen):
        sk.image(MAP, alt="Map", width=200, on_select=chosen)
        sk.upload("Files", multiple=True, on_upload=took)
        sk.button("Press", on_click=pressed)
        for number, line in enumerate(state.lines):
            sk.text(line, key=number)
"""


@pytest.mark.parametrize("defined", [False, True])
def test_elements_of_ours_make_events_of_what_was_done_before(visit: Callable[..., Any], defined: bool) -> None:
    """Before there was Python, and their code; or that alone, which another app of the page may have brought. Each in its turn."""
    one = visit(MADE)
    page = one.open()
    if defined:
        for part in ("points", "upload"):
            page.evaluate("(part) => import(new URL(`${part}.js`, document.querySelector('script[type=module]').src))", part)
    picture, files, press = page.get_by_role("application", name="Map"), page.locator("input[type=file]"), page.get_by_role("button", name="Press")
    page.get_by_role("img", name="Map").click(position={"x": 50, "y": 25})
    page.evaluate("document.body.style.paddingTop = '60px'")  # what is above has grown meanwhile
    press.click()
    files.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    press.press("Enter")
    picture.focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    files.evaluate(PASTE, "b.txt")
    press.click()
    files.set_input_files({"name": "c.txt", "mimeType": "text/plain", "buffer": b"c"})
    one.release()
    lines = ["at (100, 50)", "pressed", "took a.txt", "pressed", "at (108, 58)", "took b.txt", "pressed", "took c.txt"]
    shown = page.get_by_text(re.compile("^(at|pressed|took)"))
    expect(shown).to_have_text(lines)
    expect(page.get_by_role("list", name="Chosen files").get_by_role("listitem")).to_have_count(3)
    picture.press("Enter")
    expect(shown).to_have_text([*lines, "at (108, 58)"])
