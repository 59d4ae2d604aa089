"""Files, pictures, sound and film: what the components place, what their events carry, and how a test drives them."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any

import pytest

from skerry.components.files import size_text
from skerry.errors import HandlerError, RenderError
from skerry.events import ChosenFile
from skerry.testing import App
from skerry.testing.stage import AppFailure
from skerry.view import blobs

PNG = b"\x89PNG\r\n\x1a\n"
LARGE = PNG + bytes(20_000)
HEAD = """
import skerry as sk

@sk.state
class S:
    log: list[str] = []
    photo: bytes | None = None

@sk.page("/")
def home(s: S):
    place(s)
    sk.text(" | ".join(s.log), key="log")

def note(event: sk.Event, s: S):
    s.log.append(type(event).__name__)
"""


@pytest.fixture
def open_app() -> Any:
    opened: list[App] = []

    def make(body: str) -> App:
        opened.append(App(source=f"{HEAD}\n{body}"))
        return opened[-1]

    yield make
    for app in opened:
        app.close()


Open = Callable[[str], App]


def log(app: App) -> str:
    return app.find(key="log").text


UPLOAD = """
def took(event: sk.UploadEvent, s: S):
    s.log.append(",".join(f"{one.name}:{one.type}:{one.read().decode()}" for one in event.files))

def out(event: sk.DeleteEvent, s: S):
    s.log.append(f"-{event.index}:{event.value.name}:{event.value.read().decode()}")

def place(s):
    sk.upload("Notes", multiple=True, accept=".txt, image/*", max_size=5, max_files=3, on_upload=took, on_delete=out, help="Short ones")
"""


def test_files_come_in_and_go_out(open_app: Open) -> None:
    app = open_app(UPLOAD)
    app.find("Notes").upload_all({"a.txt": "one", "b.png": b"two"})
    assert log(app) == "a.txt:text/plain:one,b.png:image/png:two"
    app.find("Notes").remove_file("a.txt")
    assert log(app).endswith("| -0:a.txt:one")
    with pytest.raises(AssertionError, match=r"'a.txt' is not in the list of .*: \['b.png'\]"):
        app.find("Notes").remove_file("a.txt")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("a.csv", "x", "a.csv is not of a kind that fits here"), ("a.txt", "123456", "a.txt has 6 bytes, and the limit is 5 bytes")],
)
def test_what_does_not_fit_is_refused_as_in_the_page(open_app: Open, name: str, content: str, message: str) -> None:
    app = open_app(UPLOAD)
    with pytest.raises(AssertionError, match=message):
        app.find("Notes").upload(name, content)
    assert log(app) == ""


def test_no_more_files_than_fit(open_app: Open) -> None:
    app = open_app(UPLOAD)
    with pytest.raises(AssertionError, match="only 3 files fit here"):
        app.find("Notes").upload_all({f"{n}.txt": "x" for n in range(4)})
    app.find("Notes").upload_all({f"{n}.txt": "x" for n in range(3)})
    with pytest.raises(AssertionError, match="only 3 files fit here"):
        app.find("Notes").upload("3.txt", "x")


def test_the_limits_are_said_in_words(open_app: Open) -> None:
    app = open_app(UPLOAD)
    control = app.find("Notes")
    ids = control.attrs["aria-describedby"].split()
    texts = {n.attrs.get("id"): n for n in app.document.root.walk()}
    assert [texts[one].children[0].text for one in ids] == ["Short ones", "Up to 3 files; up to 5 bytes each; .txt, image"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('sk.upload("A", max_size=1.5)', r"max_size=1.5\): a whole number from 1 up"),
        ('sk.upload("A", max_files=2)', "is for several files: pass multiple=True"),
        ('sk.upload("")', "needs a label"),
        ('sk.upload("A", on_uplaod=note)', "Did you mean 'on_upload'"),
        ('sk.image_input("A", sources=["disk"])', "sources is one of"),
        ('sk.image_input("A", sources=[])', "a list with some of"),
        ('sk.image_input("A", value=b"none")', "sk.image_input.. was given bytes .* they are no PNG"),
        ('sk.image("a.png", alt="", on_select=note)', "needs alt"),
        ('sk.webcam("A", facing="left")', "facing is one of"),
        ('sk.audio(b"none", label="A")', 'say with mime="audio/..." what they are'),
        ('sk.audio(3, label="A")', "it takes an address or bytes"),
        ('sk.video("a.mp4", label=" ")', "needs a label"),
        ('sk.video("a.mp4", label="A", preload="all")', "preload is one of"),
        ('sk.download_button("A", 3, "a.txt")', "it takes bytes, a text or a function"),
    ],
)
def test_what_is_wrong_is_said_while_the_page_is_built(open_app: Open, call: str, message: str) -> None:
    with pytest.raises((AppFailure, RenderError), match=message):
        open_app(f"def place(s):\n    {call}")


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (1550, "1.6 kB"), (999_499, "999 kB"), (5_000_000, "5 MB"), (2**40, "1.1 TB")],
)
def test_sizes_in_words(count: int, text: str) -> None:
    assert size_text(count) == text


DOWNLOAD = """
async def make(s: S):
    return f"made of {len(s.log)}"

