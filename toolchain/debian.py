"""Installs Debian's packages, where that can be done."""

from __future__ import annotations

import os
import shutil
import subprocess

__all__ = ["install"]


def install(*packages: str) -> bool:
    """Whether they are installed in the end: this needs Debian's tool, root and a network."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = ([apt, "update", "-q"], [apt, "install", "-y", "-q", "--no-install-recommends", *packages])
    return all(subprocess.run(command, env=environment, check=False).returncode == 0 for command in commands)
