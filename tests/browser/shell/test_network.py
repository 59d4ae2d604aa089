"""``sk.fetch`` in the page: through the browser's own fetch, as it streams, is refused and is cancelled."""

from __future__ import annotations

import functools
import importlib.util
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import SETTINGS, watch

PATIENCE = 30
"""Seconds that a test waits for what must come."""


class Server(ThreadingHTTPServer):
    """A server of an API; what it sends next is what the test puts into ``chunks``, None for the end."""

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.chunks: Queue[bytes | None] = Queue()
        self.gone = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://{SETTINGS.HOST}:{self.server_port}"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class Api(BaseHTTPRequestHandler):
    """``/echo`` answers with what it was sent, ``/stream`` with the test's chunks, ``/missing`` with 404, ``/drop`` breaks off.

    Every path answers other origins, but for ``/private``.
    """

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        getattr(self, f"answer_{path.strip('/')}", self.answer_missing)()

    do_POST = do_PUT = do_GET

    def do_OPTIONS(self) -> None:
        self.begin(204, "text/plain", [("Access-Control-Allow-Headers", "x-key, content-type"), ("Access-Control-Allow-Methods", "PUT")])
        self.end_headers()

    def answer_echo(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = {"method": self.command, "query": parse_qs(urlsplit(self.path).query), "key": self.headers.get("X-Key"), "body": body.decode("latin-1")}
        self.whole(200, json.dumps({**told, "type": self.headers.get("Content-Type")}).encode(), "application/json")

    def answer_bytes(self) -> None:
        self.whole(200, bytes(range(256)) * 1000, "application/octet-stream")

    def answer_empty(self) -> None:
        self.begin(204, "text/plain")
        self.end_headers()

    def answer_missing(self) -> None:
        self.whole(404, b"no such thing", "text/plain")

    def answer_private(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"secret")

    def answer_moved(self) -> None:
        self.begin(302, "text/plain", [("Location", "/echo?after=moving"), ("Content-Length", "0")])
        self.end_headers()

    def answer_drop(self) -> None:
        self.begin(200, "text/plain", [("Content-Length", "100")])
        self.end_headers()
        self.wfile.write(b"begun\n")
        self.close_connection = True

    def answer_stream(self) -> None:
        self.begin(200, "text/event-stream", [("Transfer-Encoding", "chunked"), ("X-Accel-Buffering", "no")])
        self.end_headers()
        while (chunk := self.server.chunks.get()) is not None:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def answer_endless(self) -> None:
        """Answers, and then listens for the browser to hang up."""
        self.begin(200, "text/plain", [("Transfer-Encoding", "chunked")])
        self.end_headers()
        self.wfile.write(b"6\r\nbegun\n\r\n")
        self.wfile.flush()
        self.await_end()

    def answer_silent(self) -> None:
        """Never even answers."""
        self.server.chunks.put(b"asked")
        self.await_end()

    def await_end(self) -> None:
        self.close_connection = True
        try:
            if not self.connection.recv(1):
                self.server.gone.set()
        except OSError:
            self.server.gone.set()

    def begin(self, status: int, kind: str, headers: list[tuple[str, str]] | None = None) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Expose-Headers", "*")
        self.send_header("Content-Type", kind)
        for name, value in headers or []:
            self.send_header(name, value)

    def whole(self, status: int, body: bytes, kind: str) -> None:
        self.begin(status, kind, [("Content-Length", str(len(body))), ("X-Own", "yes")])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Site(SimpleHTTPRequestHandler):
    """The shell's folder under the strict policy, which allows connections to the API too."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".js": "text/javascript"}
    connect: list[str] = []

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", f"{SETTINGS.CONTENT_SECURITY_POLICY}; connect-src 'self' {' '.join(self.connect)}")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def api() -> Iterator[Server]:
    server = Server(Api)
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _as_new(api: Server) -> None:
    api.gone.clear()
    api.chunks = Queue()


@pytest.fixture(scope="module")
def lab(shell_browser: Browser, shell_folder: Path, api: Server) -> Iterator[Page]:
    """The page of the other shell tests, with a policy that lets it reach the API."""
    Site.connect = [api.origin, "http://localhost:9"]
    site = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Site, directory=str(shell_folder)))
    threading.Thread(target=site.serve_forever, daemon=True).start()
    context = shell_browser.new_context(base_url=f"http://{SETTINGS.HOST}:{site.server_port}/")
    page = context.new_page()
    failures = watch(page)
    page.goto("lab.html")
    yield page
    context.close()
    site.shutdown()
    site.server_close()
    unexpected = [text for text in failures if "127.0.0.1" not in text]  # where one test goes on purpose
    assert not unexpected, unexpected


APP = """
import asyncio, time
import skerry as sk

API = "{origin}"

@sk.state
class Seen:
    lines: list[str] = []

async def go(state: Seen):
    def show(line):
        state.lines.append(str(line))
{body}

@sk.page("/")
def home(state: Seen):
    sk.button("Go", on_click=go)
    sk.button("Stop", on_click=sk.cancel(go))
    sk.text("busy" if sk.running(go) else "idle")
    for i, line in enumerate(state.lines):
        sk.text(line, key=i)
"""


class Doing:
    """An app whose handler is the test's."""

    def __init__(self, page: Page, api: Server, mount: Callable[..., None], body: str) -> None:
        self.page = page
        lines = [f"    {line}" for line in body.strip("\n").split("\n")]
        mount(APP.replace("{origin}", api.origin).replace("{body}", "\n".join(lines)))
        self.go()

    def go(self) -> None:
        self.click("Go")

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def shows(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("#app")).to_contain_text(text)

    def ends(self) -> None:
        self.shows("idle")


Do = Callable[[str], Doing]


@pytest.fixture
def do(lab: Page, api: Server, mount: Callable[..., None]) -> Do:
    return functools.partial(Doing, lab, api, mount)


def test_what_is_sent_and_what_comes_back(do: Do) -> None:
    it = do("""
response = await sk.fetch(f"{API}/echo", method="PUT", params={"q": "é"}, headers={"X-Key": "k"}, json=["ü"])
show((response.status, response.ok, response.url == f"{API}/echo?q=%C3%A9", response.headers["x-own"]))
show(await response.json())
response = await sk.fetch(f"{API}/echo", method="POST", data=b"\\0\\xff")
show((await response.json())["body"].encode("latin-1"))
""")
    it.shows("(200, True, True, 'yes')", "b'\\x00\\xff'", "'method': 'PUT'", "'q': ['é']", "'key': 'k'", "'type': 'application/json'")


def test_bodies(do: Do) -> None:
    it = do("""
show(await (await sk.fetch(f"{API}/bytes")).bytes() == bytes(range(256)) * 1000)
empty = await sk.fetch(f"{API}/empty")
show((empty.status, await empty.text()))
moved = await sk.fetch(f"{API}/moved")
show((moved.url.removeprefix(API), (await moved.json())["query"]))
missing = await sk.fetch(f"{API}/missing")
show((missing.status, missing.ok, await missing.text()))
""")
    it.shows("True", "(204, '')", "('/echo?after=moving', {'after': ['moving']})", "(404, False, 'no such thing')")


def test_an_address_relative_to_the_page(do: Do) -> None:
    do('show((await (await sk.fetch("empty.html")).text())[:15])').shows("<!doctype html>")


def test_a_status_that_says_no_is_shown_as_an_error(do: Do, lab: Page) -> None:
    do('(await sk.fetch(f"{API}/missing")).raise_for_status()')
    alert = lab.get_by_role("alert")
    expect(alert.get_by_role("heading")).to_have_text("StatusError")
    expect(alert).to_contain_text("404: there is nothing at this address")


def test_lines_are_shown_as_they_come(do: Do, api: Server) -> None:
    it = do("""
async with sk.fetch(f"{API}/stream") as response:
    async for line in response.lines():
        show(f"[{line}]")
""")
    api.chunks.put(b"one\ncaf\xc3")
    it.shows("[one]")
    api.chunks.put(b"\xa9\r")
    it.shows("[café]")
    api.chunks.put(b"\nlast")
    api.chunks.put(None)
    it.shows("[last]")
    it.ends()


def test_events_are_shown_as_they_come(do: Do, api: Server) -> None:
    it = do("""
async for event in (await sk.fetch(f"{API}/stream")).events():
    show((event.event, event.data, event.id, event.retry))
""")
    api.chunks.put(b": hello\n\nid: 1\ndata: o")
    api.chunks.put(b"ne\ndata: two\n\n")
    it.shows("('message', 'one\\ntwo', '1', None)")
    api.chunks.put(b"event: end\r\nretry: 500\r\ndata: \xf0\x9f")
    api.chunks.put(b"\x8c\x8a\r\n\r\n")
    it.shows("('end', '🌊', '1', 500)")
    api.chunks.put(None)
    it.ends()


ENDLESS = """
async for line in (await sk.fetch(f"{API}/endless")).lines():
    show(line)
"""


def test_a_cancelled_run_hangs_up(do: Do, api: Server) -> None:
    it = do(ENDLESS)
    it.shows("begun", "busy")
    it.click("Stop")
    it.ends()
    assert api.gone.wait(PATIENCE), "the server was not told"


def test_a_run_that_is_cancelled_while_it_does_something_else_hangs_up(do: Do, api: Server) -> None:
    it = do("""
response = await sk.fetch(f"{API}/endless")
show("asked")
await asyncio.sleep(1000)
""")
    it.shows("asked")
    it.click("Stop")
    it.ends()
    assert api.gone.wait(PATIENCE), "the server was not told"


def test_a_run_that_is_cancelled_before_the_answer_hangs_up(do: Do, api: Server) -> None:
    it = do('await sk.fetch(f"{API}/silent")')
    assert api.chunks.get(timeout=PATIENCE) == b"asked"
    it.click("Stop")
    it.ends()
    assert api.gone.wait(PATIENCE), "the server was not told"


def test_an_element_that_leaves_the_page_hangs_up(do: Do, api: Server, lab: Page) -> None:
    it = do(ENDLESS)
    it.shows("begun")
    lab.evaluate("document.querySelector('#place').replaceChildren()")
    assert api.gone.wait(PATIENCE), "the server was not told"


def test_the_end_of_the_block_hangs_up(do: Do, api: Server) -> None:
    it = do("""
async with sk.fetch(f"{API}/endless") as response:
    show(await anext(response.lines()))
show("after")
""")
    it.shows("begun", "after")
    assert api.gone.wait(PATIENCE), "the server was not told"


def test_a_response_that_nobody_reads_is_let_go(do: Do, api: Server) -> None:
    it = do('show((await sk.fetch(f"{API}/endless")).status)')
    it.shows("200")
    assert api.gone.wait(PATIENCE), "the server was not told"


def test_a_timeout(do: Do, api: Server) -> None:
    it = do("""
try:
    async for line in (await sk.fetch(f"{API}/endless", timeout=0.2)).lines():
        show(line)
except sk.NetworkError as error:
    show(error)
""")
    it.shows("begun", "nothing came for 0.2 s")
    assert api.gone.wait(PATIENCE), "the server was not told"


REFUSED = """
try:
    show(await (await sk.fetch({url}, headers={headers})).text())
except sk.NetworkError as error:
    show(error)
"""


def test_a_refusal_by_cors_is_explained(do: Do, api: Server, lab: Page) -> None:
    it = do(REFUSED.format(url='f"{API}/private?key=abc"', headers={}))
    page = lab.evaluate("location.origin")
    it.shows(f"GET {api.origin}/private failed with 'Failed to fetch'.", "(CORS)", f"'Access-Control-Allow-Origin: {page}', or ask")


def test_a_header_that_is_not_permitted_is_explained(do: Do) -> None:
    it = do(REFUSED.format(url='f"{API}/echo"', headers={"X-Other": "1"}))
    it.shows("'Access-Control-Allow-Headers: x-other'")


def test_a_server_that_is_not_there_is_explained(do: Do) -> None:
    do(REFUSED.format(url='"http://localhost:9/"', headers={})).shows("localhost:9 could not be reached", "either the server does not answer at all")


def test_a_refusal_by_the_policy_of_the_page_is_explained(do: Do) -> None:
    it = do(REFUSED.format(url='"http://127.0.0.1:9/"', headers={}))
    it.shows("connect-src 'self' http://127.0.0.1:9", "Content-Security-Policy of this page does not allow it")


def test_an_answer_that_breaks_off(do: Do) -> None:
    it = do("""
try:
    async for line in (await sk.fetch(f"{API}/drop")).lines():
        show(line)
except sk.NetworkError as error:
    show(error)
""")
    it.shows("/drop: the answer broke off with")


def test_several_at_once(do: Do) -> None:
    it = do("""
responses = await asyncio.gather(*(sk.fetch(f"{API}/echo", params={"n": n}) for n in range(5)))
show([(await response.json())["query"]["n"][0] for response in responses])
""")
    it.shows("['0', '1', '2', '3', '4']")


# Secrets

SECRET = """
import logging
import skerry as sk

@sk.state
class Seen:
    lines: list[str] = []
    kept: str = ""

async def use(state: Seen):
    key = await sk.secret("API_KEY", prompt="The key of the weather service")
    state.kept = key
    print("printed", key)
    response = await sk.fetch("{origin}/echo", headers={"X-Key": f"{key}"})
    told = (await response.json())["key"]
    state.lines.append(f"sent {told[::-1]} {key!r}")

async def again(state: Seen):
    key = await sk.secret("API_KEY", again=True)
    state.lines.append(f"again {key[::-1]}")

async def both(state: Seen):
    one, other = await sk.secret("ONE"), await sk.secret("OTHER")
    state.lines.append(f"both {one[::-1]} {other[::-1]}")

async def fail():
    key = await sk.secret("API_KEY")
    raise ValueError(f"no good: {key}")

@sk.page("/")
def home(state: Seen):
    for handler in (use, again, both, fail):
        sk.button(handler.__name__, on_click=handler)
    sk.button("Stop", on_click=sk.cancel(use))
    sk.text("busy" if sk.running(use) else "idle")
    sk.text(f"kept {state.kept}")
    for i, line in enumerate(state.lines):
        sk.text(line, key=i)
"""

VALUE = "sk-0123456789"
SHOWN = VALUE[::-1]
EVERYTHING = """() => {
  const all = (root) => [...root.querySelectorAll("*")].map((node) => node.shadowRoot ? all(node.shadowRoot) : "").join("") + (root.innerHTML ?? "");
  return all(document.documentElement) + JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage}) + document.title;
}"""


@pytest.fixture
def asking(lab: Page, api: Server, mount: Callable[..., None]) -> Iterator[Callable[[], None]]:
    """Mounts the app that asks for secrets, also once more."""

    def put() -> None:
        lab.evaluate("document.querySelector('#place').replaceChildren()")
        mount(SECRET.replace("{origin}", api.origin))

    put()
    yield put
    lab.evaluate("sessionStorage.clear()")


def start(page: Page, name: str = "use") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_secret_is_asked_for_once_and_is_nowhere_to_be_seen(lab: Page, asking: Callable[[], None]) -> None:
    lines: list[str] = []
    lab.on("console", lambda message: lines.append(message.text))
    start(lab)
    dialog = lab.get_by_role("dialog", name="The key of the weather service")
    field = dialog.get_by_label("API_KEY")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("type", "password")
    expect(dialog.get_by_label("Keep in this tab")).not_to_be_checked()
    field.press_sequentially(VALUE)
    field.press("Enter")
    expect(dialog).to_have_count(0)
    expect(lab.get_by_text(f"sent {SHOWN} <secret API_KEY>")).to_have_count(1)
    expect(lab.get_by_role("button", name="use", exact=True)).to_be_focused()
    start(lab)
    expect(lab.get_by_text(f"sent {SHOWN} <secret API_KEY>")).to_have_count(2)
    assert "printed <secret API_KEY>" in lines
    expect(lab.locator("#app")).to_contain_text("kept <secret API_KEY>")
    start(lab, "fail")
    expect(lab.get_by_role("alert")).to_contain_text("no good: <secret API_KEY>")
    saved = lab.evaluate("document.querySelector('#app').dump()")
    assert "sent" in saved and VALUE not in saved
    assert VALUE not in lab.evaluate(EVERYTHING)
    assert VALUE not in "".join(lines)


def test_a_secret_outlives_a_reload_of_the_app_and_not_the_element(lab: Page, asking: Callable[[], None]) -> None:
    start(lab)
    dialog = lab.get_by_role("dialog")
    dialog.get_by_label("API_KEY").fill(VALUE)
    dialog.get_by_role("button", name="OK").click()
    expect(lab.get_by_text("sent")).to_have_count(1)
    lab.evaluate("document.querySelector('#app').reload(false)")
    expect(lab.get_by_text("sent")).to_have_count(0)
    start(lab)
    expect(lab.get_by_text("sent")).to_have_count(1)
    expect(dialog).to_have_count(0)
    asking()
    start(lab)
    expect(dialog).to_be_visible()


def test_a_secret_is_kept_in_the_tab_where_the_visitor_says_so(lab: Page, asking: Callable[[], None]) -> None:
    start(lab)
    dialog = lab.get_by_role("dialog")
    dialog.get_by_label("API_KEY").fill(VALUE)
    dialog.get_by_label("Keep in this tab").check()
    dialog.get_by_role("button", name="OK").click()
    expect(lab.get_by_text("sent")).to_have_count(1)
    asking()
    start(lab)
    expect(lab.get_by_text(f"sent {SHOWN}")).to_have_count(1)
    start(lab, "again")
    expect(dialog).to_be_visible()
    assert lab.evaluate("sessionStorage.length") == 0
    dialog.get_by_label("API_KEY").fill("another")
    dialog.get_by_role("button", name="OK").click()
    expect(lab.get_by_text("again rehtona")).to_have_count(1)


@pytest.mark.parametrize("way", ["Cancel", "Escape"])
def test_a_secret_that_is_not_given(lab: Page, asking: Callable[[], None], way: str) -> None:
    start(lab)
    dialog = lab.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=way).click() if way == "Cancel" else lab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    alert = lab.get_by_role("alert")
    expect(alert.get_by_role("heading")).to_have_text("SecretError")
    expect(alert).to_contain_text("API_KEY was asked for and not given")
    expect(lab.get_by_role("button", name="use", exact=True)).to_be_focused()
    start(lab)
    expect(dialog).to_be_visible()


