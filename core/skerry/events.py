"""Event types: what a handler receives, decoded and checked from the page's payloads.

Each event class is a frozen dataclass. ``key`` is the key of the element that it happened on, in its own Python type;
``target`` is that element's key path; a keyboard's key is ``pressed``. The other fields are the payload's, by the same
names; the class is the payload's declared shape.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from io import BytesIO
from types import UnionType
from typing import Any, Final, Protocol, Union, get_args, get_origin, get_type_hints

from .errors import PayloadError, short

__all__ = [
    "AnimationEndEvent",
    "BlurEvent",
    "CaptureEvent",
    "ChangeEvent",
    "ChosenFile",
    "ClearEvent",
    "ClickEvent",
    "ConnectionEvent",
    "CustomEvent",
    "DeleteEvent",
    "DoubleClickEvent",
    "DownloadEvent",
    "DragEvent",
    "EditEvent",
    "Event",
    "FocusEvent",
    "HashChangeEvent",
    "HoverEvent",
    "InputEvent",
    "KeyEvent",
    "LikeEvent",
    "LoadEvent",
    "MediaEvent",
    "NavigateEvent",
    "PasteEvent",
    "PointerEvent",
    "PropsEvent",
    "ReleaseEvent",
    "ResetEvent",
    "ResizeEvent",
    "RetryEvent",
    "RightClickEvent",
    "ScrollEvent",
    "SelectEvent",
    "SendEvent",
    "SortEvent",
    "SubmitEvent",
    "TickEvent",
    "ToggleEvent",
    "UndoEvent",
    "UnloadEvent",
    "UploadEvent",
    "VisibilityEvent",
    "WatchEvent",
    "WheelEvent",
    "class_for",
    "decode",
]


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. ``type`` is the event's name, ``payload`` the page's object as it came.

    Events have no slots: what the page has not sent of one is its class's default, and costs nothing to make.
    """

    type: str = ""
    key: Any = None
    target: str = ""
    payload: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class _Modifiers(Event):
    ctrl: bool = False
    shift: bool = False
    alt: bool = False
    meta: bool = False


@dataclass(frozen=True, kw_only=True)
class PointerEvent(_Modifiers):
    """A pointer on an element. ``x, y`` count from the element's corner, the others from the window's and the
    page's, all in CSS pixels. ``is_target``: on the element itself, not on one inside it."""

    x: float = 0
    y: float = 0
    client_x: float = 0
    client_y: float = 0
    page_x: float = 0
    page_y: float = 0
    button: int = 0
    buttons: int = 0
    pointer_type: str = ""
    detail: int = 0
    is_target: bool = True


@dataclass(frozen=True, kw_only=True)
class ClickEvent(PointerEvent):
    """A click, a tap, or Enter or Space on a button."""


@dataclass(frozen=True, kw_only=True)
class DoubleClickEvent(ClickEvent):
    """Two clicks in quick succession."""


@dataclass(frozen=True, kw_only=True)
class RightClickEvent(ClickEvent):
    """The context menu was asked for: right button, long press or the menu key."""


@dataclass(frozen=True, kw_only=True)
class WheelEvent(PointerEvent):
    """The wheel turned, by ``delta_x`` and ``delta_y`` pixels."""

    delta_x: float = 0
    delta_y: float = 0


