"""``element``: any tag, any custom element, any event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..view import Element, Node, TwoWay
from ..view import element as place
from .common import EVENTS, Style, attributes

__all__ = ["element"]


def element(
    tag: str,
    *children: str | Node,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    attrs: Mapping[str, Any] | None = None,
    on: Mapping[str, Any] | None = None,
    two_way: TwoWay | None = None,
    **rest: Any,
) -> Element:
    """Any element: ``sk.element("video", src="tide.mp4", controls=True, on_ended=play_next)``.

    Further arguments are attributes, with ``_`` for ``-`` and without a ``_`` at the end (``for_``, ``stroke_width``): True is
    present, False and None are absent. attrs: the same under their own names; one with a dot in front (``".value"``) is a
    DOM property. ``on_<event>`` listens; for events of custom elements, on={"map-moved": moved}. Usable with ``with``.
    """
    found = {name: value for name, value in rest.items() if name in EVENTS or name == "on_enter"}
    named = {name.rstrip("_").replace("_", "-"): value for name, value in rest.items() if name not in found}
    made, listeners = attributes("", class_, style, found, **named, **(attrs or {}))
    return place(tag, *children, key=key, attrs=made, on={**(listeners or {}), **(on or {})} or None, two_way=two_way)