def test_an_empty_secret_is_none(lab: Page, asking: Callable[[], None]) -> None:
    start(lab)
    dialog = lab.get_by_role("dialog")
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("API_KEY")).to_be_focused()


def test_the_dialog_goes_with_the_run_that_asks(lab: Page, asking: Callable[[], None]) -> None:
    start(lab)
    dialog = lab.get_by_role("dialog")
    expect(dialog).to_be_visible()
    lab.evaluate("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Stop').click()")
    expect(dialog).to_have_count(0)
    expect(lab.locator("#app")).to_contain_text("idle")


def test_what_is_typed_is_heard_by_nobody_else(lab: Page, asking: Callable[[], None]) -> None:
    lab.evaluate("""() => {
      window.heard = [];
      for (const type of ["keydown", "keyup", "input", "paste"]) addEventListener(type, (event) => heard.push(event.type));
    }""")
    start(lab)
    lab.get_by_role("dialog").get_by_label("API_KEY").press_sequentially("abc")
    lab.keyboard.press("Escape")
    expect(lab.get_by_role("dialog")).to_have_count(0)
    assert [type for type in lab.evaluate("heard") if type != "keyup"] == []


def test_two_secrets_are_asked_for_in_turn(lab: Page, asking: Callable[[], None]) -> None:
    start(lab, "both")
    lab.evaluate("[...document.querySelectorAll('button')].find((b) => b.textContent === 'use').click()")
    dialog = lab.get_by_role("dialog")
    for name, value in (("ONE", "first"), ("API_KEY", VALUE), ("OTHER", "second")):
        dialog.get_by_label(name).fill(value)
        dialog.get_by_role("button", name="OK").click()
    expect(lab.get_by_text("both tsrif dnoces")).to_have_count(1)
    expect(lab.get_by_text(f"sent {SHOWN}")).to_have_count(1)


