"""Sound and film: a bell that Python works out as you tune it, a film with captions, and your own voice."""

# /// script
# [tool.skerry]
# files = ["data/harbour.webm"]
# ///

from __future__ import annotations

import io
import math
import wave
from array import array

import skerry as sk

RATE = 16_000  # samples in a second
PARTIALS = ((0.5, 0.5), (1.0, 1.0), (1.19, 0.6), (1.5, 0.3), (2.0, 0.35))  # of a bell: multiples of its pitch, and how loud
CAPTIONS = """WEBVTT

00:00.000 --> 00:02.000
A boat comes in from the west.

00:02.000 --> 00:04.000
She passes in front of the light.

00:04.000 --> 00:06.000
And is gone behind the point.
"""


@sk.state
class Bells:
    pitch: int = 330
    strikes: int = 2
    cast: tuple[int, int] = (330, 2)  # what the sound was made of
    told: str = "The bell is still."
    rung: int = 0
    time: float = 0
    duration: float = 0
    film: str = "paused"
    voice: bytes | None = None


def bell(pitch: int, strikes: int) -> bytes:
    """The sound as the bytes of a WAV file."""
    length = int(RATE * 0.7)
    one = [
        sum(loud * math.exp(-3 * part * n / RATE) * math.sin(2 * math.pi * pitch * part * n / RATE) for part, loud in PARTIALS)
        for n in range(length)
    ]
    loudest = max(map(abs, one))
    samples = array("h", [int(30_000 * value / loudest) for value in one])
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes() * strikes)
    return out.getvalue()


def tune(bells: Bells):
    """Once a slider is let go, or a key has moved it: not at each step on the way."""
    bells.cast = bells.pitch, bells.strikes


def rings(bells: Bells):
    bells.told = f"The bell rings at {bells.cast[0]} Hz."


def is_still(event: sk.MediaEvent, bells: Bells):
    bells.rung += 1
    bells.told = f"The bell is still again, after {event.duration or 0:.1f} seconds."


def follow(event: sk.MediaEvent, bells: Bells):
    bells.time, bells.duration = event.time, event.duration or 0


def goes_on(event: sk.MediaEvent, bells: Bells):
    bells.film = {"play": "running", "pause": "paused", "ended": "over"}[event.type]


def keep_voice(event: sk.UploadEvent, bells: Bells):
    bells.voice = event.file.read()


@sk.component
def sound(pitch: int, strikes: int):
    """Made anew only where the pitch or the strikes are other ones."""
    label = f"A bell at {pitch} Hz, struck {strikes} times"
    sk.audio(bell(pitch, strikes), label=label, on_play=rings, on_ended=is_still)


@sk.component
def film():
    slow = sk.listener(follow, throttle=0.2)
    sk.video(
        sk.file("data/harbour.webm"),
        label="A boat passes a lighthouse at night",
        width=480,
        height=270,
        captions=CAPTIONS,
        language="en",
        on_play=goes_on,
        on_pause=goes_on,
        on_ended=goes_on,
        on_time_update=slow,
        on_seeked=follow,
    )


sk.css("""
.film video { inline-size: 100%; block-size: auto; border-radius: var(--sk-radius); background: #12283f; }
""")


@sk.page("/", title="Sound and film")
def home(bells: Bells):
    sk.heading("Sound and film")
    sk.text("Tune the bell and ring it, watch the film, and say something yourself. All of it is made and kept in this page.")
    with sk.grid("22rem"):
        with sk.card("The bell", level=2):
            sk.slider("Pitch in hertz", 110, 880, bind=sk.ref(bells).pitch, step=10, on_change=tune)
            sk.slider("Strikes", 1, 4, bind=sk.ref(bells).strikes, on_change=tune)
            sound(*bells.cast)
            sk.text(bells.told, role="status", key="told")
        with sk.card("The film", level=2, class_="film"):
            film()
            with sk.row(gap="s"):
                to_light = sk.listener(None, js="() => { document.querySelector('.film video').currentTime = 3; }")
                sk.button("To the light", on_click=to_light)
            told = f", {bells.time:.1f} of {bells.duration:.1f} s" if bells.duration else ""
            sk.progress(bells.time / bells.duration if bells.duration else 0, f"{bells.film}{told}")
        with sk.card("Your voice", level=2):
            sk.microphone("Recording", on_record=keep_voice)
            if bells.voice is not None:
                sk.audio(bells.voice, label="Your recording")
