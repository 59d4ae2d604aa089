"""The benchmark measures what it says: each operation really happens, in vanilla JavaScript and in Skerry alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bench.__main__ import markdown
from bench.latency import delays
from bench.report import rows_tables
from bench.rows import CREATE, OPERATIONS, Subject
from bench.server import SLOW, Server
from bench.site import make_rows
from bench.smooth import Drag, smoothness
from bench.trace import Event, Part, parts

from ..conftest import SETTINGS


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("bench")
    make_rows(folder, ("vanilla", "skerry"))
    with Server(folder) as server:
        yield server


@pytest.fixture(scope="module")
def untraced(chromium: Browser) -> Iterator[Browser]:
    """A browser of its own: the trace of the tests' browser has a picture of ten thousand rows for each click."""
    browser = chromium.browser_type.launch(**SETTINGS.launch_options())
    yield browser
    browser.close()


@pytest.mark.parametrize("name", ["vanilla", "skerry"])
def test_a_round_does_each_operation_and_times_it(untraced: Browser, host: Server, name: str) -> None:
    subject = Subject(untraced, host.base, name)
    found = subject.one_round()
    assert {part.name for part in found} == {operation.name for operation in OPERATIONS}
    assert all(part.script + part.rendering > 0 and part.total > 0 for part in found)
    empty = subject.heaps()
    subject.do(CREATE)
    full = subject.heaps()
    assert full.page > empty.page + 1000 * 1000  # eight elements in a row
    assert (full.wasm > 0) == (name == "skerry")
    subject.close()


SIZES = """() => ["#tbody", "#tbody > tr", "#tbody a"].map((one) => {
  const { width, height } = document.querySelector(one).getBoundingClientRect();
  return [width, height];
})"""


def test_rows_are_of_one_size_whoever_made_them(untraced: Browser, host: Server) -> None:
    sizes = []
    for name in ("vanilla", "skerry"):
        subject = Subject(untraced, host.base, name)
        subject.do(CREATE)
        subject.page.evaluate("for (const link of document.querySelectorAll('#tbody a')) link.textContent = 'the same'")
        sizes.append(subject.page.evaluate(SIZES))
        subject.close()
    assert sizes[0] == sizes[1]


def test_the_host_is_slow_when_asked_and_counts(untraced: Browser, host: Server) -> None:
    host.use(SLOW)
    page = untraced.new_page()
    page.goto(f"{host.base}/rows/vanilla/")
    waited = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    sent, requests = host.counted()
    page.close()
    assert waited >= 1000 * SLOW.delay
    assert requests >= 3  # the document, the style sheet, the script; Bootstrap's font where Bootstrap is installed
    assert sent > 2000


def event(name: str, start: float, end: float, **data: object) -> Event:
    return Event(name, start, end, (start, end), (1, 1), data)


def test_a_part_ends_with_the_commit_after_the_last_cause() -> None:
    trace = [
        event("bench:swap", 0, 0),
        event("EventDispatch", 1, 4, type="click"),
        event("FunctionCall", 2, 3, url="http://here/app.js"),
        event("Commit", 5, 6),  # of the hover
        event("FireAnimationFrame", 9, 12),
        event("Layout", 12, 15),
        event("Commit", 16, 18),
        event("FunctionCall", 20, 21, url=""),  # the one that asks whether it is done
        event("bench:end", 30, 30),
    ]
    assert parts(trace, "http://here") == [Part("swap", total=17, script=6, rendering=6)]
    with pytest.raises(ValueError, match="swap: no commit after the click"):
        parts([one for one in trace if one.name != "Commit"], "http://here")


def test_a_delay_is_from_a_click_to_the_change_that_follows_it() -> None:
    trace = [
        event("changed", 0, 0),  # from before
        event("EventDispatch", 1, 2, type="click"),
        event("EventDispatch", 1, 2, type="pointerup"),
        event("changed", 3, 3),
        event("changed", 4, 4),
        event("EventDispatch", 6, 7, type="click"),  # nothing comes of it
        event("EventDispatch", 10, 11, type="click"),
        event("changed", 15, 15),
    ]
    assert delays(trace) == [2, 5]


def test_a_frame_of_a_drag_is_a_commit_after_a_layout() -> None:
    trace = [
        event("EventDispatch", 0, 2, type="pointermove"),
        event("Layout", 3, 4),
        event("Commit", 5, 6),
        event("Commit", 100, 101),  # nothing has moved
        event("Layout", 480, 490),
        event("Commit", 495, 496),
        event("EventDispatch", 499, 500, type="pointermove"),
    ]
    assert smoothness(trace, "http://here") == Drag(frames=4, script=1.5, rendering=7, moves=4)
    with pytest.raises(ValueError, match="no pointermove"):
        smoothness(trace[1:-1], "http://here")


def test_the_report_gives_medians_ratios_and_their_weighted_mean() -> None:
    def samples(*totals: float) -> list[Part]:
        return [Part("", total, total / 4, total / 4) for total in totals]

    found = {operation.name: {"vanilla": samples(1, 2, 30), "skerry": samples(5, 6, 7)} for operation in OPERATIONS}
    totals, work = rows_tables(found)
    assert totals.rows[0] == ["create 1,000", "2.00 ms", "6.00 ms ×3.00"]
    assert work.rows[0] == ["create 1,000", "1.00 ms (0.5)", "3.00 ms ×3.00 (1.5)"]
    assert totals.rows[-1] == ["geometric mean", "**×1.00**", "**×3.00**"]
    about = dict.fromkeys(
        ["date", "chromium", "pyodide", "pyscript", "react", "wybthon", "machine", "cores", "load", "load after"], "?"
    )
    assert "| create 1,000 | 2.00 ms | 6.00 ms ×3.00 |" in markdown({**about, "rounds": 3}, [totals])
