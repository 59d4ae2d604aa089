"""Which snapshots are taken: those of the sources as they are, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from skerry_toolchain.snapshots import FLAVOURS, find_snapshots, key, make_snapshots, pages_read, store


def put(folder: Path, name: str, content: bytes) -> None:
    (folder / name).mkdir()
    for file in FLAVOURS:
        (folder / name / file).write_bytes(content)


def test_snapshots_of_other_sources_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, f"{key.snapshot_key()}-9", b"now")
    assert find_snapshots(tmp_path) == dict.fromkeys(FLAVOURS, b"now")
    before = key.snapshot_key()
    monkeypatch.setattr(key, "_sources", lambda: iter([("skerry/__init__.py", b"changed")]))
    assert key.snapshot_key() != before
    assert find_snapshots(tmp_path) == {}


def test_a_folder_that_lacks_one_of_them_does_not_count(tmp_path: Path) -> None:
    put(tmp_path, f"{key.snapshot_key()}-9", b"now")
    (tmp_path / f"{key.snapshot_key()}-9" / "plain.snapshot").unlink()
    assert find_snapshots(tmp_path) == {}


def test_the_smallest_are_preferred_and_a_wheel_takes_no_others(tmp_path: Path) -> None:
    put(tmp_path, f"{key.snapshot_key()}-9", b"quick")
    assert find_snapshots(tmp_path, smallest=True) == {}
    put(tmp_path, f"{key.snapshot_key()}-22", b"small")
    assert find_snapshots(tmp_path) == find_snapshots(tmp_path, smallest=True) == dict.fromkeys(FLAVOURS, b"small")


def test_what_is_made_is_kept_for_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_make", lambda place, name, switching, level: f"{name} {switching} {level}".encode())
    made = make_snapshots(tmp_path)
    assert made == {"stack-switching.snapshot": b"stack-switching.snapshot True 9", "plain.snapshot": b"plain.snapshot False 9"}
    assert find_snapshots(tmp_path) == made
    monkeypatch.setattr(store, "_make", None)
    assert make_snapshots(tmp_path) == made


def with_header(text: bytes) -> bytes:
    return b"skerry03" + len(text).to_bytes(4, "little") + text + b"and the rest"


def test_what_is_read_is_what_any_of_them_reads() -> None:
    one, other = with_header(b'{"page": 4096, "read": [3, 7]}'), with_header(b'{"page": 4096, "read": [7, 8]}')
    assert pages_read([one, other]) == (4096, {3, 7, 8})
    size, pages = pages_read(make_snapshots().values())
    assert size == 4096
    assert 0 < len(pages) < 40, "little is read by unpacking, and by what goes before it"
