"""A built site without a network, with damaged files, and when a newer build is there: as a person would meet them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from skerry_toolchain.site.builder import build_site
from skerry_toolchain.site.offline import WORKER, end_worker

from ..conftest import SETTINGS, watch
from .host import Host

FIRST = """
import skerry as sk

@sk.state(persist="browser")
class Log:
    miles: int = 0

def sail(log: Log):
    log.miles += 1

@sk.page("/", title="Log")
def home(log: Log):
    sk.heading(f"Miles: {log.miles}")
    sk.button("Sail", on_click=sail)

@sk.page("/about/us", title="About")
def about():
    sk.heading("About us")
"""
SECOND = FIRST.replace("    miles: int = 0", '''    knots: int = 0

    @classmethod
    def migrate(cls, old, version):
        return {"knots": old["miles"]}''').replace('persist="browser"', 'persist="browser", version=2')
SECOND = SECOND.replace("log.miles", "log.knots").replace("Miles:", "Knots:")

UP = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller?.scriptURL ?? new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done)))"
NOT_ME = "document.querySelector('meta[name=skerry-build]').content"
# A worker that is told something while the browser stops it for the next one is started again, and does not end as long as developer tools look on.
GREETED = """new Promise((done) => new PerformanceObserver((list) => {
  if (list.getEntries().some(({ name }) => name.endsWith("/offline.js"))) done(null);
}).observe({ type: "resource", buffered: true }))"""


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two builds of an app, each in a folder of the host's."""
    folder = tmp_path_factory.mktemp("offline")
    for name, source in {"first": FIRST, "second": SECOND}.items():
        (folder / "app.py").write_text(source)
        build_site(folder / "app.py", folder / name / "some" / "where")
    for path in (folder / "first").rglob("*"):
        made = path.stat().st_mtime
        os.utime(path, (made, made - 2))  # the host tells files apart by the second
    return [folder / "first", folder / "second"]


@pytest.fixture
def host(builds: list[Path]) -> Iterator[Host]:
    made = Host(builds[0])
    yield made
    made.stop()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(service_workers="allow")
    yield made
    made.close()


def open_page(context: BrowserContext, url: str) -> tuple[Page, list[str]]:
    page = context.new_page()
    failures = watch(page)
    page.goto(url)
    ready(page)
    return page, failures


def ready(page: Page) -> None:
    expect(page.locator("py-app")).to_have_attribute("data-state", "ready")


def test_a_kept_page_is_painted_before_its_module_runs(context: BrowserContext, host: Host) -> None:
    """It is loaded before it is painted, so that is no time to begin."""
    context.add_init_script("{ const later = setTimeout; window.setTimeout = (done, ms, ...more) => later(done, ms === 200 ? 1e6 : ms, ...more); }")  # check.js's
    page, _ = open_page(context, f"{host.site}some/where/")
    page.evaluate(UP)
    for _ in range(3):
        page.reload()
        ready(page)
        start = "(name) => performance.getEntries().find((entry) => entry.name.endsWith(name)).startTime"
        assert page.evaluate(start, "first-contentful-paint") < page.evaluate(start, "manifest.json"), "the first that a module asks for"


def test_a_site_that_was_visited_once_works_without_its_server(context: BrowserContext, host: Host) -> None:
    page, failures = open_page(context, f"{host.site}some/where/")
    assert f"some/where/{WORKER}" not in host.log, "what keeps the site comes after the app"
    page.get_by_role("button", name="Sail").click()
    expect(page.get_by_role("heading", name="Miles: 1")).to_be_visible()
    page.evaluate(UP)
    asked = [path for path in host.log if path.endswith((".wasm.gz", "stack-switching.snapshot"))]
    assert len(asked) == 2, "what the page has fetched is not fetched again"
    assert not [path for path in host.log if path.endswith(("plain.snapshot", ".whl", ".constants.gz"))], "nor what this browser has no use for"
    host.stop()
    page.reload()
    ready(page)
    page.get_by_role("button", name="Sail").press("Enter")
    expect(page.get_by_role("heading", name="Miles: 2")).to_be_visible()
    page.goto(f"{host.site}some/where/about/us")
    expect(page).to_have_url(f"{host.site}some/where/about/us/")
    ready(page)
    expect(page.get_by_role("heading", name="About us")).to_be_visible()
    answer = page.goto(f"{host.site}some/where/nowhere/at/all")
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    assert not failures, failures


