"""A module's functions that nobody can reach any more, once most of its exports are gone, and the module without their code.

Each keeps its number and its type, and has a body that does nothing but stop, so that nothing else has to change.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Final

from ..interpreter import node_command
from .module import Module, ModuleError

__all__ = ["unreached", "without_code"]

_STOPS: Final = bytes([3, 0, 0x00, 0x0B])
"""Three bytes: no variables, unreachable, end."""

_PATIENCE: Final = 60.0


def unreached(module: bytes) -> frozenset[int]:
    """The places of such functions among the module's own. Reading six megabytes of instructions is JavaScript's (reach.mjs).

    Raises ``ModuleError`` where it has instructions that are not known.
    """
    command = [*node_command(), str(Path(__file__).with_name("reach.mjs"))]
    result = subprocess.run(command, input=module, capture_output=True, timeout=_PATIENCE, check=False)
    if result.returncode:
        raise ModuleError(f"its code could not be read: {result.stderr.decode(errors='replace').strip()[-400:]}")
    return frozenset(json.loads(result.stdout))


def without_code(module: bytes, places: Collection[int]) -> bytes:
    """The module with the code of these functions left out. Raises ``ModuleError``."""
    return Module(module).with_code(lambda place, code: _STOPS if place in places else code)
