"""Circle drawer: click to draw, right-click to change, undo and redo (7GUIs, task 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import skerry as sk


@dataclass(frozen=True)
class Circle:
    number: int
    x: float
    y: float
    diameter: float = 40


@sk.state
class Drawing:
    circles: tuple[Circle, ...] = ()
    past: list[tuple[Circle, ...]] = []
    future: list[tuple[Circle, ...]] = []
    chosen: int | None = None  # the circle that is being changed
    diameter: int = 40
    before: tuple[Circle, ...] = ()  # what was there when its change began


def next_number(state: Drawing) -> int:
    return max((circle.number for circle in state.circles), default=0) + 1


def step(state: Drawing, circles: tuple[Circle, ...]) -> None:
    """Go on to other circles, as one step that can be undone."""
    state.past.append(state.circles)
    state.future.clear()
    state.circles = circles


def draw(event: sk.ClickEvent, state: Drawing):
    step(state, (*state.circles, Circle(next_number(state), event.x, event.y)))


def add(state: Drawing):
    """For the keyboard, which points at no place: circles side by side, in rows."""
    row, column = divmod(len(state.circles), 6)
    step(state, (*state.circles, Circle(next_number(state), 40 + 50 * column, 40 + 50 * (row % 7))))


def choose(event: sk.Event, state: Drawing):
    state.chosen = event.key
    state.before = state.circles
    state.diameter = round(next(circle.diameter for circle in state.circles if circle.number == event.key))


def resize(state: Drawing):
    state.circles = tuple(
        replace(circle, diameter=state.diameter) if circle.number == state.chosen else circle for circle in state.circles
    )


def done(state: Drawing):
    """However often the diameter was changed, it is one step."""
    if state.circles != state.before:
        changed, state.circles = state.circles, state.before
        step(state, changed)
    state.chosen = None


def undo(state: Drawing):
    if state.past:
        state.future.append(state.circles)
        state.circles = state.past.pop()


def redo(state: Drawing):
    if state.future:
        state.past.append(state.circles)
        state.circles = state.future.pop()


sk.css("""
.drawing { display: block; width: 100%; height: 24rem; border: 1px solid var(--sk-edge); border-radius: var(--sk-radius); background: var(--sk-raised); cursor: crosshair; touch-action: manipulation; }
.drawing circle { fill: transparent; stroke: var(--sk-ink); stroke-width: 1.5; cursor: pointer; }
.drawing circle:is(:hover, :focus-visible) { fill: var(--sk-hover); stroke: var(--sk-accent); outline: none; stroke-width: 3; }
""")


@sk.page("/", title="Circle drawer")
def home(state: Drawing):
    sk.heading("Circle drawer")
    with sk.row(gap="s"):
        sk.button("Undo", on_click=undo, disabled=not state.past)
        sk.button("Redo", on_click=redo, disabled=not state.future)
        sk.button("Add a circle", on_click=add)
        count = len(state.circles)
        sk.text(f"{count} circle{'s' * (count != 1)}", muted=True, role="status")
    with sk.element("svg", class_="drawing", aria_label="Drawing", role="group", on_click=draw):
        for circle in state.circles:
            sk.element(
                "circle",
                key=circle.number,
                cx=circle.x,
                cy=circle.y,
                r=circle.diameter / 2,
                tabindex=0,
                role="button",
                aria_label=f"Circle {circle.number}, {circle.diameter:g} wide",
                on_click=sk.listener(choose, stop_propagation=True),
                on_right_click=sk.listener(choose, prevent_default=True),
                on_enter=choose,
            )
    sk.text("Click to draw a circle. Click or right-click one, or press Enter on it, to change its size.", muted=True, size="s")
    with sk.dialog("Diameter", open=state.chosen is not None, on_close=done):
        sk.slider(f"Diameter of circle {state.chosen or ''}", 5, 200, bind=sk.ref(state).diameter, on_input=resize)
