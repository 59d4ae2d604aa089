"""`skerry new`: a project that passes its own test, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from skerry.testing import App
from skerry_toolchain.new.command import new
from skerry_toolchain.new.project import check_name, make_project, project_files

ROOT = Path(__file__).parents[2]
FILES = [".gitignore", "README.md", "app.py", "pyproject.toml", "tests/test_app.py"]


def written(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_project_passes_its_own_test(tmp_path: Path) -> None:
    make_project(tmp_path / "hello")
    assert written(tmp_path / "hello") == FILES
    path = os.pathsep.join([str(ROOT / "core"), os.environ.get("PYTHONPATH", "")])
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"],
        cwd=tmp_path / "hello", env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    assert "4 passed" in result.stdout


def test_its_app_runs(tmp_path: Path) -> None:
    make_project(tmp_path / "hello")
    with App(tmp_path / "hello" / "app.py") as app:
        assert app.title == "Packing list"
        app.find("What to take").fill("Tent")
        app.find("What to take").press("Enter")
        assert "1 of 1 to pack" in app.text


def test_the_name_is_filled_in() -> None:
    files = project_files("my_trip")
    assert tomllib.loads(files["pyproject.toml"])["project"]["name"] == "my_trip"
    assert files["README.md"].startswith("# my_trip\n")
    assert not any("$" in text for text in files.values())


def test_an_empty_folder_is_taken_and_a_full_one_refused(tmp_path: Path) -> None:
    folder = tmp_path / "hello"
    folder.mkdir()
    make_project(folder)
    (folder / "app.py").write_text("mine")
    with pytest.raises(click.ClickException, match=r"not empty: \.gitignore, README\.md, app\.py.*nothing was written"):
        make_project(folder)
    assert (folder / "app.py").read_text() == "mine"


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "hello").write_text("")
    with pytest.raises(click.ClickException, match="a file .*hello already"):
        make_project(tmp_path / "hello")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("My App", "my-app"),
        ("schönes spiel!", "schones-spiel"),
        ("-x-", "x"),
        ("a" * 200, "a" * 80),
        ("skerry", "skerry-app"),
        ("NUL", "nul-app"),
    ],
)
def test_a_name_that_is_none_is_met_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(click.ClickException) as caught:
        check_name(name)
    assert caught.value.message.endswith(f"Did you mean {nearest!r}?")


def test_a_name_of_which_nothing_is_left_gets_no_suggestion() -> None:
    with pytest.raises(click.ClickException) as caught:
        check_name("日本")
    assert "Did you mean" not in caught.value.message


@pytest.mark.parametrize("name", ["hello", "my-app", "my_app", "app.2", "7guis", "A"])
def test_good_names(name: str) -> None:
    check_name(name)


def test_the_command_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(new, ["apps/hello"])
    assert result.exit_code == 0, result.output
    assert "cd apps/hello" in result.output
    assert "skerry run app.py" in result.output
    assert written(tmp_path / "apps" / "hello") == FILES
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    result = CliRunner().invoke(new, ["."])
    assert result.exit_code == 0, result.output
    assert "cd " not in result.output


def test_the_command_refuses_in_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(new, ["my app"])
    assert result.exit_code == 1
    assert "Did you mean 'my-app'?" in result.output
    assert written(tmp_path) == []
