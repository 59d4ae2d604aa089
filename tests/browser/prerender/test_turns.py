"""What people do before there is Python where the page does not stay as it was: other apps, moves, what goes, what changes its size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

KEYS = """
    import skerry as sk
    from skerry.view import element

    @sk.state
    class Log:
        lines: list[str] = []
        started: bool = False

    def note(line):
        sk.use(Log).lines.append(line)

    def save():
        note("saved")

    def entered(event: sk.KeyEvent):
        note(f"entered {event.value}")

    def start(log: Log):
        log.started = True
        note("started")

    def picked(event: sk.CustomEvent):
        note(f"picked {event.detail}")

    def pressed():
        note("pressed")

    def took(event: sk.UploadEvent):
        note(f"took {event.file.name}")

    def gone(event: sk.DeleteEvent):
        note(f"gone {event.index}")

    @sk.page("/", title="Keys")
    def home(log: Log):
        sk.shortcut("Ctrl+S", save)
        sk.input("Text", on_key_down=sk.listener(entered, keys="Enter"))
        sk.slider("Level", 0, 10, value=3)
        sk.button("Press", on_click=pressed)
        if not log.started:
            sk.button("Start", on_click=start)
        element("my-mark", "mark", on={"pick": picked}, key="mark")
        sk.upload("Docs", multiple=True, on_upload=took, on_delete=gone)
        with sk.element("ol", aria_label="Log"):
            for number, line in enumerate(log.lines):
                sk.element("li", line, key=number)
"""

PICK = "(mark, detail) => mark.dispatchEvent(new CustomEvent('pick', { detail, bubbles: true }))"


def lines(app: Page | Locator) -> Locator:
    return app.get_by_role("list", name="Log").get_by_role("listitem")


def drop(page: Page, on: Locator, path: Path) -> None:
    """A file out of another window, on the middle of what can be seen there."""
    box = on.bounding_box()
    assert box is not None
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    cdp = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        cdp.send("Input.dispatchDragEvent", {"type": kind, **place, "data": {"items": [], "files": [str(path)], "dragOperationsMask": 1}})
    cdp.detach()


def test_an_app_that_is_ready_is_not_held_up_by_one_that_waits(visit: Callable[..., Any]) -> None:
    one = visit(KEYS, service_workers="block")
    page = one.open()
    page.evaluate("window.fresh = document.querySelector('py-app').outerHTML")
    one.release()
    held: list[Route] = []
    page.route("**/app/*.json", lambda route: held.append(route))
    with page.expect_request("**/app/*.json"):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', fresh)")
    first, second = page.locator("py-app").all()
    first.get_by_label("Text").fill("during")
    page.keyboard.press("Enter")
    expect(lines(first)).to_have_text(["entered during"])
    second.locator("my-mark").evaluate(PICK, 7)
    expect(second).to_have_attribute("data-state", "prerendered")
    held[0].continue_()
    expect(lines(second)).to_have_text(["picked 7"])


@pytest.mark.parametrize("how", ["at once", "later"])
def test_an_app_that_is_moved_while_it_waits_is_still_listened_to(visit: Callable[..., Any], how: str) -> None:
    one = visit(KEYS)
    page = one.open()
    page.get_by_role("button", name="Press").click()
    page.evaluate("""async (how) => {
        const app = document.querySelector("py-app");
        const there = document.body.appendChild(document.createElement("section"));
        app.remove();
        document.body.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        if (how === "later") await new Promise((done) => setTimeout(done, 50));
        there.append(app);
    }""", how)  # fmt: skip
    page.get_by_role("button", name="Press").click()
    one.release()
    expect(lines(page)).to_have_text(["pressed", "pressed"])


def test_keys_at_the_window_count_where_what_had_the_focus_is_gone(visit: Callable[..., Any]) -> None:
    one = visit(KEYS)
    page = one.open()
    page.get_by_role("button", name="Start").click()
    page.keyboard.press("Control+s")
    one.release()
    expect(lines(page)).to_have_text(["started", "saved"])
    expect(page.get_by_role("button", name="Start")).to_have_count(0)


def test_events_of_custom_elements_in_a_shadow_root_are_kept(visit: Callable[..., Any]) -> None:
    """And of apps that are added when the document is long there."""
    one = visit(KEYS)
    page = one.open()
    page.evaluate("""() => {
        const app = document.querySelector("py-app");
        const other = document.createElement("py-app");
        for (const { name, value } of app.attributes) if (name !== "data-state") other.setAttribute(name, value);
        other.setAttribute("shadow", "");
        other.attachShadow({ mode: "open" }).append(...[...app.childNodes].filter((node) => node.localName !== "script").map((node) => node.cloneNode(true)));
        other.append(app.querySelector(":scope > script").cloneNode(true));
        app.replaceWith(other);
    }""")
    page.locator("my-mark").evaluate(PICK, 1)
    page.get_by_role("button", name="Press").click()
    one.release()
    expect(lines(page)).to_have_text(["picked 1", "pressed"])


@pytest.mark.parametrize("there", [False, True], ids=["without its code", "with its code"])
def test_files_that_are_dropped_come_in_their_turn(visit: Callable[..., Any], tmp_path: Path, there: bool) -> None:
    (tmp_path / "dropped.txt").write_text("d")
    one = visit(KEYS)
    page = one.open()
    if there:
        page.evaluate("() => import(new URL('upload.js', document.querySelector('script[type=module]').src))")
    field = page.locator("input[type=file]")
    field.set_input_files({"name": "chosen.txt", "mimeType": "text/plain", "buffer": b"c"})
    drop(page, field, tmp_path / "dropped.txt")
    page.get_by_role("button", name="Press").click()
    one.release()
    expect(lines(page)).to_have_text(["took chosen.txt", "took dropped.txt", "pressed"])
    page.get_by_role("button", name="Remove dropped.txt").click()
    expect(lines(page).last).to_have_text("gone 1")


def test_a_file_that_is_dropped_beside_a_zone_does_nothing(visit: Callable[..., Any], tmp_path: Path) -> None:
    """On other fields, too, where the browser would open it."""
    (tmp_path / "aside.txt").write_text("a")
    one = visit(KEYS)
    page = one.open()
    one.release()
    for place in (page.get_by_label("Text"), page.get_by_label("Level"), page.get_by_text("mark")):
        drop(page, place, tmp_path / "aside.txt")
    page.get_by_role("button", name="Press").click()
    expect(lines(page)).to_have_text(["pressed"])
    assert len(page.context.pages) == 1
    expect(page.get_by_label("Text")).to_have_value("")


def test_what_was_chosen_where_nothing_is_written_down_is_taken(visit: Callable[..., Any]) -> None:
    """early.js is blocked, say."""
    one = visit(KEYS)
    one.page.route("**/early.js", lambda route: route.abort())
    page = one.open()
    page.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    one.failures.clear()  # that it did not come
    one.release()
    expect(lines(page)).to_have_text(["took a.txt"])


LOGIN = """
    import skerry as sk

    @sk.state
    class Door:
        tried: list[str] = []

    def enter(event: sk.SubmitEvent, door: Door):
        door.tried.append(event.values["password"])

    @sk.page("/", title="Door")
    def home(door: Door):
        with sk.form(on_submit=enter):
            sk.input("Password", type="password")
            sk.button("Enter", type="submit")
        sk.text(", ".join(door.tried), class_="tried")
