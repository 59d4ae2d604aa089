"""Waiting in line: a harbour office with two printers, and how far each chart is from its turn."""

from __future__ import annotations

import asyncio

import skerry as sk

CHARTS = ("Tide tables", "Harbour plan", "Sea chart 12", "Crew list", "Pilot's letter")
SHEETS = 8


@sk.state
class Office:
    sheets: dict[str, int] = {}  # of each chart, how many are printed
    done: list[str] = []
    hurry: bool = False


async def put_out(event: sk.ClickEvent, office: Office):
    """One chart. The limits below are those of the listeners; the handler knows nothing of them."""
    for sheet in range(1, SHEETS + 1):
        office.sheets[event.key] = sheet
        await asyncio.sleep(0.25)
    del office.sheets[event.key]
    office.done.append(event.key)


PRINT = sk.listener(put_out, trigger_mode="multiple", concurrency_limit=2)
AT_ONCE = sk.listener(put_out, trigger_mode="multiple", queue=False)


def take_away(office: Office):
    office.done.clear()


sk.css("""
.charts { display: grid; gap: 0.5rem; margin: 0; padding: 0; list-style: none; }
.charts li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 0.4rem 0.75rem; padding: 0.6rem 0.8rem; border: 1px solid var(--sk-line); border-radius: var(--sk-radius); background: var(--sk-raised); }
.charts .sk-progress, .charts .place { grid-column: 1 / -1; }
.charts .sk-row { justify-content: end; }
.place { font-size: 0.875rem; }
""")


@sk.page("/", title="Waiting in line")
def home(office: Office):
    sk.heading("Waiting in line")
    sk.text("There are two printers. Print all the charts: those that find none free wait, and see their place in line.")
    sk.switch("I am in a hurry: past the line (queue=False)", bind=sk.ref(office).hurry)
    with sk.element("ul", class_="charts"):
        for chart in CHARTS:
            one(chart, office, key=chart)
    first = sk.queue_position(put_out)
    sk.text("Nobody waits." if first is None else f"The next in line has place {first}.", role="status", muted=True)
    with sk.card("In the tray", level=2):
        sk.text(", ".join(office.done) or "Nothing yet.", muted=not office.done)
        sk.button("Take them away", on_click=take_away, disabled=not office.done)


@sk.component
def one(chart: str, office: Office):
    sheet = office.sheets.get(chart, 0)
    place = sk.queue_position(put_out, key=chart)
    busy = bool(place or sheet)
    with sk.element("li"):
        sk.element("strong", chart)
        with sk.row(gap="xs"):
            stop = sk.cancel(put_out, key=chart)
            how, label = (AT_ONCE, "Print now") if office.hurry else (PRINT, "Print")
            sk.button(label, key=chart, on_click=how, disabled=busy, aria_label=f"{label}: {chart}")
            sk.button("Leave", on_click=stop, kind="quiet", disabled=not busy, aria_label=f"Leave: {chart}")
        if place:
            sk.text(f"waits, place {place}", class_="place", muted=True)
        elif sheet:
            sk.progress(sheet / SHEETS, f"Sheet {sheet} of {SHEETS}")
