"""The nine operations of the js-framework-benchmark, keyed: real clicks, timed from the browser's trace.

As in the original: each operation is warmed up as often as there, garbage is collected before it, the processor is slowed down for
the short ones. Unlike there, a page is kept from round to round, for starting Python takes seconds, and subjects take turns, so
that what slows the machine slows them all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

from playwright.sync_api import Browser, CDPSession, Page

from .heaps import Heaps, count_memories, heaps
from .site import ROWS
from .trace import CATEGORIES, Part, events, parts

__all__ = ["OPERATIONS", "Operation", "Samples", "Subject", "measure", "memory"]

Samples: TypeAlias = dict[str, dict[str, list[Part]]]
"""By operation and subject."""

States: TypeAlias = dict[str, dict[str, Heaps]]
"""By state of the page and subject."""


@dataclass(frozen=True, slots=True)
class Operation:
    """press: a selector; done: an expression in the page, of what `before` gave; slow: how much the processor is slowed down;
    weight: in the original's geometric mean."""

    name: str
    press: str
    done: str
    weight: float
    before: str = "0"
    slow: int = 1


CELL: Final = "document.querySelector('#tbody > tr:nth-child({row}) > td:nth-child({cell})')?.textContent"
COUNT: Final = "document.querySelectorAll('#tbody > tr').length"
LINK: Final = "#tbody > tr:nth-child({row}) > td:nth-child({cell}) > a"


def _cell(row: int, cell: int = 1) -> str:
    return CELL.format(row=row, cell=cell)


CREATE: Final = Operation("create 1,000", "#run", f"{COUNT} === 1000", 0.64280248137063)
REPLACE: Final = Operation("replace 1,000", "#run", f"{_cell(1)} !== was", 0.5607178150466176, _cell(1))
UPDATE: Final = Operation("update every 10th", "#update", f"{_cell(991, 2)} === was + ' !!!'", 0.5643800750716564, _cell(991, 2), 4)


def _select(row: int) -> Operation:
    done = f"document.querySelector('#tbody > tr.danger:nth-child({row})')"
    return Operation("select", LINK.format(row=row, cell=2), done, 0.1925635870170522, slow=4)


SELECT: Final = _select(2)
OTHERS: Final = (_select(5), _select(6))
SELECTS: Final = 3
"""In each round, while another row is selected, as in the original, which takes more samples of this, too: it is short, and most
of it is painting, which takes 8 to 18 ms on the same page."""
SWAP: Final = Operation("swap", "#swaprows", f"{_cell(999)} === was", 0.13200612879341714, _cell(2), 4)
REMOVE: Final = Operation("remove", LINK.format(row=4, cell=3) + " > span", f"{COUNT} === was - 1", 0.5277091212292658, COUNT, 2)
CREATE_MANY: Final = Operation("create 10,000", "#runlots", f"{COUNT} === 10000", 0.5644449600965534)
APPEND: Final = Operation("append 1,000", "#add", f"{COUNT} === 2000", 0.5508359820582848)
CLEAR: Final = Operation("clear 1,000", "#clear", f"{COUNT} === 0", 0.4225836631419211, slow=4)

OPERATIONS: Final = (CREATE, REPLACE, UPDATE, SELECT, SWAP, REMOVE, CREATE_MANY, APPEND, CLEAR)

PATIENCE: Final = 60.0
_TRIES: Final = 3
IDLE: Final = 1.5  # seconds, in which what was put off is done
SETTLE: Final = 0.05  # seconds, so that a commit that follows is in the trace


