"""What a person sees of handlers that take time, fail, or lead somewhere."""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

APP = """
import asyncio
import sys
import time
import urllib.request
import skerry as sk

@sk.state
class Work:
    rows: int = 0
    seen: bool = False

def plain():
    raise ValueError("no luck")

def typed(event: sk.InputEvent):
    if event.value.endswith("!"):
        raise ValueError("no shouting")

def bars(work: Work):
    yield
    with urllib.request.urlopen("{packages}") as answer, open("/tmp/bars.zip", "wb") as file:
        file.write(answer.read())
    sys.path.insert(0, "/tmp/bars.zip")
    from tqdm import tqdm
    with sk.track_tqdm():
        for row in tqdm(range(4), desc="Reading rows", mininterval=0):
            work.rows = row + 1
            yield
            while row == 2 and not work.seen:
                time.sleep(0.05)

def seen(work: Work):
    work.seen = True

def answer():
    for words in ("Fair", "Fair winds"):
        yield words
        time.sleep(0.1)

def to_the_end():
    sk.focus("last")

def up():
    sk.scroll_to("first")

@sk.page("/")
def home(work: Work):
    with sk.row(key="first"):
        sk.button("plain", on_click=plain)
        sk.button("bars", on_click=bars)
        sk.button("go on", on_click=seen)
        go = sk.button("answer")
        sk.button("to the end", on_click=to_the_end)
    sk.input("Words", on_input=typed)
    sk.text(f"{work.rows} rows")
    for number in range(60):
        sk.text(f"line {number}", key=number)
    out = sk.text("...", class_="out")
    sk.on(go.click, answer, outputs=out, scroll_to_output=True)
    sk.button("up", key="last", on_click=up)
"""


def tqdm_archive(folder: Path) -> str:
    """tqdm as an archive of pure Python, which the app loads as it would load any other."""
    spec = importlib.util.find_spec("tqdm")
    assert spec is not None and spec.origin is not None, "tqdm belongs to the test group"
    place = Path(spec.origin).parent
    with zipfile.ZipFile(folder / "tqdm.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(place.rglob("*.py")):
            archive.write(file, file.relative_to(place.parent).as_posix())
    return "tqdm.zip"


def test_what_fails_and_what_takes_time_is_seen_where_it_happens(lab: Page, shell_folder: Path, mount: Callable[..., None]) -> None:
    mount(APP.replace("{packages}", urljoin(lab.url, tqdm_archive(shell_folder))))
    warnings: list[str] = []
    lab.on("console", lambda message: warnings.append(message.text) if message.type == "warning" else None)
    plain, words = lab.get_by_role("button", name="plain"), lab.get_by_label("Words")
    plain.press("Enter")
    expect(plain).to_have_attribute("data-sk-run", "failed")
    words.press_sequentially("ahoy!")
    expect(words).to_have_attribute("data-sk-run", "failed")
    assert words.evaluate("(field) => getComputedStyle(field).outlineStyle") == "solid"
    words.press("Backspace")
    expect(words).not_to_have_attribute("data-sk-run", "failed")
    expect(plain).to_have_attribute("data-sk-run", "failed")
    for _ in range(2):
        lab.get_by_role("button", name="Dismiss").first.click()
    expect(lab.get_by_role("alert")).to_have_count(0)
    bars = lab.get_by_role("button", name="bars")
    bars.click()
    bar = lab.get_by_role("progressbar", name="Reading rows")
    expect(bar).to_have_attribute("aria-valuenow", "50")
    expect(bars).to_have_attribute("aria-busy", "true")
    lab.get_by_role("button", name="go on").click()
    expect(lab.get_by_text("4 rows")).to_be_visible()
    expect(bar).to_have_count(0)
    expect(bars).not_to_have_attribute("aria-busy", "true")
    assert not warnings


def test_handlers_lead_to_their_output_and_to_any_element(lab: Page, mount: Callable[..., None]) -> None:
    mount(APP)
    out = lab.locator(".out")
    expect(out).not_to_be_in_viewport()
    lab.get_by_role("button", name="answer").press("Enter")
    expect(out).to_have_text("Fair winds")
    expect(out).to_be_in_viewport()
    lab.get_by_role("button", name="up").click()
    expect(lab.get_by_role("button", name="plain")).to_be_in_viewport()
    lab.get_by_role("button", name="to the end").press("Enter")
    expect(lab.get_by_role("button", name="up")).to_be_focused()
    expect(lab.get_by_role("button", name="up")).to_be_in_viewport()