# urllib

URLLIB = """
import json
import urllib.error, urllib.request
import skerry as sk

API = "{origin}"

@sk.state
class Seen:
    lines: list[str] = []
    clicks: int = 0

def ask(path, **options):
    try:
        with urllib.request.urlopen(urllib.request.Request(API + path, **options)) as answer:
            return answer.status, answer.headers["x-own"], answer.url.removeprefix(API), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.reason, error.read()
    except urllib.error.URLError as error:
        return "no answer", str(error)

def use(state: Seen, path, options):
    state.lines.append(str(ask(path, **options)))

def plain(state: Seen):
    everything(state)

def generator(state: Seen):
    yield
    everything(state)

async def coroutine(state: Seen):
    everything(state)

def everything(state):
    told = json.loads(ask("/echo?q=1", data=b"\\xff", headers={"X-Key": "k"})[3])
    state.lines.append(f"{told['method']} {told['query']} {told['key']} {told['body'].encode('latin-1')} {told['type']}")
    state.lines.append(str(ask("/bytes")[3] == bytes(range(256)) * 1000))
    state.lines.append(str(ask("/moved")[:3]))
    state.lines.append(str(ask("/missing")))
    state.lines.append(str(ask("/private")))

def waits(state: Seen):
    yield
    state.lines.append(str(ask("/stream")))

def hangs(state: Seen):
    yield
    ask("/silent")

def hurries(state: Seen):
    yield
    try:
        urllib.request.urlopen(API + "/endless", timeout=0.2).read()
    except urllib.error.URLError as error:
        state.lines.append(f"{type(error.reason).__name__}: {error.reason}")

def click(state: Seen):
    state.clicks += 1

HANDLERS = (plain, generator, coroutine, waits, hangs, hurries, click)

@sk.page("/")
def home(state: Seen):
    for handler in HANDLERS:
        sk.button(handler.__name__, on_click=handler)
    sk.button("Stop", on_click=sk.cancel(hangs))
    sk.text(f"clicks {state.clicks}, " + ("busy" if any(sk.running(one) for one in HANDLERS) else "idle"))
    for i, line in enumerate(state.lines):
        sk.text(line, key=i)
"""


