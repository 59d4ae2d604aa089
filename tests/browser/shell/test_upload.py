"""Files in the page: chosen, dropped, pasted, refused, listed, read piece by piece, and saved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FileChooser, Page, Route, expect

from .conftest import HEAD, SHELL

Mount = Callable[..., None]

APP = """
import hashlib
import skerry as sk

@sk.state
class Desk:
    log: list[str] = []

def keep(event: sk.UploadEvent, state: Desk):
    state.log.append("took " + ", ".join(f"{one.name} {len(one.read())} {one.type}" for one in event.files))

def drop(event: sk.DeleteEvent, state: Desk):
    state.log.append(f"removed {event.index} {event.value.name} {event.value.read().decode()}")

@sk.page("/")
def home(state: Desk):
    sk.upload("Notes", multiple=True, max_size=1000, max_files=3, accept=".txt, text/html", on_upload=keep, on_delete=drop)
    sk.upload("Picture", on_upload=keep)
    for number, line in enumerate(state.log):
        sk.text(line, key=number)
"""


def file(name: str, content: str = "hello", kind: str = "text/plain") -> dict[str, Any]:
    return {"name": name, "mimeType": kind, "buffer": content.encode()}


def give(page: Page, label: str, event: str, files: list[tuple[str, str, str]]) -> None:
    """Drop or paste files, as a browser does: on what lies under the pointer, or has the focus."""
    page.get_by_label(label).evaluate(
        """(input, [event, files]) => {
          const data = new DataTransfer();
          for (const [name, type, text] of files) data.items.add(new File([text], name, { type }));
          if (event === "paste") return input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
          for (const name of ["dragenter", "dragover", "drop"]) {
            const sent = new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true });
            if (input.dispatchEvent(sent)) throw new Error(`${name} was not taken`);
          }
        }""",
        [event, files],
    )


def test_files_are_chosen_listed_and_taken_out_again(lab: Page, mount: Mount) -> None:
    mount(APP)
    lab.get_by_label("Notes").set_input_files([file("a.txt", "one"), file("b.html", "<p>", "text/html")])
    expect(lab.get_by_text("took a.txt 3 text/plain, b.html 3 text/html")).to_be_visible()
    rows = lab.get_by_role("list", name="Chosen files").get_by_role("listitem")
    expect(rows).to_have_text(["a.txt3 bytes×", "b.html3 bytes×"])
    lab.get_by_role("button", name="Remove a.txt").press("Enter")
    expect(lab.get_by_text("removed 0 a.txt one")).to_be_visible()
    expect(rows).to_have_count(1)
    expect(lab.get_by_role("button", name="Remove b.html")).to_be_focused()
    lab.keyboard.press("Space")
    expect(rows).to_have_count(0)
    expect(lab.get_by_label("Notes")).to_be_focused()
    lab.get_by_label("Notes").set_input_files([file("a.txt", "one")])
    expect(lab.get_by_text("took a.txt 3 text/plain", exact=True)).to_be_visible()


def test_what_does_not_fit_is_refused_and_the_rest_goes_on(lab: Page, mount: Mount) -> None:
    mount(APP)
    notes = lab.get_by_label("Notes")
    expect(notes).to_have_accessible_description("Up to 3 files; up to 1 kB each; .txt, text/html")
    notes.set_input_files([file("big.txt", "x" * 1500), file("b.png", "x", "image/png"), file("good.TXT")])
    said = lab.get_by_role("alert").first
    expect(said).to_contain_text("big.txt has 1.5 kB, and the limit is 1 kB.")
    expect(said).to_contain_text("b.png is not of a kind that fits here: .txt, text/html.")
    expect(lab.get_by_text("took good.TXT 5 text/plain")).to_be_visible()
    notes.set_input_files([file(f"{n}.txt") for n in range(4)])
    expect(lab.get_by_text("took 0.txt 5 text/plain, 1.txt 5 text/plain", exact=True)).to_be_visible()
    expect(said).to_have_text("2.txt was left out: only 3 files fit here.3.txt was left out: only 3 files fit here.")


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_dropped_and_pasted(lab: Page, mount: Mount, way: str) -> None:
    mount(APP)
    give(lab, "Notes", way, [("a.txt", "text/plain", "abc"), ("b.txt", "text/plain", "de")])
    expect(lab.get_by_text("took a.txt 3 text/plain, b.txt 2 text/plain")).to_be_visible()
    expect(lab.locator("[data-over]")).to_have_count(0)


def test_one_file_takes_the_place_of_the_one_before(lab: Page, mount: Mount) -> None:
    mount(APP)
    give(lab, "Picture", "drop", [("a.png", "image/png", "abc"), ("b.png", "image/png", "abcd")])
    expect(lab.get_by_text("took a.png 3 image/png")).to_be_visible()
    expect(lab.get_by_role("alert")).to_have_text("b.png was left out: only one file fits here.")
    lab.get_by_label("Picture").set_input_files(file("c.png", "x", "image/png"))
    expect(lab.get_by_text("took c.png 1 image/png")).to_be_visible()
    expect(lab.get_by_role("list", name="Chosen files").get_by_role("listitem")).to_have_text(["c.png1 byte×"])


def test_the_keyboard_opens_the_browsers_own_dialog(lab: Page, mount: Mount) -> None:
    def early(_: FileChooser) -> None:
        """Has the browser hand its dialog over before the key is pressed."""

    lab.on("filechooser", early)
    mount(APP)
    lab.get_by_label("Notes").focus()
    with lab.expect_file_chooser() as found:
        lab.keyboard.press("Enter")
    lab.remove_listener("filechooser", early)
    assert found.value.is_multiple()
    found.value.set_files([file("a.txt")])
    expect(lab.get_by_text("took a.txt 5 text/plain")).to_be_visible()


def test_a_disabled_one_takes_nothing(lab: Page, mount: Mount) -> None:
    mount(APP.replace('sk.upload("Picture",', 'sk.upload("Picture", disabled=True,'))
    expect(lab.get_by_label("Picture")).to_be_disabled()
    with pytest.raises(Exception, match="was not taken|dragenter"):
        give(lab, "Picture", "drop", [("a.png", "image/png", "abc")])
    give(lab, "Notes", "drop", [("a.txt", "text/plain", "abc")])
    expect(lab.get_by_text("took a.txt 3")).to_be_visible()
    expect(lab.get_by_text("took a.png")).to_have_count(0)


def test_a_file_that_is_dropped_beside_the_zone_does_not_take_the_place_of_the_page(lab: Page, mount: Mount) -> None:
    mount(APP)
    expect(lab.locator("sk-upload ul").first).to_be_attached()
    dropped = """() => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], "x.txt"));
      return document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    assert lab.evaluate(dropped) is False
    lab.evaluate("document.querySelector('#app').remove()")
    assert lab.evaluate(dropped) is True


