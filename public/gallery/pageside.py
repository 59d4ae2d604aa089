"""JavaScript: functions of the page before a handler, after it, on their own, and called from Python."""

from __future__ import annotations

import skerry as sk


@sk.state
class Bridge:
    tonnes: float = 1234567.5
    language: str = "de"
    written: str = ""
    window: str = "not measured yet"
    speed: str = ""


def announce(written: str) -> str:
    """Is called with what the page's function has returned: the number as that language writes it."""
    return f"Cargo on board: {written} t"


def knots(bridge: Bridge):
    """Runs first; the page's function behind it is given what it has left in the state."""
    bridge.speed = "12.5"


async def measure(bridge: Bridge):
    """Python waits for what the page says."""
    width, height, ratio = await sk.js("() => [innerWidth, innerHeight, devicePixelRatio]")
    bridge.window = f"{width} × {height} pixels, {ratio:g} to a CSS pixel"


sk.css("""
.sea { display: grid; place-items: end center; block-size: 6rem; overflow: hidden; border-radius: var(--sk-radius); background: linear-gradient(transparent 70%, color-mix(in srgb, var(--sk-accent) 35%, transparent) 70%); }
.ferry { font-size: 3.5rem; line-height: 1.15; }
""")


@sk.page("/", title="JavaScript")
def home(bridge: Bridge):
    place = sk.ref(bridge)
    sk.heading("JavaScript")
    sk.text("The page's own functions do what only a page can: write numbers in any language, animate, measure the window.")
    with sk.element("div", class_="sea", aria_hidden=True):
        sk.element("span", "⛴", class_="ferry")
    with sk.grid("22rem"):
        with sk.card("Before the handler", level=2):
            sk.number("Tonnes", bind=place.tonnes, step=0.5)
            sk.select("Language", {"de": "German", "en": "English", "hi": "Hindi", "ar-EG": "Arabic"}, bind=place.language)
            sk.button(
                "Announce it",
                on_click=sk.listener(
                    announce,
                    js="(tonnes, language) => new Intl.NumberFormat(language).format(tonnes)",
                    inputs=[place.tonnes, place.language],
                    outputs=place.written,
                ),
            )
            sk.text(bridge.written or "Nothing announced yet", role="status", key="written")
        with sk.card("After the handler", level=2):
            sk.text("Python says how fast, the page says it in kilometres.", muted=True)
            sk.button(
                "Ask the log",
                on_click=sk.listener(knots).then(
                    None,
                    js="(knots) => `${knots} knots are ${(knots * 1.852).toFixed(1)} km/h`",
                    inputs=place.speed,
                    outputs=place.speed,
                ),
            )
            sk.text(bridge.speed or "Not asked yet", role="status", key="speed")
        with sk.card("On its own", level=2):
            sk.text("Python is not asked: the page runs it at once.", muted=True)
            rock = sk.listener(
                None,
                js="""() => document.querySelector(".ferry").animate(
                [{ rotate: "0deg" }, { rotate: "-14deg" }, { rotate: "11deg" }, { rotate: "-6deg" }, { rotate: "0deg" }],
                { duration: 1600, easing: "ease-in-out" },
            )""",
            )
            sk.button("Rock the ferry", on_click=rock)
        with sk.card("Called from Python", level=2):
            sk.text("A handler awaits what the page says.", muted=True)
            sk.button("Measure the window", on_click=measure)
            sk.text(bridge.window, role="status", key="window")
