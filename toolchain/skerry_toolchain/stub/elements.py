"""What an element of a page is, which events people cause on it, and who handles them."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import skerry
import skerry.components
from skerry.events import EVENTS
from skerry.handlers import Listener, as_listeners, describe
from skerry.ids import unwrap
from skerry.session.chosen import Keeper
from skerry.state import path_of
from skerry.view import Element, Node

__all__ = [
    "Kind", "around", "event_of", "field_names", "group_of", "handled_by", "is_authors", "kind_of", "known_arguments", "listened",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What an author calls an element, and its events by their arguments without ``on_``.

    component: as in ``sk.button``; ``element`` where no component made it. expected: events that somebody should handle, one of
    them at least. usual: others that are often of use. instead: events that also count as handling it.
    """

    component: str
    expected: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def is_field(self) -> bool:
        """Whether a form around it sends what it holds."""
        return "change" in self.expected


_POINTER: Final = ("pointer_down", "pointer_up", "mouse_down", "mouse_up", "double_click", "drag_start", "key_down")
_LEAVING: Final = ("focus", "blur")
_MEDIA: Final = ("play", "pause", "ended", "time_update")
_NATIVE_ACTIONS: Final = ("popovertarget", "commandfor")
_TAKES_TEXT: Final = frozenset({"text", "email", "password", "search", "tel", "url", "number"})
_CLICKED_ROLES: Final = frozenset(
    "button checkbox link menuitem menuitemcheckbox menuitemradio option radio switch tab treeitem".split()
)


def _text(component: str) -> Kind:
    return Kind(component, ("input", "change"), ("enter", *_LEAVING, "paste"), ("key_down", "key_up", "blur", "enter"))


def _choice(component: str, *more: str) -> Kind:
    return Kind(component, ("change",), _LEAVING, ("input", "click", *more))


def _button(component: str) -> Kind:
    return Kind(component, ("click",), ("double_click", "pointer_down"), _POINTER)


_COMPONENTS: Final[dict[str, Kind]] = {
    "sk-button": _button("button"),
    "sk-link": Kind("link", (), ("click",)),
    "sk-slider": Kind("slider", ("change",), ("input",), ("input", "release")),
    "sk-number": _text("number"),
    "sk-textarea": _text("textarea"),
    "sk-date": _choice("date"),
    "sk-time": _choice("time"),
    "sk-color": _choice("color"),
    "sk-file": Kind("file_input", ("change",), (), ("input",)),
    "sk-select": _choice("select"),
    "sk-switch": _choice("switch"),
    "sk-form": Kind("form", ("submit",), ("reset", "change")),
    "sk-table-frame": Kind("table"),
    "sk-dialog": Kind("dialog", ("close",), ("cancel",)),
    "sk-expander": Kind("expander", (), ("toggle",)),
    "sk-tab": Kind("tabs"),
    "sk-input": _text("input"),
}
"""Class of the stylesheet -> what has it. The more particular ones come first."""

_CONTAINERS: Final = frozenset("card column dialog expander form grid row sidebar tabs".split())
"""Components that hold what the author puts inside; what is inside the others is their own."""

_EXPECTED: Final[dict[str, tuple[str, ...]]] = {
    "chat": ("send",), "image_input": ("upload",), "upload": ("upload",), "webcam": ("capture",),
    "microphone": ("record",),
}  # fmt: skip

_TAGS: Final[dict[str, Kind]] = {
    "button": _button("element"),
    "form": Kind("element", ("submit",), ("reset", "change")),
    "select": _choice("element"),
    "textarea": _text("element"),
    "details": Kind("element", (), ("toggle",)),
    "dialog": Kind("element", (), ("close", "cancel")),
    "video": Kind("element", (), _MEDIA),
    "audio": Kind("element", (), _MEDIA),
}


def kind_of(element: Element) -> Kind:
    """What an element is. One that people do not act on has no events."""
    if any(name not in _CONTAINERS for above in around(element) if (name := _component(above))):
        return Kind("element")
    kind = _plain_kind(element)
    own = () if kind.component == "tabs" else _own_arguments(kind.component)
    more = tuple(name for name in own if name not in (*kind.expected, *kind.usual))
    return dataclasses.replace(kind, usual=(*kind.usual, *more)) if more else kind


