"""What an error says to a developer: its kind, its message, and its frames with their source lines, the app's marked."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Callable
from typing import Any, Final

from .errors import PageNotFound
from .net import redact

__all__ = ["describe"]

_LONGEST: Final = 20_000
"""Characters of a message or traceback that are shown: an error may have been made of all that a person pasted."""


def describe(error: BaseException, is_app: Callable[[str], bool] = lambda _: True) -> dict[str, Any]:
    """The fields of an ``error`` message: title, message, traceback (innermost frame last) and text; address, where it is the
    page's that is wrong.

    is_app: whether a file name is one of the app's; where any frame is, the text leaves out the frames before the
    first of them, which are the framework's. An address that a person has entered is no error of anybody's code.
    """
    frames = [_frame(frame, line, is_app) for frame, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, PageNotFound) and not any(frame["app"] for frame in frames):
        text = redact(_shortened(_message(error)))
        return {"title": "There is no such page", "message": text, "traceback": [], "text": text, "address": True}
    if isinstance(error, SyntaxError) and error.filename:
        frames.append(_syntax_frame(error, is_app))
    return {
        "title": type(error).__name__,
        "message": redact(_shortened(_message(error))),
        "traceback": frames,
        "text": redact(_shortened(_text(error, is_app))),
    }


def _shortened(text: str) -> str:
    """What is too long for people loses its middle."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]}\n... {len(text) - _LONGEST} more characters ...\n{text[-half:]}"


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return error.msg
    try:
        text = str(error)
    except Exception as other:
        text = f"(its text could not be made: {type(other).__name__} in {type(error).__name__}.__str__)"
    notes = getattr(error, "__notes__", ())
    return "\n".join([text, *notes]) if notes else text


def _frame(frame: Any, line: int, is_app: Callable[[str], bool]) -> dict[str, Any]:
    code = frame.f_code
    return {
        "file": code.co_filename,
        "line": line,
        "function": code.co_qualname,
        "source": linecache.getline(code.co_filename, line, frame.f_globals).strip(),
        "app": is_app(code.co_filename),
    }


def _syntax_frame(error: SyntaxError, is_app: Callable[[str], bool]) -> dict[str, Any]:
    name = error.filename or ""
    source = (error.text or linecache.getline(name, error.lineno or 0)).rstrip()
    return {"file": name, "line": error.lineno or 0, "function": "", "source": source, "app": is_app(name)}


def _text(error: BaseException, is_app: Callable[[str], bool]) -> str:
    trace = error.__traceback__
    first = trace
    while first is not None and not is_app(first.tb_frame.f_code.co_filename):
        first = first.tb_next
    return "".join(traceback.format_exception(type(error), error, first or trace))
