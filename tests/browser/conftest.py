"""One browser for all browser tests, with the settings of playwright.config.py; traces and screenshots of what fails are kept."""

from __future__ import annotations

import fcntl
import functools
import os
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]


def _settings() -> Any:
    spec = spec_from_file_location("playwright_config", ROOT / "playwright.config.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SETTINGS = _settings()
OPEN: list[BrowserContext] = []
"""The contexts that are open now; what they show is kept when a test fails."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Its contexts have the settings' viewport and timeouts, and are traced."""
    expect.set_options(timeout=SETTINGS.EXPECT_TIMEOUT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**SETTINGS.launch_options())
        _trace_contexts(browser)
        yield browser
        browser.close()


def _trace_contexts(browser: Browser) -> None:
    make = browser.new_context

    def new_context(**options: Any) -> BrowserContext:
        context = make(**{**SETTINGS.context_options(), **options})
        context.set_default_timeout(SETTINGS.ACTION_TIMEOUT_MS)
        context.set_default_navigation_timeout(SETTINGS.NAVIGATION_TIMEOUT_MS)
        context.tracing.start(snapshots=SETTINGS.TRACE_SNAPSHOTS)
        OPEN.append(context)
        context.on("close", lambda closed: OPEN.remove(closed) if closed in OPEN else None)
        return context

    browser.new_context = new_context  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "call":
        for number, context in enumerate(OPEN):
            _keep(context, item, number) if report.failed else _forget(context)
    return report


def _keep(context: BrowserContext, item: pytest.Item, number: int) -> None:
    folder = SETTINGS.RESULTS / re.sub(r"[^\w.-]+", "-", item.nodeid)
    folder.mkdir(parents=True, exist_ok=True)
    for page_number, page in enumerate(context.pages):
        with suppress(Error):  # of a page that has crashed
            page.screenshot(path=folder / f"{number}-{page_number}.png", full_page=True)
    context.tracing.stop_chunk(path=folder / f"{number}-trace.zip")
    context.tracing.start_chunk()


def _forget(context: BrowserContext) -> None:
    """A context that several tests share keeps the trace of the last one only."""
    context.tracing.stop_chunk()
    context.tracing.start_chunk()


def watch(page: Page) -> list[str]:
    """Uncaught errors of the page and violations of the policy, as they come."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(f"{error}\n{error.stack or ''}"))
    page.on("console", lambda m: failures.append(m.text) if "Content Security Policy" in m.text else None)
    return failures


def launch_with_back_cache(chromium: Browser) -> Browser:
    """A browser of its own that puts documents aside when they are left, as people's browsers do."""
    return chromium.browser_type.launch(**SETTINGS.launch_options(), ignore_default_args=["--disable-back-forward-cache"])


def gone_back(page: Page, url: str) -> tuple[bool, list[str]]:
    """Go back to the document with this address, which has set ``window.here``: whether it is that same one, and if not, why."""
    page.evaluate("void setTimeout(() => history.back())")  # the call is over before the page is another one
    page.wait_for_url(url, wait_until="commit")
    here, reasons = page.evaluate("[window.here, performance.getEntriesByType('navigation')[0].notRestoredReasons?.reasons ?? []]")
    return here is True, [one["reason"] for one in reasons]


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".js": "text/javascript"}

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        if path.is_file() and time.time() - path.stat().st_mtime < 2:  # dates tell files apart by the second only
            del self.headers["If-Modified-Since"]
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", SETTINGS.CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder under the strict policy; gives its base URL, with a slash at the end."""
    servers = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://{SETTINGS.HOST}:{server.server_port}/"

    yield start
    with ThreadPoolExecutor(max(1, len(servers))) as pool:  # each takes up to half a second to notice
        list(pool.map(ThreadingHTTPServer.shutdown, servers))
    for server in servers:
        server.server_close()


@pytest.fixture(scope="session")
def gallery_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery as `skerry demo` builds it. It takes long, so it is built once for all processes, and no test changes it."""
    from skerry_toolchain.site.gallery import build_gallery

    top = tmp_path_factory.getbasetemp()
    top = top.parent if "PYTEST_XDIST_WORKER" in os.environ else top
    folder = top / "gallery"
    with (top / "gallery.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            build_gallery(top / "gallery-unfinished")
            (top / "gallery-unfinished").rename(folder)
    return folder


@pytest.fixture(scope="session")
def gallery(serve: Callable[[Path], str], gallery_folder: Path) -> str:
    """The gallery, served; its base URL."""
    return serve(gallery_folder)
