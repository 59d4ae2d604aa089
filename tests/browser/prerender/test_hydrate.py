"""A rendered page becomes the app: no node is made anew, nothing moves, and what people have done meanwhile stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from ..moody import pass_time

FORM = """
    import skerry as sk
    from skerry.view import element

    @sk.state
    class Form:
        name: str = "Ann"
        agreed: bool = False
        colour: str = "red"
        boat: str = "b"
        notes: str = "line one\\nline two"
        level: int = 3
        chosen: list[str] = ["x"]

    @sk.page("/", title="A form")
    def home(state: Form):
        sk.css(".wide { letter-spacing: 0.1em }")
        sk.theme(accent="#0a7d5a")
        form = sk.ref(state)
        sk.heading(f"{state.name} {state.colour}", class_="wide")
        sk.input("Name", bind=form.name)
        sk.textarea("Notes", bind=form.notes)
        sk.checkbox("Agreed", bind=form.agreed)
        sk.radio("Colour", ["red", "green", "blue"], bind=form.colour)
        sk.select("Boat", {"a": "Tern", "b": "Puffin", "c": "Auk"}, bind=form.boat)
        sk.slider("Level", 0, 10, bind=form.level)
        sk.input("Free")
        with sk.expander("More"):
            sk.text("hidden until it is opened", key="more")
        sk.markdown("Some **bold** text, and a [link](https://example.org).")
        element("pre", "\\n  indented\\n")
        element("p", "a", "", "b", attrs={"style": {"margin-left": "7px", "--own": "1"}}, key="styled")
        with element("svg", attrs={"viewBox": "0 0 10 10", "width": 40, "height": 40}):
            element("circle", attrs={"cx": 5, "cy": 5, "r": 4})
        sk.text(f"{state.notes}|{state.agreed}|{state.boat}|{state.level}", key="echo", class_="echo")
"""


def test_no_node_is_made_anew_and_nothing_moves(visit: Callable[..., Any]) -> None:
    one = visit(FORM)
    page = one.open()
    expect(page.locator("p[data-style]")).to_have_css("margin-left", "7px")
    expect(page.locator(".wide")).to_have_css("letter-spacing", "3px")
    accent = page.evaluate("getComputedStyle(document.querySelector('.sk-app')).getPropertyValue('--sk-accent-light')")
    page.locator(".sk-shell").evaluate("(own) => { own.style.visibility = 'hidden'; }")  # how far loading is
    before = page.screenshot()
    one.release()
    assert page.evaluate("[lost(), added()]") == [[], []]
    assert page.evaluate("shifts") == []
    assert page.evaluate("logged.filter((line) => !line.startsWith('debug'))") == []
    assert page.evaluate("document.querySelectorAll('[data-style],[data-sk-on],[data-sk-page]').length") == 0
    expect(page.locator("p:has-text('ab')").last).to_have_css("margin-left", "7px")
    assert page.evaluate("getComputedStyle(document.querySelector('.sk-app')).getPropertyValue('--sk-accent-light')") == accent != ""
    assert page.screenshot() == before, "the page looks as it did"
    assert page.evaluate("[document.querySelector('py-app').ariaBusy, document.querySelectorAll('py-app script').length]") == ["false", 0]


def test_what_was_entered_stays_and_the_app_knows_it(visit: Callable[..., Any]) -> None:
    one = visit(FORM)
    page = one.open()
    page.get_by_label("Name").fill("Bea")
    page.get_by_label("Notes").fill("mine")
    page.get_by_label("Agreed").check()
    page.get_by_label("green").check()
    page.get_by_label("Boat").select_option("c")
    page.get_by_label("Level").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("Free").fill("nobody listens")
    page.get_by_text("More").click()
    one.release()
    expect(page.get_by_role("heading", name="Bea green")).to_be_visible()
    expect(page.locator(".echo")).to_have_text("mine|True|c|4")
    expect(page.get_by_label("Free")).to_have_value("nobody listens")
    expect(page.get_by_text("hidden until it is opened")).to_be_visible()
    values = [page.get_by_label(label).input_value() for label in ("Name", "Notes", "Boat", "Level")]
    assert values == ["Bea", "mine", "c", "4"]
    assert page.evaluate("lost()") == []


def test_the_focus_and_the_marked_text_stay(visit: Callable[..., Any]) -> None:
    one = visit(FORM)
    page = one.open()
    field = page.get_by_label("Name")
    field.fill("Beatrice")
    field.evaluate("(field) => { field.focus(); field.setSelectionRange(2, 5, 'backward'); }")
    page.evaluate("window.scrollTo(0, 40)")
    one.release()
    state = "(field) => [document.activeElement === field, field.selectionStart, field.selectionEnd, field.selectionDirection]"
    assert field.evaluate(state) == [True, 2, 5, "backward"]
    page.keyboard.type("X")
    expect(page.get_by_role("heading", name="BeXice red")).to_be_visible()


def test_what_the_browser_has_filled_in_by_itself_reaches_the_app(visit: Callable[..., Any]) -> None:
    one = visit(FORM)
    page = one.open()
    page.get_by_label("Name").evaluate("(field) => { field.value = 'filled in'; }")
    page.get_by_label("blue").evaluate("(field) => { field.checked = true; }")
    one.release()
    expect(page.get_by_role("heading", name="filled in blue")).to_be_visible()


def test_an_input_method_goes_on_composing(visit: Callable[..., Any]) -> None:
    one = visit(FORM)
    page = one.open()
    field = page.get_by_label("Name")
    field.focus()
    page.keyboard.press("End")
    keys = one.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    one.release()
    keys.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    keys.send("Input.insertText", {"text": "日本"})
    expect(field).to_have_value("Ann日本")
    expect(page.get_by_role("heading", name="Ann日本 red")).to_be_visible()


KEPT = """
    import skerry as sk
    from skerry.view import element

    @sk.state(persist="browser")
    class Tasks:
        names: list[str] = ["one", "two", "three"]
        draft: str = ""

    def remove(event: sk.ClickEvent, state: Tasks):
        state.names.remove(event.key)
        sk.emit("told", f"removed {event.key}")

    def add(state: Tasks):
        state.names.insert(0, "zero")

    @sk.page("/")
    def home(state: Tasks):
        sk.button("Add", on_click=add)
        sk.input("Draft", bind=sk.ref(state).draft)
        with element("ul"):
            for name in state.names:
                with element("li", key=name):
                    sk.button(f"Remove {name}", on_click=remove, key=name)
