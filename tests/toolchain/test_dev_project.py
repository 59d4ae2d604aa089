"""What belongs to an app, what its version says, and what is wrong with a path."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from skerry.errors import AppError
from skerry_toolchain.collect import collect, imported_modules
from skerry_toolchain.dev.project import Project
from skerry_toolchain.entry import check_entry


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "app.py"


def test_imports_are_followed_through_packages_and_cycles(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        {
            "app.py": "import os\nimport one\nfrom pkg.deep import thing\nfrom pkg import other as o\n",
            "one.py": "import two\n",
            "two.py": "def late():\n    import one, three\n",
            "three.py": "",
            "pkg/__init__.py": "from . import sibling\n",
            "pkg/sibling.py": "from .deep.far import x\n",
            "pkg/other.py": "",
            "pkg/deep/__init__.py": "",
            "pkg/deep/thing.py": "from ...outside import y\nfrom .. import other\n",
            "pkg/deep/far.py": "",
            "unused.py": "",
        },
    )
    sources, files = collect(entry)
    assert sorted(sources) == [
        "app.py", "one.py", "pkg/__init__.py", "pkg/deep/__init__.py", "pkg/deep/far.py", "pkg/deep/thing.py",
        "pkg/other.py", "pkg/sibling.py", "three.py", "two.py",
    ]  # fmt: skip
    assert not files


def test_a_source_that_cannot_be_parsed_imports_nothing() -> None:
    assert imported_modules(b"import (", "app.py") == set()
    assert imported_modules(b"import a.b, c\nfrom d import e\nfrom . import f\n", "pkg/m.py") == {
        "a.b", "c", "d", "d.e", "pkg", "pkg.f",
    }  # fmt: skip


BLOCK = "# /// script\n# [tool.skerry]\n# files = {}\n# ///\n"


def test_data_files_by_name_and_pattern_but_no_secrets(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        {
            "app.py": BLOCK.format('["data/*.csv", "name.txt"]'),
            "name.txt": "",
            "data/a.csv": "",
            "data/b.csv": "",
            "data/.env": "",
        },
    )
    assert sorted(collect(entry)[1]) == ["data/a.csv", "data/b.csv", "name.txt"]


def test_a_data_file_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    entry = write(tmp_path, {"app.py": BLOCK.format('["rows.csv"]'), "row.csv": ""})
    with pytest.raises(AppError, match=r"'rows\.csv'.*Did you mean 'row\.csv'"):
        collect(entry)


def test_a_version_follows_content_alone(tmp_path: Path) -> None:
    entry = write(tmp_path, {"app.py": "import one\n", "one.py": "A = 1\n"})
    project = Project(entry, collect)
    first = project.read().version
    entry.touch()
    assert project.read().version == first
    write(tmp_path, {"one.py": "A = 2\n"})
    second = project.read().version
    assert second != first
    write(tmp_path, {"unrelated.py": "B = 1\n", "one.py": "A = 1\n"})
    assert project.read().version == first


def test_while_a_part_cannot_be_told_the_parts_of_before_count(tmp_path: Path) -> None:
    entry = write(tmp_path, {"app.py": "import one\n", "one.py": "A = 1\n"})
    project = Project(entry, collect)
    project.read()
    write(tmp_path, {"app.py": BLOCK.format("[") + "import one\n"})
    snapshot = project.read()
    assert sorted(snapshot.sources) == ["app.py", "one.py"]
    assert "script" in snapshot.problem
    assert snapshot.sources["app.py"].startswith("# ///")


def test_the_folders_of_all_files_are_watched(tmp_path: Path) -> None:
    entry = write(tmp_path, {"app.py": "import pkg.one\n", "pkg/__init__.py": "", "pkg/one.py": ""})
    project = Project(entry, collect)
    assert project.folders(project.read()) == {tmp_path, tmp_path / "pkg"}


def test_apps_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    one, two = Project(tmp_path / "a" / "app.py", collect), Project(tmp_path / "b" / "app.py", collect)
    assert one.name != two.name
    assert one.name.startswith("app-")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("ap.py", r"no file .*ap\.py.* Did you mean 'app\.py'"),
        ("nowhere/app.py", r"the folder .*nowhere does not exist"),
        (".", r"is a folder\. Name the app's file in it\. There: .*app\.py"),
        ("notes.txt", r"notes\.txt is no Python file.*There: .*app\.py"),
        ("empty", r"is a folder.*`skerry new NAME`"),
    ],
)
def test_what_is_wrong_with_a_path_is_said(tmp_path: Path, given: str, said: str) -> None:
    write(tmp_path, {"app.py": "", "notes.txt": "", "tool.py": ""})
    (tmp_path / "empty").mkdir()
    with pytest.raises(click.ClickException) as caught:
        check_entry(str(tmp_path / given))
    assert re.search(said, caught.value.message), caught.value.message


def test_a_link_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/real.py": ""})
    (tmp_path / "app.py").symlink_to(tmp_path / "elsewhere" / "real.py")
    with pytest.raises(click.ClickException, match="outside its folder"):
        check_entry(str(tmp_path / "app.py"))


def test_a_good_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = write(tmp_path, {"app.py": ""})
    monkeypatch.chdir(tmp_path)
    assert check_entry("app.py") == entry.resolve()
