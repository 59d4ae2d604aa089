"""Events on their way out of the page, with a far end that only writes down what it gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "events.json").read_text())

# A session without Python: what it sends is kept in `sent`, and `give(ops)` is a patch.
FAKE = """
async () => {
  const { Session } = await import("./skerry/js/session.js");
  const { need } = await import("./skerry/js/need.js");
  await Promise.all(["commands", "forms", "lists", "seldom"].map(need));
  const root = document.createElement("div");
  document.querySelector("#place").append(root);
  const sent = [];
  const link = { send: (text) => sent.push(JSON.parse(text)), close() {} };
  const route = { url: () => "/", click() {}, close() {}, go() {}, title() {} };
  const session = new Session({
    host: root, root, link, route: () => route, store() {}, toast() {}, log() {}, error() {},
    failed: (error) => { throw error; },
  });
  let number = 0;
  const give = (ops, answered = 0) => link.receive(JSON.stringify([{ t: "patch", p: ++number, a: answered, o: ops }]));
  // Resolves once so many crossings have been made.
  const until = async (count) => { while (sent.length < count) await new Promise(requestAnimationFrame); };
  Object.assign(window, { sent, give, until, root, session, link });
}
"""


@pytest.fixture
def fake(shell_page: Page) -> Page:
    shell_page.evaluate(FAKE)
    return shell_page


def give(page: Page, ops: list[Any], answered: int = 0) -> None:
    page.evaluate("([ops, answered]) => give(ops, answered)", [ops, answered])


def sent(page: Page) -> list[list[dict[str, Any]]]:
    """What was sent since last asked: a list of crossings, each a list of messages."""
    found: list[list[dict[str, Any]]] = page.evaluate("sent.splice(0)")
    return found


def listen(page: Page, tag: str, event: str, attrs: Any = 0, **options: Any) -> None:
    """One element, node 1, with one listener."""
    give(page, [["d", 1, {"e": event, "h": "f", "o": options}], ["+", 0, 0, 1, [[tag, attrs, [1], "x"]]]])


def test_a_click_names_its_element_handler_patch_and_number(fake: Page) -> None:
    listen(fake, "button", "click")
    fake.locator("button").click()
    [[message]] = sent(fake)
    assert {k: message[k] for k in "tnehps"} == {"t": "event", "n": 1, "e": "click", "h": "f", "p": 1, "s": 1}
    assert message["d"]["button"] == 0 and message["d"]["is_target"] is True


def test_listeners_on_the_way_up_go_in_one_crossing_inner_first(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "click", "h": "inner", "o": {}}],
            ["d", 2, {"e": "click", "h": "outer", "o": {}}],
            ["d", 3, {"e": "click", "h": "self", "o": {"target_only": True}}],
            ["+", 0, 0, 1, [["div", 0, [2, 3], ["button", 0, [1], "x"]]]],
        ],
    )
    fake.locator("button").click()
    [crossing] = sent(fake)
    assert [(m["n"], m["h"]) for m in crossing] == [(2, "inner"), (1, "outer")]


def test_capture_comes_first_and_stopping_ends_the_way(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "click", "h": "inner", "o": {"stop_propagation": True}}],
            ["d", 2, {"e": "click", "h": "outer", "o": {}}],
            ["d", 3, {"e": "click", "h": "capture", "o": {"capture": True}}],
            ["+", 0, 0, 1, [["div", 0, [2, 3], ["button", 0, [1], "x"]]]],
        ],
    )
    fake.evaluate("window.reached = 0; document.body.addEventListener('click', () => window.reached++)")
    fake.locator("button").click()
    assert [m["h"] for crossing in sent(fake) for m in crossing] == ["capture", "inner"]
    assert fake.evaluate("reached") == 0


def test_events_that_do_not_bubble_reach_their_element_only(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "focus", "h": "f", "o": {}}],
            ["d", 2, {"e": "custom-thing", "h": "g", "o": {}}],
            ["+", 0, 0, 1, [["div", 0, [1, 2], ["input", {"id": "i"}, [1, 2]]]]],
        ],
    )
    fake.locator("#i").focus()
    fake.evaluate("document.querySelector('#i').dispatchEvent(new CustomEvent('custom-thing', {detail: {a: [1, () => 1]}}))")
    assert [(m["n"], m["h"], m["d"]) for c in sent(fake) for m in c] == [
        (2, "f", {"value": ""}),
        (2, "g", {"detail": {"a": [1, None]}}),
    ]


def test_prevent_default_is_decided_before_python(fake: Page) -> None:
    listen(fake, "a", "click", {"href": "#elsewhere"}, prevent_default=True)
    fake.locator("a").click()
    assert "#elsewhere" not in fake.url and len(sent(fake)) == 1


def test_a_passive_listener_lets_the_browser_go_on_at_once(fake: Page) -> None:
    fake.evaluate(
        """() => {
          window.asked = {};
          const add = root.addEventListener.bind(root);
          root.addEventListener = (name, heard, options) => { asked[name] = options.passive; add(name, heard, options); };
        }"""
    )
    listen(fake, "div", "wheel", {"style": {"height": "100px"}}, passive=True)
    give(fake, [["d", 2, {"e": "touchmove", "h": "g", "o": {}}], ["+", 0, 1, 3, [["p", 0, [2], "y"]]]])
    assert fake.evaluate("asked") == {"wheel": True, "touchmove": False}
    fake.locator("#place div div").hover()
    fake.mouse.wheel(0, 10)
    fake.evaluate("until(1)")
    [[message]] = sent(fake)
    assert (message["h"], message["d"]["delta_y"]) == ("f", 10)


@pytest.mark.parametrize(
    ("keys", "press", "heard"),
    [
        (["Enter"], "Enter", True),
        (["Enter"], "Shift+Enter", False),
        (["Ctrl+k"], "Control+k", True),
        (["Ctrl+K"], "Control+k", True),
        (["Ctrl+Shift+K"], "Control+k", False),
        (["Mod+s"], "Control+s", True),
        (["?"], "Shift+?", True),
        (["Escape", "x"], "x", True),
        ([" "], "Space", True),
        (["Ctrl++"], "Control++", True),
        (["Character"], "a", True),
        (["Character"], "Shift+A", True),
        (["Character"], "Space", True),
        (["Character"], "Enter", False),
        (["Character"], "Control+a", False),
    ],
)
def test_keys(fake: Page, keys: list[str], press: str, heard: bool) -> None:
    listen(fake, "input", "keydown", keys=keys, prevent_default=True)
    fake.locator("input").press(press)
    events = [m for c in sent(fake) for m in c if m["d"]["pressed"] not in ("Shift", "Control")]
    assert len(events) == heard


def test_a_debounced_edit_goes_before_a_later_click_in_one_crossing(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "input", "h": "typed", "o": {"debounce_ms": 60000}}],
            ["d", 2, {"e": "click", "h": "clicked", "o": {}}],
            ["+", 0, 0, 1, [["input", 0, [1]], ["input", {"id": "b"}, [1]], ["button", 0, [2], "x"]]],
        ],
    )
    fake.locator("input").first.press_sequentially("abc")
    fake.locator("#b").press_sequentially("d")
    assert sent(fake) == []
    fake.locator("button").click()
    [crossing] = sent(fake)
    assert [(m["h"], m["d"].get("value")) for m in crossing] == [("typed", "abc"), ("typed", "d"), ("clicked", None)]
    assert [m["s"] for m in crossing] == sorted(m["s"] for m in crossing)


def test_debounce_sends_the_last_and_throttle_the_first_and_last(fake: Page) -> None:
    fake.clock.install()
    give(
        fake,
        [
            ["d", 1, {"e": "input", "h": "debounced", "o": {"debounce_ms": 200}}],
            ["d", 2, {"e": "input", "h": "throttled", "o": {"throttle_ms": 200}}],
            ["+", 0, 0, 1, [["input", {"id": "a"}, [1]], ["input", {"id": "b"}, [2]]]],
        ],
    )
    fake.locator("#a").press_sequentially("abc")
    assert sent(fake) == []
    fake.clock.run_for(250)
    assert [m["d"]["value"] for c in sent(fake) for m in c] == ["abc"]
    fake.locator("#b").press_sequentially("xyz")
    assert [m["d"]["value"] for c in sent(fake) for m in c] == ["x"]
    fake.clock.run_for(250)
    assert [m["d"]["value"] for c in sent(fake) for m in c] == ["xyz"]


def test_a_patch_never_takes_back_what_was_typed_since(fake: Page) -> None:
    listen(fake, "input", "input")
    field = fake.locator("input")
    field.press_sequentially("ab")
    last = sent(fake)[-1][-1]["s"]
    field.press_sequentially("c")
    give(fake, [["p", 1, "value", "AB"]], last)
    assert field.input_value() == "abc"
    give(fake, [["p", 1, "value", "ABC"]], sent(fake)[-1][-1]["s"])
    assert field.input_value() == "ABC"


def test_writing_a_field_keeps_the_caret_where_it_was(fake: Page) -> None:
    listen(fake, "input", "input", {".value": "hello world"})
    fake.locator("input").focus()
    fake.evaluate("document.querySelector('input').setSelectionRange(3, 5)")
    give(fake, [["p", 1, "value", "HELLO WORLD"]], 0)
    assert fake.evaluate("[document.querySelector('input').selectionStart, document.querySelector('input').selectionEnd]") == [3, 5]


def test_an_input_method_is_left_alone_until_it_has_composed(fake: Page) -> None:
    listen(fake, "input", "input")
    field = fake.locator("input")
    field.focus()
    cdp = fake.context.new_cdp_session(fake)
    cdp.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    cdp.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    answered = sent(fake)[-1][-1]["s"]
    give(fake, [["p", 1, "value", "<にほ>"]], answered)
    assert field.input_value() == "にほ"
    cdp.send("Input.insertText", {"text": "日本"})
    assert field.input_value() == "日本", "an answer to the composition must not replace what came of it"
    assert sent(fake)[-1][-1]["d"]["value"] == "日本"
    give(fake, [["p", 1, "value", "<日本>"]], answered + 10)
    assert field.input_value() == "<日本>"


def test_a_write_that_answers_the_composition_comes_after_it(fake: Page) -> None:
    listen(fake, "input", "input")
    fake.locator("input").focus()
    cdp = fake.context.new_cdp_session(fake)
    cdp.send("Input.imeSetComposition", {"text": "か", "selectionStart": 1, "selectionEnd": 1})
    give(fake, [["p", 1, "value", "ka"]], 1000)
    assert fake.locator("input").input_value() == "か"
    cdp.send("Input.insertText", {"text": "か"})
    assert fake.locator("input").input_value() == "ka"


def test_enter_that_ends_a_composition_is_no_enter(fake: Page) -> None:
    listen(fake, "input", "keydown", keys=["Enter"])
    fake.evaluate(
        "document.querySelector('input').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    assert sent(fake) == []


def test_submit_collects_values_and_does_not_leave_the_page(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "submit", "h": "f", "o": {}}],
            [
                "+",
                0,
                0,
                1,
                [
                    [
                        "form",
                        0,
                        [1],
                        ["input", {"name": "who", ".value": "Ada"}],
                        ["input", {"name": "tag", "type": "checkbox", "value": "a", ".checked": True}],
                        ["input", {"name": "tag", "type": "checkbox", "value": "b", ".checked": True}],
                        ["input", {"name": "off", "type": "checkbox"}],
                        [
                            "select",
                            {"name": "many", "multiple": "", ".values": ["2"]},
                            0,
                            ["option", 0, 0, "1"],
                            ["option", 0, 0, "2"],
                        ],
                        ["button", {"name": "go", "value": "now"}, 0, "go"],
                    ]
                ],
            ],
        ],
    )
    fake.locator("button").click()
    [[message]] = sent(fake)
    assert message["d"] == {
        "values": {"who": "Ada", "tag": ["a", "b"], "many": ["2"], "go": "now"},
        "submitter": "go",
    }
    assert fake.url.endswith("empty.html")


def test_a_reset_is_said_as_edits(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "input", "h": "f", "o": {}}],
            ["+", 0, 0, 1, [["form", 0, 0, ["input", {"value": "first"}, [1]], ["button", {"type": "reset"}, 0, "x"]]]],
        ],
    )
    fake.locator("input").fill("second")
    fake.locator("button").click()
    fake.evaluate("until(2)")
    assert [m["d"]["value"] for c in sent(fake) for m in c] == ["second", "first"]


def test_what_a_reset_changes_comes_before_what_is_done_after_it(fake: Page) -> None:
    """All in one turn of the page, in which no timer runs: a busy browser handles what people do before its timers."""
    give(
        fake,
        [
            ["d", 1, {"e": "input", "h": "typed", "o": {}}],
            ["d", 2, {"e": "click", "h": "saved", "o": {}}],
            ["d", 3, {"e": "reset", "h": "reset", "o": {}}],
            ["d", 4, {"e": "keydown", "h": "pressed", "o": {"at": "window"}}],
            ["+", 0, 0, 1, [
                ["form", 0, [3], ["input", {"value": "first"}, [1]], ["button", {"type": "reset"}, 0, "x"]],
                ["button", {"data-sk-window": ""}, [2, 4], "y"],
            ]],
        ],
    )
    fake.locator("input").fill("second")
    fake.evaluate("""() => {
      const [reset, save] = document.querySelectorAll("button");
      reset.click();
      save.click();
      document.querySelector("input").value = "third";
      reset.click();
      dispatchEvent(new KeyboardEvent("keydown", { key: "x" }));
      document.querySelector("input").value = "fourth";
      document.querySelector("form").addEventListener("reset", () => save.click(), { once: true });
      reset.click();
    }""")
    fake.evaluate("until(10)")
    told = [(m["h"], m["d"].get("value")) for c in sent(fake) for m in c]
    assert told == [
        ("typed", "second"), ("reset", None), ("typed", "first"), ("saved", None), ("reset", None), ("typed", "first"), ("pressed", None),
        ("saved", None), ("reset", None), ("typed", "first"),
    ]


def test_files_come_after_their_bytes_and_hold_up_later_events(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "change", "h": "chosen", "o": {}}],
            ["d", 2, {"e": "click", "h": "clicked", "o": {}}],
            ["+", 0, 0, 1, [["input", {"type": "file"}, [1]], ["button", 0, [2], "x"]]],
        ],
    )
    fake.evaluate(
        """() => { session.to.store = { most: Infinity, put: async (name, file) => {
          sent.push([{h: 'bytes', name, text: await file.text()}]);
        } } }"""
    )
    fake.locator("input").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"x,y"})
    fake.locator("button").click()
    fake.evaluate("until(2)")
    stored, chosen, clicked = [m for c in sent(fake) for m in c]
    assert stored["text"] == "x,y" and [chosen["h"], clicked["h"]] == ["chosen", "clicked"]
    [file] = chosen["d"]["files"]
    assert file["id"] == stored["name"] and (file["name"], file["size"], file["type"]) == ("a.csv", 3, "text/csv")


def test_events_that_a_patch_causes_wait_for_its_end(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "click", "h": "removes", "o": {}}],
            ["d", 2, {"e": "focus", "h": "focused", "o": {}}],
            ["+", 0, 0, 1, [["button", 0, [1], "x"], ["input", 0, [2]]]],
        ],
    )
    fake.evaluate(
        """() => { link.send = (text) => {
          sent.push(JSON.parse(text));
          if (text.includes("removes")) give([["c", "focus", {n: 3}], ["-", 1]], 1);
        } }"""
    )
    fake.locator("button").click()
    assert [(m["h"], m["p"]) for c in sent(fake) for m in c] == [("removes", 1), ("focused", 2)]


def test_a_drop_is_offered_where_it_is_listened_to(fake: Page) -> None:
    give(
        fake,
        [
            ["d", 1, {"e": "drop", "h": "dropped", "o": {}}],
            ["+", 0, 0, 1, [["b", {"draggable": "true", "id": "from"}, 0, "drag"], ["div", {"id": "to"}, [1], "here"]]],
        ],
    )
    fake.evaluate("document.querySelector('#from').addEventListener('dragstart', (e) => e.dataTransfer.setData('text', 'gift'))")
    fake.locator("#from").drag_to(fake.locator("#to"))
    [[message]] = sent(fake)
    assert message["d"]["text"] == "gift"


def check_payload(name: str, payload: dict[str, Any]) -> None:
    """A payload has the fields that the vectors give it, of their types, and no others."""
    fields = VECTORS["events"].get(name, VECTORS["events"]["*"])
    assert set(payload) <= set(fields), f"{name}: unknown fields {set(payload) - set(fields)}"
    for field, kind in fields.items():
        if field not in payload:
            assert kind.endswith("?"), f"{name}.{field} is missing"
        else:
            assert fits(payload[field], kind.removesuffix("?")), f"{name}.{field} is {payload[field]!r}, not {kind}"


def fits(value: Any, kind: str) -> bool:
    if kind.startswith("["):
        return isinstance(value, list) and all(fits(item, kind[1:-1]) for item in value)
    if kind in VECTORS["types"]:
        return all(fits(value[name], inner) for name, inner in VECTORS["types"][kind].items())
    if "|" in kind:
        return any(fits(value, part) for part in kind.split("|"))
    types: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "object": dict,
        "null": type(None),
        "any": object,
    }
    return isinstance(value, types[kind]) and (kind in ("boolean", "any") or not isinstance(value, bool))


# How to make the browser's own event of each name on the element of the right kind.
MADE = {
    "MouseEvent": "click dblclick auxclick contextmenu mousedown mouseup mousemove mouseenter mouseleave mouseover mouseout",
    "PointerEvent": "pointerdown pointerup pointermove pointerenter pointerleave pointerover pointerout pointercancel",
    "WheelEvent": "wheel",
    "DragEvent": "dragstart drag dragend dragenter dragover dragleave drop",
    "TouchEvent": "touchstart touchmove touchend touchcancel",
    "KeyboardEvent": "keydown keyup",
    "InputEvent": "input beforeinput",
    "SubmitEvent": "submit",
    "FocusEvent": "focus blur focusin focusout",
    "ToggleEvent": "toggle beforetoggle",
    "AnimationEvent": "animationstart animationend animationiteration",
    "TransitionEvent": "transitionend",
    "ClipboardEvent": "copy cut paste",
    "CompositionEvent": "compositionstart compositionupdate compositionend",
    "Event": "change reset scroll scrollend close cancel load error play playing pause ended timeupdate seeked volumechange "
    "loadedmetadata durationchange waiting canplay select invalid resize visibility visibilitychange hashchange online offline "
    "upload delete capture point",
    "PageTransitionEvent": "pagehide pageshow",
    "CustomEvent": "my-event",
}
TAGS = {
    "video": "play playing pause ended timeupdate seeked volumechange loadedmetadata durationchange waiting canplay",
    "form": "submit reset",
    "dialog": "close cancel toggle beforetoggle",
}
BY_NAME = {name: made for made, names in MADE.items() for name in names.split()}


def test_every_event_of_the_vectors_can_be_made() -> None:
    assert set(BY_NAME) - {"my-event"} == set(VECTORS["events"]) - {"*"}


@pytest.mark.parametrize("name", BY_NAME)
def test_payloads_match_the_vectors(fake: Page, name: str) -> None:
    tag = next((tag for tag, names in TAGS.items() if name in names.split()), "input")
    listen(fake, tag, name)
    fake.evaluate(
        """([tag, name, made]) => document.querySelector(tag).dispatchEvent(
             Object.assign(new window[made](name, {bubbles: true, cancelable: true, detail: made === "CustomEvent" ? {a: 1} : 0}),
               ["upload", "delete", "capture", "point"].includes(name)
                 ? {files: [new File(["x"], "x.txt")], index: 0, width: 4, height: 3, x: 1, y: 2} : {}))""",
        [tag, name, BY_NAME[name]],
    )
    fake.evaluate("until(1)")
    messages = [m for c in sent(fake) for m in c if m["e"] == name]
    assert messages, f"{name} was not heard"
    check_payload(name, messages[0]["d"])


# Resolves once the page has asked for idle time.
IDLE = "async () => { while (!idle.length) await new Promise(requestAnimationFrame); }"


def test_many_that_leave_together_are_forgotten_in_idle_time_which_python_is_told(fake: Page) -> None:
    fake.evaluate("() => { window.idle = []; window.requestIdleCallback = (run) => idle.push(run); }")
    rows = [["li", 0, 0, str(n)] for n in range(100)]
    give(fake, [["+", 0, 0, 1, [["ul", 0, 0, *rows], ["ol", 0, 0, ["li", 0, 0, "few"]]]]])
    few = 2 + 2 * len(rows)
    give(fake, [["-", *range(2, few, 2)], ["-", few + 1]])
    assert fake.evaluate("[...root.children].map((list) => list.childNodes.length)") == [0, 0]
    assert fake.evaluate("(few) => [2, few + 1].map((id) => session.nodes.byId.has(id))", few) == [True, False], "a few at once"
    fake.evaluate(IDLE)
    assert sent(fake) == []
    fake.evaluate("idle.shift()()")
    assert fake.evaluate("[...session.nodes.byId.keys()]") == [0, 1, few]
    assert sent(fake) == [[{"t": "ack", "p": 2}]]


def test_a_large_message_is_acknowledged_in_idle_time(fake: Page) -> None:
    fake.evaluate("() => { window.idle = []; window.requestIdleCallback = (run) => idle.push(run); }")
    give(fake, [["+", 0, 0, 1, ["short"]]])
    give(fake, [["+", 0, 0, 2, ["long" * 2000]]])
    fake.evaluate(IDLE)
    assert sent(fake) == []
    fake.evaluate("idle.shift()()")
    assert sent(fake) == [[{"t": "ack", "p": 2}]] and fake.evaluate("idle.length") == 0


def test_a_page_that_has_ended_forgets_without_a_word(fake: Page) -> None:
    fake.evaluate("() => { window.idle = []; window.requestIdleCallback = (run) => idle.push(run); }")
    give(fake, [["+", 0, 0, 1, [["li", 0, 0] for _ in range(100)]]])
    give(fake, [["-", *range(1, 101)]])
    fake.evaluate(IDLE)
    fake.evaluate("session.close(); idle.shift()()")
    assert sent(fake) == []
