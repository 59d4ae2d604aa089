"""Which of Python's modules a page gets before its app, and how they are laid out."""

from __future__ import annotations

import io
import zipfile
import zipimport
from collections.abc import Callable
from pathlib import Path

import pytest

import skerry_browser
from skerry_browser.unread import OWN, Unread
from skerry_toolchain.packages import ARCHIVES
from skerry_toolchain.site import ahead
from skerry_toolchain.site.ahead import Ahead, end_with, listed_ahead, watch_for, what_was_read
from skerry_toolchain.site.apps import read_app
from skerry_toolchain.site.builder import render_pages
from skerry_toolchain.site.output import Output
from skerry_toolchain.site.prerender import Shape, render

LIBRARY = skerry_browser.pyodide_folder() / "python_stdlib.zip"

APP = """
import graphlib
import skerry as sk

def later():
    import sched

@sk.page("/")
def home():
    import wave
    sk.text(str(graphlib.TopologicalSorter))
    if False:
        import shelve
"""


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "make_snapshots", dict)
    monkeypatch.setattr(ahead, "modules_in", lambda snapshots: frozenset({"email", "json", "skerry", "skerry.state", "sys", "__future__"}))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("modules", "watched"),
    [
        ({"json", "skerry", "sys"}, False),
        ({"json.loads", "skerry.text", "email.message_from_string"}, False),
        ({"__future__", "__future__.annotations"}, False),
        ({"array", "itertools", "nowhere", "numpy"}, False),
        ({"calendar", "calendar.day"}, False),
        ({"email.mime.text"}, True),
        ({"wave"}, True),
        ({"markdown_it"}, True),
        ({"skerry.components.buttons"}, True),
    ],
)
def test_an_app_is_watched_where_it_imports_what_no_snapshot_has(modules: set[str], watched: bool) -> None:
    """An app that has a module of its own by the name of one of the library's means that one."""
    assert (watch_for(["app.py", "calendar.py"], modules, more=False) is not None) is watched


@pytest.mark.usefixtures("known")
def test_an_app_with_packages_is_always_watched() -> None:
    watch = watch_for(["app.py"], {"json", "numpy"}, more=True)
    assert watch is not None
    assert watch.modules == {"numpy"}


def test_what_is_read_while_it_is_rendered_and_what_its_sources_import_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    app = read_app(tmp_path / "app.py")
    assert app.watch is not None
    rendered = render(app.entry, app.sources, app.files, watch=app.watch)
    assert rendered.problem is None
    assert rendered.read is not None
    found = what_was_read(rendered.read)
    assert found.archives == ()
    assert {"graphlib.py", "wave.py", "sched.py", "shelve.py"} <= set(found.files)
    assert not {name.partition("/")[0] for name in found.files} & {"json", "asyncio", "email", "mimetypes.py", "__future__.py", "zipfile"}


@pytest.mark.parametrize(
    ("code", "archives"),
    [
        ("import justhtml", ("packages",)),
        ("from importlib.metadata import version; version('skerry')", ("core", "packages")),
        ("from importlib.metadata import distributions; list(distributions())", ("components", "core", "packages")),
    ],
)
def test_archives_of_skerrys_own_are_named(tmp_path: Path, code: str, archives: tuple[str, ...]) -> None:
    """Whoever asks for a package's version looks into each for its metadata."""
    (tmp_path / "app.py").write_text(f"import skerry as sk\n{code}\n\n@sk.page('/')\ndef home():\n    sk.text('here')\n")
    app = read_app(tmp_path / "app.py")
    rendered = render(app.entry, app.sources, app.files, watch=app.watch)
    assert rendered.read is not None
    assert what_was_read(rendered.read).archives == archives


