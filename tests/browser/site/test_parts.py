"""What a built page loads of the shell: one small file for a plain app, and each part when something needs it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from skerry_toolchain.bundle import bundle_shell
from skerry_toolchain.site.builder import build_site

COUNTER = """
import skerry as sk

@sk.state
class Counter:
    count: int = 0

def up(state: Counter):
    state.count += 1

@sk.page("/", title="Counter")
def home(state: Counter):
    sk.heading(f"Count: {state.count}")
    sk.button("Up", on_click=up)
"""
KEPT = COUNTER.replace("@sk.state", '@sk.state(persist="browser")')
PAGES = COUNTER + """
    sk.link("Elsewhere", "/elsewhere")

@sk.page("/elsewhere", title="Elsewhere")
def elsewhere():
    sk.heading("Elsewhere")
"""
TOAST = COUNTER.replace("state.count += 1", 'state.count += 1\n    getattr(sk, "to" + "ast")(f"Toast {state.count}")')
FETCHES = COUNTER.replace("def up(state: Counter):", "async def up(state: Counter):").replace(
    "state.count += 1", 'state.count += len(await (await getattr(sk, "fe" + "tch")("robots.txt")).text())'
)
BLOCKS = COUNTER.replace(
    "state.count += 1",
    """import importlib
    import js
    library = importlib.import_module("ur" + "llib.request")
    with getattr(library, "ur" + "lopen")(js.document.baseURI + "robots.txt") as answer:
        state.count += len(answer.read())""",
)
UPLOAD = """
import skerry as sk
from skerry.view import element

@sk.state
class Read:
    text: str = ""

def read(event: sk.ChangeEvent, state: Read):
    state.text = event.files[0].read().decode()

@sk.page("/", title="Upload")
def home(state: Read):
    sk.heading(f"Read: {state.text}")
    element("input", attrs={"type": "file", "aria-label": "File"}, on={"change": read})
"""

# As soon as the app is there its button is pressed; once that shows, the page's scripts so far are written down.
PRESS = """
addEventListener("py-ready", ({ target }) => {
  new MutationObserver(() => { window.loaded ??= performance.getEntriesByType("resource").map(({ name }) => name); })
    .observe(target.querySelector("h1"), { childList: true, characterData: true, subtree: true });
  target.querySelector("button")?.click();
});
"""

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def site(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, Path]]:
    """``site(source)``: the URL of the app as a built site, and its folder."""
    known: dict[str, tuple[str, Path]] = {}

    def build(source: str) -> tuple[str, Path]:
        if source not in known:
            folder = tmp_path_factory.mktemp("parts")
            (folder / "app.py").write_text(source)
            build_site(folder / "app.py", folder / "www")
            known[source] = serve(folder / "www"), folder / "www"
        return known[source]

    return build


def scripts(page: Page) -> set[str]:
    """The shell's files that the page has loaded."""
    names = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    return of_shell(names)


def of_shell(names: list[str]) -> set[str]:
    return {found[1] for name in names if (found := re.search(r"/skerry-\w+/([\w.-]+\.js)(?:\?|$)", name))}


def parts(*names: str) -> set[str]:
    shell = bundle_shell()
    return {file for name in names for file in shell.parts[f"{name}.js"]}


def listed(folder: Path) -> list[str]:
    """The parts that the build has seen to be needed."""
    (listing,) = folder.glob("app/app.*.json")
    return list(json.loads(listing.read_bytes())["parts"])


def ready(page: Page) -> None:
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")


def test_a_plain_app_needs_one_module_up_to_its_first_click(page: Page, site: Any) -> None:
    url, folder = site(COUNTER)
    page.add_init_script(PRESS)
    page.goto(url)
    expect(page.get_by_role("heading")).to_have_text("Count: 1")
    loaded = of_shell(page.evaluate("loaded"))
    more = parts("bar", "drawn", "trouble")  # where the start takes longer than a moment
    assert {"py-app.js", "check.js", "early.js"} <= loaded <= {"py-app.js", "check.js", "early.js", *more}
    assert listed(folder) == []


