"""Where pip looks for packages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from skerry_toolchain.packages.settings import Settings, parse_settings, pip_settings


def test_nothing_said() -> None:
    assert parse_settings([]) == Settings()


def test_the_environment_is_stronger_than_a_command_and_that_than_the_rest() -> None:
    lines = ["global.index-url='https://a.example/simple'", "install.index-url='https://b.example/simple'"]
    assert parse_settings(lines).index_url == "https://b.example/simple"
    assert parse_settings([*lines, ":env:.index-url='https://c.example/simple'"]).index_url == "https://c.example/simple"


def test_everything(tmp_path: Path) -> None:
    (tmp_path / "constraints.txt").write_text("# of this machine\n\na<=2  # for now\n-r other.txt\nb==1\n")
    lines = [
        "global.extra-index-url='file:///one file:///two'",
        "global.find-links='/wheels'",
        "global.no-index='true'",
        "global.trusted-host='inside.example'",
        "global.cert='/cert.pem'",
        "global.client-cert='/client.pem'",
        "global.proxy='http://proxy.example:3128'",
        "global.default-timeout='60'",
        f"global.constraint={str(tmp_path / 'constraints.txt')!r}",
        "something that is no setting",
    ]
    assert parse_settings(lines) == Settings(
        extra_index_urls=("file:///one", "file:///two"),
        find_links=("/wheels",),
        no_index=True,
        trusted_hosts=("inside.example",),
        cert="/cert.pem",
        client_cert="/client.pem",
        proxy="http://proxy.example:3128",
        timeout=60.0,
        constraints=("a<=2", "b==1"),
    )


def test_pip_itself_is_asked(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://mine.example/simple\nfind-links =\n  /one\n  /two\n")
    found = pip_settings({"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "PIP_TRUSTED_HOST": "mine.example"})
    assert found.index_url == "https://mine.example/simple"
    assert found.trusted_hosts == ("mine.example",)
    assert set(found.find_links) >= {"/one", "/two"}


def test_without_pip_the_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/there/is/no/python")
    assert pip_settings({"PIP_INDEX_URL": "https://mine.example/simple", "PIP_NO_INDEX": "0"}) == Settings("https://mine.example/simple")