def test_a_part_of_a_file_and_what_is_none_of_the_sites(context: BrowserContext, host: Host, builds: list[Path]) -> None:
    page, _ = open_page(context, f"{host.site}some/where/")
    page.evaluate(UP)
    source = next((builds[0] / "some/where/app").glob("app.*.py"))
    ask = "([url, range]) => fetch(url, {headers: {range}}).then(async (one) => [one.status, one.headers.get('content-range'), await one.text()])"
    url, size = f"app/{source.name}", source.stat().st_size
    assert page.evaluate(ask, [url, "bytes=1-6"]) == [206, f"bytes 1-6/{size}", "import"]
    assert page.evaluate(ask, [url, "bytes=-3"])[:2] == [206, f"bytes {size - 3}-{size - 1}/{size}"]
    assert page.evaluate(ask, [url, "bytes=5-2"])[0] == 200, "no range at all"
    assert page.evaluate(ask, [url, f"bytes={size}-"])[:2] == [416, f"bytes */{size}"]
    for text in ("not of the build", "and it changes"):
        host.other["some/where/later.txt"] = (200, text.encode())
        assert page.evaluate("fetch('later.txt').then((one) => one.text())") == text


def test_a_newer_build_is_offered_and_comes_with_the_next_load(context: BrowserContext, host: Host, builds: list[Path]) -> None:
    url = f"{host.site}some/where/"
    page, failures = open_page(context, url)
    page.get_by_role("button", name="Sail").click()
    expect(page.get_by_role("heading", name="Miles: 1")).to_be_visible()
    page.evaluate(UP)
    other, more_failures = open_page(context, url)
    old = page.evaluate(NOT_ME)
    host.deploy(builds[1])
    host.log.clear()
    page.reload()
    expect(page.get_by_role("heading", name="Miles: 1")).to_be_visible()
    notice = page.get_by_text("There is a new version of this page")
    expect(notice).to_be_visible()
    expect(page.get_by_role("status").filter(has=notice)).to_be_attached()
    assert not [path for path in host.log if path.endswith((".wasm.gz", ".snapshot"))], "what both builds have is kept"
    assert page.evaluate(NOT_ME) == old
    document = "fetch('index.html').then((one) => one.text())"
    assert f'"{old}"' in other.evaluate(document), "a page gets what belongs to it until it is loaded anew"
    other.get_by_role("button", name="Sail").click()
    expect(other.get_by_role("heading", name="Miles: 2")).to_be_visible()
    page.get_by_role("button", name="Load it now").press("Enter")
    expect(page.get_by_role("heading", name="Knots: 2")).to_be_visible()
    ready(page)
    new = page.evaluate(NOT_ME)
    assert new != old
    assert f'"{new}"' in page.evaluate(document)
    assert f'"{old}"' in other.evaluate(document)
    other.close()
    host.stop()
    page.reload()
    ready(page)
    expect(page.get_by_role("heading", name="Knots: 2")).to_be_visible()
    gone = f"""async () => {{
      const records = await caches.open((await caches.keys()).find((name) => name.endsWith("builds")));
      while ((await records.keys()).some(({{ url }}) => url.endsWith("/build/{old}"))) await new Promise((done) => setTimeout(done, 50));
    }}"""
    page.evaluate(gone)
    assert not failures + more_failures


