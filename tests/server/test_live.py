"""An app live in pages, with connections that drop."""

from __future__ import annotations

import asyncio
import gzip
import random
import re
from pathlib import Path
from typing import Any

from skerry_server import Limits, PageFiles

from .asking import Client
from .conftest import Make
from .paging import Page, Socket, opened
from .test_api import problem, run

SOURCE = '''
import asyncio
import time
import skerry as sk

@sk.state
class Desk:
    count: int = 0
    name: str = ""
    size: int = 0
    width: int = 0
    done: bool = False

@sk.state(persist="browser")
class Kept:
    note: str = "nothing yet"

GATES = {}
ENDED = []

@sk.api
def open_gate(name):
    GATES.setdefault(name, asyncio.Event()).set()

@sk.api
def total(state: Desk):
    return state.count

def add(state: Desk):
    state.count += 1

async def stream(state: Desk):
    try:
        for n in range(1, 4):
            state.count = n * 100
            yield
            await GATES.setdefault(n, asyncio.Event()).wait()
        state.done = True
    finally:
        ENDED.append("stream")

def slow(state: Desk):
    time.sleep(0.01)
    state.done = True

def chosen(event: sk.ChangeEvent, state: Desk):
    state.size = len(event.files[0].read())

async def measure(state: Desk):
    state.width = await sk.js("() => innerWidth")

def save():
    sk.download("report.txt", "the report")

def note(state: Kept):
    state.note = "written down"

@sk.page("/", title="Desk")
def home(state: Desk, kept: Kept):
    sk.text(f"count {state.count}, {state.name or 'nobody'}, {state.size} bytes, {state.width} wide, done {state.done}, {kept.note}")
    sk.input("Name", bind=sk.ref(state).name)
    sk.file_input("File", on_change=chosen)
    for handler in (add, stream, slow, measure, save, note):
        sk.button(handler.__name__, on_click=handler)
    sk.image(b"GIF89a" + bytes([state.count % 256]) * 200_000, alt="a picture")

@sk.page("/ended")
def ended():
    sk.text(", ".join(ENDED) or "none")
'''


def files(tmp_path: Path) -> PageFiles:
    return PageFiles({"py-app.js": b"// the modules", "skerry.css": b"/* styles */"}, ["py-app.js"], tmp_path / "plots")


def play(make: Make, tmp_path: Path, scene: Any, **limits: Any) -> None:
    run(make, scene, SOURCE, page=files(tmp_path), limits=Limits(**limits))


