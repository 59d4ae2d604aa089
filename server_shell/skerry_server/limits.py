"""How much a server takes on."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """sessions: how many there may be at once. calls: how many may be under way in one of them, those that wait included.
    idle: seconds until a session that nobody uses is ended. timeout: seconds that a call may take, or one step of it where its
    steps are streamed. body: bytes of a request's body.
    """

    sessions: int = 1000
    calls: int = 100
    idle: float = 900.0
    timeout: float = 60.0
    body: int = 1_000_000
