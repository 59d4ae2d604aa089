"""Names that are used as handlers and defined nowhere, read from the source without running it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import skerry
from skerry.errors import nearest
from skerry.events import EVENTS, CustomEvent, class_for

from ..parsing import parse

__all__ = ["Use", "undefined_handlers"]

_CHAINS: Final = ("then", "success", "failure")
_SECOND: Final = {"on": "", "shortcut": "keydown", "timer": "tick", "watch": "watch"}
"""Functions whose second argument is a handler, and for which event."""


@dataclass(frozen=True, slots=True)
class Use:
    """A name where a handler is meant.

    event: what it is for, an empty text where the source does not say. call: the line that it stands on.
    like: the end of a sentence that offers the nearest name that is defined.
    """

    name: str
    event: str
    file: str
    line: int
    column: int
    call: str
    like: str = ""


def undefined_handlers(sources: Mapping[str, str]) -> list[Use]:
    """The uses of handlers that are defined nowhere in their module, in the order of the source.

    A name that is bound anywhere in a module counts as defined, and so does every name where ``import *`` brings what cannot be
    told from here.
    """
    trees = {file: parse(text, file) for file, text in sources.items()}
    everywhere = {name for tree in trees.values() for name in _functions(tree)}
    own = {file.removesuffix(".py").replace("/", "."): set(_bound(tree)) for file, tree in trees.items()}
    found: list[Use] = []
    for file, tree in trees.items():
        known = _known(tree, own)
        if known is not None:
            lines = sources[file].splitlines()
            for name, event in _handlers(tree):
                if name.id not in (everywhere if isinstance(name, _Text) else known):
                    call = lines[name.lineno - 1].strip()
                    like = nearest(name.id, _functions(tree))
                    found.append(Use(name.id, event, file, name.lineno, name.col_offset, call, like))
    return sorted(found, key=lambda use: (use.file, use.line, use.column))


def _functions(tree: ast.Module) -> list[str]:
    return [node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


# --- what is defined


def _known(tree: ast.Module, own: Mapping[str, set[str]]) -> set[str] | None:
    """All names that a module knows; None where that cannot be told."""
    known = {*_bound(tree), *vars(builtins)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            module = node.module or ""
            if module == "skerry":
                known |= set(skerry.__all__)
            elif module in own and not node.level:
                known |= own[module]
            else:
                return None
    return known


def _bound(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest


# --- what is meant as a handler


class _Text(ast.Name):
    """A name in quotes: ``on_click="save"`` means a function of any of the app's modules."""


def _handlers(tree: ast.Module) -> Iterator[tuple[ast.Name, str]]:
    """(name, event) of the names that stand where a handler is meant."""
    seen: set[tuple[int, int]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for name, event in _of_call(node):
                if (name.lineno, name.col_offset) not in seen:
                    seen.add((name.lineno, name.col_offset))
                    yield name, event


def _of_call(call: ast.Call) -> Iterator[tuple[ast.Name, str]]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for keyword in call.keywords:
        if keyword.arg == "on" and isinstance(keyword.value, ast.Dict):
            for event, value in zip(keyword.value.keys, keyword.value.values, strict=True):
                yield from _names(value, str(event.value) if isinstance(event, ast.Constant) else "")
        elif keyword.arg is not None and keyword.arg.startswith("on_"):
            yield from _names(keyword.value, _event(function, keyword.arg))
    if function == "listener" or (function in _CHAINS and isinstance(call.func, ast.Attribute)):
        for found in _names(call.args[0], "") if call.args else ():
            if function == "listener" or not isinstance(found[0], _Text):  # others have a success("Saved") too
                yield found
    elif function in _SECOND and len(call.args) > 1:
        yield from _names(call.args[1], _SECOND[function])


def _event(function: str, argument: str) -> str:
    if argument == "on_enter":
        return "keydown"
    name = argument.removeprefix("on_").replace("_", "")
    return EVENTS.get(argument, "" if class_for(name) is CustomEvent else name)


def _names(value: ast.expr, event: str) -> Iterator[tuple[ast.Name, str]]:
    """The names in a value: itself, those of a list, or what ``listener`` and chains are given."""
    if isinstance(value, ast.Name):
        yield value, event
    elif isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.isidentifier():
        yield ast.copy_location(_Text(value.value, ast.Load()), value), event
    elif isinstance(value, (ast.List, ast.Tuple)):
        for item in value.elts:
            yield from _names(item, event)
    elif isinstance(value, ast.Call):
        if isinstance(value.func, ast.Attribute) and value.func.attr in _CHAINS:
            yield from _names(value.func.value, event)
        function = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        if (function == "listener" or function in _CHAINS) and value.args:
            yield from _names(value.args[0], event)