@cache
def _own_arguments(component: str) -> tuple[str, ...]:
    """The events that a component names among its arguments, such as ``release`` of a slider."""
    function = getattr(skerry, component, None) if component != "element" else None
    parameters = inspect.signature(function).parameters if callable(function) else ()
    return tuple(name.removeprefix("on_") for name in parameters if name.startswith("on_"))


def known_arguments() -> set[str]:
    """All arguments for events that any component takes, without ``on_``."""
    own = (name for component in skerry.components.__all__ for name in _own_arguments(component))
    return {"enter", *own, *(argument.removeprefix("on_") for argument in EVENTS)}


def _plain_kind(element: Element) -> Kind:
    attrs = element.attrs
    classes = str(attrs.get("class") or "").split()
    if "sk-check" in classes:
        return _choice("radio" if attrs.get("type") == "radio" else "multiselect" if _in_list(element) else "checkbox")
    if element.tag == "summary":
        return Kind("element")
    if element.tag == "button" and any(event == "download" for event, _ in listened(element)):
        return Kind("download_button")
    kind = next((kind for name, kind in _COMPONENTS.items() if name in classes), None) or _of_tag(element)
    name = _component(element)
    if kind.component == "element" and name:
        kind = dataclasses.replace(kind, component=name, expected=_EXPECTED.get(name, kind.expected))
    if element.tag == "form" and not _is_handled_form(element):
        return Kind(kind.component, (), kind.usual)
    if kind.is_field and attrs.get("readonly"):
        return Kind(kind.component, (), kind.usual)
    return _of_button(element, kind) if element.tag == "button" else kind


def _component(element: Element) -> str:
    """The name of the component that an element is, as its class tells; an empty text for none."""
    if element.tag == "sk-microphone":  # it looks as a camera does
        return "microphone"
    for name in reversed(str(element.attrs.get("class") or "").split()):
        component = "table" if name == "sk-table-frame" else name.removeprefix("sk-").replace("-", "_")
        if name.startswith("sk-") and component in skerry.components.__all__:
            return component
    return ""


def _of_tag(element: Element) -> Kind:
    attrs, tag = element.attrs, element.tag
    if tag == "input":
        return _of_input(str(attrs.get("type") or "text"))
    if tag == "a":
        leads = attrs.get("href") not in (None, False, "", "#")
        return Kind("element", (), ("click",)) if leads else _button("element")
    if tag in _TAGS:
        return _TAGS[tag]
    if attrs.get("role") in _CLICKED_ROLES:
        return _button("element")
    if attrs.get("contenteditable") not in (None, False, "false"):
        return Kind("element", ("input",), _LEAVING, ("change", "blur", "key_down"))
    if attrs.get("draggable") in (True, "true"):
        return Kind("element", (), ("drag_start", "drag_end"))
    return Kind("element")


def _of_input(type: str) -> Kind:
    if type in _TAKES_TEXT:
        return _text("element")
    if type in ("button", "image"):
        return _button("element")
    if type in ("submit", "reset", "hidden"):
        return Kind("element", (), () if type == "hidden" else ("click",))
    return _choice("element")


def _of_button(element: Element, kind: Kind) -> Kind:
    """A button that does something by itself is expected to do no more."""
    type = element.attrs.get("type") or "submit"
    acts = type in ("submit", "reset") and any(above.tag == "form" for above in around(element))
    if acts or any(element.attrs.get(name) for name in _NATIVE_ACTIONS):
        return Kind(kind.component, (), ("click",))
    return kind


def _is_handled_form(element: Element) -> bool:
    """Whether a form's values are for a handler: it neither closes its dialog nor goes to a server."""
    if element.tag != "form" or element.attrs.get("action"):
        return False
    return element.attrs.get("method") != "dialog" or "submit" in (element.listeners or ())