def test_on_the_authors_own_machine_a_new_build_is_there_at_once(context: BrowserContext, host: Host, builds: list[Path]) -> None:
    url = f"{host.local}some/where/"
    page, failures = open_page(context, url)
    page.evaluate(UP)
    host.deploy(builds[1])
    page.reload()
    expect(page.get_by_role("heading", name="Knots: 0")).to_be_visible()
    page.evaluate(GREETED)
    host.other[f"some/where/{WORKER}"] = (200, end_worker(reload=True).encode())  # as `skerry run` answers
    host.other["some/where/"] = (200, b"<!doctype html><title>Another site</title>")
    with page.expect_navigation():  # pages that the old one has answered are loaded anew
        page.evaluate("void navigator.serviceWorker.getRegistration().then((one) => one.update())")  # as any load does, in a while
    expect(page).to_have_title("Another site")
    assert page.evaluate("Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])") == [[], []]
    assert not failures, failures


DENIED = "for (const name of ['open', 'keys', 'match']) caches[name] = () => Promise.reject(new DOMException('denied', 'SecurityError'));"


@pytest.mark.parametrize("broken", ["500", "syntax", "denied", "denied later"])
def test_a_service_worker_that_does_not_work_is_done_without(context: BrowserContext, host: Host, builds: list[Path], broken: str) -> None:
    source = (builds[0] / "some/where" / WORKER).read_text()
    host.other[f"some/where/{WORKER}"] = {
        "500": (500, b"sorry"),
        "syntax": (200, b"const {"),
        "denied": (200, f"{DENIED}\n{source}".encode()),
        "denied later": (200, f"self.addEventListener('activate', () => {{ {DENIED} }});\n{source}".encode()),
    }[broken]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{host.site}some/where/")
    ready(page)
    if broken == "denied later":
        page.evaluate(UP)
    else:
        with page.expect_console_message(lambda message: "is not kept for use without a network" in message.text, timeout=60_000):
            pass
    page.reload()
    ready(page)
    page.get_by_role("button", name="Sail").click()
    expect(page.get_by_role("heading", name="Miles: 1")).to_be_visible()


def test_a_module_that_was_changed_is_refused_and_the_page_says_so(chromium: Browser, host: Host, builds: list[Path]) -> None:
    site = builds[0] / "some/where"
    (first,) = re.findall(r'<link rel="preload" [^>]*href="./([^"]+)" integrity="sha256-', (site / "index.html").read_text())
    keeping, python = (next(site.glob(f"skerry-*/{name}")).relative_to(site).as_posix() for name in ("keeping.js", "pyodide/pyodide.mjs"))
    for part, words in (
        (first, f"/{first} is not the file that belongs here"),
        (keeping, "keeping.js, part of this page, did not arrive, or is damaged"),
        (python, "is not the one that belongs here"),
    ):
        host.other[f"some/where/{part}"] = (200, (site / part).read_bytes() + b"\nconsole.log('changed');")
        context = chromium.new_context()  # without a service worker, which has the right one
        page = context.new_page()
        page.add_init_script("setInterval(() => dispatchEvent(new Event('online')), 100)")  # which ends the pauses before it is asked for again
        page.goto(f"{host.site}some/where/")
        expect(page.get_by_role("alert")).to_contain_text(words)
        expect(page.get_by_role("heading", name="Miles: 0")).to_be_visible()
        host.other.clear()
        page.get_by_role("button", name="Try again").press("Enter")
        ready(page)
        context.close()


def test_a_browser_can_install_a_site(chromium: Browser, host: Host, tmp_path: Path) -> None:
    context = chromium.browser_type.launch_persistent_context(tmp_path, **SETTINGS.launch_options())  # what is private cannot
    page = context.new_page()
    failures = watch(page)
    page.goto(f"{host.local}some/where/about/us/")
    assert page.locator("link[rel=manifest]").count() == 0  # browsers would fetch it now, and its icons
    ready(page)
    expect(page.locator("link[rel=manifest]")).to_have_count(1)
    devtools = context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["url"] == f"{host.local}some/where/manifest.webmanifest"
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == "Log"
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    colours = page.locator("meta[name=theme-color]").evaluate_all("(all) => all.map(({ media, content }) => [media, content])")
    assert dict(colours).keys() == {"(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"}
    for icon in json.loads(manifest["data"])["icons"]:
        drawn = page.evaluate("async (url) => { const image = new Image(); image.src = url; await image.decode(); return image.naturalWidth; }", f"../../{icon['src']}")
        assert icon["sizes"] in ("any", f"{drawn}x{drawn}")
    context.close()
    assert not failures, failures


