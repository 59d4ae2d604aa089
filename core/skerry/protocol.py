"""The messages between a page and its session, and their one encoding.

Nothing else in the core knows JSON. A message is a dict with its kind under ``"t"``; docs/protocol.md describes
every kind and docs/protocol.schema.json is its JSON Schema. The one-letter codes of the operations have names here
and the same names in the shell's ``protocol.js``.
"""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from .errors import ProtocolError, nearest, short

__all__ = [
    "MOST_TEXT", "VERSION", "Message", "Op", "Tree", "carries", "decode", "encode", "json_text", "parse", "snapshot", "stand_in",
]  # fmt: skip

VERSION: Final = 1

MOST_TEXT: Final = 32 * 1024 * 1024
"""Characters that a text of messages from the page may have; the page's outbox.js has the same."""

Message = dict[str, Any]
Op = list[Any]
Tree = str | list[Any]

# Kinds of message that a page sends
HELLO: Final = "hello"
EVENT: Final = "event"
PROPS: Final = "props"
NAVIGATE: Final = "navigate"
ACK: Final = "ack"
HIDE: Final = "hide"
BYE: Final = "bye"
RESULT: Final = "result"
CALL: Final = "call"
STOP: Final = "stop"
STORED: Final = "stored"
# Kinds of message that a session sends (besides HELLO)
PATCH: Final = "patch"
ERROR: Final = "error"
LOG: Final = "log"
SAVE: Final = "save"
ASIDE: Final = "aside"
FORGET: Final = "forget"  # also from the page
ANSWER: Final = "answer"

# Codes of the operations in a patch
DEFINE: Final = "d"
INSERT: Final = "+"
REMOVE: Final = "-"
MOVE: Final = ">"
TEXT: Final = "t"
ATTRIBUTE: Final = "a"
PROPERTY: Final = "p"
STYLE: Final = "s"
LISTENERS: Final = "l"
TEMPLATE: Final = "T"
SHAPE: Final = "S"
VALUES: Final = "v"
COMMAND: Final = "c"

MANY: Final = 100
"""A page that has removed so many nodes with one operation acknowledges the patch when it is idle."""

# What a page may send: for each kind, its fields and their types. None allows null.
_FIELDS: Final[dict[str, dict[str, tuple[type, ...]]]] = {
    HELLO: {"version": (int,), "url": (str,), "props": (dict,)},
    EVENT: {"n": (int, list), "e": (str,), "h": (str,), "p": (int,), "s": (int,), "d": (dict,)},
    PROPS: {"props": (dict,), "s": (int,)},
    NAVIGATE: {"url": (str,), "s": (int,)},
    ACK: {"p": (int,)},
    HIDE: {},
    RESULT: {"id": (int,)},
    CALL: {"id": (int,), "name": (str,), "args": (list, dict)},
    STOP: {"id": (int,)},
    STORED: {"stored": (dict,)},
    FORGET: {"names": (list,)},
    BYE: {},
}


def encode(messages: list[Message]) -> str:
    """The text of a list of messages, in order."""
    return json_text(messages)


def json_text(value: Any) -> str:
    return _TEXT.encode(value)


def carries(value: Any) -> bool:
    """Whether a message can carry this value, or what stands for it."""
    try:
        json.dumps(value, allow_nan=False, default=stand_in)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def snapshot(value: Any) -> Any:
    """What the page will have of a value: a copy of lists and dicts, with what stands for the rest.

    Raises ``TypeError`` or ``ValueError`` for what a message cannot carry.
    """
    return json.loads(json.dumps(value, allow_nan=False, default=stand_in))


def stand_in(value: Any) -> Any:
    """What goes to the page for a value that JSON does not know.

    An enum's value; text for decimals, paths, UUIDs and moments (ISO 8601); seconds for a span; a number, text or list for
    numpy's scalars and arrays; None for what pandas calls missing. Raises ``TypeError`` for anything else.
    """
    kind = type(value)
    if isinstance(value, Enum):
        return value.value
    if kind.__name__ in ("NaTType", "NAType") and kind.__module__.partition(".")[0] == "pandas":
        return None
    if isinstance(value, (Decimal, PurePath, UUID)):
        return str(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if kind.__module__.partition(".")[0] == "numpy" and hasattr(value, "dtype"):
        return _of_numpy(value)
    raise TypeError(f"{kind.__name__} cannot go to the page: it takes what JSON can carry (text, numbers, lists, dicts)")


_TEXT: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=stand_in)


