"""How much a server takes on."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """sessions: how many there may be at once. calls: how many may be under way in one of them, those that wait included.
    idle: seconds until a session that nobody uses is ended; away: the same for one whose page has lost its connection. timeout:
    seconds that a call may take, or one step of it where its steps are streamed. body: bytes of a request's body; files: bytes of
    the files that a person chose in one session. standstill: seconds of unbroken Python after which the log says who holds up
    everybody.
    """

    sessions: int = 1000
    calls: int = 100
    idle: float = 900.0
    away: float = 120.0
    timeout: float = 60.0
    body: int = 1_000_000
    files: int = 500_000_000
    standstill: float = 1.0