class FileSource(Protocol):
    """Who has the bytes of chosen files, by their ids: the session's host."""

    def read_file(self, name: str) -> bytes: ...

    async def read_slice(self, name: str, start: int, end: int) -> bytes: ...

    def held(self, name: str) -> FileSource:
        """The same for one file, whose bytes stay as long as somebody has this."""
        ...


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file that a person chose, dropped or pasted. ``size`` is in bytes, ``type`` its MIME type as the browser guesses
    it, ``last_modified`` in milliseconds since 1970.

    A file of up to 8 MB is copied when it is chosen, and ``read()`` gives its bytes anywhere. A larger one stays with the browser,
    which reads it when asked:

    - ``async for chunk in file.chunks():`` holds one piece of it at a time;
    - ``await file.read_async()`` gives all of it;
    - ``file.read()`` gives all of it where Python can be suspended meanwhile: in a handler of ``sk.upload`` or ``sk.file_input``,
      or one made with ``sk.listener(handler, blocking=True)``, in a browser with stack switching (Chromium). Elsewhere it raises
      ``HandlerError``.

    The bytes stay as long as somebody has this object: it may be kept in the state. All raise ``FileNotFoundError`` once the app
    has ended, and ``OSError`` where the file has changed on the person's disk.
    """

    id: str
    name: str = ""
    size: int = 0
    type: str = ""
    last_modified: float = 0
    source: FileSource | None = field(default=None, repr=False, compare=False)

    def read(self) -> bytes:
        """Its bytes; see above for files over 8 MB."""
        return self._source().read_file(self.id)

    async def read_async(self) -> bytes:
        """Its bytes, whatever its size and wherever the app runs."""
        parts = BytesIO()
        async for chunk in self.chunks():
            parts.write(chunk)
        return parts.getvalue()

    async def chunks(self, size: int = 1 << 20) -> AsyncIterator[bytes]:
        """Its bytes piece by piece, each of ``size`` bytes but for the last. An empty file has none."""
        if size < 1:
            raise ValueError(f"chunks({size}): a piece has at least one byte")
        source = self._source()
        for start in range(0, self.size, size):
            yield await source.read_slice(self.id, start, min(start + size, self.size))

    def __deepcopy__(self, memo: object) -> ChosenFile:
        return self

    def _source(self) -> FileSource:
        if self.source is None:
            raise FileNotFoundError(f"{self.name!r} came without its bytes")
        return self.source


@dataclass(frozen=True, kw_only=True)
class DragEvent(PointerEvent):
    """Something was dragged over or dropped on the element; ``text`` and ``files`` are what a drop carries."""

    text: str = ""
    files: list[ChosenFile] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class _Value(Event):
    value: str | float | bool | None = None
    checked: bool | None = None
    values: list[str] | None = None
    files: list[ChosenFile] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class InputEvent(_Value):
    """A person edited a field; once for each edit. ``value`` is the field's text, ``checked`` a box's state,
    ``values`` the chosen values of a list where several can be."""


@dataclass(frozen=True, kw_only=True)
class ChangeEvent(_Value):
    """A person committed a field's value: left it, chose an option, ticked a box, chose ``files``. Fields as in
    ``InputEvent``."""


@dataclass(frozen=True, kw_only=True)
class SelectEvent(Event):
    """An item was selected: ``index`` is its place, (row, column) where there are two, ``value`` what it is, ``selected`` whether
    it is selected now. On an image, ``index`` is (x, y) in its pixels. For text in a field: ``value`` is that text, from ``start``
    to ``end``."""

    index: int | tuple[int, int] | None = None
    value: Any = None
    selected: bool = True
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class KeyEvent(_Modifiers):
    """A key went down or up. ``pressed`` is the key ("Enter", "a"), ``code`` its place on the keyboard ("KeyA"),
    ``value`` the text of the field that has the focus."""

    pressed: str = ""
    code: str = ""
    repeat: bool = False
    value: str | None = None


@dataclass(frozen=True, kw_only=True)
class SubmitEvent(Event):
    """A form was submitted: ``values`` maps each named field to its text, or to a list where a name has several."""

    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ResetEvent(Event):
    """A form was reset."""


@dataclass(frozen=True, kw_only=True)
class FocusEvent(Event):
    """The element got the focus."""

    value: str | None = None


@dataclass(frozen=True, kw_only=True)
class BlurEvent(Event):
    """The element lost the focus; ``value`` is its text by then."""

    value: str | None = None


@dataclass(frozen=True, kw_only=True)
class ToggleEvent(Event):
    """A details, dialog or popover opened or closed."""

    open: bool = False


@dataclass(frozen=True, kw_only=True)
class ScrollEvent(Event):
    """The element was scrolled, to ``top`` and ``left`` pixels; ``height`` and ``width`` are its visible size."""

    top: float = 0
    left: float = 0
    height: float = 0
    width: float = 0


@dataclass(frozen=True, kw_only=True)
class ResizeEvent(Event):
    """The element's (or window's) size changed, in CSS pixels."""

    width: float = 0
    height: float = 0


@dataclass(frozen=True, kw_only=True)
class PasteEvent(Event):
    """Text or ``files`` were pasted, copied or cut."""

    text: str = ""
    files: list[ChosenFile] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MediaEvent(Event):
    """A sound or film played, paused, ended or moved; ``time`` and ``duration`` are in seconds."""

    time: float = 0
    duration: float | None = None


@dataclass(frozen=True, kw_only=True)
class AnimationEndEvent(Event):
    """A CSS animation or transition named ``name`` ended."""

    name: str = ""


@dataclass(frozen=True, kw_only=True)
class LoadEvent(Event):
    """A page, image or frame has loaded."""

    path: str = ""


@dataclass(frozen=True, kw_only=True)
class NavigateEvent(Event):
    """The app went to ``url``."""

    url: str = ""


@dataclass(frozen=True, kw_only=True)
class HashChangeEvent(Event):
    """The part of the address behind the ``#`` changed."""

    hash: str = ""