def test_a_site_whose_store_was_deleted_is_kept_again(context: BrowserContext, host: Host) -> None:
    """By another app of the same origin, for one."""
    page, failures = open_page(context, f"{host.site}some/where/")
    page.evaluate(UP)
    page.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    page.reload()
    ready(page)
    page.evaluate("""async () => {
      const kept = async () => (await caches.keys()).some((name) => name.includes(" front ")) && (await (await caches.open(
        (await caches.keys()).find((name) => name.endsWith(" builds")))).keys()).some(({ url }) => url.includes("/build/"));
      while (!(await kept())) await new Promise((done) => setTimeout(done, 50));
    }""")
    host.stop()
    page.reload()
    ready(page)
    page.get_by_role("button", name="Sail").click()
    expect(page.get_by_role("heading", name="Miles: 1")).to_be_visible()
    assert not failures, failures


WASM = """async () => {
  const contents = await caches.open((await caches.keys()).find((name) => name.endsWith("files")));
  const { url } = (await contents.keys()).find(({ url }) => url.endsWith(".gz"));
  const answer = await contents.match(url);
  return [url, [...new Uint8Array(await answer.arrayBuffer()).subarray(0, 4)], answer.headers.get("content-type")];
}"""
SPOIL = """async (url) => {
  const contents = await caches.open((await caches.keys()).find((name) => name.endsWith("files")));
  const { headers } = await contents.match(url);
  await contents.put(url, new Response("spoilt", { headers }));
}"""
DIGESTS = "crypto.subtle.digest = () => { throw new Error('hashed once more'); };"


def test_webassembly_is_kept_as_the_browser_takes_it_and_not_checked_again(context: BrowserContext, host: Host) -> None:
    page, failures = open_page(context, f"{host.site}some/where/")
    page.evaluate(UP)
    _, head, kind = page.evaluate(WASM)
    assert bytes(head) == b"\0asm"
    assert kind == "application/wasm"
    page.add_init_script(DIGESTS)
    page.reload()
    ready(page)
    assert not failures, failures


def test_what_is_kept_and_spoilt_is_had_anew(context: BrowserContext, host: Host) -> None:
    page, _ = open_page(context, f"{host.site}some/where/")
    page.evaluate(UP)
    url, *_ = page.evaluate(WASM)
    page.evaluate(SPOIL, url)
    page.reload()
    ready(page)
    page.get_by_role("button", name="Sail").click()
    expect(page.get_by_role("heading", name="Miles: 1")).to_be_visible()
    assert bytes(page.evaluate(WASM)[1]) == b"\0asm"


ROUTED = """() => Object.fromEntries(performance.getEntries().filter(({ workerFinalSourceType: from, name }) => from && !name.endsWith(".json"))
  .map(({ name, workerFinalSourceType: from }) => [name.split("/").at(-1).split("-")[0], from]))"""


def test_what_is_painted_comes_without_the_service_worker_being_asked(context: BrowserContext, host: Host) -> None:
    page, failures = open_page(context, f"{host.site}some/where/")
    page.evaluate(UP)
    assert page.evaluate(ROUTED) == {}
    host.stop()
    for way in ("", "about/us/"):
        page.goto(f"{host.site}some/where/{way}")
        ready(page)
        found = page.evaluate(ROUTED)
        assert found.items() >= {"": "cache", "early.js": "cache", "skerry.css": "cache", "py": "cache"}.items(), found
    page.goto(f"{host.site}some/where/?from=elsewhere")
    ready(page)
    assert "" not in page.evaluate(ROUTED), "an address that the front does not know is the worker's"
    assert not failures, failures


