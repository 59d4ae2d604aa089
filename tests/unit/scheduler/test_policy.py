"""Trigger modes as lists: no clock, no tasks."""

from __future__ import annotations

import pytest

from skerry.errors import HandlerError
from skerry.scheduler import MODES, Verdict, decide


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_starts_when_nothing_runs(mode: str) -> None:
    assert decide(mode, [], []) == Verdict("start") or decide(mode, [], []).action == "start"


@pytest.mark.parametrize(
    ("mode", "running", "waiting", "verdict"),
    [
        ("queue", ["a"], [], Verdict("wait")),
        ("queue", ["a"], ["b"], Verdict("wait")),
        ("queue", [], ["b"], Verdict("wait")),
        ("once", ["a"], [], Verdict("drop", "already running")),
        ("multiple", ["a", "b"], [], Verdict("start")),
        ("always_last", ["a"], [], Verdict("wait", "a newer event took its place")),
        ("always_last", ["a"], ["b"], Verdict("wait", "a newer event took its place", dropped=("b",))),
        ("restart", ["a", "b"], [], Verdict("start", "started anew", cancelled=("a", "b"))),
    ],
)
def test_modes(mode: str, running: list[str], waiting: list[str], verdict: Verdict) -> None:
    assert decide(mode, running, waiting) == verdict


def test_an_unknown_mode_offers_the_nearest() -> None:
    with pytest.raises(HandlerError, match="Did you mean 'once'"):
        decide("onc", [], [])
