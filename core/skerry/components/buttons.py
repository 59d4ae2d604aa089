"""Buttons."""

from __future__ import annotations

from typing import Any, Final

from ..view import Element
from ..view import element as place
from .common import Style, attributes, flag, one_of

__all__ = ["button"]

_KINDS: Final = ("primary", "secondary", "quiet", "danger")
_TYPES: Final = ("button", "submit", "reset")


def button(
    label: object,
    *,
    kind: str = "secondary",
    icon: str = "",
    type: str = "button",
    disabled: bool = False,
    help: str = "",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A button: ``sk.button("Save", on_click=save, kind="primary")``.

    kind: primary, secondary, quiet or danger. icon: a character before the label; with an empty label give
    ``aria_label``. type: in a form, ``submit`` sends it. help: what a pointer that rests on it shows.
    """
    more: dict[str, Any] = {"type": one_of("button", "type", type, _TYPES), "disabled": flag(disabled)}
    if help:
        more["title"] = help
    attrs, on = attributes(f"sk-button sk-{one_of('button', 'kind', kind, _KINDS)}", class_, style, rest, **more)
    if not icon:
        return place("button", str(label), key=key, attrs=attrs, on=on)
    made = place("button", key=key, attrs=attrs, on=on)
    with made:
        place("span", icon, attrs={"class": "sk-icon", "aria-hidden": "true"})
        if label:
            place("span", str(label))
    return made
