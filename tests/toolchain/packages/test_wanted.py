"""What an app asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from skerry.errors import AppError
from skerry_toolchain.packages.wanted import read_wanted

WHEEL = "fleet-1.0-py3-none-any.whl"


def test_requirements_and_wheels(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / WHEEL).write_bytes(b"")
    texts = ["Pydantic>=2; python_version > '3'", f"./wheels/{WHEEL}", f"https://fleet.example/{WHEEL}#sha256=00", f"fleet[sail] @ https://fleet.example/{WHEEL}"]
    first, path, url, named = read_wanted([*texts, texts[0]], "app.py", tmp_path)
    assert (first.name, first.path, first.url) == ("pydantic", None, "")
    assert (path.name, path.path, path.filename) == ("fleet", tmp_path / "wheels" / WHEEL, WHEEL)
    assert (url.name, url.filename) == ("fleet", WHEEL)
    assert (str(named.requirement), named.url) == ("fleet[sail]", f"https://fleet.example/{WHEEL}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pydantic=>2", "app.py: 'pydantic=>2' is no requirement: "),
        ("git+https://fleet.example/x.git", "is no requirement"),
        ("fleet @ https://fleet.example/fleet-1.0.tar.gz", "leads to no wheel"),
        ("./wheels/fleet.whl", "A wheel keeps the name that it was built with"),
        ("./fleet-2.0-py3-none-any.whl", f"there is no wheel ./fleet-2.0-py3-none-any.whl. Did you mean '{WHEEL}'?"),
        ("a b @ https://fleet.example/fleet-1.0-py3-none-any.whl", "'a b' is no package's name"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / WHEEL).write_bytes(b"")
    with pytest.raises(AppError) as caught:
        read_wanted([text], "app.py", tmp_path)
    assert says in str(caught.value)
