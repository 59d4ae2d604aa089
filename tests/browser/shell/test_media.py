"""Pictures, points on them, sound, film and the camera, and the blob: URLs that bytes become."""

from __future__ import annotations

import base64
import io
import math
import re
import struct
import wave
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import SETTINGS, watch

Mount = Callable[..., None]

# A picture of 400 by 200 pixels: noise, so that its bytes are too many for a data: URL.
PICTURES = """
import random, struct, zlib
import skerry as sk

def png(width, height, seed):
    random.seed(seed)
    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    lines = b"".join(b"\\0" + random.randbytes(width) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\\x89PNG\\r\\n\\x1a\\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(lines)) + part(b"IEND", b"")

ONE, TWO = png(400, 200, 1), png(300, 300, 2)

@sk.state
class Desk:
    picture: bytes | None = ONE
    again: bool = False
    log: list[str] = []

def other(state: Desk):
    state.picture = TWO

def away(state: Desk):
    state.picture = None

def twice(state: Desk):
    state.again = not state.again

def at(event: sk.SelectEvent, state: Desk):
    state.log.append(f"at {event.index[0]} {event.index[1]}")

def took(event: sk.UploadEvent, state: Desk):
    state.picture = event.file.read()
    state.log.append(f"took {event.file.name}")

def clear(event: sk.ClearEvent, state: Desk):
    state.log.append(f"cleared {len(event.value)}")
    state.picture = None

@sk.page("/")
def home(state: Desk):
    show(state)
    if state.again:
        sk.image(bytes(bytearray(state.picture)), alt="Once more")
    sk.button("Other", on_click=other)
    sk.button("Away", on_click=away)
    sk.button("Twice", on_click=twice)
    for number, line in enumerate(state.log):
        sk.text(line, key=number)
"""

IMAGE = (
    PICTURES
    + """
def show(state):
    if state.picture is not None:
        sk.image(state.picture, alt="Noise", width=200, on_select=at, points=[(0, 0), (399, 199)])
"""
)

INPUT = (
    PICTURES
    + """
def show(state):
    sk.image_input("Photo", value=state.picture, max_size=1_000_000, on_upload=took, on_select=at, on_clear=clear)
"""
)


@pytest.fixture
def urls(lab: Page) -> Iterator[Callable[[], list[str]]]:
    """The blob: URLs that there are."""
    lab.evaluate(
        """() => {
          if (window.urls) return urls.clear();
          window.urls = new Set();
          const { createObjectURL, revokeObjectURL } = URL;
          URL.createObjectURL = (one) => { const url = createObjectURL.call(URL, one); urls.add(url); return url; };
          URL.revokeObjectURL = (url) => { urls.delete(url); revokeObjectURL.call(URL, url); };
        }"""
    )
    yield lambda: lab.evaluate("[...urls]")


def until(page: Page, condition: str) -> None:
    """Wait for what only the page knows. (Playwright's own way evaluates text, which the policy refuses.)"""
    page.evaluate(f"async () => {{ while (!({condition})) await new Promise(requestAnimationFrame); }}")


def test_bytes_become_an_address_that_is_revoked_when_nobody_uses_it(
    lab: Page, mount: Mount, urls: Callable[[], list[str]]
) -> None:
    mount(IMAGE)
    image = lab.get_by_role("img", name="Noise")
    expect(image).to_have_js_property("naturalWidth", 400)
    [first] = urls()
    assert image.get_attribute("src") == first
    lab.get_by_role("button", name="Twice").click()
    expect(lab.get_by_role("img", name="Once more")).to_have_attribute("src", first)
    lab.get_by_role("button", name="Other").click()
    expect(image).to_have_js_property("naturalWidth", 300)
    [second] = urls()
    assert second != first
    lab.get_by_role("button", name="Twice").click()
    expect(lab.get_by_role("img", name="Once more")).to_have_count(0)
    assert urls() == [second]
    lab.get_by_role("button", name="Away").click()
    expect(image).to_have_count(0)
    assert urls() == []
    mount(IMAGE, id="other")
    expect(image).to_have_js_property("naturalWidth", 400)
    assert len(urls()) == 1
    lab.evaluate("document.querySelector('#other').remove()")
    until(lab, "!urls.size")


def test_a_point_is_told_in_the_pictures_own_pixels(lab: Page, mount: Mount) -> None:
    mount(IMAGE)
    image = lab.get_by_role("img", name="Noise")
    expect(image).to_have_js_property("naturalWidth", 400)
    expect(image).to_have_js_property("offsetWidth", 200)
    image.click(position={"x": 50, "y": 25})
    expect(lab.get_by_text("at 100 50")).to_be_visible()
    expect(lab.locator(".sk-points-at")).to_have_text("100, 50")
    dots = lab.locator(".sk-dot")
    expect(dots).to_have_text(["1", "2"])
    box, dot = image.bounding_box(), dots.nth(1).bounding_box()
    assert box is not None and dot is not None
    assert math.isclose(dot["x"] + dot["width"] / 2, box["x"] + 200, abs_tol=1)
    assert math.isclose(dot["y"] + dot["height"] / 2, box["y"] + 100, abs_tol=1)
    image.evaluate("(image) => Object.assign(image.style, {width: '100px', height: '200px', objectFit: 'contain'})")
    image.click(position={"x": 50, "y": 10})  # beside the picture, in its box
    image.click(position={"x": 50, "y": 100})
    expect(lab.get_by_text("at 200 100")).to_be_visible()
    expect(lab.get_by_text("at ")).to_have_count(2)