@pytest.fixture
def urls(api: Server, mount: Callable[..., None]) -> None:
    mount(URLLIB.replace("{origin}", api.origin))


@pytest.mark.usefixtures("urls")
@pytest.mark.parametrize("kind", ["plain", "generator", "coroutine"])
def test_urlopen(lab: Page, kind: str) -> None:
    app = lab.locator("#app")
    for _ in range(2):  # a plain function that blocks is started in another way the second time
        start(lab, kind)
        expect(app.get_by_text("CORS").last).to_be_visible()
        for text in (
            "POST {'q': ['1']} k b'\\xff' application/x-www-form-urlencoded",
            "True",
            "(200, 'yes', '/echo?after=moving')",
            "(404, 'Not Found', b'no such thing')",
        ):
            expect(app.get_by_text(text, exact=True).last).to_be_visible()
    expect(app.get_by_text("(404, 'Not Found', b'no such thing')")).to_have_count(2)


@pytest.mark.usefixtures("urls")
def test_the_page_is_alive_while_urlopen_waits(lab: Page, api: Server) -> None:
    start(lab, "waits")
    api.chunks.put(b"one ")
    start(lab, "click")
    expect(lab.locator("#app")).to_contain_text("clicks 1, busy")
    api.chunks.put(b"two")
    api.chunks.put(None)
    expect(lab.locator("#app")).to_contain_text("b'one two'")


