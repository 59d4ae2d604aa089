"""The gallery's apps about events, handlers and state, worked as a person would. They share one browser context, and so its caches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..conftest import watch
from .conftest import arrive

Axe = Callable[..., None]


class Open(Protocol):
    def __call__(self, name: str, *, expected: str = "") -> Page: ...


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context()
    yield made
    made.close()


@pytest.fixture
def enter(context: BrowserContext, gallery: str) -> Iterator[Open]:
    """Opens an app. Errors and violations of the policy fail the test at its end, but for console errors that match ``expected``."""
    pages: list[tuple[Page, list[str], str]] = []

    def open_app(name: str, *, expected: str = "") -> Page:
        page = context.new_page()
        failures = watch(page)
        page.on("console", lambda m: failures.append(m.text) if m.type == "error" else None)
        pages.append((page, failures, expected))
        arrive(page, f"{gallery}{name}/")
        return page

    yield open_app
    for page, failures, expected in pages:
        page.close()
        wrong = [text for text in failures if not expected or not re.search(expected, text)]
        assert not wrong, wrong


def together(page: Page, *names: str) -> None:
    """Press buttons in one go, so that no handler has ended before the last of them is pressed, however slow the machine."""
    page.evaluate(
        """(names) => names.forEach((name) => [...document.querySelectorAll("button")]
             .find((button) => (button.ariaLabel || button.textContent) === name).click())""",
        names,
    )


def record(page: Page, selector: str) -> Callable[[], list[str]]:
    """Note each text that an element has from now on; what is given tells them."""
    page.evaluate(
        """(selector) => {
             const element = document.querySelector(selector);
             window.texts = [element.textContent];
             new MutationObserver(() => texts.push(element.textContent)).observe(element, { subtree: true, childList: true, characterData: true });
           }""",
        selector,
    )
    return lambda: page.evaluate("texts")


def press(page: Page, name: str, key: str = "") -> None:
    """A button by its name: clicked, or with the keyboard where a key is given."""
    button = page.get_by_role("button", name=name, exact=True)
    button.press(key) if key else button.click()


def test_kinds_of_handlers(enter: Open, axe: Axe) -> None:
    page = enter("kinds")
    clock = record(page, ".sk-metric-value")
    together(page, "function", "generator", "coroutine")
    press(page, "async_generator", "Enter")
    expect(page.get_by_role("status").filter(has_text="6 of 6 m")).to_have_count(4)
    assert len(set(clock())) > 5, "time.sleep in the generator held up the clock"
    axe(page, brief=True)
    page.get_by_text("Its source").nth(1).press("Enter")
    expect(page.locator("pre").filter(has_text="time.sleep(0.4)")).to_be_visible()


def test_many_buttons(enter: Open, axe: Axe) -> None:
    page = enter("boats")
    press(page, "Puffin: call back or send out")
    expect(page.get_by_text("12, an int")).to_be_visible()
    more = page.get_by_role("button", name="One more on Tern")
    more.press("Enter")
    more.press("Space")
    expect(page.get_by_text("crew of 4")).to_have_count(2)
    axe(page, brief=True)
    press(page, "Sort by name", "Enter")
    expect(page.get_by_role("listitem").first).to_contain_text("44 Auk")


def test_event_pad(enter: Open, axe: Axe) -> None:
    page = enter("pad")
    pad = page.get_by_role("group", name="Event pad")
    counts = page.get_by_role("list", name="How many of each")
    pad.dblclick()
    pad.click(button="right")
    page.mouse.wheel(0, 40)
    for name in ("ClickEvent 2", "DoubleClickEvent 1", "RightClickEvent 1", "WheelEvent 1", "HoverEvent 1", "FocusEvent 1"):
        expect(counts.get_by_text(name, exact=True)).to_be_visible()
    pad.press("Shift+K")
    expect(page.get_by_role("log").get_by_role("listitem").first).to_contain_text("KeyEvent")
    expect(page.get_by_role("log")).to_contain_text("shift=True, pressed='K', code='KeyK'")
    axe(page, brief=True)
    page.keyboard.press("Tab")
    expect(counts.get_by_text("BlurEvent 1")).to_be_visible()


def test_thermometers(enter: Open, axe: Axe) -> None:
    page = enter("thermometers")
    celsius, fahrenheit = page.get_by_label("Degrees Celsius"), page.get_by_label("Degrees Fahrenheit")
    celsius.press("ControlOrMeta+a")
    page.keyboard.type("25")
    expect(page.get_by_role("log")).to_contain_text("input: '25' is being entered")
    expect(fahrenheit).to_have_value("53.6")
    page.keyboard.press("Tab")
    expect(fahrenheit).to_have_value("77")
    press(page, "Freeze it")
    expect(fahrenheit).to_have_value("32")
    expect(page.get_by_role("log")).to_contain_text("watch: the water went from 25 to 0 °C")
    axe(page, brief=True)


def test_options(enter: Open, axe: Axe) -> None:
    page = enter("options")
    page.get_by_label("Search at each edit").press_sequentially("tern")
    page.get_by_label("Search when you pause").press_sequentially("tern")
    expect(page.get_by_text("4 searches above, 1 below.")).to_be_visible()
    helm = page.get_by_label("Helm")
    for _ in range(8):
        helm.press("ArrowRight")
    steered = page.get_by_text(re.compile(r"^8 steps, [1-7] commands"))
    expect(steered).to_be_visible()
    depth = page.get_by_role("button", name=re.compile(r"^At \d+ metres$"))
    depth.press("ArrowDown")
    depth.press("x")
    expect(depth).to_have_text("At 21 metres")
    press(page, "The cabin, in the ship", "Enter")
    expect(page.get_by_text("ship, capture → cabin → ship")).to_be_visible()
    press(page, "The cabin")
    page.get_by_label("Stop it in the cabin").press("Space")
    press(page, "The cabin")
    expect(page.get_by_text("The cabin heard 2, the ship 1.")).to_be_visible()
    page.get_by_role("region", name="Watches").press("End")
    expect(page.get_by_text(re.compile(r"0 turns of the wheel, [1-9]\d* scrolls"))).to_be_visible()
    axe(page, brief=True)


def test_trigger_modes(enter: Open, axe: Axe) -> None:
    page = enter("modes")
    together(page, *("once", "multiple", "always_last", "restart") * 3)
    press(page, "queue", "Enter")
    for lane, text in enumerate(("1 begun, 1 done", "1 begun, 1 done", "3 begun, 3 done", "2 begun, 2 done", "3 begun, 1 done")):
        expect(page.locator(".lane-note").nth(lane)).to_contain_text(text)
    expect(page.get_by_role("list", name="Trips with restart").locator(".cut")).to_have_count(2)
    axe(page, brief=True)


def test_waiting_in_line(enter: Open, axe: Axe) -> None:
    page = enter("printer")
    texts = record(page, ".charts")
    together(page, *(f"Print: {chart}" for chart in ("Tide tables", "Harbour plan", "Sea chart 12", "Crew list")))
    expect(page.get_by_text("Tide tables, Harbour plan, Sea chart 12, Crew list")).to_be_visible()
    assert any("waits, place 1" in text and "waits, place 2" in text for text in texts())
    axe(page, brief=True)
    page.get_by_label("I am in a hurry").press("Space")
    press(page, "Print now: Pilot's letter", "Enter")
    expect(page.get_by_text(re.compile("Crew list, Pilot's letter"))).to_be_visible()


def test_cancel(enter: Open, axe: Axe) -> None:
    page = enter("survey")
    press(page, "North bank")
    expect(page.locator("progress")).not_to_have_attribute("value", "0")
    press(page, "Stop", "Enter")
    expect(page.get_by_text("North bank, at rest")).to_be_attached()
    press(page, "Old wreck", "Enter")
    press(page, "Start the sonar")
    expect(page.get_by_text(re.compile(r"The sonar runs: [1-9]"))).to_be_visible()
    axe(page, brief=True)
    page.get_by_label("Show the engine room").press("Space")
    expect(page.get_by_text("The sonar is off")).to_be_visible()
    press(page, "Alarm")
    expect(page.get_by_text("Old wreck, at rest")).to_be_attached()


def test_chains(enter: Open, axe: Axe) -> None:
    page = enter("booking")
    steps = page.get_by_role("list", name="The chain").get_by_role("listitem")
    page.get_by_label("What fails").select_option("pay")
    press(page, "Book", "Enter")
    for number, how in enumerate(("done", "failed", "not called", "done", "done")):
        expect(steps.nth(number)).to_contain_text(how)
    expect(page.get_by_role("log", name="Log")).to_contain_text("Sorry: pay was told to fail")
    axe(page, brief=True)


def test_functions_of_values(enter: Open, axe: Axe) -> None:
    page = enter("textlab")
    page.get_by_label("Letters per second").press("End")
    message = page.get_by_label("Message")
    message.fill("sos at sea")
    expect(page.get_by_text("3 words")).to_be_visible()
    message.press("Enter")
    expect(page.get_by_role("status", name="Signal")).to_have_text(re.compile(r"^\.\.\. --- \.\.\."))
    expect(page.get_by_role("button", name="Signal it again")).to_be_enabled()
    press(page, "Turn it round")
    expect(message).to_have_value("aes ta sos")
    axe(page, brief=True)


def test_feedback(enter: Open, axe: Axe) -> None:
    page = enter("feedback", expected="the rope broke")
    press(page, "Load the cargo", "Enter")
    expect(page.get_by_role("button", name="Load the cargo")).to_have_attribute("aria-busy", "true")
    press(page, "Use the old crane")
    expect(page.get_by_text("Nothing was lost: the rope broke").first).to_be_visible()  # it is said and shown
    expect(page.get_by_text("10 of 10 crates, at rest")).to_be_visible()
    expect(page.get_by_text("All is on board")).to_be_visible()
    axe(page, brief=True)


def test_javascript(enter: Open, axe: Axe) -> None:
    page = enter("pageside")
    page.get_by_label("Language").select_option("English")
    press(page, "Announce it")
    expect(page.get_by_text("Cargo on board: 1,234,567.5 t")).to_be_visible()
    press(page, "Ask the log", "Enter")
    expect(page.get_by_text("12.5 knots are 23.2 km/h")).to_be_visible()
    press(page, "Rock the ferry", "Enter")
    assert page.locator(".ferry").evaluate("(ferry) => ferry.getAnimations().length") == 1
    press(page, "Measure the window")
    expect(page.get_by_text("1280 × 800 pixels")).to_be_visible()
    axe(page, brief=True)


def test_two_sessions(enter: Open, axe: Axe) -> None:
    page = enter("sessions")
    tern, puffin = page.locator("py-app").all()
    tern.get_by_role("button", name="Ring the bell").click()
    tern.get_by_role("button", name="Wave").press("Enter")
    puffin.get_by_label("Who comes aboard?").fill("Ada")
    puffin.get_by_label("Who comes aboard?").press("Enter")
    expect(puffin.get_by_role("list", name="Crew of The Puffin")).to_have_text("Ada")
    for app, number in ((tern, 1), (puffin, 0)):
        expect(app.get_by_text(f"Rung: {number}")).to_be_visible()
        expect(app.get_by_text(f"The module's global: {number}")).to_be_visible()
    expect(tern.get_by_text("Nobody is aboard.")).to_be_visible()
    axe(page, brief=True)


def test_radio(enter: Open, axe: Axe) -> None:
    page = enter("radio", expected="the barometer is broken")
    heard = page.get_by_role("log", name="Heard").get_by_role("listitem")
    press(page, "ship.arrived")
    press(page, "ship.arrived", "Enter")
    expect(heard).to_have_count(5)
    expect(heard.filter(has_text="a salute for the Tern")).to_have_count(1)
    axe(page, brief=True)
    page.get_by_label("The barometer is broken").press("Space")
    press(page, "weather.gale")
    expect(heard.first).to_contain_text("two black cones are up")
    expect(heard.filter(has_text="it falls")).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("the barometer is broken")


def test_output(enter: Open, axe: Axe) -> None:
    page = enter("logbook", expected="oil pressure|the galley is on fire")
    press(page, "Open the book")
    press(page, "Helmsman")
    press(page, "Lookout", "Enter")
    press(page, "Engineer")
    log = page.get_by_role("log", name="The log")
    for who, text in (("helmsman", "steering 270"), ("lookout", "a light ahead, 3 miles"), ("engineer", "oil pressure is 1.2 bar")):
        expect(log.get_by_role("listitem").filter(has_text=text)).to_contain_text(who)
    axe(page, brief=True)
    press(page, "Cook, who fails")
    expect(page.get_by_role("alert")).to_contain_text("the galley is on fire")
    expect(log).to_contain_text("steering 290")


def test_network(enter: Open, axe: Axe) -> None:
    page = enter("network", expected="404")
    press(page, "Ask for the tides", "Enter")
    page.get_by_label("Port").select_option("Saint-Malo")
    expect(page.get_by_role("img", name="High water at 7 o'clock: 12.1 m.")).to_be_visible()
    voyage = page.get_by_role("log", name="The voyage").get_by_role("listitem")
    press(page, "Read aloud")
    expect(voyage.nth(1)).to_have_text("05:32 Past the breakwater. Wind from the south-west, light.")
    press(page, "Stop", "Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_disabled()
    axe(page, brief=True)
    page.get_by_label("In a hurry").press("Space")
    press(page, "Read aloud")
    expect(voyage).to_have_count(24)
    press(page, "Ask for the treasure")
    expect(page.get_by_text("404: there is no treasure here")).to_be_visible()


def test_navigation(enter: Open, axe: Axe) -> None:
    page = enter("islands")
    page.get_by_role("link", name="By distance").click()
    expect(page.get_by_role("list").get_by_role("link")).to_have_text(["Heron Island", "Seal Rock", "Gull Holm", "Otter Ness"])
    page.get_by_role("link", name="Seal Rock").press("Enter")
    expect(page.get_by_text("Visit number 1: sun")).to_be_visible()
    expect(page).to_have_title("Seal Rock")
    page.get_by_role("link", name="A landing stage").click()
    expect(page.get_by_text("You see a landing stage.")).to_be_visible()
    axe(page, brief=True)
    page.go_back()
    expect(page.get_by_text("Visit number 2: a little rain")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("{'order': 'miles'}")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Seal Rock")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Visit number 1: sun")).to_be_visible()


def test_forms_with_rules(enter: Open, axe: Axe) -> None:
    page = enter("berth")
    press(page, "Book", "Enter")
    expect(page.get_by_text("This is needed.")).to_have_count(4)
    name = page.get_by_label("Name of the boat")
    expect(name).to_be_focused()
    axe(page, brief=True)
    name.fill("Tern")
    for label, value in (("E-mail", "ada@example.org"), ("Length", "10"), ("Draught", "2"), ("First day", "2026-05-01")):
        page.get_by_label(label).fill(value)
    page.get_by_label("I have read").press("Space")
    expect(page.get_by_text("A boat called Tern lies here already.")).to_be_visible()
    name.fill("Fulmar")
    name.press("Enter")
    expect(page.get_by_text("Fulmar, 10 m, from 01.05.2026")).to_be_visible()
    expect(name).to_have_value("")


def test_state(enter: Open, axe: Axe) -> None:
    page = enter("cargo", expected="thrown overboard")
    press(page, "Stow wool in Aft")
    press(page, "Swap fore and aft", "Enter")
    expect(page.get_by_text("down by the stern")).to_be_visible()
    press(page, "Undo (2)")
    press(page, "Undo (1)", "Enter")
    expect(page.get_by_text("down by the head")).to_be_visible()
    press(page, "All overboard")
    expect(page.get_by_text("Undone by itself")).to_be_visible()
    expect(page.locator(".sk-metric-value").first).to_have_text("12")
    press(page, "Pump and sound")
    press(page, "Tell the page")
    expect(page.get_by_text("3 soundings of the bilge")).to_be_visible()
    axe(page, brief=True)


def test_handlers_by_name(enter: Open, axe: Axe) -> None:
    page = enter("roll")
    press(page, "Give the order", "Enter")
    orders = page.get_by_role("list", name="Orders").get_by_role("listitem")
    expect(orders).to_have_count(1)
    names = page.get_by_label("Name", exact=True)
    names.select_option("hoist_flag, which stands below the page")
    press(page, "Give the order")
    expect(orders.nth(1)).to_have_text("The flag goes up.")
    names.select_option("hoist_flagg, which is misspelt")
    expect(page.get_by_text("HandlerError: the app has no handler 'hoist_flagg'. Did you mean 'hoist_flag'?")).to_be_visible()
    axe(page, brief=True)
    called = page.get_by_label("Function")
    for name, says in (("add_up", "add_up gave 5"), ("greet", 'greet gave "Hello, 2 and 3"'), ("open_safe", "has no handler 'open_safe'")):
        called.select_option(name)
        press(page, "Call it from the page", "Enter")
        expect(page.get_by_text(says)).to_be_visible()
    expect(orders.last).to_have_text("Somebody called greet.")
    press(page, "What is listed?")
    expect(page.get_by_text("add_up(first: int, second: int): The sum of two numbers.", exact=True)).to_be_visible()


def test_a_conversation(enter: Open, axe: Axe) -> None:
    page = enter("talk")
    box = page.get_by_label("Keeper: Ask something")
    box.fill("Who lit it?")
    box.press("Enter")
    stop = page.get_by_role("button", name="Stop")
    stop.press("Enter")
    expect(stop).to_have_count(0)
    log = page.get_by_role("log")
    expect(log.get_by_role("listitem").first).to_contain_text("Who lit it?")
    expect(log).to_have_attribute("aria-busy", "false")
    press(page, "Answer again", "Enter")
    expect(log).to_contain_text("the face of the harbour master")
    press(page, "Good answer", "Enter")
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    axe(page, brief=True)
    press(page, "Edit", "Enter")
    expect(page.get_by_label("Your message")).to_be_focused()
    axe(page, brief=True)
    page.keyboard.press("Control+a")
    page.keyboard.type("Is she still there?")
    press(page, "Save", "Enter")
    expect(log).to_contain_text("when the moon is full")
    expect(log).not_to_contain_text("harbour master")
    page.get_by_text("What Python holds").press("Enter")
    expect(page.get_by_role("group", name="Messages")).to_contain_text('"Is she still there?"')
    axe(page, brief=True)
    press(page, "Take back", "Enter")
    expect(log.get_by_role("button")).to_have_count(0)
    box.fill("Again")
    box.press("Enter")
    expect(log).to_contain_text("two times in three")
    press(page, "Clear the conversation", "Enter")
    expect(log).not_to_contain_text("Again")


def test_sound_and_film(enter: Open, axe: Axe) -> None:
    page = enter("bells")
    page.get_by_label("Pitch in hertz").press("ArrowRight")
    sound = page.locator("audio[aria-label='A bell at 340 Hz, struck 2 times']")
    expect(sound).to_be_visible()
    sound.evaluate("(sound) => { sound.muted = true; return sound.play(); }")
    expect(page.get_by_text("The bell is still again, after 1.4 seconds.")).to_be_visible()
    press(page, "To the light", "Enter")
    expect(page.get_by_text("paused, 3.0 of 6.0 s")).to_be_visible()
    film = page.locator("video")
    assert film.evaluate("(film) => film.textTracks[0].mode") == "showing"
    axe(page, brief=True)
    film.evaluate("(film) => { film.muted = true; film.currentTime = 5.5; return film.play(); }")
    expect(page.get_by_text("over, 6.0 of 6.0 s")).to_be_visible()