@dataclass(frozen=True, kw_only=True)
class PropsEvent(Event):
    """The host page changed the element's attributes."""

    props: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CustomEvent(Event):
    """An event of a custom element; ``detail`` is what it carries, as JSON gives it."""

    detail: Any = None


@dataclass(frozen=True, kw_only=True)
class WatchEvent(Event):
    """A watched place in the state has changed, from ``previous`` to ``value``; ``target`` is its path, as ``Basket.items``.
    ``previous`` is a plain copy of its own."""

    previous: Any = None
    value: Any = None


@dataclass(frozen=True, kw_only=True)
class TickEvent(Event):
    """A timer's time has come, for the ``count``-th time; ``elapsed`` is the seconds since the timer began."""

    count: int = 0
    elapsed: float = 0


@dataclass(frozen=True, kw_only=True)
class HoverEvent(PointerEvent):
    """A pointer came over the element, or left it: ``type`` is ``pointerenter`` or ``pointerleave``."""

    @property
    def inside(self) -> bool:
        return self.type == "pointerenter"


@dataclass(frozen=True, kw_only=True)
class VisibilityEvent(Event):
    """An element came into view or left it; for the window: the tab is shown or hidden."""

    visible: bool = False


@dataclass(frozen=True, kw_only=True)
class ConnectionEvent(Event):
    """The browser found or lost the network."""

    online: bool = False


@dataclass(frozen=True, kw_only=True)
class UnloadEvent(Event):
    """The page goes away; there is time for what takes none. ``persisted``: the browser may bring it back as it is."""

    persisted: bool = False


@dataclass(frozen=True, kw_only=True)
class SendEvent(Event):
    """A message was written and sent; ``value`` is its text."""

    value: str = ""


@dataclass(frozen=True, kw_only=True)
class LikeEvent(Event):
    """Something in the component was liked: ``index`` is its place, ``value`` what it is, ``liked`` True, False (disliked) or
    None (taken back)."""

    index: int | tuple[int, int] | None = None
    value: Any = None
    liked: bool | None = None


@dataclass(frozen=True, kw_only=True)
class EditEvent(Event):
    """Something in the component was edited, from ``previous`` to ``value``; ``index`` is its place: (row, column) in a table."""

    index: int | tuple[int, int] | None = None
    previous: Any = None
    value: Any = None


@dataclass(frozen=True, kw_only=True)
class RetryEvent(Event):
    """The message at ``index`` is to be answered anew; ``value`` is what it says."""

    index: int | None = None
    value: Any = None


@dataclass(frozen=True, kw_only=True)
class UndoEvent(Event):
    """The message at ``index`` and those behind it are to go; ``value`` is what it says."""

    index: int | None = None
    value: Any = None


@dataclass(frozen=True, kw_only=True)
class ClearEvent(Event):
    """The component was emptied; ``value`` is what it held."""

    value: Any = None


@dataclass(frozen=True, kw_only=True)
class UploadEvent(Event):
    """Files were chosen, dropped, pasted or taken with the camera: ``files`` are those of this gesture, in order."""

    files: list[ChosenFile] = field(default_factory=list)

    @property
    def file(self) -> ChosenFile:
        """The first of them."""
        return self.files[0]


@dataclass(frozen=True, kw_only=True)
class DeleteEvent(Event):
    """The file or item at ``index`` was taken out; ``value`` is what it was."""

    index: int | None = None
    value: Any = None


