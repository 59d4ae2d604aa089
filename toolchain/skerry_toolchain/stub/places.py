"""Where in the app's source each element was made: found while the page is built, by watching calls return."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from types import CodeType, FrameType
from typing import Any, Final, NamedTuple

from skerry.view import Element, element

from ..parsing import parse

__all__ = ["Place", "Places", "Written"]

_MAKES: Final[CodeType] = element.__code__


class Place(NamedTuple):
    """A call in a source: as Python numbers its lines and columns."""

    file: str
    line: int
    end_line: int
    column: int
    end_column: int


class Places:
    """Used with ``with``: remembers for every element that is made meanwhile by which calls, the innermost first."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Element, tuple[Place, ...]]] = {}

    def __enter__(self) -> Places:
        self._outer = sys.getprofile()
        sys.setprofile(self._profile)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._outer)

    def of(self, one: Element, files: Mapping[str, str]) -> tuple[Place, ...]:
        """The calls in the app's own files that led to an element. files: names of code -> names for people."""
        _, places = self._made.get(id(one), (one, ()))
        return tuple(place._replace(file=files[place.file]) for place in places if place.file in files)

    def _profile(self, frame: FrameType, event: str, result: Any) -> None:
        if event == "return" and frame.f_code is _MAKES and isinstance(result, Element):
            self._made[id(result)] = (result, tuple(_places(frame.f_back)))


def _places(frame: FrameType | None) -> list[Place]:
    found = []
    while frame is not None:
        code = frame.f_code
        line, end_line, column, end_column = next(islice(code.co_positions(), frame.f_lasti // 2, None), (None,) * 4)
        found.append(Place(code.co_filename, line or 0, end_line or 0, column or 0, end_column or 0))
        frame = frame.f_back
    return found


class Written:
    """A source, and what is written at a place in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _calls(self) -> dict[tuple[int, int, int, int], ast.Call]:
        calls = (node for node in ast.walk(parse(self.text)) if isinstance(node, ast.Call))
        return {(c.lineno, c.end_lineno or 0, c.col_offset, c.end_col_offset or 0): c for c in calls}

    def call(self, place: Place) -> ast.Call | None:
        """The call at a place; None where it is not to be found."""
        return self._calls.get(place[1:])

    def names(self, place: Place, argument: str) -> bool:
        """Whether the call at a place has this argument, other than None or an empty list."""
        call = self.call(place)
        given = next((one.value for one in call.keywords if one.arg == argument), None) if call is not None else None
        return given is not None and not (isinstance(given, ast.Constant) and given.value is None) and ast.unparse(given) != "[]"

    def with_argument(self, place: Place, argument: str) -> str:
        """The call with this argument, ``on_click=save``, as one line; an empty text where it does not stand on one."""
        call = self.call(place)
        written = ast.get_source_segment(self.text, call) if call is not None else None
        if call is None or written is None or "\n" in written or not written.endswith(")"):
            return ""
        name = argument.partition("=")[0]
        before = next((keyword for keyword in call.keywords if keyword.arg == name), None)
        if before is not None:
            there = ast.get_source_segment(self.text, before) or ""
            return written.replace(there, argument) if written.count(there) == 1 else ""
        inside = written[:-1].rstrip().removesuffix(",")
        return f"{inside}{', ' if call.args or call.keywords else ''}{argument})"

    def words(self, place: Place) -> str:
        """The fixed words of the call's first argument where others change: ``Remove`` of ``f"Remove {name}"``."""
        call = self.call(place)
        first = call.args[0] if call is not None and call.args else None
        parts = first.values if isinstance(first, ast.JoinedStr) else []
        fixed = (part.value for part in parts if isinstance(part, ast.Constant))
        return " ".join(" ".join(text for text in fixed if isinstance(text, str)).split())
