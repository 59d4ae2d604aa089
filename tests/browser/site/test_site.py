"""A built site in the browser: from a sub-path, with pages, data files and a snippet in another page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from skerry_toolchain.site.builder import build_site

from ..conftest import watch

APP = '''
# /// script
# [tool.skerry]
# files = ["data/*.csv"]
# ///
import skerry as sk
from fleet.names import NAMES

@sk.state
class Seen:
    times: int = 0

def look(state: Seen):
    state.times += 1

def links():
    with sk.element("nav"):
        for path in ("/", "/about/us", "/boat/Tern"):
            sk.link(path, path)

@sk.page("/", title="All boats")
def home(state: Seen):
    links()
    sk.heading(f"{', '.join(NAMES)}: {state.times}")
    sk.button("Look", on_click=look)
    sk.text(sk.file("data/log.csv").decode(), key="log")

@sk.page("/about/us", title="About")
def about():
    links()
    sk.heading("About us")

@sk.page("/boat/{name}")
def boat(name: str):
    links()
    sk.heading(f"Boat {name}")
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host's folder, with the site in a folder of it."""
    root = tmp_path_factory.mktemp("host")
    source = root / "source"
    for name, text in {"app.py": APP, "fleet/__init__.py": "", "fleet/names.py": "NAMES = ['Tern']\n", "data/log.csv": "3 miles"}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    made = build_site(source / "app.py", root / "some" / "where")
    blog = f"<!doctype html><html lang=en><meta charset=utf-8><title>Blog</title><h1>A blog</h1>{made.embed.replace('PATH-TO/where', 'some/where')}"
    (root / "blog.html").write_text(blog)
    return root


@pytest.fixture
def page(chromium: Browser, serve: Callable[[Path], str], folder: Path) -> Iterator[Page]:
    context = chromium.new_context(base_url=serve(folder))
    made = context.new_page()
    failures = watch(made)
    yield made
    context.close()
    assert not failures, failures


def test_pages_have_addresses_of_their_own_wherever_the_site_lies(page: Page) -> None:
    page.goto("some/where/")
    expect(page.get_by_role("heading", name="Tern: 0")).to_be_visible()
    expect(page.get_by_text("3 miles")).to_be_visible()
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="Tern: 1")).to_be_visible()  # the app is there: until then, links lead to other documents
    page.get_by_role("link", name="/about/us").click()
    expect(page.get_by_role("heading", name="About us")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/some/where/about/us$"))
    expect(page).to_have_title("About")
    page.get_by_role("link", name="/boat/Tern").click()
    expect(page.get_by_role("heading", name="Boat Tern")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="Tern: 1")).to_be_visible()
    page.goto("some/where/about/us/")
    expect(page.get_by_role("heading", name="About us")).to_be_visible()


def test_a_snippet_shows_the_app_in_another_page(page: Page) -> None:
    page.goto("blog.html")
    expect(page.get_by_role("button", name="Look")).to_be_visible()
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="Tern: 1")).to_be_visible()
    expect(page).to_have_title("Blog")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") != page.evaluate(
        "getComputedStyle(document.querySelector('py-app').shadowRoot.querySelector('h1')).fontFamily"
    )