@dataclass(frozen=True, kw_only=True)
class DownloadEvent(Event):
    """Something was saved under the name ``name``."""

    name: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleaseEvent(Event):
    """A slider was let go at ``value``."""

    value: float = 0


@dataclass(frozen=True, kw_only=True)
class SortEvent(Event):
    """A table is to be sorted by ``column``, the other way round with ``descending``."""

    column: str = ""
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class CaptureEvent(Event):
    """The camera took a picture of ``width`` times ``height`` pixels; ``image`` is its PNG bytes."""

    files: list[ChosenFile] = field(default_factory=list)
    width: int = 0
    height: int = 0

    @property
    def image(self) -> bytes:
        """The picture as PNG."""
        return self.files[0].read()


_POINTER = (
    "pointerdown pointerup pointermove pointerenter pointerleave pointerover pointerout pointercancel "
    "mousedown mouseup mousemove mouseenter mouseleave mouseover mouseout"
)

_NAMES: Final[dict[type[Event], str]] = {
    ClickEvent: "click auxclick",
    DoubleClickEvent: "dblclick",
    RightClickEvent: "contextmenu",
    PointerEvent: _POINTER,
    HoverEvent: "pointerenter pointerleave",
    WheelEvent: "wheel",
    DragEvent: "dragstart drag dragend dragenter dragleave dragover drop",
    InputEvent: "input",
    ChangeEvent: "change",
    SelectEvent: "select",
    KeyEvent: "keydown keyup",
    SubmitEvent: "submit",
    ResetEvent: "reset",
    FocusEvent: "focus focusin",
    BlurEvent: "blur focusout",
    ToggleEvent: "toggle close cancel",
    ScrollEvent: "scroll scrollend",
    ResizeEvent: "resize",
    PasteEvent: "paste copy cut",
    MediaEvent: "play pause ended timeupdate volumechange seeked",
    AnimationEndEvent: "animationend transitionend",
    LoadEvent: "load error",
    NavigateEvent: "navigate",
    HashChangeEvent: "hashchange",
    PropsEvent: "props",
    VisibilityEvent: "visibility visibilitychange",
    ConnectionEvent: "online offline",
    UnloadEvent: "pagehide",
    SendEvent: "send",
    LikeEvent: "like",
    EditEvent: "edit",
    RetryEvent: "retry",
    UndoEvent: "undo",
    ClearEvent: "clear",
    UploadEvent: "upload record",
    DeleteEvent: "delete",
    DownloadEvent: "download",
    ReleaseEvent: "release",
    SortEvent: "sort",
    CaptureEvent: "capture",
    WatchEvent: "watch",
    TickEvent: "tick",
}

EVENTS: Final[dict[str, str]] = {
    "on_animation_end": "animationend", "on_before_input": "beforeinput", "on_blur": "blur", "on_cancel": "cancel",
    "on_change": "change", "on_click": "click", "on_close": "close", "on_copy": "copy", "on_cut": "cut",
    "on_double_click": "dblclick", "on_drag": "drag", "on_drag_end": "dragend", "on_drag_enter": "dragenter",
    "on_drag_leave": "dragleave", "on_drag_over": "dragover", "on_drag_start": "dragstart", "on_drop": "drop",
    "on_ended": "ended", "on_error": "error", "on_focus": "focus", "on_hover": "pointerenter", "on_hover_end": "pointerleave",
    "on_input": "input", "on_invalid": "invalid", "on_key_down": "keydown", "on_key_up": "keyup", "on_load": "load",
    "on_mouse_down": "mousedown", "on_mouse_enter": "mouseenter", "on_mouse_leave": "mouseleave", "on_mouse_move": "mousemove",
    "on_mouse_up": "mouseup", "on_paste": "paste", "on_pause": "pause", "on_play": "play", "on_pointer_cancel": "pointercancel",
    "on_pointer_down": "pointerdown", "on_pointer_enter": "pointerenter", "on_pointer_leave": "pointerleave",
    "on_pointer_move": "pointermove", "on_pointer_up": "pointerup", "on_reset": "reset", "on_resize": "resize",
    "on_right_click": "contextmenu", "on_scroll": "scroll", "on_seeked": "seeked", "on_select": "select", "on_submit": "submit",
    "on_time_update": "timeupdate", "on_toggle": "toggle", "on_transition_end": "transitionend", "on_visibility": "visibility",
    "on_volume_change": "volumechange", "on_wheel": "wheel",
}  # fmt: skip
"""Argument of a component -> name of the event. ``on_enter`` is a key down of Enter alone."""

