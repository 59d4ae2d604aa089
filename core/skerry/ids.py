"""Stable ids: a handler's id is the same in every Python runtime that has the same source.

An id is a hash of the module's name (without the prefix of the app instance), the function's qualified name,
the text of its own source and its ordinal among functions that are equal in all of these. Nothing that
differs between versions of Python goes in: no bytecode, no AST dump, no ``hash()``. Even the qualified name
is worked out from the source, because Python 3.12 stopped counting comprehensions as scopes.

What an id stands for:

- ``partial`` (nested too), bound methods, class and static methods: the function inside.
- A decorator that uses ``functools.wraps``: the function that it wraps. Its ``@`` lines are part of that
  function's source, so ``@retry(3)`` and ``@retry(5)`` differ.
- A decorator that does not: its inner function, since that is all it leaves to be seen. Two handlers made by
  it share an id, which is harmless: an event addresses a rendered element, the id only checks that both ends
  mean the same code.
- A callable object: its class and the class's ``__call__``.
- A function without source: its names and its place; a builtin: its names.
- Python 3.12 keeps no place for the code of a constant: there, equal lambdas on one line that return one
  share an id.
- A lambda inside an f-string has an unreliable place in Python 3.11, so there only its ordinal counts, not
  its text.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import linecache
import re
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType, MethodType
from typing import Any, Final, TypeAlias

__all__ = ["MODULE_PREFIX", "Listed", "bare_name", "forget", "handler_id", "listed", "remember", "unwrap"]

MODULE_PREFIX: Final = "_sk"
"""The modules of app instance N are named ``_sk<N>.<module>``."""

_INSTANCE = re.compile(rf"\b{MODULE_PREFIX}\d+\.")
_COMPREHENSION = re.compile(r"<(?:list|set|dict)comp>\.(?:<locals>\.)?")

Place: TypeAlias = tuple[int, int]
Span: TypeAlias = tuple[Place, Place]


def bare_name(name: str) -> str:
    """A module's name, or a message, without the prefixes of app instances: ``_sk3.app`` becomes ``app``."""
    return _INSTANCE.sub("", name)


def unwrap(handler: Any) -> Any:
    """The function inside partials, methods and decorators that use ``functools.wraps``.

    A callable object is returned as it is, for its state may matter; so is anything that wraps nothing.
    """
    for _ in range(100):
        if isinstance(handler, functools.partial):
            handler = handler.func
        elif isinstance(handler, (MethodType, classmethod, staticmethod)):
            handler = handler.__func__
        else:
            inner = getattr(handler, "__dict__", {}).get("__wrapped__")
            if inner is None or isinstance(handler, type):
                break
            handler = inner
    return handler


def handler_id(handler: Callable[..., Any]) -> str:
    """The stable id of a handler: 16 hexadecimal digits. The module's text says what it covers."""
    found = unwrap(handler)
    if isinstance(found, FunctionType):
        return _function_id(found)
    name = getattr(found, "__qualname__", None)
    if isinstance(name, str):
        return _digest(_module(found), name)
    cls = type(found)
    call = unwrap(cls.__call__)
    inner = _function_id(call) if isinstance(call, FunctionType) else ""
    return _digest(_module(cls), cls.__qualname__, inner)


# --- one function

_known: dict[int, tuple[weakref.ref[CodeType], str, str]] = {}


def _function_id(function: FunctionType) -> str:
    """By the identity of its code object: equal code objects of two lambdas on one line must not meet."""
    code = function.__code__
    module = _module(function)
    known = _known.get(id(code))
    if known is not None and known[1] == module:
        return known[2]
    made = _digest(module, *_own_source(function))
    number = id(code)
    _known[number] = (weakref.ref(code, lambda _: _known.pop(number, None)), module, made)
    return made


def _own_source(function: FunctionType) -> tuple[str, str, str]:
    """Qualified name, source text and ordinal of a function; its place instead of text where there is no
    source."""
    entry = _find(function)
    if entry is not None:
        lines, _ = _files[function.__code__.co_filename]
        return entry.qualname, _text(lines, entry.source), str(entry.ordinal)
    code = function.__code__
    columns = [start[1] for start, _ in _spans(code)]
    return (
        _COMPREHENSION.sub("", function.__qualname__),
        "",
        f"{code.co_firstlineno}:{min(columns, default=0)}",
    )


def _module(thing: Any) -> str:
    name = getattr(thing, "__module__", None)
    return bare_name(name) if isinstance(name, str) else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --- where a code object stands in its file


@dataclass(slots=True)
class _Entry:
    """One function of a file. ``source`` is where its text stands, None where that does not count; ``body``
    is the span that the positions of its instructions lie in; ``constant`` is what a lambda returns that does
    nothing else, as text."""

    qualname: str
    source: Span | None
    body: Span
    constant: str = ""
    ordinal: int = 0


_Index: TypeAlias = dict[tuple[str, int], list[_Entry]]
_files: dict[str, tuple[list[str], _Index]] = {}

Listed: TypeAlias = list[tuple[str, int, str, Span | None, Span, str, int]]
"""The functions of a file: name, first line, and the fields of an entry."""


def listed(lines: list[str]) -> Listed:
    """The functions of a file as another interpreter can be told them: plain values. lines: with their ends."""
    index = _build(lines)
    return [
        (name, line, entry.qualname, entry.source, entry.body, entry.constant, entry.ordinal)
        for (name, line), entries in index.items()
        for entry in entries
    ]


