"""Locking as a build does it: micropip in the page's interpreter, on an index of this machine, and on the one that everybody uses."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import click
import pytest

from skerry_toolchain.interpreter import Interpreter
from skerry_toolchain.packages import resolve
from skerry_toolchain.packages.resolve import Packages, lock_packages
from skerry_toolchain.packages.store import Store
from skerry_toolchain.packages.wanted import read_wanted

from ...wheels import make_index, make_wheel

SAIL = {"sail/__init__.py": "from .cut import AREA\n", "sail/cut.py": '"""How it is cut."""\nAREA = 7\n', "sail/spare.py": "SPARE = 1\n", "sail/cut.pyi": "AREA: int\n"}
WHEELS = {
    "fleet-1.0-py3-none-any.whl": make_wheel(
        "fleet", "1.0", {"fleet.py": "import sail\n"},
        ["sail>=1", "here; sys_platform == 'emscripten'", "away; sys_platform != 'emscripten'", "flag; extra == 'flags'", "mast<2", "justhtml"], ["flags"],
    ),
    "sail-1.0-py3-none-any.whl": make_wheel("sail", "1.0", SAIL),
    "here-1.0-py3-none-any.whl": make_wheel("here", "1.0", {"here.py": ""}),
    "flag-1.0-py3-none-any.whl": make_wheel("flag", "1.0", {"flag.py": ""}),
    "mast-1.0-py3-none-any.whl": make_wheel("mast", "1.0", {"mast.py": "TALL = False\n"}),
    "mast-2.0-py3-none-any.whl": make_wheel("mast", "2.0", {"mast.py": "TALL = True\n"}),
    "tall-1.0-py3-none-any.whl": make_wheel("tall", "1.0", {"tall.py": ""}, ["mast>=2"]),
    "old-1.0-py3-none-any.whl": make_wheel("old", "1.0", {"old.py": ""}, ["markdown-it-py<2"]),
}  # fmt: skip


class Yard:
    """An app's folder, an index, and how often an interpreter was started."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entry = folder / "app" / "app.py"
        self.entry.parent.mkdir()
        self.index = folder / "simple"
        self.store = Store(folder / "store")
        self.started = 0
        monkeypatch.setenv("PIP_INDEX_URL", make_index(self.index, WHEELS))
        monkeypatch.setattr(resolve, "Interpreter", self._start)

    def _start(self, **options: float) -> Interpreter:
        self.started += 1
        return Interpreter(**options)  # type: ignore[arg-type]

    def lock(self, *texts: str, modules: tuple[str, ...] = ("sail.AREA",), **options: bool) -> Packages:
        wanted = read_wanted(texts, "app.py", self.entry.parent)
        return lock_packages(self.entry, wanted, modules, store=self.store, **options)

    def refused(self, *texts: str) -> str:
        with pytest.raises(click.ClickException) as caught:
            self.lock(*texts)
        return caught.value.message


@pytest.fixture
def yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Yard:
    return Yard(tmp_path, monkeypatch)


def versions(packages: Packages) -> dict[str, str]:
    return {name: package.version for name, package in packages.lock.packages.items()}