"""


def test_a_form_is_sent_nowhere_where_nothing_is_written_down(visit: Callable[..., Any]) -> None:
    one = visit(LOGIN)
    one.page.route("**/early.js", lambda route: route.abort())
    page = one.open()
    before = page.url
    page.get_by_label("Password").fill("mussel")
    page.get_by_label("Password").press("Enter")
    page.get_by_role("button", name="Enter").click()
    one.failures.clear()  # that it did not come
    one.release()
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
    assert page.url == before
    page.get_by_label("Password").press("Enter")
    expect(page.locator(".tried")).to_have_text("mussel")


PICTURE = """
    import skerry as sk

    MAP = b'<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="800"><rect width="1600" height="800" fill="#8ac"/></svg>'

    @sk.state
    class Seen:
        lines: list[str] = []

    def chosen(event: sk.SelectEvent, seen: Seen):
        x, y = event.index
        seen.lines.append(f"{round(x, -2)} {round(y, -2)}")

    @sk.page("/", title="Picture")
    def home(seen: Seen):
        sk.image(MAP, alt="Map", on_select=chosen)
        for number in range(60):
            sk.text(f"Line {number}", key=number)
        for line in seen.lines:
            sk.heading(line)
"""


def test_a_point_is_where_it_was_when_the_picture_was_larger(visit: Callable[..., Any]) -> None:
    """As where a phone is turned; and arrow keys move the crosshair, not the page."""
    one = visit(PICTURE)
    page = one.open()
    box = page.get_by_role("img", name="Map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.set_viewport_size({"width": 400, "height": 700})
    page.get_by_role("application", name="Map").focus()
    top = page.evaluate("scrollY")
    for key in ("ArrowDown", "Shift+ArrowDown", " "):
        page.keyboard.press(key)
    assert page.evaluate("scrollY") == top
    one.release()
    expect(page.get_by_role("heading")).to_have_text(["800 400", "800 400"])


CHAT = """
    import skerry as sk

    @sk.state
    class Talk:
        said: list[str] = []

    def sent(event: sk.SendEvent, talk: Talk):
        talk.said.append(event.value)

    @sk.page("/", title="Talk")
    def home(talk: Talk):
        sk.chat([{"role": "user", "content": line} for line in talk.said], on_send=sent)
"""


def test_what_is_typed_behind_a_message_that_waits_stays(visit: Callable[..., Any]) -> None:
    one = visit(CHAT)
    page = one.open()
    box = page.get_by_role("textbox")
    box.click()
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    page.keyboard.type(" and more")
    one.release()
    expect(page.get_by_role("log")).to_contain_text("hello")
    expect(box).to_have_value("hello and more")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("hello and more")
    expect(box).to_have_value("")
