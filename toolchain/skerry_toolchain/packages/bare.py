"""A module without what only people read: its docstrings and comments. Whatever is left stays where it was, so that the lines and
columns of tracebacks are those of the sources."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["bare"]

_STAND_IN: Final = b'"-"'
"""Where a dataclass has no docstring, ``dataclasses`` makes one of its signature, which takes longer than all the rest."""


class _Cut(NamedTuple):
    """A piece of source, from line and column (in bytes, lines from 1) to line and column, and what stands there instead."""

    start: tuple[int, int]
    end: tuple[int, int]
    instead: bytes = b""


def bare(source: bytes) -> bytes:
    """The source without docstrings (and other statements that are nothing but a text) and comments.

    Lines stay, if only as empty ones. A block that was nothing but a docstring is ``pass``. Raises ``SyntaxError``.
    """
    without = _without(source, _docstrings(ast.parse(source)))
    return _without(without, _comments(without)) if b"#" in without else without


def _docstrings(tree: ast.Module) -> Iterator[_Cut]:
    for node in ast.walk(tree):
        for block in (value for _, value in ast.iter_fields(node) if isinstance(value, list)):
            texts = [statement for statement in block if _is_text(statement)]
            for text in texts:
                instead = b""
                if text is block[0] and isinstance(node, ast.ClassDef) and _is_dataclass(node):
                    instead = _STAND_IN
                elif len(texts) == len(block) and text is block[0] and node is not tree:
                    instead = b"pass"
                yield _Cut((text.lineno, text.col_offset), (text.end_lineno, text.end_col_offset), instead)


def _is_text(node: object) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_dataclass(node: ast.ClassDef) -> bool:
    called = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    return any(ast.unparse(one).rpartition(".")[2] == "dataclass" for one in called)


def _comments(source: bytes) -> Iterator[_Cut]:
    lines = source.decode().split("\n")
    for token in tokenize.generate_tokens(io.StringIO(source.decode(), newline="").readline):
        if token.type == tokenize.COMMENT:
            line, column = token.start
            start = len(lines[line - 1][:column].encode())
            yield _Cut((line, start), (line, start + len(token.string.encode())))


def _without(source: bytes, cuts: Iterator[_Cut]) -> bytes:
    """Each cut takes whole the lines that it covers, but for what stands before it."""
    lines = source.split(b"\n")
    for (first, column), (last, end), instead in sorted(cuts, reverse=True):
        rest = lines[last - 1][end:]
        lines[first - 1 : last] = [lines[first - 1][:column] + instead, *[b""] * (last - first)]
        lines[last - 1] = (lines[last - 1] + rest).rstrip()
    return b"\n".join(lines)