def test_a_folder_is_refused(lab: Page, mount: Mount) -> None:
    mount(APP)
    lab.locator("sk-upload").nth(1).evaluate(
        "(zone) => customElements.whenDefined('sk-upload').then(() => zone.choose([new File([], 'photos')], ['photos']))"
    )
    expect(lab.get_by_role("alert")).to_have_text("photos is a folder. Choose the files in it.")


LARGE = """
import hashlib
import skerry as sk

@sk.state
class Desk:
    told: str = ""
    pieces: int = 0

async def stream(event: sk.UploadEvent, state: Desk):
    digest = hashlib.sha256()
    async for chunk in event.file.chunks(4 << 20):
        digest.update(chunk)
        state.pieces += 1
    state.told = f"{event.file.size} {digest.hexdigest()}"

async def whole(event: sk.UploadEvent, state: Desk):
    state.told = f"async {hashlib.sha256(await event.file.read_async()).hexdigest()}"

def plain(event: sk.UploadEvent, state: Desk):
    state.told = f"plain {hashlib.sha256(event.file.read()).hexdigest()}"

async def chosen(event: sk.ChangeEvent, state: Desk):
    state.told = f"chosen {len(await event.files[0].read_async())}"

def chosen_plain(event: sk.ChangeEvent, state: Desk):
    state.told = f"plainly {len(event.files[0].read())}"

@sk.page("/")
def home(state: Desk):
    sk.file_input("Field", on_change=chosen)
    sk.file_input("Plain field", on_change=chosen_plain)
    sk.upload("Streamed", on_upload=stream)
    sk.upload("Whole", on_upload=whole)
    sk.upload("Plain", on_upload=plain)
    sk.upload("Unable", on_upload=sk.listener(plain, blocking=False))
    sk.text(f"{state.pieces} pieces")
    sk.text(state.told)
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A file of 20 MB, and its digest."""
    path = tmp_path_factory.mktemp("large") / "film.bin"
    content = b"".join(hashlib.sha256(str(number).encode()).digest() * 1024 for number in range(640))
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def test_a_large_file_is_streamed_and_its_bar_fills(lab: Page, mount: Mount, large: tuple[Path, str]) -> None:
    mount(LARGE)
    lab.evaluate(
        """() => {
          window.shares = [];
          new MutationObserver((records) => records.forEach(({ target, attributeName }) => {
            if (target.localName === "progress" && attributeName === "value") shares.push([target.value, target.hidden]);
          })).observe(document.querySelector("#app"), { subtree: true, attributes: true });
        }"""
    )
    lab.get_by_label("Streamed").set_input_files(large[0])
    expect(lab.get_by_text(f"20971520 {large[1]}")).to_be_visible()
    expect(lab.get_by_text("5 pieces")).to_be_visible()
    shares = lab.evaluate("shares")
    assert [round(share, 2) for share, _ in shares] == [0.2, 0.4, 0.6, 0.8, 1]
    assert [hidden for _, hidden in shares] == [False] * 4 + [True]