@pytest.mark.usefixtures("urls")
def test_urlopen_in_a_run_that_is_cancelled_hangs_up(lab: Page, api: Server) -> None:
    start(lab, "hangs")
    assert api.chunks.get(timeout=PATIENCE) == b"asked"
    start(lab, "Stop")
    expect(lab.locator("#app")).to_contain_text("idle")
    assert api.gone.wait(PATIENCE), "the server was not told"


@pytest.mark.usefixtures("urls")
def test_urlopen_with_a_timeout(lab: Page, api: Server) -> None:
    start(lab, "hurries")
    expect(lab.locator("#app")).to_contain_text("TimeoutError: GET")
    assert api.gone.wait(PATIENCE), "the server was not told"


# --- requests and httpx, as they come from PyPI

CLIENTS = """
import sys, urllib.request
import skerry as sk

API = "{origin}"

@sk.state
class Seen:
    lines: list[str] = []

def load(state: Seen):
    yield
    with urllib.request.urlopen("{packages}") as answer, open("/tmp/clients.zip", "wb") as file:
        file.write(answer.read())
    sys.path.insert(0, "/tmp/clients.zip")
    import httpx, requests
    state.lines.append("loaded")

def with_requests(state: Seen):
    yield
    import requests
    told = requests.post(f"{API}/echo", params={"q": "1"}, headers={"X-Key": "k"}, data=b"x")
    state.lines.append(f"requests {told.status_code} {told.json()['method']} {told.json()['key']} {told.json()['body']}")

def with_httpx(state: Seen):
    yield
    import httpx
    told = httpx.post(f"{API}/echo", params={"q": "1"}, headers={"X-Key": "k"}, content=b"x")
    state.lines.append(f"httpx {told.status_code} {told.json()['method']} {told.json()['key']} {told.json()['body']}")
    try:
        httpx.get(f"{API}/private")
    except httpx.ConnectError as error:
        state.lines.append(f"httpx refused: {'CORS' in str(error)}")

async def with_async_httpx(state: Seen):
    import httpx
    async with httpx.AsyncClient() as client:
        told = await client.get(f"{API}/bytes")
        state.lines.append(f"async httpx {told.status_code} {told.content == bytes(range(256)) * 1000}")
        async with client.stream("GET", f"{API}/bytes") as streamed:
            count = 0
            async for chunk in streamed.aiter_bytes():
                count += len(chunk)
        state.lines.append(f"async httpx streamed {count}")

@sk.page("/")
def home(state: Seen):
    for handler in (load, with_requests, with_httpx, with_async_httpx):
        sk.button(handler.__name__, on_click=handler)
    for i, line in enumerate(state.lines):
        sk.text(line, key=i)
"""
PACKAGES = "requests urllib3 idna certifi charset_normalizer httpx httpcore anyio h11 typing_extensions".split()


