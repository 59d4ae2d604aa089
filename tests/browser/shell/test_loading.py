"""What a person sees when something is missing, broken or slow: what is wrong, what to do, and a way to try again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .conftest import HEAD, SHELL

HELLO = """
import skerry as sk

@sk.page("/")
def home():
    sk.button("Here I am")
"""


@pytest.fixture
def page(shell_browser: Browser, shell_site: str, shell_folder: Path) -> Iterator[Page]:
    (shell_folder / "hello.py").write_text(HELLO)
    (shell_folder / "hello.html").write_text(f'{HEAD}{SHELL}<main><py-app src="hello.py">One moment</py-app></main>')
    context = shell_browser.new_context(base_url=shell_site)
    yield context.new_page()
    context.close()


def opened(page: Page, folder: Path, source: str, name: str = "broken") -> None:
    (folder / f"{name}.py").write_text(source)
    (folder / f"{name}.html").write_text(f'{HEAD}{SHELL}<main><py-app src="{name}.py"></py-app></main>')
    page.goto(f"{name}.html")


def test_a_progress_bar_says_what_comes_and_how_much(page: Page) -> None:
    go_on = threading.Event()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route) if not go_on.is_set() else route.continue_()

    page.route("**/*.snapshot", hold)
    page.goto("hello.html")
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    expect(page.locator("py-app")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_text("One moment")).to_be_visible()
    expect(page.get_by_text("MB", exact=False).first).to_be_visible()
    go_on.set()
    for route in held:
        route.continue_()
    expect(page.get_by_role("button", name="Here I am")).to_be_visible()
    expect(bar).to_have_count(0)


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/octet-stream"])
def test_the_type_that_a_host_gives_the_interpreter_does_not_matter(page: Page, kind: str, shell_folder: Path) -> None:
    wasm = (shell_folder / "skerry/pyodide/pyodide.asm.wasm.gz").read_bytes()
    page.route("**/pyodide.asm.wasm*", lambda route: route.fulfill(body=wasm, content_type=kind))
    page.goto("hello.html")
    expect(page.get_by_role("button", name="Here I am")).to_be_visible()


def test_a_host_that_answers_with_a_page_instead_of_a_file_is_told_apart(page: Page, shell_folder: Path) -> None:
    page.route("**/hello.py", lambda route: route.fulfill(body="<!doctype html><p>Home</p>", content_type="text/html"))
    page.goto("hello.html")
    expect(page.get_by_role("alert")).to_contain_text("is a web page, not the app's source")


def test_a_browser_without_webassembly_is_told(page: Page) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto("hello.html")
    expect(page.get_by_role("alert")).to_contain_text("WebAssembly")
    expect(page.get_by_text("One moment")).to_be_visible()


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import skerry as sk\ndef home(:\n", ["SyntaxError", "broken.py, line 2"]),
        ("import skerry as sk\nimport tkinter\n", ["tkinter", "broken.py, line 2"]),
        ("import skerry as sk\nimport colection\n", ["colection", "broken.py, line 2"]),
        ("import skerry as sk\n", ["defines no page"]),
        ("import skerry as sk\n@sk.page('/')\ndef home():\n    sk.button('x', on_clik=print)\n", ["on_clik", "Did you mean 'on_click'", "line 4"]),
        ("import skerry as sk\n@sk.page('/')\ndef home():\n    sk.headin('x')\n", ["headin", "line 4"]),
        ("import skerry as sk\ndef f(x): ...\n@sk.page('/')\ndef home():\n    sk.button('x', on_click=f)\n", ["parameter 'x'"]),
    ],
)
def test_an_app_that_cannot_be_shown_says_where_it_is_wrong(page: Page, shell_folder: Path, source: str, says: list[str]) -> None:
    opened(page, shell_folder, source)
    alert = page.locator("section[role=alert]")
    for text in says:
        expect(alert).to_contain_text(text)


def test_a_missing_app_is_named(page: Page, shell_folder: Path) -> None:
    (shell_folder / "missing.html").write_text(f'{HEAD}{SHELL}<main><py-app src="nowhere.py"></py-app></main>')
    page.goto("missing.html")
    expect(page.get_by_role("alert")).to_contain_text("nowhere.py")
    expect(page.get_by_role("alert")).to_contain_text("404")


def test_a_handler_that_raises_is_shown_with_the_apps_own_line_and_the_app_goes_on(page: Page, shell_folder: Path) -> None:
    opened(
        page,
        shell_folder,
        """
import skerry as sk

@sk.state
class S:
    n: int = 0

def fails(s: S):
    s.n = 99
    return [][3]

def add(s: S):
    s.n += 1

@sk.page("/")
def home(s: S):
    sk.heading(s.n)
    sk.button("Fail", on_click=fails)
    sk.button("Add", on_click=add)
""",
        "raises",
    )
    page.get_by_role("button", name="Fail").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("IndexError")
    expect(alert).to_contain_text("return [][3]")
    expect(page.get_by_role("heading", level=1)).to_have_text("0")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1")
    page.get_by_role("button", name="Dismiss").press("Enter")
    expect(alert).to_have_count(0)
