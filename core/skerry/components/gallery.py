"""Pictures in a grid, one of which can be seen large."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import RenderError
from ..events import Event, KeyEvent, SelectEvent
from ..handlers import listener
from ..session import current_session, focus
from ..state import write
from ..view import Element, listen, unique_id
from ..view import element as place
from .common import Style, attributes, length
from .field import check_bind, current
from .media import picture_address
from .semantic import Offers, check_handlers, converted, shows

__all__ = ["gallery"]

_STEPS = {"ArrowRight": 1, "ArrowLeft": -1}


def gallery(
    items: Iterable[Any],
    *,
    label: str = "Gallery",
    selected: int | None = None,
    bind: Any = None,
    on_select: Any = None,
    on_change: Any = None,
    preview: bool = True,
    width: str | float = "9rem",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """Pictures in a grid: ``sk.gallery([("pier.jpg", "The pier"), ("boat.jpg", "A boat")], on_select=show)``.

    items: pairs of a picture, as ``sk.image`` takes it, and what it shows; or dicts with ``image`` and ``caption``. on_select:
    one was chosen, or let go of: a ``SelectEvent`` with ``index``, ``value`` (the item) and ``selected``. selected, or bind:
    the index of the one that is chosen, None for none; with neither the gallery keeps it itself. on_change: other pictures are
    shown, or another one is chosen, whoever has changed that: a ``ChangeEvent`` with the index as ``value``. preview: the chosen
    one is shown large above the others. width: of the small ones. Arrow keys, Home and End move between the pictures.

    Raises ``RenderError`` for a picture that nobody says anything of.
    """
    check_bind("gallery", bind, selected)
    check_handlers(select=on_select)
    pairs = [_pair(one, number) for number, one in enumerate(items)]
    values = list(items) if isinstance(items, (list, tuple)) else pairs
    id = unique_id()
    memory = current_session().memory
    kept = bind is None and selected is None
    chosen = memory.get(id) if kept else current(bind, selected)
    chosen = chosen if isinstance(chosen, int) and 0 <= chosen < len(pairs) else None
    offers = Offers("select")

    def choose(number: int | None) -> None:
        if bind is not None:
            write(bind, number)
        elif kept:
            memory[id] = number

    attrs, on = attributes("sk-gallery", class_, style, rest, role="group", **{"aria-label": label})
    made = place("div", key=key, attrs=attrs, on=on)
    with made:
        if preview and chosen is not None:
            _large(*pairs[chosen])
        with place("ul", attrs={"class": "sk-gallery-grid", "style": {"--sk-gallery-width": length(width)}}):
            for number, (source, caption) in enumerate(pairs):
                with place("li", key=number):
                    at = chosen if chosen is not None else 0
                    small = _small(id, number, len(pairs), source, caption, chosen == number, at == number)
                    _listen(small, id, number, len(pairs), chosen == number, choose, values[number], offers, on_select)
    made.offers = offers.by_name
    shows(made, (tuple(pairs), chosen), chosen, on_change)
    return made


def _pair(one: Any, number: int) -> tuple[Any, str]:
    if isinstance(one, Mapping):
        source, caption = one.get("image"), one.get("caption", "")
    elif isinstance(one, (tuple, list)) and len(one) == 2:
        source, caption = one
    else:
        source, caption = one, ""
    if source is None or not isinstance(caption, str) or not caption.strip():
        raise RenderError(
            f"sk.gallery(): item {number} is {one!r:.60}; give each picture a caption, as in (picture, caption): people who do "
            "not see it have to know what it shows"
        )
    return source, caption


def _large(source: Any, caption: str) -> None:
    with place("figure", key="large", attrs={"class": "sk-gallery-large"}):
        place("img", attrs={"src": picture_address(source, "gallery"), "alt": caption})
        place("figcaption", caption)


def _small(id: str, number: int, count: int, source: Any, caption: str, chosen: bool, stop: bool) -> Element:
    attrs = {"class": "sk-gallery-item", "type": "button", "aria-pressed": str(chosen).lower(), "tabindex": 0 if stop else -1}
    with place("button", key=(id, number), attrs=attrs) as made:
        place("img", attrs={"src": picture_address(source, "gallery"), "alt": "", "loading": "lazy"})
        place("span", caption)
    return made  # type: ignore[no-any-return]


def _listen(
    made: Element, id: str, number: int, count: int, chosen: bool, choose: Any, value: Any, offers: Offers, on_select: Any
) -> None:
    def make(event: Event) -> Event:
        return SelectEvent(type="select", key=event.key, target=event.target, index=number, value=value, selected=not chosen)

    def move(event: KeyEvent) -> None:
        step = _STEPS.get(event.pressed)
        to = (number + step) % count if step else (0 if event.pressed == "Home" else count - 1)
        focus((id, to))

    def pick() -> None:
        choose(None if chosen else number)

    listen(made, "click", [pick, *converted(on_select, "select", make)])
    listen(made, "keydown", [listener(move, keys=["ArrowLeft", "ArrowRight", "Home", "End"], prevent_default=True)])
    offers.add("select", made, "click", make)
