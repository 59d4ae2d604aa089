"""matplotlib: a figure is a drawing with callbacks and a canvas, and cannot be made again from its parts."""

from __future__ import annotations

from typing import Final

from .keeper import Keeper, refuse

__all__ = ["KEEPERS", "keeper"]

KEEPERS: Final[tuple[Keeper, ...]] = ()
_DRAWN: Final = refuse("a drawing of matplotlib cannot be restored: keep the data in the state, and draw where the page is built")


def keeper(kind: type) -> Keeper | None:
    return _DRAWN
