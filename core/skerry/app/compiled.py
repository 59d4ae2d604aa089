"""What a build can do for an app's sources so that a page need not: their code, where their functions stand, and what
their ``# /// script`` block says.

A page's Python would parse each file twice, once to run it and once for its handlers' ids, and fetch the reader of TOML
for the block. The text that ``Sources.compiled`` gives goes with the sources, under the name ``COMPILED``. It holds for
the version of Python that has made it and for files that are as they were; what else there is, is compiled where it is.
"""

from __future__ import annotations

import base64
import hashlib
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.util import MAGIC_NUMBER
from types import CodeType
from typing import Any, Final, TypeAlias

from .. import ids
from ..errors import AppError
from .config import Config, parse_config

__all__ = ["COMPILED", "Compiled", "compile_files", "compiled_in", "made_of"]

COMPILED: Final = "compiled"
"""The name among an app's sources; no file has it, for those that are modules end in ``.py``."""

Compiled: TypeAlias = tuple[CodeType, ids.Listed]
"""Of one file: its code, and its functions."""

Made: TypeAlias = tuple[dict[str, Compiled], dict[str, dict[str, Any]]]
"""By file name and content, what is compiled; by content, the fields of a ``Config`` that says something, whatever the
file is called."""

_MAGIC: Final = MAGIC_NUMBER.hex()


def compile_files(files: Iterable[tuple[str, list[str]]]) -> str:
    """What can be made of files: their names and their lines. Raises ``SyntaxError``."""
    code: dict[str, Compiled] = {}
    configs: dict[str, dict[str, Any]] = {}
    for filename, lines in files:
        text = "".join(lines)
        key = _key(text)
        code[f"{filename} {key}"] = (compile(text, filename, "exec", dont_inherit=True), ids.listed(lines))
        if config := _configured(text):
            configs[key] = config
    return f"{_MAGIC} {base64.b64encode(marshal.dumps((code, configs))).decode()}"


def compiled_in(sources: Mapping[str, str]) -> Made:
    """What comes with sources, for ``made_of``; nothing where another Python has made it."""
    magic, _, data = sources.get(COMPILED, "").partition(" ")
    if magic != _MAGIC:
        return {}, {}
    found: Made = marshal.loads(base64.b64decode(data))
    return found


def made_of(made: Made, filename: str, text: str) -> tuple[Compiled | None, dict[str, Any] | None]:
    """What there is of a file that is as it was."""
    code, configs = made
    if not code:
        return None, None
    key = _key(text)
    return code.get(f"{filename} {key}"), configs.get(key)


def _configured(text: str) -> dict[str, Any] | None:
    """None where there is nothing to tell, and where the page has to find out itself: what is wrong, or something that
    cannot be written here."""
    try:
        config = parse_config(text)
        found = asdict(config)
        marshal.dumps(found)
    except (AppError, ValueError):
        return None
    return None if config == Config() else found


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