def remember(filename: str, lines: list[str], functions: Listed) -> None:
    """Take what ``listed`` has given for these lines, so that they need not be parsed. lines: those that
    ``linecache`` has of the file."""
    index: _Index = {}
    for name, line, qualname, source, body, constant, ordinal in functions:
        entry = _Entry(qualname, source, body, constant, ordinal)
        index.setdefault((name, line), []).append(entry)
    _files[filename] = (lines, index)


def _find(function: FunctionType) -> _Entry | None:
    code = function.__code__
    candidates = _index(code.co_filename, function.__globals__).get((code.co_name, code.co_firstlineno), [])
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    spans = list(_spans(code))
    if not spans:  # Python 3.12 keeps no place for the code of a constant
        constants = [repr(value) for value in code.co_consts]
        return next((entry for entry in candidates if entry.constant in constants), candidates[0])
    low, high = min(start for start, _ in spans), max(end for _, end in spans)
    around = [entry for entry in candidates if entry.body[0] <= low and high <= entry.body[1]]
    return max(around, key=lambda entry: entry.body[0], default=None)


def _spans(code: CodeType) -> Iterator[Span]:
    """Where the instructions come from. Those of no width or of an unknown place belong to the function as a
    whole."""
    for line, end_line, column, end_column in code.co_positions():
        if line is None or end_line is None or column is None or end_column is None:
            continue
        if (line, column) != (end_line, end_column):
            yield (line, column), (end_line, end_column)


def forget(filename: str) -> None:
    """Drop what is known of a file that is gone, as after an app was unloaded."""
    _files.pop(filename, None)


def _index(filename: str, module_globals: dict[str, Any]) -> _Index:
    """All functions of a file by name and first line. A file is parsed once, and anew when its lines have
    changed."""
    if not filename:
        return {}
    linecache.checkcache(filename)
    lines = linecache.getlines(filename, module_globals)
    known = _files.get(filename)
    if known is not None and (known[0] is lines or known[0] == lines):
        return known[1]
    index = _build(lines)
    _files[filename] = (lines, index)
    return index


def _build(lines: list[str]) -> _Index:
    if not lines:
        return {}
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return {}
    index: _Index = {}
    equals: Counter[tuple[str, str]] = Counter()
    for name, line, entry in _walk(tree):
        same = (entry.qualname, _text(lines, entry.source))
        entry.ordinal = equals[same]
        equals[same] += 1
        index.setdefault((name, line), []).append(entry)
    return index


def _walk(node: ast.AST, scope: str = "", in_fstring: bool = False) -> Iterator[tuple[str, int, _Entry]]:
    """Name, first line and entry of each function at or below ``node``, in the order of the source."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from _function(node, scope, in_fstring)
    elif isinstance(node, ast.Lambda):
        yield from _lambda(node, scope, in_fstring)
    elif isinstance(node, ast.ClassDef):
        outside = [*node.decorator_list, *node.bases, *node.keywords]
        yield from _all(outside, scope, in_fstring)
        yield from _all(node.body, f"{scope}{node.name}.", in_fstring)
    else:
        inside = in_fstring or type(node).__name__ in ("JoinedStr", "TemplateStr")
        yield from _all(ast.iter_child_nodes(node), scope, inside)


def _all(nodes: Any, scope: str, in_fstring: bool) -> Iterator[tuple[str, int, _Entry]]:
    for node in nodes:
        yield from _walk(node, scope, in_fstring)


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, scope: str, in_fstring: bool
) -> Iterator[tuple[str, int, _Entry]]:
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    end = _end(node)
    source = ((first, node.col_offset), end)
    yield node.name, first, _Entry(scope + node.name, source, ((first, 0), end))
    outside = [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
    yield from _all(outside, scope, in_fstring)
    yield from _all(node.body, f"{scope}{node.name}.<locals>.", in_fstring)


def _lambda(node: ast.Lambda, scope: str, in_fstring: bool) -> Iterator[tuple[str, int, _Entry]]:
    source = None if in_fstring else ((node.lineno, node.col_offset), _end(node))
    body = ((node.body.lineno, node.body.col_offset), _end(node.body))
    constant = repr(node.body.value) if isinstance(node.body, ast.Constant) else ""
    yield "<lambda>", node.lineno, _Entry(f"{scope}<lambda>", source, body, constant)
    yield from _walk(node.args, scope, in_fstring)
    yield from _walk(node.body, f"{scope}<lambda>.<locals>.", in_fstring)


def _text(lines: list[str], source: Span | None) -> str:
    """The source between two places (columns in bytes), without the indentation of its first line."""
    if source is None:
        return ""
    start, end = source
    there = (line.replace("\r\n", "\n") for line in lines[start[0] - 1 : end[0]])
    found = [line.encode("utf-8", "surrogatepass") for line in there]
    indent = len(found[0]) - len(found[0].lstrip())
    found[-1] = found[-1][: end[1]]
    found = [found[0][start[1] :], *(_dedent(line, indent) for line in found[1:])]
    return b"".join(found).decode("utf-8", "surrogatepass")


def _dedent(line: bytes, indent: int) -> bytes:
    return line[:indent].lstrip(b" \t") + line[indent:]


def _end(node: ast.expr | ast.stmt) -> Place:
    return node.end_lineno or 0, node.end_col_offset or 0  # always there in a parsed tree
