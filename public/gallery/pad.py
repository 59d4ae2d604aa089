"""Event pad: whatever you do on it is an event with a class and fields of its own, and is shown as Python gets it."""

from __future__ import annotations

import dataclasses

import skerry as sk

SHOWN = 7


@dataclasses.dataclass
class Seen:
    number: int
    name: str
    text: str


@sk.state
class Pad:
    seen: list[Seen] = []
    count: int = 0
    counts: dict[str, int] = {}


def note(event: sk.Event, pad: Pad):
    """Any event will do; the page has looked up the class for each."""
    name = type(event).__name__
    pad.count += 1
    pad.counts[name] = pad.counts.get(name, 0) + 1
    pad.seen.insert(0, Seen(pad.count, name, fields(event)))
    del pad.seen[SHOWN:]


def fields(event: sk.Event) -> str:
    """Those that say something: they differ from what they are when nothing is given. Places in the window are left out."""
    said = []
    for field in dataclasses.fields(event):
        value = getattr(event, field.name)
        if field.name == "files":
            value = [f"{file.name}, {file.size:,} bytes" for file in value]
        if field.name in ("target", "payload") or field.name.startswith(("client_", "page_")):
            continue
        if value not in (field.default, None, [], ""):
            said.append(f"{field.name}={round(value) if isinstance(value, float) else value!r}")
    return ", ".join(said)


def clear(pad: Pad):
    sk.reset(pad)


# What is the page's to do: no menu on a right click, no scrolling under the wheel.
OURS = sk.listener(note, prevent_default=True)

sk.css("""
.pad { display: grid; place-content: center; block-size: 13rem; padding: 1rem; border: 2px dashed var(--sk-edge); border-radius: calc(var(--sk-radius) * 1.5); background: var(--sk-sunken); text-align: center; cursor: crosshair; user-select: none; }
.pad:hover { border-color: var(--sk-accent); }
.pad:focus { border-style: solid; border-color: var(--sk-accent); }
.seen { display: flex; flex-direction: column; gap: 0.3rem; min-block-size: 14rem; margin: 0; padding: 0; list-style: none; font-size: 0.875rem; overflow-wrap: anywhere; }
.seen code { font-family: var(--sk-mono); color: var(--sk-muted); }
.counts { display: flex; flex-wrap: wrap; gap: 0.4rem; min-block-size: 1.75rem; margin: 0; padding: 0; list-style: none; font-size: 0.8125rem; }
.counts li { padding: 0.1rem 0.6rem; border: 1px solid var(--sk-line); border-radius: 1rem; font-variant-numeric: tabular-nums; }
""")


@sk.page("/", title="Event pad")
def home(pad: Pad):
    sk.heading("Event pad")
    sk.text(
        "Click it once, twice, with the right button; hover, turn the wheel, press keys, paste, or drop a text or a file on it."
    )
    with sk.element(
        "div",
        class_="pad",
        tabindex=0,
        role="group",
        aria_label="Event pad",
        on_click=note,
        on_double_click=note,
        on_right_click=OURS,
        on_hover=note,
        on_hover_end=note,
        on_wheel=OURS,
        on_key_down=note,
        on_paste=note,
        on_drop=note,
        on_focus=note,
        on_blur=note,
    ):
        sk.text("Do something here", size="l")
        sk.text("With the keyboard: go to it with Tab, then press any key", muted=True, size="s")
    with sk.element("ul", class_="counts", aria_label="How many of each"):
        for name, count in pad.counts.items():
            sk.element("li", f"{name} {count}", key=name)
    with sk.card("The latest events", level=2):
        with sk.element("div", role="log", aria_label="Events"), sk.element("ol", class_="seen"):
            for one in pad.seen:
                with sk.element("li", key=one.number):
                    sk.element("strong", f"{one.number}. {one.name} ")
                    sk.element("code", one.text)
        sk.button("Clear", on_click=clear, disabled=not pad.seen)