def test_a_page_shows_an_app_and_its_events_call_handlers(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        page, other = await Page(client.app).connect(), await Page(client.app).connect()
        await page.until("count 0, nobody")
        page.click("add")
        await page.until("count 1")
        page.fill("Name", "Ada")
        await page.until("Ada")
        page.click("slow")
        await page.until("done True")
        await other.until("count 0, nobody")
        assert re.search(r"sk-blob:[0-9a-f]{32}", str([one.attrs for one in page.document.root.walk()]))
        assert {one[:7] for one in page.bytes.values()} >= {b"GIF89a\x00", b"GIF89a\x01"}
        page.click("measure")
        number = await command(page, "js")
        page.send({"t": "result", "id": number["id"], "value": 800})
        await page.until("800 wide")
        page.click("save")
        saved = await command(page, "download")
        assert page.bytes[saved["blob"]] == b"the report"
        for one in (page, other):
            one.send({"t": "bye"})
            await one.over()

    play(make, tmp_path, scene)


async def command(page: Page, name: str) -> dict[str, Any]:
    while True:
        for said, args in page.document.commands:
            if said == name:
                return args
        await page.take()


def test_what_is_done_while_the_connection_is_gone_is_done_once_and_in_order(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        page = await opened(client.app)
        page.click("add")  # sent, and the connection drops before the answer is read
        await page.drop()
        for _ in range(2):
            page.click("add")
        page.fill("Name", "Bo")
        await page.connect()
        assert page.answer["t"] == "resumed"
        await page.until("count 3, Bo")
        for _ in range(20):
            page.click("add")
            await page.drop()
            await page.connect()
        await page.until("count 23, Bo")
        assert page.document.patch >= 2

    play(make, tmp_path, scene)


def test_whatever_drops_whenever_what_a_person_does_is_done_once(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        for number in range(30):
            chance = random.Random(number)
            page = await opened(client.app)
            count, name = 0, ""
            for _ in range(25):
                act = chance.choice(["add", "add", "name", "http", "drop", "connect", "turn"])
                if act == "add":
                    page.click("add")
                    count += 1
                elif act == "name":
                    name = f"name {chance.randrange(1000)}"
                    page.fill("Name", name)
                elif act == "http":
                    assert await Client(client.app, page.token).value("total") <= count
                elif act == "drop" and page.socket is not None:
                    await page.drop()
                elif act == "connect":  # also where the other end knows nothing of a drop
                    await page.connect()
                else:
                    await asyncio.sleep(0)
            await page.connect()
            await page.until(f"count {count}, {name or 'nobody'}")
            assert not page.errors
            await client.ask("DELETE", "/api", headers={"skerry-session": page.token})

    play(make, tmp_path, scene)


def test_a_stream_waits_for_its_page_and_goes_on(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        page = await opened(client.app)
        page.click("stream")
        await page.until("count 100")
        await page.drop()
        await client.value("open_gate", 1)
        await page.connect()
        await page.until("count 200")
        await page.drop()
        await client.value("open_gate", 2)
        await client.value("open_gate", 3)
        await page.connect()
        await page.until("count 300")
        await page.until("done True")

    play(make, tmp_path, scene)


def test_a_connection_that_nobody_has_seen_drop_gives_way(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        page = await opened(client.app)
        before = page.socket
        await page.connect()
        page.click("add")
        await page.until("count 1")
        assert before is not None and before.closed == 4409

    play(make, tmp_path, scene)


def test_a_page_that_does_not_come_back_ends_its_session(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        page = await opened(client.app)
        page.click("stream")
        await page.until("count 100")
        await page.drop()
        while len(client.app.state.visits):  # type: ignore[attr-defined]
            await asyncio.sleep(0.001)
        assert (await page.connect()).answer["status"] == 410
        late = await Page(client.app).connect(url="/ended")
        await late.until("stream")

    play(make, tmp_path, scene, away=0.01)


def test_functions_are_called_over_http_in_the_session_of_a_page(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        page = await opened(client.app)
        page.click("add")
        await page.until("count 1")
        assert await Client(client.app, page.token).value("total") == 1
        page.send({"t": "call", "id": 1, "name": "total", "args": []})
        while not page.answers:
            await page.take()
        assert page.answers == [{"t": "answer", "id": 1, "value": 1}]
        await page.drop()
        assert await Client(client.app, page.token).value("total") == 1, "its page is away, and it answers"

    play(make, tmp_path, scene)


def test_files_come_over_http_before_the_event_that_names_them(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        page = await opened(client.app, "0 bytes")
        here = Client(client.app, page.token)

        def put(name: str, content: bytes) -> Any:
            return here.ask("PUT", f"/_skerry/live/files/{name}", content, {"content-type": ""})

        assert (await put("upload:1", b"x" * 40)).status == 204
        about = {"id": "upload:1", "name": "a.txt", "size": 40, "type": "text/plain", "last_modified": 0}
        page.person.attach(page.find("File"), [about])
        await page.until("40 bytes")
        assert "no name of a file" in problem(await put("..%2Fapp.py", b"x"), 404)
        assert "may have 100 bytes together" in problem(await put("upload:2", b"x" * 101), 413)
        assert (await put("upload:3", b"x" * 90)).status == 204, "nobody has the first one any more, so it makes room"
        stranger = await Client(client.app, "0" * 48).ask("PUT", "/_skerry/live/files/upload:1", b"x")
        assert "There is no such session" in problem(stranger, 410)

    play(make, tmp_path, scene, files=100)


def test_what_a_browser_has_kept_comes_back_and_no_more_than_that(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        page = await Page(client.app).connect(recover=True)
        await page.until("nothing yet")
        page.click("note")
        saved = await message(page, "save")
        assert (saved["where"], saved["name"]) == ("browser", "app:Kept"), "a restart's copy is nothing that a page may ask for"
        record = {"version": 1, "at": 0, "text": saved["text"]}
        later = await Page(client.app).connect(stored={"browser": {"app:Kept": [record]}, "page": {"app:Desk": [record]}})
        await later.until("written down")

    play(make, tmp_path, scene)


async def message(page: Page, kind: str) -> dict[str, Any]:
    while True:
        for one in page.others:
            if one["t"] == kind:
                return one
        await page.take()


def test_who_is_no_page_is_refused(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        for first, status, says in [
            ("nothing", 400, "What a page says first is JSON"),
            ('{"t": "hello"}', 400, "A page says first"),
            ('{"t": "begin", "hello": {"version": 1}}', 400, "needs the field 'url'"),
            ('{"t": "begin", "hello": {"version": 1, "url": "/nowhere", "props": {}}}', 404, "/nowhere"),
            ('{"t": "begin", "hello": {"version": 99, "url": "/", "props": {}}}', 500, "could not be started"),
            ('{"t": "resume", "token": "nobody", "got": 0}', 410, "There is no such session"),
        ]:
            socket = Socket(client.app)
            socket.send(first)
            said = str(await socket.receive())
            assert f'"status":{status}' in said and says in said, said
        visitor = await client.new_session()
        socket = Socket(client.app)
        socket.send(f'{{"t": "resume", "token": "{visitor.session}", "got": 0}}')
        assert "This session has no page" in str(await socket.receive())
        foreign = Socket(client.app, origin="https://evil.example")
        await foreign.task
        assert foreign.closed == 1008
        page = await opened(client.app)
        assert page.socket is not None
        page.socket.send("no frame")
        assert await page.over() == 1008
        page = await opened(client.app)
        for wrong in ("[1", '[{"t": "event"}]', '[{"t": "nonsense"}]'):
            frame = page.frames.outgoing(wrong)
            assert page.socket is not None
            page.socket.send(page.frames.form(frame))
        page.click("add")
        await page.until("count 1")
        assert len(page.errors) == 3

    play(make, tmp_path, scene)


def test_documents_are_there_for_pages_only(make: Make, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        asked = await client.ask("GET", "/")
        assert asked.status == 200 and "<title>Desk</title>" in asked.body.decode()
        assert '<py-app server="/_skerry/live" routing="path" base="/">' in asked.body.decode()
        assert "script-src" not in asked.headers["content-security-policy"], "no script but its own"
        module = await client.ask("GET", "/skerry/py-app.js")
        assert module.body == b"// the modules" and module.headers["content-type"].startswith("text/javascript")
        again = {"accept-encoding": "gzip", "if-none-match": module.headers["etag"]}
        assert (await client.ask("GET", "/skerry/py-app.js", headers=again)).status == 304
        packed = await client.ask("GET", "/skerry/py-app.js", headers={"accept-encoding": "gzip"})
        assert gzip.decompress(packed.body) == module.body and packed.headers["content-encoding"] == "gzip"
        assert (await client.ask("GET", "/skerry/skerry.css")).body == b"/* styles */"
        assert "export default" in (await client.ask("GET", "/_skerry/live/functions.js")).body.decode()
        for address in ("/nowhere", "/app.py", "/skerry/../app.py"):
            assert (await client.ask("GET", address)).status == 404
        missing = await client.ask("GET", "/<b>", headers={"accept": "text/html"})
        assert missing.status == 404 and b"<p>" in missing.body and b"<b>" not in missing.body

    play(make, tmp_path, scene)
