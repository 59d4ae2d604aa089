"""Which parts of the page's code a build sees to be needed: by what the sources say, and by what else may use Skerry."""

from __future__ import annotations

from pathlib import Path

import pytest

from skerry_toolchain.packages.lock import Lock
from skerry_toolchain.packages.resolve import NOTHING, Packages
from skerry_toolchain.site.apps import read_app
from skerry_toolchain.site.parts import EVERY

from ..wheels import make_wheel

PLAIN = "import skerry as sk\n\n@sk.page('/')\ndef home():\n    sk.text('Tern')\n"
WITH_BOATS = f"# /// script\n# dependencies = ['boats']\n# ///\n{PLAIN}"


def packages(source: str) -> Packages:
    return Packages(Lock({}, {}), {"boats": make_wheel("boats", "1.0", {"boats/__init__.py": source})})


@pytest.mark.parametrize(
    ("source", "there", "parts"),
    [
        (PLAIN, NOTHING, []),
        (PLAIN + "# persist\n", NOTHING, ["keeping"]),
        (PLAIN + "# fetch, a template\n", NOTHING, ["network", "lists"]),
        (PLAIN + "# sk.upload\n", NOTHING, ["upload"]),
        (WITH_BOATS, packages("NAMES = ['Tern']\n"), ["network"]),
        (WITH_BOATS + "# bind\n", packages("NAMES = ['Tern']\n"), ["network", "forms"]),
        (WITH_BOATS, packages("import skerry as sk\n"), list(EVERY)),
        (WITH_BOATS, NOTHING, list(EVERY)),
    ],
    ids=["plain", "kept", "two signs", "element of ours", "package", "package and sign", "package that uses Skerry", "package that is not known"],
)
def test_the_parts_of_an_app(tmp_path: Path, source: str, there: Packages, parts: list[str]) -> None:
    (tmp_path / "app.py").write_text(source)
    assert read_app(tmp_path / "app.py").parts(there) == parts