def test_a_point_is_chosen_with_the_keyboard(lab: Page, mount: Mount) -> None:
    mount(IMAGE)
    expect(lab.get_by_role("img", name="Noise")).to_have_js_property("naturalWidth", 400)
    lab.get_by_role("button", name="Other").focus()
    lab.keyboard.press("Shift+Tab")
    points = lab.get_by_role("application", name="Noise")
    expect(points).to_be_focused()
    expect(lab.locator(".sk-points-at")).to_have_text("200, 100")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft", "Enter"):
        lab.keyboard.press(key)
    expect(lab.get_by_text("at 215 92")).to_be_visible()
    for _ in range(60):
        lab.keyboard.press("ArrowDown")
    lab.keyboard.press("Space")
    expect(lab.get_by_text("at 215 199")).to_be_visible()


def test_a_picture_is_given_replaced_and_cleared(lab: Page, mount: Mount) -> None:
    mount(INPUT)
    image = lab.get_by_role("img", name="Photo")
    expect(image).to_have_js_property("naturalWidth", 400)
    image.click(position={"x": 390, "y": 190})
    expect(lab.get_by_text(re.compile("at 390 1(89|90)"))).to_be_visible()  # the picture may stand between two pixels
    lab.get_by_role("button", name="Clear Photo").click()
    expect(lab.get_by_text("cleared 8")).to_be_visible()
    expect(image).to_have_count(0)
    dot = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
    lab.get_by_label("Photo", exact=True).set_input_files({"name": "dot.png", "mimeType": "image/png", "buffer": dot})
    expect(lab.get_by_text("took dot.png")).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", 1)
    for way in ("paste", "drop"):
        lab.locator("sk-upload").evaluate(
            """(zone, [way, dot]) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(dot), (c) => c.charCodeAt(0))], `${way}.png`, { type: "image/png" }));
              const options = { bubbles: true, cancelable: true };
              const target = zone.querySelector("sk-points");
              target.dispatchEvent(way === "paste" ? new ClipboardEvent("paste", { clipboardData: data, ...options })
                : new DragEvent("drop", { dataTransfer: data, ...options }));
            }""",
            [way, base64.b64encode(dot).decode()],
        )
        expect(lab.get_by_text(f"took {way}.png")).to_be_visible()
    lab.get_by_label("Replace Photo").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    expect(lab.get_by_role("alert")).to_have_text("a.pdf is not of a kind that fits here: image/*.")


def sound(seconds: float) -> str:
    """A tone as a WAV file, in base64."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", int(3000 * math.sin(n / 4))) for n in range(int(8000 * seconds))))
    return base64.b64encode(out.getvalue()).decode()


def test_sound_plays_and_says_how_far_it_is(lab: Page, mount: Mount) -> None:
    mount(
        f"""
        import base64
        import skerry as sk

        @sk.state
        class Player:
            log: str = ""
            time: float = 0

        def heard(event: sk.MediaEvent, state: Player):
            state.log += f"[{{event.type}} {{event.duration:.1f}}]"

        def moved(event: sk.MediaEvent, state: Player):
            state.time = max(state.time, event.time)

        TONE = base64.b64decode("{sound(0.6)}")

        @sk.page("/")
        def home(state: Player):
            sk.audio(TONE, label="Tone", on_play=heard, on_ended=heard, on_pause=heard, on_time_update=moved,
                     captions="WEBVTT\\n\\n00:00.000 --> 00:01.000\\nA tone", language="en", muted=True)
            sk.text(state.log)
            sk.text("half heard" if state.time > 0.3 else "")
        """
    )
    tone = lab.locator("audio")
    expect(tone).to_have_attribute("aria-label", "Tone")
    expect(tone).to_have_js_property("muted", True)
    tone.evaluate("(tone) => tone.play()")
    expect(lab.get_by_text("[play 0.6][pause 0.6][ended 0.6]")).to_be_visible()
    expect(lab.get_by_text("half heard")).to_be_visible()
    cue = "(tone) => tone.textTracks[0].cues?.[0]?.text"
    tone.evaluate("(tone) => { tone.textTracks[0].mode = 'showing'; }")
    until(lab, f"({cue})(document.querySelector('audio')) === 'A tone'")


CAMERA = """
import struct
import skerry as sk

@sk.state
class Booth:
    shown: bool = True
    told: str = ""

