"""Event options: six boxes in which the page decides which events Python hears of, and in which order."""

from __future__ import annotations

import skerry as sk


@sk.state
class Counts:
    typed: int = 0
    searched: int = 0
    moved: int = 0
    steered: int = 0
    pressed: int = 0
    depth: int = 20
    wheeled: int = 0
    scrolled: int = 0
    order: list[str] = []
    cabin: int = 0
    ship: int = 0
    stops: bool = True


def count(field: str):
    """A handler that adds to one of the counts."""

    def add(counts: Counts):
        setattr(counts, field, getattr(counts, field) + 1)

    return add


TYPED, SEARCHED, MOVED, STEERED, PRESSED, WHEELED, SCROLLED, CABIN, SHIP = map(
    count, "typed searched moved steered pressed wheeled scrolled cabin ship".split()
)


def dive(event: sk.KeyEvent, counts: Counts):
    counts.depth = max(0, counts.depth + {"ArrowUp": -1, "ArrowDown": 1, "PageUp": -10, "PageDown": 10}[event.pressed])


def passes(where: str):
    def note(counts: Counts):
        counts.order.append(where)
        del counts.order[:-6]

    return note


SHIP_FIRST, CABIN_THEN, SHIP_LAST = passes("ship, capture"), passes("cabin"), passes("ship")

sk.css("""
.outer { padding: 0.9rem; border: 2px dashed var(--sk-edge); border-radius: var(--sk-radius); cursor: pointer; }
.scroller { block-size: 6rem; padding: 0.5rem 0.8rem; overflow: auto; border: 1px solid var(--sk-line); border-radius: var(--sk-radius); background: var(--sk-sunken); }
.boxes .sk-card { block-size: 100%; }
.boxes .sk-card-title { font: 600 1rem/1.4 var(--sk-mono); overflow-wrap: anywhere; }
""")
WATCHES = [f"{hour:02}:00, {'all is well' if hour % 3 else 'the watch is changed'}" for hour in range(24)]


@sk.page("/", title="Event options")
def home(counts: Counts):
    sk.heading("Event options")
    sk.text("Type, slide, press, scroll and click. The page itself filters the events: Python is asked only for those that count.")
    with sk.grid("17rem", class_="boxes"):
        for box in (debounced, throttled, only_keys, passive, captured, stopped):
            box(counts)


@sk.component
def debounced(counts: Counts):
    with sk.card("debounce=0.5", level=2):
        sk.input("Search at each edit", autocomplete="off", on_input=TYPED)
        sk.input("Search when you pause", autocomplete="off", on_input=sk.listener(SEARCHED, debounce=0.5))
        sk.text(f"{counts.typed} searches above, {counts.searched} below.", role="status")


@sk.component
def throttled(counts: Counts):
    with sk.card("throttle=0.3", level=2):
        sk.slider("Helm", -35, 35, 0, on_input=[MOVED, sk.listener(STEERED, throttle=0.3)])
        sk.text(f"{counts.moved} steps, {counts.steered} commands: one in 0.3 seconds.", role="status")


@sk.component
def only_keys(counts: Counts):
    keys = ["ArrowUp", "ArrowDown", "PageUp", "PageDown"]
    with sk.card('keys=["ArrowUp", ...]', level=2):
        sk.button(
            f"At {counts.depth} metres",
            key="depth",
            on_key_down=[PRESSED, sk.listener(dive, keys=keys, prevent_default=True)],
        )
        sk.text(f"{counts.pressed} keys pressed. Arrows and page keys move the boat, and do not scroll.", role="status")


@sk.component
def passive(counts: Counts):
    with sk.card("passive=True", level=2):
        with sk.element(
            "div",
            class_="scroller",
            tabindex=0,
            role="region",
            aria_label="Watches",
            on_wheel=sk.listener(WHEELED, passive=True),
            on_scroll=sk.listener(SCROLLED, passive=True, throttle=0.1),
        ):
            for line in WATCHES:
                sk.text(line, size="s", key=line)
        sk.text(f"{counts.wheeled} turns of the wheel, {counts.scrolled} scrolls: neither waits for Python.", role="status")


@sk.component
def captured(counts: Counts):
    with sk.card("capture=True", level=2):
        with sk.element("div", class_="outer", on_click=[sk.listener(SHIP_FIRST, capture=True), SHIP_LAST]):
            sk.button("The cabin, in the ship", on_click=CABIN_THEN)
        sk.text(f"On the way in and out: {' → '.join(counts.order[-3:]) or 'nothing yet'}", role="status")


@sk.component
def stopped(counts: Counts):
    with sk.card("stop_propagation=True", level=2):
        with sk.element("div", class_="outer", on_click=SHIP):
            sk.button("The cabin", on_click=sk.listener(CABIN, stop_propagation=counts.stops))
        sk.switch("Stop it in the cabin", bind=sk.ref(counts).stops)
        sk.text(f"The cabin heard {counts.cabin}, the ship {counts.ship}.", role="status")
