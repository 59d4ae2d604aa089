"""Forms: fields that are sent together."""

from __future__ import annotations

from typing import Any

from ..handlers.listener import listener
from ..view import Element
from ..view import element as place
from ..view.attributes import keep_from_sending
from .common import Style, attributes

__all__ = ["form"]


def form(
    *, on_submit: Any = None, error: str = "", key: Any = None, class_: str = "", style: Style | None = None, **rest: Any
) -> Element:
    """Fields that are sent together, by a button of type ``submit`` or the Enter key: ``with sk.form(on_submit=save): ...``.

    The browser checks the fields first (``required``, ``min``, ``pattern``, ...) and goes to the first that is wrong. The
    handler is called once the rules of all fields (``validate=``) are kept, async ones too; it finds what was entered in
    ``event.values`` by each field's name, which is its key or made of its label, and in the state where it is bound. error: shown
    above the fields and read out.
    """
    if on_submit is not None:
        rest["on_submit"] = listener(on_submit, prevent_default=True)
    attrs, on = attributes("sk-form", class_, style, rest)
    keep_from_sending(attrs, on)
    made = place("form", key=key, attrs=attrs, on=on)
    if error:
        with made:
            place("p", error, attrs={"class": "sk-form-error", "role": "alert"})
    return made
