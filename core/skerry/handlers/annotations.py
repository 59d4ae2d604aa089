"""What a parameter's annotation means, resolved as late and as gently as can be.

Annotations come as objects, as texts (``from __future__ import annotations``), or lazily (Python 3.14). A
name that is imported only for type checkers cannot be resolved; then the name itself is what is known, and it
is enough to find an event class or a state class by.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from types import CellType, UnionType
from typing import Any, Final, TypeAlias

__all__ = ["Meaning", "meanings", "signature"]

Meaning: TypeAlias = "type | str"
"""One alternative of an annotation: a class, or the name of one that cannot be resolved here."""

_ANY: Final = (Any, object, inspect.Parameter.empty)


def signature(function: Callable[..., Any], *, follow_wrapped: bool = True) -> inspect.Signature:
    """The signature, whose annotations may be texts or forward references. Raises as ``inspect.signature``
    does."""
    if sys.version_info >= (3, 14):
        import annotationlib

        lazily = annotationlib.Format.FORWARDREF
        return inspect.signature(function, follow_wrapped=follow_wrapped, annotation_format=lazily)
    return inspect.signature(function, follow_wrapped=follow_wrapped)


def meanings(annotation: Any, function: Any) -> tuple[Meaning, ...]:
    """The classes that an annotation allows, or names where they are out of reach; () where it allows
    anything.

    ``ClickEvent | None`` gives ``(ClickEvent,)``. ``function`` is where names are looked up. ``list[int]``
    gives ``(list,)``.
    """
    found = {id(item): item for item in _alternatives(annotation, _Names(function), 0)}
    return (
        () if any(item is anything for item in found.values() for anything in _ANY) else tuple(found.values())
    )


def _alternatives(annotation: Any, names: Mapping[str, Any], depth: int) -> Iterator[Any]:
    if annotation is None or annotation is type(None) or depth > 20:
        return
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__forward_arg__", None)
    if isinstance(text, str):
        yield from _from_text(text, names, depth)
        return
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _alternatives(annotation.__origin__, names, depth + 1)
    elif origin in (typing.Union, UnionType):
        for part in typing.get_args(annotation):
            yield from _alternatives(part, names, depth + 1)
    elif type(annotation).__name__ == "TypeAliasType":
        yield from _alternatives(annotation.__value__, names, depth + 1)
    else:
        yield origin or annotation


def _from_text(text: str, names: Mapping[str, Any], depth: int) -> Iterator[Any]:
    """The alternatives of an annotation's text: evaluated, or else read as far as names go."""
    try:
        value = eval(
            text, {"__builtins__": {}}, names
        )  # the author's own annotation, in the author's own names
    except Exception:
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError):
            yield text
        else:
            yield from _from_tree(tree, names, depth + 1)
    else:
        yield from _alternatives(value, names, depth + 1)


def _from_tree(node: ast.expr, names: Mapping[str, Any], depth: int) -> Iterator[Any]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        parts: list[ast.expr] = [node.left, node.right]
    elif isinstance(node, ast.Subscript) and _last_name(node.value) in ("Optional", "Union", "Annotated"):
        inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        parts = inside[:1] if _last_name(node.value) == "Annotated" else inside
    elif isinstance(node, ast.Subscript):
        parts = [node.value]
    elif isinstance(node, ast.Constant):
        yield from _alternatives(node.value, names, depth + 1)
        return
    else:
        yield from _by_name(node, names, depth)
        return
    for part in parts:
        yield from _from_tree(part, names, depth + 1)


def _by_name(node: ast.expr, names: Mapping[str, Any], depth: int) -> Iterator[Any]:
    try:
        value = eval(compile(ast.Expression(node), "<annotation>", "eval"), {"__builtins__": {}}, names)
    except Exception:
        yield _last_name(node) or ast.unparse(node)
    else:
        yield from _alternatives(value, names, depth + 1)


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


class _Names(Mapping[str, Any]):
    """The names that a function's annotations can mean: its closure's, its module's, the builtins'."""

    def __init__(self, function: Any) -> None:
        code = getattr(function, "__code__", None)
        cells: tuple[CellType, ...] = getattr(function, "__closure__", None) or ()
        self._cells = dict(zip(code.co_freevars if code else (), cells, strict=False))
        self._globals: Mapping[str, Any] = getattr(function, "__globals__", {})

    def __getitem__(self, name: str) -> Any:
        if name in self._cells:
            try:
                return self._cells[name].cell_contents
            except ValueError:
                raise KeyError(name) from None
        return self._globals[name] if name in self._globals else vars(builtins)[name]

    def __iter__(self) -> Iterator[str]:
        return iter({*self._cells, *self._globals, *vars(builtins)})

    def __len__(self) -> int:
        return sum(1 for _ in self)