def test_opened_from_a_disk_the_page_says_what_to_do(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto((folder / "some/where/index.html").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("This page has to come from a web server")
    expect(page.get_by_role("alert")).to_contain_text("python3 -m http.server")
    context.close()


def test_an_address_that_is_no_page_says_so_without_a_traceback(chromium: Browser, serve: Callable[[Path], str], tmp_path: Path) -> None:
    """A host has the site's 404.html for any address."""
    (tmp_path / "app.py").write_text('import skerry as sk\n\n@sk.page("/boats")\ndef boats():\n    sk.heading("Boats")\n')
    build_site(tmp_path / "app.py", tmp_path / "site" / "sea", base="/sea/")
    (tmp_path / "site" / "sea" / "boots").write_bytes((tmp_path / "site" / "sea" / "404.html").read_bytes())
    context = chromium.new_context(base_url=serve(tmp_path / "site"))
    page = context.new_page()
    page.route("**/sea/boots", lambda route: route.fulfill(response=route.fetch(), content_type="text/html"))
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("sea/boots")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("There is no such page")
    expect(alert).to_contain_text("there is no page at '/boots'. Did you mean '/boats'?")
    expect(alert.get_by_text("Details")).to_have_count(0)
    expect(page.locator(".sk-skeleton")).to_be_hidden()  # nothing comes in its place
    assert any("there is no page at '/boots'" in text for text in said), said
    context.close()


def test_where_the_page_cannot_be_loaded_links_lead_on_after_a_press(chromium: Browser, serve: Callable[[Path], str], folder: Path) -> None:
    """The press would be lost, so a link waits for it; it does not any more where nothing will handle it."""
    context = chromium.new_context(base_url=serve(folder), service_workers="block")
    page = context.new_page()
    page.route("**/py-app.js", lambda route: route.fulfill(status=404))
    page.goto("some/where/", wait_until="domcontentloaded")
    page.get_by_role("button", name="Look").press("Enter")
    page.get_by_role("link", name="/about/us").press("Enter")
    expect(page).to_have_url(re.compile("/some/where/about/us/?$"))
    expect(page.get_by_role("alert")).to_contain_text("This page could not be loaded")
    page.get_by_role("link", name="/boat/Tern").press("Enter")
    page.wait_for_url(re.compile("/some/where/boat/Tern"))
    context.close()


def test_where_nothing_comes_the_page_says_so_in_the_apps_place(chromium: Browser, serve: Callable[[Path], str], folder: Path) -> None:
    context = chromium.new_context(base_url=serve(folder), service_workers="block")
    page = context.new_page()
    for name in ("py-app.js", "why.js"):
        page.route(f"**/{name}", lambda route: route.abort())
    page.goto("some/where/")
    app = page.locator("py-app")
    expect(app.get_by_role("alert")).to_contain_text("Loading failed")
    expect(app).to_have_attribute("data-state", "error")
    expect(app).to_have_attribute("aria-busy", "false")
    expect(app.get_by_role("heading", name="Tern: 0")).to_be_visible()
    page.unroute_all()
    app.get_by_role("link", name="Try again").press("Enter")
    expect(app).to_have_attribute("data-state", "ready")
    expect(app.get_by_role("alert")).to_have_count(0)
    context.close()


def test_a_hash_that_is_no_page_can_be_put_right(page: Page, folder: Path) -> None:
    blog = (folder / "blog.html").read_text()
    (folder / "hash.html").write_text(blog.replace("<py-app ", '<py-app routing="hash" '))
    page.goto("hash.html#/abuot")
    expect(page.get_by_role("alert")).to_contain_text("There is no such page")
    page.evaluate("location.hash = '#/about/us'")
    expect(page.get_by_role("heading", name="About us")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_where_nothing_is_painted_the_page_starts_too(page: Page) -> None:
    """As in a tab that is opened in the background."""
    page.add_init_script("window.requestAnimationFrame = () => 0; PerformanceObserver.prototype.observe = () => {}")
    page.goto("some/where/about/us/")
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
    page.get_by_role("link", name="/boat/Tern").press("Enter")
    expect(page.get_by_role("heading", name="Boat Tern")).to_be_visible()


@pytest.mark.parametrize("lost", ["check.js", "early.js"])
@pytest.mark.parametrize("how", [{"status": 404}, {"status": 200, "content_type": "text/html", "body": "<!doctype html>"}, None])
def test_a_script_that_does_not_come_leaves_the_page_with_an_app(
    chromium: Browser, serve: Callable[[Path], str], folder: Path, lost: str, how: dict[str, object] | None
) -> None:
    """Either brings the page's module."""
    context = chromium.new_context(base_url=serve(folder), service_workers="block")
    page = context.new_page()
    page.route(f"**/{lost}", lambda route: route.abort() if how is None else route.fulfill(**how))
    page.goto("some/where/")
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")
    page.get_by_role("button", name="Look").press("Enter")
    expect(page.get_by_role("heading", name="Tern: 1")).to_be_visible()
    context.close()


@pytest.mark.parametrize("way", ['<script type="module" src="{run}/{module}"></script>', '<link id="sk-start" href="{run}/{module}">'])
@pytest.mark.parametrize("module", ["py-app.js", "gone.js"])
def test_a_page_that_was_written_by_hand_says_when_its_module_does_not_come(
    chromium: Browser, folder: Path, serve: Callable[[Path], str], way: str, module: str
) -> None:
    run = next((folder / "some/where").glob("skerry-*")).name
    listing = next((folder / "some/where/app").glob("app.*.json")).name
    script = way.format(run=run, module=module)
    (folder / "some/where/hand.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>By hand</title><script src="{run}/check.js" defer></script>{script}'
        f'<body><main><py-app src="app/{listing}"></py-app></main>'
    )
    context = chromium.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{serve(folder)}some/where/hand.html")
    if module == "py-app.js":
        expect(page.get_by_role("heading", name="Tern: 0")).to_be_visible()
    else:
        expect(page.get_by_role("alert")).to_contain_text("gone.js is answered with 404")
        expect(page.locator("py-app")).to_have_attribute("aria-busy", "false")
        expect(page.get_by_role("button", name="Try again")).to_be_visible()
    context.close()
