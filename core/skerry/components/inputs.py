"""Fields that people type into: one line, several lines, numbers, dates, times, colours, files."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from typing import Any, Final

from ..errors import RenderError
from ..events import ReleaseEvent
from ..view import Element, Unchanged
from ..view import element as place
from .common import Style, one_of
from .field import Field, bound, check_bind, current, start
from .files import patient
from .semantic import Offers, converted, several

__all__ = ["color", "date", "file_input", "input", "number", "slider", "textarea", "time"]

_TYPES: Final = ("text", "email", "password", "search", "tel", "url")


def input(
    label: str,
    value: str | None = None,
    *,
    bind: Any = None,
    type: str = "text",
    placeholder: str = "",
    help: str = "",
    error: str = "",
    suggestions: Iterable[str] = (),
    autocomplete: str = "",
    maxlength: int | None = None,
    pattern: str = "",
    disabled: bool = False,
    readonly: bool = False,
    required: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """One line of text: ``sk.input("Name", bind=sk.ref(state).name)``.

    value or bind: what it shows; a binding is written at each edit. With neither, the page keeps what is typed.
    type: text, email, password, search, tel or url. suggestions: offered while typing. pattern: a regular expression that the
    whole text must match for a form to be sent.
    """
    check_bind("input", bind, value)
    field = start("input", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    options = list(suggestions)
    attrs, on = field.control(
        "sk-input", rest, type=one_of("input", "type", type, _TYPES), placeholder=placeholder or None, maxlength=maxlength,
        autocomplete=autocomplete or None, pattern=pattern or None, readonly=readonly or None,
        list=f"{field.id}-list" if options else None, **_shown(bind, value),
    )  # fmt: skip

    def make() -> Element:
        return place("input", key=key, attrs=attrs, on=on, two_way=bound(bind, "input", "value", str, ".value"))

    return field.place(make, after=(lambda: _suggest(field, options)) if options else None)


def textarea(
    label: str,
    value: str | None = None,
    *,
    bind: Any = None,
    rows: int = 4,
    placeholder: str = "",
    help: str = "",
    error: str = "",
    maxlength: int | None = None,
    disabled: bool = False,
    readonly: bool = False,
    required: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """Several lines of text. rows: how many are seen at once. The other arguments are those of ``input``."""
    check_bind("textarea", bind, value)
    field = start("textarea", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    attrs, on = field.control(
        "sk-input sk-textarea", rest, rows=rows, placeholder=placeholder or None, maxlength=maxlength,
        readonly=readonly or None, **_shown(bind, value),
    )  # fmt: skip
    return field.place(lambda: place("textarea", key=key, attrs=attrs, on=on, two_way=bound(bind, "input", "value", str, ".value")))


def number(
    label: str,
    value: float | None = None,
    *,
    bind: Any = None,
    min: float | None = None,
    max: float | None = None,
    step: float | None = None,
    placeholder: str = "",
    help: str = "",
    error: str = "",
    disabled: bool = False,
    readonly: bool = False,
    required: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A number: ``sk.number("Seats", bind=sk.ref(state).seats, min=1, max=9)``.

    A bound state gets an int where the text is a whole number and its value or the step is not a float, else a float. While
    the field holds what is no number or out of bounds, the state stays as it is and the field is marked. An empty field makes it
    None where its annotation allows that, and leaves it as it is elsewhere.
    """
    check_bind("number", bind, value)
    field = start("number", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    shown = current(bind, value)
    whole = not isinstance(step, float) and not isinstance(shown, float)
    optional = bind is not None and _takes_none(bind)

    def decode(text: str) -> float | None:
        return _number(text, whole, optional, min, max)

    attrs, on = field.control(
        "sk-input sk-number", rest, type="number", inputmode="numeric" if whole and (min or 0) >= 0 else "decimal", min=min,
        max=max, step=step if step is not None else (None if whole else "any"), placeholder=placeholder or None,
        readonly=readonly or None, **({".value": _plain(shown)} if bind is not None or value is not None else {}),
    )  # fmt: skip
    return field.place(lambda: place("input", key=key, attrs=attrs, on=on, two_way=bound(bind, "input", "value", decode, ".value")))


def slider(
    label: str,
    min: float = 0,
    max: float = 100,
    value: float | None = None,
    *,
    bind: Any = None,
    step: float = 1,
    help: str = "",
    error: str = "",
    disabled: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    on_release: Any = None,
    **rest: Any,
) -> Element:
    """A number from ``min`` to ``max``, chosen by sliding; it is shown beside the label.

    on_release: when it is let go, by pointer or key, with a ``ReleaseEvent``; ``on_input`` is every step on the way.
    """
    check_bind("slider", bind, value)
    if not min < max:
        raise RenderError(f"sk.slider({label!r}): min must be less than max, and {min!r} to {max!r} was given")
    field = start("slider", label, rest, help, error, disabled, False, label_hidden, key, class_, style)
    shown = current(bind, value)
    whole = not any(isinstance(part, float) for part in (min, step, shown))

    def decode(text: str) -> float | None:
        return _number(text, whole, False, None, None)

    position = _plain(min if shown is None else shown)
    attrs, on = field.control("sk-slider", rest, type="range", min=min, max=max, step=step, **{".value": position})
    if on_release is not None:
        on = {**(on or {}), "change": [*several((on or {}).get("change")), *converted(on_release, "release", _released)]}
    with field.frame("sk-slider-field"):
        with place("div", attrs={"class": "sk-slider-head"}):
            field.place_label()
            place("output", position, attrs={"for": field.id, "class": "sk-slider-value"})
        control = place("input", key=key, attrs=attrs, on=on, two_way=bound(bind, "input", "value", decode, ".value"))
        field.place_notes()
    offers = Offers("release")
    offers.add("release", control, "change", _released)
    control.offers = offers.by_name
    return control


def _released(event: Any) -> ReleaseEvent:
    return ReleaseEvent(type="release", key=event.key, target=event.target, payload=event.payload, value=float(event.value))


def date(
    label: str,
    value: datetime.date | str | None = None,
    *,
    bind: Any = None,
    min: datetime.date | str | None = None,
    max: datetime.date | str | None = None,
    help: str = "",
    error: str = "",
    disabled: bool = False,
    required: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A day. A bound state gets a ``datetime.date``, or a text in ISO form where it holds a text. Empty is as in ``number``."""
    field = start("date", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    return _moment(field, rest, "date", datetime.date, value, bind, min, max)


def time(
    label: str,
    value: datetime.time | str | None = None,
    *,
    bind: Any = None,
    min: datetime.time | str | None = None,
    max: datetime.time | str | None = None,
    help: str = "",
    error: str = "",
    disabled: bool = False,
    required: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A time of day. A bound state gets a ``datetime.time``, or a text in ISO form where it holds a text."""
    field = start("time", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    return _moment(field, rest, "time", datetime.time, value, bind, min, max)


def color(
    label: str,
    value: str | None = None,
    *,
    bind: Any = None,
    help: str = "",
    error: str = "",
    disabled: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A colour, as a text such as ``#2457c5``."""
    check_bind("color", bind, value)
    field = start("color", label, rest, help, error, disabled, False, label_hidden, key, class_, style)
    attrs, on = field.control("sk-color", rest, type="color", **_shown(bind, value))
    return field.place(lambda: place("input", key=key, attrs=attrs, on=on, two_way=bound(bind, "input", "value", str, ".value")))


def file_input(
    label: str,
    *,
    accept: str = "",
    multiple: bool = False,
    help: str = "",
    error: str = "",
    disabled: bool = False,
    required: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """Files of the person's: ``sk.file_input("Table", accept=".csv", on_change=load)``; the handler finds them in ``event.files``.

    accept: endings or MIME types, separated by commas; the browser offers those first, and people may choose others.
    """
    field = start("file_input", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    attrs, on = field.control("sk-file", rest, type="file", accept=accept or None, multiple=multiple or None)
    if on and "change" in on:
        on["change"] = patient(on["change"])
    return field.place(lambda: place("input", key=key, attrs=attrs, on=on))


def _shown(bind: Any, value: Any) -> dict[str, Any]:
    """The control's value as a property; nothing where the page keeps what is typed."""
    if bind is None and value is None:
        return {}
    shown = current(bind, value)
    return {".value": "" if shown is None else str(shown)}


def _suggest(field: Field, options: list[str]) -> None:
    with place("datalist", attrs={"id": f"{field.id}-list"}):
        for option in options:
            place("option", attrs={"value": option}, key=option)


def _number(text: str, whole: bool, optional: bool, least: float | None, most: float | None) -> float | None:
    """What a text means as a number; ``Unchanged`` where that is none that the state may have."""
    if not text.strip():
        if optional:
            return None
        raise Unchanged
    try:
        found = float(text)
    except ValueError:
        raise Unchanged from None
    if not math.isfinite(found) or (least is not None and found < least) or (most is not None and found > most):
        raise Unchanged
    return int(text) if whole and text.strip().lstrip("+-").isdigit() else found


def _plain(value: float | None) -> str:
    """A number as a field shows it: 1.0 is ``1``, and no digit is lost."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def _takes_none(bind: Any) -> bool:
    """Whether None is a value that the bound place may have, by its annotation, or by what it holds."""
    from ..state.refs import declared_types

    types = declared_types(bind)
    return current(bind, None) is None if types is None else type(None) in types


def _moment(field: Field, rest: dict[str, Any], type: str, cls: Any, value: Any, bind: Any, least: Any, most: Any) -> Element:
    check_bind(type, bind, value)
    shown = current(bind, value)
    optional = bind is not None and _takes_none(bind)

    def decode(text: str) -> Any:
        if not text:
            if optional:
                return None
            if isinstance(shown, str):
                return ""
            raise Unchanged
        return text if isinstance(shown, str) else cls.fromisoformat(text)

    attrs, on = field.control(
        f"sk-input sk-{type}", rest, type=type, min=_iso(least), max=_iso(most),
        **({".value": _iso(shown) or ""} if bind is not None or value is not None else {}),
    )  # fmt: skip
    return field.place(
        lambda: place("input", key=field.key, attrs=attrs, on=on, two_way=bound(bind, "change", "value", decode, ".value"))
    )


def _iso(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat("minutes") if isinstance(value, datetime.time) and not value.second else str(value.isoformat())