@pytest.fixture(scope="module")
def packages(shell_folder: Path) -> str:
    """What requests and httpx need, as one archive of pure Python."""
    target = shell_folder / "clients.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PACKAGES:
            spec = importlib.util.find_spec(name)
            assert spec is not None and spec.origin is not None, f"{name} belongs to the test group"
            place = Path(spec.origin)
            if place.name != "__init__.py":
                archive.write(place, place.name)
                continue
            for file in sorted(place.parent.rglob("*")):
                if file.is_file() and file.suffix in (".py", ".pem", ".json"):
                    archive.write(file, file.relative_to(place.parent.parent).as_posix())
    return target.name


def test_requests_and_httpx(lab: Page, api: Server, packages: str, mount: Callable[..., None]) -> None:
    mount(CLIENTS.replace("{origin}", api.origin).replace("{packages}", urljoin(lab.url, packages)))
    start(lab, "load")
    app = lab.locator("#app")
    expect(app).to_contain_text("loaded")
    for name, texts in {
        "with_requests": ["requests 200 POST k x"],
        "with_httpx": ["httpx 200 POST k x", "httpx refused: True"],
        "with_async_httpx": ["async httpx 200 True", "async httpx streamed 256000"],
    }.items():
        start(lab, name)
        for text in texts:
            expect(app).to_contain_text(text)
