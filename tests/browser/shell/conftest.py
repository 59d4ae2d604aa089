"""One browser and one small server for the tests of the page's side, under the strict Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ..conftest import SETTINGS, watch
from .runtime_folder import make_runtime

HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Test</title>'
SHELL = '<script type="module" src="skerry/py-app.js"></script>'


@pytest.fixture(scope="session")
def shell_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the runtime and an empty page; tests write further pages into it."""
    folder = tmp_path_factory.mktemp("shell")
    make_runtime(folder)
    (folder / "empty.html").write_text(f"{HEAD}<main id=place></main>")
    (folder / "lab.html").write_text(f"{HEAD}{SHELL}<main id=place></main>")
    return folder


@pytest.fixture(scope="session")
def shell_site(serve: Callable[[Path], str], shell_folder: Path) -> str:
    return serve(shell_folder)


@pytest.fixture(scope="session")
def shell_browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture(scope="module")
def shell_tab(shell_browser: Browser, shell_site: str) -> Iterator[Page]:
    """The tab that a module's tests use one after another: a new one costs more than most of them take."""
    context = shell_browser.new_context(base_url=shell_site)
    yield context.new_page()
    context.close()


@pytest.fixture
def shell_page(shell_tab: Page) -> Iterator[Page]:
    """A page anew, with nothing in it but ``<main id=place>``; errors of the page fail the test."""
    failures = watch(shell_tab)
    shell_tab.goto("empty.html")
    yield shell_tab
    shell_tab.unroute_all()
    assert not failures, failures


class Lab:
    """A page with Python running, opened when it is asked for, and once more where it has crashed."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self._site = browser, site
        self._page: Page | None = None
        self._failures: list[list[str]] = []

    def page(self) -> Page:
        if self._page is None:
            page = self._page = self._browser.new_context(base_url=self._site).new_page()
            self._failures.append(watch(page))
            page.on("crash", lambda _: self.close())
            page.goto("lab.html")
        return self._page

    def close(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            page.context.close()

    @property
    def failures(self) -> list[str]:
        """Of all pages that there were."""
        return [failure for of_one in self._failures for failure in of_one]


@pytest.fixture(scope="module")
def labs(shell_browser: Browser, shell_site: str) -> Iterator[Lab]:
    lab = Lab(shell_browser, shell_site)
    yield lab
    lab.close()
    assert not lab.failures, lab.failures


@pytest.fixture
def lab(labs: Lab) -> Page:
    """A page with Python running, shared by a module's tests, each of which mounts apps of its own. One that crashes is no reason for
    the tests after it to fail."""
    return labs.page()


Mounted = Callable[..., None]


@pytest.fixture
def mount(lab: Page) -> Iterator[Mounted]:
    """``mount(source, id="app", attributes="")`` puts an app with inline source into the lab and waits for it."""

    def put(source: str, id: str = "app", attributes: dict[str, str] | None = None, ready: bool = True) -> None:
        lab.evaluate(
            """async ([source, id, attributes, ready, patience]) => {
              const app = document.createElement("py-app");
              app.id = id;
              for (const [name, value] of Object.entries(attributes)) app.setAttribute(name, value);
              const script = document.createElement("script");
              script.type = "text/python";
              script.textContent = source;
              app.append(script);
              document.querySelector("#place").append(app);
              if (!ready) return;
              await new Promise((done) => queueMicrotask(done));
              const late = () => new Error(`The app was not ready in ${patience / 1000} s. It is ${app.dataset.state}: ${app.textContent}`);
              await Promise.race([app.ready, new Promise((_, fail) => setTimeout(() => fail(late()), patience))]);
            }""",
            [source, id, attributes or {}, ready, SETTINGS.NAVIGATION_TIMEOUT_MS],
        )

    yield put
    lab.evaluate("document.querySelector('#place').replaceChildren()")


Opened = Callable[..., Page]


@pytest.fixture
def opened(shell_browser: Browser, shell_site: str, shell_folder: Path) -> Iterator[Opened]:
    """``opened(source)``: a page of its own with an app. prepare: is given the page before it loads anything."""
    contexts = []

    def open_page(source: str, prepare: Callable[[Page], object] = lambda page: None, name: str = "opened", **options: Any) -> Page:
        (shell_folder / f"{name}.py").write_text(source)
        (shell_folder / f"{name}.html").write_text(f'{HEAD}{SHELL}<main><py-app src="{name}.py"></py-app></main>')
        context = shell_browser.new_context(base_url=shell_site, **options)
        contexts.append(context)
        page = context.new_page()
        failures = watch(page)
        prepare(page)
        page.goto(f"{name}.html")
        page.wait_for_selector("py-app[data-state=ready], py-app[data-state=error]", timeout=SETTINGS.NAVIGATION_TIMEOUT_MS)
        assert not failures, failures
        return page

    yield open_page
    for context in contexts:
        context.close()