def test_an_app_that_keeps_state_has_the_code_for_it_beside_python(page: Page, site: Any) -> None:
    url, folder = site(KEPT)
    assert listed(folder) == ["keeping"]
    page.add_init_script(PRESS)
    page.goto(url)
    expect(page.get_by_role("heading")).to_have_text("Count: 1")
    assert parts("keeping") <= of_shell(page.evaluate("loaded"))
    page.reload()  # before a pause in which it would be written: last words
    expect(page.get_by_role("heading")).to_have_text("Count: 2")


def test_what_shows_where_one_goes_comes_with_the_first_link(page: Page, site: Any) -> None:
    page.goto(site(PAGES)[0])
    ready(page)
    page.evaluate("window.here = true")
    page.get_by_role("link", name="Elsewhere").click()
    expect(page.get_by_role("heading")).to_have_text("Elsewhere")
    assert parts("travel") <= scripts(page)
    assert page.url.endswith("/elsewhere")
    page.go_back()
    expect(page.get_by_role("heading")).to_have_text("Count: 0")
    assert page.evaluate("here") is True, "it is the same document"


def test_a_request_that_nobody_foresaw_waits_for_the_code_for_it(page: Page, site: Any) -> None:
    url, folder = site(FETCHES)
    assert "network" not in listed(folder)
    (folder / "robots.txt").write_text("12345")
    page.add_init_script(PRESS)
    page.goto(url)
    expect(page.get_by_role("heading")).to_have_text("Count: 5")
    assert "network.js" in scripts(page)


def test_without_the_code_for_requests_one_fails_as_an_unreachable_server_does(page: Page, site: Any) -> None:
    url, _ = site(FETCHES)
    page.clock.install()
    page.route("**/network*.js*", lambda route: route.abort())
    page.goto(url)
    ready(page)
    page.get_by_role("button", name="Up").click()
    for _ in range(20):
        page.clock.run_for(1000)
    expect(page.get_by_role("alert")).to_contain_text("could not be reached")
    page.unroute("**/network*.js*")


def test_what_holds_up_the_page_cannot_wait_for_the_code_and_works_once_it_is_there(page: Page, site: Any) -> None:
    url, folder = site(BLOCKS)
    (folder / "robots.txt").write_text("12345")
    page.add_init_script("delete WebAssembly.Suspending; delete WebAssembly.promising")
    page.clock.install()
    page.goto(url)
    ready(page)
    page.get_by_role("button", name="Up").click()
    expect(page.get_by_role("alert")).to_contain_text("has not come yet")
    page.get_by_role("button", name="Dismiss").click()
    with page.expect_response("**/network*.js*"):
        page.clock.run_for(5000)
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Up").click()
    expect(page.get_by_role("heading")).to_have_text("Count: 5")


def test_a_chosen_file_waits_for_the_code_that_describes_it(page: Page, site: Any) -> None:
    page.goto(site(UPLOAD)[0])
    ready(page)
    assert not parts("uploads") & scripts(page)
    page.get_by_label("File").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"Tern"})
    expect(page.get_by_role("heading")).to_have_text("Read: Tern")
    assert parts("uploads") <= scripts(page)


def test_what_a_message_needs_is_waited_for_and_nothing_is_lost_or_doubled(page: Page, site: Any) -> None:
    held: list[Route] = []
    page.route("**/commands.js*", lambda route: held.append(route))
    url, folder = site(TOAST)
    assert listed(folder) == [], "nothing in the source says that it toasts"
    page.goto(url)
    ready(page)
    with page.expect_request("**/commands.js*"):
        page.get_by_role("button", name="Up").click()
    page.get_by_role("button", name="Up").click()
    page.get_by_role("button", name="Up").click()
    expect(page.get_by_role("heading")).to_have_text("Count: 0")
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading")).to_have_text("Count: 3")
    expect(page.locator(".toast")).to_have_text(["Toast 1", "Toast 2", "Toast 3"])


