"""Two hundred circles that follow the pointer."""

import math

import skerry as sk

COUNT = 200
CENTRES = [(math.cos(i) * (20 + i), math.sin(i) * (20 + i)) for i in range(COUNT)]


@sk.state
class Swarm:
    x: float = 300
    y: float = 300


def follow(event: sk.PointerEvent, state: Swarm):
    state.x, state.y = event.client_x, event.client_y


@sk.page("/", title="Drag")
def home(state: Swarm):
    with sk.element("svg", id="stage", width=800, height=600, on_pointer_move=follow):
        for x, y in CENTRES:
            sk.template(t"""<circle cx={f"{state.x + x:.1f}"} cy={f"{state.y + y:.1f}"} r="4"/>""")