def late():
    yield "no"

def wrapped():
    return make

def fails():
    raise ValueError("no data")

def told(event: sk.DownloadEvent, s: S):
    s.log.append(f"{type(event).__name__} {event.name}")

def by_hand():
    sk.download("x.json", b"[]")
    sk.download("y.bin", bytearray(b"12"), "a/b")

def place(s):
    sk.download_button("Fixed", "text", "a.txt", on_download=[told, note])
    sk.download_button("Made", make, "b.csv", on_download=told, help="now")
    sk.download_button("Failing", fails, "c.csv", on_download=told)
    sk.download_button("Wrong", lambda: 3, "d.csv", on_download=told)
    sk.button("By hand", on_click=by_hand)
"""


def test_downloads(open_app: Open) -> None:
    app = open_app(DOWNLOAD)
    app.find("Fixed").click()
    assert (app.downloads, log(app)) == ([("a.txt", b"text")], "DownloadEvent a.txt | DownloadEvent")
    app.find("Made").click()
    assert app.downloads[-1] == ("b.csv", b"made of 2")
    assert app.find("Made").attrs["title"] == "now"
    app.find("By hand").click()
    assert app.downloads[-2:] == [("x.json", b"[]"), ("y.bin", b"12")]
    with pytest.raises(AppFailure, match="no data"):
        app.find("Failing").click()
    with pytest.raises(AppFailure, match=r"sk.download\('d.csv'\) was given int"):
        app.find("Wrong").click()
    assert "c.csv" not in log(app)


def test_a_function_that_gives_the_data_with_yield_is_refused(open_app: Open) -> None:
    with pytest.raises(AppFailure, match="with return, not with yield"):
        open_app(DOWNLOAD.replace('"Made", make', '"Made", late'))


PICTURE = """
def took(event: sk.UploadEvent, s: S):
    s.photo = event.file.read()
    s.log.append(event.file.name)

def at(event: sk.SelectEvent, s: S):
    s.log.append(str(event.index))

def gone(event: sk.ClearEvent, s: S):
    s.log.append(f"cleared {len(event.value)}")
    s.photo = None

def place(s):
    sk.image_input("Photo", value=s.photo, on_upload=took, on_select=at, on_clear=gone)
"""


def test_a_picture_is_given_pointed_at_and_cleared(open_app: Open) -> None:
    app = open_app(PICTURE)
    app.find("Photo").upload("a.png", LARGE)
    picture = app.find(role="img")
    assert picture.attrs["alt"] == "Photo"
    assert blobs.taken(picture.attrs["src"]) == (LARGE, "image/png")
    app.find(role="application").point(3, 4)
    app.find("Replace Photo").upload("b.png", PNG)
    assert app.find(role="img").attrs["src"].startswith("data:image/png;base64,iVBOR")
    app.find("Clear Photo").click()
    assert log(app) == f"a.png | (3, 4) | b.png | cleared {len(PNG)}"
    app.find(tag="sk-webcam").capture(PNG, 4, 3)
    assert log(app).endswith("| camera.png")


def test_a_webcam(open_app: Open) -> None:
    app = open_app(
        """
def shot(event: sk.CaptureEvent, s: S):
    s.log.append(f"{event.width} x {event.height}: {len(event.image)}")

def place(s):
    sk.webcam("Face", on_capture=shot)
"""
    )
    app.find("Face", role="group").capture(PNG, 640, 480)
    assert log(app) == "640 x 480: 8"


def test_a_microphone(open_app: Open) -> None:
    app = open_app(
        """
def keep(event: sk.UploadEvent, s: S):
    s.log.append(f"{event.file.name} {len(event.file.read())}")

def place(s):
    voice = sk.microphone("Voice", on_record=keep)
    sk.on(voice.record, note)
"""
    )
    app.find("Voice", role="group").upload("recording.webm", b"12345")
    assert log(app) == "recording.webm 5 | UploadEvent"


def test_points_of_an_image_are_chosen_and_marked(open_app: Open) -> None:
    app = open_app(
        """
def at(event: sk.SelectEvent, s: S):
    s.log.append(str(event.index))

def place(s):
    sk.image("a.png", alt="A map", on_select=at, points=[(1, 2)], caption="The map")
    sk.image("b.png", alt="Another", points=[(1, 2)])
    sk.image("c.png", alt="Plain")
"""
    )
    app.find("A map: choose a point").point(7, 9)
    assert log(app) == "(7, 9)"
    assert [n.attrs.get("points") for n in app.document.root.walk() if n.tag == "sk-points"] == ["[[1, 2]]", "[[1, 2]]"]
    with pytest.raises(AssertionError, match="has no <sk-points>"):
        app.find("Plain", role="img").point(1, 1)


MEDIA = """
def heard(event: sk.MediaEvent, s: S):
    s.log.append(f"{event.type} {event.time:g} of {event.duration:g}")