def test_an_app_that_ends_the_interpreter_is_one_of_which_nobody_knows(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import wave, js\nimport skerry as sk\n\n@sk.page('/')\ndef home():\n    sk.text('x')\n")
    app = read_app(tmp_path / "app.py")
    sources = {"app.py": app.sources["app.py"] + "\nimport ctypes\nctypes.string_at(0xFFFFFFF0, 64)\n"}
    rendered = render(app.entry, sources, app.files, watch=app.watch)
    assert rendered.read is None


@pytest.mark.parametrize(
    ("imports", "known"),
    [("import json", Ahead()), ("from pyscript import window", None), ("import wave\nfrom pyscript import window", None)],
)
def test_what_the_build_says_of_an_app(tmp_path: Path, imports: str, known: Ahead | None) -> None:
    """Nobody knows what PyScript's modules need; of an app that imports what is there, it is known without running it anew."""
    (tmp_path / "app.py").write_text(f"{imports}\nimport skerry as sk\n\n@sk.page('/')\ndef home():\n    sk.text('here')\n")
    _, found = render_pages(Output(tmp_path / "site"), read_app(tmp_path / "app.py"), Shape(), {})
    assert found == known


def laid_out(tmp_path: Path, files: list[str]) -> Path:
    end = end_with(files)
    place = tmp_path / "library.zip"
    place.write_bytes(LIBRARY.read_bytes()[: end.at] + end.content)
    return place


def test_the_end_has_the_files_and_a_directory_of_all(tmp_path: Path) -> None:
    files = ["email/mime/text.py", "wave.py"]
    end = end_with(files)
    with zipfile.ZipFile(laid_out(tmp_path, files)) as made, zipfile.ZipFile(LIBRARY) as library:
        assert sorted(made.namelist()) == sorted(library.namelist())
        assert made.testzip() is None
        assert {name for name in made.namelist() if made.getinfo(name).header_offset >= end.at} == set(files)
        assert all(made.getinfo(name).compress_type == zipfile.ZIP_STORED for name in files)
        assert [made.read(name) for name in files] == [library.read(name) for name in files]
    assert end_with(files) == end


def test_python_imports_from_it_without_what_is_before(tmp_path: Path) -> None:
    place = laid_out(tmp_path, ["wave.py"])
    end = end_with(["wave.py"])
    place.write_bytes(bytes(end.at) + end.content)
    found = zipimport.zipimporter(str(place))
    assert "class Wave_read" in str(found.get_source("wave"))
    assert found.find_spec("sched") is not None
    with pytest.raises(ImportError):
        found.get_source("sched")


@pytest.mark.parametrize("files", [[], ["wave.py"]])
def test_its_directory_is_found_in_it_alone(files: list[str]) -> None:
    end = end_with(files)
    read: list[int] = []

    class Noted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            read.append(self.tell())
            return super().read(size)

    with zipfile.ZipFile(Noted(bytes(end.at) + end.content)) as made:
        assert "wave.py" in made.namelist()
    assert min(read) >= end.at
    assert len(end.content) > TAIL


TAIL = 2**16 - 1 + 22 + 56 + 20
"""What the page's Python reads from the end of a zip file, whatever the length of the directory: see zipimport."""


def test_what_is_written_and_said_of_it(tmp_path: Path) -> None:
    output = Output(tmp_path)
    assert listed_ahead(output, "app", Ahead()) is None
    assert listed_ahead(output, "app", Ahead(("core",))) == {"archives": ("core",), "file": None}
    assert output.sizes == {}
    listed = listed_ahead(output, "app", Ahead((), ("wave.py",)))
    assert listed is not None
    assert output.sizes == {f"app/{listed['file']['url']}": listed["file"]["size"]}
    assert listed["file"]["at"] + listed["file"]["raw"] == len(LIBRARY.read_bytes()[: listed["file"]["at"]]) + len(end_with(["wave.py"]).content)


def test_what_can_be_imported_from_archives_that_have_not_come() -> None:
    shipped = {f"/lib/skerry-{name}.zip": {part.partition("/")[0] for part in parts} for name, parts in ARCHIVES.items()}
    assert list(OWN) == list(shipped)
    assert all(shipped[place] <= names for place, names in OWN.items())


@pytest.fixture
def unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], Unread]:
    """``unread(there)``: an archive with ``boats/tern.py`` and ``quay.py`` that counts as not read, and is there or not."""
    place = tmp_path / "boats.zip"

    def make(there: bool) -> Unread:
        place.write_bytes(archived({"boats/__init__.py": "", "boats/tern.py": "SAILS = 3\n", "quay.py": ""}) if there else b"")
        made = Unread(str(place), frozenset({"boats", "quay"}))
        monkeypatch.setitem(zipimport._zip_directory_cache, str(place), made)  # type: ignore[attr-defined]
        return made

    return make


def archived(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def test_what_an_archive_cannot_have_is_not_looked_for_in_it(unread: Callable[[bool], Unread]) -> None:
    made = unread(False)
    assert zipimport.zipimporter(made.archive).find_spec("msgspec") is None
    with pytest.raises(ImportError, match="boats.zip"):
        zipimport.zipimporter(made.archive).find_spec("boats")


def test_what_it_may_have_is_read_from_it(unread: Callable[[bool], Unread]) -> None:
    made = unread(True)
    found = zipimport.zipimporter(f"{made.archive}/boats")
    assert zipimport._zip_directory_cache[made.archive] is made  # type: ignore[attr-defined]
    assert found.find_spec("boats.gull") is None
    assert found.get_source("boats.tern") == "SAILS = 3\n"
    assert zipimport._zip_directory_cache[made.archive] is not made  # type: ignore[attr-defined]
    assert "quay.py" in made and len(made) == len(list(made)) == 3
