"""What every field has around its control: a label, a help text, an error, and the ids that tie them together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import RenderError
from ..handlers import listener
from ..session import current_session
from ..session.forms import FieldCheck
from ..state import Ref, path_of, read, ref
from ..view import Element, TwoWay, unique_id
from ..view import element as place
from .common import Style, attributes, flag
from .semantic import several

__all__ = ["Field", "bound", "check_bind"]


@dataclass(slots=True)
class Field:
    """One field being placed. ``component`` is for messages; the other values are the author's."""

    component: str
    label: object
    help: str = ""
    error: str = ""
    disabled: bool = False
    required: bool = False
    label_hidden: bool = False
    key: Any = None
    class_: str = ""
    style: Style | None = None
    id: str = ""
    check: FieldCheck | None = None

    def place(self, make: Callable[[], Element], own: str = "", *, after: Callable[[], object] | None = None) -> Element:
        """Label above the control that ``make`` places, help and error below it; returns the control."""
        with self.frame(own):
            self.place_label()
            control = make()
            if after is not None:
                after()
            self.place_notes()
        return control

    def frame(self, own: str = "") -> Element:
        """The element around all of it."""
        attrs, _ = attributes(f"sk-field {own}".strip(), self.class_, self.style, {})
        return place("div", attrs=attrs)

    def place_label(self) -> None:
        label = place("label", attrs={"for": self.id, "class": "sk-label sk-hidden" if self.label_hidden else "sk-label"})
        with label:
            place("span", str(self.label))
            self.place_mark()

    def place_mark(self) -> None:
        """The sign of a required field; assistive technology hears it from the control."""
        if self.required:
            place("span", "*", attrs={"class": "sk-required", "aria-hidden": "true"})

    def place_notes(self) -> None:
        if self.help:
            place("p", self.help, attrs={"class": "sk-help", "id": f"{self.id}-help"})
        if self.error:
            place("p", self.error, attrs={"class": "sk-error", "id": f"{self.id}-error", "role": "alert"})

    def control(self, own: str, rest: dict[str, Any], **more: Any) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """The attributes and listeners of the control itself."""
        more |= {"id": self.id, "disabled": flag(self.disabled), "required": flag(self.required)}
        more |= {"name": more.get("name") or field_name(self.key, self.label)}
        attrs, on = attributes(own, "", None, rest, **more, **self.described())
        return attrs, on if self.check is None else self._checked(on or {}, more["name"])

    def _checked(self, on: dict[str, Any], name: str) -> dict[str, Any]:
        """The listeners of a field with rules: it is checked when it is committed, and while it is in error at each edit."""
        assert self.check is not None
        self.check.name = name
        check = listener(self.check, trigger_mode="restart")
        on["change"] = [check, *several(on.get("change"))]
        if self.error:
            on["input"] = [listener(self.check, trigger_mode="restart", debounce=0.15), *several(on.get("input"))]
        return on

    def described(self) -> dict[str, Any]:
        """What says to assistive technology which texts belong to the control, and whether it is in error."""
        ids = [f"{self.id}-{what}" for what, there in (("help", self.help), ("error", self.error)) if there]
        found: dict[str, Any] = {"aria-describedby": " ".join(ids)} if ids else {}
        if self.error:
            found["aria-invalid"] = "true"
        return found


def start(
    component: str,
    label: object,
    rest: dict[str, Any],
    help: str,
    error: str,
    disabled: bool,
    required: bool,
    label_hidden: bool,
    key: Any,
    class_: str,
    style: Style | None,
) -> Field:
    """A field with an id of its own, or the author's. Raises ``RenderError`` where it has no label."""
    if not isinstance(label, str) or not label.strip():
        raise RenderError(
            f"sk.{component}() needs a label, and {label!r} was given: without one, people who do not see the page cannot know "
            "what it is for. To leave it out of sight, pass label_hidden=True"
        )
    id = str(rest.pop("id", None) or unique_id())
    rules = rest.pop("validate", None)
    if rules is None:
        return Field(component, label, help, error, disabled, required, label_hidden, key, class_, style, id)
    listed = list(rules) if isinstance(rules, (list, tuple)) else [rules]
    for rule in listed:
        if not callable(rule):
            what = "a rule is a function of the value, such as sk.rules.required()"
            raise RenderError(f"sk.{component}(validate={rule!r:.60}): {what}")
    error = error or current_session().forms.errors.get(id, "")
    check = FieldCheck(id, "", label, listed)
    return Field(component, label, help, error, disabled, required, label_hidden, key, class_, style, id, check)


def field_name(key: Any, label: object) -> str:
    """The name of a control in a form's values: its key where that is a text, else made of its label."""
    return key if isinstance(key, str) else re.sub(r"\W+", "_", str(label).strip().casefold()).strip("_")


def check_bind(component: str, bind: Any, value: Any) -> None:
    """Raise ``RenderError`` for a binding that is none, or beside a value."""
    if bind is None:
        return
    if not isinstance(bind, Ref):
        raise RenderError(
            f"sk.{component}(bind={bind!r:.60}): a binding is a place in the state, and this is a value. "
            "Write bind=sk.ref(state).name, not bind=state.name"
        )
    if value is not None:
        raise RenderError(f"sk.{component}() was given both value and bind. The binding {path_of(bind)} has the value")


def bound(bind: Any, event: str, field: str, decode: Callable[[Any], Any], prop: str) -> TwoWay | None:
    """The two-way binding of a control; None where there is none."""
    return None if bind is None else TwoWay(event, field, ref(bind), decode, prop)


def current(bind: Any, value: Any) -> Any:
    """What the control shows: what the state has, or the value given."""
    return value if bind is None else read(bind)