class Subject:
    """One subject's page, ready, and what is done to it."""

    def __init__(self, browser: Browser, base: str, name: str) -> None:
        self.name = name
        self.url = f"{base}/rows/{name}/"
        self.browser = browser
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        count_memories(context)
        self.page: Page = context.new_page()
        self.cdp: CDPSession = self.page.context.new_cdp_session(self.page)
        self.page.goto(self.url)
        started = time.monotonic()
        while not self._answers():
            if time.monotonic() - started > PATIENCE:
                raise TimeoutError(f"{name} has not handled a click within {PATIENCE:.0f} s")
        self.do(CLEAR)

    def _answers(self) -> bool:
        """Whether a click on *create* makes rows; before Python is up it is lost, or kept for later."""
        self.page.locator("#run").click()
        time.sleep(0.3)
        return bool(self.page.evaluate(f"{COUNT} === 1000"))

    def do(self, operation: Operation, *, marked: bool = False) -> None:
        """Click, and wait until it is done. marked: leave marks in the trace around it."""
        was, x, y = self.page.evaluate(
            "([before, press]) => { const was = eval(before); const element = document.querySelector(press); "
            "element.scrollIntoView({ block: 'nearest' }); const box = element.getBoundingClientRect(); "
            "return [was, box.x + box.width / 2, box.y + box.height / 2]; }",
            [operation.before, operation.press],
        )
        if marked:
            self._tell("HeapProfiler.collectGarbage")
            if operation.slow > 1:
                self._tell("Emulation.setCPUThrottlingRate", {"rate": operation.slow})
            self.page.mouse.move(x, y)
            time.sleep(SETTLE)
            self.page.evaluate("name => performance.mark(`bench:${name}`)", operation.name)
        self.page.mouse.click(x, y)
        self._wait(operation, was)
        if marked:
            time.sleep(SETTLE * operation.slow)
            self.page.evaluate("performance.mark('bench:end')")
            if operation.slow > 1:
                self._tell("Emulation.setCPUThrottlingRate", {"rate": 1})

    def _tell(self, command: str, arguments: dict[str, object] | None = None) -> None:
        self.cdp.send(command, arguments, timeout=1000 * PATIENCE)  # a page that has crashed never answers

    def _wait(self, operation: Operation, was: object) -> None:
        until = time.monotonic() + PATIENCE
        while not self.page.evaluate("([done, was]) => Boolean(eval(done))", [operation.done, was]):
            if time.monotonic() > until:
                raise TimeoutError(f"{self.name}: {operation.name} was not done within {PATIENCE:.0f} s")
            time.sleep(0.02)

    def one_round(self) -> list[Part]:
        """Each operation once, on a page as the original has it for that operation.

        On a busy machine a frame may come after the trace's mark: a round without it is none, and is done again.
        """
        for _ in range(_TRIES - 1):
            with suppress(ValueError):
                return self._traced()
        return self._traced()

    def _traced(self) -> list[Part]:
        self.page.bring_to_front()
        self.browser.start_tracing(page=self.page, categories=CATEGORIES)
        try:
            self._operations()
        finally:
            trace = self.browser.stop_tracing()
        return parts(events(trace), self.url.partition("/rows/")[0])

    def _operations(self) -> None:
        self.do(CREATE, marked=True)
        self.do(REPLACE, marked=True)
        self.do(UPDATE, marked=True)
        for number in range(SELECTS):
            self.do(OTHERS[number % len(OTHERS)])
            self.do(SELECT, marked=True)
        for operation in (SWAP, REMOVE):
            self.do(operation, marked=True)
        self.do(CLEAR)
        self.do(CREATE)
        self.do(APPEND, marked=True)
        self.do(REPLACE)
        self.do(CLEAR, marked=True)
        self.do(CREATE_MANY, marked=True)
        self.do(CLEAR)

    def warm_up(self, times: int) -> None:
        """What is compiled while it runs should be compiled. As in the original, with a thousand rows only, and rows selected that
        are not the one that is measured."""
        for _ in range(times):
            for operation in (CREATE, REPLACE, UPDATE, *OTHERS, SWAP, REMOVE, CLEAR):
                self.do(operation)

    def heaps(self) -> Heaps:
        """After a pause, in which what was put off is done."""
        time.sleep(IDLE)
        return heaps(self.page, self.cdp)

    def close(self) -> None:
        self.page.context.close()


def measure(
    browser: Browser, base: str, rounds: int, warm_ups: int, say: Callable[[str], None], names: Sequence[str] = ROWS
) -> Samples:
    """Rounds of all subjects in turn."""
    subjects = [Subject(browser, base, name) for name in names]
    for subject in subjects:
        subject.page.bring_to_front()
        subject.warm_up(warm_ups)
    found: Samples = {operation.name: {name: [] for name in names} for operation in OPERATIONS}
    for number in range(rounds):
        for subject in subjects:
            started = time.monotonic()
            for part in subject.one_round():
                found[part.name][subject.name].append(part)
            say(f"rows, round {number + 1} of {rounds}: {subject.name}, {time.monotonic() - started:.1f} s")
    for subject in subjects:
        subject.close()
    return found


def memory(browser: Browser, base: str, say: Callable[[str], None], names: Sequence[str] = ROWS) -> States:
    """Bytes after collection: of a fresh page, with 1,000 rows, with 10,000, and after clearing them."""
    found: States = {}
    for name in names:
        subject = Subject(browser, base, name)
        for state, operation in (("ready", None), ("1,000 rows", CREATE), ("10,000 rows", CREATE_MANY), ("cleared", CLEAR)):
            if operation:
                subject.do(operation)
            found.setdefault(state, {})[name] = subject.heaps()
        subject.close()
        say(f"memory: {name}")
    return found
