"""The table of all events in docs/events.md, made of the event classes."""

from __future__ import annotations

import dataclasses
import inspect
import re

from skerry import events
from skerry.events import EVENTS, Event

_ELSEWHERE = {
    "ConnectionEvent": "`sk.window(on_connection=)`",
    "CustomEvent": '`on={"my-event": ...}` of `sk.element`',
    "HashChangeEvent": "`sk.window(on_hash_change=)`",
    "KeyEvent": "`on_key_down`, `on_key_up`, `on_enter`, `sk.shortcut`",
    "LoadEvent": "`on_load` of `sk.page`, `on_load`, `on_error`",
    "NavigateEvent": "`sk.window(on_navigate=)`",
    "PropsEvent": "`on_props` of `sk.page`",
    "ResizeEvent": "`on_resize`, `sk.window(on_resize=)`",
    "TickEvent": "`sk.timer`",
    "UnloadEvent": "`sk.window(on_unload=)`",
    "VisibilityEvent": "`on_visibility`, `sk.window(on_visibility=)`",
    "WatchEvent": "`sk.watch`",
}


def table() -> str:
    """A row for each class: what it is, the arguments that listen to it, its own fields."""
    rows = ["| class | when | listened to with | fields |", "| --- | --- | --- | --- |"]
    for name in sorted(events.__all__):
        cls = getattr(events, name)
        if isinstance(cls, type) and issubclass(cls, Event) and cls is not Event:
            rows.append(f"| `{name}` | {_when(cls)} | {_arguments(cls)} | {_fields(cls)} |")
    return "\n".join(rows)


def _when(cls: type) -> str:
    text = " ".join((inspect.getdoc(cls) or "").split())
    first = re.split(r"(?<=[.])\s|[;:]", text)[0].rstrip(".")
    return re.sub(r"``", "`", first)


def _arguments(cls: type[Event]) -> str:
    if cls.__name__ in _ELSEWHERE:
        return _ELSEWHERE[cls.__name__]
    found = [argument for argument, event in EVENTS.items() if events.class_for(event) is cls]
    own = next((name for name, one in events._CLASSES.items() if one is cls), "")
    if not found and own and f"on_{own}" not in EVENTS:
        found = [f"on_{own}"]
    return ", ".join(f"`{name}`" for name in found)


def _fields(cls: type[Event]) -> str:
    own = {field.name for field in dataclasses.fields(Event)}
    names = [field.name for field in dataclasses.fields(cls) if field.name not in own]
    return ", ".join(f"`{name}`" for name in names)
