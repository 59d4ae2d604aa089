"""The index, asked as pip would."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from skerry_toolchain.packages.index import Unreachable, WrongContent

from ...wheels import make_wheel
from .conftest import MakeIndex, Server

FLEET = make_wheel("fleet", "1.0", {"fleet.py": "SHIPS = 3\n"})
NAME = "fleet-1.0-py3-none-any.whl"
DIGEST = hashlib.sha256(FLEET).hexdigest()


def test_an_index_of_files(index_of: MakeIndex) -> None:
    index = index_of({NAME: FLEET, "fleet-0.9.tar.gz": b""})
    assert [(one.filename, one.version, one.is_wheel) for one in index.find("Fleet")] == [(NAME, "1.0", True), ("fleet-0.9.tar.gz", "0.9", False)]
    assert index.content(index.find("fleet")[0]) == FLEET
    assert index.find("no-fleet") == []


def test_links_beside_an_index_and_without_one(index_of: MakeIndex, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "fleet-2.0-py3-none-any.whl").write_bytes(FLEET)
    index = index_of({NAME: FLEET}, find_links=(str(tmp_path / "links"),))
    assert [one.version for one in index.find("fleet")] == ["2.0", "1.0"]
    index = index_of({NAME: FLEET}, find_links=(str(tmp_path / "links"),), no_index=True)
    assert [one.version for one in index.find("fleet")] == ["2.0"]
    assert index.content(index.find("fleet")[0]) == FLEET
    assert index_of({}, no_index=True).places == []


def test_a_server_with_a_password(server: Server, tmp_path: Path) -> None:
    server.lists("fleet", [{"filename": NAME, "url": f"../../files/{NAME}", "hashes": {"sha256": DIGEST}, "requires-python": ">=3.15", "yanked": "broken"}])
    server.answers[f"/files/{NAME}"] = (200, "application/zip", FLEET)
    index = server.index(tmp_path, "me:secret@")
    (found,) = index.find("fleet")
    assert (found.digest, found.yanked, found.is_for(), found.is_for("3.15")) == (DIGEST, True, False, True)
    assert index.content(found) == FLEET
    assert {auth for _, auth in server.asked} == {f"Basic {base64.b64encode(b'me:secret').decode()}"}
    assert "secret" not in "".join(index.places)


def test_what_was_fetched_once_is_kept(server: Server, tmp_path: Path) -> None:
    server.lists("fleet", [{"filename": NAME, "url": f"/files/{NAME}", "hashes": {"sha256": DIGEST}}])
    server.answers[f"/files/{NAME}"] = (200, "application/zip", FLEET)
    for _ in range(2):
        index = server.index(tmp_path)
        assert index.content(index.find("fleet")[0]) == FLEET
        index.find("fleet")
    assert [path for path, _ in server.asked] == ["/simple/fleet/", f"/files/{NAME}", "/simple/fleet/"]
    (tmp_path / "wheels" / DIGEST).write_bytes(b"damaged")
    assert index.content(index.find("fleet")[0]) == FLEET


def test_a_file_that_is_not_the_one_that_was_listed(server: Server, tmp_path: Path) -> None:
    server.lists("fleet", [{"filename": NAME, "url": f"/files/{NAME}", "hashes": {"sha256": DIGEST}}])
    server.answers[f"/files/{NAME}"] = (200, "application/zip", FLEET + b"!")
    index = server.index(tmp_path)
    with pytest.raises(WrongContent, match="the index says"):
        index.content(index.find("fleet")[0])
    assert NAME in index.failures
    assert not (tmp_path / "wheels").exists()


def test_an_index_that_cannot_be_reached_is_not_a_package_that_is_not_there(server: Server, tmp_path: Path) -> None:
    server.answers["/simple/fleet/"] = (503, "text/plain", b"")
    index = server.index(tmp_path)
    assert index.find("other") == []
    with pytest.raises(Unreachable, match="it answered 503"):
        index.find("fleet")
    server.server.shutdown()
    server.server.server_close()
    with pytest.raises(Unreachable, match=server.host):
        index.find("more")
    assert set(index.failures) == {"fleet", "more"}
    index.forget()
    assert not index.failures
