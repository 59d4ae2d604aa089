"""The index as micropip is given it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import httpx2
from starlette.applications import Starlette
from starlette.testclient import TestClient

from skerry_toolchain.packages.wanted import read_wanted
from skerry_toolchain.packages.web import Shelf, serving

from ...wheels import make_wheel
from .conftest import MakeIndex

FLEET = make_wheel("fleet", "1.0", {"fleet.py": "SHIPS = 3\n"})
NAME = "fleet-1.0-py3-none-any.whl"
DIGEST = hashlib.sha256(FLEET).hexdigest()


def client(shelf: Shelf) -> TestClient:
    return TestClient(Starlette(routes=shelf.routes()), base_url="http://localhost:8000")


def test_only_what_a_page_can_install_is_listed(index_of: MakeIndex) -> None:
    others = ["fleet-1.0.tar.gz", "fleet-1.0-cp314-cp314-win_amd64.whl", "fleet-1.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl"]
    answer = client(Shelf(index_of({NAME: FLEET, **dict.fromkeys(others, b"")}), "/x")).get("/x/simple/fleet/")
    assert answer.headers["content-type"] == "application/vnd.pypi.simple.v1+json"
    files = {file["filename"]: file for file in answer.json()["files"]}
    assert set(files) == {NAME, others[2]}
    assert files[NAME]["url"] == f"http://localhost:8000/x/file/{NAME}?sha256={DIGEST}"
    assert files[NAME]["hashes"] == {"sha256": DIGEST}


def test_a_file_is_handed_out_once_it_was_listed(index_of: MakeIndex) -> None:
    site = client(Shelf(index_of({NAME: FLEET})))
    assert site.get(f"/file/{NAME}").status_code == 404
    site.get("/simple/fleet/")
    answer = site.get(f"/file/{NAME}?sha256={DIGEST}")
    assert (answer.content, "immutable" in answer.headers["cache-control"]) == (FLEET, True)
    assert site.get(f"/file/{NAME}").headers["cache-control"] == "no-cache"


def test_what_goes_wrong_has_a_status_and_a_reason(index_of: MakeIndex) -> None:
    index = index_of({NAME: FLEET})
    site = client(Shelf(index))
    assert site.get("/simple/other/").status_code == 404
    assert "there is no package of this name" in site.get("/why/other>=2").text
    assert site.get("/why/other>").status_code == 400
    site.get("/simple/fleet/")
    Path(index.find("fleet")[0].link.file_path).write_bytes(b"changed")
    answer = site.get(f"/file/{NAME}")
    assert (answer.status_code, "the index says" in answer.text) == (502, True)


def test_an_apps_own_wheels_have_addresses(index_of: MakeIndex, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(FLEET)
    shelf = Shelf(index_of({}))
    with serving(shelf) as base:
        mast, fleet = shelf.put(read_wanted(["mast[tall]>=2", f"./{NAME}"], "app.py", tmp_path), base)
        assert (mast, fleet) == ("mast[tall]>=2", f"fleet @ {base}/file/{NAME}")
        assert httpx2.get(fleet.partition(" @ ")[2]).content == FLEET
