"""What a page tells the development server: log lines and errors, checked and made safe to print.

A report is a JSON array. Each item has ``kind`` ("log", "error" or "note") and ``tab``, and

    log    level, text
    error  title, message, text, handler, fatal, traceback: [{file, line, function, source, app}]
    note   text: what the page did, such as having taken a change
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

__all__ = ["ErrorReport", "Frame", "Log", "Note", "Report", "ReportError", "parse_reports"]

MOST_ITEMS: Final = 500
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INSTANCE: Final = re.compile(r"#\d+$")
_LEVELS: Final = ("debug", "info", "warning", "error")


class ReportError(ValueError):
    """A report is not as it should be."""


@dataclass(frozen=True, slots=True)
class Log:
    tab: str
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    file: str
    line: int
    function: str
    source: str
    app: bool


@dataclass(frozen=True, slots=True)
class ErrorReport:
    tab: str
    title: str
    message: str
    text: str
    handler: str
    fatal: bool
    traceback: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Note:
    tab: str
    text: str


Report: TypeAlias = Log | ErrorReport | Note


def parse_reports(body: bytes) -> list[Report]:
    """The reports in a request's body. Raises ``ReportError`` that names what is wrong."""
    try:
        items = json.loads(body)
    except ValueError as error:
        raise ReportError(f"a report is a JSON array, this is none: {error}") from None
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise ReportError(f"a report is a JSON array of at most {MOST_ITEMS} items")
    return [_report(item) for item in items]


def _report(item: Any) -> Report:
    if not isinstance(item, dict) or item.get("kind") not in _BY_KIND:
        raise ReportError(f"each item has a kind, one of {', '.join(_BY_KIND)}; this one: {item!r:.80}")
    return _BY_KIND[item["kind"]](item)


def _log(item: Mapping[str, Any]) -> Log:
    level = _text(item, "level")
    return Log(_text(item, "tab"), level if level in _LEVELS else "info", _text(item, "text"))


def _error(item: Mapping[str, Any]) -> ErrorReport:
    frames = item.get("traceback", [])
    if not isinstance(frames, list) or not all(isinstance(frame, dict) for frame in frames):
        raise ReportError(f"traceback is a list of frames, not {frames!r:.80}")
    return ErrorReport(
        tab=_text(item, "tab"),
        title=_text(item, "title"),
        message=_text(item, "message"),
        text=_text(item, "text"),
        handler=_text(item, "handler"),
        fatal=item.get("fatal") is True,
        traceback=tuple(_frame(frame) for frame in frames),
    )


def _frame(item: Mapping[str, Any]) -> Frame:
    line = item.get("line", 0)
    if not isinstance(line, int):
        raise ReportError(f"a frame's line is a number, not {line!r:.80}")
    file = _INSTANCE.sub("", _text(item, "file"))
    return Frame(file, line, _text(item, "function"), _text(item, "source"), item.get("app") is True)


def _note(item: Mapping[str, Any]) -> Note:
    return Note(_text(item, "tab"), _text(item, "text"))


def _text(item: Mapping[str, Any], name: str) -> str:
    """A text without what could steer a terminal: it may hold what the app got from anywhere."""
    value = item.get(name, "")
    if not isinstance(value, str):
        raise ReportError(f"{name} is a text, not {value!r:.80}")
    return _CONTROL.sub("", value.replace("\r\n", "\n"))


_BY_KIND: Final[dict[str, Callable[[Mapping[str, Any]], Report]]] = {"log": _log, "error": _error, "note": _note}
