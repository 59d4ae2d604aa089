"""Cancel: a survey of the sea bed that can be stopped, replaced, or ends with the panel that it was started from."""

from __future__ import annotations

import asyncio
import math

import skerry as sk

WIDTH = 60


@sk.state
class Survey:
    place: str = ""
    depths: list[float] = []
    pings: int = 0
    log: list[str] = []
    engine_room: bool = True


def say(survey: Survey, text: str) -> None:
    survey.log.insert(0, text)
    del survey.log[6:]


async def sound(event: sk.ClickEvent, survey: Survey):
    """Sixty soundings, a long job. What it has shown stays when it is stopped; cancels=sound ends one that is under way."""
    survey.place = event.key
    survey.depths.clear()
    say(survey, f"{survey.place}: the survey begins")
    bottom = 30 + len(survey.place)
    for x in range(WIDTH):
        await asyncio.sleep(0.1)
        survey.depths.append(bottom + 18 * math.sin(x / 7 + bottom) + 6 * math.sin(x / 2))
    say(survey, f"{survey.place}: the survey is complete")


async def ping(survey: Survey):
    """Without an end of its own."""
    while True:
        await asyncio.sleep(0.25)
        survey.pings += 1


def alarm(survey: Survey):
    """Its listener says cancels=[sound, ping]: both have ended when it starts."""
    say(survey, "Alarm: all work has stopped")


SURVEY = sk.listener(sound, trigger_mode="multiple", cancels=sound)
PING = sk.listener(ping, trigger_mode="once", cancel_on="unmount", show_progress="hidden")
ALARM = sk.listener(alarm, cancels=[sound, ping])

sk.css("""
.bed { display: block; inline-size: 100%; block-size: 9rem; border-radius: var(--sk-radius); background: linear-gradient(light-dark(#cfe6f5, #17364a), light-dark(#6ea6c9, #0d2130)); }
.bed polygon { fill: light-dark(#8a6d4b, #6b5337); }
""")


@sk.page("/", title="Cancel")
def home(survey: Survey):
    sk.heading("Cancel")
    sk.text("Begin a survey and stop it, or begin the other one meanwhile. What was found by then stays.")
    bed(survey)
    with sk.row(gap="s"):
        for place in ("North bank", "Old wreck"):
            sk.button(place, key=place, on_click=SURVEY, kind="primary")
        sk.button("Stop", on_click=sk.cancel(sound), disabled=not sk.running(sound))
        sk.button("Alarm", on_click=ALARM, kind="danger")
    sk.switch("Show the engine room: hiding it ends what was started in it", bind=sk.ref(survey).engine_room)
    if survey.engine_room:
        with sk.card("Engine room", level=2):
            sk.button("Start the sonar", on_click=PING)
    sonar = "runs" if sk.running(ping) else "is off"
    sk.text(f"The sonar {sonar}: {survey.pings} pings.")
    with sk.card("Log", level=2):
        for number, line in enumerate(survey.log):
            sk.text(line, size="s", key=number)
        if not survey.log:
            sk.text("Nothing yet.", muted=True)


@sk.component
def bed(survey: Survey):
    count = len(survey.depths)
    line = " ".join(f"{x * 10},{depth * 1.5:.0f}" for x, depth in enumerate(survey.depths))
    with sk.element("svg", class_="bed", viewBox=f"0 0 {(WIDTH - 1) * 10} 100", preserveAspectRatio="none", aria_hidden=True):
        if count:
            sk.element("polygon", points=f"0,100 {line} {(count - 1) * 10},100")
    state = "under way" if sk.running(sound) else "at rest"
    sk.progress(count / WIDTH, f"{survey.place or 'No survey yet'}, {state}")
