"""``element``: any tag, any custom element, any event."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..errors import RenderError, nearest
from ..view import Element, Node, TwoWay
from ..view import element as place
from ..view.attributes import keep_from_sending
from .common import EVENTS, Style, attributes, named
from .field import bound, check_bind, current

__all__ = ["element"]


def element(
    tag: str,
    *children: str | Node,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    attrs: Mapping[str, Any] | None = None,
    on: Mapping[str, Any] | None = None,
    bind: Any = None,
    **rest: Any,
) -> Element:
    """Any element: ``sk.element("video", src="tide.mp4", controls=True, on_ended=play_next)``.

    Further arguments are attributes, with ``_`` for ``-`` and without a ``_`` at the end (``for_``, ``stroke_width``): True is
    present, False and None are absent. attrs: the same under their own names; one with a dot in front (``".value"``) is a
    DOM property. ``on_<event>`` listens; for events of custom elements, on={"map-moved": moved}. bind: of an input, textarea or
    select, as in the fields: written at each edit, for a checkbox whether it is ticked. A form that listens to ``submit`` has
    ``method="dialog"``, unless it says another or has an ``action``. Usable with ``with``.
    """
    found: dict[str, Any] = {}
    plain: dict[str, Any] = {}
    for name, value in rest.items():
        attribute = _attribute(name)
        if attribute is None:
            found[name] = value
        elif name[:2] == "on" and (name[2:3] == "_" or callable(value)):
            raise _no_event(name)
        else:
            plain[attribute] = value
    made, heard = attributes("", class_, style, found, **plain, **(attrs or {}))
    two_way = None if bind is None else _two_way(tag, made, bind)
    if on:
        heard = {**(heard or {}), **{event: named(value) for event, value in on.items()}}
    if tag == "form":
        keep_from_sending(made, heard)
    return place(tag, *children, key=key, attrs=made, on=heard, two_way=two_way)


@lru_cache(1000)
def _attribute(name: str) -> str | None:
    """The attribute that an argument stands for; None where all components know it."""
    if name in EVENTS or name == "on_enter" or name.startswith("aria_"):
        return None
    return name.rstrip("_").replace("_", "-")


def _no_event(name: str) -> RenderError:
    alike = name.replace("_", "")
    right = next((one for one in EVENTS if one.replace("_", "") == alike), None)
    hint = f" Did you mean {right!r}?" if right is not None else nearest(name, [*EVENTS, "on_enter"])
    custom = "Events of custom elements go by their own names: on={'map-moved': ...}"
    return RenderError(f"sk.element() knows no event {name!r}.{hint} {custom}")


def _two_way(tag: str, attrs: dict[str, Any], bind: Any) -> TwoWay | None:
    """The binding of a plain element, and the property that shows it."""
    check_bind("element", bind, None)
    if tag == "input" and attrs.get("type") in ("checkbox", "radio"):
        attrs[".checked"] = bool(current(bind, None))
        return bound(bind, "change", "checked", bool, ".checked")
    value = current(bind, None)
    attrs[".value"] = "" if value is None else str(value)
    return bound(bind, "change" if tag == "select" else "input", "value", str, ".value")