"""


def test_kept_state_is_there_in_one_step_and_what_was_pressed_is_what_was_meant(visit: Callable[..., Any]) -> None:
    one = visit(KEPT)
    page = one.open()
    one.release()
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Remove two").click()
    expect(page.get_by_role("button", name="Remove")).to_have_text(["Remove zero", "Remove one", "Remove three"])
    one.hold()
    one.open()
    expect(page.get_by_role("button", name="Remove")).to_have_text(["Remove one", "Remove two", "Remove three"])
    page.evaluate(
        """() => {
          window.seen = [];
          const look = () => seen.push([...document.querySelectorAll("li")].map((li) => li.textContent.trim()).join());
          new MutationObserver(look).observe(document.querySelector("ul"), { childList: true });
        }"""
    )
    page.get_by_role("button", name="Remove three").click()
    page.get_by_role("button", name="Remove two").click()
    one.release()
    expect(page.get_by_role("button", name="Remove")).to_have_text(["Remove zero", "Remove one"])
    assert page.evaluate("emitted") == ["removed three"]
    assert page.evaluate("seen") == ["Remove zero,Remove one"], "what was kept, and what was pressed, are shown at once"
    assert [line for line in page.evaluate("logged") if "is gone" in line], "two was removed in the visit before"


OTHER = """
    import skerry as sk

    @sk.page("/")
    def home():
        sk.heading(sk.query().get("who", "nobody"))
        sk.text("the same")
"""


def test_a_query_that_the_build_did_not_know_changes_what_reads_it(visit: Callable[..., Any]) -> None:
    one = visit(OTHER)
    page = one.open("?who=Ann")
    expect(page.get_by_role("heading", name="nobody")).to_be_visible()
    one.release()
    expect(page.get_by_role("heading", name="Ann")).to_be_visible()
    assert page.evaluate("[lost(), added()]") == [[], []]
    assert page.evaluate("logged.filter((line) => line.startsWith('warning'))") == []


DIFFERENT = """
    import skerry as sk

    @sk.page("/")
    def home():
        sk.heading(" ".join(sorted(sk.props().get("words", ["built"]))))
        sk.text("the same")
"""


TOLD = "logged.some((line) => line.includes('is not what the app shows'))"


def test_a_page_that_is_not_what_the_app_shows_is_made_right_and_told(visit: Callable[..., Any]) -> None:
    one = visit(DIFFERENT)
    page = one.open()
    page.evaluate("document.querySelector('h1').textContent = 'another'; document.querySelector('h1').after(document.createElement('hr'))")
    page.evaluate("mark()")
    one.release()
    expect(page.get_by_role("heading", name="built")).to_be_visible()
    expect(page.locator("hr")).to_have_count(0)
    assert page.evaluate("lost()") == ["HR"]
    page.evaluate(f"async () => {{ while (!({TOLD})) await new Promise(requestAnimationFrame); }}")
    told = next(line for line in page.evaluate("logged") if "is not what the app shows" in line)
    assert "another" in told and "hr" in told and told.startswith("warning")


CLOCK = """
    import time
    import skerry as sk

    @sk.page("/", title="The time")
    def home():
        sk.heading(f"Since {time.time():.0f}")
"""


def test_an_app_that_reads_the_clock_has_a_placeholder(visit: Callable[..., Any], site: Callable[..., str]) -> None:
    one = visit(CLOCK)
    page = one.page
    page.goto(one.site)
    expect(page.locator("py-app")).to_have_attribute("data-state", "loading")
    assert page.locator(".sk-skeleton").bounding_box()["height"] > 400
    held, one._held = one._held, None
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", name="Since 1")).to_be_visible()
    expect(page.locator(".sk-skeleton")).to_have_count(0)
    assert page.evaluate("shifts") == []


def test_where_python_does_not_come_the_page_stays_and_retrying_takes_it_over(visit: Callable[..., Any]) -> None:
    one = visit(FORM)
    page = one.open()
    page.get_by_label("Name").fill("Bea")
    page.route("**/manifest.json", lambda route: route.abort())
    page.clock.install()
    page.reload()
    pass_time(page, "A download failed")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("py-app")).to_have_attribute("data-state", "error")
    expect(page.get_by_role("heading", name="Ann red")).to_be_visible()
    page.evaluate("mark()")
    page.get_by_label("Name").fill("Cid")
    page.unroute("**/manifest.json")
    one._held = None
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
    expect(page.get_by_role("heading", name="Cid red")).to_be_visible()
    assert page.evaluate("lost()") == []