def test_on_the_authors_own_machine_documents_are_the_hosts(context: BrowserContext, host: Host) -> None:
    page, failures = open_page(context, f"{host.local}some/where/")
    page.evaluate(UP)
    page.reload()
    ready(page)
    assert page.evaluate(ROUTED).keys() >= {"early.js", "skerry.css"}
    assert "" not in page.evaluate(ROUTED)
    assert not failures, failures


SPOIL_FRONT = """async () => {
  const front = await caches.open((await caches.keys()).find((name) => name.includes(" front ")));
  const { url } = (await front.keys()).find(({ url }) => url.endsWith("/py-app.js"));
  const { headers } = await front.match(url);
  await front.put(url, new Response("spoilt", { headers }));
}"""


def test_a_front_that_is_spoilt_is_done_without(context: BrowserContext, host: Host) -> None:
    page, _ = open_page(context, f"{host.site}some/where/")
    page.evaluate(UP)
    page.evaluate(SPOIL_FRONT)
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("py-app.js is not the file that belongs here")
    page.get_by_role("button", name="Try again").press("Enter")
    ready(page)
    page.get_by_role("button", name="Sail").press("Enter")
    expect(page.get_by_role("heading", name="Miles: 1")).to_be_visible()


SILENT = "const { postMessage } = ServiceWorker.prototype; const kept = []; ServiceWorker.prototype.postMessage = function (...all) { kept.push(() => postMessage.apply(this, all)); }; window.speak = () => { ServiceWorker.prototype.postMessage = postMessage; for (const say of kept) say(); }"
FRONTS = "caches.keys().then((names) => names.filter((name) => name.includes(' front ')).map((name) => name.split(' ').at(-1)))"


def test_a_page_that_has_not_said_yet_where_it_is_from_keeps_its_build(context: BrowserContext, host: Host, builds: list[Path]) -> None:
    url = f"{host.site}some/where/"
    page, _ = open_page(context, url)
    page.evaluate(UP)
    page.close()
    old = context.new_page()
    old.add_init_script(SILENT)
    old.goto(url)
    ready(old)
    assert old.evaluate(ROUTED)[""] == "cache"
    (part,) = old.evaluate("Promise.all([...document.querySelectorAll('py-app')].map((one) => new URL(one.getAttribute('src'), one.baseURI).href))")
    host.deploy(builds[1])
    new, _ = open_page(context, url)  # the old one, still
    expect(new.get_by_text("There is a new version of this page")).to_be_visible()
    new.reload()
    expect(new.get_by_role("heading", name="Knots: 0")).to_be_visible()
    ready(new)
    assert new.evaluate(FRONTS) == [new.evaluate(NOT_ME)], "of fronts there is one"
    new.evaluate(UP)
    assert old.evaluate("(url) => fetch(url).then(({ status }) => status)", part) == 200, "the host has it no more"
    builds_there = "caches.keys().then((names) => caches.open(names.find((name) => name.endsWith('builds')))).then((one) => one.keys()).then((all) => all.filter(({ url }) => url.includes('/build/')).length)"
    assert old.evaluate(builds_there) == 2
    old.evaluate("speak()")
    old.close()
    new.reload()
    ready(new)
    new.evaluate(f"async () => {{ while (await {builds_there} > 1) await new Promise((done) => setTimeout(done, 50)); }}")


def test_without_a_network_a_page_has_its_files_before_it_has_said_where_it_is_from(context: BrowserContext, host: Host) -> None:
    page, _ = open_page(context, f"{host.site}some/where/")
    page.evaluate(UP)
    host.stop()
    page.add_init_script(SILENT)
    page.reload()
    ready(page)
    assert page.evaluate(ROUTED)[""] == "cache"
    assert page.evaluate("fetch('manifest.webmanifest').then((one) => one.json()).then(({ name }) => name)") == "Log"