def test_a_part_that_does_not_come_is_asked_for_again(page: Page, site: Any) -> None:
    page.route(re.compile(r"/commands\.js$"), lambda route: route.abort())
    page.goto(site(TOAST)[0])
    ready(page)
    page.get_by_role("button", name="Up").click()
    expect(page.locator(".toast")).to_have_text("Toast 1")
    expect(page.get_by_role("heading")).to_have_text("Count: 1")


def test_one_that_never_comes_is_explained_with_a_button(page: Page, site: Any) -> None:
    page.route("**/commands.js*", lambda route: route.abort())
    page.goto(site(TOAST)[0])
    ready(page)
    page.clock.install()
    page.get_by_role("button", name="Up").click()
    for _ in range(30):
        page.clock.run_for(1000)
        if page.get_by_role("alert").count():
            break
    expect(page.get_by_role("alert")).to_contain_text("commands.js, part of this page, did not arrive")
    page.unroute("**/commands.js*")
    page.clock.resume()
    page.get_by_role("button", name="Try again").click()
    ready(page)
    page.get_by_role("button", name="Up").click()
    expect(page.locator(".toast").last).to_contain_text("Toast 1")


def test_what_an_app_needs_comes_after_the_first_paint_and_is_checked_by_the_manifest(page: Page, site: Any) -> None:
    held: list[Route] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.route("**/manifest.json", lambda route: held.append(route))
    url, folder = site(KEPT)
    assert "keeping" not in (folder / "index.html").read_text()
    page.goto(url)
    with page.expect_response("**/app/*.py"):
        pass
    page.evaluate("new Promise((done) => requestIdleCallback(done))")
    assert "keeping.js" not in asked
    for route in held:
        route.continue_()
    ready(page)
    assert asked.index("manifest.json") < asked.index("keeping.js")
    start = "(name) => performance.getEntries().find((entry) => entry.name.endsWith(name)).startTime"
    assert page.evaluate(start, "first-contentful-paint") < page.evaluate(start, "keeping.js")


def changed(folder: Path, copy: Path, *names: str) -> Path:
    """The site with other content in files of the shell, which run as well as those that were built."""
    shutil.copytree(folder, copy)
    for name in names:
        (path,) = copy.glob(f"skerry-*/{name}")
        path.write_bytes(path.read_bytes() + b"\nwindow.foreign = true;\n")
    return copy


def until_alert(page: Page) -> None:
    """Asking again takes its time, which passes quickly here."""
    for _ in range(30):
        page.clock.run_for(1000)
        if page.get_by_role("alert").count():
            return


def test_a_part_that_was_changed_after_the_build_is_refused(chromium: Browser, site: Any, serve: Callable[[Path], str], tmp_path: Path) -> None:
    """It is named by no document: its hash is in the runtime's manifest."""
    folder = changed(site(TOAST)[1], tmp_path / "www", "commands.js")
    assert "commands.js" not in (folder / "index.html").read_text()
    page = chromium.new_page(service_workers="block")
    page.goto(serve(folder))
    ready(page)
    page.clock.install()
    page.get_by_role("button", name="Up").click()
    until_alert(page)
    expect(page.get_by_role("alert")).to_contain_text("commands.js, part of this page, did not arrive, or is damaged")
    assert page.evaluate("window.foreign") is None
    page.close()


def test_a_file_that_parts_share_is_checked_with_them(chromium: Browser, site: Any, serve: Callable[[Path], str], tmp_path: Path) -> None:
    (shared,) = parts("uploads") - {"uploads.js"}
    folder = changed(site(UPLOAD)[1], tmp_path / "www", shared)
    page = chromium.new_page(service_workers="block")
    page.goto(serve(folder))
    ready(page)
    page.clock.install()
    page.get_by_label("File").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"Tern"})
    until_alert(page)
    expect(page.get_by_role("alert")).to_contain_text("uploads.js, part of this page")
    assert page.evaluate("window.foreign") is None
    page.close()