@pytest.mark.parametrize(("label", "word"), [("Whole", "async"), ("Plain", "plain")])
def test_a_large_file_is_read_whole(lab: Page, mount: Mount, large: tuple[Path, str], label: str, word: str) -> None:
    mount(LARGE)
    lab.get_by_label(label, exact=True).set_input_files(large[0])
    expect(lab.get_by_text(f"{word} {large[1]}")).to_be_visible()


@pytest.mark.parametrize(("label", "word"), [("Field", "chosen"), ("Plain field", "plainly")])
def test_a_large_file_of_a_file_field(lab: Page, mount: Mount, large: tuple[Path, str], label: str, word: str) -> None:
    mount(LARGE)
    lab.get_by_label(label, exact=True).set_input_files(large[0])
    expect(lab.get_by_text(f"{word} 20971520")).to_be_visible()


def test_where_nothing_can_be_suspended_an_error_says_what_to_do(lab: Page, mount: Mount, large: tuple[Path, str]) -> None:
    mount(LARGE)
    lab.get_by_label("Unable").set_input_files(large[0])
    expect(lab.locator("#app").get_by_role("alert").filter(has_text="21 MB")).to_contain_text("await file.read_async()")


def test_a_file_that_has_changed_since_is_an_error(lab: Page, mount: Mount, tmp_path: Path) -> None:
    path = tmp_path / "log.bin"
    path.write_bytes(bytes(9_000_000))
    mount(
        """
        import skerry as sk

        @sk.state
        class Desk:
            file: sk.ChosenFile | None = None
            told: str = "nothing"

        def keep(event: sk.UploadEvent, state: Desk):
            state.file = event.file
            state.told = "kept"

        async def look(state: Desk):
            try:
                state.told = f"{len(await state.file.read_async())} bytes"
            except OSError as error:
                state.told = str(error)

        @sk.page("/")
        def home(state: Desk):
            sk.upload("Log", on_upload=keep)
            sk.button("Look", on_click=look)
            sk.text(state.told)
        """
    )
    lab.get_by_label("Log").set_input_files(path)
    expect(lab.get_by_text("kept")).to_be_visible()
    lab.get_by_role("button", name="Look").click()
    expect(lab.get_by_text("9000000 bytes")).to_be_visible()
    path.write_bytes(b"shorter")
    lab.get_by_role("button", name="Look").click()
    expect(lab.get_by_text("may have changed since it was chosen")).to_be_visible()


SAVE = """
import skerry as sk

@sk.state
class Desk:
    rows: list[int] = [1, 2]
    told: str = ""

def table(state: Desk):
    return "\\n".join(map(str, state.rows))

async def picture():
    return bytes(range(256)) * 4000

def saved(event: sk.DownloadEvent, state: Desk):
    state.told = f"saved {event.name}"

def direct():
    sk.download("note.txt", "grüß")

@sk.page("/")
def home(state: Desk):
    sk.download_button("Table", table, "table.csv", on_download=saved)
    sk.download_button("Picture", picture, "p.bin", kind="primary", on_download=saved)
    sk.download_button("Fixed", b"fixed", "fixed.dat", "x/y")
    sk.button("Direct", on_click=direct)
    sk.text(state.told)
"""


@pytest.mark.parametrize(
    ("button", "name", "content"),
    [
        ("Table", "table.csv", b"1\n2"),
        ("Picture", "p.bin", bytes(range(256)) * 4000),
        ("Fixed", "fixed.dat", b"fixed"),
        ("Direct", "note.txt", "grüß".encode()),
    ],
)
def test_downloads(lab: Page, mount: Mount, button: str, name: str, content: bytes) -> None:
    mount(SAVE)
    with lab.expect_download() as found:
        lab.get_by_role("button", name=button).click()
    assert found.value.suggested_filename == name
    assert Path(found.value.path()).read_bytes() == content
    if button in ("Table", "Picture"):
        expect(lab.get_by_text(f"saved {name}")).to_be_visible()


