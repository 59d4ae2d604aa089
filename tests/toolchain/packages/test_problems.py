"""Why a package cannot be had in a page: only names of files matter here."""

from __future__ import annotations

import pytest
from packaging.requirements import Requirement

from skerry_toolchain.packages.problems import conflict, explain

from ...wheels import make_wheel
from .conftest import MakeIndex

LINUX, MAC, WINDOWS = "cp314-cp314-manylinux_2_28_x86_64", "cp314-cp314-macosx_11_0_arm64", "cp314-cp314-win_amd64"
FILES = [
    f"hull-2.0-{LINUX}.whl", f"hull-2.0-{MAC}.whl", f"hull-2.0-{WINDOWS}.whl", "hull-1.0-py3-none-any.whl",
    "keel-1.0.tar.gz",
    f"numpy-9.0-{LINUX}.whl",
    f"orjson-9.0-{LINUX}.whl",
    "mast-1.0-py3-none-any.whl", "mast-1.1-py3-none-any.whl",
]  # fmt: skip


@pytest.mark.parametrize(
    ("requirement", "says"),
    [
        ("hull==2.0", "it has compiled code, with wheels for Linux, Windows, macOS and none for the browser (pyemscripten_2026_0_wasm32). hull==1.0 can be had"),
        ("keel>=1", "there is only its source, and a page can install wheels only. `pip wheel --no-deps keel==1.0` makes one"),
        ("keel", 'name the file, as in packages = ["./wheels/…-none-any.whl"], or its folder in pip\'s find-links'),
        ("numpy", "it comes with Pyodide's own distribution (version 2."),
        ("orjson", "In its place: msgspec"),
        ("mast==7", "there is no such version. The newest are 1.1, 1.0"),
        ("nunpy", "there is no package of this name. Did you mean 'numpy'?"),
        ("yaml", "The module yaml is in the package pyyaml."),
        ("scipy", "it comes with Pyodide's own distribution"),
    ],
)  # fmt: skip
def test_each_reason(requirement: str, says: str, index_of: MakeIndex) -> None:
    text = explain(index_of(dict.fromkeys(FILES, b"")), requirement)
    assert text.startswith(f"{requirement}: ")
    assert says in text


def test_whose_requirement_it_is(index_of: MakeIndex) -> None:
    """That another version of it can be had is no help where a package pins it."""
    index = index_of(dict.fromkeys(FILES, b""))
    index.fetched = {"sail_cloth-1.0-py3-none-any.whl": make_wheel("sail_cloth", "1.0", {}, ["hull==2.0", "mast"])}
    text = explain(index, "hull==2.0")
    assert text.endswith("hull==1.0 can be had. It is sail-cloth 1.0 that needs it: ask for another version of sail-cloth, or leave its version out")
    assert "sail-cloth" not in explain(index, "hull>=2.0")


def test_where_it_was_looked_for(index_of: MakeIndex) -> None:
    index = index_of({})
    assert f"It was looked for in {index.places[0]}" in explain(index, "no-such-thing-at-all")
    assert "no place, as pip is told no-index" in explain(index_of({}, no_index=True), "no-such-thing-at-all")


def test_a_file_that_could_not_be_fetched_is_the_reason(index_of: MakeIndex) -> None:
    index = index_of(dict.fromkeys(FILES, b""))
    index.failures["mast-1.1-py3-none-any.whl"] = "it answered 500"
    assert "a file of it could not be fetched: it answered 500" in explain(index, "mast")


def test_requirements_that_exclude_each_other_are_named_with_those_who_say_so(index_of: MakeIndex) -> None:
    index = index_of({})
    index.fetched = {
        "sail-1.0-py3-none-any.whl": make_wheel("sail", "1.0", {}, ["mast>=2", "hull"]),
        "broken-1.0-py3-none-any.whl": b"no wheel",
    }
    text = conflict(index, "mast", [Requirement("Mast<2"), Requirement("sail")], {})
    assert "The requirements on mast exclude each other:\n  Mast<2, as the app says\n  mast>=2, as sail 1.0 needs it\n" in text
    text = conflict(index, "markdown-it-py", [Requirement("markdown-it-py==3")], {"markdown-it-py": "4.3.0"})
    assert "markdown-it-py==4.3.0, which Skerry's own components use\nA page has one interpreter" in text
    text = conflict(index, "mast", [Requirement("mast<2")], {}, "2.0")
    assert "  mast<2, as the app says\n  mast>=2, as sail 1.0 needs it\n  mast==2.0, which is in this page already\n" in text
    assert "Where it is from before a requirement was changed, reload the page." in text
