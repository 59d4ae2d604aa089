"""Frames: whatever drops, each text arrives once and in order."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from skerry.errors import ProtocolError
from skerry_server.frames import Frames
from skerry_toolchain.interpreter.node import node_command

ROOT = Path(__file__).parents[2]
ACTS = st.lists(st.sampled_from(["say", "reply", "carry", "carry back", "drop"]), max_size=60)


@given(ACTS)
def test_every_text_arrives_once_and_in_order(acts: list[str]) -> None:
    here, there = Frames(), Frames()
    ways: tuple[list[str], list[str]] = ([], [])  # what is on its way, from here and from there
    said: tuple[list[str], list[str]] = ([], [])
    heard: tuple[list[str], list[str]] = ([], [])

    def say(one: Frames, side: int) -> None:
        text = f"text {len(said[side])}"
        said[side].append(text)
        ways[side].append(one.form(one.outgoing(text)))

    def carry(other: Frames, side: int) -> None:
        text = other.incoming(ways[side].pop(0)) if ways[side] else None
        if text is not None:
            heard[side].append(text)

    def drop() -> None:
        for way, one, other in ((ways[0], here, there), (ways[1], there, here)):
            way[:] = [one.form(frame) for frame in one.again(other.got)]

    steps = {
        "say": lambda: say(here, 0), "reply": lambda: say(there, 1), "carry": lambda: carry(there, 0),
        "carry back": lambda: carry(here, 1), "drop": drop,
    }  # fmt: skip
    for act in acts:
        steps[act]()
    drop()
    while ways[0] or ways[1]:
        carry(there, 0)
        carry(here, 1)
    assert heard == said
    drop()
    assert ways == ([], []) and here.unread == there.unread == 0, "what has arrived is kept no longer"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("outgoing"), st.text("ab é", max_size=3)),
        st.tuples(st.just("incoming"), st.integers(1, 6), st.integers(0, 6), st.text("cd", max_size=2)),
        st.tuples(st.just("acknowledged"), st.integers(0, 6)),
        st.tuples(st.just("again"), st.integers(0, 6)),
    ),
    max_size=20,
)

SCRIPT = """
import { readFileSync } from "node:fs";
const { Frames } = await import(process.argv[1]);
const acts = {
  outgoing: (frames, text) => frames.outgoing(text),
  incoming: (frames, number, got, text) => {
    try { return frames.incoming(`${number} ${got} ${text}`); } catch { return "an error"; }
  },
  acknowledged: (frames, number) => (frames.acknowledged(number), null),
  again: (frames, got) => frames.again(got),
};
const scripts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(scripts.map((script) => {
  const frames = new Frames();
  return script.map(([name, ...args]) => [acts[name](frames, ...args), frames.acknowledgement()]);
})));
"""


def test_the_pages_frames_are_the_same() -> None:
    scripts: list[list[tuple[Any, ...]]] = []

    @seed(7)
    @settings(max_examples=200, database=None)
    @given(STEPS)
    def collect(script: list[tuple[Any, ...]]) -> None:
        scripts.append(script)

    collect()
    frames_js = (ROOT / "browser_shell" / "skerry_browser" / "js" / "frames.js").as_uri()
    command = [*node_command(), "--input-type=module", "--eval", SCRIPT, frames_js]
    result = subprocess.run(command, input=json.dumps(scripts), capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == [_played(script) for script in scripts]


def _played(script: list[tuple[Any, ...]]) -> list[list[Any]]:
    """What each step gives here, and the acknowledgement after it."""
    frames = Frames()

    def incoming(number: int, got: int, text: str) -> str | None:
        try:
            return frames.incoming(f"{number} {got} {text}")
        except ProtocolError:
            return "an error"

    def again(got: int) -> list[str]:
        """A page takes what a server says to have; that a server looks whether it can be is another test's."""
        frames.acknowledged(got)
        return [frames.form(one) for one in frames._kept]

    acts: dict[str, Callable[..., Any]] = {
        "outgoing": lambda text: frames.form(frames.outgoing(text)), "incoming": incoming, "acknowledged": frames.acknowledged, "again": again,
    }  # fmt: skip
    return [[acts[name](*args), frames.form()] for name, *args in script]


def test_what_is_no_frame_is_an_error() -> None:
    for wrong in ("", "[]", "1 []", "-1 0 []", "1 x []", "9" * 40 + " 0 []"):
        with pytest.raises(ProtocolError, match="no frame"):
            Frames().incoming(wrong)
    with pytest.raises(ProtocolError, match="frame 3 after 0"):
        Frames().incoming("3 0 []")
    frames = Frames()
    for _ in range(3):
        frames.outgoing("[]")
    frames.acknowledged(2)
    for got in (0, 1, 4):
        with pytest.raises(ProtocolError, match="3 to 3 are here"):
            frames.again(got)
    assert [one.number for one in frames.again(2)] == [3]
