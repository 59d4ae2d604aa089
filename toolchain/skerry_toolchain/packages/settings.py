"""Where this machine's pip looks for packages, and how: its configuration files and its environment, as pip itself reads them."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Settings", "parse_settings", "pip_settings"]

_SECTIONS: Final = (":env:", "install", "download", "global")
"""From the strongest to the weakest, as for ``pip install``."""
_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What pip is told, in its own words. No index_url means the one that everybody uses."""

    index_url: str = ""
    extra_index_urls: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()
    no_index: bool = False
    trusted_hosts: tuple[str, ...] = ()
    cert: str = ""
    client_cert: str = ""
    proxy: str = ""
    timeout: float = 15.0
    constraints: tuple[str, ...] = ()


def pip_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the pip of this Python; where there is none, what the environment says to it."""
    given = os.environ if environment is None else environment
    lines = [f":env:.{key[4:].lower().replace('_', '-')}={value!r}" for key, value in given.items() if key.startswith("PIP_")]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "config", "list"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, env={**given}, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return parse_settings(lines)
    return parse_settings([*done.stdout.splitlines(), *lines] if done.returncode == 0 else lines)


def parse_settings(lines: list[str]) -> Settings:
    """The settings in what ``pip config list`` prints: lines such as ``global.index-url='...'``."""
    said: dict[str, dict[str, str]] = {}
    for line in lines:
        key, equals, value = line.partition("=")
        section, dot, name = key.strip().rpartition(".")
        if equals and dot:
            said.setdefault(name, {})[section] = _literal(value)

    def text(*names: str) -> str:
        found = (said.get(name, {}).get(section) for name in names for section in _SECTIONS)
        return next((value for value in found if value), "")

    def texts(name: str) -> tuple[str, ...]:
        return tuple(text(name).split())

    return Settings(
        index_url=text("index-url"),
        extra_index_urls=texts("extra-index-url"),
        find_links=texts("find-links"),
        no_index=text("no-index").lower() in ("1", "true", "yes", "on"),
        trusted_hosts=texts("trusted-host"),
        cert=text("cert"),
        client_cert=text("client-cert"),
        proxy=text("proxy"),
        timeout=float(text("timeout", "default-timeout") or 15),
        constraints=tuple(line for path in texts("constraint") for line in _lines(Path(path))),
    )


def _literal(value: str) -> str:
    try:
        return str(ast.literal_eval(value))
    except (ValueError, SyntaxError):
        return value


def _lines(path: Path) -> list[str]:
    """The constraints in a file of pip's; options and files within files are left out."""
    try:
        texts = [line.partition(" #")[0].strip() for line in path.read_text("utf-8").splitlines()]
    except OSError:
        return []
    return [text for text in texts if text and not text.startswith(("#", "-"))]
