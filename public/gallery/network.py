"""Network: files of this site fetched as JSON and line by line, with progress, an error and a way to stop."""

# /// script
# [tool.skerry]
# files = ["data/tides.json", "data/voyage.txt"]
# ///

from __future__ import annotations

import asyncio

import skerry as sk


@sk.state
class Desk:
    ports: dict[str, list[float]] = {}  # port -> the height of the water at each hour, in metres
    port: str = ""
    lines: list[str] = []
    hurry: bool = False
    answer: str = ""


async def load_tides(desk: Desk):
    response = await sk.fetch("data/tides.json", timeout=10)
    found = await response.raise_for_status().json()
    desk.ports = {one["port"]: one["metres"] for one in found["ports"]}
    desk.port = desk.port or next(iter(desk.ports))


async def read_aloud(desk: Desk):
    """The lines as they arrive; slowly, since this is how one reads aloud. To stop it hangs up."""
    desk.lines.clear()
    async with sk.fetch("data/voyage.txt") as response:
        length = int(response.raise_for_status().headers.get("content-length", 0))
        read = 0
        async for line in response.lines():
            desk.lines.append(line)
            read += len(line.encode()) + 1
            sk.progress(min(read / length, 1) if length else None, "Reading the voyage")
            await asyncio.sleep(0.02 if desk.hurry else 0.5)


async def ask_for_nothing(desk: Desk):
    """An answer that says no is an answer."""
    response = await sk.fetch("data/treasure.json")
    desk.answer = f"{response.status}: {'well then!' if response.ok else 'there is no treasure here'}"


sk.css("""
.tide { display: flex; align-items: end; gap: 3px; block-size: 8rem; }
.tide span { flex: 1; border-radius: 3px 3px 0 0; background: color-mix(in srgb, var(--sk-accent) 70%, var(--sk-raised)); transition: block-size 0.3s; }
.voyage { display: flex; flex-direction: column; gap: 0.2rem; margin: 0; padding: 0; list-style: none; font-size: 0.9375rem; }
""")


@sk.page("/", title="Network")
def home(desk: Desk):
    sk.heading("Network")
    sk.text("Ask for the tides of some ports, and have a voyage read to you; stop when you have heard enough.")
    with sk.card("Tides, from a JSON file", level=2):
        if desk.ports:
            sk.select("Port", list(desk.ports), bind=sk.ref(desk).port)
            tide(desk)
        else:
            sk.button("Ask for the tides", on_click=load_tides, kind="primary")
    with sk.card("The voyage, line by line", level=2):
        with sk.row(gap="s"):
            reading = sk.running(read_aloud)
            sk.button("Read aloud", on_click=sk.listener(read_aloud, trigger_mode="restart"))
            sk.button("Stop", on_click=sk.cancel(read_aloud), disabled=not reading)
            sk.switch("In a hurry", bind=sk.ref(desk).hurry)
        with sk.element("div", role="log", aria_label="The voyage"), sk.element("ol", class_="voyage"):
            for number, line in enumerate(desk.lines):
                sk.element("li", line, key=number)
    with sk.card("A file that is not there", level=2), sk.row():
        sk.button("Ask for the treasure", on_click=ask_for_nothing)
        sk.text(desk.answer or "Not asked yet.", role="status", muted=not desk.answer)


@sk.component
def tide(desk: Desk):
    metres = desk.ports[desk.port]
    high = max(metres)
    text = f"High water at {metres.index(high)} o'clock: {high:.1f} m. Low water: {min(metres):.1f} m."
    with sk.element("div", class_="tide", role="img", aria_label=text):
        for hour, height in enumerate(metres):
            share = max(height, 0.1) / max(high, 1)
            sk.element("span", style={"block-size": f"{share:.1%}"}, title=f"{hour}:00, {height} m", key=hour)
    sk.text(f"{text} The bars are the hours of a day.", size="s", muted=True)
