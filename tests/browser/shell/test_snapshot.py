"""Python comes from a snapshot of its memory, and the long way where that cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import Opened

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
SWITCHING, PLAIN = "stack-switching.snapshot", "plain.snapshot"

APP = """
import random, secrets, tempfile, time, uuid
import skerry as sk

@sk.state
class S:
    n: int = 0

def add(s: S):
    s.n += 1

@sk.page("/")
def home(s: S):
    sk.heading(s.n)
    sk.button("Add", on_click=add)
    chance = [str(random.random()), secrets.token_hex(8), uuid.uuid4().hex, str(uuid.uuid1()), next(tempfile._get_candidate_names())]
    sk.text("chance: " + " ".join(chance))
    sk.text(f"zone: {time.timezone} {time.altzone} {time.tzname} {time.strftime('%Z', time.localtime(1750000000))}")
"""

def way(page: Page) -> str:
    """How Python came up."""
    found: str = page.evaluate(
        """async () => {
          const { runtimeOf } = await import(new URL("skerry/py-app.js", location.href).href);
          return (await runtimeOf(new URL("skerry/manifest.json", location.href)).ready).way;
        }"""
    )
    return found


def works(page: Page) -> None:
    page.get_by_role("button", name="Add").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1")


def test_python_comes_from_a_snapshot_that_fits_the_browser(opened: Opened) -> None:
    asked: list[str] = []
    page = opened(APP, prepare=lambda page: page.on("request", lambda request: asked.append(request.url.rpartition("/")[2])))
    assert way(page) == "snapshot"
    assert SWITCHING in asked and PLAIN not in asked
    works(page)


def test_a_browser_that_cannot_switch_stacks_takes_the_other(opened: Opened) -> None:
    """Such as an iPhone's, where Pyodide has a function less in its table, too."""
    asked: list[str] = []

    def prepare(page: Page) -> None:
        page.add_init_script("delete WebAssembly.Suspending; delete WebAssembly.promising")
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))

    page = opened(APP, prepare=prepare, user_agent=IPHONE)
    assert way(page) == "snapshot"
    assert PLAIN in asked and SWITCHING not in asked
    works(page)


def test_stack_switching_works_in_what_was_restored(opened: Opened) -> None:
    page = opened("""
import time
import skerry as sk
from pyodide.ffi import can_run_sync

@sk.state
class S:
    n: int = 0
    could: bool = False

def steps(s: S):
    s.could = can_run_sync()
    yield
    time.sleep(0.01)
    s.n += 1

@sk.page("/")
def home(s: S):
    sk.heading(f"{s.n} {s.could}")
    sk.button("Go", on_click=steps)
""")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 True")


def test_the_browsers_own_functions_are_put_back(opened: Opened) -> None:
    """What stands in for them while Python starts also saves hundreds of small modules, and a memory that pages are warned of."""
    watch = """
        window.own = [fetch, WebAssembly.instantiateStreaming, WebAssembly.Memory, WebAssembly.Table.prototype.set];
        window.made = 0;
        WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
          construct(target, given) { made++; return new target(...given); },
        });
    """
    page = opened(APP, prepare=lambda page: page.add_init_script(watch))
    assert way(page) == "snapshot"
    after = "[fetch, WebAssembly.instantiateStreaming, WebAssembly.Memory, WebAssembly.Table.prototype.set]"
    assert page.evaluate(f"{after}.map((one, at) => one === own[at])") == [True] * 4
    assert 1 <= page.evaluate("made") < 10
    works(page)


def test_python_evaluates_again_as_pyodide_does_it(opened: Opened) -> None:
    """The lines of a start have been answered without its parser."""
    page = opened(APP)
    assert way(page) == "snapshot"
    evaluated = """async () => {
      const { runtimeOf } = await import(new URL("skerry/py-app.js", location.href).href);
      const { pyodide } = await runtimeOf(new URL("skerry/manifest.json", location.href)).ready;
      return pyodide.runPython("import _pyodide._base as base, pyodide.code; [base.eval_code is pyodide.code.eval_code, base.eval_code('{}')]").toJs();
    }"""
    assert page.evaluate(evaluated) == [True, {}]


def test_two_loads_have_nothing_random_in_common(opened: Opened) -> None:
    """Where a snapshot's memory has the state of a generator in it, both would go on from there."""
    first, second = (opened(APP).get_by_text("chance: ").inner_text().split()[1:] for _ in range(2))
    assert len(first) == len(second) == 5
    assert not set(first) & set(second)


@pytest.mark.parametrize(("timezone", "expected"), [
    ("Europe/Berlin", "-3600 -7200 ('UTC+0100', 'UTC+0200') UTC+0200"),
    ("America/New_York", "18000 14400 ('UTC-0500', 'UTC-0400') UTC-0400"),
    ("Australia/Sydney", "-36000 -39600 ('UTC+1000', 'UTC+1100') UTC+1000"),
    ("Asia/Kolkata", "-19800 -19800 ('UTC+0530', 'UTC+0530') UTC+0530"),
])
def test_the_timezone_is_the_visitors(opened: Opened, timezone: str, expected: str) -> None:
    page = opened(APP, timezone_id=timezone)
    assert way(page) == "snapshot"
    expect(page.get_by_text("zone: ")).to_have_text(f"zone: {expected}")


