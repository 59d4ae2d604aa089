"""Shows in the terminal what pages report: lines as they are, errors with the app's frames first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.syntax import Syntax
from rich.text import Text

from .hub import News
from .project import Snapshot
from .reports import ErrorReport, Frame, Log, Note, Report

__all__ = ["Terminal"]

_STYLES: Final = {"debug": "dim", "info": "", "warning": "yellow", "error": "red"}
_AROUND: Final = 2
_SAME_FOR: Final = 2.0


class Terminal:
    """Writes to a rich console.

    snapshot: gives the app as it is now, for the lines around an error. root: the app's folder, for paths that an
    editor's terminal can open. now: seconds, and clock: the time of day as text.
    """

    def __init__(
        self,
        console: Console,
        snapshot: Callable[[], Snapshot],
        root: Path,
        now: Callable[[], float] = time.monotonic,
        clock: Callable[[], str] = lambda: time.strftime("%H:%M:%S"),
    ) -> None:
        self.console = console
        self._snapshot = snapshot
        self._root = root
        self._now = now
        self._clock = clock
        self._tabs: dict[str, int] = {}
        self._last: tuple[ErrorReport, float] | None = None

    def show(self, reports: Iterable[Report]) -> None:
        for report in reports:
            number = self._tabs.setdefault(report.tab, len(self._tabs) + 1)
            _SHOW[type(report)](self, report, f"tab {number}" if len(self._tabs) > 1 else "")

    def news(self, news: News, listeners: int) -> None:
        """The app's files changed."""
        pages = f"reloading {listeners} page{'' if listeners == 1 else 's'}" if listeners else "no page is open"
        self._line("reload", f"{', '.join(news.changed)} changed: {pages}", "cyan", "")

    def say(self, text: str) -> None:
        self._line("dev", text, "cyan", "")

    def problem(self, text: str) -> None:
        """What is wrong with the app's files as a whole."""
        self._line("warning", text, "yellow", "")

    def _log(self, report: Log, tab: str) -> None:
        self._line("print" if report.level == "info" else report.level, report.text, _STYLES[report.level], tab)

    def _note(self, report: Note, tab: str) -> None:
        self._line("page", report.text, "dim", tab)

    def _line(self, kind: str, text: str, style: str, tab: str) -> None:
        """Time, kind and tab in front; further lines of one text stand under its first."""
        head = Text.assemble((self._clock(), "dim"), "  ", (f"{kind:<8}", style or "green"))
        if tab:
            head.append(f"{tab}  ", "magenta")
        for line in text.split("\n"):
            body = Text(line, style if kind in ("warning", "error", "debug", "page") else "")
            self.console.print(Text.assemble(head, body), soft_wrap=True)
            head = Text(" " * len(head))

    def _error(self, report: ErrorReport, tab: str) -> None:
        if self._is_repeated(report):
            self._line("error", f"{report.title}: {report.message} (the same)", "red", tab)
            return
        title = Text.assemble((report.title, "bold red"), (f"  in {report.handler}" if report.handler else "", "red"))
        subtitle = Text(" · ".join(part for part in (self._clock(), tab) if part), "dim")
        look: dict[str, Any] = {"title_align": "left", "subtitle_align": "right", "border_style": "red"}
        self.console.print(Panel(Group(*self._error_body(report)), title=title, subtitle=subtitle, **look))

    def _is_repeated(self, report: ErrorReport) -> bool:
        """Each of several tabs reports the same error of a file just saved; one traceback is enough."""
        now, last = self._now(), self._last
        self._last = report, now
        if last is None or now - last[1] > _SAME_FOR or last[0].tab == report.tab:
            return False
        return (last[0].title, last[0].message, last[0].traceback) == (report.title, report.message, report.traceback)

    def _error_body(self, report: ErrorReport) -> Iterable[RenderableType]:
        if report.message:
            yield Text(report.message, "bold")
        own = [frame for frame in report.traceback if frame.app]
        for frame in reversed(own):
            yield from self._frame(frame)
        others = [frame for frame in report.traceback if not frame.app]
        if others:
            yield Rule(Text(f"{len(others)} more outside the app", "dim"), style="dim")
            for frame in reversed(others):
                yield Text(f"{frame.file}:{frame.line} in {frame.function}", "dim")
        if not report.traceback and report.text:
            yield Text(report.text, "dim")

    def _frame(self, frame: Frame) -> Iterable[RenderableType]:
        where = f" in {frame.function}" if frame.function else ""
        yield Text.assemble("\n", (f"{_shown(self._root / frame.file)}:{frame.line}", "cyan"), where)
        source = self._snapshot().sources.get(frame.file)
        lines = source.splitlines() if source is not None else []
        if not 1 <= frame.line <= len(lines) or frame.source.strip() not in lines[frame.line - 1]:
            yield Text(f"    {frame.source}")
            return
        first, last = max(1, frame.line - _AROUND), frame.line + _AROUND
        yield Syntax(
            "\n".join(lines) + "\n", "python", line_numbers=True, line_range=(first, last), highlight_lines={frame.line},
            theme="ansi_dark", background_color="default",
        )  # fmt: skip


def _shown(path: Path) -> str:
    """A path as short as it is clear from where the command was started."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


_SHOW: Final[dict[type, Callable[[Terminal, Any, str], None]]] = {
    Log: Terminal._log,
    ErrorReport: Terminal._error,
    Note: Terminal._note,
}
