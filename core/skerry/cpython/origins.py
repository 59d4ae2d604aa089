"""Who asks a server: under which name, and from a page of which site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["LOCAL", "is_foreign", "is_one_of"]

LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
"""The names of this machine, for itself. On a server for it alone, a request for any other name comes from a page that has made its
own name lead here."""


def is_one_of(host: str, names: Sequence[str]) -> bool:
    """Whether a request is for one of these names. host: its header ``Host``, with or without a port."""
    name = host if host.endswith("]") else host.rsplit(":", 1)[0] if ":" in host else host
    return name.lower() in names


def is_foreign(origin: str | None, host: str) -> bool:
    """Whether a page of another site asks. origin, host: the headers of these names, None where there is none."""
    return origin is not None and origin.partition("://")[2] != host
