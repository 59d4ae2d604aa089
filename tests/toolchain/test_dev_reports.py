"""What pages may tell, and how the terminal shows it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from skerry_toolchain.dev.hub import News
from skerry_toolchain.dev.project import Snapshot
from skerry_toolchain.dev.reports import ErrorReport, Frame, Log, Note, ReportError, parse_reports
from skerry_toolchain.dev.terminal import Terminal


def parsed(*items: Any) -> list[Any]:
    return parse_reports(json.dumps(items).encode())


FRAME = {"file": "app.py#2", "line": 2, "function": "fails", "source": "return [][3]", "app": True}
ERROR = {
    "kind": "error", "tab": "a", "title": "IndexError", "message": "out of range", "text": "Traceback ...", "handler": "fails",
    "fatal": False, "traceback": [{**FRAME, "file": "run.py", "line": 9, "app": False, "function": "step"}, FRAME],
}  # fmt: skip


def test_the_kinds_of_reports() -> None:
    log, error, note = parsed({"kind": "log", "tab": "a", "level": "info", "text": "hi"}, ERROR, {"kind": "note", "text": "ok"})
    assert log == Log("a", "info", "hi")
    assert note == Note("", "ok")
    assert isinstance(error, ErrorReport)
    assert error.traceback[1] == Frame("app.py", 2, "fails", "return [][3]", True)


def test_control_characters_are_left_out() -> None:
    (log,) = parsed({"kind": "log", "level": "info", "text": "a\x1b[2Jb\x07\r\nc\td\x9b"})
    assert log.text == "a[2Jb\nc\td"


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[1]", b'[{"kind": "else"}]', b'[{"kind": "log", "text": 3}]', b'[{"kind": "error", "traceback": 1}]',
     b'[{"kind": "error", "traceback": [{"line": "x"}]}]', b"\xff", b"[" + b"{}," * 501 + b"{}]"],
)  # fmt: skip
def test_what_is_no_report_is_refused(body: bytes) -> None:
    with pytest.raises(ReportError):
        parse_reports(body)


class Shown:
    """A terminal of 100 columns without colours; time stands still unless ``now`` is set."""

    def __init__(self, source: str = "def fails():\n    return [][3]\n") -> None:
        self.now = 0.0
        self._out = io.StringIO()
        snapshot = Snapshot("app.py", {"app.py": source}, {}, frozenset())
        console = Console(file=self._out, width=100, color_system=None)
        self.terminal = Terminal(console, lambda: snapshot, Path("/home/ada"), lambda: self.now, lambda: "12:00:00")

    def of(self, *items: Any) -> str:
        self.terminal.show(parsed(*items))
        return self.text()

    def text(self) -> str:
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text


def test_lines_have_time_kind_and_indentation() -> None:
    shown = Shown().of({"kind": "log", "tab": "a", "level": "info", "text": "one\ntwo [bold]"})
    assert shown == "12:00:00  print   one\n                  two [bold]\n"


def test_tabs_are_told_apart_once_there_are_several() -> None:
    shown = Shown()
    assert "tab" not in shown.of({"kind": "log", "tab": "a", "level": "info", "text": "x"})
    assert "tab 2  x" in shown.of({"kind": "log", "tab": "b", "level": "warning", "text": "x"})
    assert "tab 1  x" in shown.of({"kind": "log", "tab": "a", "level": "info", "text": "x"})


def test_an_error_shows_the_apps_frames_first_with_the_lines_around() -> None:
    text = Shown().of(ERROR)
    own = ["IndexError", "in fails", "out of range", "/home/ada/app.py:2 in fails", "def fails():", "return [][3]"]
    order = [*own, "1 more outside", "run.py:9"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "❱ 2" in text


def test_a_line_that_is_another_by_now_is_shown_as_it_was() -> None:
    text = Shown("# a file that was saved since\n").of(ERROR)
    assert "return [][3]" in text
    assert "saved since" not in text


def test_the_same_error_from_another_tab_is_one_line() -> None:
    shown = Shown()
    shown.of(ERROR)
    assert "(the same)" in shown.of({**ERROR, "tab": "b"})
    shown.now = 60.0
    assert "(the same)" not in shown.of({**ERROR, "tab": "a"})


def test_the_same_error_from_the_same_tab_is_shown_again() -> None:
    shown = Shown()
    shown.of(ERROR)
    assert "(the same)" not in shown.of(ERROR)


def test_news_says_what_changed_and_for_how_many() -> None:
    shown = Shown()
    shown.terminal.news(News("2", ("app.py", "one.py")), 2)
    assert "app.py, one.py changed: reloading 2 pages" in shown.text()
    shown.terminal.news(News("3", ("app.py",)), 0)
    assert "no page is open" in shown.text()
