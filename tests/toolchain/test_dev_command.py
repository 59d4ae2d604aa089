"""`skerry run`: what it refuses before it starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from skerry_toolchain.dev.command import run
from skerry_toolchain.ports import listen


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ap.py"], "Did you mean 'app.py'?"),
        (["."], ". is a folder"),
        (["app.py", "--port", "70000"], "70000 is not in the range"),
    ],
)
def test_what_is_wrong_is_one_message(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text("")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(run, arguments)
    assert result.exit_code != 0
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("")
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(run, [str(tmp_path / "app.py"), "--port", str(port)])
    assert result.exit_code == 1
    assert f"Port {port} is taken" in result.output
