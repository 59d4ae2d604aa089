"""Fields that people choose in: boxes, switches, radio buttons, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any

from ..errors import RenderError
from ..state import read
from ..view import Element, Unchanged
from ..view import element as place
from .common import Style, flag
from .field import Field, bound, check_bind, current, start

__all__ = ["Options", "checkbox", "multiselect", "radio", "select", "switch"]

Options = Iterable[Any] | Mapping[Any, str]
"""Values, (value, label) pairs, or a dict from values to labels. A value may be anything that can be compared."""


class Choices:
    """Options with the texts that stand for them in the page."""

    def __init__(self, component: str, options: Options) -> None:
        self.component = component
        self.values: list[Any] = []
        self.labels: list[str] = []
        for value, label in _pairs(options):
            self.values.append(value)
            self.labels.append(label)
        tokens = [_token(value) for value in self.values]
        self.tokens = tokens if len({*tokens, ""}) == len(tokens) + 1 else [f"option {i}" for i in range(len(tokens))]

    def token(self, value: Any) -> str:
        """What stands for a value; an empty text for one that is none of the options."""
        for known, token in zip(self.values, self.tokens, strict=True):
            if known is value or (type(known) is type(value) and known == value):
                return token
        return next((token for known, token in zip(self.values, self.tokens, strict=True) if known == value), "")

    def value(self, token: Any) -> Any:
        """The value that a text stands for."""
        for known, value in zip(self.tokens, self.values, strict=True):
            if known == token:
                return value
        raise Unchanged

    def __iter__(self) -> Any:
        return iter(zip(self.values, self.labels, self.tokens, strict=True))


def checkbox(
    label: str,
    checked: bool | None = None,
    *,
    bind: Any = None,
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
    """A box to tick: ``sk.checkbox("Remember me", bind=sk.ref(state).remember)``."""
    field = start("checkbox", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    return _box(field, checked, bind, rest, "sk-check", {})


def switch(
    label: str,
    checked: bool | None = None,
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
    """Something that is on or off at once, without a form to send."""
    field = start("switch", label, rest, help, error, disabled, False, label_hidden, key, class_, style)
    return _box(field, checked, bind, rest, "sk-switch", {"role": "switch"})


def radio(
    label: str,
    options: Options,
    value: Any = None,
    *,
    bind: Any = None,
    horizontal: bool = False,
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
    """One of a few, all seen at once: ``sk.radio("Class", ["first", "second"], bind=sk.ref(state).cls)``.

    Handlers are called for the button that was chosen; it has the group's key, and its text stands in ``event.value``.
    """
    check_bind("radio", bind, value)
    field = start("radio", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    choices = Choices("radio", options)
    chosen = choices.token(current(bind, value))
    name = rest.pop("name", field.id)
    attrs, on = field.control("sk-check", {k: v for k, v in rest.items() if k.startswith("on_")}, type="radio", name=name)
    group = _group(field, {k: v for k, v in rest.items() if not k.startswith("on_")}, required)
    with group:
        _legend(field)
        with place("div", attrs={"class": "sk-choices sk-horizontal" if horizontal else "sk-choices"}):
            for number, (option, text, token) in enumerate(choices):
                shown = {".checked": token == chosen} if bind is not None or value is not None else {}
                own = {**attrs, "id": f"{field.id}-{number}", "value": token, **shown}
                _choice(own, text, key, on, bound(bind, "change", "checked", _chooser(option), ".checked"), token)
        field.place_notes()
    return group


def select(
    label: str,
    options: Options,
    value: Any = None,
    *,
    bind: Any = None,
    placeholder: str = "",
    size: int = 1,
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
    """One of a list. A bound state gets the option's value in its own type.

    placeholder: what is shown while nothing is chosen. A value that is none of the options shows it as well. size: how many
    options are seen at once; one opens a list.
    """
    check_bind("select", bind, value)
    field = start("select", label, rest, help, error, disabled, required, label_hidden, key, class_, style)
    choices = Choices("select", options)
    token = choices.token(current(bind, value))
    shown = {".value": token} if bind is not None or value is not None else {}
    attrs, on = field.control("sk-input sk-select", rest, size=size if size > 1 else None, **shown)

    def make() -> Element:
        made = place("select", key=key, attrs=attrs, on=on, two_way=bound(bind, "change", "value", choices.value, ".value"))
        with made:
            if size == 1 and (placeholder or (shown and not token)):
                place("option", placeholder or "Choose…", attrs={"value": "", "disabled": flag(required)}, key=("", ""))
            for _, text, option in choices:
                place("option", text, attrs={"value": option}, key=option)
        return made

    return field.place(make)


def multiselect(
    label: str,
    options: Options,
    value: Iterable[Any] | None = None,
    *,
    bind: Any = None,
    placeholder: str = "None chosen",
    help: str = "",
    error: str = "",
    disabled: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """Any number of a list, which opens below what is chosen. A bound state gets a list, in the order of the options."""
    check_bind("multiselect", bind, value)
    field = start("multiselect", label, rest, help, error, disabled, False, label_hidden, key, class_, style)
    choices = Choices("multiselect", options)
    chosen = list(current(bind, value) or ())
    texts = [text for option, text, _ in choices if option in chosen]
    name = rest.pop("name", None) or field.id
    attrs, on = field.control("sk-check", {k: v for k, v in rest.items() if k.startswith("on_")}, type="checkbox", name=name)
    group = _group(field, {k: v for k, v in rest.items() if not k.startswith("on_")}, False)
    with group:
        _legend(field)
        with place("details", attrs={"class": "sk-multi"}):
            with place("summary", attrs={"class": "sk-input sk-multi-summary"}):
                for text in texts:
                    place("span", text, attrs={"class": "sk-chip"}, key=text)
                if not texts:
                    place("span", placeholder, attrs={"class": "sk-muted"})
            with place("div", attrs={"class": "sk-multi-list"}):
                for number, (option, text, token) in enumerate(choices):
                    own = {**attrs, "id": f"{field.id}-{number}", "value": token}
                    if bind is not None or value is not None:
                        own[".checked"] = option in chosen
                    _choice(
                        own, text, key, on, bound(bind, "change", "checked", _toggler(bind, choices, option), ".checked"), token
                    )
        field.place_notes()
    return group


def _box(field: Field, checked: bool | None, bind: Any, rest: dict[str, Any], own: str, more: dict[str, Any]) -> Element:
    check_bind(field.component, bind, checked)
    shown = {".checked": bool(current(bind, checked))} if bind is not None or checked is not None else {}
    attrs, on = field.control(own, rest, type="checkbox", **more, **shown)
    with field.frame("sk-box-field"):
        with place("label", attrs={"class": "sk-choice", "for": field.id}):
            control = place("input", key=field.key, attrs=attrs, on=on, two_way=bound(bind, "change", "checked", bool, ".checked"))
            with place("span", attrs={"class": "sk-hidden" if field.label_hidden else None}):
                place("span", str(field.label))
                field.place_mark()
        field.place_notes()
    return control


def _group(field: Field, rest: dict[str, Any], required: bool) -> Element:
    from .common import attributes

    more = {**field.described(), "disabled": flag(field.disabled)}
    attrs, _ = attributes("sk-field sk-group", field.class_, field.style, rest, **more)
    if required:
        attrs["aria-required"] = "true"
        attrs["role"] = "radiogroup"
    return place("fieldset", attrs=attrs)


def _legend(field: Field) -> None:
    with place("legend", attrs={"class": "sk-label sk-hidden" if field.label_hidden else "sk-label"}):
        place("span", str(field.label))
        field.place_mark()


def _choice(attrs: dict[str, Any], text: str, key: Any, on: Any, two_way: Any, token: str) -> None:
    attrs = {name: value for name, value in attrs.items() if name not in ("aria-describedby", "aria-invalid")}
    with place("label", attrs={"class": "sk-choice", "for": attrs["id"]}, key=token):
        place("input", key=key, attrs=attrs, on=on, two_way=two_way)
        place("span", text)


def _chooser(value: Any) -> Callable[[Any], Any]:
    def decode(checked: Any) -> Any:
        if not checked:
            raise Unchanged
        return value

    return decode


def _toggler(bind: Any, choices: Choices, option: Any) -> Callable[[Any], Any]:
    def decode(checked: Any) -> list[Any]:
        chosen = list(read(bind) or ())
        return [value for value in choices.values if (checked if value == option else value in chosen)]

    return decode


def _pairs(options: Options) -> Iterable[tuple[Any, str]]:
    if isinstance(options, str):
        raise RenderError(f"options={options!r:.60}: options are a list of values, and this is one text. Write [{options!r:.40}]")
    if isinstance(options, Mapping):
        return [(value, str(label)) for value, label in options.items()]
    if isinstance(options, type) and issubclass(options, Enum):
        return [(member, _label(member)) for member in options]
    return [
        (item[0], str(item[1])) if isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], str) else (item, _label(item))
        for item in options
    ]


def _label(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value) if isinstance(value.value, str) else value.name.replace("_", " ").capitalize()
    return "None" if value is None else str(value)


def _token(value: Any) -> str:
    return value.name if isinstance(value, Enum) else str(value)
