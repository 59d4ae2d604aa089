"""Scenes of events and runs that come out the same on every loop: tests/vectors/runs.json.

A handler waits at gates instead of sleeping, so that a scene needs no clock: its steps fire events, a few at once, or open one
gate, and after each of them everything comes to rest. The model says what has happened by then. A scene is kept only if that is
the same in whichever order those that are ready go on, and whether or not each step of a generator is seen, so it holds in a page too.

``python -m tests.unit.scheduler.vectors`` writes the file anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from .model import APP, HANDLERS, Link, Model

FILE = Path(__file__).parents[2] / "vectors" / "runs.json"
MODES = ("queue", "once", "multiple", "always_last", "restart")
COUNT = 40
_MOST_STEPS = 40

Scene = dict[str, Any]


def source(scene: Scene) -> str:
    """The app of a scene."""
    return f"LISTENERS = {scene['page']!r}\n{APP}\nPROGRAMS |= {programs(scene)!r}\n{_CALLS}"


_CALLS = '''
@sk.api
def told():
    return TRACE

@sk.api
def tasks():
    return len(asyncio.all_tasks())

@sk.api
def open_gate(name):
    GATES.setdefault(name, asyncio.Event()).set()
'''


def links(data: list[dict[str, Any]]) -> list[Link]:
    """The listeners of a scene, from JSON."""
    return [
        Link(one["path"], one["handler"], one["options"], [(when, links([link])[0]) for when, link in one["chain"]], one["shared"])
        for one in data
    ]


def programs(scene: Scene) -> dict[tuple[int, str], Any]:
    """What each run is to do, by number and path."""
    found = {}
    for name, parts in scene["programs"].items():
        number, path = name.split(" ")
        found[int(number), path] = tuple([(kind, tuple(v) if kind == "cancel" else v) for kind, v in ops] for ops in parts)
    return found


def told(trace: list[tuple[int, str, str]], page: tuple[str, ...]) -> dict[str, Any]:
    """What is compared: what each run did, in which order the runs of each listener began, and what the page shows."""
    runs = [[path, n, [w for number, p, w in trace if (p, number) == (path, n)]] for path, n in sorted({(p, n) for n, p, _ in trace})]
    begun = [(path, number) for number, path, what in trace if what.startswith("start")]
    order = {path: [number for p, number in begun if p == path] for path, _ in begun}
    return {"runs": runs, "begun": dict(sorted(order.items())), "page": list(page)}


def play(scene: Scene, seed: int | None = None) -> Iterator[dict[str, Any] | None]:
    """What the model tells after each step; None where a step is impossible. seed: of the loop's freedoms."""
    model = Model(links(scene["page"]))
    model.coalesces = one_by_one = False
    if seed is not None:
        model.order, free = Random(seed), Random(seed + 1)
        model.coalesces, model.shows_late, one_by_one = (free.random() < 0.5 for _ in range(3))
    model.programs.update(programs(scene))
    before = 0
    for step in scene["steps"]:
        for number, button, side in step.get("fire", ()):
            if button not in model.visible:
                yield None
            model.fire(number, button, side)
            if one_by_one:
                model.settle()
        if "open" in step and not model.open(step["open"]):
            yield None
        model.settle()
        yield told(model.trace[before:], model.page())
        before = len(model.trace)
    if any(run.state != "over" for run in model.runs):
        yield None


def made(seed: int) -> Scene | None:
    """A scene, or None where what comes of its events depends on the loop."""
    scene = _Maker(Random(seed)).scene()
    expected = list(play(scene))
    if None in expected or any(list(play(scene, n)) != expected for n in range(24)):
        return None
    scene["expected"] = expected
    return scene


class _Maker:
    """Makes up a scene, step by step, beside the model that it happens to."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.number = 0

    def scene(self) -> Scene:
        page = [self.link(f"L{n}") for n in range(self.random.randint(1, 3))]
        for link in page:
            link.shared = self.random.random() < 0.3
        self.model = Model(page)
        self.model.coalesces = False
        scene: Scene = {"page": [link.as_dict() for link in page], "programs": {}, "steps": []}
        events = self.random.randint(3, 6)
        while (events > 0 or self.model.timers) and len(scene["steps"]) < _MOST_STEPS:
            if events > 0 and (not self.model.timers or self.random.random() < 0.5):
                events -= 1
                self.fire(scene)
            else:
                waiting = self.random.choice(self.model.timers)[2]
                gate = f"{waiting.number}:{waiting.link.path}:{waiting.at}"
                scene["steps"].append({"open": gate})
                self.model.open(gate)
        return scene

    def fire(self, scene: Scene) -> None:
        visible = sorted(self.model.visible)
        step: list[Any] = []
        for _ in range(self.random.choice([1, 1, 1, 2, 3]) if visible else 0):
            button = self.random.choice(visible)
            self.number += 1
            link = self.model.listeners[button]
            for one in link.all():
                parts = self.program(one.handler)
                scene["programs"][f"{self.number} {one.path}"] = parts
                self.model.programs[self.number, one.path] = parts  # type: ignore[assignment]
            step.append([self.number, button, self.random.choice("ab") if link.shared else "a"])
        for number, button, side in step:
            self.model.fire(number, button, side)
        self.model.settle()
        scene["steps"].append({"fire": step})

    def link(self, path: str, depth: int = 2) -> Link:
        random = self.random
        options: dict[str, Any] = {}
        if random.random() < 0.8:
            options["trigger_mode"] = random.choice(MODES)
        lane = random.choice([{}, {}, {}, {"concurrency_limit": 1}, {"concurrency_limit": 2}, {"concurrency_id": "disk", "concurrency_limit": 1}])
        options |= lane
        if lane and random.random() < 0.2:
            options["queue"] = False
        if random.random() < 0.2:
            options["cancels"] = [random.choice(HANDLERS)]
        if random.random() < 0.2:
            options["cancel_on"] = ["unmount"]
        link = Link(path, random.choice(HANDLERS), options)
        for number in range(random.choice([0, 0, 1, 2]) if depth else 0):
            link.chain.append((random.choice(["then", "success", "failure"]), self.link(f"{path}.{number}", depth - 1)))
        return link

    def program(self, handler: str) -> list[list[tuple[str, Any]]]:
        ops = [self.op(handler) for _ in range(self.random.randint(0, 4))]
        return [ops, [("write", "z")] if self.random.random() < 0.3 else []]

    def op(self, handler: str) -> tuple[str, Any]:
        random = self.random
        kinds = ["write"] * 3 + ["raise"] + ["cancel"]
        if not handler.startswith("plain"):
            kinds += ["wait"] * 4
        if "gen" in handler:
            kinds += ["show"] * 3
        kind = random.choice(kinds)
        if kind in ("write", "show"):
            return kind, random.choice(["x", "x", "x", "hide 0", "hide 1"])
        if kind == "cancel":
            return kind, (random.choice(HANDLERS), random.choice([None, None, "0a", "1a"]))
        return kind, None


def scenes() -> Iterator[Scene]:
    """The scenes of the file: the first so many that come out the same everywhere, and in which something waits."""
    found = 0
    for seed in range(100_000):
        scene = made(seed)
        if scene is not None and len(scene["steps"]) > 4:
            yield scene
            found += 1
            if found == COUNT:
                return


def main() -> None:
    lines = ",\n".join(json.dumps(scene) for scene in scenes())
    FILE.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
