"""Photo desk: a photo from the disk, the clipboard or the camera, marks on it, and everything saved again."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass

import skerry as sk

EXAMPLE = b"""<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500" viewBox="0 0 800 500">
<linearGradient id="sky" x2="0" y2="1"><stop stop-color="#f7c59f"/><stop offset="1" stop-color="#7fb7d6"/></linearGradient>
<rect width="800" height="500" fill="url(#sky)"/><circle cx="610" cy="130" r="54" fill="#fff3d6"/>
<path d="M0 330 Q200 290 400 330 T800 320 V500 H0Z" fill="#2f6f8f"/><path d="M0 390 Q200 350 400 390 T800 380 V500 H0Z" fill="#1f4f6b"/>
<path d="M300 350 h170 l-34 44 h-104z" fill="#5a2e1f"/><path d="M382 120 v222 h-88z" fill="#fffaf0"/><path d="M392 150 v192 h72z" fill="#f3dcc0"/>
<path d="M384 110 h6 v240 h-6z" fill="#3b2418"/></svg>"""


@dataclass
class Mark:
    x: int
    y: int
    note: str = ""


@sk.state
class Desk:
    name: str = ""
    photo: bytes | None = None
    marks: list[Mark] = []
    sums: list[tuple[str, str]] = []


def show(desk: Desk, name: str, photo: bytes | None):
    desk.name, desk.photo = name, photo
    desk.marks.clear()


def take(event: sk.UploadEvent, desk: Desk):
    show(desk, event.file.name, event.file.read())


def example(desk: Desk):
    show(desk, "harbour.svg", EXAMPLE)


def clear(desk: Desk):
    show(desk, "", None)


def mark(event: sk.SelectEvent, desk: Desk):
    desk.marks.append(Mark(*event.index))


def unmark(event: sk.ClickEvent, desk: Desk):
    del desk.marks[event.key]


def table(desk: Desk) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["number", "x", "y", "note"])
    rows.writerows([number, one.x, one.y, one.note] for number, one in enumerate(desk.marks, 1))
    return out.getvalue()


def told(event: sk.DownloadEvent):
    sk.toast(f"{event.name} is on its way to your downloads", kind="success")


async def add_up(event: sk.UploadEvent, desk: Desk):
    """Files of any size: one piece at a time is held."""
    for file in event.files:
        digest = hashlib.sha256()
        async for chunk in file.chunks():
            digest.update(chunk)
        desk.sums.append((file.name, digest.hexdigest()))


def forget(event: sk.DeleteEvent, desk: Desk):
    del desk.sums[event.index]


@sk.page("/", title="Photo desk")
def home(desk: Desk):
    sk.heading("Photo desk")
    sk.text("Nothing leaves this page: the photo is read, marked and saved right here.", class_="sk-muted")
    with sk.element("div", class_="desk"):
        with sk.column():
            sk.image_input(
                "Photo",
                value=desk.photo,
                points=[(one.x, one.y) for one in desk.marks],
                max_size=20_000_000,
                on_upload=take,
                on_select=mark,
                on_clear=clear,
                help="" if desk.photo is None else "Click to mark a point. With the keyboard: the arrow keys, then Enter.",
            )
            if desk.photo is None:
                sk.button("Use an example", on_click=example)
        with sk.card():
            sk.heading("Marks", level=2)
            if not desk.marks:
                sk.text("None yet." if desk.photo else "Choose a photo first.", class_="sk-muted")
            with sk.element("ol", class_="desk-marks"):
                for number, one in enumerate(desk.marks):
                    marked(number, one, key=number)
            if desk.marks:
                sk.download_button("Save the marks", table, "marks.csv", kind="primary", on_download=told)
            if desk.photo is not None:
                sk.download_button("Save the photo", desk.photo, desk.name, on_download=told)
    with sk.expander("Checksums of files, however large"):
        sk.upload("Files", multiple=True, on_upload=add_up, on_delete=forget, help="They are read piece by piece.")
        if desk.sums:
            sk.table([{"file": name, "SHA-256": digest} for name, digest in desk.sums], caption="Checksums")


@sk.component
def marked(number: int, one: Mark):
    with sk.element("li"):
        sk.input(f"Note on mark {number + 1}", bind=sk.ref(one).note, label_hidden=True, placeholder=f"at {one.x}, {one.y}")
        sk.button("×", key=number, kind="quiet", aria_label=f"Remove mark {number + 1}", on_click=unmark)


sk.css("""
.desk { display: grid; grid-template-columns: minmax(0, 3fr) minmax(15rem, 2fr); gap: 1.5rem; align-items: start; }
@media (max-width: 46rem) { .desk { grid-template-columns: minmax(0, 1fr); } }
.desk-marks { display: flex; flex-direction: column; gap: 0.4rem; margin: 0; padding: 0; list-style: none; counter-reset: mark; }
.desk-marks:empty { display: none; }
.desk-marks li { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr) auto; align-items: center; gap: 0.5rem; counter-increment: mark; }
.desk-marks li::before { content: counter(mark); text-align: center; font-size: 0.875rem; font-weight: 650; }
.desk .sk-card .sk-button { align-self: flex-start; }
""")