def shot(event: sk.CaptureEvent, state: Booth):
    width, height = struct.unpack(">II", event.image[16:24])
    state.told = f"{event.image[1:4].decode()} of {width} by {height}, as said: {(width, height) == (event.width, event.height)}"

def leave(state: Booth):
    state.shown = False

@sk.page("/")
def home(state: Booth):
    if state.shown:
        sk.webcam("Booth", on_capture=shot)
    sk.button("Leave", on_click=leave)
    sk.text(state.told)
"""


VOICE = """
import skerry as sk

@sk.state
class Booth:
    told: str = ""
    sound: bytes | None = None

def keep(event: sk.UploadEvent, state: Booth):
    state.sound = event.file.read()
    state.told = f"{event.file.name} {event.file.type}, with content: {len(state.sound) > 500}"

@sk.page("/")
def home(state: Booth):
    sk.microphone("Voice", on_record=keep)
    if state.sound:
        sk.audio(state.sound, label="Your voice")
    sk.text(state.told)
"""


@pytest.fixture
def lab_with_devices(chromium: Browser, shell_site: str) -> Iterator[Page]:
    """A page in a browser with a camera and a microphone that are allowed; what is opened of them is in ``tracks``."""
    options = SETTINGS.launch_options()
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = chromium.browser_type.launch(**{**options, "args": [*options["args"], *flags]})
    page = browser.new_context(base_url=shell_site).new_page()
    failures = watch(page)
    page.goto("lab.html")
    page.evaluate(
        """() => {
          const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          window.tracks = [];
          navigator.mediaDevices.getUserMedia = async (wanted) => {
            const stream = await get(wanted);
            tracks.push(...stream.getTracks());
            return stream;
          };
        }"""
    )
    yield page
    browser.close()
    assert not failures, failures


def open_app(page: Page, source: str) -> None:
    page.evaluate(
        """(source) => {
          const app = document.createElement("py-app");
          app.append(Object.assign(document.createElement("script"), { type: "text/python", textContent: source }));
          document.querySelector("#place").append(app);
        }""",
        source,
    )


def test_the_camera_takes_a_picture_and_is_off_when_it_leaves_the_page(lab_with_devices: Page) -> None:
    page = lab_with_devices
    open_app(page, CAMERA)
    booth = page.get_by_role("group", name="Booth")
    expect(booth.locator("video")).to_be_hidden()
    booth.get_by_role("button", name="Start the camera").press("Enter")
    expect(booth.get_by_role("button", name="Take a picture")).to_be_focused()
    until(page, "document.querySelector('video').videoWidth > 0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("PNG of 640 by 480, as said: True")).to_be_visible()
    booth.get_by_role("button", name="Stop the camera").click()
    assert page.evaluate("tracks.map((one) => one.readyState)") == ["ended"]
    expect(booth.get_by_role("button", name="Start the camera")).to_be_focused()
    page.keyboard.press("Enter")
    expect(booth.locator("video")).to_be_visible()
    page.get_by_role("button", name="Leave").click()
    expect(booth).to_have_count(0)
    until(page, "tracks.length === 2 && tracks.every((one) => one.readyState === 'ended')")


def test_the_microphone_records_and_is_off_afterwards(lab_with_devices: Page) -> None:
    page = lab_with_devices
    open_app(page, VOICE)
    voice = page.get_by_role("group", name="Voice")
    voice.get_by_role("button", name="Record").press("Enter")
    stop = voice.get_by_role("button", name="Stop recording")
    expect(stop).to_be_focused()
    expect(voice).to_contain_text("0:01")
    page.keyboard.press("Enter")
    expect(page.get_by_text("recording.webm audio/webm, with content: True")).to_be_visible()
    assert page.evaluate("tracks.map((one) => one.readyState)") == ["ended"]
    until(page, "document.querySelector('audio')?.readyState > 0")


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        ("new DOMException('', 'NotAllowedError')", "The camera was not allowed."),
        ("new DOMException('', 'NotFoundError')", "No camera was found."),
        ("new DOMException('', 'NotReadableError')", "another program may have it"),
        ("new Error('the lens is dirty')", "The camera could not be started: the lens is dirty"),
    ],
)
def test_a_camera_that_is_refused_or_missing_is_said(lab: Page, mount: Mount, refusal: str, text: str) -> None:
    mount(CAMERA)
    lab.evaluate(f"() => {{ navigator.mediaDevices.getUserMedia = async () => {{ throw {refusal}; }}; }}")
    lab.get_by_role("button", name="Start the camera").click()
    expect(lab.get_by_role("alert")).to_contain_text(text)
    expect(lab.get_by_role("button", name="Start the camera")).to_be_enabled()


def test_without_a_secure_page_there_is_no_camera(lab: Page, mount: Mount) -> None:
    mount(CAMERA)
    lab.evaluate("Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true })")
    lab.get_by_role("button", name="Start the camera").click()
    expect(lab.get_by_role("alert")).to_contain_text("only at https addresses")
    lab.evaluate("delete navigator.mediaDevices")
