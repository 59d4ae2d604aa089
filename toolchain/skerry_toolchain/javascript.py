"""The JavaScript functions that an app's source names as text, as one module: a strict page evaluates no text.

A text is found where it is written as such: ``js="..."`` in a call, or the first argument of ``sk.js(...)``. What is put together
at run time cannot be found, and has to stand in a module of the app's files.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping

from .parsing import parse

__all__ = ["javascript_of", "texts_in"]

_NAMED = re.compile(r"[\w./-]+\.m?js#\w+")


def javascript_of(sources: Mapping[str, str]) -> str:
    """The module's text, which exports the functions by what is written in the source; empty where there is none."""
    texts = sorted({text for source in sources.values() for text in texts_in(source)})
    lines = [f"  [{json.dumps(text)}]: (\n{text}\n)," for text in texts]
    return "\n".join(["export default {", *lines, "};", ""]) if lines else ""


def texts_in(source: str) -> Iterator[str]:
    """The functions in one module's source."""
    if "js" not in source:
        return
    for node in ast.walk(parse(source)):
        if not isinstance(node, ast.Call):
            continue
        found = [keyword.value for keyword in node.keywords if keyword.arg == "js"]
        if isinstance(node.func, ast.Attribute) and node.func.attr == "js":
            found += node.args[:1]
        for value in found:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and not _NAMED.fullmatch(value.value.strip()):
                yield value.value