def place(s):
    sk.audio(b"RIFF0000WAVEfmt ", label="Bell", on_play=heard, on_ended=heard, loop=True)
    sk.video("a.mp4", label="Pier", poster=b"\\x89PNG", captions="WEBVTT\\n", language="en", muted=True, width=320, controls=False)
    sk.audio(b"????", label="Raw", mime="audio/x", captions="b.vtt")
"""


def test_sound_and_film(open_app: Open) -> None:
    app = open_app(MEDIA)
    bell, pier, raw = (next(n for n in app.document.root.walk() if n.attrs.get("aria-label") == name) for name in ("Bell", "Pier", "Raw"))
    assert blobs.taken(bell.attrs["src"]) == (b"RIFF0000WAVEfmt ", "audio/wav")
    assert {"controls", "loop"} <= set(bell.attrs) and "autoplay" not in bell.attrs
    assert pier.attrs["poster"].startswith("data:image/png") and pier.attrs["width"] == "320" and "controls" not in pier.attrs
    assert pier.props["muted"] is True
    [track] = pier.children
    assert track.attrs["srclang"] == "en" and blobs.taken(track.attrs["src"]) == (b"WEBVTT\n", "text/vtt")
    assert raw.children[0].attrs["src"] == "b.vtt"
    app.find("Bell", tag="audio").dispatch("play", time=0.0, duration=2.5)
    app.find("Bell", tag="audio").dispatch("ended", time=2.5, duration=2.5)
    assert log(app) == "play 0 of 2.5 | ended 2.5 of 2.5"


def test_an_address_stays_while_an_element_has_it_and_equal_bytes_have_the_same() -> None:
    data = bytes(range(256)) * 100
    one = blobs.blob(data, "image/png")
    assert blobs.blob(data, "image/png") is one
    assert blobs.blob(bytes(bytearray(data)), "image/png") == one
    assert blobs.blob(data, "image/gif") != one
    name = str(one)
    del one
    gc.collect()
    assert blobs.taken(name) is None


def test_what_is_lent_is_given_once() -> None:
    name = blobs.lend(b"x", "a/b", "0f")
    assert blobs.taken(name) == (b"x", "a/b")
    assert blobs.taken(name) is None


class Source:
    """A host that has one file."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def read_file(self, name: str) -> bytes:
        raise HandlerError("await it")

    async def read_slice(self, name: str, start: int, end: int) -> bytes:
        self.asked.append((start, end))
        return b"0123456789"[start:end]


def test_a_file_is_read_in_pieces() -> None:
    source = Source()
    file = ChosenFile("a", "a.txt", 10, source=source)

    async def pieces(size: int) -> list[bytes]:
        return [piece async for piece in file.chunks(size)]

    assert asyncio.run(pieces(4)) == [b"0123", b"4567", b"89"]
    assert source.asked == [(0, 4), (4, 8), (8, 10)]
    assert asyncio.run(file.read_async()) == b"0123456789"
    with pytest.raises(ValueError, match="at least one byte"):
        asyncio.run(pieces(0))
    with pytest.raises(FileNotFoundError, match="without its bytes"):
        ChosenFile("b", "b.txt", 3).read()


def test_files_may_be_kept_in_the_state(open_app: Open) -> None:
    app = open_app(
        """
@sk.state
class Kept:
    files: list[sk.ChosenFile] = []

def keep(event: sk.UploadEvent, kept: Kept):
    kept.files.extend(event.files)

async def read(kept: Kept, s: S):
    for one in kept.files:
        s.log.append((await one.read_async()).decode())

def place(s):
    sk.upload("Notes", on_upload=keep)
    sk.button("Read", on_click=read)
"""
    )
    app.find("Notes").upload("a.txt", "later")
    app.find("Read").click()
    assert log(app) == "later"


def test_sk_on_hears_of_them_too(open_app: Open) -> None:
    app = open_app(
        """
def heard(event: sk.Event, s: S):
    s.log.append(event.type)
    if event.type == "upload":
        s.photo = event.file.read()

def place(s):
    notes = sk.upload("Notes", multiple=True)
    booth = sk.webcam("Booth")
    photo = sk.image_input("Photo", value=s.photo, on_select=note, on_clear=note)
    sk.on([notes.upload, notes.delete, booth.capture, photo.upload, photo.select, photo.clear], heard)
"""
    )
    app.find("Notes").upload("a.png", PNG)
    app.find("Notes").remove_file("a.png")
    app.find("Booth", role="group").capture(PNG, 1, 1)
    app.find("Photo: choose a point").point(1, 2)
    app.find("Clear Photo").click()
    assert log(app) == "upload | delete | capture | SelectEvent | select | ClearEvent | clear"
