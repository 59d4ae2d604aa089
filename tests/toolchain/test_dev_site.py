"""The development server's addresses, and who may ask."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from starlette.testclient import TestClient

from skerry.cpython import LOCAL, is_one_of
from skerry_toolchain.dev.guard import CSP
from skerry_toolchain.dev.hub import Hub
from skerry_toolchain.dev.project import Snapshot
from skerry_toolchain.dev.reports import Log, Report
from skerry_toolchain.dev.runtime import Runtime
from skerry_toolchain.dev.site import MOST_REPORT_BYTES, make_site

SNAPSHOT = Snapshot(
    "app.py",
    {"app.py": "import pkg.ünï\n", "pkg/ünï.py": "X = 'é'\n"},
    {"data/rows.csv": b"a,b\n", "x.bin": b"\x00"},
    frozenset(),
    version="v1",
)
BASE = "/_skerry/app/app-1"


class Site:
    def __init__(self, runtime: Runtime, local: bool = True) -> None:
        self.reports: list[Report] = []
        self.hub = Hub("v1")
        self.app = make_site(runtime, lambda: SNAPSHOT, self.hub, self._take, project="app-1", local=local)
        self.client = TestClient(self.app, base_url="http://localhost:8000")

    def _take(self, reports: Sequence[Report]) -> None:
        self.reports += reports


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def site(runtime: Runtime) -> Iterator[Site]:
    made = Site(runtime)
    with made.client:
        yield made


def test_every_address_that_is_no_file_is_the_page(site: Site) -> None:
    for path in ("/", "/about", "/users/7?x=1"):
        page = site.client.get(path)
        assert page.status_code == 200
        assert f'src="{BASE}/app.json"' in page.text
        assert 'name="skerry-version" content="v1"' in page.text
        assert "routing=\"path\" base=\"/\"" in page.text
    assert page.headers["content-security-policy"] == CSP
    assert page.headers["cache-control"] == "no-cache"


def test_a_service_worker_that_a_built_site_has_left_at_this_address_is_ended(site: Site) -> None:
    for path in ("/service-worker.js", "/docs/service-worker.js"):
        worker = site.client.get(path)
        assert worker.headers["content-type"].startswith("text/javascript")
        assert worker.text.startswith("self.SKERRY_RELOAD = true;")
        assert "registration.unregister()" in worker.text
    assert "skerry-build" not in site.client.get("/").text, "and none is registered"


def test_the_listing_leads_to_sources_and_files(site: Site) -> None:
    listing = site.client.get(f"{BASE}/app.json").json()
    assert listing["entry"] == "app.py"
    assert set(listing["sources"]) == set(SNAPSHOT.sources)
    for name, url in listing["sources"].items():
        assert site.client.get(f"{BASE}/{url}").text == SNAPSHOT.sources[name]
    for name, url in listing["files"].items():
        assert site.client.get(f"{BASE}/{url}").content == SNAPSHOT.files[name]


def test_a_data_file_has_its_own_address_too(site: Site) -> None:
    found = site.client.get("/data/rows.csv")
    assert found.content == b"a,b\n"
    assert found.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    "path",
    [f"{BASE}/source/other.py", f"{BASE}/source/../../etc/passwd", f"{BASE}/file/app.py", "/_skerry/else", "/skerry/no.js"],
)
def test_nothing_else_is_given_away(site: Site, path: str) -> None:
    assert site.client.get(path).status_code == 404


def test_the_runtime_as_the_manifest_says(site: Site) -> None:
    manifest = site.client.get("/skerry/manifest.json").json()
    for entry in manifest["files"].values():
        answer = site.client.get(f"/skerry/{entry['url']}")
        assert answer.status_code == 200
        assert len(answer.content) == entry["raw"]
    for path in ("py-app.js", "dev/main.js"):
        assert "javascript" in site.client.get(f"/skerry/{path}").headers["content-type"]
    assert site.client.get("/skerry/pyodide/pyodide.mjs").headers["content-type"].startswith("text/javascript")
    assert site.client.get("/skerry/pyodide/pyodide.asm.wasm").headers["content-type"] == "application/wasm"


def test_reports_are_taken(site: Site) -> None:
    answer = site.client.post("/_skerry/report", json=[{"kind": "log", "tab": "a", "level": "info", "text": "hi"}])
    assert answer.status_code == 204
    assert site.reports == [Log("a", "info", "hi")]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"[1]", "application/json", 400),
        (b"[]", "text/plain", 415),
        (b"[" + b" " * MOST_REPORT_BYTES + b"]", "application/json", 413),
    ],
)
def test_what_is_no_report_is_refused(site: Site, body: bytes, kind: str, status: int) -> None:
    answer = site.client.post("/_skerry/report", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert not site.reports


@pytest.mark.parametrize(
    "headers", [{"host": "evil.example"}, {"host": "evil.example:8000"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_other_sites_are_refused(site: Site, headers: dict[str, str]) -> None:
    answer = site.client.get("/_skerry/events" if "origin" in headers else "/", headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-security-policy"] == CSP


def test_its_own_pages_are_not(site: Site) -> None:
    answer = site.client.post("/_skerry/report", json=[], headers={"origin": "http://localhost:8000"})
    assert answer.status_code == 204


def test_a_server_for_all_networks_takes_any_host_name(runtime: Runtime) -> None:
    with Site(runtime, local=False).client as client:
        assert client.get("/", headers={"host": "laptop.lan:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "yes"),
    [("localhost", True), ("localhost:80", True), ("127.0.0.1:8000", True), ("[::1]:8000", True), ("[::1]", True),
     ("localhost.evil.example", False), ("", False), ("127.0.0.1.evil", False)],
)  # fmt: skip
def test_which_names_are_this_machine(host: str, yes: bool) -> None:
    assert is_one_of(host, LOCAL) is yes


def test_events_are_streamed_until_the_hub_closes(site: Site) -> None:
    """Straight to the app: the test client would wait for the end of the answer."""
    sent: list[Any] = []

    async def scene() -> None:
        started = asyncio.Event()

        async def send(message: Any) -> None:
            sent.append(message)
            if message.get("body"):
                started.set()

        async def receive() -> Any:
            await asyncio.Event().wait()

        scope = {
            "type": "http", "method": "GET", "path": "/_skerry/events", "raw_path": b"", "query_string": b"",
            "root_path": "", "headers": [(b"host", b"localhost:8000")], "asgi": {"spec_version": "2.4"},
        }  # fmt: skip
        task = asyncio.create_task(site.app(scope, receive, send))
        await started.wait()
        site.hub.close()
        await task

    asyncio.run(scene())
    assert dict(sent[0]["headers"])[b"content-type"].startswith(b"text/event-stream")
    assert b'"version": "v1"' in sent[1]["body"]
    assert sent[-1]["more_body"] is False
