"""The scenes of tests/vectors/runs.json in the page: what becomes of events is what the scheduler's model says, and CPython does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from ...unit.scheduler import vectors

SCENES = json.loads(vectors.FILE.read_text())
GROUPS = 4

# Fires a step's events in one turn of the page, or opens its gate, and waits until as much has been told as is to be told. The
# number of an event travels as the pointer's place.
STEP = """
async ([step, before, more, page]) => {
  const app = document.querySelector("#app");
  for (const [number, button, side] of step.fire ?? []) {
    const found = [...app.querySelectorAll("button")].find((one) => one.textContent === `${button}${side}`);
    const clientX = found.getBoundingClientRect().left + number;
    found.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX }));
  }
  if (step.open) await app.call("open_gate", step.open);
  const texts = () => [...app.querySelectorAll("p")].slice(0, 3).map((one) => one.textContent);
  const end = performance.now() + 20000;
  let trace = [];
  do {
    await new Promise(requestAnimationFrame);
    trace = (await app.call("told")).slice(before);
  } while ((trace.length < more || String(texts()) !== String(page)) && performance.now() < end);
  return [trace, texts()];
}
"""

# How many tasks there are once there are no more than so many: what shows that a handler has failed ends a moment later.
REST = """
async (count) => {
  const end = performance.now() + 20000;
  let left = 0;
  do {
    await new Promise(requestAnimationFrame);
    left = await document.querySelector("#app").call("tasks");
  } while (left > count && performance.now() < end);
  return left;
}
"""


@pytest.mark.parametrize("group", range(GROUPS))
def test_scenes(lab: Page, mount: Callable[..., None], group: int) -> None:
    for number, scene in list(enumerate(SCENES))[group::GROUPS]:
        mount(vectors.source(scene))
        resting = lab.evaluate("document.querySelector('#app').call('tasks')")
        seen = 0
        for step, expected in zip(scene["steps"], scene["expected"], strict=True):
            count = sum(len(said) for _, _, said in expected["runs"])
            trace, page = lab.evaluate(STEP, [step, seen, count, expected["page"]])
            assert told(trace, page) == expected, f"scene {number}, {step}"
            seen += len(trace)
        assert lab.evaluate(REST, resting) == resting, f"scene {number}: no task is left"
        lab.evaluate("document.querySelector('#place').replaceChildren()")


def told(trace: list[Any], page: list[str]) -> dict[str, Any]:
    return vectors.told([(number, path, what) for number, path, what in trace], tuple(page))
