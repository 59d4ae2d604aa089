"""The gallery's apps about events, handlers and state, driven without a browser: each does what it says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from skerry.testing import App, Reply

GALLERY = Path(__file__).parents[3] / "public" / "gallery"


def opened(name: str, **options: Any) -> App:
    return App(GALLERY / f"{name}.py", **options)


def test_kinds_of_handlers_fill_their_locks_step_by_step() -> None:
    with opened("kinds") as app:
        levels = app.state(app.module().Locks).levels
        for name in ("function", "generator", "coroutine", "async_generator"):
            app.find(name, role="button").click()
        app.advance(1)
        assert levels == {"function": 6, "generator": 2, "coroutine": 2, "async_generator": 2}
        app.advance(2)
        assert set(levels.values()) == {6}
        assert "3.0 s" in app.text
        app.find("Its source", tag="summary").nth(1).click()
        assert "def generator(locks: Locks):" in app.text


def test_one_handler_knows_which_boat_it_was() -> None:
    with opened("boats") as app:
        app.find("Puffin: call back or send out").click()
        assert "12, an int" in app.text
        assert "'Puffin'" in app.text
        app.find("One more on Auk").click()
        assert "44 Auk crew of 2" in app.text
        app.find("Sort by name").click()
        assert app.text.index("Auk") < app.text.index("Skua")
        app.find("Tern: call back or send out").click()
        assert "7, an int" in app.text


def test_the_pad_shows_events_with_their_fields() -> None:
    with opened("pad") as app:
        pad = app.find(key=None, role="group")
        pad.click()
        pad.press("Shift+K")
        assert "ClickEvent" in app.text
        assert "shift=True, pressed='K'" in app.text
        pad.dispatch("contextmenu", x=3, y=4, button=2)
        assert "RightClickEvent type='contextmenu', x=3, y=4, button=2" in app.text
        pad.upload("chart.txt", b"north")
        assert "files=['chart.txt, 5 bytes']" in app.text
        app.find("Clear").click()
        assert "KeyEvent" not in app.text


def test_the_thermometers_keep_up_and_only_some_hear_of_handlers() -> None:
    with opened("thermometers") as app:
        water, heard = app.state(app.module().Water), app.state(app.module().Heard)
        app.find(label="Degrees Celsius").fill("20")
        assert (water.fahrenheit, heard.inputs, heard.changes) == (68.0, 1, 1)
        app.find("Freeze it").click()
        assert (water.fahrenheit, heard.inputs, heard.changes) == (32.0, 1, 2)
        app.find(label="Degrees Fahrenheit").fill("50")
        assert water.celsius == 10.0
        assert "watch: the water went from 0 to 10 °C" in app.text


def test_options_keep_events_from_python() -> None:
    with opened("options") as app:
        for text in ("t", "te", "ter"):
            app.find(label="Search at each edit").fill(text)
        for text in ("t", "te", "ter"):
            app.find(label="Search when you pause").fill(text)
        app.advance(1)
        assert "3 searches above, 1 below." in app.text
        depth = app.find(key="depth")
        depth.press("ArrowDown")
        depth.press("x")
        assert "At 21 metres 2 keys pressed" in app.text
        app.find("The cabin", role="button").click()
        assert "The cabin heard 1, the ship 0." in app.text
        app.find(label="Stop it in the cabin").click()
        app.find("The cabin", role="button").click()
        assert "The cabin heard 2, the ship 1." in app.text


def test_trigger_modes_differ_in_what_they_do_with_further_presses() -> None:
    with opened("modes") as app:
        for mode in ("queue", "once", "multiple", "always_last", "restart"):
            for _ in range(3):
                app.find(mode, role="button").click()
                app.advance(0.2)
        app.advance(6)
        trips = app.state(app.module().Harbour).trips
        assert {mode: len(found) for mode, found in trips.items()} == {
            "queue": 3, "once": 1, "multiple": 3, "always_last": 2, "restart": 3,
        }  # fmt: skip
        assert [trip.done for trip in trips["restart"]] == [False, False, True]
        app.find("Clear the timeline").click()
        assert "3 pressed" not in app.text


def test_printers_are_two_and_who_is_in_a_hurry_passes_the_line() -> None:
    with opened("printer") as app:
        for chart in ("Tide tables", "Harbour plan", "Sea chart 12", "Crew list"):
            app.find(f"Print: {chart}").click()
        app.advance(0.3)
        office = app.state(app.module().Office)
        assert office.sheets == {"Tide tables": 2, "Harbour plan": 2}
        assert "waits, place 1" in app.text
        assert "waits, place 2" in app.text
        app.find("Leave: Sea chart 12").click()
        assert "waits, place 2" not in app.text
        app.find(label="I am in a hurry: past the line (queue=False)").click()
        app.find("Print now: Pilot's letter").click()
        assert len(office.sheets) == 3
        app.advance(5)
        assert office.done == ["Tide tables", "Harbour plan", "Pilot's letter", "Crew list"]


def test_a_survey_is_stopped_replaced_and_ends_with_its_panel() -> None:
    with opened("survey") as app:
        survey = app.state(app.module().Survey)
        app.find("North bank", role="button").click()
        app.advance(1)
        app.find("Stop", role="button").click()
        found = len(survey.depths)
        app.advance(1)
        assert len(survey.depths) == found == 10
        app.find("North bank", role="button").click()
        app.find("Old wreck", role="button").click()
        app.advance(7)
        assert "Old wreck: the survey is complete" in app.text
        assert "North bank: the survey is complete" not in app.text
        app.find("Start the sonar").click()
        app.advance(1)
        assert "The sonar runs" in app.text
        app.find(label="Show the engine room: hiding it ends what was started in it").click()
        assert "The sonar is off" in app.text
        app.find("North bank", role="button").click()
        app.find("Alarm").click()
        assert app.find("Stop", role="button").disabled
        assert "Alarm: all work has stopped" in app.text


def test_a_chain_goes_on_by_how_it_went() -> None:
    with opened("booking") as app:
        ran, log = app.state(app.module().Ferry).ran, app.state(app.module().Ferry).log
        app.find("Book", role="button").click()
        app.advance(3)
        assert dict(ran) == {"reserve": "done", "pay": "done", "send_ticket": "done", "write_log": "done"}
        app.find(label="What fails").select("pay")
        app.find("Book", role="button").click()
        app.advance(3)
        assert dict(ran) == {"reserve": "done", "pay": "failed", "apologise": "done", "write_log": "done"}
        assert log[-2:] == ["Sorry: pay was told to fail", "1 seats are left"]


def test_functions_of_values_count_and_stream() -> None:
    with opened("textlab") as app:
        app.find(label="Message").fill("sos at sea")
        assert "3 words 10 characters" in app.text
        app.find("Signal it").click()
        app.advance(0.3)
        assert "... --- ..." in app.text
        assert app.find(key="send").disabled
        app.advance(2)
        assert "... --- ... / .- - / ... . .-" in app.text
        assert app.find("Signal it again").exists
        app.find("Turn it round").click()
        assert app.find(label="Message").value == "aes ta sos"


def test_feedback_says_how_far_it_is_and_undoes_what_fails() -> None:
    with opened("feedback") as app:
        app.find("Load the cargo").click()
        app.advance(1)
        assert "30% done" in app.text
        app.advance(3)
        assert "10 of 10 crates, at rest" in app.text
        app.find("Use the old crane").click()
        app.advance(1)
        assert "10 of 10 crates" in app.text
        assert app.toasts[0] == "All is on board"
        assert app.toasts[-1].startswith("Nothing was lost: the rope broke")


def test_javascript_runs_before_and_after_and_from_python() -> None:
    js = {
        "(tonnes, language) => new Intl.NumberFormat(language).format(tonnes)": lambda tonnes, language: f"{tonnes} in {language}",
        "(knots) => `${knots} knots are ${(knots * 1.852).toFixed(1)} km/h`": lambda knots: f"{knots} knots",
        "() => [innerWidth, innerHeight, devicePixelRatio]": lambda: [800, 600, 2],
    }
    with opened("pageside", js=js) as app:
        app.find("Announce it").click()
        assert "Cargo on board: 1234567.5 in de t" in app.text
        app.find("Ask the log").click()
        assert "12.5 knots" in app.text
        app.find("Measure the window").click()
        assert "800 × 600 pixels, 2 to a CSS pixel" in app.text


def test_two_sessions_share_neither_state_nor_globals() -> None:
    with opened("sessions", props={"ship": "The Tern"}) as tern, opened("sessions", props={"ship": "The Puffin"}) as puffin:
        tern.find("Ring the bell").click()
        tern.find("Wave").click()
        tern.find(label="Who comes aboard?").fill("Ada")
        tern.find("Add").click()
        assert "The Tern" in tern.text
        assert "Rung: 1 Wave The module's global: 1" in tern.text
        assert "Ada" in tern.text
        assert "Rung: 0 Wave The module's global: 0" in puffin.text
        assert "Nobody is aboard." in puffin.text


def test_the_radio_calls_subscribers_in_order_and_past_one_that_raises() -> None:
    with opened("radio", raises=False) as app:
        radio = app.state(app.module().Radio)
        for _ in range(2):
            app.find("ship.arrived").click()
        assert (radio.in_port, radio.salutes) == (2, 1)
        assert [line.partition(" (")[0] for line in reversed(radio.heard)] == [
            "the log", "the harbour master", "the cannon", "the log", "the harbour master",
        ]  # fmt: skip
        app.find("Load the cannon again").click()
        app.find("ship.left").click()
        assert radio.salutes == 2
        app.find(label="The barometer is broken: it raises").click()
        app.find("weather.gale").click()
        assert radio.gales == 0
        assert "two black cones" in radio.heard[0]
        assert [error["message"] for error in app.errors] == ["the barometer is broken"]


def test_the_log_book_has_what_handlers_print_with_their_names() -> None:
    with opened("logbook", raises=False) as app:
        app.call("write_down", "helmsman", "info", "steering 270")
        app.call("write_down", "engineer", "error", "oil pressure is 1.2 bar")
        assert [line.text for line in app.find(role="log").find(tag="span").all()] == ["steering 270", "✗ oil pressure is 1.2 bar"]
        app.find("Clear").click()
        assert "steering" not in app.text
        app.find("Cook, who fails").click()
        assert [error["message"] for error in app.errors] == ["the galley is on fire"]


def test_the_network_is_read_line_by_line_until_it_is_stopped() -> None:
    async def voyage() -> AsyncIterator[str]:
        for line in ("Cast off.\n", "Set the main.\n", "Tea.\n"):
            yield line
            await asyncio.sleep(1)

    tides = (GALLERY / "data" / "tides.json").read_bytes()
    responses = {"data/tides.json": tides, "data/voyage.txt": lambda _: Reply(voyage()), "data/treasure.json": Reply("no", 404)}
    with opened("network", responses=responses) as app:
        app.find("Ask for the tides").click()
        app.find(label="Port").select("Saint-Malo")
        assert "High water at 7 o'clock: 12.1 m." in app.text
        app.find("Read aloud").click()
        app.advance(1.8)
        assert "Set the main." in app.text
        app.find("Stop", role="button").click()
        app.advance(5)
        assert "Tea." not in app.text
        app.find("Ask for the treasure").click()
        assert "404: there is no treasure here" in app.text


def test_islands_have_addresses() -> None:
    with opened("islands", url="/?order=miles") as app:
        assert app.text.index("Heron") < app.text.index("Seal") < app.text.index("Gull") < app.text.index("Otter")
        app.find("Sail to the nearest").click()
        assert (app.url, app.title) == ("/island/heron", "Heron Island")
        assert "Looking out" in app.text
        app.advance(1)
        assert "Visit number 1: sun" in app.text
        app.go("/island/heron/2")
        assert "Heron Island, sight 2 of 3 You see two houses." in app.text
        assert "{'island': 'heron', 'sight': 2}" in app.text
        app.go("/island/heron")
        app.advance(1)
        assert "Visit number 2: a little rain" in app.text


def test_a_berth_is_booked_once_all_rules_are_kept() -> None:
    with opened("berth") as app:
        app.find("Book", role="button").click()
        app.advance(1)
        assert app.text.count("This is needed.") == 4
        for label, value in {
            "Name of the boat": "Tern", "E-mail": "ada@example.org", "Length in metres": "10", "Draught in metres": "6",
        }.items():  # fmt: skip
            app.find(label=label).fill(value)
        app.find(label="First day").fill("2026-01-01")
        app.find(label="I have read the harbour's rules").click()
        app.find("Book", role="button").click()
        app.advance(2)
        assert "A boat called Tern lies here already." in app.text
        assert "deeper than half her length" in app.text
        assert "The harbour is open from 01 April to 31 October 2026." in app.text
        app.find(label="Name of the boat").fill("Fulmar")
        app.find(label="Draught in metres").fill("2")
        app.find(label="First day").fill("2026-05-01")
        app.find("Book", role="button").click()
        app.advance(2)
        assert "Fulmar, 10 m, from 01.05.2026" in app.text
        assert app.find(label="Name of the boat").value == ""


def test_state_is_observed_at_depth_and_can_be_undone() -> None:
    with opened("cargo") as app:
        app.find("Stow wool in Aft").click()
        app.find("Swap fore and aft").click()
        assert "13 She liesdown by the stern" in app.text
        app.find("Undo (2)").click()
        app.find("Undo (1)").click()
        assert "12 She liesdown by the head" in app.text
        app.find("All overboard").click()
        assert "12 She lies" in app.text
        assert app.toasts == ["Undone by itself: the cargo may not be thrown overboard"]
        app.find("Pump and sound").click()
        assert "2 soundings" in app.text
        app.find("Tell the page").click()
        assert "3 soundings of the bilge, in cm: 12.5, 12, 11.2" in app.text


def test_orders_have_names_and_those_that_none_has_are_explained() -> None:
    with opened("roll", js={}) as app:
        names = app.module().NAMES
        for name, says in (
            ("hoist_flag", "The flag goes up."),
            ("choice", "the app has no handler 'choice'."),
            ("_sound_alarm", "Names that begin with _ are hidden"),
            ("hoist_flagg", "Did you mean 'hoist_flag'?"),
        ):
            app.find(label="Name").select(names[name])
            if name == "hoist_flag":
                app.find("Give the order").click()
            assert says in app.text
        app.find("Clear").click()
        assert "The flag goes up." not in app.text
        assert app.call("add_up", 2, 3) == 5
        assert [(one["name"], one["parameters"]) for one in app.call("")] == [("add_up", ["first: int", "second: int"])]


def test_a_conversation_is_stopped_and_continued_otherwise() -> None:
    with opened("talk") as app:
        talk = app.state(app.module().Talk)
        box = app.find(label="Keeper: Ask something")
        box.fill("Who lit it?")
        box.press("Enter")
        app.advance(0.3)
        app.find("Stop").click()
        stopped = talk.messages[1]["content"]
        assert stopped and stopped.strip() != app.module().TALES[0]
        app.advance(1)
        assert talk.messages[1]["content"] == stopped
        app.find("Answer again").click()
        app.advance(10)
        assert talk.messages[1]["content"].strip() == app.module().TALES[1]
        app.find("Good answer").click()
        assert talk.messages[1]["liked"] is True
        app.find("Edit").click()
        app.find(label="Your message").fill("Is she still there?")
        app.find("Save").click()
        app.advance(10)
        assert [one["content"].strip() for one in talk.messages] == ["Is she still there?", app.module().TALES[2]]
        app.find("Take back").click()
        assert talk.messages == []


def test_the_bell_is_cast_when_its_slider_is_let_go() -> None:
    with opened("bells") as app:
        sound = app.find("A bell at 330 Hz, struck 2 times")
        src = sound.attrs["src"]
        app.find(label="Pitch in hertz").fill("440")
        sound = app.find("A bell at 440 Hz, struck 2 times")
        assert sound.attrs["src"] != src
        sound.dispatch("play", time=0, duration=1.4)
        assert "The bell rings at 440 Hz." in app.text
        sound.dispatch("ended", time=1.4, duration=1.4)
        assert "still again, after 1.4 seconds" in app.text
        film = app.find("A boat passes a lighthouse at night")
        film.dispatch("timeupdate", time=3.0, duration=6.0)
        assert app.find("paused, 3.0 of 6.0 s", tag="progress").exists