def spoilt(change: Callable[[bytes], bytes], shell_folder: Path) -> Callable[[Page], None]:
    """The snapshot arrives in another form, and the list of files says that this is right."""
    import hashlib

    content = change((shell_folder / "skerry/pyodide" / SWITCHING).read_bytes())

    def prepare(page: Page) -> None:
        manifest = json.loads((shell_folder / "skerry/manifest.json").read_bytes())
        entry = manifest["files"][SWITCHING]
        entry |= {"size": len(content), "raw": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        page.route("**/manifest.json", lambda route: route.fulfill(json=manifest))
        page.route(f"**/{SWITCHING}", lambda route: route.fulfill(body=content, content_type="application/octet-stream"))

    return prepare


def with_header(**change: Any) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        size = int.from_bytes(content[8:12], "little")
        text = json.dumps({**json.loads(content[12 : 12 + size]), **change}).encode()
        return content[:8] + len(text).to_bytes(4, "little") + text + content[12 + size :]

    return changed


@pytest.mark.parametrize(("change", "reason"), [
    (with_header(build="0" * 64), "it was made with another build of Pyodide"),
    (with_header(state={}), "cannot be used"),
    (with_header(passers=3), "WebAssembly.Module()"),
    (lambda content: content[: len(content) // 2], "it is damaged, or cut short"),
    (lambda content: content[:100], "it is cut short"),
    (lambda content: content[:-50_000] + bytes(50_000), "it is damaged, or cut short"),
], ids=["another build", "Pyodide refuses it", "what passes calls on is none", "half of it", "a part of its header", "damaged"])  # fmt: skip
def test_a_snapshot_that_cannot_be_restored_costs_time_only(
    opened: Opened, shell_folder: Path, change: Callable[[bytes], bytes], reason: str
) -> None:
    texts: list[str] = []
    spoil = spoilt(change, shell_folder)

    def prepare(page: Page) -> None:
        page.on("console", lambda message: texts.append(message.text))
        spoil(page)

    page = opened(APP, prepare=prepare)
    assert way(page) == "plain"
    assert any("Python starts the long way" in text and reason in text for text in texts), texts
    works(page)


def test_what_is_no_whole_header_is_told_apart(shell_page: Page) -> None:
    """As above, but for the start: each is refused where that of a part of a header is."""
    refused = """async (starts) => {
      const { readSnapshot } = await import("./skerry/js/snapshot.js");
      return starts.map((start) => {
        try {
          return readSnapshot(new TextEncoder().encode(start));
        } catch (error) {
          return error.message;
        }
      });
    }"""
    other = "it is no snapshot, or one of another version"
    found = shell_page.evaluate(refused, ["", "skerry", "skerry02\n\0\0\0{}", "<!DOCTYPE html>", "skerry03\n\0\0\0{}"])
    assert found == [other, other, other, other, "it is cut short"]


def test_a_snapshot_with_another_hash_is_not_used(opened: Opened, shell_folder: Path) -> None:
    texts: list[str] = []
    content = (shell_folder / "skerry/pyodide" / SWITCHING).read_bytes()

    def prepare(page: Page) -> None:
        page.on("console", lambda message: texts.append(message.text))
        page.route(f"**/{SWITCHING}", lambda route: route.fulfill(body=content[:-1] + b"!", content_type="application/octet-stream"))

    page = opened(APP, prepare=prepare)
    assert way(page) == "plain"
    assert any("sha256" in text for text in texts), texts
    works(page)


def test_a_snapshot_that_is_missing_is_done_without(opened: Opened) -> None:
    def missing(route: Route) -> None:
        route.fulfill(status=404, body="no")

    page = opened(APP, prepare=lambda page: page.route(f"**/{SWITCHING}", missing))
    assert way(page) == "plain"
    works(page)


def test_an_interpreter_that_traps_before_python_costs_time_only(opened: Opened) -> None:
    """Emscripten's own start is over before anything of the snapshot is used, and nobody is told when it fails."""
    texts: list[str] = []
    trap = """{
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = async (...given) => {
        const { exports } = await instantiate(...given);
        if (!("__wasm_call_ctors" in exports)) return { exports };
        WebAssembly.instantiate = instantiate;
        return { exports: { ...exports, __wasm_call_ctors() { throw new WebAssembly.RuntimeError("unreachable"); } } };
      };
    }"""

    def prepare(page: Page) -> None:
        page.on("console", lambda message: texts.append(message.text))
        page.add_init_script(trap)

    page = opened(APP, prepare=prepare)
    assert way(page) == "plain"
    assert any("Python starts the long way" in text and "unreachable" in text for text in texts), texts
    works(page)
