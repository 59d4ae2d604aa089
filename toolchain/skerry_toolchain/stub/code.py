"""A handler as Python code: its name, its line in the page, and what its event carries, as the event's class says it."""

from __future__ import annotations

import dataclasses
import re
import textwrap
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from skerry.events import EVENTS, ChosenFile, Event, class_for

from .elements import Kind

__all__ = ["State", "Stub", "argument_of", "call_of", "given", "handler_name", "slug", "told_key", "write_stub"]

WIDTH: Final = 88
_LONGEST_NAME: Final = 40
_INDENT: Final = "    "
_ARGUMENTS: Final = {event: argument for argument, event in EVENTS.items()}


@dataclass(frozen=True, slots=True)
class State:
    """The app's one state class: its name, and the module that it can be imported from."""

    name: str
    module: str


@dataclass(frozen=True, slots=True)
class Stub:
    """What is to be written. events: names of the events that it is called for; none where that is not known.

    notes: lines for the comment above it. key: what is told of ``event.key``. fields: names of a form's values. library: what
    the app calls skerry.
    """

    name: str
    events: tuple[str, ...]
    notes: tuple[str, ...] = ()
    key: str = ""
    fields: tuple[str, ...] = ()
    state: State | None = None
    library: str = "sk"


def write_stub(stub: Stub) -> str:
    """The function, with its comment above."""
    classes = list(dict.fromkeys(class_for(event) for event in stub.events)) or [Event]
    annotation = " | ".join(f"{stub.library}.{cls.__name__}" for cls in classes)
    state = f", state: {stub.state.name}" if stub.state else ""
    lines = [line for note in stub.notes for line in _comment(note)]
    lines += [f"def {stub.name}(event: {annotation}{state}) -> None:", *_docstring(classes, stub)]
    lines += [f"{_INDENT}print(event)  # in the page's log, until there is more to do", ""]
    return "\n".join(lines)


def _comment(note: str) -> list[str]:
    return textwrap.wrap(note, WIDTH, initial_indent="# ", subsequent_indent="#   ", break_long_words=False, break_on_hyphens=False)


def _docstring(classes: list[type[Event]], stub: Stub) -> list[str]:
    says = " ".join(" ".join((cls.__doc__ or "").split()) for cls in classes).replace("``", "`")
    items = [f"key: {stub.key or 'the key of the element, or None'}", "target: str, the path to the element"]
    for cls in classes:
        items += [_with_fields(item, stub.fields) for item in shape(cls)]
    if any("ChosenFile" in item for item in items):
        items.append(f"each ChosenFile: {'; '.join(shape(ChosenFile))}; read() gives its bytes")
    first, *rest = _wrapped(says, _INDENT + '"""', _INDENT)
    listed = [line for item in dict.fromkeys(items) for line in _wrapped(item, _INDENT + "- ", _INDENT + "  ")]
    return [first, *rest, "", f"{_INDENT}What the event has:", "", *listed, f'{_INDENT}"""']


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


def _with_fields(item: str, fields: Iterable[str]) -> str:
    named = ", ".join(map(_quoted, fields))
    return f"{item}, here with {named}" if named and item.startswith("values:") else item


def told_key(keys: Iterable[Any]) -> str:
    """What is told of ``event.key``, for elements with these keys."""
    given = [key for key in keys if key is not None]
    if not given:
        return "None, for the element is given no key"
    types = " | ".join(sorted({type(key).__name__ for key in given}))
    several = len(set(map(repr, given))) > 1
    return f"{types}, which of them it is: {given[0]!r:.40}, ..." if several else f"{types}, here {given[0]!r:.40}"


_BASE: Final = frozenset(field.name for field in dataclasses.fields(Event))


def shape(cls: type[Any]) -> list[str]:
    """The fields that a class adds to all events', those of one type together: ``["x, y: float", "button: int"]``."""
    by_type: dict[str, list[str]] = {}
    for field in dataclasses.fields(cls):
        if field.repr and not (issubclass(cls, Event) and field.name in _BASE):
            by_type.setdefault(str(field.type), []).append(field.name)
    return [f"{', '.join(names)}: {type}" for type, names in by_type.items()]


# --- names and calls


def argument_of(event: str) -> str:
    """``double_click`` for ``dblclick``: the argument without its ``on_``; an empty text for an event that has none."""
    return _ARGUMENTS.get(event, "").removeprefix("on_")


def given(argument: str, name: str, kind: Kind) -> str:
    """A handler as an argument: ``on_click=save``, or ``on={"map-moved": save}`` for an event that has none of its own."""
    known = argument == "enter" or f"on_{argument}" in EVENTS or argument in (*kind.expected, *kind.usual)
    return f"on_{argument}={name}" if known else f'on={{"{argument}": {name}}}'


def handler_name(label: str, argument: str, taken: Collection[str] = ()) -> str:
    """A name that is not taken yet: ``on_save_click`` for what is labelled "Save". argument: without its ``on_``."""
    name = f"on_{slug(label)}_{slug(argument) or 'event'}"
    numbers = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbers if one not in taken)


def slug(text: str) -> str:
    """The letters and digits of a text as a part of a name; an empty text where there are none."""
    text = re.sub(r"['’]", "", text.casefold())
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"\w+", plain if re.search(r"[a-z]", plain) else unicodedata.normalize("NFKC", text))
    found = ""
    for word in words:
        if found and len(found) + 1 + len(word) > _LONGEST_NAME:
            break
        found = f"{found}_{word}" if found else word[:_LONGEST_NAME]
    found = found.strip("_")
    return found if f"on_{found}".isidentifier() else ""


def call_of(kind: Kind, tag: str, label: str, argument: str, name: str, library: str = "sk") -> str:
    """The line in the page: ``sk.button("Save", on_click=on_save_click)``. argument: without its ``on_``."""
    component, more = kind.component, given(argument, name, kind)
    if component == "element":
        return f'{library}.element("{tag}", ..., {more})'
    if component == "form":
        return f"with {library}.form({more}): ..."
    if component == "table":
        return f"{library}.table(..., {given})"
    return f"{library}.{component}({_quoted(label)}, {more})"


def _quoted(text: str) -> str:
    short = text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"
    return '"' + short.replace("\\", "\\\\").replace('"', '\\"') + '"'
