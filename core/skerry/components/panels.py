"""What opens and closes: tabs, expanders, dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import RenderError
from ..events import KeyEvent
from ..handlers.listener import listener
from ..session import CURRENT_SESSION, focus
from ..state import write
from ..view import Element, unique_id
from ..view import element as place
from .common import Style, attributes
from .field import bound, check_bind, current
from .semantic import shows

__all__ = ["Tabs", "dialog", "expander", "tabs"]


class Tabs:
    """The panel below a row of tabs: ``with`` gives the chosen label, and takes in what is built for it."""

    def __init__(self, chosen: str, panel: Element) -> None:
        self.chosen = chosen
        self._panel = panel

    def __enter__(self) -> str:
        self._panel.__enter__()
        return self.chosen

    def __exit__(self, *error: Any) -> None:
        self._panel.__exit__(*error)


def tabs(
    labels: Sequence[str],
    value: str | None = None,
    *,
    bind: Any = None,
    label: str = "",
    on_change: Any = None,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Tabs:
    """One of several panels at a time; only that one is built:

        with sk.tabs(["Map", "List"]) as chosen:
            if chosen == "Map":
                ...

    value: the one shown at first. bind: keeps the chosen label in the state; without it the session does. label: what the tabs
    choose, for assistive technology. on_change: another panel is shown, whoever has chosen it: a ``ChangeEvent`` with its label as
    ``value``.
    """
    labels = [str(one) for one in labels]
    check_bind("tabs", bind, value)
    if not labels or len(set(labels)) < len(labels):
        raise RenderError(f"sk.tabs({labels!r:.80}): there must be at least one label, and each must be there once")
    id = unique_id()
    chosen = _chosen(labels, id, value, bind)
    attrs, on = attributes("sk-tabs", class_, style, rest)
    made = place("div", key=key, attrs=attrs, on=on)
    shows(made, chosen, chosen, on_change)
    with made:
        _row(labels, id, chosen, label, key, bind)
        number = labels.index(chosen)
        panel = {
            "class": "sk-tab-panel",
            "role": "tabpanel",
            "id": f"{id}-panel",
            "aria-labelledby": f"{id}-{number}",
            "tabindex": 0,
        }
        return Tabs(chosen, place("div", key=chosen, attrs=panel))


def _chosen(labels: list[str], id: str, value: str | None, bind: Any) -> str:
    if bind is None:
        session = CURRENT_SESSION.get()
        found = session.memory.get(id) if session is not None else None
        found = value if found is None else found
    else:
        found = current(bind, None)
    return found if found in labels else labels[0]


def _row(labels: list[str], id: str, chosen: str, label: str, key: Any, bind: Any) -> None:
    keys = [(id if key is None else key, one) for one in labels]

    def choose(one: str) -> None:
        if bind is not None:
            write(bind, one)
        elif (session := CURRENT_SESSION.get()) is not None:
            session.memory[id] = one

    def move(event: KeyEvent) -> None:
        step = {"ArrowRight": 1, "ArrowLeft": -1}.get(event.pressed)
        at = labels.index(event.key[1])
        to = (at + step) % len(labels) if step else (0 if event.pressed == "Home" else len(labels) - 1)
        choose(labels[to])
        focus(keys[to])

    moving = listener(move, keys=["ArrowLeft", "ArrowRight", "Home", "End"], prevent_default=True)
    with place("div", attrs={"class": "sk-tab-row", "role": "tablist", "aria-label": label or None}):
        for number, one in enumerate(labels):
            on = one == chosen
            attrs = {
                "class": "sk-tab", "type": "button", "role": "tab", "id": f"{id}-{number}", "aria-selected": str(on).lower(),
                "aria-controls": f"{id}-panel" if on else None, "tabindex": 0 if on else -1,
            }  # fmt: skip
            place("button", one, key=keys[number], attrs=attrs, on={"click": _choosing(choose, one), "keydown": moving})


def _choosing(choose: Any, one: str) -> Any:
    return lambda: choose(one)


def expander(
    title: str, *, open: bool = False, bind: Any = None, key: Any = None, class_: str = "", style: Style | None = None, **rest: Any
) -> Element:
    """Content behind a title that opens it: ``with sk.expander("More"): ...``. bind: whether it is open, both ways."""
    check_bind("expander", bind, None)
    more: dict[str, Any] = {".open": bool(current(bind, None))} if bind is not None else {"open": open or None}
    attrs, on = attributes("sk-expander", class_, style, rest, **more)
    made = place("details", key=key, attrs=attrs, on=on, two_way=bound(bind, "toggle", "open", bool, ".open"))
    with made:
        place("summary", str(title), attrs={"class": "sk-expander-title"})
    return made


def dialog(
    title: str,
    *,
    open: bool | None = None,
    bind: Any = None,
    on_close: Any = None,
    close_label: str = "Close",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A window over the page that has to be closed before the page can be used:

        with sk.dialog("Sure?", bind=sk.ref(state).asking): ...

    open, or bind: whether it is shown. The Escape key and its button close it: a binding becomes False, and on_close runs.
    With ``open`` alone, on_close has to change the state that ``open`` is made of.
    """
    check_bind("dialog", bind, open)
    id = unique_id()
    shown = bool(current(bind, open))
    if on_close is not None:
        rest["on_close"] = on_close
    attrs, on = attributes("sk-dialog", class_, style, rest, **{".modal": shown, "aria-labelledby": f"{id}-title"})
    made = place("dialog", key=key, attrs=attrs, on=on, two_way=bound(bind, "close", "open", bool, ".modal"))
    with made, place("form", attrs={"method": "dialog", "class": "sk-dialog-head"}):
        place("h2", str(title), attrs={"class": "sk-heading sk-dialog-title", "id": f"{id}-title"})
        place("button", "×", attrs={"class": "sk-button sk-quiet sk-dialog-close", "aria-label": close_label})
    return made