def _in_list(element: Element) -> bool:
    return any("sk-multi" in str(above.attrs.get("class") or "").split() for above in around(element))


# --- who handles what

_ON_THE_ELEMENT: Final = ("on_submit", "on_close")


_MEANT: Final = {("plot", "click"): "select"}
"""(component, argument) -> the event that its handler gets, where that is not the one of its name."""


def event_of(kind: Kind, argument: str) -> str:
    """The name of the event that an argument without ``on_`` listens to; any other name is an event's own."""
    if (kind.component, argument) in _MEANT:
        return _MEANT[kind.component, argument]
    return "keydown" if argument == "enter" else EVENTS.get(f"on_{argument}", argument)


def listened(element: Element) -> Iterator[tuple[str, Listener]]:
    """(event, listener) of all that an element itself listens to; the event by the meaning that a component gives it."""
    for event, on in (element.listeners or {}).items():
        yield from ((listener.means or event, listener) for listener in as_listeners(on))


def handled_by(element: Element, kind: Kind, argument: str) -> str:
    """What handles an event, in words; an empty text where nothing does."""
    event = event_of(kind, argument)
    if kind.component == "download_button" and argument == "download":
        chained = (one for name, listener in listened(element) if name == "download" for one in listener.chained())
        return next((f"handled by {describe(one.handler)}" for one in chained if is_authors(one)), "")
    own = _listening(element, {f"plot-{argument}" if kind.component == "plot" else event}, argument == "enter")
    if own:
        return f"handled by {own}"
    if argument in _own_arguments(kind.component) and f"on_{argument}" not in _ON_THE_ELEMENT:
        inner = (found for node in _inside(element) if (found := _listening(node, {event, argument})))
        if one := next(inner, ""):
            return f"handled by {one}"
    if element.two_way is not None and argument in kind.expected:
        return f"bound to {path_of(element.two_way.ref)}"
    above = next((found for one in around(element) if (found := _listening(one, {event}, inner=True))), "")
    if above:
        return f"handled by {above}, around it"
    if kind.is_field and argument in kind.expected and any(_is_handled_form(one) for one in around(element)):
        return "sent with the form"
    if argument in kind.expected:
        others = _listening(element, {event_of(kind, other) for other in (*kind.expected, *kind.instead)})
        return f"handled by {others}" if others else ""
    return ""


def _listening(element: Element, events: set[str], enter: bool = False, inner: bool = False) -> str:
    """The handler of one of these events. enter: only of that key. inner: of events on elements inside, too."""
    for event, on in (element.listeners or {}).items():
        for listener in as_listeners(on):
            elsewhere = (enter and "Enter" not in listener.keys) or (inner and listener.target_only)
            unused = isinstance(listener.handler, Keeper) and not listener.handler.used
            if {event, listener.means} & events and not elsewhere and not unused:
                return describe(listener.handler) if is_authors(listener) else "the component itself"
    return ""


def is_authors(listener: Listener) -> bool:
    """Whether a handler is the author's, and not part of a component."""
    return not (getattr(unwrap(listener.handler), "__module__", None) or "").startswith("skerry.")


# --- around and inside


def around(element: Element) -> Iterator[Element]:
    """The elements around one, the nearest first."""
    node: Node | None = element.parent
    while node is not None:
        if isinstance(node, Element):
            yield node
        node = node.parent


def group_of(element: Element) -> Element | None:
    """The fieldset that makes several boxes one field."""
    if kind_of(element).component not in ("radio", "multiselect"):
        return None
    return next((one for one in around(element) if one.tag == "fieldset"), None)


def field_names(form: Element) -> list[str]:
    """The names under which a form's values come."""
    tags = ("input", "select", "textarea")
    named: Mapping[Any, None] = dict.fromkeys(one.attrs.get("name") for one in _inside(form) if one.tag in tags)
    return [str(name) for name in named if name]


def _inside(node: Any) -> Iterator[Element]:
    for child in getattr(node, "children", ()):
        if isinstance(child, Element):
            yield child
        yield from _inside(child)