def files(wheel: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_markers_and_extras_count_as_in_the_page_and_the_lock_is_kept(yard: Yard) -> None:
    first = yard.lock("fleet[flags]", "mast", "skerry", "markdown-it-py")
    assert versions(first) == {"fleet": "1.0", "flag": "1.0", "here": "1.0", "mast": "1.0", "sail": "1.0"}, "and nothing of Skerry's own"
    fleet = first.lock.packages["fleet"]
    assert (fleet.imports, set(fleet.depends)) == (("fleet",), {"here", "justhtml", "mast", "sail", "flag"})
    assert json.loads(yard.entry.with_name("app.lock.json").read_text())["packages"]["mast"]["version"] == "1.0"
    assert yard.started == 1

    (yard.index / "mast" / "mast-1.0-py3-none-any.whl").write_bytes(b"another")
    assert yard.lock("fleet[flags]", "mast", "skerry", "markdown-it-py") == first, "from the store, with no interpreter and no index"
    assert yard.started == 1


def test_byte_code_takes_the_place_of_what_an_app_runs(yard: Yard) -> None:
    made = files(yard.lock("sail").wheels["sail"])
    assert {name for name in made if name.startswith("sail/")} == {"sail/__init__.pyc", "sail/cut.pyc", "sail/spare.py"}
    assert b"at length" not in made["sail-1.0.dist-info/METADATA"]
    assert b"sail/cut.pyc,," in made["sail-1.0.dist-info/RECORD"]
    (yard.entry.parent / "wheel.zip").write_bytes(yard.lock("sail").wheels["sail"])
    with Interpreter() as page:
        code = "import sys; sys.path.insert(0, '/app/wheel.zip'); import sail.cut; [sail.AREA, sail.cut.__doc__, sail.cut.__cached__ or '']"
        assert page.run(code, {"/app": yard.entry.parent})[:2] == [7, "How it is cut."]
    kept = files(yard.lock("sail", byte_compile=False).wheels["sail"])
    assert {name for name in kept if name.startswith("sail/")} == {"sail/__init__.py", "sail/cut.py", "sail/spare.py"}


def test_a_package_that_was_taken_too_new_is_taken_again(yard: Yard) -> None:
    assert versions(yard.lock("mast", "fleet"))["mast"] == "1.0"
    assert versions(yard.lock("mast>1", "tall"))["mast"] == "2.0"


def test_what_cannot_be(yard: Yard) -> None:
    text = yard.refused("fleet", "tall")
    assert "The requirements on mast exclude each other:" in text
    assert "mast<2, as fleet 1.0 needs it" in text
    assert "mast>=2, as tall 1.0 needs it" in text
    text = yard.refused("old")
    assert "markdown-it-py<2, as old 1.0 needs it" in text
    assert "which Skerry's own components use" in text
    assert "no-such-boat: there is no package of this name" in yard.refused("no-such-boat")
    assert not yard.entry.with_name("app.lock.json").exists()


def test_an_index_that_cannot_be_reached_is_said_so(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    text = yard.refused("fleet")
    assert "the index cannot be reached (http://127.0.0.1:9/simple" in text
    assert "pip config list" in text


def test_an_apps_own_wheel_needs_no_index(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    path = yard.entry.parent / "sail-1.0-py3-none-any.whl"
    path.write_bytes(WHEELS[path.name])
    assert versions(yard.lock(f"./{path.name}")) == {"sail": "1.0"}
    path.write_bytes(make_wheel("sail", "1.0", {"sail.py": "AREA = 8\n"}))
    assert "sail.pyc" in files(yard.lock(f"./{path.name}").wheels["sail"])


def test_modules_of_a_wheel_that_stand_apart_come_to_their_place(yard: Yard) -> None:
    path = yard.entry.parent / "deck-1.0-py3-none-any.whl"
    path.write_bytes(make_wheel("deck", "1.0", {"deck-1.0.data/purelib/deck/__init__.py": "PLANKS = 9\n", "deck-1.0.data/data/etc/deck.cfg": ""}))
    made = yard.lock(f"./{path.name}", modules=("deck.PLANKS",))
    assert made.lock.packages["deck"].imports == ("deck",)
    assert "deck/__init__.py" in files(made.wheels["deck"])
    assert b"deck/__init__.py,," in files(made.wheels["deck"])["deck-1.0.dist-info/RECORD"]


def test_a_wheel_that_is_broken_and_an_extra_that_is_none_are_named(yard: Yard) -> None:
    path = yard.entry.parent / "sail-1.0-py3-none-any.whl"
    path.write_bytes(WHEELS[path.name][:200])
    assert yard.refused("skerry", f"./{path.name}").startswith("sail-1.0-py3-none-any.whl: it is no wheel: ")
    text = yard.refused("skerry", "fleet[nosuch]")
    assert text.startswith("micropip could not install fleet[nosuch]: ")
    assert "nosuch" in text.partition(": ")[2]
    assert "the extras in [ ]" in text


def test_a_wheel_that_is_not_the_locked_one_any_more(yard: Yard) -> None:
    yard.lock("mast==1.0")
    changed = {**WHEELS, "mast-1.0-py3-none-any.whl": make_wheel("mast", "1.0", {"mast.py": "TALL = None\n"})}
    make_index(yard.index, changed)
    yard.store = Store(yard.entry.parent / "another")
    assert "is another file than the lock says" in yard.refused("mast==1.0")
    assert versions(yard.lock("mast==1.0", upgrade=True)) == {"mast": "1.0"}


def test_pydantic_and_msgspec_from_the_index_that_everybody_uses(tmp_path: Path) -> None:
    wanted = read_wanted(["pydantic", "msgspec"], "app.py", tmp_path)
    made = lock_packages(tmp_path / "app.py", wanted, ["pydantic.BaseModel", "msgspec"])
    binary = {name for name, package in made.lock.packages.items() if package.binary}
    assert binary == {"pydantic-core", "msgspec"}
    assert {"pydantic", "annotated-types", "typing-extensions"} <= set(versions(made))
    names = files(made.wheels["pydantic"])
    assert "pydantic/main.pyc" in names
    assert "pydantic/mypy.py" in names, "what no app runs stays as it is"