_LARGEST: Final = sys.float_info.max
_Shape = tuple[tuple[tuple[str, tuple[type, ...] | None, type | None], ...], tuple[tuple[str, Callable[[], Any]], ...]]
_SHAPES: Final[dict[type[Event], _Shape]] = {}
_CLASSES: Final[dict[str, type[Event]]] = {name: cls for cls, names in _NAMES.items() for name in names.split()}


def class_for(name: str) -> type[Event]:
    """The class of the events of this name; ``CustomEvent`` for a name that the platform does not define."""
    return _CLASSES.get(name, CustomEvent)


def decode(
    name: str,
    payload: dict[str, Any],
    *,
    key: Any = None,
    target: str = "",
    source: FileSource | None = None,
) -> Event:
    """The event of this name with this payload.

    source: has the bytes of chosen files. Fields that the class does not declare stay in ``event.payload``
    only. Raises ``PayloadError`` that names the field where a value is not of its declared type.
    """
    cls = class_for(name)
    shape, makers = _SHAPES[cls] if cls in _SHAPES else _shape(cls)
    event = object.__new__(cls)
    values = event.__dict__
    values.update(type=name, key=key, target=target, payload=payload)
    for made, maker in makers:
        values[made] = maker()
    for field_name, types, item in shape if payload else ():
        if field_name in payload:
            value = payload[field_name]
            if types is not None and not _fits(value, types):
                expected = " or ".join(t.__name__ for t in types)
                raise PayloadError(f"{name}.{field_name} must be {expected}, and {short(value)} came from the page")
            if item is not None and isinstance(value, list) and not all(_fits(one, (item,)) for one in value):
                wrong = next(one for one in value if not _fits(one, (item,)))
                raise PayloadError(f"{name}.{field_name} must be a list of {item.__name__}, and one is {short(wrong)}")
            values[field_name] = value if field_name != "files" else [chosen_file(name, item, source) for item in value]
    return event


def chosen_file(name: str, item: Any, source: FileSource | None) -> ChosenFile:
    """A file as the payload of the event ``name`` describes it. Raises ``PayloadError`` for what describes none."""
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        raise PayloadError(f"{name}.files must be a list of files with an id, and {short(item)} came from the page")
    for known, types in _FILE.items():
        if known in item and not _fits(item[known], types):
            given = short(item[known])
            raise PayloadError(f"A file's {known} in {name}.files must be {types[0].__name__}, and {given} came from the page")
    held = None if source is None else source.held(item["id"])
    return ChosenFile(**{k: v for k, v in item.items() if k in _FILE}, source=held)


_FILE: Final[dict[str, tuple[type, ...]]] = {
    "id": (str,), "name": (str,), "size": (int,), "type": (str,), "last_modified": (float,),
}  # fmt: skip


def _fits(value: Any, types: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in types
    if float in types and isinstance(value, (int, float)):
        return -_LARGEST <= value <= _LARGEST  # neither infinite nor NaN, nor a whole number that no float can hold
    return isinstance(value, types)


def _shape(cls: type[Event]) -> _Shape:
    """The payload fields of an event class, each with the types that its value may have (None allows anything), and what makes
    the defaults that are an event's own."""
    hints = get_type_hints(cls)
    own = {f.name for f in dataclasses.fields(Event)}
    fields = [f for f in dataclasses.fields(cls) if f.name not in own]
    makers = tuple((f.name, f.default_factory) for f in fields if f.default_factory is not dataclasses.MISSING)
    shape = _SHAPES[cls] = tuple((f.name, _types(hints[f.name]), _item(hints[f.name])) for f in fields), makers
    return shape


def _types(hint: Any) -> tuple[type, ...] | None:
    if hint is Any:
        return None
    return tuple(get_origin(part) or part for part in _parts(hint))


def _item(hint: Any) -> type | None:
    """What a list in this field holds, where that is checked here."""
    return next((get_args(part)[0] for part in _parts(hint) if get_origin(part) is list and get_args(part) == (str,)), None)


def _parts(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
