"""Frames: whatever drops, each text arrives once and in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skerry.errors import ProtocolError
from skerry_server.frames import Frames

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
