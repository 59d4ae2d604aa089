"""The lock beside an app."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from skerry.errors import AppError
from skerry_toolchain.packages.lock import Lock, LockedPackage, lock_path, made_from, read_lock
from skerry_toolchain.packages.wanted import read_wanted
from skerry_toolchain.packages.wheel import modules_of

FLEET = LockedPackage("fleet", "1.0", "fleet-1.0-py3-none-any.whl", "00", ("fleet",), ("mast",))
HULL = LockedPackage("hull", "1.0", "hull-1.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl", "11", ("hull",), ())


def test_a_lock_is_read_as_long_as_it_fits(tmp_path: Path) -> None:
    wheel = tmp_path / "hull-1.0-py3-none-any.whl"
    wheel.write_bytes(b"one")
    path = lock_path(tmp_path / "app.py")
    assert path.name == "app.lock.json"

    def wanted(*texts: str) -> list:  # type: ignore[type-arg]
        return read_wanted(texts, "app.py", tmp_path)

    lock = Lock({"fleet": FLEET, "hull": HULL}, made_from(wanted("fleet>=1", f"./{wheel.name}")))
    path.write_text(lock.text())
    assert read_lock(path, wanted(f"./{wheel.name}", "fleet>=1")) == lock
    assert read_lock(path, wanted("fleet>=2", f"./{wheel.name}")) is None
    wheel.write_bytes(b"two")
    assert read_lock(path, wanted("fleet>=1", f"./{wheel.name}")) is None
    assert read_lock(tmp_path / "none", wanted("fleet>=1")) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<<<<<<< HEAD\n{}", "Expecting value: line 1 column 1"),
        ("{", "Expecting property name"),
        ("[]", "list indices must be"),
        ("{}", "'made_from' is missing"),
        (b"\xff", "can't decode byte 0xff"),
    ],
)
def test_a_lock_that_cannot_be_read_is_not_written_over(tmp_path: Path, text: str | bytes, says: str) -> None:
    path = lock_path(tmp_path / "app.py")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(AppError, match=re.escape(says)) as caught:
        read_lock(path, read_wanted(["fleet>=1"], "app.py", tmp_path))
    assert str(caught.value).startswith("app.lock.json says which versions of packages the app has, and cannot be read: ")
    assert "skerry build --upgrade" in str(caught.value)


def test_its_format_is_pyodides() -> None:
    lock = Lock({"fleet": FLEET, "hull": HULL}, {})
    spec = json.loads(json.dumps(lock.spec()))
    assert spec["info"]["abi_version"] == "2026_0"
    assert spec["packages"]["fleet"] == {
        "name": "fleet", "version": "1.0", "file_name": "fleet-1.0-py3-none-any.whl", "sha256": "00", "imports": ["fleet"],
        "depends": ["mast"], "install_dir": "site", "package_type": "package", "unvendored_tests": False,
    }  # fmt: skip
    named = lock.naming({"fleet": ("fleet-1.0-py3-none-any.ab.whl", "22"), "hull": ("hull.whl", "33")})
    assert named.packages["fleet"].file_name == "fleet-1.0-py3-none-any.ab.whl"
    assert named.packages["hull"].sha256 == "33"
    assert (FLEET.binary, HULL.binary) == (False, True)


def test_the_modules_that_a_wheel_gives() -> None:
    names = ["a/__init__.py", "a/b.py", "c.py", "_d.cpython-314-wasm32-emscripten.so", "e/data.txt", "a-1.dist-info/METADATA", "a-1.data/x.py"]
    assert modules_of(names) == ["_d", "a", "c"]