def test_the_bytes_go_when_nobody_has_the_file_any_more_and_come_anew_when_they_are_asked_for(lab: Page, mount: Mount) -> None:
    mount(
        """
        import asyncio, gc, glob
        import skerry as sk

        @sk.state
        class Desk:
            kept: list[sk.ChosenFile] = []
            there: str = ""
            told: str = ""

        def take(event: sk.UploadEvent, state: Desk):
            if event.file.name == "keep.txt":
                state.kept.append(event.file)
            state.told = f"took {event.file.name}"

        def out(event: sk.DeleteEvent, state: Desk):
            state.told = f"out: {event.value.read().decode()}"

        def count(state: Desk):
            gc.collect()
            state.there = f"{len(glob.glob('/skerry/*/upload:*'))} files, " + "".join(one.read().decode() for one in state.kept)

        def drop(state: Desk):
            state.kept.clear()

        @sk.page("/")
        def home(state: Desk):
            sk.upload("Notes", multiple=True, on_upload=take, on_delete=out)
            sk.button("Drop", on_click=drop)
            sk.timer(0.2, count)
            sk.text(state.there)
            sk.text(state.told)
        """
    )
    for name in ("go.txt", "keep.txt"):
        lab.get_by_label("Notes").set_input_files(file(name, name))
        expect(lab.get_by_text(f"took {name}")).to_be_visible()
    expect(lab.get_by_text("1 files, keep.txt")).to_be_visible()
    lab.get_by_role("button", name="Remove go.txt").click()
    expect(lab.get_by_text("out: go.txt")).to_be_visible()
    lab.get_by_role("button", name="Drop").click()
    expect(lab.get_by_text("0 files,", exact=True)).to_be_visible()


def test_what_takes_files_is_there_before_its_zone_is(shell_browser: Browser, shell_site: str, shell_folder: Path) -> None:
    """However late its code comes: nobody can choose a file that nobody takes."""
    (shell_folder / "early.html").write_text(f'{HEAD}{SHELL}<py-app><script type="text/python">{APP}</script></py-app>')
    context = shell_browser.new_context(base_url=shell_site)
    page = context.new_page()
    held: list[Route] = []
    page.route("**/upload.js", lambda route: held.append(route))
    with page.expect_request("**/upload.js"):
        page.goto("early.html")
    expect(page.locator("py-app")).to_have_attribute("data-state", "loading")
    held[0].continue_()
    page.locator("input[type=file]").first.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"})
    expect(page.locator("py-app")).to_contain_text("a.txt")
    context.close()


VALUES = """
import skerry as sk

def names(several, one, photo):
    told = ", ".join(f"{file.name} {file.read().decode()}" for file in several)
    return f"[{told}] [{one.name if one else ''}] [{len(photo or b'')}]"

@sk.page("/")
def home():
    with sk.form():
        several, one = sk.upload("Notes", multiple=True), sk.file_input("Log")
        sk.button("Reset", type="reset")
    photo = sk.image_input("Photo")
    told = sk.text("nothing", key="told")
    sk.on([several.upload, several.delete, one.change, photo.upload, photo.clear], names, inputs=[several, one, photo], outputs=told)
    sk.on(sk.button("Empty").click, lambda: (None, None, None, "emptied"), outputs=[several, one, photo, told])
"""


def test_files_are_inputs_of_functions_and_are_taken_out_by_their_outputs(lab: Page, mount: Mount) -> None:
    mount(VALUES)
    lab.get_by_label("Notes").set_input_files([file("a.txt", "one"), file("b.txt", "two")])
    expect(lab.get_by_text("[a.txt one, b.txt two] [] [0]")).to_be_visible()
    give(lab, "Notes", "drop", [("c.txt", "text/plain", "three")])
    lab.get_by_role("button", name="Remove a.txt").press("Enter")
    expect(lab.get_by_text("[b.txt two, c.txt three] [] [0]")).to_be_visible()
    lab.get_by_label("Log").set_input_files([file("d.txt")])
    lab.get_by_label("Photo", exact=True).set_input_files([file("e.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml")])
    expect(lab.get_by_text("[b.txt two, c.txt three] [d.txt] [41]")).to_be_visible()
    expect(lab.get_by_role("img", name="Photo")).to_be_attached()
    lab.get_by_role("button", name="Empty").press("Enter")
    expect(lab.get_by_text("emptied")).to_be_visible()
    expect(lab.get_by_role("listitem")).to_have_count(0)
    expect(lab.get_by_label("Log")).to_have_value("")
    expect(lab.get_by_role("img", name="Photo")).to_have_count(0)
    lab.get_by_label("Notes").set_input_files([file("a.txt", "one")])
    expect(lab.get_by_text("[a.txt one] [] [0]")).to_be_visible()
    lab.get_by_label("Log").set_input_files([file("d.txt")])
    expect(lab.get_by_text("[a.txt one] [d.txt] [0]")).to_be_visible()
    lab.get_by_role("button", name="Reset").press("Enter")
    expect(lab.get_by_text("[] [] [0]")).to_be_visible()
    expect(lab.get_by_role("listitem")).to_have_count(0)