def _of_numpy(value: Any) -> Any:
    if value.dtype.kind == "M":
        texts = value.astype(str).tolist()  # item() of a nanosecond would be a number
        return _without_nat(texts)
    if value.dtype.kind == "m":
        seconds = (value / value.dtype.type(1, "s")).tolist()
        return _without_nan(seconds)
    return value.tolist()


def _without_nat(texts: Any) -> Any:
    return [_without_nat(text) for text in texts] if isinstance(texts, list) else None if texts == "NaT" else texts


def _without_nan(numbers: Any) -> Any:
    return [_without_nan(one) for one in numbers] if isinstance(numbers, list) else None if numbers != numbers else numbers


def decode(text: str) -> list[Message]:
    """The messages in a text that a page sent, each checked by kind, field and type.

    Raises ``ProtocolError`` that names the first thing that is wrong.
    """
    messages = parse(text)
    for message in messages:
        check(message)
    return messages


def parse(text: str) -> list[Message]:
    """The messages in a text that a page sent, for ``Session.handle``, which checks each by itself: what is wrong with one is no
    reason to lose the others.

    Raises ``ProtocolError`` for what is no list of messages, or too long.
    """
    if len(text) > MOST_TEXT:
        raise ProtocolError(
            f"The page sent {len(text):,} characters at once, and the most is {MOST_TEXT:,}. Files travel beside the messages: "
            "let the person choose a file instead of pasting what is in it"
        )
    try:
        messages = _MESSAGES.decode(text)
    except ValueError as error:
        raise ProtocolError(f"A message must be JSON, and this is not: {error} in {text[:80]!r}") from None
    except RecursionError:
        raise ProtocolError(f"A message is nested too deeply to be read: {text[:80]!r}") from None
    if not isinstance(messages, list):
        raise ProtocolError(f"Messages come as a list, and this is a {type(messages).__name__}: {text[:80]!r}")
    return messages


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


_MESSAGES: Final = json.JSONDecoder(parse_constant=_no_number)


def check(message: Any) -> None:
    """Raise ``ProtocolError`` unless this is a message that a page may send."""
    if not isinstance(message, dict):
        raise ProtocolError(f"A message is an object, and this is {short(message)}")
    kind = message.get("t")
    fields = _FIELDS.get(kind) if isinstance(kind, str) else None
    if fields is None:
        hint = nearest(kind, _FIELDS) if isinstance(kind, str) else ""
        raise ProtocolError(f"Unknown kind of message {short(kind)}.{hint} The kinds: {', '.join(_FIELDS)}")
    for name, types in fields.items():
        if name not in message:
            raise ProtocolError(f"A message of kind {kind!r} needs the field {name!r}; it has {short(sorted(message))}")
        value = message[name]
        if type(value) not in types:
            expected = " or ".join(t.__name__ for t in types)
            raise ProtocolError(f"Field {name!r} of {kind!r} is {expected}, and {short(value)} was given")


def hello(session: str) -> Message:
    return {"t": HELLO, "version": VERSION, "session": session}


def patch(number: int, answered: int, ops: list[Op]) -> Message:
    """Patch ``number`` (1, 2, ...), made after all events up to sequence number ``answered``."""
    return {"t": PATCH, "p": number, "a": answered, "o": ops}


def save(where: str, name: str, version: int, text: str, *, more: bool = False) -> Message:
    """The text of a state class's instance is to be kept. where: "browser", "tab", or "page" for as long as the page is there.

    more: it goes on in the next message for this class.
    """
    return {"t": SAVE, "where": where, "name": name, "version": version, "text": text, **({"more": True} if more else {})}


def log(level: str, text: str, handler: str = "") -> Message:
    """handler: the name of the handler that said it, where one did."""
    return {"t": LOG, "level": level, "text": text, **({"handler": handler} if handler else {})}
