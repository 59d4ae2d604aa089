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
from .config import parse_config

__all__ = ["COMPILED", "Compiled", "compile_files", "compiled_in", "compiled_of"]

COMPILED: Final = "compiled"
"""The name among an app's sources; no file has it, for those that are modules end in ``.py``."""

Compiled: TypeAlias = tuple[CodeType, ids.Listed, "dict[str, Any] | None"]
"""Of one file: its code, its functions, and the fields of its ``Config``, where it could be read."""

_MAGIC: Final = MAGIC_NUMBER.hex()


def compile_files(files: Iterable[tuple[str, list[str]]]) -> str:
    """The code of files: their names and their lines. Raises ``SyntaxError``."""
    found: dict[str, Compiled] = {}
    for filename, lines in files:
        text = "".join(lines)
        code = compile(text, filename, "exec", dont_inherit=True)
        found[_key(filename, text)] = (code, ids.listed(lines), _configured(text))
    return f"{_MAGIC} {base64.b64encode(marshal.dumps(found)).decode()}"


def compiled_in(sources: Mapping[str, str]) -> dict[str, Compiled]:
    """What comes with sources, for ``compiled_of``; nothing where another Python has made it."""
    magic, _, data = sources.get(COMPILED, "").partition(" ")
    if magic != _MAGIC:
        return {}
    found: dict[str, Compiled] = marshal.loads(base64.b64decode(data))
    return found


def compiled_of(found: Mapping[str, Compiled], filename: str, text: str) -> Compiled | None:
    """What there is of a file that is as it was."""
    return found.get(_key(filename, text)) if found else None


def _configured(text: str) -> dict[str, Any] | None:
    """None where the page has to find out itself: what is wrong, or something that cannot be written here."""
    try:
        found = asdict(parse_config(text))
        marshal.dumps(found)
    except (AppError, ValueError):
        return None
    return found


def _key(filename: str, text: str) -> str:
    return f"{filename} {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
