"""``track_tqdm``: the bars of the tqdm library, shown as ``sk.progress`` is."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from ..errors import HandlerError
from ..scheduler import Run, current_run
from .context import current_session
from .feedback import Done, say, share

__all__ = ["track_tqdm"]

_TRACKED: Final[Counter[Run]] = Counter()
"""The runs whose bars are shown in the page, with how many blocks they are inside."""

class _Nowhere:
    """Where the bar ends its line, which is not there."""

    def write(self, text: str) -> None: ...

    def flush(self) -> None: ...


_NOWHERE: Final = _Nowhere()

_own: dict[str, Any] = {}
"""What tqdm has of its own, while any run is tracked."""


@contextlib.contextmanager
def track_tqdm() -> Iterator[None]:
    """While inside, the bars of the tqdm library report to the page as ``sk.progress`` does, instead of printing.

    Those of handlers that run meanwhile print as ever, unless they ask for it too. Raises ``HandlerError`` where tqdm is not there.
    """
    try:
        from tqdm.std import tqdm  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        raise HandlerError("sk.track_tqdm() needs the package tqdm: add it to the app's packages") from None
    run = current_run()
    if run is None:
        raise HandlerError("sk.track_tqdm() shows how far a handler is: use it in one")
    if not _TRACKED:
        _own.update(display=tqdm.display, monitor_interval=tqdm.monitor_interval)
        tqdm.display, tqdm.monitor_interval = _display, 0  # its monitor is a thread, which a page has not
    _TRACKED[run] += 1
    try:
        yield
    finally:
        _TRACKED[run] -= 1
        if not _TRACKED[run]:
            del _TRACKED[run]
        if not _TRACKED:
            tqdm.display, tqdm.monitor_interval = _own["display"], _own["monitor_interval"]


def _display(bar: Any, msg: Any = None, pos: Any = None) -> bool:
    run = current_run()
    if run is None or run not in _TRACKED:
        return bool(_own["display"](bar, msg, pos))
    bar.fp = _NOWHERE
    known = bar.format_dict
    done = Done(share(known["n"], known["total"]), (known["prefix"] or "").rstrip(": "))
    say(current_session("sk.track_tqdm()"), run, done)
    return True
